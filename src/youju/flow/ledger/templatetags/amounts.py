"""Template tags that tell numbers as an office reads them, with the exact value one hover away."""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from youju.flow.ledger.amounts import Amount, amount

register = template.Library()

# Money of five digits or more in a sentence; what stands in a longer number or a code is none.
_MONEY = re.compile(r"(?<![\w.,-])(-?\d{5,}(?:\.\d+)?)(元)(?!/)")


@register.simple_tag
def measured_as(value: Decimal | str | None, measure: str | None = "", before: str = "") -> str | SafeString:
    """Return a number with its measure; 亿 and 万 are words of Chinese pages."""
    if value is None or value == "":
        return ""
    return told(amount(Decimal(value), measure or "", scaled=scaled()), before)


@register.filter
def told(one: Amount | None, before: str = "") -> str | SafeString:
    """Return a number as it is shown, with the exact one behind it where the two differ."""
    if one is None:
        return ""
    if not one.is_told_otherwise:
        return f"{before}{one}"
    return format_html('<data value="{}" title="{}">{}{}</data>', one.exact, one.exact, before, one)


@register.filter
def money_read(sentence: str) -> SafeString:
    """Return a sentence with its large sums in 万元 and 亿元, as far as that rounds nothing away: a reason is exact."""
    if not scaled():
        return conditional_escape(sentence)

    def read(found: re.Match[str]) -> str:
        shown = amount(Decimal(found[1]), found[2])
        if not shown.is_whole:
            return found[0]
        return str(told(shown)).replace(" 亿", "亿").replace(" 万", "万")

    return mark_safe(_MONEY.sub(read, str(conditional_escape(sentence))))  # noqa: S308  # escaped; what is put in is numbers


def scaled() -> bool:
    """Whether the page speaks of 万 and 亿."""
    return not (get_language() or "").startswith("en")

"""How a measured value is shown, and how a line is asked for on the page of a record."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from youju.engine.registers import Field
from youju.engine.registers.language import Count
from youju.flow.ledger.amounts import Amount, amount
from youju.flow.ledger.templatetags.amounts import scaled, told
from youju.kernel.named import FEW, Offer
from youju.work.registers.counting import Measured
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming.cells import Cell, name_of
from youju.work.registers.selectors import records_for, register_named

register = template.Library()


@register.inclusion_tag("registers/_ask.html", takes_context=True)
def ask(
    context: Any, to: str, name: str, label: str, at: str, *, also: str = "", kind: str = "text", **extra: Any
) -> dict[str, Any]:
    """Ask for a line in the form that is sent to an address (or another); what was refused there stands in it again, with why."""
    sent = context.get("sent")
    mine = sent is not None and sent.path in {to, also}
    return {
        "id": at, "name": name, "label": label, "kind": kind, "extra": [(key, word) for key, word in extra.items() if word],
        "text": sent.typed.get(name, "") if mine else "", "problems": sent.about(name) if mine else (),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def sent_again(context: Any, to: str, name: str) -> dict[str, Any]:
    """Return what was written under a name in the form of an address that was refused, and what is wrong with it."""
    sent = context.get("sent")
    mine = sent is not None and sent.path == to
    return {
        "text": sent.typed.get(name, "") if mine else "",
        "problems": sent.about(name) if mine else (),
    }


@register.simple_tag(takes_context=True)
def records_of(context: Any, code: str) -> list[Offer]:
    """Return the latest records of a register that the reader sees, by number, each with its name: for a field that leads there."""
    to, user = register_named(code), context["request"].user
    if to is None or not user.is_authenticated:
        return []
    one = declaration_of(to)
    return [Offer(row.number, name_of(one, row)) for row in records_for(user, to).order_by("-pk")[:FEW]]


@register.filter
def unfilled(fields: Iterable[tuple[Field, Cell]]) -> list[str]:
    """Return what the fields of a record are called that say nothing."""
    return [made.title for made, cell in fields if not cell.text and cell.amount is None]


@register.filter
def measured(line: Measured, made: Count) -> str | SafeString:
    """Return a value in words: a share as percent to one place, half up; nothing said is never zero."""
    shown = _shown(line, made)
    return shown if isinstance(shown, str) else told(shown, _before(line))


@register.filter
def measured_plainly(line: Measured, made: Count) -> str:
    """Return the same without anything behind it: for a drawing."""
    shown = _shown(line, made)
    return shown if isinstance(shown, str) else f"{_before(line)}{shown}"


def _before(line: Measured) -> str:
    return "" if line.relation == "=" else line.relation


def _shown(line: Measured, made: Count) -> str | Amount:
    if line.value is None:
        return _("说不出")
    if made.share is not None:
        return f"{(line.value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    return amount(
        Decimal(f"{line.value.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"),
        made.measure or "",
        scaled=scaled(),
    )

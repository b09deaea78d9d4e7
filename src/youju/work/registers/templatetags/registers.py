"""How a measured value is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import gettext as _

from youju.engine.registers.language import Count
from youju.work.registers.counting import Measured

register = template.Library()


@register.filter
def measured(line: Measured, made: Count) -> str:
    """Return a value in words: a share as percent to one place, half up; nothing said is never zero."""
    if line.value is None:
        return _("说不出")
    if made.share is not None:
        return f"{(line.value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    text = format(line.value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize(), "f")
    return f"{text} {made.measure or ''}".strip()

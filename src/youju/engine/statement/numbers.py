"""Numbers as people write them: no superfluous zeros, percentages for shares, the measure behind the number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

CENT = Decimal("0.01")
WIDE = 60


def plain(number: Decimal | None) -> str:
    """Write a number without superfluous zeros; a dash where there is none."""
    if number is None:
        return "—"
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def percent(share: Decimal) -> str:
    """Write a share as a percentage with two decimals, half up."""
    with localcontext() as wide:
        wide.prec = WIDE
        return f"{plain((share * 100).quantize(CENT, ROUND_HALF_UP))}%"


def quotient(a: Decimal, b: Decimal) -> Decimal:
    """Divide two numbers for showing; ``b`` is not zero."""
    with localcontext() as wide:
        wide.prec = WIDE
        return a / b


def shown(fraction: Fraction) -> Decimal:
    """Turn an exact fraction into a decimal for showing."""
    return quotient(Decimal(fraction.numerator), Decimal(fraction.denominator))

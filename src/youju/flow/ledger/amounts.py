"""Numbers as an office reads them: thousands grouped, money in 万元 or 亿元, the exact value kept beside what is shown. Pure.

What is handed out to programs and workbooks is never told so: those get the exact value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from youju.flow.ledger.measures import base_of

PLACES, MONEY, GROUPED = 2, "元", 10_000
_WORDS = {0: "元", 4: "万元", 8: "亿元"}
_WIDE = 60


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is shown, with its measure, and the number as it was said."""

    text: str
    measure: str
    exact: str
    is_whole: bool = True
    """Whether what is shown is all of the number, nothing rounded away."""

    @property
    def is_told_otherwise(self) -> bool:
        """Whether what is shown differs from what was said in more than its grouping."""
        return f"{self.text.replace(',', '')} {self.measure}".strip() != self.exact

    def __str__(self) -> str:
        return f"{self.text} {self.measure}".strip()


def column(values: Sequence[Decimal | None], measure: str, *, scaled: bool = True) -> list[Amount | None]:
    """Return the numbers of one column: in one measure and with as many places each, so that they can be run down."""
    kind, power = base_of(measure) if measure else ("", 0)
    said = [value for value in values if value is not None]
    if scaled and kind == MONEY and power in _WORDS:
        shown = _power(value.scaleb(power) for value in said)
        moved, word = power - shown, _WORDS[shown]
    else:
        moved, word = 0, measure
    most = PLACES if moved else _WIDE
    # a year and numbers of a few digits are read as they stand
    write = "{:,f}" if any(abs(_moved(value, moved)) >= GROUPED for value in said) else "{:f}"
    places = max((min(_places(_moved(value, moved)), most) for value in said), default=0)

    def told(value: Decimal) -> Amount:
        whole = _moved(value, moved)
        shown = _rounded(whole, places)
        return Amount(write.format(shown), word, f"{value:f} {measure}".strip(), shown == whole)

    return [None if value is None else told(value) for value in values]


def amount(value: Decimal, measure: str, *, scaled: bool = True) -> Amount:
    """Return one number by itself."""
    return next(one for one in column([value], measure, scaled=scaled) if one is not None)


def _power(money: Iterable[Decimal]) -> int:
    sizes = [abs(value) for value in money if value]
    if sizes and min(sizes) >= 10**8:
        return 8
    return 4 if sizes and max(sizes) >= 10**4 else 0


def _moved(value: Decimal, by: int) -> Decimal:
    with localcontext() as wide:
        wide.prec = _WIDE
        return value.scaleb(by)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: Decimal, places: int) -> Decimal:
    with localcontext() as wide:
        wide.prec = _WIDE
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

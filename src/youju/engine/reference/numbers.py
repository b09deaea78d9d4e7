"""Exact numbers for the oracle: fractions, rounded as a clerk rounds, and roots taken with sixty digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

DIGITS = Context(prec=120, Emax=10**9, Emin=-(10**9))
SAFE = Decimal(1).scaleb(-60)


def exact(number: object) -> Fraction:
    """Return an int or Decimal as a fraction. Raises TypeError for anything else, floats above all."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction):
        raise TypeError(f"not an exact number: {number!r}")
    return Fraction(number)


def rounded(number: Fraction, places: int, mode: str = "half_up") -> Fraction:
    """Round to ``places`` decimals. ``half_up`` takes a half away from zero （四舍五入, also for −0.5）, ``up``/``down`` go away from/towards zero."""
    scaled = abs(number) * 10**places
    whole, rest = scaled.numerator // scaled.denominator, scaled - scaled.numerator // scaled.denominator
    half = Fraction(1, 2)
    more = {
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and whole % 2 == 1),
        "down": False,
        "up": rest > 0,
    }[mode]
    size = Fraction(whole + more, 10**places)
    return -size if number < 0 else size


def as_decimal(number: Fraction, places: int) -> Decimal:
    """Write a number that has been rounded to ``places`` decimals as a Decimal with exactly that many."""
    scaled = number * 10**places
    if scaled.denominator != 1:
        raise ValueError(f"{number} has more than {places} decimals")
    return Decimal(scaled.numerator).scaleb(-places, DIGITS)


def bounded(number: Fraction, floor: Fraction | None, cap: Fraction | None) -> Fraction:
    """Keep a number at least ``floor``, then at most ``cap``."""
    if floor is not None:
        number = max(number, floor)
    return number if cap is None else min(number, cap)


def middle(numbers: Iterable[Fraction]) -> Fraction:
    """Return the median: the middle one, or the mean of the two in the middle."""
    line = sorted(numbers)
    half = len(line) // 2
    return line[half] if len(line) % 2 else (line[half - 1] + line[half]) / 2


def exponential(power: Fraction) -> Fraction:
    """Return e to a power, correct to more digits than anything is rounded to."""
    return Fraction(DIGITS.exp(_decimal(power)))


def geometric_mean(marks: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """Return the weighted geometric mean of positive marks, so exactly that a root which comes out even is even."""
    logs = [DIGITS.multiply(_decimal(w), DIGITS.ln(_decimal(m))) for m, w in zip(marks, weights, strict=True)]
    total = Decimal(0)
    for log in logs:
        total = DIGITS.add(total, log)
    root = DIGITS.exp(DIGITS.divide(total, _decimal(sum(weights, Fraction(0)))))
    return Fraction(root.quantize(SAFE, ROUND_HALF_EVEN, DIGITS))


def _decimal(number: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def quantile(numbers: Iterable[Fraction], share: Fraction) -> Fraction:
    """Return the number below which a share of the others lies, on a straight line between neighbours."""
    line = sorted(numbers)
    at = share * (len(line) - 1)
    before = [n for n in range(len(line)) if n <= at][-1]
    after = min(before + 1, len(line) - 1)
    return line[before] * (1 - (at - before)) + line[after] * (at - before)


def deviation(numbers: Sequence[Fraction], sample: bool, places: int) -> Fraction | None:
    """Return the standard deviation: of everybody, or of a sample, of which one number says nothing."""
    if sample and len(numbers) == 1:
        return None
    mean = sum(numbers, Fraction(0)) / len(numbers)
    squares = sum(((number - mean) * (number - mean) for number in numbers), Fraction(0))
    under = len(numbers) - 1 if sample else len(numbers)
    return rounded(
        Fraction(DIGITS.sqrt(_decimal(squares / under)).quantize(SAFE, ROUND_HALF_EVEN, DIGITS)), places
    )


def logarithm(number: Fraction | None, base: Decimal | None, places: int) -> Fraction | None:
    """Return a logarithm, rounded; None where there is none."""
    if number is None or number <= 0:
        return None
    found = DIGITS.ln(_decimal(number))
    if base is not None:
        found = DIGITS.divide(found, DIGITS.ln(base))
    return rounded(Fraction(found.quantize(SAFE, ROUND_HALF_EVEN, DIGITS)), places)


def power(number: Fraction | None, to: Fraction, places: int) -> Fraction | None:
    """Return a power, rounded and never beyond 10^18; None where there is none."""
    if number is None or number < 0 or (number == 0 and to < 0):
        return None
    if number == 0:
        return Fraction(1 if to == 0 else 0)
    found = DIGITS.power(_decimal(number), _decimal(to))
    if found > 10**18:
        return Fraction(10**18)
    return rounded(Fraction(found.quantize(SAFE, ROUND_HALF_EVEN, DIGITS)), places)

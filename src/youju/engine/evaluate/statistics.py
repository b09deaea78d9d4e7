"""Statistics of several exact numbers, and the roots, logarithms and powers that are rounded because no fraction holds them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import floor, isqrt
from typing import Any

PRECISE = Context(prec=60, rounding=ROUND_HALF_UP)
NOISE = Decimal(1).scaleb(-40)
LARGEST = Fraction(10**18)
"""What grows beyond this says nothing more: it stands at ±10^18."""


def statistic(kind: str, part: Any, given: Sequence[Fraction]) -> Fraction | None:
    """Return one statistic of numbers, as ``part`` writes it; None of none, but a count of none is 0."""
    if kind == "count":
        return Fraction(len(given))
    if not given:
        return None
    line = sorted(given)
    if kind == "quantile":
        return quantile(line, Fraction(part.at))
    if kind == "sd":
        return deviation(line, sample=part.sample, places=part.places)
    if kind in {"sum", "mean"}:
        return sum(line, Fraction(0)) / (len(line) if kind == "mean" else 1)
    if kind == "median":
        return quantile(line, Fraction(1, 2))
    return line[0] if kind == "min" else line[-1]


def quantile(line: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the quantile of numbers in rising order, on the straight line between its two neighbours (type 7)."""
    at = share * (len(line) - 1)
    low = floor(at)
    high = min(low + 1, len(line) - 1)
    return line[low] + (at - low) * (line[high] - line[low])


def deviation(line: Sequence[Fraction], *, sample: bool, places: int) -> Fraction | None:
    """Return the standard deviation to so many places, half up; None for a sample of one."""
    under = len(line) - sample
    if under == 0:
        return None
    middle = sum(line, Fraction(0)) / len(line)
    return root(sum(((x - middle) ** 2 for x in line), Fraction(0)) / under, places)


def root(number: Fraction, places: int) -> Fraction:
    """Return the square root of a number that is not negative, rounded half up without ever leaving the integers."""
    doubled = isqrt(floor(number * 4 * 100**places))
    return Fraction((doubled + 1) // 2, 10**places)


def logarithm(number: Fraction, base: Fraction | None, places: int) -> Fraction | None:
    """Return a logarithm to so many places; None where there is none."""
    if number <= 0:
        return None
    found = PRECISE.ln(_decimal(number))
    if base is not None:
        found = PRECISE.divide(found, PRECISE.ln(_decimal(base)))
    return _rounded(found, places)


def power(number: Fraction, to: Fraction, places: int) -> Fraction | None:
    """Return a power to so many places; None for a negative number, or for zero to a negative power."""
    if number < 0 or (number == 0 and to < 0):
        return None
    if number == 0:
        return Fraction(to == 0)
    found = PRECISE.exp(PRECISE.multiply(PRECISE.ln(_decimal(number)), _decimal(to)))
    return LARGEST if found > LARGEST.numerator else _rounded(found, places)


def _rounded(number: Decimal, places: int) -> Fraction:
    """Round half up what lies beyond forty decimals being noise of the logarithms: a power that comes out even is even."""
    clean = number.quantize(NOISE, ROUND_HALF_EVEN, PRECISE)
    return Fraction(clean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, PRECISE))


def _decimal(number: Fraction) -> Decimal:
    return PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))

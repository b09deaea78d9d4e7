"""Exact values as two integers: mantissa × 10^−scale. SQLite keeps a decimal column as a binary float, which is not exact. Pure."""

from __future__ import annotations

from decimal import Decimal

DIGITS = 18


def split(value: Decimal) -> tuple[int, int]:
    """Return the mantissa and the scale of a value. Raises ValueError for what has more than 18 digits or is no number."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"no number: {value}")  # noqa: TRY004  # a value of the right type, but no number
    mantissa, scale = int("".join(map(str, digits)) or "0"), -exponent
    if scale < 0:
        mantissa, scale = mantissa * 10**-scale, 0
    while scale > 0 and mantissa % 10 == 0:
        mantissa, scale = mantissa // 10, scale - 1
    if mantissa >= 10**DIGITS or scale > DIGITS:
        raise ValueError(f"more than {DIGITS} digits: {value}")
    return (-mantissa if sign else mantissa), scale


def joined(mantissa: int, scale: int) -> Decimal:
    """Return the value of a mantissa and a scale."""
    return Decimal(mantissa).scaleb(-scale)


def text(mantissa: int, scale: int) -> str:
    """Return the value in digits, never with an exponent."""
    return format(joined(mantissa, scale), "f")

"""Exact values as two integers: mantissa × 10^−scale. SQLite keeps a decimal column as a binary float, which is not exact. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGITS = 18
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?", re.ASCII | re.IGNORECASE)


def read(said: str) -> Decimal | None:
    """Return the number that a file or a program wrote in digits (full-width ones too), None for anything else.

    Python alone would take 1_000 and ٣ for numbers as well.
    """
    bare = unicodedata.normalize("NFKC", said).strip()
    return Decimal(bare) if len(bare) <= 80 and _NUMBER.fullmatch(bare) else None


def split(value: Decimal) -> tuple[int, int]:
    """Return the mantissa and the scale of a value. Raises ValueError for what has more than 18 digits or is no number."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"no number: {value}")  # noqa: TRY004  # a value of the right type, but no number
    if not value:
        return 0, 0
    # Judged by its exponent first: 1e99999999 is twelve letters, and a hundred million digits once written out.
    held = "".join(map(str, digits)).rstrip("0")
    scale = -(exponent + len(digits) - len(held))
    if len(held) > DIGITS or scale > DIGITS or len(held) - scale > DIGITS:
        raise ValueError(f"more than {DIGITS} digits: {value}")
    mantissa = int(held) * 10 ** max(-scale, 0)
    return (-mantissa if sign else mantissa), max(scale, 0)


def joined(mantissa: int, scale: int) -> Decimal:
    """Return the value of a mantissa and a scale."""
    return Decimal(mantissa).scaleb(-scale)


def text(mantissa: int, scale: int) -> str:
    """Return the value in digits, never with an exponent."""
    return format(joined(mantissa, scale), "f")

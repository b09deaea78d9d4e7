"""Printed numbers, Arabic or Chinese, to exact decimals.

    >>> number("二十三万六千四百"), number("1,234.5"), number("两")
    (Decimal('236400'), Decimal('1234.5'), Decimal('2'))

Grammar of Chinese numerals: sections of 千百十 under 万 and 亿, with 零 as a filler and a last digit
without its unit taking the next lower one (一百二 is 120). Years and codes are read digit by digit (二〇二三).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final[dict[str, int]] = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SMALL: Final[dict[str, int]] = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final[dict[str, int]] = {"万": 10**4, "亿": 10**8}
_PLAIN: Final = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


@lru_cache(maxsize=4096)
def number(printed: str) -> Decimal | None:
    """The value of a printed number, or None where it is not one. Never raises."""
    plain = printed.translate(_PLAIN)
    if not plain:
        return None
    if plain[0] in "0123456789":
        return Decimal(plain) if plain.replace(".", "", 1).isascii() and _is_arabic(plain) else None
    return chinese(plain)


def _is_arabic(plain: str) -> bool:
    return plain.replace(".", "", 1).isdigit() and not plain.endswith(".") and len(plain) < 30


def chinese(printed: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is not well formed."""
    if all(char in DIGITS for char in printed):
        return Decimal("".join(str(DIGITS[char]) for char in printed)) if 0 < len(printed) < 30 else None
    total = section = digit = 0
    lowest = 1
    for char in printed:
        if char in DIGITS:
            digit = DIGITS[char]
            lowest = 1 if digit == 0 else lowest
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit, lowest = 0, _SMALL[char] // 10
        elif char in _LARGE:
            here = section + digit
            if char == "亿":
                total = (total + here or 1) * _LARGE[char]
            else:
                total += (here or 1) * _LARGE[char]
            section, digit, lowest = 0, 0, _LARGE[char] // 10
        else:
            return None
    return Decimal(total + section + digit * lowest)

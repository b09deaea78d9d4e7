"""What a field of a type can be compared with, as a declaration writes it."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from youju.engine.registers.language import NUMBERS

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
YES_OR_NO = frozenset({"是", "true", "1", "yes", "√", "有", "否", "false", "0", "no", "×", "无"})


def is_held(kind: str, word: object) -> bool:
    """Whether a field of a kind can hold a word. A year of a date counts: it is a date said less precisely."""
    if kind in NUMBERS:
        return _number(word) is not None
    if kind == "boolean":
        return isinstance(word, bool) or str(word).lower() in YES_OR_NO
    if kind in {"day", "date", "yearmonth"}:
        return _day(kind, word) is not None
    if kind == "datetime":
        return _moment(word)
    return True


def order_of(kind: str, word: object) -> Decimal:
    """Return where a bound that a kind can hold stands among others: a number as it is, a day by its number."""
    found = _number(word) if kind in NUMBERS else _day(kind, word)
    if found is None:
        raise ValueError(f"no bound of a {kind}: {word!r}")
    return Decimal(found.toordinal()) if isinstance(found, date) else found


def _number(word: object) -> Decimal | None:
    if isinstance(word, bool):
        return None
    if isinstance(word, int | Decimal):
        return Decimal(word)
    bare = str(word).strip().removesuffix("元")
    scale = next((scale for scale in SCALES if bare.endswith(scale)), "")
    number = bare.removesuffix(scale)
    if not NUMBER.fullmatch(number):
        return None
    return Decimal(number.replace(",", "")) * SCALES.get(scale, Decimal(1))


def _day(kind: str, word: object) -> date | None:
    if isinstance(word, date):
        return word
    text = str(word).strip()
    wanted = {"day": r"\d{4}-\d\d-\d\d", "yearmonth": r"\d{4}-\d\d"}.get(kind, r"\d{4}(?:-\d\d(?:-\d\d)?)?")
    if not re.fullmatch(wanted, text):
        return None
    try:
        return date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None


def _moment(word: object) -> bool:
    try:
        datetime.fromisoformat(str(word).strip())
    except ValueError:
        return False
    return True

"""The indexed columns beside a record's JSON: what a value is in them, and what a comparison means there. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from youju.engine.registers import Declaration, Field
from youju.engine.registers.slots import INTS, TEXTS
from youju.work.registers.fields.kept import last_day

SLOTS = (*(f"i{n}" for n in range(1, INTS + 1)), *(f"s{n}" for n in range(1, TEXTS + 1)))
LENGTH, KEY = 80, 200
EPOCH = dt.date(1970, 1, 1).toordinal()


def shadows(one: Declaration, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return every column of a record; None where nothing is said."""
    found: dict[str, Any] = dict.fromkeys(SLOTS)
    for name, slot in one.slots.items():
        kept = values.get(name)
        if kept is not None:
            found[slot] = shadow(one.fields[name], kept)
    return found


def shadow(field: Field, kept: Any) -> int | str | None:
    """Return a kept value as its column holds it."""
    kind = field.type
    if kind in {"integer", "number", "money", "duration", "year"}:
        return scaled(field, Decimal(kept))
    if kind == "quantity":
        return scaled(field, Decimal(kept["n"]))
    if kind in {"date", "yearmonth"}:
        return day_number(last_day(kept))
    if kind == "datetime":
        moment = dt.datetime.fromisoformat(kept)
        return day_number(moment.date()) * 1440 + moment.hour * 60 + moment.minute
    if kind == "boolean":
        return int(kept)
    if kind == "choice":
        choices = field.choices or ()
        return choices.index(kept) if kept in choices else None
    return fitted(str(kept["name"] if kind == "place" else kept), LENGTH)


def unique_key(kept: Any) -> str:
    """Return what must stand once as its column holds it."""
    return fitted(str(kept), KEY)


def fitted(text: str, length: int) -> str:
    """Return a text no longer than a column: what is cut off leaves its digest, so that two texts never become one."""
    if len(text) <= length:
        return text
    return f"{text[: length - 17]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def scaled(field: Field, number: Decimal) -> int:
    """Return a number as the whole number its column holds; ValueError where digits would be lost."""
    whole = number.scaleb(field.digits)
    if whole != int(whole):
        raise ValueError(f"more than {field.digits} places: {number}")
    return int(whole)


def unscaled(field: Field, number: int) -> Decimal:
    """Return the number that a column's whole number stands for."""
    return Decimal(number).scaleb(-field.digits)


def day_number(day: dt.date) -> int:
    """Return a day as its column holds it: days since 1970."""
    return day.toordinal() - EPOCH


def number_day(number: int) -> dt.date:
    """Return the day of a column's number."""
    return dt.date.fromordinal(number + EPOCH)

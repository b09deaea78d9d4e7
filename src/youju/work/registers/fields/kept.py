"""What a field keeps, what it means in days and numbers, and how people read it.

A kept value is JSON without floats: numbers are their shortest text, a quantity is number and relation, a date is as
precise as it was said (2023-02-01, 2023-02, 2023, 2017-end).
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any

from youju.engine.registers import Field

Kept = Any
Wrong = tuple[str, str]


def precision_of(kept: str) -> str:
    """Return how precisely a kept date was said: day, month or year (a year's end is a year)."""
    return "day" if len(kept) == 10 else "month" if len(kept) == 7 and not kept.endswith("end") else "year"


def first_day(kept: str) -> dt.date:
    """Return the first day a kept date may mean: what happened in June happened on the 1st or later; a year's end has one day."""
    return last_day(kept) if kept.endswith("-end") else dt.date.fromisoformat((kept + "-01-01")[:10])


def last_day(kept: str) -> dt.date:
    """Return the last day a kept date may mean: what is due in June is due by the 30th."""
    if kept.endswith("-end"):
        return dt.date(int(kept[:4]), 12, 31)
    if len(kept) == 10:
        return dt.date.fromisoformat(kept)
    if len(kept) == 7:
        year, month = int(kept[:4]), int(kept[5:])
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(int(kept), 12, 31)


def amount_of(field: Field, kept: Kept) -> Decimal | None:
    """Return the number in a kept value of a numeric field, or None."""
    if kept is None:
        return None
    return Decimal(kept["n"] if field.type == "quantity" else str(kept))


def show(field: Field, kept: Kept) -> str:
    """Return a kept value as people read it; what `read_value` reads back to the same."""
    if kept is None:
        return ""
    if field.type == "boolean":
        return "是" if kept else "否"
    if field.type in {"quantity", "geopoint", "place"} and not isinstance(kept, dict):
        return str(kept)  # an old version, from when the field was of another type
    if field.type == "quantity":
        return f"{'' if kept['r'] == '=' else kept['r']}{kept['n']}"
    if field.type == "geopoint":
        return f"{kept['lon']},{kept['lat']}"
    if field.type == "place":
        return f"{kept['name']} @{kept['lon']},{kept['lat']}" if "lon" in kept else str(kept["name"])
    if field.type in {"list", "file"}:
        return "、".join(kept) if isinstance(kept, list) else str(kept)
    if isinstance(kept, str) and kept.endswith("-end") and field.type == "date":
        return f"{kept[:4]}年底"
    return str(kept)

"""Days as people write them into forms and tables."""

from __future__ import annotations

import datetime as dt
import re

_DAY_OF_YEAR = re.compile(
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)"
)


def is_day_of_year(text: str) -> bool:
    """Whether a text is a day of every year, as month-day; 02-29 is one."""
    return _DAY_OF_YEAR.fullmatch(text) is not None


def day_in(text: str) -> dt.date | None:
    """Return the day a cell of a table begins with, None where it is none."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None

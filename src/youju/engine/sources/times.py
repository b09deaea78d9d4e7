"""When something was recorded: ISO dates and times become microseconds since 1970 UTC.

A time written without a zone is civil time in China (UTC+8, without summer time since 1991).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.data import UNKNOWN_TIME

CIVIL = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - datetime.UTC would be a second import for one word
_MICRO = timedelta(microseconds=1)
_SHIFT = timedelta(hours=8) // _MICRO


def micros(given: str | date) -> int:
    """Return µs since 1970 UTC of a date, a time or its ISO text; a date means its first moment. Raises ValueError."""
    if isinstance(given, str):
        given = datetime.fromisoformat(given.strip())
    elif not isinstance(given, datetime):
        given = datetime(given.year, given.month, given.day, tzinfo=CIVIL)
    moment = given if given.tzinfo else given.replace(tzinfo=CIVIL)
    return (moment - _EPOCH) // _MICRO


def latest(as_of: str | date | int | None) -> int | None:
    """Return the last microsecond that still counts: a date includes the whole day."""
    if as_of is None or isinstance(as_of, int):
        return as_of
    text = as_of.strip() if isinstance(as_of, str) else as_of
    whole_day = (isinstance(text, str) and len(text) <= 10) or (
        isinstance(text, date) and not isinstance(text, datetime)
    )
    return micros(text) + (timedelta(days=1) // _MICRO - 1 if whole_day else 0)


def recorded(column: pa.ChunkedArray | pa.Array) -> tuple[NDArray[np.int64], dict[int, str]]:
    """Read a column of times. Empty cells are ``UNKNOWN_TIME``; the second value holds, by row, what is no time."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kind = array.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        stamps = array.cast(pa.timestamp("us", getattr(kind, "tz", None)), safe=False).cast(pa.int64())
        empty = np.asarray(stamps.is_null())
        found = np.array(stamps.fill_null(0)) - (0 if getattr(kind, "tz", None) else _SHIFT)
        found[empty] = UNKNOWN_TIME
        return found, {}
    coded = array if pa.types.is_dictionary(kind) else pc.dictionary_encode(array.cast(pa.large_string()))
    entries, odd = _entries([str(cell) for cell in coded.dictionary.to_pylist()])
    at = np.asarray(coded.indices.fill_null(len(entries) - 1))
    bad = np.flatnonzero(np.isin(at, list(odd))) if odd else np.empty(0, np.int64)
    return entries[at], {int(row): odd[int(at[row])] for row in bad}


def _entries(texts: list[str]) -> tuple[NDArray[np.int64], dict[int, str]]:
    """Read each written time once; the last entry stands for an empty cell."""
    found = np.full(len(texts) + 1, UNKNOWN_TIME, np.int64)
    odd: dict[int, str] = {}
    for number, text in enumerate(texts):
        if text.strip():
            try:
                found[number] = micros(text)
            except (ValueError, OverflowError):
                odd[number] = text
    return found, odd

"""One cell said twice: a later record corrects an earlier one, but two values of one moment contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import UNKNOWN_TIME, Facts
from youju.engine.sources.book import Book
from youju.engine.sources.chunk import Chunk
from youju.engine.sources.report import LIMIT, Report, quoted

_DENSE = 300_000_000


def report_contradictions(facts: Facts, chunks: Sequence[Chunk], book: Book, report: Report) -> None:
    """Report every cell (unit, indicator, period) that has different values with the same ``recorded_at``."""
    cells = len(book.units.codes) * max(len(facts.indicators), 1) * max(len(facts.periods), 1)
    key = _keys(facts, cells)
    rows = _repeated(key, cells)
    if not rows.size:
        return
    rows = rows[np.lexsort((rows, facts.recorded_at[rows], key[rows]))]
    before, after = rows[:-1], rows[1:]
    same = (key[before] == key[after]) & (facts.recorded_at[before] == facts.recorded_at[after])
    differ = (
        (facts.mantissa[before] != facts.mantissa[after])
        | (facts.scale[before] != facts.scale[after])
        | (facts.relation[before] != facts.relation[after])
    )
    hits = np.flatnonzero(same & differ)
    for hit in hits[:LIMIT]:
        _report(int(before[hit]), int(after[hit]), facts, chunks, book, report)
    report.more(len(hits) - LIMIT)


def _keys(facts: Facts, cells: int) -> NDArray[Any]:
    """Return one number per cell."""
    kind = np.int32 if cells < 2**31 else np.int64
    key: Any = facts.unit.astype(kind)
    key *= max(len(facts.indicators), 1)
    key += facts.indicator
    if len(facts.periods) > 1:
        key *= len(facts.periods)
        key += facts.period
    return np.asarray(key)


def _repeated(key: NDArray[Any], cells: int) -> NDArray[np.int64]:
    """Return the rows whose cell stands more than once."""
    if cells > max(_DENSE, 4 * len(key)):
        _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
        return np.flatnonzero(counts[inverse] > 1)
    rows = np.arange(len(key), dtype=np.int32 if len(key) < 2**31 else np.int64)
    last = np.zeros(cells, rows.dtype)
    last[key] = rows
    earlier = np.flatnonzero(last[key] != rows)
    if not earlier.size:
        return earlier
    again = np.zeros(cells, np.bool_)
    again[key[earlier]] = True
    return np.flatnonzero(again[key])


def _place(row: int, chunks: Sequence[Chunk]) -> tuple[str, int]:
    for chunk in chunks:
        if row < len(chunk):
            return chunk.where(row), chunk.base + chunk.row(row)
        row -= len(chunk)
    raise IndexError(row)


def _report(
    first: int, second: int, facts: Facts, chunks: Sequence[Chunk], book: Book, report: Report
) -> None:
    (there, _), (here, order) = _place(first, chunks), _place(second, chunks)
    cell = f"{quoted(book.units.codes[facts.unit[second]])} {facts.indicators[facts.indicator[second]]} {facts.periods[facts.period[second]]}"
    timed = facts.recorded_at[second] != UNKNOWN_TIME
    report.add(
        here, "fact-twice", f"{cell} 与 {there} 的数不同" + ("，记录时间却一样" if timed else "，又没有记录时间"),
        "删掉错的一条；如果是更正，在 recorded_at 写上更晚的时间",
        f"{cell} differs from {there}" + (" but was recorded at the same time" if timed else " and neither says when it was recorded"),
        "delete the wrong one, or give the correction a later recorded_at", row=order,
    )  # fmt: skip

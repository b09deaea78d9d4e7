"""Facts: long or wide tables become exact columns, or are refused as a whole with every reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import Facts, Units, empty_facts
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.problems import BadInputError, Problem
from youju.engine.sources.book import Book
from youju.engine.sources.chunk import Chunk
from youju.engine.sources.join import join_texts
from youju.engine.sources.reader import read_table
from youju.engine.sources.report import Report
from youju.engine.sources.tables import Table, open_table
from youju.engine.sources.times import latest
from youju.engine.sources.twice import report_contradictions

Problems = list[Problem]


def read_facts(
    sources: Any,
    *,
    scheme: Scheme,
    units: Units,
    period: Period,
    as_of: str | date | int | None = None,
    closed: bool = False,
) -> tuple[Facts | None, Problems]:
    """Read facts from one source or a list of them, each a path or a table in memory (Arrow, pandas, polars, a list of dicts).

    Long or wide, CSV, Parquet or Excel. Rows without a period belong to ``period``; rows recorded after ``as_of`` are left out
    (a date includes its day; a number is µs since 1970 UTC). ``closed`` facts are those of a bundle: the results of other schemes
    stand among them. Everything wrong is returned at once, and then no facts.
    """
    report = Report()
    tables = [
        opened
        for number, source in enumerate(_each(sources), 1)
        if (opened := open_table(source, report, name=_name(source, number)))
    ]
    facts = gather(tables, Book.of(scheme, units, period, results=closed), report, as_of)
    return (None if report else facts), report.problems()


def facts_from_rows(
    rows: Sequence[Mapping[str, object]], *, scheme: Scheme, units: Units, period: Period
) -> Facts:
    """Return facts of rows written in place (long or wide). Raises BadInputError with every problem."""
    facts, problems = read_facts([dict(row) for row in rows], scheme=scheme, units=units, period=period)
    if facts is None:
        raise BadInputError(problems)
    return facts


def _each(sources: Any) -> list[Any]:
    """Return the sources one by one; a list of mappings is one source."""
    if isinstance(sources, list | tuple) and not (
        sources and all(isinstance(item, Mapping) for item in sources)
    ):
        return list(sources)
    return [sources]


def _name(source: Any, number: int) -> str | None:
    return None if isinstance(source, str | Path) else f"facts{number if number > 1 else ''}"


def gather(
    tables: Iterable[Table], book: Book, report: Report, as_of: str | date | int | None = None
) -> Facts:
    """Read tables against the book into one set of facts; what is wrong goes to the report."""
    until = latest(as_of)
    chunks: list[Chunk] = []
    base = 0
    for table in tables:
        with report.guard():
            for chunk in read_table(table, book, report, base):
                kept = chunk if until is None else chunk.kept(chunk.recorded_at <= until)
                chunks.append(kept)
        base += 1 << 40
    return _assemble(chunks, book, report)


def _assemble(chunks: list[Chunk], book: Book, report: Report) -> Facts:
    if not chunks:
        return empty_facts()
    number = _join([chunk.period for chunk in chunks])
    used = np.flatnonzero(np.bincount(number, minlength=1)) if len(number) else np.empty(0, np.int64)
    known = list(book.periods)
    order = sorted(known[i] for i in used)
    place = np.zeros(len(known) + 1, np.int16)
    for new, period in enumerate(order):
        place[book.periods[period]] = new
    facts = Facts(
        book.names,
        tuple(order),
        unit=_join([chunk.unit for chunk in chunks]),
        indicator=_join([chunk.indicator for chunk in chunks]),
        period=number if np.array_equal(place[used], used) else place[number],
        mantissa=_join([chunk.mantissa for chunk in chunks]),
        scale=_join([chunk.scale for chunk in chunks]),
        relation=_join([chunk.relation for chunk in chunks]),
        basis=_join([chunk.basis for chunk in chunks]),
        recorded_at=_join([chunk.recorded_at for chunk in chunks]),
        evidence=join_texts([chunk.evidence for chunk in chunks]),
    )
    report_contradictions(facts, chunks, book, report)
    return facts


def _join(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if len(parts) > 1 else parts[0]

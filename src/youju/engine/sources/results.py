"""Results of other schemes as facts: marks that were closed elsewhere, taken by indicators that say ``from: {scheme: …, take: …}``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from youju.engine.data import Facts, Units, empty_facts
from youju.engine.language.indicators import FromScheme
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.problems import Problem
from youju.engine.sources.book import Book
from youju.engine.sources.facts import gather
from youju.engine.sources.report import Report
from youju.engine.sources.tables import Table, from_columns, need_columns, open_table

TABLES = frozenset({".csv", ".parquet", ".xlsx", ".xls", ".ods"})
"""Endings of files that hold results."""
_COLUMNS = ("unit", "scheme", "rule", "period", "marks")


def read_results(
    scheme: Scheme, folder: str | Path, units: Units, *, period: Period
) -> tuple[Facts | None, list[Problem]]:
    """Read ``results/*.csv`` (also Parquet and Excel) of a scheme folder: columns unit, scheme, rule, period, marks.

    Rows of schemes and rules that no indicator takes are passed over. Returns facts to join with ``concat_facts``; none when something is wrong.
    """
    wanted: dict[tuple[str, str], list[str]] = {}
    for name, one in scheme.indicators.items():
        if isinstance(one.from_, FromScheme):
            wanted.setdefault((one.from_.scheme, one.from_.take), []).append(name)
    place = Path(folder) / "results"
    if not wanted or not place.is_dir():
        return empty_facts(), []
    report = Report()
    tables: list[Table] = []
    for path in sorted(p for p in place.iterdir() if p.suffix.lower() in TABLES):
        table = open_table(path, report, name=f"results/{path.name}", sheet="results")
        with report.guard():
            if table is not None and need_columns(table, _COLUMNS, report):
                tables.append(_as_facts(table, wanted))
    facts = gather(tables, Book.of(scheme, units, period, results=True), report)
    return (None if report else facts), report.problems()


def _as_facts(table: Table, wanted: dict[tuple[str, str], list[str]]) -> Table:
    """Return a long table of the rows that some indicator takes, which still says where each row stood."""
    rows: list[int] = []
    names: list[str] = []
    for row, key in enumerate(zip(table.texts("scheme"), table.texts("rule"), strict=True)):
        for name in wanted.get(key, ()):
            rows.append(row)
            names.append(name)
    at = pa.array(np.array(rows, np.int64))
    columns = {
        "unit": table.column("unit").take(at),
        "indicator": pa.array(names, pa.string()),
        "period": table.column("period").take(at),
        "value": table.column("marks").take(at),
    }
    return from_columns(
        table.name,
        columns,
        lambda row, column: table.where(rows[row] if 0 <= row < len(rows) else -1, column),
    )

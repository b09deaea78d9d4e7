"""Tables that are already in memory: Arrow, pandas, polars, a list of mappings. pandas and polars are never imported here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from youju.engine.sources.cells import cell_text
from youju.engine.sources.report import Report, quoted
from youju.engine.sources.tables import Table


def open_frame(source: Any, report: Report, name: str) -> Table | None:
    """Open an Arrow table, anything with the Arrow stream interface (pandas ≥ 2.2, polars, DuckDB), or a list of mappings.

    Cells are placed as ``name:row``, counted from 1. What is none of these is a programmer's fault: TypeError.
    """
    if isinstance(source, Sequence) and not isinstance(source, str | bytes):
        held = _from_mappings(source)
    elif hasattr(source, "__arrow_c_stream__"):
        held = pa.table(source)
    else:
        raise TypeError(
            f"not a table: {type(source).__name__} (a path, an Arrow, pandas or polars table, or a list of dicts)"
        )
    titles = tuple(str(title).strip() for title in held.column_names)
    if len(set(titles)) < len(titles):
        report.add(
            name,
            "column-twice",
            "有两列同名",
            "改掉其中一个列名",
            f"two columns share a name: {quoted(titles)}",
            "rename one",
        )
        return None
    table = held.rename_columns(list(titles))

    def batches(names: Sequence[str]) -> Iterator[pa.Table]:
        if table.num_rows:
            yield table.select(list(names))

    return Table(name, titles, batches, lambda row, _column: f"{name}:{row + 1}" if row >= 0 else name)


def _from_mappings(rows: Sequence[Any]) -> pa.Table:
    """Gather a list of mappings into columns; a key that a row lacks is an empty cell. Mixed types travel as text."""
    if not all(isinstance(row, Mapping) for row in rows):
        raise TypeError("a list of rows must hold mappings: column name → cell")
    names = list(dict.fromkeys(str(key) for row in rows for key in row))
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _column(cells: list[Any]) -> pa.Array:
    try:
        return pa.array([None if cell == "" else cell for cell in cells], from_pandas=False)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return pa.array([None if cell is None else cell_text(cell) for cell in cells], pa.large_string())

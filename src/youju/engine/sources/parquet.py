"""Parquet: row groups streamed a few million rows at a time; columns of names come as dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from youju.engine.problems import Problem
from youju.engine.sources.report import DamagedError, Report
from youju.engine.sources.tables import Table

ROWS_AT_ONCE = 1 << 21
_NAMES = ("unit", "indicator", "period", "relation", "basis")


def open_parquet(path: Path, name: str, report: Report) -> Table | None:
    """Open a Parquet file, or report that it is damaged. Cells are placed by row number, counted from 1."""
    try:
        meta = pq.read_metadata(path)
        schema = meta.schema.to_arrow_schema()
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        report.note(_broken(name).problem)
        return None
    texts = {f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)}
    sizes = [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]

    def batches(names: Sequence[str]) -> Iterator[pa.Table]:
        try:
            with pq.ParquetFile(path) as probe:
                repeated = [n for n in names if n in texts and n in _NAMES and _repeats(probe, n)]
            with pq.ParquetFile(path, read_dictionary=repeated) as file, ThreadPoolExecutor(1) as ahead:
                yield from _read_ahead(file, list(_packs(sizes)), list(names), ahead)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise _broken(name) from error

    return Table(
        name, tuple(schema.names), batches, lambda row, _column: f"{name}:{row + 1}" if row >= 0 else name
    )


def _repeats(file: pq.ParquetFile, name: str) -> bool:
    """Say whether a column of names repeats itself so often that reading it as a dictionary is cheaper."""
    if file.num_row_groups == 0:
        return False
    first = file.read_row_group(0, columns=[name]).column(0)
    return len(first) == 0 or pc.count_distinct(first).as_py() * 8 <= len(first)


def _read_ahead(
    file: pq.ParquetFile, packs: list[list[int]], names: list[str], ahead: ThreadPoolExecutor
) -> Iterator[pa.Table]:
    """Read the next pack while the one before is being worked on."""
    coming = [ahead.submit(file.read_row_groups, packs[0], columns=names)] if packs else []
    for number in range(len(packs)):
        table = coming.pop().result()
        if number + 1 < len(packs):
            coming.append(ahead.submit(file.read_row_groups, packs[number + 1], columns=names))
        table = table.select(names)
        # Arrow believes what a file says; text that is not UTF-8 would raise only where it is first looked at.
        table.validate(full=True)
        yield table
        del table


def _packs(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Group row groups so that each reading holds about ``ROWS_AT_ONCE`` rows."""
    pack: list[int] = []
    rows = 0
    for number, size in enumerate(sizes):
        if pack and rows + size > ROWS_AT_ONCE:
            yield pack
            pack, rows = [], 0
        pack.append(number)
        rows += size
    if pack:
        yield pack


def _broken(name: str) -> DamagedError:
    return DamagedError(Problem(
        name, "parquet-broken", "Parquet 文件已损坏，读不出来", "重新导出这个文件", "the Parquet file is damaged", "export it again",
    ))  # fmt: skip

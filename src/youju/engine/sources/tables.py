"""One door to tables: a file or an object in memory becomes columns, and every cell can say where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from youju.engine.sources.report import Report, quoted


@dataclass(frozen=True)
class Table:
    """Columns of cells. ``batches(names)`` streams the named columns in order; ``where(row, column)`` places a cell for a person.

    Cells are text where the source is text, and typed where it is typed. An empty text and a null both mean an empty cell.
    """

    name: str
    header: tuple[str, ...]
    batches: Callable[[Sequence[str]], Iterator[pa.Table]]
    where: Callable[[int, str | None], str]

    def column(self, name: str) -> pa.Array:
        """Return one whole column as text (empty where empty)."""
        chunks = [as_text(batch.column(0)) for batch in self.batches([name])]
        return pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())

    def texts(self, name: str) -> list[str]:
        """Return one whole column as stripped text; an empty cell is an empty string."""
        cells: list[str] = pc.fill_null(pc.utf8_trim_whitespace(self.column(name)), "").to_pylist()
        return cells


def as_text(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as text: whole floats lose their ``.0``, dates are written the ISO way."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        texts = [
            None if cell is None else cell.removesuffix(".0") for cell in array.cast(pa.string()).to_pylist()
        ]
        return pa.array(texts, pa.large_string())
    if (
        pa.types.is_nested(array.type)
        or pa.types.is_binary(array.type)
        or pa.types.is_large_binary(array.type)
    ):
        return pa.array(
            [None if cell is None else repr(cell) for cell in array.to_pylist()], pa.large_string()
        )
    return array.cast(pa.large_string())


def has_control(text: pa.Array) -> bool:
    """Say whether a control character stands anywhere in a column of text, by looking at its bytes."""
    held = text.cast(pa.large_string()).buffers()
    if held[2] is None or not held[2].size or not len(text):
        return False
    ends = np.frombuffer(held[1], np.int64)[text.offset : text.offset + len(text) + 1]
    data = np.frombuffer(held[2], np.uint8)[ends[0] : ends[-1]]
    return bool(((data < 32) | (data == 127)).any())


def open_table(source: Any, report: Report, *, name: str | None = None, sheet: str = "facts") -> Table | None:
    """Open a path or an object (list of mappings, Arrow, pandas, polars). What cannot be read is reported, and None returned.

    ``sheet`` is the sheet to prefer in a workbook that has several.
    """
    if not isinstance(source, str | Path):
        from youju.engine.sources.frames import open_frame

        return open_frame(source, report, name or "data")
    path = Path(source)
    shown = name or (path.name if path.name.isprintable() else quoted(path.name))
    data = _bytes(path, shown, report)
    if data is None:
        return None
    opened = _open_as(path, data, shown, report, sheet)
    return opened if opened is not None and _header_stands(opened, report) else None


def _open_as(path: Path, data: bytes, shown: str, report: Report, sheet: str) -> Table | None:
    if data.startswith(b"PAR1"):
        from youju.engine.sources.parquet import open_parquet

        return open_parquet(path, shown, report)
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        from youju.engine.sources.workbook import open_workbook

        return open_workbook(path.read_bytes(), shown, report, sheet)
    if path.suffix.lower() in {".parquet", ".xlsx", ".xls", ".ods", ".xlsm"} and data:
        report.add(
            shown,
            "file-kind",
            f"内容不是 {path.suffix} 文件",
            "用原来的软件重新导出",
            f"the content is not a {path.suffix} file",
            "export it again",
        )
        return None
    from youju.engine.sources.csv_text import open_csv

    return open_csv(path.read_bytes(), shown, report)


def _bytes(path: Path, shown: str, report: Report) -> bytes | None:
    """Return the first bytes of a file, or report that there is none."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except (OSError, ValueError):
        report.add(
            shown,
            "file-missing",
            "没有这个文件，或者打不开",
            "检查文件名和所在文件夹",
            "no such file, or it cannot be opened",
            "check its name and folder",
        )
        return None
    if not head:
        report.add(
            shown,
            "file-empty",
            "文件是空的",
            "第一行写列名，下面每行一条",
            "the file is empty",
            "write column names in the first line, a record in each line below",
        )
        return None
    return head


def _header_stands(table: Table, report: Report) -> bool:
    """Say whether every column has a name of its own; otherwise report it."""
    before = bool(report)
    if len(table.header) > 1 and len([title for title in table.header if title]) == 1:
        report.add(
            table.where(-1, None), "header-title", "第一行只有一格有字，像是标题，不是列名", "删掉列名上面的标题行",
            "the first row has a single text: a title, not column names", "delete what stands above the column names",
        )  # fmt: skip
        return False
    seen: set[str] = set()
    for number, title in enumerate(table.header, 1):
        if not title:
            report.add(
                table.where(-1, None),
                "column-nameless",
                f"第 {number} 列没有列名",
                "给这一列写上列名，或者删掉它",
                f"column {number} has no name",
                "name it or delete it",
            )
        elif title in seen:
            report.add(
                table.where(-1, title),
                "column-twice",
                f"列名 {quoted(title)} 出现了两次",
                "留下一列，删掉或改名另一列",
                f"column {quoted(title)} stands twice",
                "keep one and delete or rename the other",
            )
        seen.add(title)
    return bool(report) == before


def need_columns(table: Table, wanted: Sequence[str], report: Report) -> bool:
    """Say whether the table has these columns; report each that it lacks."""
    from youju.engine.sources.report import nearest

    lacking = [name for name in wanted if name not in table.header]
    for name in lacking:
        near = nearest(name, table.header)
        hint, hint_en = (
            (f"，是不是写成了 {quoted(near)}？", f"; is it written {quoted(near)}?") if near else ("", "")
        )
        report.add(
            table.where(-1, None),
            "column-missing",
            f"缺少列 {name}{hint}",
            f"在第一行补上列名 {name}",
            f"column {name} is missing{hint_en}",
            f"add the column {name} to the first line",
        )
    return not lacking


def from_columns(
    name: str, columns: Mapping[str, pa.Array], where: Callable[[int, str | None], str]
) -> Table:
    """Return a table of columns that are already in memory."""
    held = dict(columns)
    return Table(name, tuple(held), lambda names: iter([pa.table({n: held[n] for n in names})]), where)

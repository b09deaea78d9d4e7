"""Workbooks (.xlsx, .ods): one sheet, read by calamine behind the gate, as text; every cell is placed as ``file:sheet!cell``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from youju.engine.sources.cells import cell_text
from youju.engine.sources.gate import pass_gate
from youju.engine.sources.report import LIMIT, Report, quoted
from youju.engine.sources.sheet_scan import Scan, letters
from youju.engine.sources.tables import Table, from_columns

_REFUSED = (
    ("errors", "cell-error", "这一格是错误值（如 #REF!）", "改正公式后，只粘贴数值", "this cell is an error such as #REF!", "mend the formula and paste values only"),
    ("formulas", "cell-formula", "这一格是公式，不是数值", "复制后“选择性粘贴—数值”", "this cell is a formula, not a value", "copy and paste values only"),
    ("merged", "cell-merged", "这里有合并的格", "取消合并，每一格都写上内容；标题行删掉", "cells are merged here", "unmerge and fill every cell; delete title rows"),
)  # fmt: skip


def open_workbook(data: bytes, name: str, report: Report, sheet: str) -> Table | None:
    """Open a workbook. ``sheet`` names the sheet to prefer when several hold something."""
    gate = pass_gate(data, name, report)
    scan = _choose(list(gate.sheets.values()), name, report, sheet) if gate is not None else None
    if scan is None or _refused(scan, name, report):
        return None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        held = book.get_sheet_by_name(scan.title)
        start = held.start or (0, 0)
        rows: list[list[object]] = [list(row) for row in held.to_python(skip_empty_area=True)]
    except (CalamineError, OSError, ValueError, KeyError):
        report.add(
            name,
            "book-broken",
            "工作簿已损坏，打不开",
            "用表格软件另存为 .xlsx",
            "the workbook is damaged",
            "save it as .xlsx again",
        )
        return None
    return _table(rows, start, f"{name}:{scan.title}")


def _choose(sheets: Sequence[Scan], name: str, report: Report, wanted: str) -> Scan | None:
    """Return the only sheet that holds something, or the one that is named as asked or as the file."""
    held = [scan for scan in sheets if scan.filled]
    named = [
        scan for scan in held if scan.title.strip().lower() in {wanted.lower(), PurePath(name).stem.lower()}
    ]
    if len(held) == 1 or named:
        return (named or held)[0]
    if not held:
        report.add(
            name,
            "file-empty",
            "工作簿是空的",
            "第一行写列名，下面每行一条",
            "the workbook is empty",
            "write column names in the first row, a record in each row below",
        )
    else:
        titles = "、".join(quoted(scan.title) for scan in held[:10])
        report.add(
            name, "book-sheets", f"有好几张表有内容：{titles}，不知道读哪一张", f"把要读的那张改名为 {wanted}，或者删掉其余的",
            f"several sheets hold something: {titles}", f"name the one to read {wanted}, or delete the others",
        )  # fmt: skip
    return None


def _refused(scan: Scan, name: str, report: Report) -> bool:
    found = False
    for kind, code, what, fix, what_en, fix_en in _REFUSED:
        cells: list[tuple[int, int]] = getattr(scan, kind)
        for row, column in cells[:LIMIT]:
            report.add(
                f"{name}:{scan.title}!{letters(column)}{row + 1}", code, what, fix, what_en, fix_en, row=row
            )
        report.more(len(cells) - LIMIT)
        found |= bool(cells)
    return found


def _table(rows: list[list[object]], start: tuple[int, int], shown: str) -> Table:
    """Turn rows of cells into columns of text; the first row with content holds the names."""
    top = next((i for i, row in enumerate(rows) if any(cell != "" for cell in row)), 0)
    width = max((len(row) for row in rows), default=0)
    body = [row + [""] * (width - len(row)) for row in rows[top:]]
    titles = [_text(cell).strip() for cell in body[0]] if body else []
    used = [k for k in range(width) if titles[k] or any(row[k] != "" for row in body[1:])]
    columns = [pa.array([_text(row[k]) for row in body[1:]], pa.large_string()) for k in used]
    at: dict[str, int] = {}
    for k in used:
        at.setdefault(titles[k], k)

    def where(row: int, column: str | None) -> str:
        place = letters(start[1] + at[column]) if column in at else letters(start[1] + (used or [0])[0])
        return f"{shown}!{place}{start[0] + top + row + 2}"

    header = tuple(titles[k] for k in used)
    if len(set(header)) == len(header):
        return from_columns(shown, dict(zip(header, columns, strict=True)), where)
    return Table(shown, header, lambda _names: iter(()), where)


def _text(cell: object) -> str:
    """Return a cell as a clerk sees it: a workbook holds every number as a float, so a code typed as 220581 loses its ``.0``."""
    if isinstance(cell, date):
        return cell.isoformat()
    return cell_text(cell).removesuffix(".0") if isinstance(cell, float) else cell_text(cell)

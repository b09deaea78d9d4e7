"""Tables that people bring, from CSV or Excel, as rows that know where they stand. Pure: no database."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import charset_normalizer
import python_calamine

from youju.kernel.errors import BadInput, Problem

LARGEST = 64 * 1024 * 1024
BOOKS = (".xlsx", ".xls", ".ods", ".et")
PACKED = b"PK\x03\x04"
"""How every .xlsx and .ods begins, whatever it is called."""
Headings = Mapping[str, Sequence[str]]
SHOWN = 200
"""Faults of a table that are told; how many there are is always said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, with the place of each cell."""

    place: str
    cells: dict[str, str]
    columns: dict[str, str]

    def at(self, field: str) -> str:
        """Return the address of a cell: `units.csv:3 名称` or `单位！B3`."""
        return self.place.format(column=self.columns.get(field, ""))

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")


def read(name: str, content: bytes, headings: Headings, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV (any Chinese encoding) or Excel file; the first row holds the headings.

    Raises BadInput if the file is too large, unreadable, or lacks a needed column.
    """
    if len(content) > LARGEST:
        raise _unreadable(
            name,
            f"文件超过 {LARGEST // 1024 // 1024} MB",
            "分成几个文件导入",
            f"it is larger than {LARGEST // 1024 // 1024} MB. Split it into several files.",
        )
    if name.lower().endswith(BOOKS) or content.startswith(PACKED):
        yield from _excel(name, content, headings, needed)
    else:
        yield from _csv(name, content, headings, needed)


def refused_table(
    name: str,
    problems: Sequence[Problem],
    kept: str = "一行也没有存",
    english: str = "no row was stored",
) -> BadInput:
    """Return the refusal of a table as a whole, for what is wrong with its rows, or because it has none."""
    more = f"，这里列出前 {SHOWN} 处" if len(problems) > SHOWN else ""
    return BadInput(
        f"“{name}”没有导入", f"有 {len(problems)} 处不对{more}；{kept}" if problems else "一行也没有", "改正后整份再导入",
        english=f"{name} was not imported: {len(problems)} faults; {english}. Mend them and import the whole file again.",
        problems=problems[:SHOWN],
    )  # fmt: skip


def _csv(name: str, content: bytes, headings: Headings, needed: Sequence[str]) -> Iterator[Row]:
    best = charset_normalizer.from_bytes(content[:100_000], cp_isolation=["utf_8", "gb18030"]).best()
    encoding = "utf-8-sig" if best is None or best.encoding == "utf_8" else best.encoding
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise _unreadable(
                name,
                "文字编码既不是 UTF-8 也不是 GB18030",
                "另存为“CSV UTF-8”再导入",
                "its text is neither UTF-8 nor GB18030. Save it as CSV UTF-8.",
            ) from error
    lines, plain = _lines(name, text), name.replace("{", "{{").replace("}", "}}")
    columns = _columns(name, next(lines, (0, []))[1], headings, needed)
    for line, cells in lines:
        if any(cells):
            values = {field: cells[at] for field, at in columns.items() if at < len(cells)}
            yield Row(f"{plain}:{line} {{column}}", values, {f: headings[f][0] for f in columns})


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text with their lines. Raises BadInput for a cell that no table has."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise _unreadable(
            name,
            f"第 {reader.line_num} 行有一格长得不像表格",
            "核对引号是不是成对，另存为 CSV 后再导入",
            f"line {reader.line_num} is no row of a table. Look whether its quotes come in pairs.",
        ) from error


def _excel(name: str, content: bytes, headings: Headings, needed: Sequence[str]) -> Iterator[Row]:
    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except Exception as error:  # calamine raises several kinds, all meaning the same to the reader
        raise _unreadable(
            name,
            "打不开这个表格文件",
            "用 WPS 或 Excel 另存为 .xlsx 再导入",
            "the workbook cannot be opened. Save it as .xlsx with WPS or Excel.",
        ) from error
    columns = _columns(name, [_text(cell) for cell in (rows[0] if rows else [])], headings, needed)
    letters = {field: _letter(at) for field, at in columns.items()}
    for number, cells in enumerate(rows[1:], 2):
        values = {field: _text(cells[at]) for field, at in columns.items() if at < len(cells)}
        if any(values.values()):
            yield Row(f"{sheet.name}!{{column}}{number}", values, letters)


def _columns(name: str, first: list[str], headings: Headings, needed: Sequence[str]) -> dict[str, int]:
    given = {heading.strip().lower(): at for at, heading in reversed(list(enumerate(first)))}
    columns = {
        field: given[word] for field, words in headings.items() for word in reversed(words) if word in given
    }
    missing = [headings[field][0] for field in needed if field not in columns]
    if missing:
        raise _unreadable(
            name,
            f"第一行没有这些列：{'、'.join(missing)}",
            f"第一行写列名：{'、'.join(words[0] for words in headings.values())}",
            f"its first row lacks the columns {', '.join(missing)}. Write the names of the columns in it: {', '.join(words[0] for words in headings.values())}.",
        )
    return columns


def _text(cell: Any) -> str:
    """Return a cell as the reader sees it: a code that Excel took for a number loses its ".0"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    return str(cell).strip()


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unreadable(name: str, why: str, instead: str, english: str) -> BadInput:
    return BadInput(f"“{name}”没有导入", why, instead, english=f"{name} was not imported: {english}")

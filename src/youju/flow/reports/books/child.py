"""The child process: looks a workbook through the gate, reads it cell by cell, and leaves what each unit says as a line of JSON.

    python -m youju.flow.reports.books.child FOLDER NAME ROUND

FOLDER holds the upload as `in`; the lines are left as `lines`, the rest of the answer as `out.json`. It knows no database.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from youju.engine.sources.cells import cell_text
from youju.engine.sources.gate import pass_gate
from youju.engine.sources.report import Report
from youju.engine.sources.sheet_scan import Scan, letters
from youju.flow.reports.books.codes import CODES, FIRST, MARK, ROWS, UNIT
from youju.kernel.confined import HEAVY, MB, answer, confine

MEMORY, CPU_SECONDS, LARGEST = 1024 * MB, 80, 1024 * MB
Line = tuple[str, str, int, int, bool, dict[str, str], dict[str, str]]


def gettext_noop(text: str) -> str:
    """Mark words for the catalogues; the parent says them in the reader's language, for a child without settings knows none."""
    return text


class Reader:
    """Reads one workbook; what is wrong is noted under its cell."""

    def __init__(self, round_id: str) -> None:
        self.round_id, self.sheet, self.is_of_one = round_id, "", False
        self.columns: dict[str, str] = {}
        self.note_columns: dict[str, str] = {}
        self.faults: list[tuple[str, str, str, str, str]] = []
        self.gate: list[tuple[str, str, str, str, str]] = []

    def fault(self, cell: str, what: str, mend: str, text: str = "") -> None:
        """Note a fault at a cell, "" for the whole book. The parent says it in the reader's language, with `text` in its place."""
        self.faults.append((cell, f"{self.sheet}!{cell}" if cell else self.sheet, what, mend, text))

    def read(self, content: bytes, name: str) -> Iterator[Line]:
        """Yield what the units say."""
        report = Report()
        gate = pass_gate(content, name, report)
        if gate is None:
            self.gate = [(p.where, p.what, p.fix, p.what_en, p.fix_en) for p in report.problems()]
            return
        page = self._page(content)
        if page is None:
            return
        rows = _texts(page)
        head = list(islice(rows, FIRST))
        mark = (head[CODES][0] if len(head) > CODES and head[CODES] else "").split("|")
        if mark[0] != MARK or len(mark) < 3 or mark[1] != self.round_id or mark[2] not in {ROWS, UNIT}:
            self.fault(
                "",
                gettext_noop("这不是本轮的报送表，或者第 5 行（隐藏行）被删掉了"),
                gettext_noop("重新下载本轮的报送表，把数贴进去"),
            )
            return
        self._refuse_cells(gate.sheets.get(self.sheet) or Scan(self.sheet))
        yield from (
            self._by_rows(head[CODES], rows)
            if mark[2] == ROWS
            else self._by_indicator(head[CODES], mark, rows)
        )

    def _page(self, content: bytes) -> CalamineSheet | None:
        try:
            held = CalamineWorkbook.from_filelike(io.BytesIO(content))
            self.sheet = held.sheet_names[0]
            return held.get_sheet_by_name(self.sheet)
        except (CalamineError, OSError, ValueError, KeyError, IndexError):
            self.fault("", gettext_noop("工作簿已损坏，打不开"), gettext_noop("用 WPS 或 Excel 另存为 .xlsx"))
            return None

    def _refuse_cells(self, scan: Scan) -> None:
        """A formula changes with the machine that opens it, an error is no value, and merged data belongs to nobody."""
        words = (
            (scan.formulas, gettext_noop("这一格是公式，不是数值"), gettext_noop("复制后“选择性粘贴—数值”")),
            (scan.errors, gettext_noop("这一格是错误值（如 #REF!）"), gettext_noop("改正后只粘贴数值")),
            (scan.merged, gettext_noop("数据行里有合并的格"), gettext_noop("取消合并，每一格都写上")),
        )
        for cells, what, mend in words:
            for row, column in cells:
                if row >= FIRST:
                    self.fault(f"{letters(column)}{row + 1}", what, mend)

    def _by_rows(self, codes: list[str], rows: Iterable[list[str]]) -> Iterator[Line]:
        parts = [(at, *code.partition("#")[::2]) for at, code in enumerate(codes)]
        values = [(at, name) for at, name, role in parts if at and name and not role]
        notes = [(at, name) for at, name, role in parts if name and role == "note"]
        self.columns = {name: letters(at) for at, name in values}
        self.note_columns = {name: letters(at) for at, name in notes}
        for at, name in notes:
            if name not in self.columns:
                self.fault(
                    f"{letters(at)}{CODES}",
                    gettext_noop("这个指标的“本期”一列被删掉了，“说明”还在"),
                    gettext_noop("重新下载本轮的报送表；这一列不报，就把这个指标的各列都删去"),
                )
        lock_at = codes.index("#lock") if "#lock" in codes else 0
        same_at = codes.index("#no_change") if "#no_change" in codes else 0
        for number, row in enumerate(rows, FIRST + 1):
            if not any(row):
                continue
            cells = row if len(row) >= len(codes) else [*row, *[""] * (len(codes) - len(row))]
            same = bool(same_at) and self._no_change(cells[same_at], f"{letters(same_at)}{number}")
            yield (
                _code(cells[0]), f"A{number}", number, _lock(cells[lock_at]) if lock_at else 0, same,
                {name: cells[at] for at, name in values if cells[at]}, {name: cells[at] for at, name in notes if cells[at]},
            )  # fmt: skip

    def _by_indicator(self, codes: list[str], mark: list[str], rows: Iterable[list[str]]) -> Iterator[Line]:
        roles = {code: at for at, code in enumerate(codes) if code.startswith("#")}
        if not {"#value", "#note", "#relation"} <= set(roles) or len(mark) < 5:
            self.fault(
                "", gettext_noop("第 5 行（隐藏行）被改过"), gettext_noop("重新下载本轮的报送表，把数贴进去")
            )
            return
        self.is_of_one = True
        typed: dict[str, str] = {}
        notes: dict[str, str] = {}
        for number, row in enumerate(rows, FIRST + 1):
            cells = [*row, *[""] * (len(codes) - len(row))]
            if not cells[0]:
                continue
            value, relation = cells[roles["#value"]], cells[roles["#relation"]]
            typed[cells[0]] = f"{relation}{value}" if relation not in {"", "="} and value else value
            notes[cells[0]] = cells[roles["#note"]]
            self.columns[cells[0]] = f"{letters(roles['#value'])}{number}"
            self.note_columns[cells[0]] = f"{letters(roles['#note'])}{number}"
        yield mark[3], "B1", 1, _lock(mark[4]), False, _filled(typed), _filled(notes)

    def _no_change(self, text: str, where: str) -> bool:
        if text not in {"", "是", "否"}:
            self.fault(
                where, gettext_noop("“无变化”一列写了“{text}”"), gettext_noop("选“是”，或者空着"), text[:20]
            )
        return text == "是"


def _texts(page: CalamineSheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text, from the first row and the first column, whatever stands empty before them."""
    start = page.start
    if start is None:
        return
    above, left = start
    for _ in range(above):
        yield []
    for row in page.iter_rows():
        yield [""] * left + ["" if cell is None or cell == "" else _text(cell) for cell in row]


def _text(cell: object) -> str:
    # most cells are whole numbers, which spreadsheets keep as floats
    if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell_text(cell).strip()


def _filled(said: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in said.items() if text}


def _code(text: str) -> str:
    """Return a code as text: a spreadsheet may have taken it for a number."""
    return text.removesuffix(".0")


def _lock(text: str) -> int:
    clean = text.removesuffix(".0")
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 10 else 0


def main(folder: str, name: str, round_id: str) -> None:
    """Read the workbook in the folder and leave the answer beside it."""
    confine(memory=MEMORY, seconds=CPU_SECONDS, file=LARGEST)
    home, reader, rows = Path(folder), Reader(round_id), 0
    content = (home / "in").read_bytes()
    try:
        with (home / "lines").open("w", encoding="utf-8") as file:
            for rows, line in enumerate(reader.read(content, name), 1):  # noqa: B007  # counted
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        said: dict[str, Any] = {
            "sheet": reader.sheet, "rows": rows, "is_of_one": reader.is_of_one, "columns": reader.columns,
            "note_columns": reader.note_columns, "faults": reader.faults, "gate": reader.gate,
        }  # fmt: skip
    except (MemoryError, RecursionError):
        said = HEAVY
    answer(home, said)


if __name__ == "__main__":
    main(*sys.argv[1:])

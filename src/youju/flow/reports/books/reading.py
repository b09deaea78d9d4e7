"""A workbook that came back: through the gate, then cell by cell into what was said, with the place of each cell. Pure."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from youju.engine.sources.frames import cell_text
from youju.engine.sources.gate import pass_gate
from youju.engine.sources.report import Report
from youju.engine.sources.sheet_scan import Scan, letters
from youju.flow.reports.books.template import CODES, FIRST, MARK, ROWS, UNIT
from youju.kernel.errors import Problem


@dataclass(slots=True)
class Said:
    """What one unit says in a book: typed text and notes by indicator, each with its cell."""

    code: str
    cell: str
    lock: int
    no_change: bool = False
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """A book as read: its sheet, what was said, and what is wrong, each fault under its cell ("" for the whole book)."""

    sheet: str = ""
    said: list[Said] = field(default_factory=list)
    faults: list[tuple[str, Problem]] = field(default_factory=list)

    def fault(self, cell: str, what: str, mend: str) -> None:
        """Note a fault at a cell."""
        self.faults.append(
            (cell, Problem(f"{self.sheet}!{cell}" if cell else self.sheet or _("整本"), what, mend))
        )


def read_book(content: bytes, name: str, round_id: int) -> Book:
    """Read a book that was made for a round. Whatever it holds, a Book comes back; never raises for what was sent."""
    book, report = Book(), Report()
    gate = pass_gate(content, name, report)
    if gate is None:
        book.faults += [("", Problem(p.where, p.what, p.fix)) for p in report.problems()]
        return book
    rows = _rows(content, book)
    if rows is None:
        return book
    mark = (rows[CODES][0] if len(rows) > CODES and rows[CODES] else "").split("|")
    if mark[0] != MARK or len(mark) < 3 or mark[1] != str(round_id) or mark[2] not in {ROWS, UNIT}:
        book.fault(
            "", _("这不是本轮的报送表,或者第 5 行(隐藏行)被删掉了"), _("重新下载本轮的报送表,把数贴进去")
        )
        return book
    _refuse_cells(gate.sheets[book.sheet], book)
    if mark[2] == ROWS:
        _by_rows(rows, book)
    else:
        _by_indicator(rows, mark, book)
    return book


def _rows(content: bytes, book: Book) -> list[list[str]] | None:
    try:
        held = CalamineWorkbook.from_filelike(io.BytesIO(content))
        book.sheet = held.sheet_names[0]
        found = held.get_sheet_by_name(book.sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, KeyError, IndexError):
        book.fault("", _("工作簿已损坏,打不开"), _("用 WPS 或 Excel 另存为 .xlsx"))
        return None
    return [[cell_text(cell).strip() if cell is not None else "" for cell in row] for row in found]


def _refuse_cells(scan: Scan, book: Book) -> None:
    """A formula changes with the machine that opens it, an error is no value, and merged data belongs to nobody."""
    words = (
        (scan.formulas, _("这一格是公式,不是数值"), _("复制后“选择性粘贴—数值”")),
        (scan.errors, _("这一格是错误值(如 #REF!)"), _("改正后只粘贴数值")),
        (scan.merged, _("数据行里有合并的格"), _("取消合并,每一格都写上")),
    )
    for cells, what, mend in words:
        for row, column in cells:
            if row >= FIRST:
                book.fault(f"{letters(column)}{row + 1}", what, mend)


def _by_rows(rows: list[list[str]], book: Book) -> None:
    codes = rows[CODES]
    lock_at = codes.index("#lock") if "#lock" in codes else -1
    for number, row in enumerate(rows[FIRST:], FIRST + 1):
        cells = [*row, *[""] * (len(codes) - len(row))]
        if not any(cells):
            continue
        said = Said(_code(cells[0]), f"A{number}", _lock(cells[lock_at]) if lock_at > 0 else 0)
        for at, code in enumerate(codes):
            where = f"{letters(at)}{number}"
            name, _sharp, role = code.partition("#")
            if code == "#no_change":
                _no_change(cells[at], where, said, book)
            elif at and name and not role:
                said.typed[name] = (cells[at], where)
            elif name and role == "note":
                said.notes[name] = (cells[at], where)
        book.said.append(said)


def _by_indicator(rows: list[list[str]], mark: list[str], book: Book) -> None:
    codes = rows[CODES]
    roles = {code: at for at, code in enumerate(codes) if code.startswith("#")}
    if not {"#value", "#note", "#relation"} <= set(roles) or len(mark) < 5:
        book.fault("", _("第 5 行(隐藏行)被改过"), _("重新下载本轮的报送表,把数贴进去"))
        return
    said = Said(mark[3], "B1", _lock(mark[4]))
    for number, row in enumerate(rows[FIRST:], FIRST + 1):
        cells = [*row, *[""] * (len(codes) - len(row))]
        if not cells[0]:
            continue
        value, relation = cells[roles["#value"]], cells[roles["#relation"]]
        text = f"{relation}{value}" if relation not in {"", "="} and value else value
        said.typed[cells[0]] = (text, f"{letters(roles['#value'])}{number}")
        said.notes[cells[0]] = (cells[roles["#note"]], f"{letters(roles['#note'])}{number}")
    book.said.append(said)


def _no_change(text: str, where: str, said: Said, book: Book) -> None:
    if text not in {"", "是", "否"}:
        book.fault(where, _("“无变化”一列写了“{text}”").format(text=text[:20]), _("选“是”,或者空着"))
    said.no_change = text == "是"


def _code(text: str) -> str:
    """Return a code as text: a spreadsheet may have taken it for a number."""
    return text.removesuffix(".0")


def _lock(text: str) -> int:
    clean = text.removesuffix(".0")
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 10 else 0

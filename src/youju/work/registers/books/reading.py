"""A register's workbook that came back: through the gate, then row by row into what was said, with the place of each cell. Pure."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from youju.engine.registers import Declaration
from youju.engine.sources.cells import cell_text
from youju.engine.sources.gate import pass_gate
from youju.engine.sources.report import Report
from youju.engine.sources.sheet_scan import Scan, letters
from youju.kernel.errors import Problem
from youju.work.registers.books.template import CODES, FIRST, LOCK, MARK, columns_of

MOST_ROWS, WHOLE = 200_000, 10**15
BESIDE = ("#number", "#unit", "#parent", "#stage")
"""Columns that are no fields."""


@dataclass(slots=True)
class Said:
    """What one row says: its number ("" for a new record), unit, parent, the version seen, and the texts by field."""

    row: int
    number: str
    unit: str
    parent: str
    lock: int
    texts: dict[str, str]
    stage: str = ""


@dataclass(slots=True)
class Book:
    """A workbook as read: its sheet, the columns, and what is wrong, each fault under its cell ("" for the whole book)."""

    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Problem]] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    months: frozenset[str] = frozenset()
    first: int = FIRST
    """How many rows stand above the first record."""
    headed: bool = False
    """Whether its head was understood, so that its rows mean something whatever is wrong in their cells."""
    wrong: set[str] = field(default_factory=set)

    def fault(self, cell: str, what: str, mend: str) -> None:
        """Note a fault at a cell. A cell that is wrong already is not said to be wrong for what follows from it."""
        if cell in self.wrong:
            return
        self.wrong |= {cell} - {""}
        self.faults.append(
            (cell, Problem(f"{self.sheet}!{cell}" if cell else self.sheet or _("整本"), what, mend))
        )

    def at(self, code: str, row: int) -> str:
        """Return the cell of a field in a row."""
        return f"{self.columns.get(code, 'A')}{row}"

    def _text(self, place: int, cell: object) -> str:
        """Return a cell as the clerk sees it: a whole number has no point, and a month that Excel made a day is a month."""
        if cell is None or cell == "":
            return ""
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < WHOLE:
            return str(int(cell))
        code = self.codes[place] if place < len(self.codes) else ""
        if isinstance(cell, dt.date) and code in self.months:
            return f"{cell:%Y-%m}"
        return cell_text(cell).strip()

    def said(self) -> Iterator[Said]:
        """Yield the rows that say anything, top down."""
        at = {code: number for number, code in enumerate(self.codes)}
        for number, cells in enumerate(self.rows[self.first :], self.first + 1):
            texts = [self._text(place, cell) for place, cell in enumerate(cells)]
            if not any(texts):
                continue
            texts += [""] * (len(self.codes) - len(texts))
            lock = texts[at[LOCK]] if LOCK in at else ""
            number_, unit, parent, stage = (texts[at[code]] if code in at else "" for code in BESIDE)
            yield Said(
                number, number_, unit, parent, int(lock) if lock.isdecimal() and len(lock) < 10 else 0,
                {code: texts[place] for code, place in at.items() if code and not code.startswith("#")}, stage,
            )  # fmt: skip


def read_book(content: bytes, name: str, one: Declaration) -> Book:
    """Read a workbook made for a register. Whatever it holds, a Book comes back; never raises for what was sent."""
    book, report = Book(), Report()
    gate = pass_gate(content, name, report)
    if gate is None:
        book.faults += [("", Problem.of(p)) for p in report.problems()]
        return book
    try:
        held = CalamineWorkbook.from_filelike(io.BytesIO(content))
        book.sheet = held.sheet_names[0]
        book.rows = held.get_sheet_by_name(book.sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, KeyError, IndexError):
        book.fault("", _("工作簿已损坏，打不开"), _("用 WPS 或 Excel 另存为 .xlsx"))
        return book
    _headed(book, one)
    book.headed = not book.faults
    if book.headed:
        _refuse_cells(gate.sheets[book.sheet], book)
    return book


def _headed(book: Book, one: Declaration) -> None:
    codes = [str(cell or "") for cell in (book.rows[CODES] if len(book.rows) > CODES else [])]
    mark = (codes[0] if codes else "").split("|")
    if mark[0] != MARK or len(mark) < 4 or mark[1] != one.register_:
        book.fault(
            "",
            _("这不是“{title}”的模板，或者第 4 行（隐藏行）被删掉了").format(title=one.title),
            _("重新下载模板，把数贴进去"),
        )
        return
    book.codes = ["#number", *codes[1:]]
    book.months = frozenset(name for name, made in one.fields.items() if made.type == "yearmonth")
    known = {code for _heading, code in columns_of(one)} | {LOCK, ""}
    for at, code in enumerate(book.codes):
        if code not in known:
            book.fault(
                f"{letters(at)}{CODES + 1}",
                _("“{code}”已经不在台账里").format(code=code[:40]),
                _("重新下载模板"),
            )
    doubled = {code for code in book.codes if code and book.codes.count(code) > 1}
    for code in doubled:
        book.fault(f"A{CODES + 1}", _("“{code}”有两列").format(code=code[:40]), _("重新下载模板"))
    book.columns = {code: letters(at) for at, code in enumerate(book.codes)}
    if len(book.rows) - FIRST > MOST_ROWS:
        book.fault("", _("超过 {most} 行").format(most=MOST_ROWS), _("分成几本导入"))


def _refuse_cells(scan: Scan, book: Book) -> None:
    """A formula changes with the machine that opens it, an error is no value, and merged data belongs to nobody."""
    words = (
        (scan.formulas, _("这一格是公式，不是数值"), _("复制后“选择性粘贴—数值”")),
        (scan.errors, _("这一格是错误值（如 #REF!）"), _("改正后只粘贴数值")),
        (scan.merged, _("数据行里有合并的格"), _("取消合并，每一格都写上")),
    )
    for cells, what, mend in words:
        for row, column in cells:
            if row >= FIRST:
                book.fault(f"{letters(column)}{row + 1}", what, mend)

"""A register's rows as a plain table, one line for each: a ledger kept elsewhere, or a list that was exported here. Pure.

Columns are known by the name of a field or by its heading, in any order. Besides the template, a table may say in which
stage a record stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.engine.sources.csv_text import open_csv
from youju.engine.sources.report import Report
from youju.engine.sources.sheet_scan import letters
from youju.kernel.errors import Problem
from youju.work.registers.books.reading import MOST_ROWS, Book
from youju.work.registers.books.template import LOCK, columns_of
from youju.work.registers.exporting import RISKY, SEEN, headings

STAGE = "#stage"
KNOWN = {
    "number": "#number",
    "unit": "#unit",
    "parent": "#parent",
    "lock": LOCK,
    "stage": STAGE,
    "阶段": STAGE,
    SEEN: LOCK,
}
PASSED = frozenset({"单位", "登记"})
"""Columns of an exported list that only tell."""


def read_table(content: bytes, name: str, one: Declaration) -> Book:
    """Read a table for a register. Whatever it holds, a Book comes back; never raises for what was sent."""
    report = Report()
    table = open_csv(content, name, report)
    book = Book(sheet=name, first=1)
    if table is None:
        book.faults += [("", Problem(p.where, p.what, p.fix)) for p in report.problems()]
        return book
    codes = [_code(one, title) for title in table.header]
    for at, (title, code) in enumerate(zip(table.header, codes, strict=True)):
        if code is None:
            book.fault(
                f"{letters(at)}1", _("“{title}”没有这个字段").format(title=title[:40]), _("删去这一列")
            )
        elif code and codes.index(code) != at:
            book.fault(f"{letters(at)}1", _("“{code}”有两列").format(code=title[:40]), _("只留一列"))
    if "#unit" not in codes:
        book.fault("A1", _("没有“单位代码”这一列"), _("加上 unit 列，写归你管的单位代码"))
    book.codes = [code or "" for code in codes]
    book.columns = {code: letters(at) for at, code in enumerate(book.codes) if code}
    columns = [[_bare(text) for text in table.texts(title)] for title in table.header]
    book.rows = [[], *map(list, zip(*columns, strict=True))]
    _name_alone(one, table.header, book)
    if len(book.rows) > MOST_ROWS:
        book.fault("", _("超过 {most} 行").format(most=MOST_ROWS), _("分成几本导入"))
    book.headed = not book.faults
    return book


def _code(one: Declaration, title: str) -> str | None:
    """Return what a column is; "" for one that is passed over, None for a stranger."""
    if title in one.fields and not one.fields[title].private:
        return title
    headed = {heading.removeprefix("*"): code for heading, code in columns_of(one)}
    plain = {field.title: label for label, field in one.fields.items() if not field.private}
    passed = PASSED | {name for field in one.fields.values() for name in headings(field)[1:]}
    return {**plain, **headed, **KNOWN}.get(title.removeprefix("*"), "" if title in passed else None)


def _name_alone(one: Declaration, header: Sequence[str], book: Book) -> None:
    """Say where the name of a unit stands without its code: the name alone is not read, and must not be lost in silence."""
    for label, field in one.fields.items():
        beside = [
            at for at, title in enumerate(header) if not book.codes[at] and title in headings(field)[1:]
        ]
        code = book.codes.index(label) if label in book.codes else None
        for number, cells in enumerate(book.rows[1:] if beside else (), 2):
            if cells[beside[0]] and (code is None or not cells[code]):
                book.fault(
                    f"{letters(beside[0])}{number}",
                    _("{title}：只写了名称，没有写单位代码").format(title=field.title),
                    _("在“{title}”列写单位代码，名称不用写").format(title=field.title),
                )


def _bare(text: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text

"""A list as it leaves the house: a workbook that can be filled and taken in again, CSV and JSON. A cell is never a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from youju.engine.registers import Declaration, Field
from youju.kernel.errors import BadInput
from youju.work.registers.books.template import book_of, columns_of
from youju.work.registers.fields.kept import show
from youju.work.registers.forming.unit_names import unit_names
from youju.work.registers.models import Record

MOST = 100_000
BATCH = 2000
NAMED = "（名称）"
SEEN = "版本（不要改）"
"""The heading of the version that was seen: without it no row of a list that comes back could be told from an old one."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; where full-width signs are typed, those too."""


def safe(text: str) -> str:
    """Return a cell for CSV that no spreadsheet takes for a formula: an apostrophe before what could be one. Numbers stay."""
    if text.startswith(RISKY) and not text.removeprefix("-").replace(".", "", 1).isdecimal():
        return f"'{text}"
    return text


def texts_of(one: Declaration, record: Record) -> list[str]:
    """Return what a record says, in the order of the template, the version seen behind it."""
    parent = record.parent.number if one.tree and record.parent else ""
    base = [record.number, record.unit.code, *([parent] if one.tree else [])]
    fields = [show(field, record.values.get(name)) for name, field in one.fields.items() if not field.private]
    return [*base, *fields, str(record.lock)]


def workbook(one: Declaration, version: int, rows: QuerySet[Record] | None) -> bytes:
    """Return the template, empty or with records in it."""
    if rows is None:
        return book_of(one, version, [])
    if rows.order_by()[MOST : MOST + 1].exists():
        raise BadInput(
            "没有导出",
            f"超过 {MOST} 条，一本工作簿放不下",
            "先筛选，或者导出 CSV",
            english=f"Nothing was exported: there are more than {MOST} records, which no workbook takes. Filter them, or export CSV.",
        )
    return book_of(one, version, (texts_of(one, row) for row in loaded(rows)))


def loaded(rows: QuerySet[Record], order: str = "pk") -> Iterator[Record]:
    """Yield the records with what their line needs, all of them."""
    return rows.select_related("unit", "parent").order_by(order, "pk").iterator(chunk_size=BATCH)


def csv_lines(
    one: Declaration, rows: QuerySet[Record], order: str = "pk", columns: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the lines of a CSV, with a byte order mark so that spreadsheets read Chinese; the fields asked for, or all."""
    heads = ["编号", "单位代码", "单位", "阶段", "登记"]
    asked = set(columns) & set(one.fields) or set(one.fields)
    names = [name for name, field in one.fields.items() if not field.private and name in asked]
    yield "\ufeff" + _line([*heads, *(head for name in names for head in headings(one.fields[name])), SEEN])
    held = loaded(rows, order)
    while some := list(islice(held, BATCH)):
        units = unit_names(one, [row.values for row in some])
        for row in some:
            stage = one.stages[row.stage].title if row.stage in one.stages else ""
            base = [row.number, row.unit.code, row.unit.name, stage, row.made_on.isoformat()]
            told = (_told(one.fields[name], row.values.get(name), units) for name in names)
            yield _line([*base, *(text for texts in told for text in texts), str(row.lock)])


def headings(field: Field) -> list[str]:
    """Return the headings of a field in a list for people: a unit has its name beside its code, which alone is read again."""
    return [field.title, f"{field.title}{NAMED}"] if field.type == "unit" else [field.title]


def _told(field: Field, kept: Any, units: Mapping[str, str]) -> list[str]:
    text = show(field, kept)
    return [text, units.get(text, "")] if field.type == "unit" else [text]


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def json_lines(one: Declaration, rows: QuerySet[Record], order: str = "pk") -> Iterator[str]:
    """Yield one JSON object a line."""
    for row in loaded(rows, order):
        yield json.dumps(as_data(one, row), ensure_ascii=False) + "\n"


def as_data(one: Declaration, row: Record) -> dict[str, Any]:
    """Return a record as data: exact text for numbers, nothing private and nothing that is declared no more."""
    open_ = {name for name, field in one.fields.items() if not field.private}
    return {
        "number": row.number, "unit": row.unit.code, "stage": row.stage, "suspended_on": row.suspended_on.isoformat() if row.suspended_on else None,
        "lock": row.lock, "made_on": row.made_on.isoformat(), "example": row.is_example,
        "due": row.finish_by.isoformat() if row.finish_by else None, "done_on": row.finished_on.isoformat() if row.finished_on else None,
        "values": {name: kept for name, kept in row.values.items() if name in open_},
    }  # fmt: skip


__all__ = ["as_data", "columns_of", "csv_lines", "json_lines", "safe", "texts_of", "workbook"]

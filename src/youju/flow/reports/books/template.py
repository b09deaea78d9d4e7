"""The form as a workbook: one row for each unit, or one book for a unit. Pure.

Row 5 is hidden and says what each column is, so that titles may be printed as the office likes them. Names from data
are written as text, never as formulas or links.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from youju.engine.asking import Asked
from youju.flow.reports.books.codes import CODES, FIRST, MARK, ROWS, UNIT
from youju.flow.reports.fields import plain

SHEET = "报送表"
HINT = "空着就是缺报，不是零。只写数字，也可以写 ≥300、约20；有疑问的在说明里写一句。"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in the book: what stands in its draft, what it said last time, and the save that was seen."""

    code: str
    name: str
    lock: int
    typed: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)


def rows_book(title: str, round_id: int, asked: Sequence[Asked], lines: Sequence[Line]) -> bytes:
    """Return a workbook with one row for each unit: for every indicator last time's value, this time's, and a note."""
    out, book, sheet, looks = _begin()
    width = 3 + 3 * len(asked)
    _heading(sheet, looks, title, width)
    for at, (words, code) in enumerate(
        (("单位代码", f"{MARK}|{round_id}|{ROWS}"), ("单位名称", ""), ("无变化", "#no_change"))
    ):
        sheet.merge_range(2, at, 3, at, words, looks["head"])
        sheet.write_string(CODES, at, code)
    for number, one in enumerate(asked):
        left = 3 + 3 * number
        sheet.merge_range(2, left, 2, left + 2, _titled(one), looks["head"])
        for step, (words, role) in enumerate((("上次", "#last"), ("本期", ""), ("说明", "#note"))):
            sheet.write_string(3, left + step, words, looks["head"])
            sheet.write_string(CODES, left + step, one.name + role)
    sheet.write_string(CODES, width, "#lock")
    for row, line in enumerate(lines, FIRST):
        _line(sheet, looks, row, line, asked, width)
    last = FIRST + max(len(lines), 1) - 1
    sheet.data_validation(FIRST, 2, last, 2, {"validate": "list", "source": ["是"], "input_title": "无变化",
                                              "input_message": "选“是”就照上次的数报，这一行不用再填"})  # fmt: skip
    for number, one in enumerate(asked):
        sheet.data_validation(FIRST, 4 + 3 * number, last, 4 + 3 * number, _rule(one))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 18)
    sheet.set_column(3, width - 1, 12)
    sheet.set_column(width, width, None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, 2)
    book.close()
    return out.getvalue()


def unit_book(title: str, round_id: int, asked: Sequence[Asked], line: Line) -> bytes:
    """Return a workbook for one unit: one row for each indicator."""
    out, book, sheet, looks = _begin()
    _heading(sheet, looks, f"{title} {line.name}", 7)
    heads = ("", "指标", "计量单位", "上次", "本期", "关系", "说明")
    codes = (
        f"{MARK}|{round_id}|{UNIT}|{line.code}|{line.lock}",
        "",
        "",
        "#last",
        "#value",
        "#relation",
        "#note",
    )
    for at, (words, code) in enumerate(zip(heads, codes, strict=True)):
        if at:
            sheet.merge_range(2, at, 3, at, words, looks["head"])
        sheet.write_string(CODES, at, code)
    for row, one in enumerate(asked, FIRST):
        sheet.write_string(row, 0, one.name)
        sheet.write_string(row, 1, one.indicator.title, looks["fixed"])
        sheet.write_string(row, 2, one.indicator.measure or "", looks["fixed"])
        sheet.write_string(row, 3, line.last.get(one.name, ""), looks["fixed"])
        sheet.write_string(row, 4, line.typed.get(one.name, ""), looks["open"])
        sheet.write_blank(row, 5, None, looks["open"])
        sheet.write_string(row, 6, line.notes.get(one.name, ""), looks["open"])
        sheet.data_validation(row, 4, row, 4, _rule(one))
    last = FIRST + max(len(asked), 1) - 1
    sheet.data_validation(FIRST, 5, last, 5, {"validate": "list", "source": ["=", "≥", "≤", "≈"]})
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 6, 14)
    book.close()
    return out.getvalue()


def _begin() -> tuple[io.BytesIO, Any, Any, dict[str, Any]]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(SHEET)
    sheet.set_row(CODES, None, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, CODES)
    edge = {"border": 1, "valign": "vcenter"}
    looks = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "hint": book.add_format({"font_color": "#5b636d", "align": "left"}),
        "head": book.add_format(
            {**edge, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#f0f2f4"}
        ),
        "fixed": book.add_format({**edge, "font_color": "#5b636d", "bg_color": "#f6f7f8"}),
        # Text, so that 0.10 and a code of twelve digits stay as they were typed.
        "open": book.add_format({**edge, "num_format": "@"}),
    }
    return out, book, sheet, looks


def _heading(sheet: Any, looks: Mapping[str, Any], title: str, width: int) -> None:
    sheet.merge_range(0, 0, 0, max(width - 1, 1), title, looks["title"])
    sheet.merge_range(1, 0, 1, max(width - 1, 1), HINT, looks["hint"])


def _line(
    sheet: Any, looks: Mapping[str, Any], row: int, line: Line, asked: Sequence[Asked], width: int
) -> None:
    sheet.write_string(row, 0, line.code, looks["fixed"])
    sheet.write_string(row, 1, line.name, looks["fixed"])
    sheet.write_blank(row, 2, None, looks["open"])
    for number, one in enumerate(asked):
        left = 3 + 3 * number
        sheet.write_string(row, left, line.last.get(one.name, ""), looks["fixed"])
        sheet.write_string(row, left + 1, line.typed.get(one.name, ""), looks["open"])
        sheet.write_string(row, left + 2, line.notes.get(one.name, ""), looks["open"])
    sheet.write_string(row, width, str(line.lock))


def _titled(one: Asked) -> str:
    measure = f"({one.indicator.measure})" if one.indicator.measure else ""
    return f"{one.indicator.title}{measure}"


def _rule(one: Asked) -> dict[str, Any]:
    """Return the hint of a field. It warns and does not stop: ≥300 is right, and a text for a spreadsheet."""
    rule = one.indicator
    bounds = [f"不小于 {plain(rule.at_least)}"] if rule.at_least is not None else []
    bounds += [f"不大于 {plain(rule.at_most)}"] if rule.at_most is not None else []
    words = ";".join([rule.definition or rule.title, f"问的是 {one.period}", *bounds])
    return {"validate": "any", "input_title": rule.title[:32], "input_message": words[:255]}

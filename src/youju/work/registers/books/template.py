"""The form of a register as a workbook: one row for each record, lists to choose from, a hidden row that says what each column is. Pure.

Names from data are written as text, never as formulas or links.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from youju.engine.registers import Declaration, Field

MARK = "youjureg1"
SHEET = "台账"
CODES = 3
FIRST = 4
BASE = (("编号", "#number"), ("单位代码", "#unit"))
PARENT = ("上级编号", "#parent")
LOCK = "#lock"
SPARE = 500
"""Empty rows below the last that still offer the lists."""
HINTS = {
    "date": "写成 2023-06-30；只知道月或年的写 2023-06、2023、2023年底", "quantity": "可带关系:≥20、20多、约300",
    "money": "单位为元；可写 5000万、1.2亿", "boolean": "是 或 否", "place": "地名，可加经纬度：某某村 @124.82,43.35",
    "list": "几项之间用顿号", "file": "佐证的 64 位编号，几份之间用空格", "unit": "单位代码", "link": "关联记录的编号",
}  # fmt: skip


def columns_of(one: Declaration) -> list[tuple[str, str]]:
    """Return (heading, code) of every column, in order."""
    base = [*BASE, *([PARENT] if one.tree else [])]
    fields = [(_titled(field), name) for name, field in one.fields.items() if not field.private]
    return [*base, *fields]


def book_of(one: Declaration, version: int, rows: Iterable[Sequence[str]], *, spare: int = SPARE) -> bytes:
    """Return the workbook: rows are texts in the order of the columns, with the version seen behind them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(SHEET)
    columns = columns_of(one)
    looks = _looks(book)
    sheet.write_string(0, 0, one.title, looks["title"])
    sheet.write_string(1, 0, _hint(one), looks["hint"])
    for at, (heading, _code) in enumerate(columns):
        sheet.write_string(2, at, heading, looks["must"] if heading.startswith("*") else looks["head"])
    sheet.set_row(CODES, None, None, {"hidden": True})
    sheet.write_string(CODES, 0, f"{MARK}|{one.register_}|{version}|#number")
    for at, (_heading, code) in enumerate(columns[1:], 1):
        sheet.write_string(CODES, at, code)
    sheet.write_string(CODES, len(columns), LOCK)
    number = FIRST
    for number, row in enumerate(rows, FIRST):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(number, at, text, looks["open"])
    last = number + spare
    for at, (_heading, code) in enumerate(columns):
        field = one.fields.get(code)
        sheet.set_column(
            at, at, 16 if field is None else 24 if field.type in {"string", "text"} else 14, looks["open"]
        )
        if field is not None:
            sheet.data_validation(FIRST, at, last, at, _rule(book, field))
    sheet.set_column(len(columns), len(columns), None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, 2)
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "valign": "vcenter", "bold": True, "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "hint": book.add_format({"font_color": "#5b636d"}),
        "head": book.add_format({**edge, "bg_color": "#f0f2f4"}),
        "must": book.add_format({**edge, "bg_color": "#ffe9c7"}),
        # Text, so that 0.10 and a code of twelve digits stay as they were typed.
        "open": book.add_format({"num_format": "@"}),
    }


def _hint(one: Declaration) -> str:
    until = f"本表填到 {one.ends} 为止。" if one.ends else ""
    basis = f"依据：{one.basis}。" if one.basis else ""
    return f"{basis}{until}带 * 的必填；编号空着就是新增一条；第 4 行（隐藏）不要改。"


def _titled(field: Field) -> str:
    measure = f"({field.measure})" if field.measure else "（元）" if field.type == "money" else ""
    return f"{'*' if field.required else ''}{field.title}{measure}"


def _rule(book: Any, field: Field) -> dict[str, Any]:
    """Return the list or the hint of a column. Lists stop, hints only tell: ≥300 is right, and a text for a spreadsheet."""
    about = {
        "input_title": field.title[:32],
        "input_message": (field.help or HINTS.get(field.type, "") or field.title)[:255],
    }
    if field.type == "boolean":
        return {"validate": "list", "source": ["是", "否"], **about}
    if field.type != "choice":
        return {"validate": "any", **about}
    choices = list(field.choices or ())
    if len(",".join(choices)) <= 250 and not any("," in choice for choice in choices):
        return {"validate": "list", "source": choices, **about}
    return {"validate": "list", "source": _list_sheet(book, choices), **about}


def _list_sheet(book: Any, choices: Sequence[str]) -> str:
    """Put a long list on a hidden sheet of its own and return where it stands."""
    name = f"L{len(book.worksheets())}"
    sheet = book.add_worksheet(name)
    sheet.hide()
    for row, choice in enumerate(choices):
        sheet.write_string(row, 0, choice)
    return f"={name}!$A$1:$A${len(choices)}"

"""Registers: ledgers kept beside the scheme, one record a row, typed by the fields the scheme declares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath

import numpy as np

from youju.engine.data import Cell, Records, Registers, Units
from youju.engine.language.indicators import Register, RegisterField
from youju.engine.language.scheme import Scheme
from youju.engine.problems import Problem
from youju.engine.sources.exact import read_exact
from youju.engine.sources.report import Report, nearest, quoted
from youju.engine.sources.tables import Table, need_columns, open_table
from youju.engine.sources.words import Words, not_a_number

_TRUTH = {
    "true": True,
    "1": True,
    "yes": True,
    "是": True,
    "√": True,
    "false": False,
    "0": False,
    "no": False,
    "否": False,
    "×": False,
}


def read_registers(scheme: Scheme, folder: str | Path, units: Units) -> tuple[Registers, list[Problem]]:
    """Read every register the scheme declares from its file in ``folder`` (CSV, Parquet or Excel).

    Cells are typed by the declared fields; everything wrong is returned at once. A register with problems is left out.
    """
    read: Registers = {}
    problems: list[Problem] = []
    for name, declared in scheme.registers.items():
        report = Report()
        shown = declared.file or f"registers/{name}.csv"
        table = _open(Path(folder), shown, name, report)
        with report.guard():
            records = _Reading(table, declared, units, report).records() if table is not None else None
        if records is not None and not report:
            read[name] = records
        problems += report.problems()
    return read, problems


def _open(folder: Path, shown: str, name: str, report: Report) -> Table | None:
    inside = PurePosixPath(shown)
    if inside.is_absolute() or ".." in inside.parts or "\\" in shown or ":" in shown or "\0" in shown:
        report.add(
            "scheme.yaml",
            "register-path",
            f"台账 {name} 的 file 指到了方案文件夹外面",
            "把文件放进方案文件夹，写相对路径",
            f"file of register {name} leads out of the folder",
            "put it into the folder and write a relative path",
        )
        return None
    return open_table(folder / shown, report, name=shown, sheet=name)


class _Reading:
    """One reading of one register."""

    def __init__(self, table: Table, declared: Register, units: Units, report: Report) -> None:
        self.table, self.declared, self.units, self.report = table, declared, units, report

    def records(self) -> Records | None:
        """Return the records, or None when a column is missing."""
        one, table = self.declared, self.table
        special = [name for name in (one.unit, one.date, one.item, one.evidence) if name]
        wanted = list(dict.fromkeys([*one.fields, *special]))
        if not need_columns(table, wanted, self.report):
            return None
        for title in table.header:
            if title not in wanted:
                self.report.add(
                    table.where(-1, title),
                    "column-unknown",
                    f"列 {quoted(title)} 没有在方案里声明，不读",
                    "不需要就删掉，需要就写进 fields",
                    f"column {quoted(title)} is not declared and not read",
                    "delete it or declare it in fields",
                    warning=True,
                )
        cells = {name: table.texts(name) for name in wanted}
        size = len(cells[one.unit])
        rows = [row for row in range(size) if any(column[row] for column in cells.values())]
        fields = {
            name: tuple(self._cell(name, field, row, cells[name][row]) for row in rows)
            for name, field in one.fields.items()
        }
        dates = self._dates(fields, cells, rows)
        text = {
            name: tuple(cells[name][row] or None for row in rows) for name in (one.item, one.evidence) if name
        }
        none: tuple[str | None, ...] = (None,) * len(rows)
        return Records(
            self._units(cells[one.unit], rows), fields, dates, text.get(one.item or "", none), text.get(one.evidence or "", none),
            tuple(self._line(row) for row in rows),
        )  # fmt: skip

    def _dates(
        self, fields: dict[str, tuple[Cell, ...]], cells: dict[str, list[str]], rows: list[int]
    ) -> tuple[date | None, ...]:
        """Return the dates of the records; a field declared as a date has been read already."""
        name = self.declared.date
        if name is None:
            return (None,) * len(rows)
        if name in fields and self.declared.fields[name].type == "date":
            return tuple(cell if isinstance(cell, date) else None for cell in fields[name])
        return tuple(self._date(name, row, cells[name][row]) for row in rows)

    def _line(self, row: int) -> int:
        digits = "".join(
            c if c.isdigit() else " " for c in self.table.where(row, None).rpartition(":")[2]
        ).split()
        return int(digits[-1]) if digits else row + 2

    def _units(self, codes: list[str], rows: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        found = np.full(len(rows), -1, np.int32)
        hints: dict[str, str | None] = {}
        for i, row in enumerate(rows):
            code = codes[row]
            found[i] = self.units.index.get(code, -1)
            if found[i] < 0:
                if code not in hints:
                    hints[code] = nearest(code, self.units.codes) if code and len(hints) < 20 else None
                near = hints[code]
                self._bad(row, self.declared.unit, (
                    "unit-unknown", f"没有单位 {quoted(code)}" if code else "没有写单位", f"改成 {quoted(near)}？" if near else "改正，或者先写进 units",
                    f"there is no unit {quoted(code)}" if code else "the unit is missing", f"did you mean {quoted(near)}?" if near else "correct it, or add it to units first",
                ))  # fmt: skip
        return found

    def _bad(self, row: int, column: str, words: Words) -> None:
        code, what, fix, what_en, fix_en = words
        self.report.add(
            self.table.where(row, column),
            code,
            f"{column}: {what}",
            fix,
            f"{column}: {what_en}",
            fix_en,
            row=row,
        )

    def _cell(self, name: str, field: RegisterField, row: int, text: str) -> Cell:
        if not text:
            if field.required:
                self._bad(
                    row,
                    name,
                    ("field-required", "必填，却是空的", "填上", "is required and empty", "fill it in"),
                )
            return None
        readers: dict[str, Callable[[str, int, str], Cell]] = {
            "number": self._number,
            "date": self._date,
            "boolean": self._truth,
            "string": lambda _n, _r, given: given,
        }
        cell = readers[field.type](name, row, text)
        if field.choices is not None and cell is not None and text not in field.choices:
            near = nearest(text, field.choices)
            self._bad(row, name, (
                "field-choice", f"{quoted(text)} 不在可选项里", f"改成 {quoted(near)}？" if near else "从这些里选：" + "、".join(field.choices[:20]),
                f"{quoted(text)} is not among the choices", f"did you mean {quoted(near)}?" if near else "choose one of " + ", ".join(field.choices[:20]),
            ))  # fmt: skip
        return cell

    def _number(self, name: str, row: int, text: str) -> Decimal | None:
        found = read_exact(text)
        if found is None:
            self._bad(row, name, not_a_number(text))
            return None
        return Decimal(found[0]).scaleb(-found[1])

    def _date(self, name: str, row: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self._bad(
                row,
                name,
                (
                    "field-date",
                    f"{quoted(text)} 不是日期",
                    "写成 2023-06-30",
                    f"{quoted(text)} is not a date",
                    "write it as 2023-06-30",
                ),
            )
            return None

    def _truth(self, name: str, row: int, text: str) -> bool | None:
        if text.lower() not in _TRUTH:
            self._bad(
                row,
                name,
                (
                    "field-truth",
                    f"{quoted(text)} 不是是非",
                    "写 是 或 否",
                    f"{quoted(text)} is neither yes nor no",
                    "write true or false",
                ),
            )
        return _TRUTH.get(text.lower())

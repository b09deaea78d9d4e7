"""Units: the file of who is scored, as a tree of one day."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import Units
from youju.engine.period import Period
from youju.engine.problems import Problem
from youju.engine.sources.report import Report, nearest, quoted
from youju.engine.sources.tables import Table, need_columns, open_table

LONGEST_CODE = 100
LONGEST_TEXT = 2000
_OWN = ("code", "title", "level", "parent", "from", "to")
_PICTURES = {c: 0x2400 + c for c in range(32) if c not in (9, 10, 13)} | {127: 0x2421, 9: 32, 10: 32, 13: 32}


def read_units(
    source: Any, *, period: Period | None = None, default_level: str | None = None
) -> tuple[Units | None, list[Problem]]:
    """Read units from a file or a table in memory, as they stand on the last day of ``period`` (absent: all rows).

    Needs the column ``code``; ``title`` defaults to the code, ``level`` to ``default_level``, ``parent`` to none. Further columns are
    kept as text. Everything wrong is returned at once, and then no units.
    """
    report = Report()
    table = open_table(
        source,
        report,
        name=None if isinstance(source, str) or hasattr(source, "__fspath__") else "units",
        sheet="units",
    )
    if table is None or not need_columns(table, ["code"], report):
        return None, report.problems()
    units = None
    with report.guard():
        units = _Reading(table, report, period, default_level).units()
    return (None if report else units), report.problems()


class _Reading:
    """One reading of one table of units."""

    def __init__(
        self, table: Table, report: Report, period: Period | None, default_level: str | None
    ) -> None:
        self.table, self.report, self.period = table, report, period
        self.cells = {name: table.texts(name) for name in table.header}
        size = len(self.cells["code"])
        filled = (
            [any(column[i] for column in self.cells.values()) for i in range(size)]
            if "" in self.cells["code"]
            else [True] * size
        )
        self.rows = [i for i in range(size) if filled[i]]
        self.default_level = default_level

    def units(self) -> Units:
        """Return the units in force; whatever is wrong is in the report."""
        self._dates()
        if not self.rows:
            self._problem(
                -1,
                "code",
                "units-none",
                "没有一个单位" + (f"在 {self.period} 期末有效" if self.period else ""),
                "写上单位，每行一个",
                "there is no unit",
                "write one unit per row",
            )
        codes = self._column("code", [""] * len(self.rows))
        titles = [title or code for title, code in zip(self._column("title", codes), codes, strict=True)]
        levels = [level or self.default_level or "" for level in self._column("level", [""] * len(codes))]
        self._check_codes(codes)
        for row, level in zip(self.rows, levels, strict=True):
            if not level:
                self._problem(
                    row,
                    "level",
                    "unit-level",
                    "没有写层级",
                    "在 level 列写上层级，例如 township",
                    "the level is missing",
                    "write it in the column level",
                )
        parents = self._parents(codes, levels)
        columns = {
            name: tuple(
                self._shown(row, cell, name) or None
                for row, cell in zip(self.rows, self._column(name, []), strict=True)
            )
            for name in self.table.header
            if name not in _OWN
        }
        shown = tuple(self._shown(row, title, "title") for row, title in zip(self.rows, titles, strict=True))
        return Units(tuple(codes), shown, tuple(levels), parents, columns)

    def _column(self, name: str, default: Sequence[str]) -> Sequence[str]:
        return [self.cells[name][i] for i in self.rows] if name in self.cells else default

    def _problem(
        self,
        row: int,
        column: str,
        code: str,
        what: str,
        fix: str,
        en: str,
        fix_en: str,
        *,
        warning: bool = False,
    ) -> None:
        self.report.add(
            self.table.where(row, column if column in self.table.header else None),
            code,
            what,
            fix,
            en,
            fix_en,
            row=row,
            warning=warning,
        )

    def _dates(self) -> None:
        """Keep the rows in force on the last day of the period."""
        for name, late in (("from", False), ("to", True)):
            if name not in self.cells:
                continue
            kept = []
            for i in self.rows:
                day = self._day(i, name)
                inside = (
                    day is None
                    or self.period is None
                    or (day >= self.period.end if late else day <= self.period.end)
                )
                kept += [i] if inside else []
            self.rows = kept

    def _day(self, row: int, name: str) -> date | None:
        text = self.cells[name][row]
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self._problem(
                row,
                name,
                "unit-date",
                f"{name} 列的 {quoted(text)} 不是日期",
                "写成 2023-06-30",
                f"{quoted(text)} in column {name} is not a date",
                "write it as 2023-06-30",
            )
            return None

    def _check_codes(self, codes: Sequence[str]) -> None:
        first: dict[str, int] = {}
        for row, code in zip(self.rows, codes, strict=True):
            plain = code if code.isascii() else unicodedata.normalize("NFC", code)
            if not code:
                self._problem(
                    row,
                    "code",
                    "unit-code",
                    "没有写单位代码",
                    "在 code 列写上代码",
                    "the code is missing",
                    "write it in the column code",
                )
            elif len(code) > LONGEST_CODE or not code.isprintable():
                self._problem(
                    row,
                    "code",
                    "unit-code",
                    f"单位代码 {quoted(code)} 太长，或者含有控制字符",
                    f"代码用不超过 {LONGEST_CODE} 个的普通字符",
                    f"code {quoted(code)} is too long or holds control characters",
                    f"use at most {LONGEST_CODE} plain characters",
                )
            elif plain in first:
                where = self.table.where(first[plain], "code")
                self._problem(
                    row,
                    "code",
                    "unit-twice",
                    f"单位代码 {quoted(code)} 在 {where} 已经写过",
                    "删掉重复的一行，或者改正代码",
                    f"code {quoted(code)} already stands at {where}",
                    "delete one of the rows or correct the code",
                )
            first.setdefault(plain, row)

    def _parents(self, codes: Sequence[str], levels: Sequence[str]) -> NDArray[np.int32]:
        index = {code: i for i, code in enumerate(codes)}
        parents = np.full(len(codes), -1, np.int32)
        for i, (row, parent) in enumerate(
            zip(self.rows, self._column("parent", [""] * len(codes)), strict=True)
        ):
            if not parent:
                continue
            at = index.get(parent)
            if at is None:
                near = nearest(parent, index)
                self._problem(
                    row,
                    "parent",
                    "unit-parent",
                    f"上级 {quoted(parent)} 不在名单里",
                    f"改成 {quoted(near)}？" if near else "先把上级单位写进名单",
                    f"parent {quoted(parent)} is not among the units",
                    f"did you mean {quoted(near)}?" if near else "add the parent to the units",
                )
                continue
            if levels[at] == levels[i] and levels[i] and at != i:
                self._problem(
                    row,
                    "parent",
                    "unit-parent-level",
                    f"{quoted(codes[i])} 和它的上级 {quoted(parent)} 是同一层级 {quoted(levels[i])}",
                    "改正 level 或 parent",
                    f"{quoted(codes[i])} and its parent {quoted(parent)} are of the same level",
                    "correct level or parent",
                )
            parents[i] = at
        self._check_cycles(codes, parents)
        return parents

    def _check_cycles(self, codes: Sequence[str], parents: NDArray[np.int32]) -> None:
        """Walk up by doubling steps; whoever has not arrived above a root is on a circle or below one."""
        above = parents.copy()
        for _ in range(max(len(codes), 1).bit_length() + 1):
            above = np.where(above >= 0, above[above], -1).astype(np.int32) if len(above) else above
        for i in _circles(parents, np.flatnonzero(above >= 0)):
            self._problem(
                self.rows[i],
                "parent",
                "unit-circle",
                f"{quoted(codes[i])} 的上级绕回了它自己",
                "改正其中一个 parent",
                f"the parents of {quoted(codes[i])} lead back to it",
                "correct one parent",
            )

    def _shown(self, row: int, text: str, name: str) -> str:
        """Return text fit to be shown: control characters become their pictures, with a warning."""
        if text.isprintable() and len(text) <= LONGEST_TEXT:
            return text
        if len(text) > LONGEST_TEXT:
            self._problem(
                row,
                name,
                "unit-text-long",
                f"{name} 列超过 {LONGEST_TEXT} 字",
                "写短一些",
                f"column {name} has more than {LONGEST_TEXT} characters",
                "shorten it",
            )
        clean = text.translate(_PICTURES)
        if clean != text:
            self._problem(
                row,
                name,
                "unit-control",
                f"{name} 列 {quoted(text)} 含有控制字符，显示时换成可见符号",
                "删掉这些字符",
                f"column {name} {quoted(text)} holds control characters, shown as their pictures",
                "delete them",
                warning=True,
            )
        return clean


def _circles(parents: NDArray[np.int32], caught: NDArray[np.int64]) -> list[int]:
    """Return one unit of every circle: the first in the order of the file."""
    counts: Counter[int] = Counter()
    done: set[int] = set()
    for start in caught.tolist():
        path: dict[int, int] = {}
        at = start
        while at not in path and at not in done:
            path[at] = len(path)
            at = int(parents[at])
        if at in path:
            counts[min(unit for unit, step in path.items() if step >= path[at])] += 1
        done.update(path)
    return sorted(counts)

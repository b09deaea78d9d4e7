"""Units: the file of who is scored, as a tree of one day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.data import Units
from youju.engine.period import Period
from youju.engine.problems import Problem
from youju.engine.sources.circles import circles
from youju.engine.sources.coding import encode
from youju.engine.sources.report import Report, nearest, quoted
from youju.engine.sources.tables import Table, has_control, need_columns, open_table

LONGEST_CODE = 100
LONGEST_TEXT = 2000
HINTS = 20
_OWN = ("code", "title", "level", "parent", "from", "to")
_CONTROL = "[\\x00-\\x1f\\x7f]"
_PICTURES = {c: 0x2400 + c for c in range(32) if c not in (9, 10, 13)} | {127: 0x2421, 9: 32, 10: 32, 13: 32}


def read_units(
    source: Any, *, period: Period | None = None, default_level: str | None = None, rough: bool = False
) -> tuple[Units | None, list[Problem]]:
    """Read units from a file or a table in memory, as they stand on the last day of ``period`` (absent: all rows).

    Needs the column ``code``; ``title`` defaults to the code, ``level`` to ``default_level``, ``parent`` to none. Further
    columns are kept as text. Everything wrong is returned at once, and then no units – unless ``rough``: such units serve to look
    through what else stands in a folder, never to score.
    """
    report = Report()
    in_memory = not isinstance(source, str) and not hasattr(source, "__fspath__")
    table = open_table(source, report, name="units" if in_memory else None, sheet="units")
    units = None
    if table is not None and need_columns(table, ["code"], report):
        with report.guard():
            units = _Reading(table, report, period, default_level).units()
    return (None if report and not rough else units), report.problems()


class _Reading:
    """One reading of one table of units. ``rows`` are the rows of the table that count, ``columns`` their stripped text."""

    def __init__(
        self, table: Table, report: Report, period: Period | None, default_level: str | None
    ) -> None:
        self.table, self.report, self.period, self.default_level = table, report, period, default_level
        columns = {name: _filled(pc.utf8_trim_whitespace(table.column(name))) for name in table.header}
        size = len(columns["code"])
        kept = np.ones(size, np.bool_)
        if _any(pc.equal(columns["code"], "")):
            kept = np.logical_or.reduce([np.asarray(pc.not_equal(column, "")) for column in columns.values()])
        for name, late in (("from", False), ("to", True)):
            if name in columns:
                kept &= self._in_force(columns[name], name, late=late)
        if {"from", "to"} <= columns.keys():
            self._check_order(columns["from"], columns["to"])
        self.rows = np.flatnonzero(kept)
        self.columns = (
            columns
            if kept.all()
            else {name: column.take(pa.array(self.rows)) for name, column in columns.items()}
        )

    def units(self) -> Units:
        """Return the units in force; whatever is wrong is in the report."""
        size = len(self.rows)
        if not size:
            there = f"在 {self.period} 期末有效" if self.period else ""
            self._problem(
                -1,
                "code",
                "units-none",
                f"没有一个单位{there}",
                "写上单位，每行一个",
                "there is no unit",
                "write one unit per row",
            )
        codes = self.columns["code"]
        self._check_codes(codes)
        titles = self.columns.get("title", codes)
        titles = pc.if_else(pc.equal(titles, ""), codes, titles)
        levels = self.columns.get("level", pa.array([""] * size, codes.type))
        levels = pc.if_else(pc.equal(levels, ""), self.default_level or "", levels)
        for i in _rows(pc.equal(levels, "")):
            self._problem(
                i,
                "level",
                "unit-level",
                "没有写层级",
                "在 level 列写上层级，例如 township",
                "the level is missing",
                "write it in the column level",
            )
        parents = self._parents(codes, levels)
        further = {
            name: self._shown(column, name) for name, column in self.columns.items() if name not in _OWN
        }
        return Units(
            tuple(codes.to_pylist()), tuple(self._shown(titles, "title")), _few(levels), parents,
            {name: tuple(cell or None for cell in cells) for name, cells in further.items()},
        )  # fmt: skip

    def _problem(
        self,
        i: int,
        column: str,
        code: str,
        what: str,
        fix: str,
        en: str,
        fix_en: str,
        *,
        warning: bool = False,
    ) -> None:
        """Note what is wrong with the i-th unit."""
        row = int(self.rows[i]) if i >= 0 else -1
        where = self.table.where(row, column if column in self.table.header else None)
        self.report.add(where, code, what, fix, en, fix_en, row=row, warning=warning)

    def _in_force(self, column: pa.Array, name: str, *, late: bool) -> NDArray[np.bool_]:
        """Say which rows are in force on the last day of the period, as far as this column of dates tells."""
        at, entries = encode(column)
        inside = np.ones(len(entries), np.bool_)
        for number, text in enumerate(entries.to_pylist()):
            try:
                day = date.fromisoformat(text[:10]) if text else None
            except ValueError:
                self._wrong_day(np.flatnonzero(at == number).tolist(), name, text)
                continue
            if day is not None and self.period is not None:
                inside[number] = day >= self.period.end if late else day <= self.period.end
        return inside[at]

    def _check_order(self, begins: pa.Array, ends: pa.Array) -> None:
        """Report units that end before they begin: they would be in force on no day. Days are compared as written, year first."""
        both = pc.and_(pc.not_equal(begins, ""), pc.not_equal(ends, ""))
        for row in _rows(pc.and_(both, pc.less(ends, begins))):
            first, last = begins[row].as_py(), ends[row].as_py()
            self.report.add(
                self.table.where(row, "to"), "unit-date", f"到 {quoted(last)} 为止，比起始的 {quoted(first)} 还早", "对调或改正两个日期",
                f"it ends on {quoted(last)}, before it begins on {quoted(first)}", "swap or mend the two days", row=row,
            )  # fmt: skip

    def _wrong_day(self, rows: Iterable[int], name: str, text: str) -> None:
        for row in rows:
            self.report.add(
                self.table.where(row, name), "unit-date", f"{name} 列的 {quoted(text)} 不是日期", "写成 2023-06-30",
                f"{quoted(text)} in column {name} is not a date", "write it as 2023-06-30", row=row,
            )  # fmt: skip

    def _check_codes(self, codes: pa.Array) -> None:
        """Report codes that are missing, unfit or double. A column without any of these is passed as a whole."""
        plain = not has_control(codes) and not _any(pc.invert(pc.string_is_ascii(codes)))
        fit = not _any(pc.equal(codes, "")) and not _any(pc.greater(pc.utf8_length(codes), LONGEST_CODE))
        if plain and fit and len(codes.unique()) == len(codes):
            return
        first: dict[str, int] = {}
        for i, code in enumerate(codes.to_pylist()):
            same = unicodedata.normalize("NFC", code)
            if not code:
                self._problem(
                    i,
                    "code",
                    "unit-code",
                    "没有写单位代码",
                    "在 code 列写上代码",
                    "the code is missing",
                    "write it in the column code",
                )
            elif len(code) > LONGEST_CODE or not code.isprintable():
                self._problem(
                    i,
                    "code",
                    "unit-code",
                    f"单位代码 {quoted(code)} 太长，或者含有控制字符",
                    f"代码用不超过 {LONGEST_CODE} 个的普通字符",
                    f"code {quoted(code)} is too long or holds control characters",
                    f"use at most {LONGEST_CODE} plain characters",
                )
            elif same in first:
                there = self.table.where(int(self.rows[first[same]]), "code")
                self._problem(
                    i,
                    "code",
                    "unit-twice",
                    f"单位代码 {quoted(code)} 在 {there} 已经写过",
                    "删掉重复的一行，或者改正代码",
                    f"code {quoted(code)} already stands at {there}",
                    "delete one of the rows or correct the code",
                )
            first.setdefault(same, i)

    def _parents(self, codes: pa.Array, levels: pa.Array) -> NDArray[np.int32]:
        """Return the index of each unit's parent; report parents that are unknown, of the same level, or go in a circle."""
        if "parent" not in self.columns:
            return np.full(len(codes), -1, np.int32)
        given = self.columns["parent"]
        found = pc.index_in(given, value_set=codes)
        named = np.asarray(pc.not_equal(given, ""))
        parents = np.where(named, np.asarray(found.fill_null(-1)), -1).astype(np.int32)
        for number, i in enumerate(np.flatnonzero(named & (parents < 0)).tolist()):
            self._unknown_parent(i, given[i].as_py(), codes if number < HINTS else None)
        level, _ = encode(levels)
        self_made = parents == np.arange(len(parents))
        for i in np.flatnonzero((parents >= 0) & (level[parents] == level) & ~self_made).tolist():
            code, parent = quoted(codes[i].as_py()), quoted(given[i].as_py())
            self._problem(
                i,
                "parent",
                "unit-parent-level",
                f"{code} 和它的上级 {parent} 是同一层级 {quoted(levels[i].as_py())}",
                "改正 level 或 parent",
                f"{code} and its parent {parent} are of the same level",
                "correct level or parent",
            )
        for i in circles(parents):
            code = quoted(codes[i].as_py())
            self._problem(
                i,
                "parent",
                "unit-circle",
                f"{code} 的上级绕回了它自己",
                "改正其中一个 parent",
                f"the parents of {code} lead back to it",
                "correct one parent",
            )
        return parents

    def _unknown_parent(self, i: int, parent: str, codes: pa.Array | None) -> None:
        near = nearest(parent, codes.to_pylist()) if codes is not None else None
        self._problem(
            i, "parent", "unit-parent", f"上级 {quoted(parent)} 不在名单里", f"改成 {quoted(near)}？" if near else "先把上级单位写进名单",
            f"parent {quoted(parent)} is not among the units", f"did you mean {quoted(near)}?" if near else "add the parent to the units",
        )  # fmt: skip

    def _shown(self, column: pa.Array, name: str) -> list[str]:
        """Return text fit to be shown: control characters become their pictures, with a warning."""
        texts: list[str] = column.to_pylist()
        for i in _rows(pc.greater(pc.utf8_length(column), LONGEST_TEXT)):
            self._problem(
                i,
                name,
                "unit-text-long",
                f"{name} 列超过 {LONGEST_TEXT} 字",
                "写短一些",
                f"column {name} has more than {LONGEST_TEXT} characters",
                "shorten it",
            )
        for i in _rows(pc.match_substring_regex(column, _CONTROL)) if has_control(column) else ():
            shown = quoted(texts[i])
            texts[i] = texts[i].translate(_PICTURES)
            self._problem(
                i,
                name,
                "unit-control",
                f"{name} 列 {shown} 含有控制字符，显示时换成可见符号",
                "删掉这些字符",
                f"column {name} {shown} holds control characters, shown as their pictures",
                "delete them",
                warning=True,
            )
        return texts


def _filled(column: pa.Array) -> pa.Array:
    return pc.fill_null(column, "") if column.null_count else column


def _few(column: pa.Array) -> tuple[str, ...]:
    """Return a column of few words, each word once in memory."""
    at, words = encode(column)
    return tuple(map(words.to_pylist().__getitem__, at.tolist()))


def _any(mask: pa.Array) -> bool:
    return bool(pc.any(mask).as_py())


def _rows(mask: pa.Array) -> list[int]:
    return [int(i) for i in np.flatnonzero(np.asarray(mask))]

"""Records as rows: events of a register judged one by one and added up per unit, and indicators counted from registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.data import Cell, Records
from youju.engine.evaluate.conditions import selected
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.rules import Judge
from youju.engine.evaluate.sheet import Parameters, Sheet, fixed
from youju.engine.exact import Exact, Mask, constant
from youju.engine.groups import Groups, by_group
from youju.engine.language import leaves
from youju.engine.language.indicators import FromRegister, Register
from youju.engine.language.sections import SumRule
from youju.engine.period import Period
from youju.engine.problems import BadInputError, Problem
from youju.engine.wording import listed, say

MOST = 200
"""Records that are named at once."""


class RecordSheet:
    """The records of one register as rows; their fields are the names.

    ``units`` are the units scored, ``of`` the row each record belongs to, ``register`` the register's name.
    """

    def __init__(
        self,
        records: Records,
        declared: Register,
        period: Period,
        parameters: Parameters,
        units: Sheet,
        of: Groups,
        register: str = "",
    ) -> None:
        self.register = register
        self.records, self.declared, self.period, self.parameters = records, declared, period, parameters
        self.units, self.of = units, of
        self.rows = len(records.unit)
        self.memo: dict[tuple[int, Period, bool], Exact] = {}
        self.outcomes: dict[str, Outcome] = {}

    def named(self, name: str, period: Period, *, raw: bool) -> Exact:  # noqa: ARG002 - a record has one value, whatever the period
        """Return a numeric field, or a parameter."""
        if name not in self.records.fields:
            return fixed(self, name)
        return exact.from_fractions([_as_fraction(cell) for cell in self.records.fields[name]])

    def texts(self, name: str) -> NDArray[np.object_]:
        """Return a field as text."""
        result = np.empty(self.rows, object)
        result[:] = [None if cell is None else _as_text(cell) for cell in self.records.fields[name]]
        return result

    def classes(self, name: str) -> NDArray[np.object_]:
        """Return the entry of every record in a field, or of its unit in a column of units.csv."""
        return self.texts(name) if name in self.declared.fields else self.owners().texts(name)

    def order(self, name: str) -> tuple[str, ...] | None:
        """Return the choices of an ordered field, and of a date field the dates that occur."""
        declared = self.declared.fields.get(name)
        return declared.choices if declared and declared.ordered else None

    def groups(self, scope: str) -> Groups:  # noqa: ARG002 - records have no peers
        """Records are not compared with one another."""
        return np.full(self.rows, -1, np.int64)

    def among_peers(self, value: Any, period: Period, *, raw: bool) -> None:
        """Records are not compared with one another."""

    def marks(self, rule: str) -> Exact:
        """Return the marks an earlier rule of the same record gave."""
        return self.outcomes[rule].marks

    def owners(self) -> OwnerSheet:
        """Return the units the records belong to."""
        return OwnerSheet(self)

    def within(self, span: str) -> Mask:
        """Return the records dated inside the period, the year to date, or all."""
        if span == "all" or self.declared.date is None:
            return np.ones(self.rows, bool)
        first = self.period.start if span == "period" else date(self.period.end.year, 1, 1)
        last = self.period.end
        return np.array([day is not None and first <= day <= last for day in self.records.dates], bool)


class OwnerSheet:
    """The units that records belong to, one row for each record: their columns are the names."""

    def __init__(self, records: RecordSheet) -> None:
        self.records, self.rows, self.period, self.parameters = (
            records,
            records.rows,
            records.period,
            records.parameters,
        )
        self.memo: dict[tuple[int, Period, bool], Exact] = {}
        self.outcomes: dict[str, Outcome] = {}

    def named(self, name: str, period: Period, *, raw: bool) -> Exact:
        """Return a column of the units as numbers, missing for records of no unit of this level."""
        if not self.records.units.rows:
            return exact.absent(self.rows)
        column = self.records.units.named(name, period, raw=raw).take(np.maximum(self.records.of, 0))
        return exact.with_mask(column, self.records.of >= 0)

    def texts(self, name: str) -> NDArray[np.object_]:
        """Return a column of the units as text."""
        result = np.full(self.rows, None, object)
        known = self.records.of >= 0
        if known.any():
            result[known] = self.records.units.texts(name)[self.records.of[known]]
        return result

    def classes(self, name: str) -> NDArray[np.object_]:
        """Return the entry of every record's unit in a column."""
        return self.texts(name)

    def order(self, name: str) -> tuple[str, ...] | None:  # noqa: ARG002 - columns of units have no order
        """Columns of units.csv have no order."""
        return None

    def groups(self, scope: str) -> Groups:
        """Records have no peers."""
        return self.records.groups(scope)

    def among_peers(self, value: Any, period: Period, *, raw: bool) -> None:
        """Records are not compared with one another."""

    def marks(self, rule: str) -> Exact:
        """Return the marks an earlier rule of the same record gave."""
        return self.records.marks(rule)

    def owners(self) -> OwnerSheet:
        """Return the units themselves."""
        return self


def _as_fraction(cell: Cell) -> Fraction | None:
    if isinstance(cell, bool):
        return Fraction(int(cell))
    if isinstance(cell, date):
        return Fraction(cell.toordinal())
    return Fraction(cell) if isinstance(cell, Decimal | int) else None


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return format(cell.normalize(), "f") if isinstance(cell, Decimal) else str(cell)


def event_marks(sheet: RecordSheet, events: leaves.EventList) -> Exact:
    """Return the marks of every selected record, after ``times`` and ``same_item``; missing for the others.

    ``held`` are the records in which a rule of ``score`` withholds the total.
    """
    chosen = sheet.within(events.span) & selected(sheet, events.where) & (sheet.records.unit >= 0)
    marks = _each(sheet, events, chosen)
    withheld = None if marks.held is None else marks.held & chosen
    if events.times is not None:
        marks = exact.mul(marks, sheet.named(events.times, sheet.period, raw=True))
    return replace(_same_item(sheet, events, replace(marks, ok=marks.ok & chosen, held=None)), held=withheld)


def _each(sheet: RecordSheet, events: leaves.EventList, chosen: Mask) -> Exact:
    if events.each is not None:
        return fixed(sheet, events.each)
    if events.score is not None:
        judge = Judge(sheet, None, _no_events)
        sheet.outcomes = judge.outcomes
        whole = judge.rule(SumRule(id="record", sum=events.score))
        return replace(whole.marks, held=whole.withheld if whole.withheld.any() else None)
    return by_class(sheet, events.marks, chosen)


def _no_events(_judge: Judge, events: leaves.EventList) -> Exact:
    raise TypeError(f"records have no events of their own: {events.register_}")


def by_class(sheet: RecordSheet, classes: Any, chosen: Mask) -> Exact:
    """Return marks by the class of the record. Raises BadInputError naming every chosen record whose class the table does not list."""
    texts = sheet.texts(classes.by)
    marks = exact.absent(sheet.rows)
    if classes.otherwise is not None:
        marks = fixed(sheet, classes.otherwise)
    for entry, amount in classes.table.items():
        marks = exact.choose(texts == entry, fixed(sheet, amount), marks)
    if classes.otherwise is None and (chosen & ~marks.ok).any():
        raise BadInputError(
            _unlisted(sheet, classes, row) for row in np.flatnonzero(chosen & ~marks.ok)[:MOST]
        )
    return marks


def _unlisted(sheet: RecordSheet, classes: Any, row: int) -> Problem:
    name = sheet.register
    where = f"{sheet.declared.file or f'registers/{name}.csv'}:{sheet.records.lines[row]}"
    given = sheet.texts(classes.by)[row]
    return say(
        "class_unlisted",
        where,
        given="" if given is None else given,
        field=classes.by,
        known=listed(map(str, classes.table)),
    )


def _same_item(sheet: RecordSheet, events: leaves.EventList, marks: Exact) -> Exact:
    """Let records of one item of one unit count once, highest, lowest, first or with falling shares."""
    if events.same_item in (None, "sum"):
        return marks
    items: dict[tuple[int, str], list[int]] = {}
    for row in np.flatnonzero(marks.ok):
        item = sheet.records.items[row]
        items.setdefault((int(sheet.of[row]), f"={item}" if item is not None else f"#{row}"), []).append(
            int(row)
        )
    cells = marks.fractions()
    kept: list[Fraction | None] = [None] * sheet.rows
    for rows in items.values():
        rows.sort(key=lambda r: (sheet.records.dates[r] or date.max, r))
        _keep(rows, cells, kept, events.same_item)
    return exact.from_fractions(kept)


def _keep(rows: list[int], cells: list[Fraction | None], kept: list[Fraction | None], how: Any) -> None:
    zero = Fraction(0)
    if isinstance(how, leaves.Decreasing):
        for number, row in enumerate(rows):
            kept[row] = (cells[row] or zero) * Fraction(how.decreasing[min(number, len(how.decreasing) - 1)])
        return
    pick: dict[str, Callable[[list[int]], int]] = {
        "highest": lambda r: max(r, key=lambda row: cells[row] or zero),
        "lowest": lambda r: min(r, key=lambda row: cells[row] or zero),
        "first": lambda r: r[0],
    }
    winner = pick[how](rows)
    for row in rows:
        kept[row] = cells[row] if row == winner else zero


def per_unit(marks: Exact, units: Groups, rows: int) -> Exact:
    """Add the marks of records up per unit; a unit without records has 0, and one of a record that withholds is ``held``."""
    added = exact.present(
        _spread_over(by_group(replace(marks, held=None), units, "sum"), rows), constant(0, rows)
    )
    if marks.held is None:
        return added
    held = np.zeros(rows, bool)
    held[units[marks.held & (units >= 0)]] = True
    return replace(added, held=held)


def _spread_over(per_group: Exact, rows: int) -> Exact:
    if not len(per_group):
        return exact.absent(rows)
    taken = per_group.take(np.minimum(np.arange(rows), len(per_group) - 1))
    return replace(taken, ok=taken.ok & (np.arange(rows) < len(per_group)))


def from_register(sheet: RecordSheet, source: FromRegister, units: Groups, rows: int) -> Exact:
    """Return an indicator counted from records: count, sum, mean, min, max, distinct, or a share among a population."""
    chosen = sheet.within(source.span) & selected(sheet, source.where) & (units >= 0)
    ones = constant(1, sheet.rows)
    if source.count:
        return per_unit(replace(ones, ok=chosen), units, rows)
    if source.share_where is not None:
        among = chosen & selected(sheet, source.among)
        part = among & selected(sheet, source.share_where)
        whole = per_unit(replace(ones, ok=among), units, rows)
        return exact.div(per_unit(replace(ones, ok=part), units, rows), whole)
    if source.distinct is not None:
        return _distinct(sheet.texts(source.distinct), chosen, units, rows)
    name = next(n for n in ("sum", "mean", "min", "max") if getattr(source, n) is not None)
    values = sheet.named(getattr(source, name), sheet.period, raw=True)
    values = replace(values, ok=values.ok & chosen)
    if name == "sum":
        return per_unit(values, units, rows)
    return _spread_over(by_group(values, units, name), rows)  # type: ignore[arg-type]  # one of mean, min, max


def _distinct(texts: NDArray[np.object_], chosen: Mask, units: Groups, rows: int) -> Exact:
    pairs = {(int(units[row]), texts[row]) for row in np.flatnonzero(chosen) if texts[row] is not None}
    counted = np.bincount([unit for unit, _ in pairs], minlength=rows) if pairs else np.zeros(rows, np.int64)
    return Exact(counted.astype(np.int64), 1, np.ones(rows, bool), max(len(pairs), 1), 1)

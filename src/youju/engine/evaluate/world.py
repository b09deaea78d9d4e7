"""The world of one round: every column of every unit, filled from facts, rolled up the tree, seen level by level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.data import Facts, Records, Units
from youju.engine.evaluate.conditions import selected
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.records import RecordSheet, by_class, from_register
from youju.engine.evaluate.rules import panel_mean
from youju.engine.evaluate.sheet import Parameters, fixed, operand
from youju.engine.exact import Exact, Mask, absent, constant
from youju.engine.groups import Groups, by_group, numbered, spread
from youju.engine.language import indicators as language
from youju.engine.language.leaves import Classes, Panel
from youju.engine.language.scheme import Scheme
from youju.engine.period import PER_YEAR, Every, Period
from youju.engine.prepare.cells import Cells, Doubt, Key, gather
from youju.engine.prepare.tree import rolled_up


class World:
    """Facts and registers of one scheme and period over all units, loaded once and looked up by name and period."""

    def __init__(self, scheme: Scheme, units: Units, period: Period, registers: dict[str, Records]) -> None:
        self.scheme, self.units, self.period, self.registers = scheme, units, period, registers
        self.parameters = Parameters(scheme.parameters)
        self.cells: dict[Key, Cells] = {}
        self.asked: set[Key] = set()
        self._columns: dict[Key, Exact] = {}
        self._one_at_a_time = RLock()

    def load(
        self, batches: Iterable[Facts], wanted: set[Key] | None, as_of: int | None, doubt: Doubt | None = None
    ) -> None:
        """Take the facts in, keeping the latest of every cell. ``doubt`` is told of cells decided by their order alone."""
        self.cells = gather(batches, units=len(self.units.codes), wanted=wanted, as_of=as_of, doubt=doubt)
        self._columns.clear()

    def column(self, name: str, period: Period) -> Exact:
        """Return the values of an indicator over all units as found: given or rolled up, rounded to the indicator's places."""
        with self._one_at_a_time:
            if (name, period) not in self._columns:
                places = self.scheme.indicators[name].places
                given = self._given(name, period)
                given = given if places is None else exact.rounded(given, places)
                self._columns[name, period] = self._up(name, given, period)
            return self._columns[name, period]

    def patch(self, key: Key, at: int) -> None:
        """Take one changed cell over into the columns that rest on it; where more than that cell may have changed they are made anew."""
        name, period = key
        declared = self.scheme.indicators[name]
        for other in [other for other in self._columns if other[0] == name]:
            column, cells = self._columns[other], self.cells[key]
            same = (
                other == key
                and declared.up_the_tree in {None, "own"}
                and declared.ask != "once"
                and declared.places is None
            )
            if (
                same
                and isinstance(column.num, np.ndarray)
                and isinstance(column.den, int)
                and column.den == 10 ** int(cells.scale[at])
                and not column.wide
            ):
                column.num[at] = cells.mantissa[at]
                if not column.ok[at]:
                    column.ok[at] = True
                self._columns[other] = replace(column, top=max(column.top, abs(int(cells.mantissa[at]))))
            elif (
                declared.ask == "once"
                or asked_period(declared.ask, other[1]) == period
                or declared.up_the_tree is not None
            ):
                del self._columns[other]

    def _given(self, name: str, period: Period) -> Exact:
        """Return what the facts give: of the period the indicator is asked in, or the latest for standing values."""
        declared = self.scheme.indicators[name]
        if declared.ask != "once" and not isinstance(declared.from_, language.FromScheme):
            return self._cell(name, asked_period(declared.ask, period))
        self.asked.add((name, EVER))
        column = absent(len(self.units.codes))
        for _, earlier in self._past(name, period):
            column = exact.present(column, self._cell(name, earlier))
        return column

    def _cell(self, name: str, period: Period) -> Exact:
        self.asked.add((name, period))
        cells = self.cells.get((name, period))
        return absent(len(self.units.codes)) if cells is None else cells.exact()

    def held(self, name: str, period: Period) -> NDArray[np.int64] | None:
        """Return for every unit the row of the fact that an indicator rests on in a period (−1: none), None where there are no facts.

        A standing value rests on the latest fact of each unit, whatever periods the other units reported in.
        """
        declared = self.scheme.indicators[name]
        if declared.ask != "once":
            cells = self.cells.get((name, asked_period(declared.ask, period)))
            return None if cells is None else cells.row.astype(np.int64)
        rows: NDArray[np.int64] | None = None
        for key in self._past(name, period):
            own = self.cells[key].row
            rows = own.astype(np.int64) if rows is None else np.where(rows >= 0, rows, own)
        return rows

    def _past(self, name: str, period: Period) -> list[Key]:
        """Return the cells of an indicator up to the end of a period, the latest first."""
        past = [key for key in self.cells if key[0] == name and key[1].start <= period.end]
        return sorted(past, key=lambda k: (k[1].start, -(k[1].end - k[1].start).days), reverse=True)

    def _up(self, name: str, given: Exact, period: Period) -> Exact:
        how = self.scheme.indicators[name].up_the_tree
        if how is None or how == "own":
            return given

        def weights() -> Exact:
            if not isinstance(how, language.WeightedMean) or how.weighted_mean == "equal":
                return constant(1, len(given))
            return self.column(how.weighted_mean, period)

        if not len(given):
            weights()  # an empty world asks for them all the same, so that their facts are not left behind
            return given
        return rolled_up(given, self.units, how, weights, self.scheme.indicators[name].places)


EVER = Period(Every.YEAR, 0)
"""Stands in ``asked`` for: every period held."""
LENGTHS = (Every.DAY, Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR)


def asked_period(ask: str | None, period: Period) -> Period:
    """Return the period a value is filed under: the longer one that holds ``period`` when the indicator is asked less often."""
    if ask not in LENGTHS[1:] or LENGTHS.index(Every(ask)) <= LENGTHS.index(period.every):
        return period
    per_year = PER_YEAR[Every(ask)]
    return Period(Every(ask), period.year * per_year + (period.start.month - 1) * per_year // 12)


class LevelSheet:
    """The units of one level as rows."""

    def __init__(self, world: World, level: str, at: NDArray[np.int32] | None = None) -> None:
        self.world, self.level, self.period, self.parameters = world, level, world.period, world.parameters
        self.entire = at is None
        self.at = world.units.at_level(level) if at is None else at
        self.rows = len(self.at)
        self.run = slice(int(self.at[0]), int(self.at[0]) + self.rows) if self._is_run() else self.at
        self.memo: dict[tuple[int, Period, bool], Exact] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.known: dict[int, Mask] = {}
        self._named: dict[tuple[str, Period, bool], Exact] = {}
        self._groups: dict[str, Groups] = {}
        self._records: dict[str, tuple[RecordSheet, Groups]] = {}

    def _is_run(self) -> bool:
        """Whether the units stand one after the other, so that a column of theirs is a view and no copy."""
        return bool(self.rows and self.at[-1] - self.at[0] == self.rows - 1 and (np.diff(self.at) == 1).all())

    def named(self, name: str, period: Period, *, raw: bool) -> Exact:
        """Return an indicator or parameter in a period; a text column of units.csv is read as numbers."""
        key = (name, period, raw)
        if key not in self._named:
            if name in self.world.scheme.indicators:
                self._named[key] = self._indicator(name, period, raw=raw)
            elif name in self.world.units.columns:
                self._named[key] = _numbers(self.texts(name))
            else:
                self._named[key] = fixed(self, name, period)
        return self._named[key]

    def _indicator(self, name: str, period: Period, *, raw: bool) -> Exact:
        column = self._found(name, period, raw=raw)
        policy = self.world.scheme.indicators[name].missing or self.world.scheme.missing
        return column if raw else self._filled(name, column, period, policy)

    def _found(self, name: str, period: Period, *, raw: bool) -> Exact:
        """Return an indicator before its own missing policy; ``raw`` leaves out those of what it is derived from, too."""
        declared = self.world.scheme.indicators[name]
        if declared.value is not None:
            column = operand(self, declared.value, period, raw=raw)
        elif isinstance(declared.from_, language.FromRegister):
            sheet, units = self.records(declared.from_.register_, period)
            column = from_register(sheet, declared.from_, units, self.rows)
        else:
            column = self.world.column(name, period).take(self.run)
        return column if declared.places is None else exact.rounded(column, declared.places)

    def _filled(self, name: str, column: Exact, period: Period, policy: Any) -> Exact:
        """Apply what absence means for this indicator."""
        if policy is None or policy == "omit" or (column.whole and self.rows):
            return column
        if policy == "withhold":
            if period != self.period:
                return column
            return replace(column, held=~column.ok if column.held is None else column.held | ~column.ok)
        if policy == "zero":
            return exact.present(column, constant(0, self.rows))
        if isinstance(policy, language.FillConstant):
            return exact.present(column, fixed(self, policy.constant, period))
        if isinstance(policy, language.FillLast):
            now = asked_period(self.world.scheme.indicators[name].ask, period)
            for back in range(1, policy.last + 1):
                column = exact.present(column, self._found(name, now.back(back), raw=False))
            return column
        scope, statistic = (
            (policy.mean, "mean") if isinstance(policy, language.FillMean) else (policy.median, "median")
        )
        groups = self.groups(scope)
        filler = spread(by_group(column, groups, statistic), groups)  # type: ignore[arg-type]  # mean or median
        places = self.world.scheme.indicators[name].places
        return exact.present(column, filler if places is None else exact.rounded(filler, places))

    def texts(self, name: str) -> NDArray[np.object_]:
        """Return a column of units.csv (or code, title, level) of these units."""
        units = self.world.units
        own: dict[str, tuple[str | None, ...]] = {
            "code": units.codes,
            "title": units.titles,
            "level": units.levels,
        }
        column = own.get(name) or units.columns.get(name) or (None,) * len(units.codes)
        result = np.empty(self.rows, object)
        result[:] = [column[i] for i in self.at]
        return result

    def classes(self, name: str) -> NDArray[np.object_]:
        """Return the entry of every unit in a column."""
        return self.texts(name)

    def order(self, name: str) -> tuple[str, ...] | None:  # noqa: ARG002 - columns of units have no order
        """Columns of units.csv have no order."""
        return None

    def groups(self, scope: str) -> Groups:
        """Return the peer group of every unit: league, all, a level (same ancestor) or a column (same entry)."""
        if scope not in self._groups:
            if self.entire and scope != "league":
                key = ("groups", self.level, scope)
                self._groups[scope] = self.world.units.remembered(key, lambda: self._grouped(scope))
            else:
                self._groups[scope] = self._grouped(scope)
        return self._groups[scope]

    def _grouped(self, scope: str) -> Groups:
        if scope == "all":
            return np.zeros(self.rows, np.int64)
        if scope == "league":
            league = next((lg for lg in self.world.scheme.league if lg.level == self.level), None)
            return np.zeros(self.rows, np.int64) if league is None else league_groups(self, league)
        if scope in self.world.units.level_names:
            above = self.world.units.ancestor(scope)[self.at]
            return numbered(above, above >= 0)
        texts = self.texts(scope)
        present = np.array([text is not None for text in texts], bool)
        return numbered(np.array([text or "" for text in texts], str), present)

    def among_peers(self, value: Any, period: Period, *, raw: bool) -> Exact | None:  # noqa: ARG002 - blocks of a level answer
        """All units of the level are here: they are compared here."""
        return None

    def marks(self, rule: str) -> Exact:
        """Return the marks an earlier rule gave; ``total`` once it is known."""
        return self.outcomes[rule].marks

    def owners(self) -> LevelSheet:
        """Return the units themselves."""
        return self

    def records(self, register: str, period: Period | None = None) -> tuple[RecordSheet, Groups]:
        """Return the records of a register as rows, and for each the unit of this level it belongs to."""
        at = period or self.period
        key = f"{register}@{at}"
        if key not in self._records:
            records = self.world.registers[register]
            above = self.world.units.ancestor(self.level)
            row_of = np.full(len(above) + 1, -1, np.int64)
            row_of[self.at] = np.arange(self.rows)
            unit = np.where(records.unit >= 0, above[records.unit] if len(above) else -1, -1)
            of = row_of[unit] if len(unit) else np.empty(0, np.int64)
            self._records[key] = (
                RecordSheet(
                    records, self.world.scheme.registers[register], at, self.parameters, self, of, register
                ),
                of,
            )
        return self._records[key]

    def ratings(self, panel: Panel) -> Exact:
        """Return the mean of the ratings in a register, unit by unit."""
        sheet, units = self.records(str(panel.register_))
        weights = constant(1, sheet.rows)
        chosen = sheet.within("period") & selected(sheet, panel.where) & (units >= 0)
        if isinstance(panel.marks, Classes):
            marks = by_class(sheet, panel.marks, chosen)
        else:
            marks = sheet.named(str(panel.marks), self.period, raw=True)
        if panel.weight_by is not None:
            weights = by_class(sheet, panel.weight_by, chosen)
        cells, weighed = marks.fractions(), weights.fractions()
        rows: list[list[tuple[Any, Any]]] = [[] for _ in range(self.rows)]
        for record in np.flatnonzero(chosen):
            rows[units[record]].append((cells[record], weighed[record]))
        return exact.from_fractions([panel_mean(pairs, panel) for pairs in rows])


def league_groups(sheet: LevelSheet, league: Any) -> Groups:
    """Return who competes with whom: the same ancestor, the same peers' column, and only the units selected."""
    if league.only is not None or not sheet.entire:
        return _league_groups(sheet, league)
    key = ("league", sheet.level, league.within, league.peers)
    return sheet.world.units.remembered(key, lambda: _league_groups(sheet, league))


def _league_groups(sheet: LevelSheet, league: Any) -> Groups:
    keys = np.zeros((sheet.rows, 2), np.int64)
    inside = np.ones(sheet.rows, bool) if league.only is None else selected(sheet, league.only)
    if league.within is not None:
        keys[:, 0] = sheet.groups(league.within)
    if league.peers is not None:
        keys[:, 1] = sheet.groups(league.peers)
    inside &= (keys >= 0).all(axis=1)
    width = int(keys[:, 1].max(initial=0)) + 1
    return numbered(keys[:, 0] * width + keys[:, 1], inside)


def _numbers(texts: NDArray[np.object_]) -> Exact:
    """Read a text column as numbers; what is no number is missing."""
    from fractions import Fraction

    def number(text: str | None) -> Fraction | None:
        try:
            return None if text is None else Fraction(text)
        except ValueError:
            return None

    return exact.from_fractions([number(text) for text in texts])

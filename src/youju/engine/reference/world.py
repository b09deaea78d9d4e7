"""What the oracle can look at: units in their tree, the facts that hold, records, parameters, and who is whose peer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from youju.engine.data import Facts, Records, Units
from youju.engine.language.conditions import Comparison
from youju.engine.language.parts import Dated
from youju.engine.language.scheme import Scheme
from youju.engine.language.stage import League
from youju.engine.period import Period
from youju.engine.reference.conditions import TextThing, where_holds
from youju.engine.reference.numbers import exact

Seen = dict[tuple[int, str], dict[Period, Fraction]]
"""(unit, indicator) → what held in each period."""


@dataclass
class Notes:
    """What was noticed while a value was worked out: whether an absence withholds the unit's total."""

    withheld: bool = False


@dataclass(frozen=True)
class At:
    """Where and when a value is asked for.

    Without ``notes`` an absence does not withhold: peers, other periods, conditions. With ``held`` only what was
    actually held counts, and no missing policy is applied: inside cumulative, run_length and extreme. ``given`` are the
    marks this unit (or the record in ``row``) has so far; about another unit they have to be worked out.
    """

    unit: int
    period: Period
    notes: Notes | None = None
    record: dict[str, Fraction | None] | None = None
    held: bool = False
    row: tuple[str, int] | None = None
    given: Mapping[str, Fraction | None] | None = None

    def elsewhere(self, unit: int | None = None, period: Period | None = None) -> At:
        """Return the same question about another unit or another period."""
        return replace(
            self,
            unit=self.unit if unit is None else unit,
            period=self.period if period is None else period,
            notes=None,
            given=self.given if unit is None else None,
        )


@dataclass
class World:
    """Everything given to one scoring, with plain look-ups."""

    scheme: Scheme
    units: Units
    registers: dict[str, Records]
    period: Period
    seen: Seen
    known: dict[tuple[str, int, Period, bool], tuple[Fraction | None, bool]] = field(default_factory=dict)

    def parameter(self, name: str, period: Period) -> Fraction | None:
        """Return a parameter as it stands in a period, None before its first date."""
        given = self.scheme.parameters[name]
        return dated(given, period) if isinstance(given, dict) else exact(given)

    def amount(self, given: object, period: Period) -> Fraction | None:
        """Return a number, a parameter or dated numbers as they stand in a period."""
        if isinstance(given, str):
            if given not in self.scheme.parameters:
                raise ValueError(f"no parameter is called {given!r}")
            return self.parameter(given, period)
        return dated(given, period) if isinstance(given, dict) else exact(given)

    def sure(self, given: object, period: Period) -> Fraction:
        """Return an amount that must be there. Raises ValueError when its first date is later than the period."""
        amount = self.amount(given, period)
        if amount is None:
            raise ValueError(f"no amount holds in {period}: {given!r}")
        return amount

    def maybe(self, given: object | None, period: Period) -> Fraction | None:
        """Return an amount that need not be written at all."""
        return None if given is None else self.sure(given, period)

    def children(self, unit: int) -> list[int]:
        """Return the units directly below one."""
        return [i for i, parent in enumerate(self.units.parents) if parent == unit]

    def below(self, unit: int) -> set[int]:
        """Return a unit and all units below it, however far."""
        found = {unit}
        for child in self.children(unit):
            found |= self.below(child)
        return found

    def ancestor(self, unit: int, level: str) -> int | None:
        """Return the unit of a level that stands above one, or the unit itself when it is of that level."""
        at = unit
        while at >= 0:
            if self.units.levels[at] == level:
                return at
            at = int(self.units.parents[at])
        return None

    def column(self, unit: int, name: str) -> str | None:
        """Return what units.csv says of a unit in one column."""
        own = {"code": self.units.codes, "title": self.units.titles, "level": self.units.levels}
        if name in own:
            return own[name][unit]
        if name == "parent":
            parent = int(self.units.parents[unit])
            return self.units.codes[parent] if parent >= 0 else None
        return self.units.columns[name][unit]

    def suits(self, unit: int, where: Mapping[str, Comparison] | None) -> bool:
        """Say whether the columns of a unit answer a ``units``, ``only`` …"""
        things = {
            name: TextThing(self.column(unit, name), lambda given: self.amount(given, self.period))
            for name in where or {}
        }
        return where_holds(where, things)

    def circle(self, unit: int, league: League) -> tuple[object, ...] | None:
        """Return what tells a unit's circle of one league from the others; None when the league does not hold the unit."""
        if self.units.levels[unit] != league.level or not self.suits(unit, league.only):
            return None
        above = None if league.within is None else self.ancestor(unit, league.within)
        peers = None if league.peers is None else self.column(unit, league.peers)
        if (league.within is not None and above is None) or (league.peers is not None and peers is None):
            return None
        return (above, peers)

    def peers(self, unit: int, scope: str) -> list[int]:
        """Return the units of one scope: of the same level, the unit itself included; none when the scope does not hold it."""
        mine = self._scope(unit, scope)
        if mine is None:
            return []
        same = [i for i, level in enumerate(self.units.levels) if level == self.units.levels[unit]]
        return [i for i in same if self._scope(i, scope) == mine]

    def _scope(self, unit: int, scope: str) -> object | None:
        if scope == "all":
            return True
        if scope == "league":
            leagues = [league for league in self.scheme.league if league.level == self.units.levels[unit]]
            return self.circle(unit, leagues[0]) if leagues else None
        if scope in self.units.levels:
            return self.ancestor(unit, scope)
        return self.column(unit, scope)


def dated(given: Dated, period: Period) -> Fraction | None:
    """Return the number whose first day is the latest not after the first day of the period."""
    begun = [start for start in given if start.start <= period.start]
    return exact(given[max(begun, key=lambda start: start.start)]) if begun else None


def what_held(facts: Facts) -> Seen:
    """Read the facts in order: for one cell the later ``recorded_at`` wins, then the later row."""
    best: dict[tuple[int, str, Period], int] = {}
    seen: Seen = {}
    for row in range(len(facts)):
        unit, name = int(facts.unit[row]), facts.indicators[int(facts.indicator[row])]
        period, recorded = facts.periods[int(facts.period[row])], int(facts.recorded_at[row])
        if (unit, name, period) in best and best[unit, name, period] > recorded:
            continue
        best[unit, name, period] = recorded
        value = Fraction(int(facts.mantissa[row]), 10 ** int(facts.scale[row]))
        seen.setdefault((unit, name), {})[period] = value
    return seen


def inside(day: date | None, span: str, period: Period) -> bool:
    """Say whether a record's day lies in the span asked for. A record without a date is only in ``all``."""
    if span == "all":
        return True
    if day is None:
        return False
    if span == "period":
        return period.contains(day)
    return date(period.year, 1, 1) <= day <= period.end


__all__ = ["At", "Decimal", "Notes", "World", "dated", "inside", "what_held"]

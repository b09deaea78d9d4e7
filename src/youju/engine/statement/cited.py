"""What proves a mark: the facts of the periods it looks at, and the records it counts or misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.bundle.read import Bundle
from youju.engine.evaluate.conditions import selected
from youju.engine.evaluate.records import RecordSheet, event_marks
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.exact import Exact
from youju.engine.language import values as language
from youju.engine.language.indicators import FillLast, FromRegister
from youju.engine.language.leaves import EventsRule, RatingRule
from youju.engine.language.parts import Part
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.sources.registers import read_registers
from youju.engine.sources.units import read_units
from youju.engine.statement.numbers import plain, shown

Spans = dict[str, list[tuple[date, date]]]
DEPTH = 20
NO_FACTS = language.MarksOf | language.Table | language.Days
"""Values that rest on no fact: marks are told by their own rule, classes and days by unit or record."""
SMALLEST = Decimal("0.0001")


@dataclass(frozen=True)
class Listed:
    """Records that stand behind a mark: ``found`` were counted; ``short`` belong to the population but do not fulfil the condition."""

    register: str
    found: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    population: int | None = None


@dataclass(frozen=True)
class Cited:
    """What a rule rests on: the facts of the unit it looks at, and the indicators that are gathered from the units below."""

    facts: tuple[dict[str, Any], ...]
    below: tuple[str, ...]


Known = dict[str, list[dict[str, Any]]]
"""The facts of a unit by indicator, in the order recorded."""


def by_indicator(facts: Iterable[dict[str, Any]]) -> Known:
    """Return the facts of a unit by indicator."""
    known: Known = {}
    for fact in facts:
        known.setdefault(fact["indicator"], []).append(fact)
    return known


def spans_of(scheme: Scheme, part: Any, period: Period, depth: int = 0) -> Spans:
    """Return which indicators a value rests on, and from which day to which it looks at each (now first, then the bases)."""
    found: Spans = {}
    for name, begin, end in _walk(scheme, part, period, period, depth):
        if (begin, end) not in found.setdefault(name, []):
            found[name].append((begin, end))
    return found


def _walk(
    scheme: Scheme, part: Any, first: Period, last: Period, depth: int
) -> Iterator[tuple[str, date, date]]:
    if depth > DEPTH:
        return
    if isinstance(part, str):
        declared = scheme.indicators.get(part)
        if declared is not None and declared.value is not None:
            yield from _walk(scheme, declared.value, first, last, depth + 1)
        elif declared is not None:
            yield part, first.start, last.end
    elif isinstance(part, language.Growth | language.Lag):
        if isinstance(part, language.Growth):
            yield from _walk(scheme, part.growth, first, last, depth + 1)
        inner = part.growth if isinstance(part, language.Growth) else part.before
        yield from _walk(scheme, inner, _then(part, first), _then(part, last), depth + 1)
    elif isinstance(part, language.Cumulative):
        yield from _walk(scheme, part.cumulative, first.year_to_date()[0], last, depth + 1)
    elif isinstance(part, language.Extreme | language.RunLength):
        inner = part.of if isinstance(part, language.Extreme) else part.run_length
        yield from _walk(scheme, inner, first.back(part.window - 1), last, depth + 1)
    elif isinstance(part, language.OverTime):
        begin = first.year_to_date()[0] if part.window == "year_to_date" else first.back(int(part.window) - 1)
        yield from _walk(scheme, part.of, begin, last, depth + 1)
    elif isinstance(part, language.Peer | NO_FACTS):
        return  # what the peers' values rest on is in their own statements
    elif isinstance(part, tuple):
        for one in part:
            yield from _walk(scheme, one, first, last, depth)
    elif isinstance(part, Part):
        for field in (name for name in type(part).model_fields if name in part.model_fields_set):
            inside = getattr(part, field)
            for one in inside if isinstance(inside, tuple) else (inside,):
                yield from _walk(scheme, one, first, last, depth + 1)


def _then(part: language.Growth | language.Lag, period: Period) -> Period:
    if isinstance(part, language.Lag):
        return period.last_year() if part.back == "year" else period.back(int(part.back))
    if isinstance(part.over, language.Base):
        return part.over.base
    return period.back() if part.over == "previous_period" else period.last_year()


def relevant(scheme: Scheme, spans: Spans, facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts a value looks at, latest recorded per period; where none is inside its span and the policy says so, the last before it."""
    kept: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in spans}
    for fact in facts:
        own = kept.get(fact["indicator"])
        if own is not None:
            before = own.get(fact["period"])
            if before is None or recorded(fact) >= recorded(before):
                own[fact["period"]] = fact
    found = []
    for name, windows in spans.items():
        mine = [(Period.parse(period), fact) for period, fact in kept[name].items()]
        inside = [
            (when, fact)
            for when, fact in mine
            if any(when.start <= last and when.end >= first for first, last in windows)
        ]
        first = max(begin for begin, _ in windows)
        if not inside and isinstance(scheme.indicators[name].missing or scheme.missing, FillLast):
            inside = sorted((pair for pair in mine if pair[0].end < first), key=lambda pair: pair[0].end)[-1:]
        found += [fact for _, fact in sorted(inside, key=lambda pair: (pair[0].start, pair[0].end))]
    return found


def recorded(fact: dict[str, Any]) -> tuple[bool, Any]:
    """Return when a fact was recorded, for ordering: one without a time comes first."""
    return (fact["recorded_at"] is not None, fact["recorded_at"] or 0)


class Ledgers:
    """The registers of a bundle, read when a rule counts from one."""

    def __init__(self, bundle: Bundle, scheme: Scheme, period: Period) -> None:
        self.bundle, self.scheme, self.period = bundle, scheme, period
        self._sheets: dict[str, LevelSheet] = {}
        self._texts: dict[str, list[Any]] = {}
        self._marks: dict[tuple[str, int], Exact] = {}

    @cached_property
    def _world(self) -> World | None:
        units, _ = read_units(self.bundle.path / "units.parquet", default_level=self.scheme.league[0].level)
        if units is None:
            return None
        registers, problems = read_registers(self.scheme, self.bundle.path / "scheme", units)
        return None if problems else World(self.scheme, units, self.period, registers)

    def listed(self, rule: Any, unit: str, level: str) -> list[Listed]:
        """Return the records behind one rule of one unit; empty for rules that count from no register."""
        if isinstance(rule, EventsRule):
            return self._events(str(rule.events.register_), rule.events, unit, level)
        if isinstance(rule, RatingRule) and rule.rating.register_ is not None:
            return self._ratings(str(rule.rating.register_), rule.rating, unit, level)
        names = _registers_in(self.scheme, getattr(rule, "value", None) or getattr(rule, "of", None))
        return merged([found for source in names for found in self._counted(source, unit, level)])

    def _sheet(self, register: str, unit: str, level: str) -> tuple[RecordSheet, Any] | None:
        world = self._world
        if world is None or register not in world.registers or unit not in world.units.index:
            return None
        sheet = self._sheets.setdefault(level, LevelSheet(world, level))
        records, of = sheet.records(register)
        row = int(np.flatnonzero(sheet.at == world.units.index[unit])[0])
        return records, of == row

    def _events(self, register: str, events: Any, unit: str, level: str) -> list[Listed]:
        opened = self._sheet(register, unit, level)
        if opened is None:
            return []
        sheet, mine = opened
        chosen = mine & sheet.within(events.span) & selected(sheet, events.where)
        if (level, id(events)) not in self._marks:
            self._marks[level, id(events)] = event_marks(sheet, events)
        return [
            Listed(self.title(register), self._said(sheet, register, chosen, self._marks[level, id(events)]))
        ]

    def peers(self, scope: str, unit: str, level: str) -> NDArray[np.int64] | None:
        """Return the rows of a level with whom a unit is compared, itself included; None where the units cannot be read."""
        world = self._world
        if world is None or unit not in world.units.index:
            return None
        sheet = self._sheets.setdefault(level, LevelSheet(world, level))
        groups = sheet.groups(scope)
        own = groups[np.flatnonzero(sheet.at == world.units.index[unit])[0]]
        return np.flatnonzero((groups == own) & (groups >= 0))

    def _ratings(self, register: str, panel: Any, unit: str, level: str) -> list[Listed]:
        opened = self._sheet(register, unit, level)
        if opened is None:
            return []
        sheet, mine = opened
        chosen = mine & sheet.within("period") & selected(sheet, panel.where)
        return [Listed(self.title(register), self._said(sheet, register, chosen))]

    def _counted(self, source: FromRegister, unit: str, level: str) -> list[Listed]:
        opened = self._sheet(str(source.register_), unit, level)
        if opened is None:
            return []
        sheet, mine = opened
        register = str(source.register_)
        chosen = mine & sheet.within(source.span) & selected(sheet, source.where)
        if source.share_where is None:
            return [Listed(self.title(register), self._said(sheet, register, chosen))]
        among = chosen & selected(sheet, source.among)
        part = among & selected(sheet, source.share_where)
        found, short = self._said(sheet, register, part), self._said(sheet, register, among & ~part)
        return [Listed(self.title(register), found, short, int(among.sum()))]

    def title(self, register: str) -> str:
        """Return what a register is called."""
        return self.scheme.registers[register].title or register

    def _said(
        self, sheet: RecordSheet, register: str, chosen: Any, marks: Exact | None = None
    ) -> tuple[str, ...]:
        """Write records in one line each: their fields, what each brings, then the evidence."""
        declared = self.scheme.registers[register]
        skip = {declared.unit, declared.evidence}
        texts = self._texts.setdefault(
            register, [sheet.texts(name) for name in sheet.records.fields if name not in skip]
        )
        lines = []
        for row in np.flatnonzero(chosen).tolist():
            cells = [column[row] for column in texts]
            proof = sheet.records.evidence[row]
            brought = None if marks is None else marks.fraction(row)
            own = "" if brought is None else f"：{plain(shown(brought).quantize(SMALLEST).normalize())} 分"
            lines.append(
                "，".join(cell for cell in cells if cell) + own + (f"（佐证 {proof}）" if proof else "")
            )
        return tuple(lines)


def merged(listed: list[Listed]) -> list[Listed]:
    """Bring two counts from one register together: of those in the larger, some are in the smaller, and the others are named."""
    if (
        len(listed) != 2
        or listed[0].register != listed[1].register
        or any(one.population is not None for one in listed)
    ):
        return listed
    small, large = sorted(listed, key=lambda one: len(one.found))
    if not set(small.found) <= set(large.found):
        return listed
    inside = set(small.found)
    short = tuple(one for one in large.found if one not in inside)
    return [Listed(small.register, small.found, short, len(large.found))]


def _registers_in(scheme: Scheme, part: Any, depth: int = 0) -> Iterator[FromRegister]:
    if isinstance(part, str):
        declared = scheme.indicators.get(part)
        if declared is not None and isinstance(declared.from_, FromRegister):
            yield declared.from_
        elif declared is not None and declared.value is not None and depth < DEPTH:
            yield from _registers_in(scheme, declared.value, depth + 1)
    elif isinstance(part, tuple):
        for one in part:
            yield from _registers_in(scheme, one, depth)
    elif isinstance(part, Part) and not isinstance(part, language.Peer | NO_FACTS):
        for field in (name for name in type(part).model_fields if name in part.model_fields_set):
            inside = getattr(part, field)
            for one in inside if isinstance(inside, tuple) else (inside,):
                yield from _registers_in(scheme, one, depth)

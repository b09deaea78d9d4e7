"""Scoring: a scheme, closed facts and units in; marks with reasons, totals, places and bands out. Pure and exact."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.board import Standing, met, stand
from youju.engine.data import Cell, Facts, Records, Units
from youju.engine.evaluate.conditions import holds
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.records import event_marks, per_unit
from youju.engine.evaluate.rules import EnoughError, Judge
from youju.engine.evaluate.shapes import bounded
from youju.engine.evaluate.world import EVER, LevelSheet, World
from youju.engine.exact import Exact, Mask
from youju.engine.expand import expand_scheme
from youju.engine.groups import dense_order
from youju.engine.language import leaves
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import SumRule
from youju.engine.language.stage import League
from youju.engine.period import Period
from youju.engine.prepare.cells import Doubt, Key
from youju.engine.problems import BadInputError
from youju.engine.share import REST, Line, lines
from youju.engine.wording import say

if TYPE_CHECKING:
    from youju.engine.index import Scored

MAX_PLACES = 9
MANY = 65_536
"""Units of a level from which its leagues are placed side by side."""


@dataclass(frozen=True)
class Level:
    """The result of one level: units (indices into ``Units``), totals in units of ``10**-places``, lines of reasons, standings.

    ``rules`` are the ids of the lines in order, the last one for rounding and bounds.
    """

    name: str
    sheet: LevelSheet
    at: NDArray[np.int32]
    totals: NDArray[np.int64]
    has_total: Mask
    lines: list[Line]
    rest: NDArray[np.int64]
    outcomes: dict[str, Outcome]
    standings: tuple[Standing, ...]
    tree: Scored | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """Everything one round came to. ``places`` are the decimals of totals, ``share_places`` those of contributions."""

    scheme: Scheme
    units: Units
    period: Period
    places: int
    share_places: int
    levels: tuple[Level, ...]
    world: World = field(repr=False)

    @cached_property
    def _where(self) -> dict[str, tuple[Level, int]]:
        return {
            self.units.codes[unit]: (level, row) for level in self.levels for row, unit in enumerate(level.at)
        }

    def _find(self, code: str) -> tuple[Level, int]:
        if code not in self._where:
            raise LookupError(f"unit {code!r} is not scored by this scheme")
        return self._where[code]

    def total(self, code: str) -> Decimal | None:
        """Return a unit's total, None where it is withheld."""
        level, row = self._find(code)
        return Decimal(int(level.totals[row])).scaleb(-self.places) if level.has_total[row] else None

    def marks(self, code: str) -> dict[str, Decimal | None]:
        """Return the marks of every rule for a unit, by rule id; None where a rule gave none. Raises LookupError for a stranger."""
        level, row = self._find(code)
        found = {}
        for rule, outcome in level.outcomes.items():
            cell = outcome.marks.fraction(row)
            found[rule] = None if cell is None else Decimal(cell.numerator) / Decimal(cell.denominator)
        return found

    def standing(self, code: str, league: str | None = None) -> tuple[Standing, int]:
        """Return a unit's standing and row in a league (by key; the first of its level by default)."""
        level, row = self._find(code)
        return next(s for s in level.standings if league in (None, s.key)), row

    def place(self, code: str, league: str | None = None) -> Decimal | None:
        """Return a unit's place in a league, None where it has none."""
        standing, row = self.standing(code, league)
        place = Decimal(str(standing.place[row]))
        whole = place.to_integral_value()
        return (whole if whole == place else place) or None

    def band(self, code: str, league: str | None = None) -> str | None:
        """Return a unit's band, or the grade of a veto."""
        standing, row = self.standing(code, league)
        band: str | None = standing.band[row]
        return band


def score(
    scheme: Scheme,
    *,
    units: Units,
    facts: Facts | Iterable[Facts],
    registers: dict[str, Records] | None = None,
    period: Period | None = None,
    as_of: int | None = None,
) -> Result:
    """Score one period of a scheme.

    ``period`` defaults to the scheme's first; ``as_of`` (µs since 1970 UTC) leaves out facts recorded later. The result does not
    depend on the order of rows of different times, on chunking or on threads. Raises LookupError where a scheme that was never
    checked refers to something that is not there.
    """
    return scored(prepared(scheme, units=units, facts=facts, registers=registers, period=period, as_of=as_of))


def scored(world: World) -> Result:
    """Score a prepared world."""
    if world.scheme.composite is not None:
        from youju.engine.index import score_index

        result: Result = score_index(world)
        return result
    levels = tuple(_level(LevelSheet(world, name)) for name in level_names(world.scheme))
    places, parts = world.scheme.total.places, share_places(world.scheme)
    return Result(world.scheme, world.units, world.period, places, parts, levels, world)


def prepared(
    scheme: Scheme,
    *,
    units: Units,
    facts: Facts | Iterable[Facts],
    registers: dict[str, Records] | None = None,
    period: Period | None = None,
    as_of: int | None = None,
    doubt: Doubt | None = None,
) -> World:
    """Return the world of a round with its facts taken in: what every rule will look at, and nothing else."""
    when = period or scheme.in_force.from_
    plain, wanted = _plan(_Itself(scheme), when)
    world = World(plain, units, when, registers or {})
    world.load(
        [facts] if isinstance(facts, Facts) else facts, None if wanted is None else set(wanted), as_of, doubt
    )
    return world


class _Itself:
    """A scheme as the key of what was worked out from it: this very object, which nobody can change."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.scheme is self.scheme

    def __hash__(self) -> int:
        return id(self.scheme)


@lru_cache(maxsize=16)
def _plan(itself: _Itself, period: Period) -> tuple[Scheme, frozenset[Key] | None]:
    """Return a scheme in plain kinds and what it looks at: half of what scoring a county takes, so a process remembers it."""
    plain = expand_scheme(itself.scheme)
    wanted = wanted_cells(plain, period)
    return plain, None if wanted is None else frozenset(wanted)


def share_places(scheme: Scheme) -> int:
    """Return the decimals of contributions."""
    return min(max(scheme.total.places + 4, 4), MAX_PLACES)


def level_names(scheme: Scheme) -> list[str]:
    """Return the levels that are scored, in the order of the leagues."""
    return list(dict.fromkeys(league.level for league in scheme.league))


def wanted_cells(scheme: Scheme, period: Period) -> set[Key] | None:
    """Return which indicators and periods a scheme looks at, by scoring an empty world; None when it may look at any period."""
    empty = empty_world(scheme, period)
    for level in level_names(scheme):
        sheet = LevelSheet(empty, level)
        if scheme.composite is not None:
            from youju.engine.index import leaf_columns

            leaf_columns(sheet)
            sheet.outcomes = {
                "total": Outcome(leaves.Head(id="total"), exact.absent(0), *(np.zeros(0, bool),) * 3)
            }
        else:
            judged(sheet)
        for condition in (
            *(veto.if_ for veto in scheme.veto),
            *(b.if_ for b in scheme.bands.values() if b.if_ is not None),
        ):
            holds(sheet, condition)
    return None if any(when == EVER for _, when in empty.asked) else empty.asked


def empty_world(scheme: Scheme, period: Period) -> World:
    """Return a world without units, facts and records, in which one can listen to what a scheme asks for."""
    nobody = Units((), (), (), np.empty(0, np.int32))
    return World(scheme, nobody, period, {name: _no_records() for name in scheme.registers})


def _no_records() -> Records:
    return Records(np.empty(0, np.int32), _Nothing(), (), (), (), ())


class _Nothing(dict[str, tuple[Cell, ...]]):
    """Fields of a register without records: every field is there and empty."""

    def __missing__(self, name: str) -> tuple[Cell, ...]:
        return ()

    def __contains__(self, name: object) -> bool:
        return True


def judged(sheet: LevelSheet) -> tuple[Judge, Outcome]:
    """Evaluate all marks over a sheet."""
    judge, whole = _judge(sheet)
    return judge, judge.rule(whole)


def judged_until(sheet: LevelSheet, rule: str) -> Exact:
    """Evaluate the marks over a sheet up to one rule and return what it gave: no later rule is asked."""
    before = sheet.outcomes
    judge, whole = _judge(sheet)
    judge.until = rule
    with suppress(EnoughError):
        judge.rule(whole)
    sheet.outcomes = before
    return judge.outcomes[rule].marks


def _judge(sheet: LevelSheet) -> tuple[Judge, SumRule]:
    total = sheet.world.scheme.total
    rounding = (total.places, total.round) if total.when == "each_rule" else None
    judge = Judge(sheet, rounding, _events)
    sheet.outcomes = judge.outcomes
    return judge, SumRule.model_construct(id="total", sum=sheet.world.scheme.marks or (), **_BARE)


_BARE = {name: f.get_default() for name, f in SumRule.model_fields.items() if name not in ("id", "sum")}


def _events(judge: Judge, events: leaves.EventList) -> Exact:
    sheet: LevelSheet = judge.sheet  # type: ignore[assignment]  # only sheets of units have events
    records, units = sheet.records(events.register_)
    return per_unit(event_marks(records, events), units, sheet.rows)


def _level(sheet: LevelSheet) -> Level:
    level, marks, ranked = marked(sheet)
    return replace(level, standings=stand_all(sheet, marks, ranked))


def marked(sheet: LevelSheet) -> tuple[Level, Exact, NDArray[np.int64]]:
    """Judge the units of a sheet: their marks with reasons, the totals as exact marks, and the numbers by which they are ranked.

    Raises BadInputError naming a unit whose marks have more digits than can be kept.
    """
    try:
        return _marked(sheet)
    except exact.TooLargeError as large:
        unit = sheet.world.units.codes[sheet.at[large.row]]
        raise BadInputError([say("marks_too_large", "scheme.yaml", unit=unit)]) from None


def _marked(sheet: LevelSheet) -> tuple[Level, Exact, NDArray[np.int64]]:
    judge, top = judged(sheet)
    rules, total = judge.outcomes, sheet.world.scheme.total
    marks = exact.rounded(bounded(sheet, total, top.marks), total.places, total.round)
    marks = exact.with_mask(marks, ~top.withheld)
    totals = exact.scaled_ints(marks, total.places)
    ranked = (
        totals
        if total.before_ranking
        else dense_order(exact.with_mask(bounded(sheet, total, top.marks), marks.ok))
    )
    found, rest = lines(top, totals, marks.ok, share_places(sheet.world.scheme), total.places)
    rules["total"] = Outcome(top.rule, marks, top.applies, top.withheld, top.filled)
    own = {rule: outcome for rule, outcome in rules.items() if rule != "total"}
    ids = (*(line.outcome.rule.id for line in found), REST)
    level = Level(sheet.level, sheet, sheet.at, totals, marks.ok, found, rest, own, (), rules=ids)
    return level, marks, ranked


def stand_all(sheet: LevelSheet, marks: Exact, ranked: NDArray[np.int64]) -> tuple[Standing, ...]:
    """Place a level in all its leagues, with vetoes decided once."""
    scheme = sheet.world.scheme
    grades = np.full(sheet.rows, None, object)
    lowered: list[tuple[tuple[str, ...], int, Mask]] = []
    for veto in reversed(scheme.veto):
        if veto.grades is None:
            grades[met(sheet, veto.if_)] = veto.grade
        else:
            lowered.insert(0, (veto.grades, veto.lower or 0, met(sheet, veto.if_)))
    leagues = [league for league in scheme.league if league.level == sheet.level]

    def one(league: League) -> Standing:
        return stand(sheet, league, scheme.total, marks, ranked, scheme.bands, grades, lowered)

    if sheet.rows < MANY:
        return tuple(map(one, leagues))
    for scope in dict.fromkeys(name for league in leagues for name in (league.within, league.peers) if name):
        sheet.groups(scope)
    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(one, leagues))

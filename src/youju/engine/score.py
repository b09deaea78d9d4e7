"""Scoring: a scheme, closed facts and units in; marks with reasons, totals, places and bands out. Pure and exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.board import stand_all
from youju.engine.data import Cell, Facts, Records, Units
from youju.engine.evaluate.conditions import holds
from youju.engine.evaluate.judging import judged
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.shapes import bounded
from youju.engine.evaluate.world import EVER, LevelSheet, World
from youju.engine.exact import Exact
from youju.engine.expand import expand_scheme
from youju.engine.groups import dense_order
from youju.engine.language import leaves
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.prepare.cells import Doubt, Key
from youju.engine.problems import BadInputError
from youju.engine.result import Level, Result, level_names, share_places
from youju.engine.share import REST, lines
from youju.engine.wording import say


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
        from youju.engine.index.scoring import score_index

        return score_index(world)
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


def wanted_cells(scheme: Scheme, period: Period) -> set[Key] | None:
    """Return which indicators and periods a scheme looks at, by scoring an empty world; None when it may look at any period."""
    empty = empty_world(scheme, period)
    for level in level_names(scheme):
        sheet = LevelSheet(empty, level)
        if scheme.composite is not None:
            from youju.engine.index.scoring import leaf_columns

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

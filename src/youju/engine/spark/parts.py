"""Partitions: which rows are judged together, and which units they must see – their peers, what lies below them, what they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from youju.engine import blocks
from youju.engine.blocks import conditions
from youju.engine.data import Facts, Records, Units
from youju.engine.evaluate.conditions import holds
from youju.engine.evaluate.judging import judged
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.groups import Groups
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.result import level_names
from youju.engine.score import empty_world

BROAD = 4
"""Partitions that would together hold more than so many times the units are judged as one."""


@dataclass(frozen=True)
class Partition:
    """The rows ``start`` to ``stop`` of a level, of which the unit ``begins`` is the first (−1: there are none), and the units they must see.

    Units are indices into the round's units, ascending.
    """

    number: int
    start: int
    stop: int
    begins: int
    units: NDArray[np.int64]


def partitions(
    scheme: Scheme, units: Units, period: Period, *, block: int | None = None
) -> list[Partition] | None:
    """Cut a round into partitions that need nothing from one another; None where its units have to stay together.

    They stay together in a composite, where totals are ranked before they are rounded, and where rules compare so many units
    that most partitions would have to see most of the round.
    """
    if scheme.composite is not None or not scheme.total.before_ranking:
        return None
    found = [
        part
        for number, name in enumerate(level_names(scheme))
        for part in _of_level(scheme, units, period, number, name, block or blocks.BLOCK)
    ]
    levels = max(1, len(level_names(scheme)))
    broad = len(found) > levels and sum(len(p.units) for p in found) > BROAD * levels * len(units.codes)
    return None if broad else found


def _of_level(
    scheme: Scheme, units: Units, period: Period, number: int, name: str, block: int
) -> Iterator[Partition]:
    sheet = LevelSheet(World(scheme, units, period, {}), name)
    circles = [sheet.groups(scope) for scope in sorted(scopes(scheme, period, name))]
    below = scheme.registers or any(
        one.up_the_tree not in {None, "own"} for one in scheme.indicators.values()
    )
    for start in range(0, max(sheet.rows, 1), block):
        stop = min(start + block, sheet.rows)
        begins = int(sheet.at[start]) if stop > start else -1
        yield Partition(
            number,
            start,
            stop,
            begins,
            _seen(units, sheet.at[_peers(circles, sheet.rows, start, stop)], bool(below)),
        )


def scopes(scheme: Scheme, period: Period, level: str) -> set[str]:
    """Return the circles of peers in which the rules of a level compare units, by judging nobody and listening."""
    sheet = _Listener(empty_world(scheme, period), level)
    judged(sheet)
    for condition in conditions(scheme):
        holds(sheet, condition)
    return sheet.asked


class _Listener(LevelSheet):
    """A level without units that remembers which circles it was asked for."""

    def __init__(self, world: World, level: str) -> None:
        super().__init__(world, level)
        self.asked: set[str] = set()

    def groups(self, scope: str) -> Groups:
        """Remember the circle."""
        self.asked.add(scope)
        return np.zeros(0, np.int64)


def _peers(circles: list[Groups], rows: int, start: int, stop: int) -> NDArray[np.bool_]:
    """Return the rows from ``start`` to ``stop``, and all with whom they, or those, are compared."""
    inside = np.zeros(rows, bool)
    inside[start:stop] = True
    while True:
        before = int(inside.sum())
        for groups in circles:
            met = np.zeros(int(groups.max(initial=-1)) + 2, bool)
            met[groups[inside]] = True
            met[-1] = False  # no group is no circle
            inside |= met[groups]
        if int(inside.sum()) == before:
            return inside


def _seen(units: Units, at: NDArray[np.int32], below: bool) -> NDArray[np.int64]:
    """Return units with what they lie in, and with everything below them where that counts."""
    seen = np.zeros(len(units.codes), bool)
    seen[at] = True
    if below:
        while True:
            more = (units.parents >= 0) & seen[units.parents] & ~seen
            if not more.any():
                break
            seen |= more
    above = units.parents[seen]
    while (above := above[above >= 0]).size:
        seen[above] = True
        above = np.unique(units.parents[above])
    return np.flatnonzero(seen)


def units_of(units: Units, seen: NDArray[np.int64]) -> Units:
    """Return some of the units as a tree of their own. Levels keep their order even where one of them has no unit left."""
    place = np.full(len(units.codes) + 1, -1, np.int32)
    place[seen] = np.arange(len(seen), dtype=np.int32)

    def some(column: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return tuple(column[at] for at in seen.tolist())

    few = Units(
        some(units.codes),  # type: ignore[arg-type]  # no code, title or level is None
        some(units.titles),  # type: ignore[arg-type]
        some(units.levels),  # type: ignore[arg-type]
        place[units.parents[seen]],
        {name: some(column) for name, column in units.columns.items()},
    )
    vars(few)["level_names"] = units.level_names
    return few


def records_of(records: Records, seen: NDArray[np.int64], number: int) -> Records:
    """Return the records of some units out of ``number``, in their order."""
    place = np.full(number + 1, -1, np.int32)
    place[seen] = np.arange(len(seen), dtype=np.int32)
    unit = place[records.unit]
    keep = np.flatnonzero(unit >= 0).tolist()
    return Records(
        unit[keep],
        {name: tuple(cells[row] for row in keep) for name, cells in records.fields.items()},
        tuple(records.dates[row] for row in keep),
        tuple(records.items[row] for row in keep),
        tuple(records.evidence[row] for row in keep),
        tuple(records.lines[row] for row in keep),
    )


def looked_at(facts: Facts, wanted: set[tuple[str, Period]] | None, as_of: int | None) -> NDArray[np.bool_]:
    """Return which facts a scheme looks at, and were recorded by then."""
    keep = np.ones(len(facts), bool) if as_of is None else facts.recorded_at <= as_of
    if wanted is None:
        return keep
    width = len(facts.periods)
    known = np.array([(n, p) in wanted for n in facts.indicators for p in facts.periods], bool)
    kept: NDArray[np.bool_] = keep & known[facts.indicator.astype(np.int32) * np.int32(width) + facts.period]
    return kept

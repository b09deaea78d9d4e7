"""Large rounds: every level judged block by block, each handed on and forgotten, so that memory does not grow with the nation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.board import stand_all
from youju.engine.evaluate.block import BlockSheet, WholeSheet, fits_blocks
from youju.engine.evaluate.conditions import holds
from youju.engine.evaluate.world import World
from youju.engine.exact import Exact, Mask
from youju.engine.language.scheme import Scheme
from youju.engine.result import Level, Result, level_names, share_places
from youju.engine.score import marked

BLOCK = 65_536
"""Units per block: columns of a block stay in a processor's cache. Also the units per file of reasons."""
Take = Callable[[Result, int, int, Level], object]
"""Takes a judged block: the round, the number of the level, the row it begins at, and its marks with reasons."""


@dataclass(frozen=True)
class Judged:
    """What is kept of a block: totals, and where the conditions of vetoes and bands hold."""

    totals: NDArray[np.int64]
    has_total: Mask
    known: tuple[Mask, ...]
    rules: tuple[str, ...]


def large(world: World) -> bool:
    """Say whether a round is worth judging in blocks, and may be."""
    return fits_blocks(world.scheme) and any(
        len(world.units.at_level(name)) > BLOCK for name in level_names(world.scheme)
    )


def score_in_blocks(world: World, take: Take, *, block: int = BLOCK, threads: int = 2) -> Result:
    """Score a round, handing every block to ``take`` (from several threads) as soon as it is judged.

    Marks, reasons, totals and places are those of ``score``; the levels of the result have totals and places, but no lines.
    """
    scheme = world.scheme
    bare = Result(scheme, world.units, world.period, scheme.total.places, share_places(scheme), (), world)
    levels = tuple(
        _level(bare, number, WholeSheet(world, name), take, block, threads)
        for number, name in enumerate(level_names(scheme))
    )
    return replace(bare, levels=levels)


def _level(bare: Result, number: int, whole: WholeSheet, take: Take, block: int, threads: int) -> Level:
    def one(start: int) -> Judged:
        sheet = BlockSheet(whole, start, min(start + block, whole.rows))
        level, _, _ = marked(sheet)
        take(bare, number, start, level)
        known = tuple(holds(sheet, condition) for condition in conditions(bare.scheme))
        return Judged(level.totals, level.has_total, known, level.rules)

    with ThreadPoolExecutor(threads) as pool:
        return joined(whole, list(pool.map(one, range(0, max(whole.rows, 1), block))))


def joined(whole: WholeSheet, parts: list[Judged]) -> Level:
    """Put a level together from its blocks, in order, and place its units."""
    totals = np.concatenate([part.totals for part in parts])
    has_total = np.concatenate([part.has_total for part in parts])
    for at, condition in enumerate(conditions(whole.world.scheme)):
        whole.known[id(condition)] = np.concatenate([part.known[at] for part in parts])
    unit = 10**whole.world.scheme.total.places
    marks = Exact(totals, unit, has_total, int(np.abs(totals).max(initial=0)), unit)
    nothing = np.zeros(whole.rows, np.int64)
    standings = stand_all(whole, marks, totals)
    return Level(
        whole.level, whole, whole.at, totals, has_total, [], nothing, {}, standings, rules=parts[0].rules
    )


def conditions(scheme: Scheme) -> Iterator[Any]:
    """Yield the conditions of vetoes and bands."""
    yield from (veto.if_ for veto in scheme.veto)
    yield from (band.if_ for band in scheme.bands.values() if band.if_ is not None)

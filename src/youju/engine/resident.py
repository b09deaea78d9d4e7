"""A round kept in memory, so that one corrected observation is scored again at once with all its places.

What a correction can change is small: the marks of the unit, of its ancestors, and of the peers it is compared with. Those rows are
judged again as a sheet of their own; then only the groups they stand in are placed again, by counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from youju.engine.blocks import conditions, score_in_blocks
from youju.engine.board import Standing, in_bands
from youju.engine.composite.ranking import Ties, places_by
from youju.engine.evaluate.block import FROM_PEERS, fits_blocks
from youju.engine.evaluate.world import LevelSheet, World, asked_period
from youju.engine.exact import Exact
from youju.engine.language.values import Peer, Place
from youju.engine.period import Period
from youju.engine.prepare.cells import Cells
from youju.engine.result import Level, Result
from youju.engine.score import marked, scored

WIDEST = 1 << 22
"""Totals that lie closer together than this are placed by counting them."""


@dataclass(frozen=True)
class Moved:
    """A unit whose total changed: before and after, None where withheld."""

    unit: str
    before: Decimal | None
    after: Decimal | None


class Resident:
    """A scored round that takes corrections. ``result`` is always what scoring everything anew would give (totals and places)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.small = fits_blocks(world.scheme) and not any(conditions(world.scheme))
        self.scopes = tuple(dict.fromkeys(_scopes(world.scheme)))
        self.result = self._all()

    def correct(
        self, unit: str, indicator: str, value: Decimal, *, period: Period | None = None, row: int = -1
    ) -> list[Moved]:
        """Let a later fact win in one cell; ``row`` is its number among the facts. Return whose totals changed.

        Raises LookupError for a unit or indicator that facts do not give.
        """
        at = self._write(unit, indicator, value, period or self.world.period, row)
        before = self.result
        if not self.small:
            self.result = self._all()
            return list(_moved(before, self.result))
        levels, moved = [], []
        for level in before.levels:
            fresh, changed = self._level(level, at)
            levels.append(fresh)
            moved += changed
        self.result = replace(before, levels=tuple(levels))
        return moved

    def _all(self) -> Result:
        if not self.small:
            return scored(self.world)
        return score_in_blocks(self.world, lambda *_: None)

    def _write(self, unit: str, indicator: str, value: Decimal, period: Period, row: int) -> int:
        """Put the value into its cell and forget the columns that rest on it."""
        declared = self.world.scheme.indicators.get(indicator)
        if (
            unit not in self.world.units.index
            or declared is None
            or declared.value is not None
            or declared.from_ is not None
        ):
            raise LookupError(f"{unit} / {indicator}: no such unit, or no indicator that facts give")
        at, key = self.world.units.index[unit], (indicator, asked_period(declared.ask, period))
        mantissa, scale = _mantissa(value)
        cells = self.world.cells.get(key)
        if cells is None:
            cells = self.world.cells[key] = _empty(len(self.world.units.codes))
        if int(cells.scale[at]) != scale and not cells.scale.flags.writeable:
            cells.scale = cells.scale.copy()
        if cells.scale.flags.writeable:
            cells.scale[at] = scale
        cells.mantissa[at], cells.row[at] = mantissa, max(row, 0)
        self.world.patch(key, at)
        return at

    def _level(self, level: Level, at: int) -> tuple[Level, list[Moved]]:
        """Judge the rows that may have changed, and place their groups again."""
        rows = self._rows(level, at)
        if not rows.size:
            return level, []
        judged, _, _ = marked(LevelSheet(self.world, level.name, level.at[rows]))
        differ = (judged.totals != level.totals[rows]) | (judged.has_total != level.has_total[rows])
        if not differ.any():
            return level, []
        totals, has_total = level.totals.copy(), level.has_total.copy()
        totals[rows], has_total[rows] = judged.totals, judged.has_total
        fresh = replace(level, totals=totals, has_total=has_total)
        standings = tuple(self._placed(fresh, standing, rows[differ]) for standing in level.standings)
        codes = [self.world.units.codes[i] for i in level.at[rows[differ]]]
        moved = [
            Moved(code, self._total(level, row), self._total(fresh, row))
            for code, row in zip(codes, rows[differ], strict=True)
        ]
        return replace(fresh, standings=standings), moved

    def _total(self, level: Level, row: int) -> Decimal | None:
        return Decimal(int(level.totals[row])).scaleb(-self.result.places) if level.has_total[row] else None

    def _rows(self, level: Level, at: int) -> NDArray[np.int64]:
        """Return the rows of the unit and its ancestors with everybody their marks are compared with."""
        line = []
        while at >= 0:
            line.append(at)
            at = int(self.world.units.parents[at])
        rows = np.flatnonzero(np.isin(level.at, line))
        while rows.size and self.scopes:
            peers = [
                np.isin(groups, groups[rows]) & (groups >= 0)
                for groups in map(level.sheet.groups, self.scopes)
            ]
            wider = np.union1d(rows, np.flatnonzero(np.logical_or.reduce(peers)))
            if wider.size == rows.size:
                break
            rows = wider
        return rows

    def _placed(self, level: Level, standing: Standing, changed: NDArray[np.int64]) -> Standing:
        place, of, band = standing.place.copy(), standing.of.copy(), standing.band.copy()
        for group in np.unique(standing.groups[changed]).tolist():
            if group >= 0:
                rows = np.flatnonzero(standing.groups == group)
                place[rows], of[rows], band[rows] = self._group(level, standing, rows)
        return replace(standing, place=place, of=of, band=band)

    def _group(self, level: Level, standing: Standing, rows: NDArray[np.int64]) -> tuple[Any, Any, Any]:
        """Place one group and put it into bands."""
        total = self.world.scheme.total
        ok = level.has_total[rows]
        size = int(ok.sum())
        inside = ok if size >= standing.league.at_least else np.zeros(rows.size, bool)
        ordered = level.totals[rows] if total.order == "highest_first" else -level.totals[rows]
        best, worst, dense = counted(ordered, inside)
        place = {"best": best, "worst": worst, "dense": dense, "mean": (best + worst) / 2}[total.ties]
        of = np.full(rows.size, size, np.int64)
        unit = 10**total.places
        marks = Exact(level.totals[rows], unit, ok, int(np.abs(level.totals).max(initial=0)), unit)
        bottom = np.where(inside, of - worst + 1, 0)
        sheet = LevelSheet(self.world, level.name, level.at[rows])
        return place, of, in_bands(sheet, self.world.scheme.bands, marks, (best, bottom, of), inside)


WAYS: tuple[Ties, ...] = ("best", "worst", "dense")


def counted(
    scores: NDArray[np.int64], inside: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the best, worst and dense place of every row in one league, highest first; 0 for rows that are not inside.

    Totals are whole numbers that lie close together, so they are counted, not sorted.
    """
    chosen = scores[inside]
    low = int(chosen.min(initial=0))
    if int(chosen.max(initial=0)) - low >= WIDEST:
        best, worst, dense = (
            np.asarray(way, np.int64) for way in places_by(None, scores, WAYS, missing=~inside)
        )
        return best, worst, dense
    number = np.bincount(chosen - low, minlength=1)
    above = np.cumsum(number[::-1])[::-1] - number
    steps = np.cumsum((number > 0)[::-1])[::-1]
    at = np.where(inside, scores - low, 0)
    none = np.zeros(len(scores), np.int64)
    return (
        np.where(inside, above[at] + 1, none),
        np.where(inside, (above + number)[at], none),
        np.where(inside, steps[at], none),
    )


def _scopes(part: object) -> Iterator[str]:
    """Yield among whom a scheme's values are compared, or gaps are filled."""
    if isinstance(part, Place | Peer):
        yield part.among
    elif isinstance(part, FROM_PEERS):
        yield next(iter(part.model_dump().values()))
    if isinstance(part, BaseModel):
        for _, value in part:
            yield from _scopes(value)
    elif isinstance(part, dict):
        for value in part.values():
            yield from _scopes(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _scopes(value)


def _mantissa(value: Decimal) -> tuple[int, int]:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < -18 or len(digits) > 18:
        raise ValueError(f"{value} is no number of at most 18 digits")
    whole = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    return -whole if sign else whole, max(-exponent, 0)


def _empty(units: int) -> Cells:
    return Cells(
        np.zeros(units, np.int64),
        np.zeros(units, np.uint8),
        np.zeros(units, np.uint8),
        np.full(units, -1, np.int64),
    )


def _moved(before: Result, after: Result) -> Iterator[Moved]:
    for old, new in zip(before.levels, after.levels, strict=True):
        for row in np.flatnonzero((old.totals != new.totals) | (old.has_total != new.has_total)):
            code = after.units.codes[new.at[row]]
            yield Moved(code, before.total(code), after.total(code))

"""Cells: for each indicator and period the latest fact of every unit, found by one scatter per batch of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import UNKNOWN_TIME, Facts
from youju.engine.exact import Exact, column
from youju.engine.period import Period

Key = tuple[str, Period]
Rows = NDArray[np.int64] | slice
Doubt = Callable[[Key, int], object]
"""Told of a cell (key, unit) that has different values of one moment."""


@dataclass
class Cells:
    """The latest fact of every unit for one indicator and period: exact value, relation and the row it came from (−1 where none)."""

    mantissa: NDArray[np.int64]
    scale: NDArray[np.uint8]
    relation: NDArray[np.uint8]
    row: NDArray[np.integer]

    def exact(self) -> Exact:
        """Return the values as one exact column with a common scale."""
        ok = self.row >= 0
        if self.scale.size and not self.scale.strides[0]:
            return column(self.mantissa, int(self.scale[0]), ok)
        common = int(self.scale.max(initial=0))
        if not ok.any() or bool((self.scale[ok] == common).all()):
            return column(self.mantissa, common, ok)
        step = (common - self.scale).astype(np.int64)
        top = int(np.abs(self.mantissa).max(initial=0)) * 10 ** int(step.max(initial=0))
        if top < 2**62:
            return column(self.mantissa * 10**step, common, ok)
        grown = np.array([int(m) * 10 ** int(s) for m, s in zip(self.mantissa, step, strict=True)], object)
        return column(grown, common, ok)


def gather(
    batches: Iterable[Facts],
    *,
    units: int,
    wanted: set[Key] | None,
    as_of: int | None,
    doubt: Doubt | None = None,
) -> dict[Key, Cells]:
    """Find the latest fact of every cell.

    ``wanted`` limits the work to these indicators and periods (None: all); ``as_of`` (µs since 1970 UTC) leaves out what
    was recorded later. Batches are taken in order: for one cell the later time wins, then the later row. ``doubt`` is told of
    cells whose value was decided by the row alone.
    """
    held = _Held(units, wanted, doubt)
    offset = 0
    for facts in batches:
        held.take_in(facts, as_of, offset)
        offset += len(facts)
    return held.cells()


class _Held:
    """All cells as tables of units × keys: what a unit hands in stands together, so that a batch goes in with few scatters, near by."""

    def __init__(self, units: int, wanted: set[Key] | None, doubt: Doubt | None) -> None:
        self.units, self.wanted, self.doubt = units, wanted, doubt
        self.keys: list[Key] = []
        self.slot_of: dict[Key, int] = {}
        self.mantissa = np.empty((units, 0), np.int64)
        self.time = np.empty((units, 0), np.int64)
        self.row = np.empty((units, 0), np.int32)
        self.scale, self.relation = _Same(), _Same()
        self.latest = UNKNOWN_TIME
        if wanted is not None:
            self._open(sorted(wanted))

    def take_in(self, facts: Facts, as_of: int | None, offset: int) -> None:
        """Let the rows of one batch win where they were recorded no earlier than what is held."""
        if not len(facts):
            return
        key = facts.indicator * np.int32(len(facts.periods)) + facts.period
        slot = self._slots(facts, key)[key]
        good = slot >= 0
        if as_of is not None:
            good &= facts.recorded_at <= as_of
        rows: Rows = slice(None) if bool(good.all()) else np.flatnonzero(good)
        times = facts.recorded_at[rows]
        if times.size and not bool((times[1:] >= times[:-1]).all()):
            order = np.argsort(times, kind="stable")
            rows, times = (order if isinstance(rows, slice) else rows[order]), times[order]
        at = facts.unit[rows] * np.int64(len(self.keys)) + slot[rows]
        if times.size and times[0] < self.latest:
            newer = np.flatnonzero(times >= self.time.ravel()[at])
            rows, times, at = (newer if isinstance(rows, slice) else rows[newer]), times[newer], at[newer]
        if times.size:
            self.latest = max(self.latest, int(times[-1]))
            self._write(facts, rows, times, at, offset)

    def _write(
        self, facts: Facts, rows: Rows, times: NDArray[np.int64], at: NDArray[np.int64], offset: int
    ) -> None:
        """Write rows that are in order of time: where a cell stands twice NumPy keeps the last assignment."""
        if offset + len(facts) >= 2**31 and self.row.dtype == np.int32:
            self.row = self.row.astype(np.int64)
        number = np.arange(offset, offset + len(facts), dtype=self.row.dtype)[rows]
        mantissa, held = facts.mantissa[rows], self.row.ravel()
        if self.doubt is not None:
            self._compare(at, times, mantissa, held[at] >= 0)
        self.mantissa.ravel()[at] = mantissa
        self.time.ravel()[at] = times
        held[at] = number
        self.scale.write(facts.scale, rows, at, self.mantissa.shape)
        self.relation.write(facts.relation, rows, at, self.mantissa.shape)
        if self.doubt is not None:
            self._compare(at, times, mantissa, held[at] != number)

    def _compare(
        self,
        at: NDArray[np.int64],
        times: NDArray[np.int64],
        mantissa: NDArray[np.int64],
        again: NDArray[np.bool_],
    ) -> None:
        """Tell of the cells among ``again`` that hold another value of the same moment."""
        twice = np.flatnonzero(again)
        there = at[twice]
        odd = (self.time.ravel()[there] == times[twice]) & (self.mantissa.ravel()[there] != mantissa[twice])
        for one in there[odd].tolist():
            if self.doubt is not None:
                self.doubt(self.keys[one % len(self.keys)], one // len(self.keys))

    def _slots(self, facts: Facts, key: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the column of every (indicator, period) of a batch, −1 where nobody looks; without ``wanted`` new ones are added."""
        names = [(name, period) for name in facts.indicators for period in facts.periods]
        if self.wanted is None:
            met = np.flatnonzero(np.bincount(key))
            self._open([names[one] for one in met if names[one] not in self.slot_of])
        return np.array([self.slot_of.get(name, -1) for name in names], np.int64)

    def _open(self, fresh: list[Key]) -> None:
        """Make room for further keys."""
        if not fresh:
            return
        self.slot_of |= {key: len(self.keys) + number for number, key in enumerate(fresh)}
        self.keys += fresh
        shape = (self.units, len(fresh))
        self.mantissa = _beside(self.mantissa, np.zeros(shape, np.int64))
        self.time = _beside(self.time, np.full(shape, UNKNOWN_TIME, np.int64))
        self.row = _beside(self.row, np.full(shape, -1, self.row.dtype))
        self.scale.lengthen(shape)
        self.relation.lengthen(shape)

    def cells(self) -> dict[Key, Cells]:
        """Return the cells key by key: views, nothing is copied. A key without any fact is left out."""
        return {
            key: Cells(self.mantissa[:, slot], self.scale.cut(slot, self.units), self.relation.cut(slot, self.units), self.row[:, slot])
            for key, slot in self.slot_of.items()
            if bool((self.row[:, slot] >= 0).any())
        }  # fmt: skip


def _beside(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate((left, right), axis=1) if left.shape[1] else right


class _Same:
    """A table that usually is the same in every cell, and takes room only once it is not."""

    def __init__(self) -> None:
        self.one: int | None = None
        self.all: NDArray[np.uint8] | None = None

    def write(
        self, column: NDArray[np.uint8], rows: Rows, at: NDArray[np.int64], shape: tuple[int, ...]
    ) -> None:
        """Write a batch's rows."""
        if self.all is None and not column.strides[0] and int(column[0]) == self.one:
            return
        given = column[rows]
        if self.one is None:
            self.one = int(given[0])
        if self.all is None and bool((given != self.one).any()):
            self.all = np.full(shape, self.one, np.uint8)
        if self.all is not None:
            self.all.ravel()[at] = given

    def lengthen(self, shape: tuple[int, int]) -> None:
        """Make room for further keys."""
        if self.all is not None:
            self.all = np.concatenate((self.all, np.full(shape, self.one, np.uint8)), axis=1)

    def cut(self, slot: int, units: int) -> NDArray[np.uint8]:
        """Return the column of one key."""
        return np.broadcast_to(np.uint8(self.one or 0), units) if self.all is None else self.all[:, slot]

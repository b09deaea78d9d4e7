"""Cells: for each indicator and period the latest fact of every unit, found by one scatter per batch of facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import UNKNOWN_TIME, Facts
from youju.engine.exact import Exact, column
from youju.engine.period import Period

Key = tuple[str, Period]


@dataclass
class Cells:
    """The latest fact of every unit for one indicator and period: exact value, relation and the row it came from (−1 where none)."""

    mantissa: NDArray[np.int64]
    scale: NDArray[np.uint8]
    relation: NDArray[np.uint8]
    recorded_at: NDArray[np.int64]
    row: NDArray[np.int64]

    @classmethod
    def empty(cls, units: int) -> Cells:
        """Return cells without a fact."""
        return cls(
            np.zeros(units, np.int64), np.zeros(units, np.uint8), np.zeros(units, np.uint8),
            np.full(units, UNKNOWN_TIME, np.int64), np.full(units, -1, np.int64),
        )  # fmt: skip

    def take_in(self, facts: Facts, rows: NDArray[np.int64], offset: int) -> None:
        """Let the rows of one batch win where they were recorded no earlier than what is held."""
        rows = _by_time(rows, facts.recorded_at)
        unit = facts.unit[rows]
        newer = facts.recorded_at[rows] >= self.recorded_at[unit]
        rows, unit = rows[newer], unit[newer]
        # Where a unit stands twice NumPy keeps the last assignment, and the rows are in order of time.
        self.mantissa[unit] = facts.mantissa[rows]
        self.scale[unit] = facts.scale[rows]
        self.relation[unit] = facts.relation[rows]
        self.recorded_at[unit] = facts.recorded_at[rows]
        self.row[unit] = rows + offset

    def exact(self) -> Exact:
        """Return the values as one exact column with a common scale."""
        ok = self.row >= 0
        common = int(self.scale.max(initial=0))
        if not ok.any() or bool((self.scale[ok] == common).all()):
            return column(self.mantissa, common, ok)
        step = (common - self.scale).astype(np.int64)
        top = int(np.abs(self.mantissa).max(initial=0)) * 10 ** int(step.max(initial=0))
        if top < 2**62:
            return column(self.mantissa * 10**step, common, ok)
        grown = np.array([int(m) * 10 ** int(s) for m, s in zip(self.mantissa, step, strict=True)], object)
        return column(grown, common, ok)


def _by_time(rows: NDArray[np.int64], recorded_at: NDArray[np.int64]) -> NDArray[np.int64]:
    times = recorded_at[rows]
    if bool((times[1:] >= times[:-1]).all()):
        return rows
    return rows[np.argsort(times, kind="stable")]


def gather(
    batches: Iterable[Facts], *, units: int, wanted: set[Key] | None, as_of: int | None
) -> dict[Key, Cells]:
    """Find the latest fact of every cell.

    ``wanted`` limits the work to these indicators and periods (None: all); ``as_of`` (µs since 1970 UTC) leaves out what
    was recorded later. Batches are taken in order: for one cell the later time wins, then the later row.
    """
    found: dict[Key, Cells] = {}
    offset = 0
    for facts in batches:
        for key, rows in _split(facts, wanted, as_of):
            cells = found.setdefault(key, Cells.empty(units))
            cells.take_in(facts, rows, offset)
        offset += len(facts)
    return found


def _split(
    facts: Facts, wanted: set[Key] | None, as_of: int | None
) -> Iterable[tuple[Key, NDArray[np.int64]]]:
    """Yield the rows of every wanted cell column of a batch, in file order."""
    width = max(len(facts.periods), 1)
    key = facts.indicator.astype(np.int32) * width + facts.period
    names = [(name, period) for name in facts.indicators for period in facts.periods]
    useful = np.array([wanted is None or name in wanted for name in names], bool)
    rows = np.flatnonzero(useful[key]) if len(facts) else np.empty(0, np.int64)
    if as_of is not None:
        rows = rows[facts.recorded_at[rows] <= as_of]
    if not rows.size:
        return
    order = rows[np.argsort(key[rows], kind="stable")]
    sorted_key = key[order]
    edges = np.flatnonzero(np.diff(sorted_key, prepend=-1))
    for start, stop in zip(edges, np.append(edges[1:], len(order)), strict=True):
        yield names[sorted_key[start]], order[start:stop]

"""Counting the places of units in adjoining leagues over many runs, without keeping the places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite.cells import Floats, Ints, UnfitError
from youju.engine.composite.ranking import Ties


class PlaceCounter:
    """Counts, for each unit, how often it took which place, and how often its lower neighbour overtook it.

    Units stand league by league, in nominal order; ``sizes`` are the sizes of the leagues. All leagues are sorted in
    one go: a sort key holds league, score (best first) and unit, packed into one whole number.
    """

    def __init__(self, sizes: Ints, ties: Ties) -> None:
        """Start with nothing counted."""
        self.n = int(sizes.sum())
        self.ties, self.runs = ties, 0
        self.half = 2 if ties == "average" else 1  # average places are counted in halves
        self.league = np.repeat(np.arange(sizes.size), sizes)
        self.start = np.repeat(np.cumsum(sizes) - sizes, sizes).astype(np.int32)
        self.codes = int(sizes.max()) * self.half + 1
        self.counts = np.zeros(self.n * self.codes, np.int64)
        self.passed = np.zeros(max(self.n - 1, 0), np.int64)

    def add(self, score: Ints) -> None:
        """Count one block of runs × units rounded scores."""
        self.runs += score.shape[0]
        self._neighbours(score)
        key, bits = self._keys(score)
        key.sort(axis=1)
        slot = key & ((1 << bits) - 1)
        if self.counts.size >= 1 << 31:
            slot = slot.astype(np.int64)
        slot *= self.codes
        key >>= bits
        self._add_places(slot, key)
        self.counts += np.bincount(slot.ravel(), minlength=self.counts.size)

    def summary(self, share: tuple[float, float]) -> Floats:
        """Return mean, median, low and high place and the share of runs overtaken by the next: one row each."""
        table = self.counts.reshape(self.n, self.codes)
        reached = np.cumsum(table, axis=1)
        out = np.full((5, self.n), np.nan)
        out[0] = table @ np.arange(self.codes) / (self.half * self.runs)
        for row, q in ((1, 0.5), (2, share[0]), (3, share[1])):
            out[row] = self._quantile(reached, q)
        same = np.flatnonzero(self.league[1:] == self.league[:-1])
        out[4, same] = self.passed[same] / (2.0 * self.runs)
        return out

    def _neighbours(self, score: Ints) -> None:
        """Count, in halves, how often the unit behind came out ahead: 2 if it did, 1 if level, 0 if not."""
        step = np.subtract(score[:, 1:], score[:, :-1])
        np.sign(step, out=step)
        self.passed += np.add.reduce(step, axis=0, dtype=step.dtype) + score.shape[0]

    def _keys(self, score: Ints) -> tuple[NDArray[np.integer], int]:
        """Return league, distance from the best score and unit in one whole number, and the bits of the unit."""
        best, worst = int(score.max()), int(score.min())
        width = best - worst + 1
        bits = max(1, (self.n - 1).bit_length())
        span = (int(self.league[-1]) + 1) * width
        if span >= 1 << (62 - bits):
            raise UnfitError("得分的位数太多，请减少小数位", "scores are too wide to sort: use fewer places")
        kind = np.int32 if span < 1 << (31 - bits) else np.int64
        key: NDArray[np.integer] = (best - score).astype(kind, copy=False)
        key <<= bits
        key += (self.league * width << bits | np.arange(self.n)).astype(kind)
        return key, bits

    def _add_places(self, slot: NDArray[np.integer], key: NDArray[np.integer]) -> None:
        """Add the place (in halves for averages) of each sorted position to ``slot``, by the tie rule."""
        at = np.arange(self.n, dtype=np.int32)
        level = np.zeros(key.shape, np.bool_)
        np.equal(key[:, 1:], key[:, :-1], out=level[:, 1:])
        if self.ties == "dense":
            run = np.cumsum(~level, axis=1, dtype=np.int32)
            slot += run - run[:, self.start] + 1
            return
        slot += self.half * (at - self.start + 1)
        tied = np.flatnonzero(level)
        if tied.size:
            place, shift = self._shifts(tied)
            slot.reshape(-1)[place] += shift.astype(slot.dtype)

    def _shifts(self, tied: Ints) -> tuple[Ints, Ints]:
        """Return the positions of all tied units, and how far the tie rule moves each from its own position."""
        head = np.r_[True, np.diff(tied) != 1]
        first = tied[head] - 1
        last = tied[np.r_[np.flatnonzero(head)[1:] - 1, tied.size - 1]]
        length = last - first + 1
        begin = np.repeat(first, length)
        place = begin + np.arange(begin.size) - np.repeat(np.cumsum(length) - length, length)
        end = np.repeat(last, length)
        if self.ties == "best":
            return place, begin - place
        return place, end - place if self.ties == "worst" else begin + end - 2 * place

    def _quantile(self, reached: Ints, q: float) -> Floats:
        """Type-7 quantile of the counted places, as ``moments.quantile``."""
        place = (self.runs - 1) * q
        low = int(np.floor(place))
        high = min(low + 1, self.runs - 1)
        below = (reached <= low).sum(axis=1) / self.half
        above = (reached <= high).sum(axis=1) / self.half
        value: Floats = below + (place - low) * (above - below)
        return value

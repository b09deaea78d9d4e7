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
        self.passed = np.zeros(max(self.n - 1, 0))

    def add(self, score: Ints) -> None:
        """Count one block of runs × units rounded scores."""
        self.runs += score.shape[0]
        self._neighbours(score)
        key, bits = self._keys(score)
        key.sort(axis=1)
        slot = key & ((1 << bits) - 1)
        key >>= bits
        slot = slot.astype(np.int64) if self.counts.size >= 1 << 31 else slot
        slot *= self.codes
        slot += self._codes(key)
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
        out[4, same] = self.passed[same] / self.runs
        return out

    def _neighbours(self, score: Ints) -> None:
        ones = np.ones(score.shape[0], np.float32)
        ahead, behind = score[:, 1:], score[:, :-1]
        # a product with ones adds whole numbers below 2^24: exact, and far quicker than counting booleans
        self.passed += ones @ (ahead > behind).astype(np.float32)
        self.passed += 0.5 * (ones @ (ahead == behind).astype(np.float32))

    def _keys(self, score: Ints) -> tuple[NDArray[np.integer], int]:
        best, worst = int(score.max()), int(score.min())
        width = best - worst + 1
        bits = max(1, (self.n - 1).bit_length())
        span = (int(self.league[-1]) + 1) * width
        if span >= 1 << (62 - bits):
            raise UnfitError("得分的位数太多,请减少小数位", "scores are too wide to sort: use fewer places")
        kind = np.int32 if span < 1 << (31 - bits) and max(best, -worst) < 1 << (31 - bits) else np.int64
        head = ((self.league * width + best << bits) | np.arange(self.n)).astype(np.int64)
        if kind is np.int32 and int(head.max()) < 1 << 31:
            key = score.astype(np.int32)
            key <<= bits
            return np.subtract(head.astype(np.int32), key, out=key), bits
        return head - (score << bits), bits

    def _codes(self, key: NDArray[np.integer]) -> NDArray[np.integer]:
        """Return the place (in halves for averages) of each sorted position."""
        at = np.arange(self.n, dtype=np.int32)
        new = np.ones(key.shape, np.bool_)
        np.not_equal(key[:, 1:], key[:, :-1], out=new[:, 1:])
        if self.ties == "dense":
            run = np.cumsum(new, axis=1, dtype=np.int32)
            return np.asarray(run - run[:, self.start] + 1)
        tied = np.flatnonzero(~new)
        if tied.size == 0 and self.half == 1:
            return at - self.start + 1
        first = self._firsts(at, new, tied)
        if self.ties == "best":
            first -= self.start - 1
            return first
        last = np.ones(key.shape, np.bool_)
        last[:, :-1] = new[:, 1:]
        final = np.where(last, at, self.n)[:, ::-1]
        ends = np.minimum.accumulate(final, axis=1)[:, ::-1]
        if self.ties == "worst":
            return np.asarray(ends - self.start + 1)
        return np.asarray(first + ends - 2 * self.start + 2)

    def _firsts(self, at: NDArray[np.int32], new: NDArray[np.bool_], tied: Ints) -> NDArray[np.int32]:
        """Return the first position of each run of ties; few ties are mended one by one, many in a sweep."""
        if tied.size * 8 > new.size:
            return np.asarray(np.maximum.accumulate(np.where(new, at, 0), axis=1), dtype=np.int32)
        first = np.empty(new.shape, np.int32)
        first[:] = at
        flat = first.ravel()
        while tied.size:
            before = flat[tied - 1]
            tied = tied[flat[tied] != before]
            flat[tied] = flat[tied - 1]
        return first

    def _quantile(self, reached: Ints, q: float) -> Floats:
        """Type-7 quantile of the counted places, as ``moments.quantile``."""
        place = (self.runs - 1) * q
        low = int(np.floor(place))
        high = min(low + 1, self.runs - 1)
        below = (reached <= low).sum(axis=1) / self.half
        above = (reached <= high).sum(axis=1) / self.half
        value: Floats = below + (place - low) * (above - below)
        return value

"""Statistics of exact columns within groups of peers: sums, means, medians, extremes, counts and places."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite.ranking import rank_within
from youju.engine.exact import LIMIT, Exact, div, from_fractions, negative, reduced

Groups = NDArray[np.int64]
"""The group of every row, counted from 0; −1 where the row has no group."""
Statistic = Literal["mean", "median", "min", "max", "sum", "count"]


def dense_order(a: Exact) -> NDArray[np.int64]:
    """Return whole numbers that order the present rows exactly as their values do: equal values share a number."""
    if not isinstance(a.den, np.ndarray):
        if not isinstance(a.num, np.ndarray):
            return np.zeros(len(a), np.int64)
        return np.unique(a.num, return_inverse=True)[1].astype(np.int64)
    a = reduced(a)
    num, den = np.broadcast_to(a.num, a.ok.shape), np.broadcast_to(a.den, a.ok.shape)
    guess = np.where(a.ok, a.floats(), 0.0)
    order = np.argsort(guess, kind="stable")
    near = np.diff(guess[order]) <= np.abs(guess[order][1:]) * 1e-12
    same = (num[order][1:] == num[order][:-1]) & (den[order][1:] == den[order][:-1])
    if bool(np.any(near & ~same)):
        order, same = _settle(order, near, num, den)
    result = np.empty(len(a), np.int64)
    result[order] = np.concatenate(([0], np.cumsum(~same)))
    return result


def _settle(
    order: NDArray[np.int64], near: NDArray[np.bool_], num: NDArray[np.int64], den: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Sort runs of nearly equal floats by their exact fractions."""
    order = order.copy()
    edges = np.flatnonzero(np.concatenate(([True], ~near, [True])))
    for start, stop in pairwise(edges.tolist()):
        if stop - start > 1:
            run = order[start:stop]
            order[start:stop] = sorted(run, key=lambda i: Fraction(int(num[i]), int(den[i])))
    return order, (num[order][1:] == num[order][:-1]) & (den[order][1:] == den[order][:-1])


def places(
    a: Exact, groups: Groups, *, highest_first: bool, ties: Literal["best", "dense", "worst"]
) -> Exact:
    """Return every row's place among the present rows of its group; missing where the row is missing or has no group."""
    ok = a.ok & (groups >= 0)
    scored = a if highest_first else negative(a)
    plain = isinstance(scored.num, np.ndarray) and not isinstance(scored.den, np.ndarray) and not scored.wide
    order = scored.num if plain else dense_order(scored)
    where = np.asarray(rank_within(groups, order, ties=ties, missing=~ok)).astype(np.int64)
    return Exact(where, 1, ok, max(len(a), 1), 1, a.held)


def counts(ok: NDArray[np.bool_], groups: Groups) -> NDArray[np.int64]:
    """Return the number of present rows of every group."""
    chosen = groups[ok & (groups >= 0)]
    return np.bincount(chosen, minlength=_number(groups)).astype(np.int64)


def _number(groups: Groups) -> int:
    return int(groups.max()) + 1 if groups.size and groups.max() >= 0 else 0


def spread(per_group: Exact, groups: Groups) -> Exact:
    """Hand every row the value of its group; missing for rows without a group."""
    inside = groups >= 0
    if not len(per_group):
        return Exact(0, 1, np.zeros(len(groups), bool), 0, 1)
    taken = per_group.take(np.where(inside, groups, 0))
    return replace(taken, ok=taken.ok & inside)


def by_group(a: Exact, groups: Groups, statistic: Statistic) -> Exact:
    """Return one statistic per group over its present rows; missing where a group has none (a count is 0)."""
    ok = a.ok & (groups >= 0)
    number = _number(groups)
    if statistic == "count":
        return Exact(counts(a.ok, groups), 1, np.ones(number, bool), max(len(a), 1), 1)
    if statistic == "mean":
        size = counts(a.ok, groups)
        return div(sums(a, groups), Exact(size, 1, size > 0, max(len(a), 1), 1))
    if statistic == "sum":
        return sums(a, groups)
    order = dense_order(a)
    rows = np.flatnonzero(ok)
    rows = rows[np.lexsort((order[rows], groups[rows]))]
    size = counts(a.ok, groups)
    last = np.cumsum(size)
    first = last - size
    if statistic == "min":
        return _pick(a, rows, first, size > 0)
    if statistic == "max":
        return _pick(a, rows, last - 1, size > 0)
    low, high = _pick(a, rows, first + (size - 1) // 2, size > 0), _pick(a, rows, first + size // 2, size > 0)
    pairs = zip(low.fractions(), high.fractions(), strict=True)
    return from_fractions([None if x is None or y is None else (x + y) / 2 for x, y in pairs])


def _pick(a: Exact, rows: NDArray[np.int64], at: NDArray[np.int64], some: NDArray[np.bool_]) -> Exact:
    if not rows.size:
        return Exact(0, 1, np.zeros(len(some), bool), 0, 1)
    taken = replace(a, held=None).take(rows[np.where(some, at, 0)])
    return replace(taken, ok=some)


def sums(a: Exact, groups: Groups) -> Exact:
    """Return the exact sum of the present rows of every group; missing where a group has none."""
    number = _number(groups)
    size = counts(a.ok, groups)
    chosen = np.flatnonzero(a.ok & (groups >= 0))
    if isinstance(a.den, np.ndarray):
        totals = [Fraction(0)] * number
        for i in chosen:
            totals[groups[i]] += Fraction(int(np.broadcast_to(a.num, a.ok.shape)[i]), int(a.den[i]))
        return from_fractions([t if n else None for t, n in zip(totals, size, strict=True)])
    top = a.top * int(size.max(initial=0))
    num = np.broadcast_to(np.asarray(a.num), a.ok.shape)
    kind = np.int64 if top < LIMIT and num.dtype != object else object
    result = np.zeros(number, kind)
    np.add.at(result, groups[chosen], num[chosen].astype(kind))
    return Exact(result, a.den, size > 0, max(top, 1), a.low)


def numbered(keys: NDArray[np.generic], inside: NDArray[np.bool_]) -> Groups:
    """Number the distinct keys of the rows that are inside, in order of first appearance; −1 outside."""
    groups = np.full(len(keys), -1, np.int64)
    if inside.any():
        _, first, inverse = np.unique(keys[inside], return_index=True, return_inverse=True)
        rank = np.empty(len(first), np.int64)
        rank[np.argsort(first, kind="stable")] = np.arange(len(first))
        groups[inside] = rank[inverse]
    return groups

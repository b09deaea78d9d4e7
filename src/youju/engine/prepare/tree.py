"""Up the tree: how a higher unit's value comes from its children where the facts do not give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import Units
from youju.engine.exact import Exact, Ints, choose, div, mul, rounded
from youju.engine.groups import by_group, sums
from youju.engine.language.indicators import Upward, WeightedMean


def depth(units: Units) -> NDArray[np.int64]:
    """Return the number of ancestors of every unit."""
    result = np.zeros(len(units.codes), np.int64)
    at = units.parents.copy()
    while bool((at >= 0).any()):
        result += at >= 0
        at = np.where(at >= 0, units.parents[at], -1)
    return result


def rolled_up(
    given: Exact, units: Units, how: Upward | None, weights: Callable[[], Exact], places: int | None
) -> Exact:
    """Fill the gaps of higher units from their children, level by level from below.

    Each level is rounded to ``places`` (None: not at all) before it goes up. ``weights`` is asked for the column of weights when ``how`` is a weighted mean. What the facts give wins.
    """
    if how in (None, "own") or not len(given):
        return given
    deep = depth(units)
    result = given
    for level in range(int(deep.max(initial=0)) - 1, -1, -1):
        children = np.flatnonzero(deep == level + 1)
        if children.size:
            result = _fill(result, units, children, how, weights, places)
    return result


def _fill(
    column: Exact,
    units: Units,
    children: NDArray[np.int64],
    how: Upward,
    weights: Callable[[], Exact],
    places: int | None,
) -> Exact:
    groups = units.parents[children].astype(np.int64)
    below = replace(column, held=None).take(children)
    if isinstance(how, WeightedMean):
        per_parent = _weighted(below, weights().take(children), groups)
    elif how == "count":
        per_parent = by_group(below, groups, "count")
        per_parent = replace(per_parent, ok=np.bincount(groups, minlength=len(per_parent)) > 0)
    else:
        per_parent = by_group(below, groups, how)  # type: ignore[arg-type]  # own and mean were turned away before
    per_parent = per_parent if places is None else rounded(per_parent, places)
    spread = _over_all(per_parent, len(units.codes))
    return choose(column.ok | ~spread.ok, column, spread)


def _weighted(values: Exact, weights: Exact, groups: NDArray[np.int64]) -> Exact:
    both = values.ok & weights.ok
    products = mul(values, weights)
    return div(sums(replace(products, ok=both), groups), sums(replace(weights, ok=both), groups))


def _over_all(per_group: Exact, number: int) -> Exact:
    """Lengthen a column indexed by unit to all units (groups were unit indices)."""
    short = number - len(per_group)
    if short <= 0:
        return per_group

    def pad(x: Ints, fill: int) -> Ints:
        return np.concatenate((x, np.full(short, fill, x.dtype))) if isinstance(x, np.ndarray) else x

    return Exact(
        pad(per_group.num, 0), pad(per_group.den, 1), pad(per_group.ok, False), per_group.top, per_group.low
    )

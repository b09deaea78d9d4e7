"""Aggregation by comparing units with each other: Copeland, TOPSIS, and the Borda sum.

Their result for a unit depends on who else is compared: a league is scored whole, never in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from youju.engine.composite import moments, normalise
from youju.engine.composite.aggregate import prepare
from youju.engine.composite.cells import Bools, Floats, UnfitError

_BLOCK = 2_000_000
TIE = 1e-12


def copeland(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return for each unit the number of units it beats minus the number that beat it.

    Unit a beats b if the indicators on which a is better weigh more than those on which b is (Copeland 1951;
    the non-compensatory approach of the OECD/JRC Handbook 2008, step 6). Only indicators that both have count;
    equal weight, within 1e-12 of the whole, is a draw. Units with no indicator at all have no score. Work grows
    with the square of the units.
    """
    cells, weight = prepare(values, weights, missing)
    n, m = cells.shape
    score = np.zeros(n)
    limit = TIE * moments.total(np.asarray(weights, dtype=np.float64))
    step = max(1, _BLOCK // max(n, 1))
    for start in range(0, n, step):
        rows = slice(start, start + step)
        net = np.zeros((min(step, n - start), n))
        for j in range(m):
            x = cells[:, j]
            mine = x[rows, None]
            net += weights[j] * ((mine > x).astype(np.float64) - (mine < x))
        score[rows] = (net > limit).sum(axis=1) - (net < -limit).sum(axis=1)
    score[weight.sum(axis=1) == 0] = np.nan
    return score


def topsis(
    values: Floats,
    *,
    weights: Sequence[float],
    missing: Bools | None = None,
    scale: Literal["vector", "minmax", "none"] = "vector",
) -> Floats:
    """Return d⁻/(d⁺ + d⁻): closeness to the ideal unit, 0..1 (Hwang & Yoon 1981, p. 128-140).

    ``vector`` divides each indicator by its Euclidean length, ``minmax`` stretches it to 0..1, ``none`` takes the
    values as they are. All indicators run "more is better". A unit with a gap has no distance: it gets no score,
    and does not take part in finding the ideal.
    """
    cells, _ = prepare(values, weights, missing)
    whole = ~np.isnan(cells).any(axis=1)
    score = np.full(cells.shape[0], np.nan)
    table = cells[whole]
    if not table.size:
        return score
    far = np.zeros(table.shape[0])
    close = np.zeros(table.shape[0])
    share = np.asarray(weights, dtype=np.float64) / moments.total(np.asarray(weights, dtype=np.float64))
    for j in range(table.shape[1]):
        v = scaled_for_topsis(table[:, j], scale) * share[j]
        close += (v - v.max()) ** 2
        far += (v - v.min()) ** 2
    away, near = np.sqrt(close), np.sqrt(far)
    if (away + near == 0).any():
        raise UnfitError("所有单位完全相同，TOPSIS 没有意义", "all units are alike: TOPSIS has no answer")
    score[whole] = near / (away + near)
    return score


def borda(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return the weighted mean of the Borda counts of the available children."""
    cells, weight = prepare(values, weights, missing)
    top, below = np.zeros(cells.shape[0]), np.zeros(cells.shape[0])
    for j in range(cells.shape[1]):
        gaps = np.isnan(cells[:, j])
        counts = normalise.borda(cells[:, j], missing=gaps, ties="average")
        top += np.where(gaps, 0.0, counts) * weight[:, j]
        below += weight[:, j]
    mean: Floats = np.divide(top, below, out=np.full(top.shape, np.nan), where=below > 0)
    return mean


def scaled_for_topsis(x: Floats, scale: str) -> Floats:
    """Return one indicator as TOPSIS compares it: by its Euclidean length, stretched to 0..1, or as it is."""
    if scale == "none":
        return x
    if scale == "minmax":
        return normalise.minmax(x, constant=0.0)
    length = float(np.sqrt(moments.total(x * x)))
    if length == 0.0:
        raise UnfitError("有一列全是 0，不能按向量长度缩放", "a column of zeros has no length to divide by")
    return x / length

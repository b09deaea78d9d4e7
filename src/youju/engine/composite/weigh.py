"""Weights found from the data: equal, entropy, standard deviation, CRITIC, Gini.

All return one weight per indicator, summing to one, from a table of units × indicators on which more is better.
Gaps are left out column by column (pair by pair for correlations). OECD/JRC Handbook 2008, step 6, p. 31, says
what they cannot do: weights found in the data describe the data, not the importance of the policy.
"""

from __future__ import annotations

import math

import numpy as np

from youju.engine.composite import moments, normalise
from youju.engine.composite.cells import Bools, Floats, UnfitError, present
from youju.engine.composite.portable import log


def rescaled(weights: Floats) -> Floats:
    """Return weights divided by their exact sum. They must be finite, not negative, not all zero."""
    w = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(w).all() or (w < 0).any() or not (w > 0).any():
        raise UnfitError(
            f"权重必须非负且不全为 0:{w.tolist()}",
            f"weights must be not negative and not all zero: {w.tolist()}",
        )
    return w / moments.total(w)


def equal(n: int) -> Floats:
    """Return n times 1/n."""
    return np.full(n, 1.0 / n)


def entropy(values: Floats, *, missing: Bools | None = None, shift: float = 0.0) -> Floats:
    """Return (1 − e)/Σ(1 − e), e = −Σ p ln p / ln n, p = x/Σx (Shannon 1948; Hwang & Yoon 1981).

    Values must not be negative; 0 ln 0 counts as 0. ``shift`` is added to every value first (the 熵权法 of
    Chinese practice shifts min-max values by 0.001 so that no p is zero). Pool several years by stacking rows.
    """
    return rescaled(np.array([1.0 - e for e in entropies(values, missing=missing, shift=shift)]))


def entropies(values: Floats, *, missing: Bools | None = None, shift: float = 0.0) -> list[float]:
    """Return the entropy e of each indicator, between 0 (one unit has all) and 1 (all have the same)."""
    cells = present(values, missing)
    result = []
    for j in range(cells.shape[1]):
        x = _known(cells[:, j]) + shift
        if x.size < 2 or (x < 0).any() or moments.total(x) == 0:
            raise UnfitError(
                f"第 {j + 1} 列不能求熵：要有两个以上非负且不全为 0 的值",
                f"column {j + 1}: entropy needs two or more values, none negative, not all zero",
                column=j,
            )
        p = x / moments.total(x)
        held = p[p > 0]
        result.append(min(1.0, -moments.total(held * log(held)) / float(log(np.array([float(x.size)]))[0])))
    return result


def standard_deviation(values: Floats, *, missing: Bools | None = None) -> Floats:
    """Return s/Σs, s the population standard deviation of each indicator (Diakoulaki et al. 1995, p. 763-770)."""
    cells = present(values, missing)
    return rescaled(np.array([moments.sd(_known(cells[:, j]), ddof=0) for j in range(cells.shape[1])]))


def critic(values: Floats, *, missing: Bools | None = None) -> Floats:
    """Return C/ΣC, C_j = s_j Σ_k (1 − r_jk) on min-max values (Diakoulaki, Mavrotas & Papayannakis 1995, p. 763-770).

    A constant indicator weighs 0: it has no contrast and correlates with nothing.
    """
    cells = present(values, missing)
    n = cells.shape[1]
    table = np.column_stack(
        [normalise.minmax(cells[:, j], missing=np.isnan(cells[:, j]), constant=0.0) for j in range(n)]
    )
    r = correlations(table, missing=np.isnan(table))
    spread = [moments.sd(_known(table[:, j]), ddof=0) for j in range(n)]
    conflict = [spread[j] * math.fsum((1.0 - r[j]).tolist()) for j in range(n)]
    if math.fsum(conflict) <= 1e-12:
        raise UnfitError(
            "各指标说的完全是一回事，CRITIC 定不出权重", "the indicators all say the same: no CRITIC weights"
        )
    return rescaled(np.array(conflict))


def gini(values: Floats, *, missing: Bools | None = None) -> Floats:
    """Return G/ΣG, G the Gini coefficient Σ(2i − n − 1)x₍ᵢ₎ / (n Σx) of each indicator (Gini 1912)."""
    cells = present(values, missing)
    result = []
    for j in range(cells.shape[1]):
        x = np.sort(_known(cells[:, j]))
        if (x < 0).any() or moments.total(x) == 0:
            raise UnfitError(f"第 {j + 1} 列不能求基尼系数", f"column {j + 1}: no Gini coefficient", column=j)
        place = 2.0 * np.arange(1, x.size + 1) - x.size - 1
        result.append(moments.total(place * x) / (x.size * moments.total(x)))
    return rescaled(np.array(result))


def correlations(values: Floats, *, missing: Bools | None = None) -> Floats:
    """Return Pearson's r of every pair of indicators over the units that have both; 0 with a constant one."""
    cells = present(values, missing)
    n = cells.shape[1]
    r = np.eye(n)
    whole = [not np.isnan(column).any() for column in cells.T]
    apart = [_deviations(cells[:, j]) if whole[j] else None for j in range(n)]
    for j in range(n):
        for k in range(j + 1, n):
            x, y = apart[j], apart[k]
            if x is None or y is None:
                both = ~(np.isnan(cells[:, j]) | np.isnan(cells[:, k]))
                x, y = _deviations(cells[both, j]), _deviations(cells[both, k])
            if x[1] > 0.0 and y[1] > 0.0:
                r[j, k] = r[k, j] = max(-1.0, min(1.0, moments.total(x[0] * y[0]) / math.sqrt(x[1] * y[1])))
    return r


def _deviations(x: Floats) -> tuple[Floats, float]:
    """Return x − mean and the sum of its squares (0 if constant)."""
    if moments.is_constant(x):
        return x, 0.0
    apart = x - moments.mean(x)
    return apart, moments.total(apart * apart)


def _known(column: Floats) -> Floats:
    return column[~np.isnan(column)]

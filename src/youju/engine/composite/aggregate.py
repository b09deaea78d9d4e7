"""Means of the children of one node, unit by unit, with weights rescaled over the children that are there.

OECD/JRC Handbook 2008, step 6, p. 31-33 and 102-104. Children are added in the order of the scheme, each unit on
its own, so neither the other units nor the chunk they arrive in can change a unit's score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from youju.engine.composite.cells import Bools, Floats, UnfitError, present
from youju.engine.composite.portable import exp, log, power


def arithmetic(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return Σ w·x / Σ w over the available children."""
    cells, weight = prepare(values, weights, missing, infinite=True)
    return _weighted(cells, weight)


def geometric(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return Π x^(w/Σw) over the available children. Zero gives zero; negatives are refused."""
    cells, weight = prepare(values, weights, missing)
    _no_negative(cells, weight, "几何", "geometric")
    usable = np.where(cells == 0.0, 1.0, cells)
    result = _where_present(exp, _weighted(_where_present(log, usable), weight))
    result[((cells == 0.0) & (weight > 0)).any(axis=1)] = 0.0
    return result


def harmonic(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return Σ w / Σ (w/x) over the available children. Zero gives zero (its limit); negatives are refused."""
    cells, weight = prepare(values, weights, missing)
    _no_negative(cells, weight, "调和", "harmonic")
    zero = cells == 0.0
    result: Floats = 1.0 / _weighted(1.0 / np.where(zero, 1.0, cells), weight)
    result[(zero & (weight > 0)).any(axis=1)] = 0.0
    return result


def generalised(
    values: Floats, *, weights: Sequence[float], exponent: float, missing: Bools | None = None
) -> Floats:
    """Return (Σ w·x^p / Σ w)^(1/p): arithmetic for p = 1, harmonic for −1, geometric for 0 (the limit)."""
    if exponent == 0.0:
        return geometric(values, weights=weights, missing=missing)
    cells, weight = prepare(values, weights, missing)
    _no_negative(cells, weight, "广义", "generalised")
    zero = (cells == 0.0) & (weight > 0)
    safe = np.where(cells == 0.0, 1.0, cells) if exponent < 0 else cells
    raised = _where_present(lambda v: power(v, exponent), safe)
    result = _where_present(lambda v: power(v, 1.0 / exponent), _weighted(raised, weight))
    if exponent < 0:
        result[zero.any(axis=1)] = 0.0
    return result


def median(values: Floats, *, weights: Sequence[float], missing: Bools | None = None) -> Floats:
    """Return the weighted median: the value at which half of the available weight is reached.

    If exactly half lies at or below a value, the mean of it and the next one. Equal weights give the plain median.
    """
    cells, weight = prepare(values, weights, missing)
    order = np.argsort(cells, axis=1, kind="stable")
    ordered = np.take_along_axis(cells, order, axis=1)
    held = np.take_along_axis(weight, order, axis=1)
    reached = np.cumsum(held, axis=1)
    half = reached[:, -1:] / 2
    slack = half * 1e-12
    lower = np.argmax(reached >= half - slack, axis=1)
    upper = np.argmax((reached > half + slack) & (held > 0), axis=1)
    rows = np.arange(cells.shape[0])
    result: Floats = (ordered[rows, lower] + ordered[rows, upper]) / 2
    result[weight.sum(axis=1) == 0] = np.nan
    return result


def prepare(
    values: Floats, weights: Sequence[float], missing: Bools | None, *, infinite: bool = False
) -> tuple[Floats, Floats]:
    """Return checked cells (NaN gaps) and the weight of each cell, 0 at gaps. Weights are finite and not negative."""
    cells = present(values, missing, infinite=infinite)
    if cells.ndim != 2 or cells.shape[1] != len(weights):
        raise UnfitError(
            f"{len(weights)} 个权重对 {cells.shape} 的数据",
            f"{len(weights)} weights for data of shape {cells.shape}",
        )
    row = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(row).all() or (row < 0).any():
        raise UnfitError(
            f"权重必须是非负有限数：{row.tolist()}",
            f"weights must be finite and not negative: {row.tolist()}",
        )
    return cells, np.where(np.isnan(cells), 0.0, row)


def _weighted(cells: Floats, weight: Floats) -> Floats:
    """Σ w·x / Σ w per row, child after child; NaN where no weight is left."""
    top = np.zeros(cells.shape[0])
    below = np.zeros(cells.shape[0])
    for j in range(cells.shape[1]):
        w = weight[:, j]
        top += np.where(w > 0, cells[:, j], 0.0) * w
        below += w
    mean: Floats = np.divide(top, below, out=np.full(top.shape, np.nan), where=below > 0)
    return mean


def _where_present(function: Callable[[Floats], Floats], x: Floats) -> Floats:
    result = np.full(x.shape, np.nan)
    has = ~np.isnan(x)
    result[has] = function(x[has])
    return result


def _no_negative(cells: Floats, weight: Floats, zh: str, en: str) -> None:
    bad = (cells < 0) & (weight > 0)
    if bad.any():
        row, column = (int(i) for i in np.argwhere(bad)[0])
        raise UnfitError(
            f"第 {row + 1} 行第 {column + 1} 列是负数，不能求{zh}平均",
            f"row {row + 1}, column {column + 1} is negative: no {en} mean",
            row=row,
            column=column,
        )

"""Contributions at nodes too wide for Shapley values (which look at every coalition): closed forms with the same sum.

* generalised and harmonic mean: w·S + w·(x^p − S^p)/(p·S^(p−1)) – S^p is the weighted mean of the x^p, so the second part
  sums to nothing;
* median: w·S, for moving one of many values moves a median not at all;
* TOPSIS: w·S + what the indicator's squared distances pull towards the ideal and away from the worst (S is homogeneous of
  degree 0 in them, so by Euler's theorem this sums to nothing);
* Copeland: every unit beaten (or lost to) is shared among the indicators by what each said of it.
"""

from __future__ import annotations

import numpy as np

from youju.engine.composite import moments
from youju.engine.composite.cells import Floats
from youju.engine.composite.outrank import TIE, scaled_for_topsis
from youju.engine.composite.portable import power
from youju.engine.composite.tree import Node


def distances(node: Node, w: Floats, x: Floats, score: Floats) -> Floats:
    """Return units × children contributions to a generalised or harmonic mean, or a median (``w`` sum to 1, no gaps)."""
    level = score[:, None] * w
    if node.method == "median":
        return level
    p = -1.0 if node.method == "harmonic" else float(node.exponent or 1.0)
    safe = (score > 0) & (x > 0).all(axis=1)
    own, at = np.where(safe[:, None], x, 1.0), np.where(safe, score, 1.0)[:, None]
    apart = w * (power(own / at, p) - 1.0) * at / p
    # Σ apart is 0 on paper; what rounding leaves of it is shared by weight
    result: Floats = level + np.where(safe[:, None], apart - w * added(apart)[:, None], 0.0)
    return result


def added(table: Floats) -> Floats:
    """Return the sum of every row, column after column: the same on every machine."""
    total = np.zeros(table.shape[0])
    for column in table.T:
        total += column
    return total


def voting(node: Node, table: Floats) -> Floats:
    """Return units × children contributions to TOPSIS or Copeland scores of the whole league."""
    weights = np.array([child.weight for child in node.children])
    return _topsis(node, weights, table) if node.method == "topsis" else _copeland(weights, table)


def _topsis(node: Node, weights: Floats, table: Floats) -> Floats:
    whole = ~np.isnan(table).any(axis=1)
    result = np.zeros(table.shape)
    if not whole.any():
        return result
    share = weights / moments.total(weights)
    v = np.column_stack([scaled_for_topsis(x, node.scale) for x in table[whole].T]) * share
    close, far = (v - v.max(axis=0)) ** 2, (v - v.min(axis=0)) ** 2
    plus, minus = np.sqrt(added(close)), np.sqrt(added(far))
    score = minus / (plus + minus)
    pull = np.zeros(v.shape)
    both = (plus > 0) & (minus > 0)
    below = (plus[both] + minus[both]) ** 2
    pull[both] = (far[both] * (plus[both] / minus[both] / below / 2)[:, None]) - (
        close[both] * (minus[both] / plus[both] / below / 2)[:, None]
    )
    result[whole] = score[:, None] * share + pull
    return result


def _copeland(weights: Floats, table: Floats) -> Floats:
    cells = np.nan_to_num(table, nan=0.0)
    has = ~np.isnan(table)
    result = np.zeros(table.shape)
    limit = TIE * moments.total(weights)
    for row in range(len(table)):
        said = np.sign(cells[row] - cells) * (has & has[row]) * weights
        net = added(said)
        won = np.abs(net) > limit
        result[row] = added((said[won] / np.abs(net[won])[:, None]).T)
    return result

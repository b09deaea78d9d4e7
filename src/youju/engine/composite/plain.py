"""Sum, product, ratio, smallest and largest of a node's children, with what each child brings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from youju.engine.composite.cells import Floats, UnfitError
from youju.engine.composite.portable import log


def combined(how: str, weights: Sequence[float], table: Floats) -> tuple[Floats, Floats]:
    """Return a node's scores from the table of its children (NaN gaps), and units × children contributions summing to them.

    ``sum`` weighs its children; ``product`` and ``ratio`` do not. Children that are not there are left out, in a ratio
    one absent makes the node absent, as does a divisor of 0. Contributions to products and ratios are logarithmic
    shares around the unit's own level (Ang 2005, Energy Policy 33, p. 867-871), or equal where a factor is not positive.
    """
    has = ~np.isnan(table)
    if how == "sum":
        own = np.where(has, table, 0.0) * np.array(weights)
        score = own[:, 0].copy()
        for column in own.T[1:]:
            score += column
    elif how in {"product", "ratio"}:
        score, own = _factors(table) if how == "product" else _quotient(table)
    else:
        score, own = _edge(how, table)
    gone = ~has.any(axis=1) | np.isnan(score)
    return np.where(gone, np.nan, score), np.where(gone[:, None], 0.0, own)


def _factors(table: Floats) -> tuple[Floats, Floats]:
    has = ~np.isnan(table)
    score = np.ones(len(table))
    for column, there in zip(table.T, has.T, strict=True):
        score = np.where(there, score * column, score)
    number = np.maximum(has.sum(axis=1), 1)[:, None]
    positive = np.asarray((np.where(has, table, 1.0) > 0).all(axis=1))[:, None]
    logs = np.where(has & positive, log(np.where(has & positive, table, 1.0)), 0.0)
    level = logs[:, 0].copy()
    for column in logs.T[1:]:
        level += column
    own = np.where(has, score[:, None] * (1.0 / number + logs - level[:, None] / number), 0.0)
    return score, np.where(positive, own, np.where(has, score[:, None] / number, 0.0))


def _quotient(table: Floats) -> tuple[Floats, Floats]:
    if table.shape[1] != 2:
        raise UnfitError("比值要恰好两个下级", "a ratio has exactly two children")
    under = np.where(table[:, 1] == 0, np.nan, table[:, 1])
    own = _factors(np.column_stack([table[:, 0], 1.0 / under]))[1]
    gone = np.isnan(table[:, 0]) | np.isnan(under)
    return np.where(gone, np.nan, np.where(gone, 1.0, table[:, 0]) / np.where(gone, 1.0, under)), own


def _edge(how: str, table: Floats) -> tuple[Floats, Floats]:
    """The smallest or largest: it brings the whole score."""
    has, own = ~np.isnan(table), np.zeros(table.shape)
    edge = np.where(has, table, -np.inf if how == "max" else np.inf)
    chosen = edge.argmax(axis=1) if how == "max" else edge.argmin(axis=1)
    rows = np.arange(len(table))
    score = edge[rows, chosen]
    own[rows, chosen] = score
    return score, own

"""Looking at an index from behind: what no longer discriminates, what is counted twice, what really weighs.

OECD/JRC Handbook 2008, step 4 (multivariate analysis) and step 9 (links); Paruolo, Saisana & Saltelli 2013,
"Ratings and rankings: voodoo or science?", JRSS A 176, p. 609-634.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from youju.engine.composite import moments, weigh
from youju.engine.composite.cells import Bools, Floats, Ints, present
from youju.engine.composite.tree import Node


@dataclass(frozen=True)
class Saturated:
    """An indicator that hardly tells units apart: share of units at its commonest value, and which value."""

    indicator: str
    share: float
    value: float
    at_best: bool


@dataclass(frozen=True)
class Correlated:
    """Two indicators that say the same: Pearson's r, and whether they hang under the same node."""

    first: str
    second: str
    r: float
    same_parent: bool


@dataclass(frozen=True)
class Availability:
    """Per unit: indicators missing, indicators that are 0, share available, share not 0 of those available."""

    missing: Ints
    zero: Ints
    available: Floats
    non_zero: Floats


def availability(values: Floats, *, missing: Bools | None = None) -> Availability:
    """Return what each unit (row) has: the table to look at before a threshold is chosen."""
    cells = present(values, missing)
    has = ~np.isnan(cells)
    known, zero = has.sum(axis=1), (cells == 0).sum(axis=1)
    share = np.divide(known - zero, known, out=np.full(known.shape, np.nan), where=known > 0)
    return Availability(cells.shape[1] - known, zero, known / cells.shape[1], share)


def saturated(
    values: Floats, *, columns: Sequence[str], missing: Bools | None = None, limit: float = 0.8
) -> list[Saturated]:
    """Return the indicators for which at least ``limit`` of the units that have a value share one and the same.

    Values should be normalised, so that more is better; ``at_best`` says that the common value is the highest.
    """
    cells = present(values, missing)
    found = []
    for j, name in enumerate(columns):
        x = cells[~np.isnan(cells[:, j]), j]
        if not x.size:
            continue
        level, count = np.unique(x, return_counts=True)
        common = int(np.argmax(count))
        share = int(count[common]) / x.size
        if share >= limit:
            found.append(Saturated(name, share, float(level[common]), common == level.size - 1))
    return found


def correlated(
    values: Floats, *, columns: Sequence[str], tree: Node, missing: Bools | None = None, limit: float = 0.9
) -> list[Correlated]:
    """Return the pairs of indicators with |r| ≥ ``limit``, strongest first: candidates for double counting.

    A strongly negative pair cancels itself in a mean and is reported as well.
    """
    cells = present(values, missing)
    r = weigh.correlations(cells, missing=np.isnan(cells))
    parent = {child.id: node.id for node in tree.nodes() for child in node.children}
    found = [
        Correlated(columns[j], columns[k], float(r[j, k]), parent.get(columns[j]) == parent.get(columns[k]))
        for j in range(len(columns))
        for k in range(j + 1, len(columns))
        if abs(r[j, k]) >= limit
    ]
    return sorted(found, key=lambda pair: (-abs(pair.r), pair.first, pair.second))


def importance(
    values: Floats, index: Floats, *, columns: Sequence[str], missing: Bools | None = None
) -> dict[str, float]:
    """Return r² of each indicator with the index: what it really weighs, to be held against its given weight.

    The linear form of the main effect in Paruolo et al. 2013. Units without index are left out; an
    indicator that is constant has 0.
    """
    cells = present(values, missing)
    result = {}
    for j, name in enumerate(columns):
        both = ~(np.isnan(cells[:, j]) | np.isnan(index))
        x, y = cells[both, j], index[both]
        flat = moments.is_constant(x) or moments.is_constant(y)
        result[name] = 0.0 if flat else moments.correlation(x, y) ** 2
    return result

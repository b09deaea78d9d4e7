"""What every indicator contributes to a unit's index, in the index's own marks, summing to the index.

One idea for all means: a child is compared with the unit's own score S at that node. It receives its weight's
share of S, plus what its distance from S adds:

* arithmetic: w·S + w·(x − S) = w·x, exactly the familiar weight times value;
* geometric: w·S·(1 + ln(x/S)), the logarithmic share (the log-mean division of Ang 2005, Energy Policy 33,
  p. 867-871, at the unit's own level);
* harmonic, generalised, median: w·S + φ, φ the Shapley value of replacing S by x, child by child;
* Borda: weight times count; Copeland and TOPSIS: the Shapley value of letting the indicator vote at all.

(w are the weights rescaled over the children that are there.) Every one sums to S. Through several levels a
child's contribution is handed on in proportion to the contributions inside it. A score that was filled from the
unit's group is shared evenly by the leaves below: nothing of the unit's own stands behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import normalise, tree, weigh, wide
from youju.engine.composite.cells import Bools, Floats, UnfitError, present
from youju.engine.composite.portable import log
from youju.engine.composite.shapley import shapley
from youju.engine.composite.tree import Node, Scores

_SMALL = 1e-9
MOST = 12
"""Up to so many children every coalition is looked at; above, the closed forms of ``wide``."""


@dataclass(frozen=True)
class Contributions:
    """Contribution of each leaf (columns in ``leaves`` order) to each unit's ``index``.

    0 where the leaf is missing, NaN in the whole row of a unit whose index is withheld.
    """

    leaves: tuple[str, ...]
    values: Floats
    index: Floats


def contributions(
    root: Node,
    values: Floats,
    *,
    columns: Sequence[str],
    missing: Bools | None = None,
    groups: NDArray[np.generic] | None = None,
) -> Contributions:
    """Return every leaf's contribution to the index at ``root``; rows sum to the index (up to float rounding).

    Arguments as in :func:`tree.score`. Nodes other than arithmetic, geometric and Borda take Shapley values up
    to twelve children and closed forms above (``wide``). For Copeland, TOPSIS and Borda hand over the whole league; other methods look at each unit alone.
    """
    cells = present(values, missing)
    scores = tree.score(root, cells, columns=columns, missing=np.isnan(cells), groups=groups)
    leaves, parts = _descend(root, scores)
    parts[np.isnan(scores.index)] = np.nan
    return Contributions(leaves, parts, scores.index)


def _descend(node: Node, scores: Scores) -> tuple[tuple[str, ...], Floats]:
    """Return the leaves below a node and their contributions to its score (0 where there is nothing)."""
    at = scores.at
    if not node.children:
        return (node.id,), np.nan_to_num(at[node.id], nan=0.0)[:, None]
    table = np.column_stack([at[child.id] for child in node.children])
    own = None if node.method == "arithmetic" else node_contributions(node, table)
    share = _shares(node, table)
    names: list[str] = []
    parts: list[Floats] = []
    for j, child in enumerate(node.children):
        below, inner = _descend(child, scores)
        names += below
        if own is None:
            parts.append(inner * share[:, j, None])
        else:
            parts.append(_hand_on(own[:, j], np.nan_to_num(table[:, j], nan=0.0), inner))
    result = np.hstack(parts)
    if node.id in scores.filled:
        lent = scores.filled[node.id]
        result[lent] = at[node.id][lent, None] / result.shape[1]
    return tuple(names), result


def _shares(node: Node, table: Floats) -> Floats:
    """Each child's weight as a share of the weights that are there; 0 where it is missing."""
    held = np.where(np.isnan(table), 0.0, [child.weight for child in node.children])
    whole = np.zeros(table.shape[0])
    for column in held.T:
        whole += column
    share: Floats = np.divide(held, whole[:, None], out=np.zeros_like(held), where=whole[:, None] > 0)
    return share


def _hand_on(own: Floats, score: Floats, inner: Floats) -> Floats:
    """Divide a child's contribution among its leaves, in proportion to theirs; evenly if those cancel out."""
    width = np.abs(inner).sum(axis=1)
    clear = np.abs(score) > _SMALL * width
    ratio = np.divide(own, score, out=np.zeros_like(own), where=clear)
    shared = inner * ratio[:, None]
    even = ~clear & (own != 0)
    shared[even] = own[even, None] / inner.shape[1]
    return shared


def node_contributions(node: Node, table: Floats) -> Floats:
    """Return units × children contributions to one node's score from its children's scores (NaN gaps)."""
    result = np.zeros(table.shape)
    has = ~np.isnan(table)
    if node.method in ("copeland", "topsis"):
        return _voting(node, table) if len(node.children) <= MOST else wide.voting(node, table)
    if node.method == "borda":
        counts = [normalise.borda(x, missing=np.isnan(x), ties="average") for x in table.T]
        table = np.where(has, np.column_stack(counts), np.nan)
    for pattern in np.unique(has, axis=0):
        kept = np.flatnonzero(pattern & (np.array([c.weight for c in node.children]) > 0))
        rows = np.flatnonzero((has == pattern).all(axis=1))
        if kept.size:
            small = replace(node, children=tuple(node.children[j] for j in kept))
            result[np.ix_(rows, kept)] = _complete(small, table[np.ix_(rows, kept)])
    return result


def _complete(node: Node, x: Floats) -> Floats:
    """Contributions where no child is missing and every weight is positive."""
    w = weigh.rescaled(np.array([child.weight for child in node.children]))
    if node.method in ("arithmetic", "borda"):
        weighted: Floats = x * w
        return weighted
    score = tree.combine(node, x)
    if node.method == "geometric":
        safe = np.where((x > 0) & (score[:, None] > 0), x, 1.0)
        level = np.where(score > 0, score, 1.0)
        distance = np.where(score[:, None] > 0, log(safe) - log(level)[:, None], 0.0)
        logged: Floats = score[:, None] * w * (1.0 + distance)
        return logged
    if len(w) > MOST:
        return wide.distances(node, w, x, score)
    phi = shapley(lambda members: tree.combine(node, np.where(members, x, score[:, None])), len(w))
    total: Floats = score[:, None] * w + phi
    return total


def _voting(node: Node, table: Floats) -> Floats:
    """Copeland and TOPSIS: what an indicator's vote changes, over all orders of letting the indicators vote."""

    def worth(members: Bools) -> Floats:
        if not members.any():
            return np.zeros(table.shape[0])
        voters = replace(node, children=tuple(c for c, m in zip(node.children, members, strict=True) if m))
        if sum(c.weight for c in voters.children) == 0:
            return np.zeros(table.shape[0])
        try:
            return np.nan_to_num(tree.combine(voters, table[:, members]), nan=0.0)
        except UnfitError:
            return np.zeros(table.shape[0])

    return shapley(worth, table.shape[1])

"""The index tree: nodes with weights, methods and thresholds, and the scores at each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import aggregate, impute, outrank
from youju.engine.composite.cells import Bools, Floats, Ints, UnfitError, present

Method: TypeAlias = Literal[
    "arithmetic", "geometric", "harmonic", "generalised", "median", "copeland", "topsis", "borda"
]


@dataclass(frozen=True)
class Node:
    """One node of the index. Without ``children`` it is a leaf and ``id`` names an indicator's column.

    ``weight`` counts inside the parent; weights need not sum to one. The node's score is withheld from a unit whose
    share of available children (``at_least_of="leaves"``: of all leaves below), by count, is strictly below
    ``at_least``, or whose number of them is below ``at_least_count``. A score that is missing then may be filled with
    the ``mean`` or ``median`` of the unit's group (``fill``). ``exponent`` is for ``generalised``, ``scale`` for
    ``topsis``.
    """

    id: str
    weight: float = 1.0
    children: tuple[Node, ...] = ()
    method: Method = "arithmetic"
    at_least: float = 0.0
    exponent: float | None = None
    scale: Literal["vector", "minmax", "none"] = "vector"
    at_least_count: int = 0
    at_least_of: Literal["children", "leaves"] = "children"
    fill: Literal["none", "mean", "median"] = "none"

    def leaves(self) -> Iterator[Node]:
        """Yield the leaves below (or this node itself), in the order of the scheme."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.nodes()


@dataclass(frozen=True)
class Scores:
    """Scores at every node by id; NaN where withheld. ``filled`` marks, for nodes that fill, whose score is a group's."""

    root: str
    at: dict[str, Floats] = field(repr=False)
    filled: dict[str, Bools] = field(repr=False, default_factory=dict)

    @property
    def index(self) -> Floats:
        """The index: the root's score of each unit."""
        return self.at[self.root]


def score(
    tree: Node,
    values: Floats,
    *,
    columns: Sequence[str],
    missing: Bools | None = None,
    groups: NDArray[np.generic] | None = None,
    infinite: bool = False,
) -> Scores:
    """Return the score of every unit at every node of ``tree``, from the leaves up.

    ``values`` is units × indicators, already normalised; ``columns`` names its columns, and every leaf must be
    one of them. ``groups`` (a label per unit, None for a single group) serves the nodes that fill. ``infinite`` admits
    the infinities of ``fraction_of_max`` to arithmetic means.
    """
    cells = present(values, missing, infinite=infinite)
    ids = [node.id for node in tree.nodes()]
    if len(set(ids)) != len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise UnfitError(f"指标树里有重复的编号：{twice}", f"ids used twice in the tree: {twice}")
    unknown = [leaf.id for leaf in tree.leaves() if leaf.id not in columns]
    if unknown:
        raise UnfitError(f"指标树里的 {unknown} 没有数据列", f"no column for {unknown}")
    result = Scores(tree.id, {})
    _climb(tree, {name: cells[:, j] for j, name in enumerate(columns)}, groups, result)
    return result


def combine(node: Node, table: Floats) -> Floats:
    """Return one node's scores from the table of its children (NaN gaps); no threshold, no filling."""
    return _method(node)(table, [child.weight for child in node.children], np.isnan(table))


def _climb(
    node: Node, columns: dict[str, Floats], groups: NDArray[np.generic] | None, result: Scores
) -> Ints:
    """Score a node and all below; return for each unit how many leaves below it are there."""
    if not node.children:
        result.at[node.id] = columns[node.id]
        return (~np.isnan(columns[node.id])).astype(np.int64)
    below = [_climb(child, columns, groups, result) for child in node.children]
    leaves: Ints = np.sum(below, axis=0)
    table = np.column_stack([result.at[child.id] for child in node.children])
    score = combine(node, table)
    by_child = node.at_least_of == "children"
    count = (~np.isnan(table)).sum(axis=1) if by_child else leaves
    whole = len(node.children) if by_child else sum(1 for _ in node.leaves())
    score[(count / whole < node.at_least) | (count < node.at_least_count)] = np.nan
    if node.fill != "none":
        gaps = np.isnan(score)
        score = impute.fill(score, missing=gaps, by=node.fill, groups=groups)
        result.filled[node.id] = gaps & ~np.isnan(score)
    result.at[node.id] = score
    return leaves


def _method(node: Node) -> Callable[[Floats, Sequence[float], Bools], Floats]:
    if node.method == "generalised":
        if node.exponent is None:
            raise UnfitError(
                f"{node.id}：广义平均要写指数", f"{node.id}: a generalised mean needs an exponent"
            )
        power = node.exponent
        return lambda x, w, g: aggregate.generalised(x, weights=w, missing=g, exponent=power)
    if node.method == "topsis":
        return lambda x, w, g: outrank.topsis(x, weights=w, missing=g, scale=node.scale)
    plain = {
        "arithmetic": aggregate.arithmetic,
        "geometric": aggregate.geometric,
        "harmonic": aggregate.harmonic,
        "median": aggregate.median,
        "copeland": outrank.copeland,
        "borda": outrank.borda,
    }
    if node.method not in plain:
        raise UnfitError(f"{node.id}：没有合成方法“{node.method}”", f"{node.id}: no method {node.method!r}")
    chosen = plain[node.method]
    return lambda x, w, g: chosen(x, weights=w, missing=g)

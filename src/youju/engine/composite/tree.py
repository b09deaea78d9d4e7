"""The index tree: nodes with weights, methods and thresholds, and the scores at each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from youju.engine.composite import aggregate, outrank
from youju.engine.composite.cells import Bools, Floats, UnfitError, present

Method: TypeAlias = Literal[
    "arithmetic", "geometric", "harmonic", "generalised", "median", "copeland", "topsis", "borda"
]


@dataclass(frozen=True)
class Node:
    """One node of the index. Without ``children`` it is a leaf and ``id`` names an indicator's column.

    ``weight`` counts inside the parent; weights need not sum to one. ``at_least`` withholds the node's score from
    a unit whose share of available children (by count) is strictly below it. ``exponent`` is for ``generalised``.
    """

    id: str
    weight: float = 1.0
    children: tuple[Node, ...] = ()
    method: Method = "arithmetic"
    at_least: float = 0.0
    exponent: float | None = None
    scale: Literal["vector", "minmax", "none"] = "vector"

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
    """Scores at every node by id; NaN where withheld. ``root`` is the index itself."""

    root: str
    at: dict[str, Floats] = field(repr=False)

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
    infinite: bool = False,
) -> Scores:
    """Return the score of every unit at every node of ``tree``, from the leaves up.

    ``values`` is units × indicators, already normalised; ``columns`` names its columns, and every leaf must be
    one of them. ``infinite`` admits the infinities of ``fraction_of_max`` to arithmetic means.
    """
    cells = present(values, missing, infinite=infinite)
    ids = [node.id for node in tree.nodes()]
    if len(set(ids)) != len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise UnfitError(f"指标树里有重复的编号:{twice}", f"ids used twice in the tree: {twice}")
    unknown = [leaf.id for leaf in tree.leaves() if leaf.id not in columns]
    if unknown:
        raise UnfitError(f"指标树里的 {unknown} 没有数据列", f"no column for {unknown}")
    at: dict[str, Floats] = {}
    _climb(tree, {name: cells[:, j] for j, name in enumerate(columns)}, at)
    return Scores(tree.id, at)


def combine(node: Node, table: Floats, *, weights: Sequence[float] | None = None) -> Floats:
    """Return one node's scores from the table of its children (NaN gaps), threshold applied."""
    held = [child.weight for child in node.children] if weights is None else weights
    gaps = np.isnan(table)
    result = _method(node)(table, held, gaps)
    if node.at_least > 0.0:
        result[aggregate.available(table) < node.at_least] = np.nan
    return result


def _climb(node: Node, columns: dict[str, Floats], at: dict[str, Floats]) -> Floats:
    if not node.children:
        at[node.id] = columns[node.id]
    else:
        below = [_climb(child, columns, at) for child in node.children]
        at[node.id] = combine(node, np.column_stack(below))
    return at[node.id]


def _method(node: Node) -> Callable[[Floats, Sequence[float], Bools], Floats]:
    if node.method == "generalised":
        if node.exponent is None:
            raise UnfitError(
                f"{node.id}:广义平均要写指数", f"{node.id}: a generalised mean needs an exponent"
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
        raise UnfitError(f"{node.id}:没有合成方法“{node.method}”", f"{node.id}: no method {node.method!r}")
    chosen = plain[node.method]
    return lambda x, w, g: chosen(x, weights=w, missing=g)

"""The nodes of an index, computed from the leaves up: treated, normalised, weighed, combined, with what each child brings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import impute, plain, tree, weigh
from youju.engine.composite.ahp import ahp
from youju.engine.composite.cells import Floats, UnfitError
from youju.engine.composite.contribute import node_contributions
from youju.engine.composite.pca import pca
from youju.engine.composite.ranking import round_half_up
from youju.engine.evaluate.sheet import operand
from youju.engine.evaluate.world import LevelSheet
from youju.engine.exact import Exact
from youju.engine.index.normalising import Normaliser, treated
from youju.engine.language import composite as language
from youju.engine.problems import BadInputError
from youju.engine.wording import say

PLAIN = frozenset({"sum", "product", "ratio", "min", "max"})
_PLACE = re.compile(r"^(第 \d+ 行)?(第 \d+ 列)?的?")
_PLACE_EN = re.compile(r"^(row \d+)?(, )?(column \d+)?:? ?")
"""Where a number stands in a table: said again in the names of the scheme."""


@dataclass
class Scored:
    """One node with its scores (NaN where missing), its children and what each brings to it; ``filled`` where peers' score was taken."""

    node: language.Node
    score: Floats
    children: tuple[Scored, ...] = ()
    own: Floats | None = None
    filled: NDArray[np.bool_] | None = None
    seen: Exact | None = None
    weights: tuple[float, ...] = field(default=())
    there: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """How many leaves below (or the leaf itself) have a value, and out of how many."""
    leaves: int = 1


class Index:
    """Computes the tree of one composite over one sheet."""

    def __init__(self, sheet: LevelSheet, given: language.Composite) -> None:
        self.sheet, self.given, self.scale = sheet, given, Normaliser(sheet, given)
        groups = sheet.groups(given.among)
        self.circles = [np.flatnonzero(groups == g) for g in range(int(groups.max(initial=-1)) + 1)]

    def root(self) -> Scored:
        """Compute the whole tree."""
        top = language.Node(
            id="index", title=self.given.title, clause=self.given.clause, children=self.given.children
        )
        return self.node(top, self.given.normalise, self.given.treat)

    def node(self, node: language.Node, normalise_: Any, treats: tuple[Any, ...]) -> Scored:
        """Compute one node from below. ``normalise_`` and ``treats`` are what the dimensions above say for their leaves."""
        how, treats = node.normalise or normalise_, treats if node.treat is None else node.treat
        scored = (
            self._branch(node, how, treats) if node.children is not None else self._leaf(node, how, treats)
        )
        if node.rescale is not None:
            for rows in map(_only(~np.isnan(scored.score)), self.circles):
                with self._located(node, rows):
                    self._rescale(scored, node.rescale, rows)
        if node.missing is not None:
            gaps = np.isnan(scored.score)
            scored.score, scored.filled = self._fill(scored.score, node.missing), gaps
            scored.filled &= ~np.isnan(scored.score)
        if node.round is not None:
            has = ~np.isnan(scored.score)
            scored.score = np.where(
                has, round_half_up(scored.score, node.round, missing=~has) / 10.0**node.round, np.nan
            )
        return scored

    def _rescale(self, scored: Scored, how: Any, rows: NDArray[np.int64]) -> None:
        """Rescale a node's scores; along a straight line every child's part takes the same turn, slope · part + height · weight."""
        before = scored.score[rows]
        scored.score[rows] = self.scale.normalised(how, before, 1)
        aggregate = scored.node.aggregate or self.given.aggregate
        line = self.scale.straight_line(how, before) if before.size else None
        if scored.own is None or line is None or aggregate in PLAIN - {"sum"}:
            return
        slope, height = line
        there = np.column_stack([~np.isnan(child.score[rows]) for child in scored.children])
        weight = there * np.array(scored.weights)
        whole = sum(weight.T, np.zeros(len(rows)))[:, None]
        share = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
        scored.own[rows] = slope * scored.own[rows] + height * share

    @contextmanager
    def _located(self, node: language.Node, rows: NDArray[np.int64]) -> Iterator[None]:
        """Turn numbers that do not allow what was asked into bad input that names the node, and the unit and child where it began."""
        try:
            yield
        except UnfitError as unfit:
            units = self.sheet.world.units
            unit = None if unfit.row is None else units.codes[self.sheet.at[rows[unfit.row]]]
            child = None if unfit.column is None or not node.children else node.children[unfit.column]
            of, of_en = ("", "") if child is None else (f"“{child.title or child.id}”", f"{child.id}: ")
            raise BadInputError(
                [
                    say(
                        "index_unfit",
                        "scheme.yaml",
                        node=node.title or node.id,
                        unit="" if unit is None else f"单位“{unit}”的",
                        unit_en="" if unit is None else f"unit {unit}, ",
                        detail=of + _PLACE.sub("", unfit.zh),
                        detail_en=of_en + _PLACE_EN.sub("", unfit.en),
                    )
                ]
            ) from None

    def _fill(self, score: Floats, policy: language.NodeFill) -> Floats:
        by: Literal["mean", "median"] = "mean" if policy.mean is not None else "median"
        groups = self.sheet.groups(str(policy.mean or policy.median))
        filled = impute.fill(score, missing=np.isnan(score), by=by, groups=groups)
        return np.where(groups >= 0, filled, score)

    def _leaf(self, node: language.Node, how: Any, treats: tuple[Any, ...]) -> Scored:
        seen = operand(self.sheet, node.of)
        values = seen.floats()
        if self.given.impute is not None:
            values = self._fill(values, self.given.impute)
        direction: Literal[1, -1] = -1 if self._direction(node) == "down" else 1
        score = np.full(len(values), np.nan)
        for rows in map(_only(~np.isnan(values)), self.circles):
            column = values[rows]
            with self._located(node, rows):
                for treatment in treats if rows.size else ():
                    column = treated(treatment, column)
                score[rows] = self.scale.normalised(how, column, direction)
        return Scored(node, score, seen=seen, there=(~np.isnan(score)).astype(np.int64))

    def _direction(self, node: language.Node) -> str:
        indicator = self.sheet.world.scheme.indicators.get(node.of) if isinstance(node.of, str) else None
        return node.direction or (indicator.direction if indicator else "up")

    def _branch(self, node: language.Node, how: Any, treats: tuple[Any, ...]) -> Scored:
        children = tuple(self.node(child, how, treats) for child in node.children or ())
        table = np.column_stack([child.score for child in children])
        score, own = np.full(len(table), np.nan), np.zeros(table.shape)
        weights: tuple[float, ...] = ()
        for rows in self.circles:
            with self._located(node, rows):
                weights = self._weights(node, children, table[rows])
                score[rows], own[rows] = self._combined(node, weights, table[rows])
        there: NDArray[np.int64] = np.sum([child.there for child in children], axis=0)
        leaves = sum(child.leaves for child in children)
        gone = self._too_few(node, table, there, leaves)
        score[gone], own[gone] = np.nan, 0.0
        return Scored(node, score, children, own, weights=weights, there=there, leaves=leaves)

    def _too_few(
        self, node: language.Node, table: Floats, there: NDArray[np.int64], leaves: int
    ) -> NDArray[np.bool_]:
        """Return where too little is available below a node: a share (strictly below) or a count, of children or of leaves."""
        given = self.given
        share = node.availability if node.availability is not None else given.availability
        count = node.available_at_least if node.available_at_least is not None else given.available_at_least
        of_leaves = (node.availability_of or given.availability_of) == "leaves"
        has, whole = (there, leaves) if of_leaves else ((~np.isnan(table)).sum(axis=1), table.shape[1])
        gone: NDArray[np.bool_] = has < (count or 0)
        if share is not None:
            gone |= has * Fraction(share).denominator < Fraction(share).numerator * whole
        return gone

    def _weights(self, node: language.Node, children: tuple[Scored, ...], table: Floats) -> tuple[float, ...]:
        how = node.weights or self.given.weights
        if how == "given":
            return tuple(1.0 if c.node.weight is None else self.scale.amount(c.node.weight) for c in children)
        if how == "equal":
            return (1.0,) * len(children)
        if isinstance(how, language.Ahp):
            matrix = np.array(
                [[float(Fraction(str(cell).replace(" ", ""))) for cell in row] for row in how.ahp]
            )
            return tuple(ahp(matrix, how=how.method).weights)
        if isinstance(how, language.EntropyWeights):
            return tuple(weigh.entropy(table, missing=np.isnan(table), shift=float(how.entropy.shift)))
        if how == "pca":
            return tuple(pca(table, missing=np.isnan(table)).weights)
        found = {"entropy": weigh.entropy, "critic": weigh.critic, "deviation": weigh.standard_deviation}[how]
        return tuple(found(table, missing=np.isnan(table)))

    def _combined(
        self, node: language.Node, weights: tuple[float, ...], table: Floats
    ) -> tuple[Floats, Floats]:
        """Return the node's scores and what each child brings."""
        how = node.aggregate or self.given.aggregate
        if how in PLAIN:
            return plain.combined(str(how), weights, table)
        power = isinstance(how, language.Power)
        kids = tuple(tree.Node(str(j), weight) for j, weight in enumerate(weights))
        method: Any = "generalised" if power else how
        small = tree.Node(
            node.id,
            children=kids,
            method=method,
            exponent=float(how.power) if isinstance(how, language.Power) else None,
        )
        return tree.combine(small, table), np.nan_to_num(node_contributions(small, table))


def _only(there: NDArray[np.bool_]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """Return what keeps of some rows those that have a value: nobody's gap takes part in a distribution."""
    return lambda rows: rows[there[rows]]


def node_scores(scored: Scored) -> dict[str, Floats]:
    """Return the scores of every node by id, NaN where missing."""
    result = {scored.node.id: scored.score}
    for child in scored.children:
        result |= node_scores(child)
    return result

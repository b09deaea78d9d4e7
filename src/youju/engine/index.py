"""Composite schemes: the language's index tree computed with the composite mathematics, rounded before it is ranked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.composite import impute, normalise, plain, treat, tree, weigh
from youju.engine.composite.ahp import ahp
from youju.engine.composite.cells import Floats, UnfitError
from youju.engine.composite.contribute import node_contributions
from youju.engine.composite.pca import pca
from youju.engine.composite.ranking import DIGITS, round_half_up
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.shapes import bounded
from youju.engine.evaluate.sheet import operand
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.exact import Exact
from youju.engine.groups import dense_order
from youju.engine.language import composite as language
from youju.engine.language.leaves import Head
from youju.engine.problems import BadInputError
from youju.engine.share import Line
from youju.engine.wording import say

PLAIN = frozenset({"sum", "product", "ratio", "min", "max"})
_PLACE = re.compile(r"^(第 \d+ 行)?(第 \d+ 列)?的?")
_PLACE_EN = re.compile(r"^(row \d+)?(, )?(column \d+)?:? ?")
"""Where a number stands in a table: said again in the names of the scheme."""
SHOWN = 9
"""Decimals of node scores as they are kept in the reasons."""
SMALL = 1e-9
"""A sum of contributions below this share of their size has cancelled out."""


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
        self.sheet, self.given = sheet, given
        groups = sheet.groups(given.among)
        self.circles = [np.flatnonzero(groups == g) for g in range(int(groups.max(initial=-1)) + 1)]

    def amount(self, amount: Any) -> float:
        """Return an amount as a float. Raises LookupError where it has no value in the period."""
        found = self.sheet.parameters.amount(amount, self.sheet.period)
        if found is None:
            raise LookupError(f"{amount} has no value in {self.sheet.period}")
        return float(found)

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
        scored.score[rows] = self._normalised(how, before, 1)
        aggregate = scored.node.aggregate or self.given.aggregate
        line = self._line(how, before) if before.size else None
        if scored.own is None or line is None or aggregate in PLAIN - {"sum"}:
            return
        slope, height = line
        there = np.column_stack([~np.isnan(child.score[rows]) for child in scored.children])
        weight = there * np.array(scored.weights)
        whole = sum(weight.T, np.zeros(len(rows)))[:, None]
        share = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
        scored.own[rows] = slope * scored.own[rows] + height * share

    def _line(self, how: Any, x: Floats) -> tuple[float, float] | None:
        """Return slope and height of a rescale that draws a straight line (before it is clipped), None for any other."""
        if isinstance(how, language.MinMax):
            how = how.model_copy(update={"clip": False})
        fixed = isinstance(how, (language.ScaleBy, language.AsIs))
        if not (
            fixed or isinstance(how, language.ZScore) or (isinstance(how, language.MinMax) and not how.log)
        ):
            return None
        at = np.array([0.0, 1.0]) if fixed else x
        first, last = int(at.argmin()), int(at.argmax())
        run = float(at[last] - at[first])
        if run == 0:
            return None
        drawn = self._normalised(how, at, 1)
        slope = float(drawn[last] - drawn[first]) / run
        return slope, float(drawn[first]) - slope * float(at[first])

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
                    column = self._treated(treatment, column)
                score[rows] = self._normalised(how, column, direction)
        return Scored(node, score, seen=seen, there=(~np.isnan(score)).astype(np.int64))

    def _direction(self, node: language.Node) -> str:
        indicator = self.sheet.world.scheme.indicators.get(node.of) if isinstance(node.of, str) else None
        return node.direction or (indicator.direction if indicator else "up")

    def _treated(self, treatment: Any, x: Floats) -> Floats:
        if isinstance(treatment, language.SkewRule):
            rule = treatment.skew_rule
            limits = {
                "skew_limit": float(rule.skew),
                "kurtosis_limit": float(rule.kurtosis),
                "at_most": rule.at_most,
            }
            chain = treat.by_shape if rule.then_log else treat.winsorise_by_shape
            return chain(x, **limits).values  # type: ignore[arg-type]
        if isinstance(treatment, language.Winsorise):
            low, high = treatment.winsorise
            return treat.winsorise_by_percentile(
                x, low=float(low or 0), high=1.0 if high is None else float(high)
            ).values
        if isinstance(treatment, language.Log):
            return treat.log_plain(x) if treatment.log == "natural" else treat.log_shifted(x)
        bounds = [None if b is None else float(b) for b in treatment.clip]
        return normalise.clip(x, low=bounds[0], high=bounds[1])

    def _normalised(self, how: Any, x: Floats, direction: Literal[1, -1]) -> Floats:
        if not x.size:
            return x
        constant = None if self.given.constant_column == "refuse" else float(self.given.constant_column)
        shared: dict[str, Any] = {"direction": direction, "constant": constant}
        if how is None:
            return x.copy()
        if isinstance(how, language.MinMax):
            return self._minmax(how, x, shared)
        if isinstance(how, language.ZScore):
            return normalise.zscore(x, mean=float(how.zscore[0]), sd=float(how.zscore[1]), **shared)
        if isinstance(how, language.RankScore):
            if how.rank == "percentile":
                return normalise.percentile_rank(x, **shared)
            return (normalise.borda if how.rank == "borda" else normalise.rank)(x, direction=direction)
        if isinstance(how, language.DistanceToBest):
            if how.distance_to == "best":
                return normalise.distance_to_best(x, **shared)
            return normalise.fraction_of_max(x, direction=direction)
        if isinstance(how, language.DistanceToTarget):
            goal = self.amount(how.target)
            share = x / goal if direction == 1 else goal / x
            return np.minimum(share, 1.0) if how.clip else share
        if isinstance(how, language.ScaleBy):
            low, high, to = float(how.scaled[0]), float(how.scaled[1]), [float(v) for v in how.onto]
            share = (x * direction - low) / (high - low)
            return share * (to[1] - to[0]) + to[0]
        under = 1.0 if how.divide_by is None else self.amount(how.divide_by)
        return x / under

    def _minmax(self, how: language.MinMax, x: Floats, shared: dict[str, Any]) -> Floats:
        """Goalposts are written worst to best; where both are given they say the direction themselves."""
        worst = None if how.from_ is None else self.amount(how.from_)
        best = None if how.to is None else self.amount(how.to)
        direction = shared["direction"]
        if worst is not None and best is not None:
            direction = 1 if worst < best else -1
        low, high = (worst, best) if direction == 1 else (best, worst)
        return normalise.minmax(
            x, to=(float(how.minmax[0]), float(how.minmax[1])), goalposts=(low, high), clip="both" if how.clip else "none",
            scale="log" if how.log else "linear", direction=direction, constant=shared["constant"],
        )  # fmt: skip

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
            return tuple(1.0 if c.node.weight is None else self.amount(c.node.weight) for c in children)
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


def leaf_columns(sheet: LevelSheet) -> None:
    """Ask for every value a composite looks at, so that the world knows what to load."""

    def walk(nodes: tuple[language.Node, ...]) -> None:
        for node in nodes:
            if node.of is not None:
                operand(sheet, node.of)
            walk(node.children or ())

    walk(sheet.world.scheme.composite.children)  # type: ignore[union-attr]  # asked of composites only


def score_level(
    sheet: LevelSheet, places: int, share_places: int
) -> tuple[Exact, NDArray[np.int64], list[Line], NDArray[np.int64], Scored]:
    """Return a composite's totals as marks and integers, the contribution lines of its leaves, and what rounding left."""
    given, total = sheet.world.scheme.composite, sheet.world.scheme.total
    root = Index(sheet, given).root()  # type: ignore[arg-type]  # asked of composites only
    ok = ~np.isnan(root.score) & ~_withheld(sheet, root)
    if total.round == "half_up":
        marks = bounded(
            sheet, total, exact.column(round_half_up(root.score, places, missing=~ok), places, ok)
        )
    else:
        marks = exact.rounded(bounded(sheet, total, _as_read(root.score, ok)), places, total.round)
    totals = exact.scaled_ints(marks, places)
    found: list[Line] = []
    _lines(sheet, root, np.where(ok, np.nan_to_num(root.score), 0.0), share_places, found)
    given_out = np.zeros(sheet.rows, np.int64)
    for line in found:
        given_out += line.contribution
    rest = np.where(ok, totals * 10 ** (share_places - places) - given_out, 0)
    return marks, totals, found, rest, root


def _as_read(scores: Floats, ok: NDArray[np.bool_]) -> Exact:
    """Return floats as the decimals of 15 digits that people read, which is what is rounded."""
    return exact.from_fractions(
        [
            Fraction(format(score, f".{DIGITS}g")) if has else None
            for score, has in zip(scores.tolist(), ok, strict=True)
        ]
    )


def _order(sheet: LevelSheet, scores: Floats, ok: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return whole numbers in the order of the scores as they are before rounding, held by the total's floor and cap."""
    total = sheet.world.scheme.total
    if total.at_least is None and total.at_most is None:
        return np.unique(np.nan_to_num(scores), return_inverse=True)[1].astype(np.int64)
    bare = [Fraction(score) if has else None for score, has in zip(scores.tolist(), ok, strict=True)]
    return dense_order(exact.with_mask(bounded(sheet, total, exact.from_fractions(bare)), ok))


def _withheld(sheet: LevelSheet, scored: Scored) -> NDArray[np.bool_]:
    """Return where a leaf's indicator withholds the total."""
    result = np.zeros(sheet.rows, bool)
    if scored.seen is not None and scored.seen.held is not None:
        result |= scored.seen.held & ~scored.seen.ok
    for child in scored.children:
        result |= _withheld(sheet, child)
    return result


def _lines(sheet: LevelSheet, scored: Scored, amount: Floats, places: int, found: list[Line]) -> None:
    """Hand a node's amount down to its leaves; a score taken from peers stays with the node."""
    if not scored.children:
        found.append(_line(sheet, scored, amount, places))
        return
    if scored.filled is not None and scored.filled.any():
        found.append(_line(sheet, scored, np.where(scored.filled, amount, 0.0), places))
        amount = np.where(scored.filled, 0.0, amount)
    own = scored.own if scored.own is not None else np.zeros((sheet.rows, len(scored.children)))
    shares = _shares(own)
    for j, child in enumerate(scored.children):
        _lines(sheet, child, amount * shares[:, j], places, found)


def _shares(own: Floats) -> Floats:
    """Return what part of a node's amount goes to each child: in proportion to what they bring, evenly where that cancels out."""
    whole, width = np.zeros(len(own)), np.zeros(len(own))
    for column in own.T:
        whole += column
        width += np.abs(column)
    clear = np.abs(whole) > SMALL * width
    under = np.where(clear, whole, 1.0)[:, None]
    return np.where(clear[:, None], own / under, np.where(width[:, None] > 0, 1.0 / own.shape[1], 0.0))


def _line(sheet: LevelSheet, scored: Scored, amount: Floats, places: int) -> Line:
    has = ~np.isnan(scored.score)
    shown = exact.column(round_half_up(scored.score, SHOWN, missing=~has), SHOWN, has)
    none = np.zeros(sheet.rows, bool)
    filled = none if scored.filled is None else scored.filled
    held = none if scored.seen is None or scored.seen.held is None else scored.seen.held & ~scored.seen.ok
    rule = Head(id=scored.node.id, title=scored.node.title, clause=scored.node.clause)
    outcome = Outcome(
        rule,
        shown,
        exact.everywhere(sheet.rows),
        held,
        filled,
        seen=scored.seen,
        raw=scored.seen,
        looks_at=scored.node.of,
    )
    return Line(outcome, round_half_up(amount, places))


def node_scores(scored: Scored) -> dict[str, Floats]:
    """Return the scores of every node by id, NaN where missing."""
    result = {scored.node.id: scored.score}
    for child in scored.children:
        result |= node_scores(child)
    return result


def score_index(world: World) -> Any:
    """Score a composite scheme: one level after the other."""
    from youju.engine.score import MAX_PLACES, Level, Result, stand_all

    scheme = world.scheme
    places = scheme.total.places
    share_places = min(max(places + 4, 4), MAX_PLACES)
    levels = []
    for name in dict.fromkeys(league.level for league in scheme.league):
        sheet = LevelSheet(world, name)
        marks, totals, found, rest, root = score_level(sheet, places, share_places)
        outcomes = {line.outcome.rule.id: line.outcome for line in found}
        top = Outcome(
            Head(id="total"), marks, exact.everywhere(sheet.rows), ~marks.ok, np.zeros(sheet.rows, bool)
        )
        ranked = totals if scheme.total.before_ranking else _order(sheet, root.score, marks.ok)
        sheet.outcomes = {**outcomes, "total": top}
        levels.append(
            Level(
                name,
                sheet,
                sheet.at,
                totals,
                marks.ok,
                found,
                rest,
                outcomes,
                stand_all(sheet, marks, ranked),
                root,
            )
        )
    return Result(scheme, world.units, world.period, places, share_places, tuple(levels), world)

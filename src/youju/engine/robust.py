"""How firm places are: rank intervals under uncertain weights, statistical ties, saturated indicators and double counting.

The closed bundle is scored again, so the answer needs nothing but the bundle, a number of runs and a seed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.board import Standing
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import case_of
from youju.engine.composite import audit, robust
from youju.engine.composite.cells import Floats
from youju.engine.composite.leagues import LARGEST, league_spread
from youju.engine.composite.tree import Node
from youju.engine.evaluate.shapes import bound_of
from youju.engine.index.nodes import Scored
from youju.engine.language import composite as language
from youju.engine.result import Level, Result
from youju.engine.sensitivity import Influence, Interval, Table, influences_of, under_errors
from youju.engine.statement.lines import Placed, placed

TIE = 0.05
"""A pair is a statistical tie when its order changes in at least this share of the runs."""
SHARE = (0.05, 0.95)
LISTED = 50


@dataclass(frozen=True)
class Firmness:
    """What robustness analysis found in a bundle."""

    runs: int
    noise: float
    seed: int
    intervals: tuple[Interval, ...]
    saturated: tuple[dict[str, Any], ...]
    correlated: tuple[dict[str, Any], ...]
    influences: tuple[Influence, ...] = ()
    error: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    def as_text(self) -> str:
        """Print for people."""
        tied = [i for i in self.intervals if i.tied_with_next]
        lines = [f"权重在 ±{self.noise:.0%} 内变动，重复 {self.runs} 次（种子 {self.seed}）："]
        for each in self.intervals[:LISTED]:
            same = "，与下一名统计上不分先后" if each.tied_with_next else ""
            lines.append(
                f"  {each.league}:{each.group} {each.title} 第 {each.place:g} 位，90% 落在 {each.low:g}–{each.high:g}{same}"
            )
        if len(self.intervals) > LISTED:
            lines.append(f"  …… 共 {len(self.intervals)} 个单位")
        lines.append(f"相邻两名不分先后的 {len(tied)} 对")
        lines += [
            f"指标 {s['indicator']} 已无区分度：{s['share']:.0%} 的单位得分相同" for s in self.saturated
        ]
        lines += [
            f"指标 {c['first']} 与 {c['second']} 高度相关（r={c['r']:.2f}），可能重复计分"
            for c in self.correlated
        ]
        lines += [
            f"权重 {i.branch}：去掉它位次平均移动 {i.left_out:.2f}，单独解释 {max(i.first, 0):.0%}，连同交互 {i.total:.0%}"
            for i in self.influences
        ]
        return "\n".join(lines)


def firmness(bundle: Bundle, *, runs: int, noise: float, seed: int, error: float = 0.0) -> Firmness:
    """Score a bundle again under ``runs`` draws of weights, each within ± ``noise`` of its value.

    With an ``error`` (relative standard deviation of what was reported) the facts are disturbed as well: every run then scores
    the whole round again. How much each weight matters is said where a league is small enough to look at every pair.
    """
    case = case_of(bundle.path)
    result = case.score()
    influences: list[Influence] = []
    intervals: list[Interval] = []
    saturated: list[dict[str, Any]] = []
    correlated: list[dict[str, Any]] = []
    for level in result.levels:
        table = as_index(result, level)
        for standing in level.standings:
            intervals += intervals_of(result, level, standing, table, runs=runs, noise=noise, seed=seed)
        influences += influences_of(result, level, table, noise=noise, seed=seed)
        ok = level.has_total
        if ok.sum() > 1:
            values = table.values[ok]
            saturated += [
                asdict(s) for s in audit.saturated(values, columns=table.columns, missing=np.isnan(values))
            ]
            correlated += [
                asdict(c)
                for c in audit.correlated(
                    values, columns=table.columns, tree=table.root, missing=np.isnan(values)
                )
            ]
    if error:
        intervals = under_errors(case, result, intervals, error=error, runs=runs, seed=seed)
    return Firmness(
        runs, noise, seed, tuple(intervals), tuple(saturated), tuple(correlated), tuple(influences), error
    )


def as_index(result: Result, level: Level) -> Table:
    """Return a level as an index: a composite's own tree, or the plain sum of the contributions of the top rules."""
    if level.tree is not None:
        columns: dict[str, Floats] = {}
        root = _node(result, level.tree, columns, 1.0)
        varying = tuple(node.id for node in root.nodes() if node is not root)
        values = np.column_stack(list(columns.values()))
        return Table(root, tuple(columns), values, varying, *_bounds(result, level))
    sums = _by_top_rule(result, level)
    names = tuple(sums)
    table = np.column_stack(list(sums.values())) * len(names) if names else np.zeros((len(level.at), 0))
    table = np.where(level.has_total[:, None], table, np.nan)
    root = Node("total", children=tuple(Node(name) for name in names))
    return Table(root, names, table, names, *_bounds(result, level))


def _bounds(result: Result, level: Level) -> tuple[Floats, Floats]:
    """Return what the total of every unit is held by: its floor and its cap, infinite where nothing holds it."""
    total = result.scheme.total
    given = ((total.at_least, -np.inf), (total.at_most, np.inf))
    floor, cap = (
        np.full(len(level.at), nothing)
        if limit is None
        else np.nan_to_num(bound_of(level.sheet, limit).floats(), nan=nothing)
        for limit, nothing in given
    )
    return floor, cap


def _by_top_rule(result: Result, level: Level) -> dict[str, Floats]:
    """Return what each branch brings with all below it, at the first depth at which there are several branches."""
    where = placed(result.scheme)
    deepest = max((at.depth for at in where.values()), default=0)
    branches = next(
        (b for d in range(deepest + 1) if len(set((b := _branches(where, d)).values())) > 1),
        _branches(where, 0),
    )
    sums: dict[str, Floats] = {}
    for line in level.lines:
        branch = branches[line.outcome.rule.id]
        brought = line.contribution / 10.0**result.share_places
        sums[branch] = sums[branch] + brought if branch in sums else brought
    return sums


def _branches(where: dict[str, Placed], depth: int) -> dict[str, str]:
    """Return for every rule the ancestor (or itself) that stands at most so deep."""
    found: dict[str, str] = {}
    at = ""
    for rule, place in where.items():
        at = rule if place.depth <= depth else at
        found[rule] = at
    return found


METHODS = {"arithmetic", "geometric", "harmonic", "median", "copeland", "topsis"}


def _node(result: Result, scored: Scored, columns: dict[str, Floats], weight: float) -> Node:
    """Turn a scored tree into nodes; a dimension that was filled from peers, or is no mean, stands as a column of its own."""
    node, given = scored.node, result.scheme.composite
    how = node.aggregate or (given.aggregate if given else "arithmetic")
    power = isinstance(how, language.Power)
    plain = scored.children and scored.filled is None and node.rescale is None and (power or how in METHODS)
    if not plain:
        columns[node.id] = scored.score
        return Node(node.id, weight)
    kids = tuple(
        _node(result, child, columns, w) for child, w in zip(scored.children, scored.weights, strict=True)
    )
    method: Any = "generalised" if power else how
    least = node.availability if node.availability is not None else given.availability if given else None
    return Node(
        node.id,
        weight,
        kids,
        method,
        0.0 if least is None else float(least),
        float(how.power) if isinstance(how, language.Power) else None,
    )


def intervals_of(
    result: Result, level: Level, standing: Standing, table: Table, *, runs: int, noise: float, seed: int
) -> list[Interval]:
    """Return the rank intervals of one league, circle by circle."""
    inside = np.flatnonzero(standing.place > 0)
    if not inside.size or not table.columns:
        return []
    low, high, tied = _spread(result, standing, table, inside, runs, noise, seed)
    codes, titles = result.units.codes, result.units.titles
    return [
        Interval(
            level.name, standing.key, standing.names[standing.groups[row]], codes[level.at[row]], titles[level.at[row]],
            float(standing.place[row]), float(np.floor(low[i])), float(np.ceil(high[i])), bool(tied[i]),
        )
        for i, row in enumerate(inside)
    ]  # fmt: skip


def _spread(
    result: Result,
    standing: Standing,
    table: Table,
    inside: NDArray[np.int64],
    runs: int,
    noise: float,
    seed: int,
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    total = result.scheme.total
    sign = 1.0 if total.order == "highest_first" else -1.0
    values, groups = table.values[inside] * sign, standing.groups[inside]
    plan = robust.Plan(seed=seed, replications=runs, weight_noise=dict.fromkeys(table.varying, noise))
    log = robust.draw(plan, root=table.root)
    ties: Any = "average" if total.ties == "mean" else total.ties
    arithmetic = all(node.method == "arithmetic" for node in table.root.nodes() if node.children)
    plain = total.before_ranking and total.round == "half_up"
    if arithmetic and plain and sign > 0 and np.bincount(groups).max(initial=0) <= LARGEST:
        found = league_spread(
            table.root,
            values,
            columns=table.columns,
            runs=log,
            places=total.places,
            groups=groups,
            missing=np.isnan(values),
            ties=ties,
            share=SHARE,
            bounds=(table.floor[inside], table.cap[inside]),
        )
        return found.low, found.high, np.nan_to_num(found.overtaken) >= TIE
    scores = robust.replicate(
        log, columns=table.columns, tables={"nominal": table.values[inside]}, roots={"nominal": table.root}
    )
    digits = total.places if total.before_ranking else _settled(result)
    scores = table.held(scores, inside) * sign
    places = robust.places_of(scores, places=digits, ties=ties, groups=groups, mode=total.round)
    spread = robust.spread(places, share=SHARE)
    return spread.low, spread.high, _next_tied(places, standing.place[inside], groups)


def _settled(result: Result) -> int | None:
    """Return the digits to which sums of contributions are settled: the last one was cut. A composite's scores are as they were ranked."""
    return None if result.scheme.composite else result.share_places - 1


def _next_tied(places: Floats, nominal: Floats, groups: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say for each unit whether the next one of its circle comes first in at least the tie share of the runs."""
    tied = np.zeros(len(nominal), bool)
    order = np.lexsort((nominal, groups))
    for a, b in pairwise(order.tolist()):
        if groups[a] == groups[b]:
            ahead = (places[b] < places[a]) + 0.5 * (places[b] == places[a])
            tied[a] = ahead.mean() >= TIE
    return tied


def fill_intervals(
    bundle: Bundle, rows: list[dict[str, Any]], *, seed: int, runs: int = 1000, noise: float = 0.25
) -> None:
    """Write the rank intervals into the rows of a board."""
    known = {
        (i.level, i.league, i.unit): i for i in firmness(bundle, runs=runs, noise=noise, seed=seed).intervals
    }
    for row in rows:
        found = known.get((row["level"], row["league"], row["unit"]))
        if found is not None:
            row["low"], row["high"] = found.low, found.high

"""Monte-Carlo robustness of an index: draw, log, recompute from the log, and summarise places.

OECD/JRC Handbook 2008, step 7, p. 34 and 117-131; Saisana, Saltelli & Tarantola 2005, JRSS A 168, p. 307-323.
Chance enters once, in :func:`draw`, through a PCG64 generator with the seed of the plan. Everything it decided is
written into the :class:`Replication` records; :func:`replicate` needs those alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import tree as trees
from youju.engine.composite.cells import Floats, UnfitError
from youju.engine.composite.ranking import Ties, rank_scores
from youju.engine.composite.tree import Node
from youju.engine.exact import Mode


@dataclass(frozen=True)
class Plan:
    """What is uncertain: relative noise ± on weights by node id, names of alternatives, measurement error.

    ``tables`` and ``trees`` name the alternatives of normalisation and of aggregation; one of each is chosen with
    equal chance. ``errors`` holds a standard deviation per indicator, in its own measure, for normal noise.
    """

    seed: int
    replications: int = 1000
    weight_noise: Mapping[str, float] = field(default_factory=dict)
    tables: tuple[str, ...] = ("nominal",)
    trees: tuple[str, ...] = ("nominal",)
    errors: Mapping[str, float] = field(default_factory=dict)

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the uncertain inputs, one column of uniform numbers each (errors are drawn apart)."""
        choices = [n for n, of in (("table", self.tables), ("tree", self.trees)) if len(of) > 1]
        return (*choices, *(f"weight:{node}" for node in self.weight_noise))


@dataclass(frozen=True)
class Replication:
    """One run's parameters, complete: which table, which tree, the weights that differ, the errors added."""

    number: int
    table: str
    tree: str
    weights: Mapping[str, float]
    errors: Floats | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RankSpread:
    """Per unit over all replications: mean and median place and the bounds of the interval (type-7 quantiles)."""

    mean: Floats
    median: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Tie:
    """Two units whose order is not settled: ``overtaken`` is the share of runs in which ``below`` comes first."""

    above: int
    below: int
    overtaken: float


def draw(plan: Plan, *, root: Node, columns: Sequence[str] = (), units: int = 0) -> list[Replication]:
    """Return the log of a plan's replications, drawn with PCG64(seed). Same plan, same log, on any machine.

    ``columns`` and ``units`` are needed only if the plan has measurement errors.
    """
    rng = np.random.Generator(np.random.PCG64(plan.seed))
    uniform = rng.random((plan.replications, len(plan.factors)))
    runs = from_uniform(plan, uniform, root=root)
    if not plan.errors:
        return runs
    sd = np.array([plan.errors.get(name, 0.0) for name in columns])
    return [replace(run, errors=rng.standard_normal((units, len(columns))) * sd) for run in runs]


def from_uniform(plan: Plan, uniform: Floats, *, root: Node) -> list[Replication]:
    """Return the replications that rows of uniform numbers (runs × ``plan.factors``) stand for."""
    given = {node.id: node.weight for node in root.nodes()}
    unknown = [i for i in plan.weight_noise if i not in given]
    if unknown:
        raise UnfitError(f"指标树里没有 {unknown}", f"no such node: {unknown}")
    place = {name: j for j, name in enumerate(plan.factors)}

    def chosen(u: Floats, factor: str, names: tuple[str, ...]) -> str:
        return names[min(int(u[place[factor]] * len(names)), len(names) - 1)] if factor in place else names[0]

    return [
        Replication(
            number,
            chosen(u, "table", plan.tables),
            chosen(u, "tree", plan.trees),
            {
                node: given[node] * (1.0 + noise * (2.0 * float(u[place[f"weight:{node}"]]) - 1.0))
                for node, noise in plan.weight_noise.items()
            },
        )
        for number, u in enumerate(uniform, start=1)
    ]


def as_rows(runs: Sequence[Replication]) -> list[dict[str, Any]]:
    """Return the log as plain rows for JSON, CSV or Parquet; a float keeps all its digits in each of them."""
    return [
        {"number": run.number, "table": run.table, "tree": run.tree, "weights": dict(run.weights)}
        | ({} if run.errors is None else {"errors": run.errors.tolist()})
        for run in runs
    ]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> list[Replication]:
    """Return the replications of a log written by :func:`as_rows`."""
    return [
        Replication(
            int(row["number"]),
            str(row["table"]),
            str(row["tree"]),
            {str(node): float(w) for node, w in row["weights"].items()},
            np.array(row["errors"], dtype=np.float64) if "errors" in row else None,
        )
        for row in rows
    ]


def reweighted(root: Node, weights: Mapping[str, float]) -> Node:
    """Return the tree with the weights of the named nodes replaced."""
    children = tuple(reweighted(child, weights) for child in root.children)
    return replace(root, weight=weights.get(root.id, root.weight), children=children)


def replicate(
    runs: Sequence[Replication],
    *,
    columns: Sequence[str],
    tables: Mapping[str, Floats] | Callable[[Replication], Floats],
    roots: Mapping[str, Node],
    groups: NDArray[np.generic] | None = None,
) -> Floats:
    """Return units × runs index scores, recomputed from the log alone.

    ``roots`` holds the tree of every aggregation named in the log; ``tables`` the normalised table (NaN gaps) of
    every normalisation, or a function of the replication that makes it (needed with measurement errors, which go
    onto the untreated values). ``groups`` serves nodes that fill. Withheld scores are NaN.
    """
    make = tables if callable(tables) else lambda run: tables[run.table]
    scores = []
    for run in runs:
        table = make(run)
        root = reweighted(roots[run.tree], run.weights)
        scores.append(trees.score(root, table, columns=columns, missing=np.isnan(table), groups=groups).index)
    return np.column_stack(scores)


def places_of(
    scores: Floats,
    *,
    places: int | None,
    ties: Ties = "best",
    groups: NDArray[np.integer] | None = None,
    mode: Mode = "half_up",
) -> Floats:
    """Return units × runs places, each run rounded and ranked by the scheme; NaN for withheld units."""
    result = np.empty(scores.shape)
    for r in range(scores.shape[1]):
        gaps = np.isnan(scores[:, r])
        result[:, r] = rank_scores(
            scores[:, r], places=places, ties=ties, groups=groups, missing=gaps, mode=mode
        )
        result[gaps, r] = np.nan
    return result


def spread(ranks: Floats, *, share: tuple[float, float] = (0.05, 0.95)) -> RankSpread:
    """Return mean, median and interval of every unit's places over the runs in which it has one."""
    known = np.isfinite(ranks)
    if known.all():
        low, middle, high = np.quantile(ranks, [share[0], 0.5, share[1]], axis=1)
        # places are whole or half numbers, so their plain sum is exact in any order
        return RankSpread(ranks.sum(axis=1) / ranks.shape[1], middle, low, high)
    out = np.full((4, ranks.shape[0]), np.nan)
    for i in np.flatnonzero(known.any(axis=1)):
        mine = ranks[i, known[i]]
        out[1:, i] = np.quantile(mine, [0.5, share[0], share[1]])
        out[0, i] = mine.sum() / mine.size
    return RankSpread(out[0], out[1], out[2], out[3])


def statistical_ties(ranks: Floats, nominal: Floats, *, at_least: float = 0.05) -> list[Tie]:
    """Return the pairs of units whose order changes in at least ``at_least`` of the runs, by nominal place.

    ``above`` has the better (or, tied, the earlier) nominal place. A run in which both share a place counts half.
    Looks at every pair: for one league, not for a nation.
    """
    order = np.argsort(nominal, kind="stable")
    found = []
    for i, a in enumerate(order):
        below = order[i + 1 :]
        both = np.isfinite(ranks[a]) & np.isfinite(ranks[below])
        worse = (ranks[below] < ranks[a]) + 0.5 * (ranks[below] == ranks[a])
        runs = both.sum(axis=1)
        share = np.divide((worse * both).sum(axis=1), runs, out=np.zeros(below.size), where=runs > 0)
        found += [Tie(int(a), int(b), float(s)) for b, s in zip(below, share, strict=True) if s >= at_least]
    return found


def leave_one_out(
    root: Node,
    values: Floats,
    *,
    columns: Sequence[str],
    ids: Sequence[str] | None = None,
    groups: NDArray[np.generic] | None = None,
) -> dict[str, Floats]:
    """Return the index without each node in turn: its weight is 0, its sisters share. ``values`` has NaN gaps.

    ``ids`` default to every node below the root. A node without sisters cannot be left out and is passed over.
    """
    alone = {node.children[0].id for node in root.nodes() if len(node.children) == 1}
    wanted = [n.id for n in root.nodes() if n is not root and n.id not in alone] if ids is None else ids
    gaps = np.isnan(values)
    return {
        node: trees.score(
            reweighted(root, {node: 0.0}), values, columns=columns, missing=gaps, groups=groups
        ).index
        for node in wanted
    }


def mean_rank_shift(ranks: Floats, nominal: Floats) -> Floats:
    """Return for each run the mean |place − nominal place| over the units (Saisana et al. 2005)."""
    shift = np.abs(ranks - nominal[:, None])
    count = np.isfinite(shift).sum(axis=0)
    whole = np.nansum(shift, axis=0)
    mean: Floats = np.divide(whole, count, out=np.full(ranks.shape[1], np.nan), where=count > 0)
    return mean

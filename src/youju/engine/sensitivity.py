"""What firmness depends on: each weight's influence, leaving branches out, and errors in what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from youju.engine.case import Case
from youju.engine.composite import robust
from youju.engine.composite.cells import Floats
from youju.engine.composite.sobol import analyse, design
from youju.engine.composite.tree import Node
from youju.engine.data import Facts
from youju.engine.result import Level, Result
from youju.engine.score import score

SMALL = 300
"""Units of a level up to which the influence of every weight is worked out."""
SAMPLES = 512
MOST_FACTORS = 40


@dataclass(frozen=True)
class Table:
    """A level as an index: the tree whose weights may vary, its columns, and units × columns values (NaN gaps).

    ``floor`` and ``cap`` are what the total is held by, unit by unit (infinite where nothing holds it).
    """

    root: Node
    columns: tuple[str, ...]
    values: Floats
    varying: tuple[str, ...]
    floor: Floats
    cap: Floats

    def held(self, scores: Floats, rows: NDArray[np.int64]) -> Floats:
        """Hold units × runs scores of these rows above their floor, then below their cap."""
        held: Floats = np.minimum(np.maximum(scores, self.floor[rows, None]), self.cap[rows, None])
        return held


@dataclass(frozen=True)
class Interval:
    """One unit's nominal place and the interval that holds it in 90 % of the runs."""

    level: str
    league: str
    group: str
    unit: str
    title: str
    place: float
    low: float
    high: float
    tied_with_next: bool


@dataclass(frozen=True)
class Influence:
    """One branch: the mean shift of places when it is left out, and its Sobol indices (first order and total) for that shift."""

    level: str
    branch: str
    left_out: float
    first: float
    total: float


def influences_of(result: Result, level: Level, table: Table, *, noise: float, seed: int) -> list[Influence]:
    """Return how much every varying weight matters to the places of a level; nothing for large levels or a single branch.

    The output is the mean |place − nominal place| (Saisana, Saltelli, Tarantola 2005), its variance divided by Jansen's
    estimators over uniform weights within ± ``noise``.
    """
    rows = np.flatnonzero(level.has_total)
    branches = table.varying
    if not 1 < len(branches) <= MOST_FACTORS or not 1 < rows.size <= SMALL:
        return []
    groups = level.standings[0].groups[rows] if level.standings else None
    sign = 1.0 if result.scheme.total.order == "highest_first" else -1.0
    values, total = table.values[rows], result.scheme.total
    places = total.places if total.before_ranking else None

    def placed(scores: Floats) -> Floats:
        return robust.places_of(
            table.held(scores, rows) * sign, places=places, groups=groups, mode=total.round
        )

    def scores_of(runs: Sequence[robust.Replication]) -> Floats:
        return robust.replicate(
            runs, columns=table.columns, tables={"nominal": values}, roots={"nominal": table.root}
        )

    nominal = placed(scores_of([robust.Replication(0, "nominal", "nominal", {})]))[:, 0]
    plan = robust.Plan(seed=seed, replications=SAMPLES, weight_noise=dict.fromkeys(branches, noise))
    sample = design(plan.factors, n=SAMPLES, seed=seed)
    shift = robust.mean_rank_shift(
        placed(scores_of(robust.from_uniform(plan, sample.uniform, root=table.root))), nominal
    )
    found = analyse(sample, np.nan_to_num(shift))
    out = robust.leave_one_out(
        table.root, values, columns=table.columns, ids=_with_sisters(table.root, branches)
    )
    gone = {
        branch: float(robust.mean_rank_shift(placed(index[:, None]), nominal)[0])
        for branch, index in out.items()
    }
    return [
        Influence(
            level.name,
            branch,
            gone.get(branch, 0.0),
            found.first[f"weight:{branch}"],
            found.total[f"weight:{branch}"],
        )
        for branch in branches
    ]


def _with_sisters(root: Node, branches: Sequence[str]) -> list[str]:
    alone = {node.children[0].id for node in root.nodes() if len(node.children) == 1}
    return [branch for branch in branches if branch not in alone]


def under_errors(
    case: Case, result: Result, intervals: list[Interval], *, error: float, runs: int, seed: int
) -> list[Interval]:
    """Widen intervals by scoring the round again ``runs`` times with every fact disturbed by a relative normal error."""
    rng = np.random.Generator(np.random.PCG64(seed))
    seen: dict[tuple[str, str, str], list[float]] = {}
    for _ in range(runs):
        facts = disturbed(case.all_facts(), rng.standard_normal(len(case.all_facts())) * error)
        again = score(
            case.scheme,
            units=case.units,
            facts=facts,
            registers=case.registers,
            period=case.period,
            as_of=case.as_of,
        )
        for level in again.levels:
            for standing in level.standings:
                for row in np.flatnonzero(standing.place > 0):
                    key = (level.name, standing.key, result.units.codes[level.at[row]])
                    seen.setdefault(key, []).append(float(standing.place[row]))
    return [_widened(each, seen.get((each.level, each.league, each.unit), [])) for each in intervals]


def disturbed(facts: Facts, errors: Floats) -> Facts:
    """Return the facts with every value changed by its relative error, in the decimals it was given with."""
    size = np.abs(facts.mantissa) > 2**52
    moved = np.rint(facts.mantissa * (1.0 + errors))
    return replace(facts, mantissa=np.where(size, facts.mantissa, moved).astype(np.int64))


def _widened(interval: Interval, places: list[float]) -> Interval:
    if not places:
        return interval
    low, high = np.quantile(places, (0.05, 0.95), method="inverted_cdf")
    return replace(interval, low=min(interval.low, float(low)), high=max(interval.high, float(high)))

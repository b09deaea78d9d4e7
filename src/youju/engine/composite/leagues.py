"""Rank intervals for very many units in leagues, under uncertain weights: the fast road.

Gives the places of :func:`robust.replicate` and :func:`robust.places_of` exactly. A score is first found as one
matrix product (weights along the path × values), whose last bits may depend on the linear-algebra library; its error
is below 1e-12 of the largest value, so the rounded score is settled unless it lies that near a rounding boundary, and
those cells are computed again in the order and with the operations of ``aggregate``. So the library, the number of
threads and the size of the chunks cannot show. Places are counted, not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import tree as trees
from youju.engine.composite.cells import Bools, Floats, Ints, UnfitError, present
from youju.engine.composite.counting import PlaceCounter
from youju.engine.composite.ranking import Ties, rank_within, round_half_up
from youju.engine.composite.robust import Replication
from youju.engine.composite.tree import Node

CHUNK = 256  # units looked at together: whole leagues, at least one
CELLS = 131_072  # runs × units held at once
ALONE = 200_000  # multiplications in one matrix product that a linear-algebra library does not share out among threads of its own
FAR = 2**62  # beyond every rounded score
LARGEST = 8_192  # units of one league for which places can be counted


@dataclass(frozen=True)
class LeagueSpread:
    """Per unit: nominal place, mean and median place, interval, and how often the next unit below overtakes it.

    A unit without index has NaN throughout. ``overtaken`` counts a shared place as half and is NaN for the last
    unit of a league; ``next_below`` is the row of that next unit (-1 for none).
    """

    nominal: Floats
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    overtaken: Floats
    next_below: Ints = field(repr=False)


def league_spread(
    root: Node,
    values: Floats,
    *,
    columns: Sequence[str],
    runs: Sequence[Replication],
    places: int,
    groups: NDArray[np.integer] | None = None,
    fill_groups: NDArray[np.generic] | None = None,
    missing: Bools | None = None,
    ties: Ties = "best",
    share: tuple[float, float] = (0.05, 0.95),
    workers: int = 2,
    bounds: tuple[Floats, Floats] | None = None,
) -> LeagueSpread:
    """Return every unit's places over all ``runs``, each league on its own.

    ``bounds`` hold every unit's score above a floor and below a cap (infinite where nothing holds it).

    Every node above a weight that varies must be arithmetic, and no varying weight may reach zero; other
    uncertainties (normalisation, methods, errors) take the general road of ``robust``. ``groups`` are the leagues;
    ``fill_groups`` serve nodes that fill, which must not lie above a weight that varies. The result does not depend on
    ``workers``, on the order of the rows, or on which other leagues are in the table.
    """
    cells = present(values, missing)
    scores = trees.score(root, cells, columns=columns, missing=np.isnan(cells), groups=fill_groups)
    ranked = np.flatnonzero(~np.isnan(scores.index))
    league = np.zeros(cells.shape[0], np.int64) if groups is None else np.asarray(groups, dtype=np.int64)
    held = _held_by(bounds, places)
    rounded = held(round_half_up(scores.index[ranked], places), ranked)
    nominal = np.asarray(rank_within(league[ranked], rounded, ties=ties), dtype=np.float64)
    order = ranked[np.lexsort((-rounded, league[ranked]))]
    program = _Program(
        root, scores.at, _weights(root, runs), places=places, ties=ties, runs=len(runs), held=held
    )
    out = np.full((6, cells.shape[0]), np.nan)
    out[0, ranked] = nominal
    below = np.full(cells.shape[0], -1, np.int64)
    sizes = _sizes(league[order])

    def work(chunk: tuple[int, int, Ints]) -> None:
        start, stop, inside = chunk
        rows = order[start:stop]
        out[1:, rows] = program.spread(rows, inside, share)
        joined = np.flatnonzero(np.diff(np.repeat(np.arange(inside.size), inside)) == 0)
        below[rows[joined]] = rows[joined + 1]

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(work, _chunks(sizes)))
    return LeagueSpread(out[0], out[1], out[2], out[3], out[4], out[5], below)


def _held_by(bounds: tuple[Floats, Floats] | None, places: int) -> Callable[[Ints, Ints], Ints]:
    """Return what holds rounded scores (last axis) of some rows: rounding keeps order, so rounded bounds hold what is rounded."""
    if bounds is None or not np.isfinite(bounds).any():
        return lambda rounded, _: rounded
    floor, cap = (
        np.where(np.isfinite(bound), round_half_up(bound, places, missing=~np.isfinite(bound)), nothing)
        for bound, nothing in zip(bounds, (-FAR, FAR), strict=True)
    )

    def held(rounded: Ints, rows: Ints) -> Ints:
        return np.minimum(np.maximum(rounded, floor[rows]), cap[rows]).astype(rounded.dtype)

    return held


def _sizes(sorted_league: Ints) -> Ints:
    if not sorted_league.size:
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(sorted_league) != 0])
    sizes: Ints = np.diff(np.r_[starts, sorted_league.size])
    if sizes.max() > LARGEST:
        raise UnfitError(
            f"一个赛组有 {sizes.max()} 个单位，区间最多算 {LARGEST} 个；请按上级分组",
            f"a league of {sizes.max()} units: intervals stop at {LARGEST}; group by parent",
        )
    return sizes


def _chunks(sizes: Ints) -> Iterator[tuple[int, int, Ints]]:
    """Yield (first, end, sizes of the leagues inside) for runs of whole leagues of about CHUNK units."""
    first, begin, held = 0, 0, 0
    for i, size in enumerate(sizes.tolist()):
        if held and held + size > CHUNK:
            yield begin, begin + held, sizes[first:i]
            first, begin, held = i, begin + held, 0
        held += size
    if held:
        yield begin, begin + held, sizes[first:]


def _weights(root: Node, runs: Sequence[Replication]) -> dict[str, Floats]:
    """Return the weight of every node whose weight varies, one number per run."""
    given = {node.id: node.weight for node in root.nodes()}
    named = sorted({name for run in runs for name in run.weights} & set(given))
    table = {n: np.array([run.weights.get(n, given[n]) for run in runs], dtype=np.float64) for n in named}
    varied = {n: w for n, w in table.items() if (w != given[n]).any()}
    for name, w in varied.items():
        if not (np.isfinite(w) & (w > 0)).all():
            raise UnfitError(
                f"“{name}”的权重有一次不是正数", f"weight of {name!r} is not positive in some run"
            )
    return varied


def _product(weights: Floats, table: Floats) -> Floats:
    """Return weights @ table in pieces that the library works out on the spot: threads of its own beside ours wait for each other."""
    each = ALONE // max(table.size, 1)
    if each < 2:
        return weights @ table
    whole = weights.shape[0] // each * each
    out = np.empty((weights.shape[0], table.shape[1]))
    pieces = out[:whole].reshape(-1, each, table.shape[1])
    np.matmul(weights[:whole].reshape(-1, each, weights.shape[1]), table, out=pieces)
    np.matmul(weights[whole:], table, out=out[whole:])
    return out


class _Program:
    """The index as steps over runs × units, for one set of runs."""

    def __init__(
        self,
        root: Node,
        at: dict[str, Floats],
        weights: dict[str, Floats],
        *,
        places: int,
        ties: Ties,
        runs: int,
        held: Callable[[Ints, Ints], Ints],
    ) -> None:
        self.root, self.at, self.weights = root, at, weights
        self.places, self.ties, self.runs, self.held = places, ties, runs, held
        self.moving = {n.id for n in root.nodes() if any(b.id in weights for b in n.nodes() if b is not n)}
        fixed = [n.id for n in root.nodes() if n.id in self.moving and n.method != "arithmetic"]
        if fixed:
            raise UnfitError(
                f"{fixed} 不是算术平均，请用 robust.replicate", f"{fixed} are not arithmetic: use robust"
            )
        lent = [n.id for n in root.nodes() if n.id in self.moving and n.fill != "none"]
        if lent:
            raise UnfitError(
                f"{lent} 缺数时借用同组的值，请用 robust.replicate",
                f"{lent} are filled from the group: use robust",
            )
        self.ends: list[str] = []
        self.paths: list[Floats] = []
        self._walk(root, np.ones(runs))
        self.path = np.column_stack(self.paths)

    def spread(self, rows: Ints, sizes: Ints, share: tuple[float, float]) -> Floats:
        """Return mean, median, low, high and overtaken for rows in nominal order, whole leagues side by side."""
        count = PlaceCounter(sizes, self.ties)
        table = np.stack([self.at[name][rows] for name in self.ends])
        holed = np.isnan(table).any(axis=0)
        size = float(np.nanmax(np.abs(table), initial=1.0))
        table[:, holed] = 0.0
        step = max(1, CELLS // rows.size)
        for first in range(0, self.runs, step):
            run = np.arange(first, min(first + step, self.runs))
            quick = _product(self.path[run], table)
            if holed.any():
                quick[:, holed] = self._holed(self.root, rows[holed], run)
            count.add(self.held(self._rounded(quick, rows, run, size), rows))
        return count.summary(share)

    def _walk(self, node: Node, along: Floats) -> None:
        """Collect the nodes below which nothing varies, with the weight of the path to them in every run."""
        if node.id not in self.moving:
            self.ends.append(node.id)
            self.paths.append(along)
            return
        held = [self._weight(child, np.arange(self.runs)) for child in node.children]
        whole = sum(held, np.zeros(self.runs))
        for child, w in zip(node.children, held, strict=True):
            self._walk(child, along * w / whole)

    def _weight(self, node: Node, run: Ints) -> Floats:
        if node.id in self.weights:
            return self.weights[node.id][run]
        return np.full(run.shape, node.weight)

    def _exact(self, node: Node, rows: Ints, run: Ints) -> Floats:
        """Σ w·x / Σ w child after child, operation by operation as ``aggregate.arithmetic``; indices broadcast."""
        if node.id not in self.moving:
            return self.at[node.id][rows]
        top: Floats = np.zeros(np.broadcast_shapes(rows.shape, run.shape))
        below = np.zeros_like(top)
        for child in node.children:
            x, w = self._exact(child, rows, run), self._weight(child, run)
            gap = np.isnan(self.at[child.id][rows])
            if gap.any():
                x, w = np.where(gap, 0.0, x), np.where(gap, 0.0, w)
            top += x * w
            below += w
        with np.errstate(invalid="ignore"):  # a withheld node may be 0/0; nobody reads it
            return np.divide(top, below, out=top)

    def _holed(self, node: Node, rows: Ints, run: Ints) -> Floats:
        """Quick runs × units scores of units with gaps: one pair of matrix products per lowest moving node."""
        weight = np.column_stack([self._weight(child, run) for child in node.children])
        table = np.stack([self.at[child.id][rows] for child in node.children])
        has = ~np.isnan(table)
        table[~has] = 0.0
        below = _product(weight, has.astype(np.float64))
        if any(child.id in self.moving for child in node.children):
            top = np.zeros(below.shape)
            for j, child in enumerate(node.children):
                x = self._holed(child, rows, run) if child.id in self.moving else table[j]
                top += np.where(has[j], x, 0.0) * weight[:, j, None]
        else:
            top = _product(weight, table)
        with np.errstate(invalid="ignore"):
            return np.divide(top, below, out=top)

    def _rounded(self, quick: Floats, rows: Ints, run: Ints, size: float) -> Ints:
        """Round half up; whatever lies near a boundary is computed and rounded the exact way.

        Away from the boundaries the nearest whole number is the same for both signs.
        ``size`` bounds the score of every unit here, since a mean lies between its values.
        """
        most = size * 10.0**self.places
        if most >= 2.0**40:
            raise UnfitError("得分太大，请减少小数位", "scores are too large: use fewer places")
        scaled = quick * 10.0**self.places
        scaled += 0.5
        whole = np.floor(scaled)
        scaled -= whole
        slack = 1e-12 * (most + 1.0)
        result: Ints = whole.astype(np.int32 if most < 2.0**30 else np.int64)
        if float(scaled.min()) <= slack or float(scaled.max()) >= 1.0 - slack:
            r, u = np.nonzero((scaled <= slack) | (scaled >= 1.0 - slack))
            result[r, u] = round_half_up(self._exact(self.root, rows[u], run[r]), self.places)
        return result

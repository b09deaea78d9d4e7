"""What happens in a process that is already up: a county, one correction, one statement, robustness. Each beside its reference.

    python -m benchmarks.warm county|incremental|explain|robust FOLDER VILLAGES

Prints one JSON object. Ours and the reference take turns, so that a busy machine is busy for both. Results are compared
before a time is printed.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.parquet as pq

from benchmarks import w1_sql
from benchmarks.data import AS_OF, INDICATORS, PERIODS, Work, make
from youju.engine.bundle import tables
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import case_of
from youju.engine.case import open_case
from youju.engine.composite import robust as draws
from youju.engine.explain import Explainer
from youju.engine.resident import Resident
from youju.engine.robust import as_index, intervals_of
from youju.engine.score import scored

Found = dict[str, Any]
Clock = tuple[float, float]


def clock() -> Clock:
    """Return wall and processor seconds."""
    return time.perf_counter(), time.process_time()


def since(then: Clock) -> Clock:
    """Return wall and processor seconds since then."""
    now = clock()
    return now[0] - then[0], now[1] - then[1]


def timed(work: Callable[[], object]) -> Clock:
    """Return how long a piece of work takes."""
    then = clock()
    work()
    return since(then)


def by_turns(ours: Callable[[int], object], other: Callable[[int], object], number: int) -> Found:
    """Let both do the same work by turns; return the best of each, which is what the work takes when nobody else is at the machine."""
    pairs = [(timed(lambda i=i: ours(i)), timed(lambda i=i: other(i))) for i in range(number)]

    def best(side: int, which: int) -> float:
        return min(pair[side][which] for pair in pairs)

    return {
        "ours_s": best(0, 0),
        "ours_cpu": best(0, 1),
        "reference_s": best(1, 0),
        "reference_cpu": best(1, 1),
    }


def turns(villages: int) -> int:
    """Return how many turns are taken: few where only the script is tried."""
    return 15 if villages > 10_000 else 5


def same(what: str, ours: object, other: object) -> None:
    """Stop where the two results differ."""
    if ours != other:
        raise SystemExit(f"{what}: {ours} is not {other}")


def county(home: Path, villages: int) -> Found:
    """One county of 200 villages: from facts in memory to reasons and places in memory."""
    work = make(home / "county", villages=min(villages, 200))
    case = open_case(work.folder, period=PERIODS[2], as_of=AS_OF)
    base = w1_sql.opened()
    for name, path in (("units", work.units), ("facts", work.facts)):
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path}', file_row_number = true)")

    def ours(_: int = 0) -> Any:
        result = case.score()
        level = result.levels[0]
        columns = tables.columns_of(result, level)
        return tables.reasons(columns, 0, len(level.at)), tables.places(result)

    def other(_: int = 0) -> Any:
        for table in ("u", "village", "latest_now", "latest_before", "latest_year", "cell", "placed", "marked", "total", "ranked"):  # fmt: skip
            base.execute(f"DROP TABLE IF EXISTS {table}")
        w1_sql.compute(base, "units", "facts")
        return w1_sql.results(base)

    sums = []
    for number, found in enumerate((ours(), other())):
        paths = [home / f"county-{number}-{part}.parquet" for part in ("reasons", "places")]
        for table, path in zip(found, paths, strict=True):
            pq.write_table(table, path)
        sums.append(w1_sql.checksums(*map(str, paths)))
    same("county", *sums)
    return by_turns(ours, other, turns(villages))


def incremental(home: Path, villages: int) -> Found:
    """One corrected observation with the places of everybody, in a round kept in memory."""
    work = Work(home / f"w1-{villages}", villages)
    case = open_case(work.folder, period=PERIODS[2], as_of=AS_OF)
    resident, kept = Resident(case.world()), w1_sql.Kept(work)
    rng = np.random.default_rng(7)
    wanted = [
        (f"c{rng.integers(villages):06d}", int(rng.integers(INDICATORS)), int(rng.integers(100_000)))
        for _ in range(turns(villages))
    ]
    found = by_turns(
        lambda i: resident.correct(wanted[i][0], f"i{wanted[i][1]}", Decimal(wanted[i][2]).scaleb(-2)),
        lambda i: kept.correct(*wanted[i]),
        len(wanted),
    )
    level, places = resident.result.levels[0], kept.places()
    same("totals", level.totals.tolist(), places["total"].to_pylist())
    for number, name in enumerate((*w1_sql.LEAGUES, "nation")):
        same(name, level.standings[number].place.astype(int).tolist(), places[f"p_{name}"].to_pylist())
    return found


def explain(home: Path, villages: int) -> Found:
    """The statement of one village out of all reasons, read from the bundle's files; the reference only fetches the same rows."""
    explainer = Explainer(Bundle(home / "ours"))
    rng = np.random.default_rng(11)
    units = [f"c{rng.integers(villages):06d}" for _ in range(turns(villages))]
    base = duckdb.connect(config={"threads": 2})
    facts = home / f"w1-{villages}" / "facts.parquet"

    def other(unit: str) -> Any:
        rows = base.execute(
            f"SELECT rule, marks, contribution, fact FROM read_parquet('{home / 'sql' / 'reasons.parquet'}') WHERE unit = ?",
            [unit],
        ).fetchall()
        base.execute(
            f"SELECT * FROM read_parquet('{home / 'sql' / 'places.parquet'}') WHERE unit = ?", [unit]
        ).fetchall()
        cited = ", ".join(str(row[3]) for row in rows if row[3] is not None)
        base.execute(
            f"SELECT indicator, period, value, evidence FROM read_parquet('{facts}', file_row_number = true) WHERE file_row_number IN ({cited})"
        ).fetchall()
        return {row[0]: row[2] for row in rows}

    unit = units[0]
    ours = {line.rule: line.contribution for line in explainer.explain(unit).lines if line.state != "section"}
    theirs = other(unit)
    same("statement", ours, {rule: theirs[rule] for rule in ours})
    return by_turns(lambda i: explainer.explain(units[i]), lambda i: other(units[i]), len(units))


def robust(home: Path, _: int) -> Found:
    """Rank intervals of every village in its county under 1,000 draws of weights; the reference is the plain NumPy loop over 20 draws, × 50."""
    case = case_of(home / "ours")
    result = scored(case.world())
    level = result.levels[0]
    standing = next(one for one in level.standings if one.league.within == "county")
    table = as_index(result, level)
    runs, few = 1000, 20
    groups = standing.groups

    def ours() -> object:
        return intervals_of(result, level, standing, table, runs=runs, noise=0.25, seed=2023)

    sizes = np.bincount(groups)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)

    def ranked(scores: Any) -> Any:
        order = np.lexsort((-scores, groups))
        fresh = np.diff(scores[order], prepend=0) != 0
        fresh[np.cumsum(sizes) - sizes] = True
        place = np.empty(len(order), np.int32)
        place[order] = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0)) - starts + 1
        return place

    def plain() -> object:
        plan = draws.Plan(seed=2023, replications=few, weight_noise=dict.fromkeys(table.varying, 0.25))
        places = []
        for run in draws.draw(plan, root=table.root):
            weights = np.array([run.weights.get(name, 1.0) for name in table.columns])
            places.append(
                ranked(np.floor(table.values @ (weights / weights.sum()) * 100 + 0.5).astype(np.int64))
            )
        return np.quantile(np.array(places), (0.05, 0.95), axis=0)

    same("places", standing.place.astype(int).tolist(), ranked(level.totals).tolist())
    wall, cpu = timed(ours)
    their_wall, their_cpu = timed(plain)
    times = runs / few
    return {
        "ours_s": wall,
        "ours_cpu": cpu,
        "reference_s": their_wall * times,
        "reference_cpu": their_cpu * times,
    }


def main(arguments: list[str]) -> None:
    """Run one of them."""
    name, home, villages = arguments
    doing = {"county": county, "incremental": incremental, "explain": explain, "robust": robust}
    print(json.dumps(doing[name](Path(home), int(villages))))
    shutil.rmtree(Path(home) / "county", ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])

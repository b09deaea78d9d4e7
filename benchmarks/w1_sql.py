"""The work W1 written by hand in SQL for DuckDB: the same rules, reasons, places and bands, from the same Parquet files.

Written as one who knows DuckDB would write it: a moment, a row and a value packed into one number whose maximum is the latest fact,
windows over narrow rows only, numbers for the groups. Whole numbers throughout (hundredths of a value, hundredths of a mark): so the results must be, and are, equal to the last digit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.data import AS_OF, INDICATORS, PERIODS, SECTIONS, Work

LEAVES = [k for s in range(SECTIONS) for k in range(INDICATORS) if k % SECTIONS == s]
"""Rules in the order in which the scheme writes them."""
WHOLE = sum(range(1, SECTIONS + 1))
LEAGUES = ("township", "county", "city", "province")
_NOW, _BEFORE, _YEAR = PERIODS[2], PERIODS[1], PERIODS[0]


def score(work: Work, out: Path, *, as_of: str = AS_OF, threads: int = 2, memory: str | None = None) -> None:
    """Score the work and write ``reasons.parquet`` and ``places.parquet`` into a new folder."""
    out.mkdir(parents=True)
    base = opened(threads, memory)
    units, facts = (f"read_parquet('{path}', file_row_number = true)" for path in (work.units, work.facts))
    compute(base, units, facts, as_of)
    base.execute(f"COPY ({_reasons()}) TO '{out / 'reasons.parquet'}' ({_FORM})")
    base.execute(f"COPY ({_places()}) TO '{out / 'places.parquet'}' ({_FORM})")


def opened(threads: int = 2, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory."""
    base = duckdb.connect(config={"threads": threads})
    base.execute("SET TimeZone = 'Asia/Shanghai'")
    if memory:
        base.execute(f"SET memory_limit = '{memory}'")
    return base


def compute(base: duckdb.DuckDBPyConnection, units: str, facts: str, as_of: str = AS_OF) -> None:
    """Make every table up to the places from the relations that hold the units and the facts."""
    base.execute(_villages(units))
    for period, name in ((_NOW, "latest_now"), (_BEFORE, "latest_before"), (_YEAR, "latest_year")):
        base.execute(_latest(facts, as_of, period, name))
    for step in (_cells, _placed, _marks, _totals, _ranked):
        base.execute(step())


def results(base: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table]:
    """Return reasons and places as tables in memory."""
    return base.sql(_reasons()).to_arrow_table(), base.sql(_places()).to_arrow_table()


_FORM = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


def _villages(units: str) -> str:
    """The villages in the order of the file; what windows divide by are numbers, what is printed are codes."""
    names = ", ".join(f"{t}.pos AS {n}_no, {t}.code AS {n}" for n, t in zip(LEAGUES, "zxsp", strict=True))
    return f"""
    CREATE TEMP TABLE u AS SELECT file_row_number::INTEGER AS pos, code, title, level, parent FROM {units};
    CREATE TEMP TABLE village AS
    SELECT v.pos, v.code, v.title, {names}
    FROM u v JOIN u z ON v.parent = z.code JOIN u x ON z.parent = x.code JOIN u s ON x.parent = s.code JOIN u p ON s.parent = p.code
    WHERE v.level = 'village' ORDER BY v.pos"""


def wanted(period: str) -> list[int]:
    """Return the indicators the rules look at in a period."""
    base = {_BEFORE: 3, _YEAR: 4}.get(period)
    return [k for k in range(INDICATORS) if base is None or k % 6 == base]


def _latest(facts: str, as_of: str, period: str, name: str) -> str:
    """One row per village, one column per indicator: the latest fact of a period as of the day.

    Moment, row of the file and value in one number, so that the largest is the latest: grouping by cell with ``arg_max`` takes 3.5
    times as long, and so does a column of ``arg_max`` per indicator. Values of this work are never negative.
    """
    columns = ", ".join(f"max(packed) FILTER (key = {k}) AS p{k}" for k in wanted(period))
    only = ", ".join(f"'i{k}'" for k in wanted(period))
    return f"""
    CREATE TEMP TABLE {name} AS SELECT pos, {columns} FROM (
      SELECT pos, substr(indicator, 2)::TINYINT AS key,
        (epoch_us(recorded_at)::HUGEINT * {_ROOM} + file_row_number) * {_ROOM} + (value * 100)::BIGINT AS packed
      FROM {facts} JOIN village ON unit = code
      WHERE recorded_at < TIMESTAMPTZ '{as_of} 00:00:00+08' + INTERVAL 1 DAY AND period = '{period}' AND indicator IN ({only}))
    GROUP BY pos"""


_ROOM = 1 << 32


def _cells() -> str:
    """One row per village in order: values of the month (x) with the rows of their facts (f), and the bases of growth (b)."""
    now = [
        f"(a.p{k} & {_ROOM - 1})::BIGINT AS x{k}, ((a.p{k} >> 32) & {_ROOM - 1})::BIGINT AS f{k}"
        for k in wanted(_NOW)
    ]
    base = [
        f"({t}.p{k} & {_ROOM - 1})::BIGINT AS b{k}"
        for t, p in (("b", _BEFORE), ("y", _YEAR))
        for k in wanted(p)
    ]
    return f"""
    CREATE TEMP TABLE cell AS SELECT v.pos, v.code, v.county_no, {", ".join(now + base)}
    FROM village v LEFT JOIN latest_now a ON a.pos = v.pos LEFT JOIN latest_before b ON b.pos = v.pos LEFT JOIN latest_year y ON y.pos = v.pos"""


def _placed() -> str:
    """The places within the county that six rules ask for, over narrow rows: a window drags along whatever stands beside it."""
    ranks = ", ".join(
        f"rank() OVER (PARTITION BY county_no ORDER BY x{k} DESC NULLS LAST) AS r{k}" for k in _PLACE
    )
    return f"CREATE TEMP TABLE placed AS SELECT pos, {ranks} FROM (SELECT pos, county_no, {', '.join(f'x{k}' for k in _PLACE)} FROM cell)"


_PLACE = [k for k in range(INDICATORS) if k % 6 == 5]


def _rule(k: int) -> tuple[str, str, str]:
    """Return (marks in hundredths, seen, against) of a rule as SQL."""
    x, b = f"x{k}", f"b{k}"
    kinds = (
        (f"CASE WHEN {x} >= 50000 THEN 1000 ELSE (2 * {x} + 50) // 100 END", x, "50000"),
        (f"CASE WHEN {x} >= 80000 THEN 1000 WHEN {x} >= 50000 THEN 700 WHEN {x} >= 20000 THEN 300 WHEN {x} >= 0 THEN 0 END", x, "NULL"),
        (f"greatest(-1000, -200 * ({x} // 10000))", x, "NULL"),
        (f"CASE WHEN {b} > 0 THEN least(1000, (1000 * {x} + {b}) // (2 * {b})) END", x, b),
        (f"CASE WHEN {b} > 0 THEN least(1000, (1000 * {x} + {b}) // (2 * {b})) END", x, b),
        (f"CASE WHEN {x} IS NOT NULL THEN greatest(0, 1000 - 5 * (r{k} - 1)) END", x, f"CASE WHEN {x} IS NOT NULL THEN 100 * r{k} END"),
    )  # fmt: skip
    return kinds[k % 6]


def _marks() -> str:
    return f"CREATE TEMP TABLE marked AS {_marks_of('true')}"


def _marks_of(rows: str) -> str:
    rules = ", ".join(f"({_rule(k)[0]})::BIGINT AS m{k}" for k in range(INDICATORS))
    places = ", ".join(f"p.r{k}" for k in _PLACE)
    return f"SELECT c.*, {places}, {rules} FROM cell c JOIN placed p ON p.pos = c.pos WHERE {rows}"


def _weight(k: int) -> int:
    return 1 + k % 3


def _totals() -> str:
    return f"CREATE TEMP TABLE total AS {_total_of('marked')} ORDER BY pos"


def _total_of(marked: str) -> str:
    """Sections are weighted means over the rules that gave marks; the total is the weighted mean of the sections, half up."""
    sections = []
    for s in range(SECTIONS):
        own = [k for k in LEAVES if k % SECTIONS == s]
        top = " + ".join(f"{_weight(k)} * coalesce(m{k}, 0)" for k in own)
        under = " + ".join(f"CASE WHEN m{k} IS NULL THEN 0 ELSE {_weight(k)} END" for k in own)
        sections.append(f"({top})::BIGINT AS t{s}, ({under})::BIGINT AS w{s}")
    product = " * ".join(f"greatest(w{s}, 1)" for s in range(SECTIONS))
    whole = " + ".join(f"CASE WHEN w{s} > 0 THEN {s + 1} ELSE 0 END" for s in range(SECTIONS))
    top = " + ".join(f"{s + 1} * t{s} * (l // greatest(w{s}, 1))" for s in range(SECTIONS))
    return f"""
    WITH a AS (SELECT *, {", ".join(sections)} FROM {marked}),
    b AS (SELECT *, {product} AS l, {whole} AS sw FROM a),
    c AS (SELECT *, {top} AS n, sw * l AS d FROM b)
    SELECT *, CASE WHEN d > 0 AND sw > 0 THEN sign(n)::BIGINT * ((2 * abs(n) + d) // (2 * d)) END AS total FROM c"""


def _ranked() -> str:
    leagues = ", ".join(_league(name) for name in (*LEAGUES, "nation"))
    groups = ", ".join(f"v.{name}_no" for name in LEAGUES)
    return f"CREATE TEMP TABLE ranked AS SELECT *, {leagues} FROM (SELECT v.pos, {groups}, t.total FROM village v JOIN total t ON t.pos = v.pos)"


def _league(name: str) -> str:
    over = "" if name == "nation" else f"PARTITION BY {name}_no "
    return (
        f"rank() OVER ({over}ORDER BY total DESC NULLS LAST) AS p_{name}, rank() OVER ({over}ORDER BY total NULLS LAST) AS q_{name}, "
        f"count(total) OVER ({over}) AS n_{name}"
    )


def _contribution(k: int) -> str:
    """m · w · sw ÷ (W · SW), to six decimals, half up."""
    s = k % SECTIONS
    top, under = f"(coalesce(m{k}, 0) * {_weight(k) * (s + 1)} * 10000)", f"(greatest(w{s}, 1) * sw)"
    return f"sign({top})::BIGINT * ((2 * abs({top}) + {under}) // (2 * {under}))"


def _reasons() -> str:
    """Every rule of every village in order, the last line carrying what rounding left."""
    ids = [f"r{k}" for k in LEAVES] + ["total"]
    seen = [_rule(k)[1] for k in LEAVES] + ["NULL"]
    against = [_rule(k)[2] for k in LEAVES] + ["NULL"]
    own = ", ".join(f"{_contribution(k)} AS c{k}" for k in LEAVES)
    rest = "total * 10000 - (" + " + ".join(f"c{k}" for k in LEAVES) + ")"
    marks = [f"m{k} * 10000" for k in LEAVES] + ["total * 10000"]
    lists = {
        "rule": ", ".join(f"'{i}'" for i in ids), "state": ", ".join([f"m{k} IS NOT NULL" for k in LEAVES] + ["true"]), "seen": ", ".join(seen),
        "against": ", ".join(against), "marks": ", ".join(marks), "contribution": ", ".join([*(f"c{k}" for k in LEAVES), rest]),
        "fact": ", ".join([*(f"f{k}" for k in LEAVES), "NULL"]),
    }  # fmt: skip
    several = ", ".join(f"unnest([{entries}]) AS {name}" for name, entries in lists.items())
    return f"""
    WITH c AS (SELECT *, {own} FROM total), long AS (SELECT code, {several} FROM c)
    SELECT code AS unit, rule, CASE WHEN state THEN 'given' ELSE 'missing' END AS state, {_decimal("seen", 2)}, {_decimal("against", 2)},
      {_decimal("marks", 6)}, {_decimal("contribution", 6)}, fact FROM long"""


def _decimal(name: str, places: int) -> str:
    return f"({name}::DECIMAL(18, 0) * {10**-places:.{places}f}::DECIMAL({places + 1}, {places}))::DECIMAL(18, {places}) AS {name}"


def _places() -> str:
    return " UNION ALL ".join(
        f"""SELECT 'village' AS level, '{"village" if name == "nation" else f"village-{name}"}' AS league,
        {"'all'" if name == "nation" else name} AS "group", CASE WHEN total IS NOT NULL THEN p_{name} END AS place, n_{name} AS "of", code AS unit, title,
        (total::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2) AS total,
        CASE WHEN total IS NULL THEN NULL WHEN p_{name} <= (2 * n_{name} + 10) // 20 THEN '红榜'
          WHEN q_{name} <= (2 * n_{name} + 20) // 40 THEN '灰榜' ELSE '蓝榜' END AS band FROM ranked r JOIN village v ON v.pos = r.pos"""
        for name in (*LEAGUES, "nation")
    )


class Kept:
    """The work kept in a database in memory, so that a corrected observation is scored again with all places of everybody."""

    def __init__(self, work: Work, as_of: str = AS_OF) -> None:
        self.base = opened()
        units, facts = (
            f"read_parquet('{path}', file_row_number = true)" for path in (work.units, work.facts)
        )
        compute(self.base, units, facts, as_of)

    def correct(self, unit: str, k: int, value: int) -> None:
        """Let a value (in hundredths) win in one cell of the month."""
        found = self.base.execute("SELECT pos, county_no FROM cell WHERE code = ?", [unit]).fetchone()
        if found is None:
            raise LookupError(unit)
        pos, county = found
        self.base.execute(f"UPDATE cell SET x{k} = {value} WHERE pos = {pos}")
        if k in _PLACE:
            self.base.execute(
                f"UPDATE placed SET r{k} = fresh.r FROM (SELECT pos AS at, rank() OVER (ORDER BY x{k} DESC NULLS LAST) AS r "
                f"FROM cell WHERE county_no = {county}) AS fresh WHERE placed.pos = fresh.at"
            )
        rows = f"c.county_no = {county}" if k in _PLACE else f"c.pos = {pos}"
        self.base.execute(
            f"UPDATE ranked SET total = fresh.total FROM ({_total_of(f'({_marks_of(rows)})')}) AS fresh WHERE ranked.pos = fresh.pos"
        )
        columns = [f"{at}_{name}" for name in (*LEAGUES, "nation") for at in "pqn"]
        groups = ", ".join(f"{name}_no" for name in LEAGUES)
        leagues = ", ".join(_league(name) for name in (*LEAGUES, "nation"))
        self.base.execute(
            f"CREATE OR REPLACE TEMP TABLE ranked AS SELECT pos, {groups}, total, {', '.join(columns)} "
            f"FROM (SELECT *, {leagues} FROM (SELECT pos, {groups}, total FROM ranked))"
        )

    def places(self) -> pa.Table:
        """Return totals and places by village in order."""
        columns = ", ".join(f"p_{name}" for name in (*LEAGUES, "nation"))
        return self.base.sql(f"SELECT total, {columns} FROM ranked ORDER BY pos").to_arrow_table()


def checksums(reasons: str, places: str) -> dict[str, int]:
    """Return order-free checksums of scores, ranks, bands and reasons, and one of the order of the reasons."""
    base = duckdb.connect(config={"threads": 2})
    wide = "DECIMAL(18, 6)"

    def one(columns: str, source: str) -> int:
        found = base.execute(f"SELECT sum(hash({columns})::HUGEINT) FROM {source}").fetchone()
        return int(found[0]) if found and found[0] is not None else 0

    rows = f"read_parquet('{places}')"
    long = f"read_parquet('{reasons}')"
    return {
        "scores": one(f"unit, total::{wide}", rows),
        "ranks": one('league, "group", unit, place::BIGINT, "of"::BIGINT', rows),
        "bands": one("league, unit, band", rows),
        "reasons": one(
            f"unit, rule, state, seen::{wide}, against::{wide}, marks::{wide}, contribution::{wide}, fact::BIGINT",
            long,
        ),
    }


if __name__ == "__main__":
    score(Work(Path(sys.argv[1]), 0), Path(sys.argv[2]), memory=sys.argv[3] if len(sys.argv) > 3 else None)

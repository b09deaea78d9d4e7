"""The work W1 written by hand in SQL for DuckDB: the same rules, reasons, places and bands, from the same Parquet files.

Whole numbers throughout (hundredths of a value, hundredths of a mark): so the results must be, and are, equal to the last digit.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.data import INDICATORS, PERIODS, SECTIONS, Work

LEAVES = [k for s in range(SECTIONS) for k in range(INDICATORS) if k % SECTIONS == s]
"""Rules in the order in which the scheme writes them."""
WHOLE = sum(range(1, SECTIONS + 1))
LEAGUES = ("township", "county", "city", "province")
_NOW, _BEFORE, _YEAR = PERIODS[2], PERIODS[1], PERIODS[0]


def score(
    work: Work, out: Path, *, as_of: str = "2023-07-20", threads: int = 2, memory: str | None = None
) -> None:
    """Score the work and write ``reasons.parquet`` and ``places.parquet`` into a new folder."""
    out.mkdir(parents=True)
    base = duckdb.connect(config={"threads": threads})
    base.execute("SET TimeZone = 'Asia/Shanghai'")
    if memory:
        base.execute(f"SET memory_limit = '{memory}'")
    base.execute(_villages(work))
    base.execute(_cells(work, as_of))
    base.execute(_marks())
    base.execute(_totals())
    base.execute(f"COPY ({_reasons()}) TO '{out / 'reasons.parquet'}' ({_FORM})")
    base.execute(f"COPY ({_places()}) TO '{out / 'places.parquet'}' ({_FORM})")


_FORM = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


def _villages(work: Work) -> str:
    return f"""
    CREATE TEMP TABLE u AS SELECT * FROM read_parquet('{work.units}', file_row_number = true);
    CREATE TEMP TABLE village AS
    SELECT v.file_row_number AS pos, v.code, v.title, z.code AS township, x.code AS county, s.code AS city, s.parent AS province
    FROM u v JOIN u z ON v.parent = z.code JOIN u x ON z.parent = x.code JOIN u s ON x.parent = s.code
    WHERE v.level = 'village' ORDER BY pos"""


def wanted() -> list[tuple[str, int, str]]:
    """Return the columns the rules look at: name, indicator, period."""
    found = [(f"x{k}", k, _NOW) for k in range(INDICATORS)]
    found += [(f"b{k}", k, _BEFORE) for k in range(INDICATORS) if k % 6 == 3]
    return found + [(f"b{k}", k, _YEAR) for k in range(INDICATORS) if k % 6 == 4]


def _cells(work: Work, as_of: str) -> str:
    """One row per village, one column per indicator and period: the latest fact as of the day, in hundredths, and its row."""
    before = ", ".join(f"'i{k}'" for k in range(INDICATORS) if k % 6 == 3)
    year = ", ".join(f"'i{k}'" for k in range(INDICATORS) if k % 6 == 4)
    columns = ", ".join(
        f"max(x) FILTER (indicator = 'i{k}' AND period = '{p}') AS {n}"
        + (f", max(fact) FILTER (indicator = 'i{k}' AND period = '{p}') AS f{k}" if p == _NOW else "")
        for n, k, p in wanted()
    )
    return f"""
    CREATE TEMP TABLE cell AS
    WITH seen AS (
      SELECT unit, indicator, period, (value * 100)::BIGINT AS x, file_row_number AS fact, recorded_at
      FROM read_parquet('{work.facts}', file_row_number = true)
      WHERE recorded_at < TIMESTAMPTZ '{as_of} 00:00:00+08' + INTERVAL 1 DAY
        AND (period = '{_NOW}' OR (period = '{_BEFORE}' AND indicator IN ({before})) OR (period = '{_YEAR}' AND indicator IN ({year})))),
    latest AS (
      SELECT unit, indicator, period, arg_max(x, recorded_at) AS x, arg_max(fact, recorded_at) AS fact FROM seen GROUP BY ALL)
    SELECT unit, {columns} FROM latest GROUP BY unit"""


def _rule(k: int) -> tuple[str, str, str]:
    """Return (marks in hundredths, seen, against) of a rule as SQL."""
    x, b = f"x{k}", f"b{k}"
    kinds = (
        (f"CASE WHEN {x} >= 50000 THEN 1000 ELSE (2 * {x} + 50) // 100 END", x, "50000"),
        (f"CASE WHEN {x} >= 80000 THEN 1000 WHEN {x} >= 50000 THEN 700 WHEN {x} >= 20000 THEN 300 WHEN {x} >= 0 THEN 0 END", x, "NULL"),
        (f"greatest(-1000, -200 * ({x} // 10000))", x, "NULL"),
        (f"CASE WHEN {b} > 0 THEN least(1000, (1000 * {x} + {b}) // (2 * {b})) END", x, b),
        (f"CASE WHEN {b} > 0 THEN least(1000, (1000 * {x} + {b}) // (2 * {b})) END", x, b),
        (f"CASE WHEN {x} IS NOT NULL THEN greatest(0, 1000 - 5 * (rank() OVER (PARTITION BY county ORDER BY {x} DESC NULLS LAST) - 1)) END", x, "NULL"),
    )  # fmt: skip
    return kinds[k % 6]


def _marks() -> str:
    rules = ", ".join(f"({_rule(k)[0]})::BIGINT AS m{k}" for k in range(INDICATORS))
    return f"CREATE TEMP TABLE marked AS SELECT *, {rules} FROM village LEFT JOIN cell ON unit = code"


def _weight(k: int) -> int:
    return 1 + k % 3


def _totals() -> str:
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
    leagues = ", ".join(_league(name) for name in (*LEAGUES, "nation"))
    return f"""
    CREATE TEMP TABLE total AS
    WITH a AS (SELECT *, {", ".join(sections)} FROM marked),
    b AS (SELECT *, {product} AS l, {whole} AS sw FROM a),
    c AS (SELECT *, {top} AS n, sw * l AS d FROM b),
    e AS (SELECT *, CASE WHEN d > 0 AND sw > 0 THEN sign(n)::BIGINT * ((2 * abs(n) + d) // (2 * d)) END AS total FROM c)
    SELECT *, {leagues} FROM e ORDER BY pos"""


def _league(name: str) -> str:
    over = "" if name == "nation" else f"PARTITION BY {name} "
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
          WHEN q_{name} <= (2 * n_{name} + 20) // 40 THEN '灰榜' ELSE '蓝榜' END AS band FROM total"""
        for name in (*LEAGUES, "nation")
    )


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

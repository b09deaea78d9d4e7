"""The work W1, made from a seed: one month of a nation as a scheme folder, units and facts in Parquet.

At size 1: 500,000 villages in 38,600 townships, 2,844 counties, 333 cities and 31 provinces; 30 indicators; facts of the month,
of the month before and of the same month last year, in the order they arrived (a village hands in its 30 numbers at once, villages
in random order); then 5 % of the month's facts corrected, a fifth of the corrections only after the as-of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

INDICATORS = 30
SECTIONS = 7
PERIODS = ("2022-06", "2023-05", "2023-06")
AS_OF = "2023-07-20"
LEVELS = (("province", 31), ("city", 333), ("county", 2_844), ("township", 38_600), ("village", 500_000))
_LETTER = {"province": "p", "city": "s", "county": "x", "township": "z", "village": "c"}
_STARTS = ("2022-07-01", "2023-06-01", "2023-07-01")
_AT_ONCE = 4_096
"""Villages whose facts are made and written at once: a row group."""


@dataclass(frozen=True)
class Work:
    """Where the files of one size are: a scheme folder, its units and its facts."""

    folder: Path
    villages: int

    @property
    def units(self) -> Path:
        """Where the units are."""
        return self.folder / "units.parquet"

    @property
    def facts(self) -> Path:
        """Where the facts are."""
        return self.folder / "facts.parquet"


def make(folder: Path, villages: int = 500_000, seed: int = 2023) -> Work:
    """Write the work to a folder, unless it is there already."""
    work = Work(folder, villages)
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "scheme.yaml").write_text(scheme(), encoding="utf-8")
        codes = _units(work)
        _facts(work, codes, np.random.default_rng(seed))
        (folder / "done").touch()
    return work


def scheme() -> str:
    """Return the scheme: thirty rules of six kinds in seven sections, five leagues, three bands."""
    names = "\n".join(f"  i{k}: {{title: 指标{k}, ask: month}}" for k in range(INDICATORS))
    leagues = ", ".join(
        f"{{level: village, within: {name}, at_least: 1}}"
        for name in ("township", "county", "city", "province")
    )
    sections = "\n".join(_section(s) for s in range(SECTIONS))
    return f"""scheme: w1
title: 全国村级月评
version: "1"
example: true
basis: {{title: 测速用方案, issuer: 示例, adopted: 2022-01-01, plan: 示例}}
owner: 示例
in_force: {{from: 2022-01, to: 2023-12}}
round: {{every: month}}
missing: omit
league: [{leagues}, {{level: village, at_least: 1}}]
indicators:
{names}
marks:
- id: all
  clause: 第一条
  weighted_mean:
{sections}
total: {{places: 2, before_ranking: true, ties: best}}
bands: {{红榜: {{top: 10%}}, 灰榜: {{bottom: 5%, published: false}}, 蓝榜: {{rest: true}}}}
"""


def _section(s: int) -> str:
    leaves = "\n".join(f"    - {_leaf(k)}" for k in range(INDICATORS) if k % SECTIONS == s)
    return f"  - id: s{s}\n    weight: {s + 1}\n    weighted_mean:\n{leaves}"


def _leaf(k: int) -> str:
    shapes = (
        f"value: {{ratio: i{k}, to: 500}}, shape: {{curve: [[0, 0], [1, 10]]}}",
        f"value: i{k}, shape: {{steps: [{{at_least: 800, marks: 10}}, {{at_least: 500, marks: 7}}, {{at_least: 200, marks: 3}}, {{otherwise: 0}}]}}",
        f"value: i{k}, shape: {{per: 100, above: 0, count: whole, marks: -2, at_least: -10}}",
        f"value: {{growth: i{k}, over: previous_period}}, shape: {{curve: [[-1, 0], [1, 10]]}}",
        f"value: {{growth: i{k}, over: same_period_last_year}}, shape: {{curve: [[-1, 0], [1, 10]]}}",
        f"value: {{place: i{k}, among: county}}, shape: {{per: 1, above: 1, count: whole, marks: -0.05, start: 10, at_least: 0}}",
    )
    return f"{{id: r{k}, clause: 第{k + 2}条, weight: {1 + k % 3}, {shapes[k % 6]}}}"


def sizes(villages: int) -> list[tuple[str, int]]:
    """Return how many units each level has when the lowest has so many villages."""
    return [(name, max(1, round(number * villages / LEVELS[-1][1]))) for name, number in LEVELS]


def _units(work: Work) -> pa.Array:
    """Write the tree and return the villages' codes."""
    codes, levels, parents = ["n0"], ["nation"], [None]
    above = ["n0"]
    for name, number in sizes(work.villages):
        own = [f"{_LETTER[name]}{i:06d}" for i in range(number)]
        codes += own
        levels += [name] * number
        parents += [above[i * len(above) // number] for i in range(number)]
        above = own
    pq.write_table(
        pa.table({"code": codes, "title": [f"单位{c}" for c in codes], "level": levels, "parent": parents}),
        work.units,
    )
    return pa.array(above, pa.string())


_TEXT = pa.dictionary(pa.int32(), pa.string())
_SCHEMA = pa.schema([
    ("unit", _TEXT), ("indicator", _TEXT), ("period", _TEXT), ("value", pa.decimal64(18, 2)), ("relation", _TEXT),
    ("basis", _TEXT), ("evidence", pa.string()), ("recorded_at", pa.timestamp("us", "UTC")),
])  # fmt: skip


def _facts(work: Work, codes: pa.Array, rng: np.random.Generator) -> None:
    kinds = ["unit", "indicator", "period", "relation", "basis", "recorded_at"]
    with pq.ParquetWriter(
        work.facts,
        _SCHEMA,
        compression="zstd",
        compression_level=1,
        use_dictionary=kinds,
        store_decimal_as_integer=True,
    ) as writer:
        for period, start in enumerate(_STARTS):
            order = rng.permutation(work.villages)
            for first in range(0, work.villages, _AT_ONCE):
                some = order[first : first + _AT_ONCE]
                unit = np.repeat(some, INDICATORS)
                indicator = np.tile(np.arange(INDICATORS), len(some))
                moment = np.repeat(_moments(start, first, len(some), work.villages), INDICATORS)
                writer.write_table(
                    _table(unit, indicator, period, moment, codes, rng), row_group_size=122_880
                )
        corrected = rng.choice(work.villages * INDICATORS, work.villages * INDICATORS // 20, replace=False)
        for first in range(0, len(corrected), _AT_ONCE * INDICATORS):
            some = corrected[first : first + _AT_ONCE * INDICATORS]
            moment = _moments("2023-07-16", first, len(some), len(corrected))
            table = _table(some // INDICATORS, some % INDICATORS, 2, moment, codes, rng)
            writer.write_table(table, row_group_size=122_880)


def _moments(start: str, first: int, number: int, of: int) -> np.ndarray:
    """Return when the villages reported: evenly over the five days from ``start``, in whole seconds."""
    begin = np.datetime64(start, "s").astype(np.int64)
    return (begin + (first + np.arange(number)) * 5 * 86_400 // of) * 1_000_000


def _table(
    unit: np.ndarray,
    indicator: np.ndarray,
    period: int,
    moment: np.ndarray,
    codes: pa.Array,
    rng: np.random.Generator,
) -> pa.Table:
    rows = len(unit)
    value = rng.integers(0, 100_000, rows)

    def coded(at: np.ndarray, names: pa.Array | list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(at, pa.int32()), pa.array(names, pa.string()))

    def same(word: str) -> pa.DictionaryArray:
        return coded(np.zeros(rows, np.int32), [word])

    some, at = np.unique(unit, return_inverse=True)
    return pa.table([
        coded(at, codes.take(pa.array(some))), coded(indicator, [f"i{k}" for k in range(INDICATORS)]),
        same(PERIODS[period]), pa.Array.from_buffers(pa.decimal64(18, 2), rows, [None, pa.py_buffer(value)]), same("="), same("verified"),
        pa.nulls(rows, pa.string()), pa.array(moment, pa.timestamp("us", "UTC")),
    ], schema=_SCHEMA)  # fmt: skip

"""Writing a bundle: scheme as given, units, facts, reasons and places, then the seal. All or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from youju.engine.bundle import tables
from youju.engine.bundle.manifest import seal
from youju.engine.data import BASES, RELATIONS, UNKNOWN_TIME, Facts, Units
from youju.engine.language.scheme import Scheme
from youju.engine.result import Level, Result
from youju.engine.share import REST
from youju.engine.sources.results import TABLES
from youju.engine.sources.stream import FactFile

ENGINE = "4"
"""Raised whenever the same input could give another result; bundles say which one scored them."""
ROWS, PLACES = 122_880, 8_192
"""Rows of a row group: of what is read as a whole, and of places, of which a statement reads one a league."""
FEW = frozenset({
    "rule", "state", "level", "league", "group", "band", "published", "indicator", "period", "relation", "basis", "marks", "contribution",
})  # fmt: skip
"""Columns of few different entries: a dictionary pays. Sorted codes are smaller plain."""
NEAR = frozenset({"seen", "against", "fact", "total", "of"})
"""Columns of whole numbers, stored byte by byte: smaller, and written in two thirds of the time."""
SCHEME_FILES = ("scheme.yaml", "examples.yaml", "units.csv")
Tick = Callable[[int], object]


def write_bundle(
    result: Result,
    target: Path,
    *,
    folder: Path | None,
    facts: Facts | FactFile | Path,
    as_of: int | None = None,
    threads: int = 2,
    tick: Tick | None = None,
) -> str:
    """Write a bundle to a folder that does not exist yet and return its root hash.

    ``folder`` is the scheme's folder, copied as it is; ``facts`` are the facts scored, or the canonical Parquet file that held
    them, copied byte for byte. ``tick`` is told how many units have been written. Nothing is left behind when writing fails.
    """
    with new_bundle(target) as work:
        inputs(result.scheme, result.units, folder, facts, work)
        for number, level in enumerate(result.levels):
            _reasons(result, level, number, work, threads, tick)
        write_places(result, work / "places.parquet")
        return seal(work, about(result, as_of), threads=threads)


@contextmanager
def new_bundle(target: Path) -> Iterator[Path]:
    """Give a folder to write in, which becomes the bundle when all went well and vanishes when not. Raises FileExistsError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(
            f"{target} 已有内容；成果包只能写到新目录 / exists already: a bundle is written once"
        )
    work = target.parent / f".{target.name}.part-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
        if target.exists():
            target.rmdir()
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def inputs(
    scheme: Scheme, units: Units, folder: Path | None, facts: Facts | FactFile | Path, work: Path
) -> None:
    """Write what was scored: the scheme as given, the units, the facts (a canonical file is copied byte for byte)."""
    _scheme(scheme, folder, work)
    write_table(units_table(units), work / "units.parquet")
    if isinstance(facts, Facts):
        write_table(facts_table(facts, units), work / "facts.parquet")
    else:
        shutil.copyfile(facts if isinstance(facts, Path) else facts.path, work / "facts.parquet")


def reasons_file(work: Path, number: int, start: int) -> Path:
    """Return where the reasons of a level that begin at a row stand."""
    return work / "reasons" / f"{number}-{start // tables.PART:04d}.parquet"


def about(result: Result, as_of: int | None) -> dict[str, Any]:
    """Return what the manifest says of a result."""
    scheme = result.scheme
    levels = [
        {
            "level": level.name,
            "units": len(level.at),
            "rules": list(level.rules or (*(line.outcome.rule.id for line in level.lines), REST)),
            "part": tables.PART,
        }
        for level in result.levels
    ]
    return {
        "engine": ENGINE, "scheme": scheme.scheme, "version": scheme.version, "title": scheme.title, "example": scheme.example,
        "period": str(result.period), "as_of": as_of, "levels": levels,
    }  # fmt: skip


def _scheme(scheme: Scheme, folder: Path | None, work: Path) -> None:
    """Copy the scheme's own files; a scheme built in memory is written out as JSON, which is YAML too."""
    home = work / "scheme"
    home.mkdir()
    if folder is None:
        text = scheme.model_dump_json(by_alias=True, exclude_unset=True, indent=1)
        (home / "scheme.yaml").write_text(text + "\n", encoding="utf-8")
        return
    for name in SCHEME_FILES[:2]:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, home / name)
    for path in sorted(_ledgers(scheme, folder)):
        copy = home / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _ledgers(scheme: Scheme, folder: Path) -> set[Path]:
    """Return the files of registers and results that a scheme is scored with, wherever in its folder and in whatever form they stand."""
    declared = {folder / one.file for one in scheme.registers.values() if one.file}
    results = {path for path in (folder / "results").glob("*") if path.suffix.lower() in TABLES}
    return {path for path in declared if path.is_file()} | set((folder / "registers").glob("*.csv")) | results


def write_table(
    table: pa.Table, path: Path | BinaryIO, *, rows: int = ROWS, few: frozenset[str] = FEW
) -> None:
    """Write a table the one way in which bundles hold tables."""
    _write(_cut_up(table, rows), path, few)


def _cut_up(table: pa.Table, rows: int) -> Iterator[pa.Table]:
    for start in range(0, max(table.num_rows, 1), rows):
        yield _own_words(table.slice(start, rows))


def _write(groups: Iterable[pa.Table], path: Path | BinaryIO, few: frozenset[str]) -> None:
    """Write tables of one schema as the row groups of a file, each as it comes."""
    coming = iter(groups)
    first = next(coming)
    near = [f.name for f in first.schema if f.name in NEAR and (pa.types.is_decimal(f.type) or pa.types.is_integer(f.type))]  # fmt: skip
    with pq.ParquetWriter(
        path,
        first.schema,
        compression="zstd",
        compression_level=1,
        store_decimal_as_integer=True,
        write_page_checksum=True,
        use_dictionary=[name for name in first.schema.names if name in few],
        column_encoding=dict.fromkeys(near, "BYTE_STREAM_SPLIT"),
    ) as file:
        for group in chain((first,), coming):
            file.write_table(group, row_group_size=max(group.num_rows, 1))


def _own_words(table: pa.Table) -> pa.Table:
    """Return a stretch of a table whose dictionaries begin and end with the words it uses.

    Each row group stores its dictionary whole. Sorted codes use a short piece of it: with the words of all units in every
    row group, writing takes twice as long and reading one group back five times.
    """
    columns = {
        name: _cut(column.combine_chunks()) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(table.schema.names, table.columns, strict=True)
    }
    return pa.table(columns)


def _cut(column: pa.DictionaryArray) -> pa.DictionaryArray:
    used = pc.min_max(column.indices)
    first, last = used["min"].as_py(), used["max"].as_py()
    if first is None or last - first + 1 == len(column.dictionary):
        return column
    indices = pc.subtract(column.indices, pa.scalar(first, column.indices.type))
    return pa.DictionaryArray.from_arrays(indices, column.dictionary.slice(first, last - first + 1))


def write_reasons(columns: tables.Columns, start: int, stop: int, path: Path | BinaryIO) -> None:
    """Write reasons in small row groups, so that those of one unit come at once; its code stands in many rows, so a dictionary pays."""
    _write(tables.reasons_by_group(columns, start, stop), path, FEW | {"unit"})


def write_places(result: Result, path: Path | BinaryIO) -> None:
    """Write places in small row groups, one league after the other: those of one unit are found by counting."""
    leagues = tables.places_by_league(result)
    _write((group for league in leagues for group in _cut_up(league, PLACES)), path, FEW)


def _reasons(result: Result, level: Level, number: int, work: Path, threads: int, tick: Tick | None) -> None:
    """Write the reasons of a level in parts of a fixed number of units, two at a time: the files do not depend on the threads."""
    columns = tables.columns_of(result, level)
    (work / "reasons").mkdir(exist_ok=True)
    starts = range(0, max(len(level.at), 1), tables.PART)

    def part(start: int) -> None:
        stop = min(start + tables.PART, len(level.at))
        write_reasons(columns, start, stop, reasons_file(work, number, start))
        if tick is not None:
            tick(stop - start)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, starts))


def units_table(units: Units) -> pa.Table:
    """Return the units as a table: code, title, level, parent and every further column."""
    parents = [units.codes[p] if p >= 0 else None for p in units.parents]
    return pa.table({
        "code": pa.array(units.codes, pa.string()),
        "title": pa.array(units.titles, pa.string()),
        "level": pa.array(units.levels, pa.string()),
        "parent": pa.array(parents, pa.string()),
        **{name: pa.array(column, pa.string()) for name, column in units.columns.items()},
    })  # fmt: skip


def facts_table(facts: Facts, units: Units) -> pa.Table:
    """Return the facts in the order recorded: unit, indicator, period, value, relation, basis, evidence, recorded_at."""
    known = facts.recorded_at != UNKNOWN_TIME
    return pa.table({
        "unit": tables.coded(facts.unit, units.codes),
        "indicator": tables.coded(facts.indicator, facts.indicators),
        "period": tables.coded(facts.period, [str(p) for p in facts.periods]),
        "value": values_column(facts),
        "relation": tables.coded(facts.relation, RELATIONS),
        "basis": tables.coded(facts.basis, BASES),
        "evidence": facts.evidence,
        "recorded_at": pa.array(facts.recorded_at, pa.int64(), mask=~known).cast(pa.timestamp("us", "UTC")),
    })  # fmt: skip


def values_column(facts: Facts) -> pa.Array:
    """Return the values as one exact decimal column where they share one, else as text."""
    scale = int(facts.scale.max(initial=0))
    step = (scale - facts.scale).astype(np.int64)
    top = np.abs(facts.mantissa).astype(object) * 10 ** step.astype(object) if len(facts) < 1000 else None
    largest = (
        max(top, default=0)
        if top is not None
        else int(np.abs(facts.mantissa).max(initial=0)) * 10 ** int(step.max(initial=0))
    )
    if largest < 10**tables.WIDTH and scale <= tables.WIDTH:
        return tables.decimals(facts.mantissa * 10**step, scale)
    return pa.array(
        [_text(int(m), int(s)) for m, s in zip(facts.mantissa, facts.scale, strict=True)], pa.string()
    )


def _text(mantissa: int, scale: int) -> str:
    sign, digits = "-" if mantissa < 0 else "", str(abs(mantissa)).rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}"

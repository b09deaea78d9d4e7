"""Verifying a bundle: first every byte against the manifest, then everything is scored again and compared cell by cell."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from youju.engine.blocks import large, score_in_blocks
from youju.engine.bundle import manifest, tables, write
from youju.engine.bundle.manifest import Difference
from youju.engine.bundle.write import Tick
from youju.engine.case import Case, open_case
from youju.engine.evaluate.world import World
from youju.engine.problems import BadInputError
from youju.engine.result import Level, Result
from youju.engine.score import scored

SHOWN = 5


def verify_bundle(bundle: Path, *, tick: Tick | None = None) -> list[Difference]:
    """Return every difference between a bundle, its manifest and what scoring it again gives; empty when it is what it says.

    Changed bytes are located to a block and, in Parquet, by column; a changed mark by row and column, with the value
    that the rules give. ``tick`` is told how many units have been judged again. Never raises for a damaged bundle.
    """
    found = [_with_column(bundle, difference) for difference in manifest.check(bundle)]
    if any(_in_footer(bundle, difference) for difference in found):
        return found
    try:
        said = manifest.load(bundle)
        with tempfile.TemporaryDirectory() as work:
            found += _recompute(bundle, said, Path(work), tick)
    except BadInputError as error:
        found += [Difference(p.where, p.what, p.what_en) for p in error.problems[:SHOWN]]
    except Exception as error:  # noqa: BLE001 - whatever a damaged file does to a reader, the auditor gets an answer
        if not found:
            found.append(
                Difference(
                    manifest.NAME, f"不能重算：{error}", f"cannot be recomputed: {type(error).__name__}"
                )
            )
    return found


def _with_column(bundle: Path, difference: Difference) -> Difference:
    """Say which column of a Parquet file a changed block belongs to, when the footer can still be read."""
    if difference.start is None or not difference.file.endswith(".parquet") or _in_footer(bundle, difference):
        return difference
    try:
        meta = pq.ParquetFile(bundle / difference.file).metadata
    except (OSError, pa.ArrowException, ValueError):
        return difference
    for group in range(meta.num_row_groups):
        for column in range(meta.num_columns):
            chunk = meta.row_group(group).column(column)
            first = chunk.dictionary_page_offset or chunk.data_page_offset
            if first < (difference.stop or 0) and difference.start < first + chunk.total_compressed_size:
                return Difference(
                    difference.file,
                    difference.what,
                    difference.what_en,
                    None,
                    chunk.path_in_schema,
                    difference.start,
                    difference.stop,
                )
    return difference


def _in_footer(bundle: Path, difference: Difference) -> bool:
    """Whether a change touches what a Parquet file says of itself: a reader that believes it may end the process, so nobody asks one."""
    if difference.stop is None or not difference.file.endswith(".parquet"):
        return False
    content = (bundle / difference.file).read_bytes()
    told = int.from_bytes(content[-8:-4], "little")
    return difference.stop > len(content) - 8 - told


def _recompute(bundle: Path, said: dict[str, Any], work: Path, tick: Tick | None) -> list[Difference]:
    case = case_of(bundle, said, work)
    world = case.world()
    wrong: list[Difference] = []

    def look(bare: Result, number: int, start: int, level: Level) -> None:
        reasons = tables.reasons(tables.columns_of(bare, level), 0, len(level.at))
        wrong.extend(compare(bundle, _name(number, start), reasons))
        if tick is not None:
            tick(len(level.at))

    result = score_in_blocks(world, look) if large(world) else _whole(world, bundle, wrong, tick)
    fresh = write.about(result, case.as_of)
    found = [
        Difference(
            manifest.NAME,
            f"{key} 写的是 {said.get(key)!r}，应为 {value!r}",
            f"{key} does not follow from the scheme",
            column=key,
        )
        for key, value in fresh.items()
        if said.get(key) != value and key != "engine"
    ]
    return (
        found + sorted(wrong, key=lambda d: d.file) + compare(bundle, "places.parquet", tables.places(result))
    )


def _whole(world: World, bundle: Path, wrong: list[Difference], tick: Tick | None) -> Result:
    result = scored(world)
    for number, level in enumerate(result.levels):
        columns = tables.columns_of(result, level)
        for start in range(0, max(len(level.at), 1), tables.PART):
            stop = min(start + tables.PART, len(level.at))
            wrong += compare(bundle, _name(number, start), tables.reasons(columns, start, stop))
            if tick is not None:
                tick(stop - start)
    return result


def _name(number: int, start: int) -> str:
    return write.reasons_file(Path(), number, start).as_posix()


def case_of(bundle: Path, said: dict[str, Any] | None = None, work: Path | None = None) -> Case:
    """Open what a bundle was scored from as a case. ``work`` takes a copy of the scheme's files; by default they are read in place."""
    said = said or manifest.load(bundle)
    home = bundle / "scheme"
    if work is not None:
        home = work / "scheme"
        shutil.copytree(bundle / "scheme", home)
    return open_case(
        home,
        facts=bundle / "facts.parquet",
        units=bundle / "units.parquet",
        period=said["period"],
        as_of=said["as_of"],
        closed=True,
    )


def compare(bundle: Path, name: str, expected: pa.Table) -> list[Difference]:
    """Return the first cells in which a table of the bundle differs from what was computed."""
    try:
        table = pq.read_table(bundle / name, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        return [Difference(name, f"读不出：{type(error).__name__}", "cannot be read")]
    if table.schema.names != expected.schema.names:
        return [Difference(name, f"列不符：{table.schema.names}", "other columns")]
    if table.num_rows != expected.num_rows:
        return [
            Difference(
                name,
                f"有 {table.num_rows} 行，应为 {expected.num_rows} 行",
                "other number of rows",
                row=min(table.num_rows, expected.num_rows) + 1,
            )
        ]
    found: list[Difference] = []
    for column in expected.schema.names:
        found += _cells(name, column, table[column], expected[column])
    return sorted(found, key=lambda d: d.row or 0)[:SHOWN]


def _cells(name: str, column: str, is_: pa.ChunkedArray, should: pa.ChunkedArray) -> list[Difference]:
    plain = should.type.value_type if pa.types.is_dictionary(should.type) else should.type
    if is_.cast(plain).combine_chunks().equals(should.cast(plain).combine_chunks()):
        return []
    pairs = zip(is_.to_pylist(), should.to_pylist(), strict=True)
    return [
        Difference(
            name,
            f"写的是 {was}，按方案应为 {should_be}",
            "differs from the recomputation",
            row=row,
            column=column,
        )
        for row, (was, should_be) in enumerate(pairs, start=1)
        if was != should_be
    ][:SHOWN]

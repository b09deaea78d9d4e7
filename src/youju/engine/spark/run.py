"""Closing a round on Spark: pieces of facts are gathered by partition, each partition is judged where it lies, the bundle is written here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from youju.engine.blocks import joined
from youju.engine.bundle.manifest import seal
from youju.engine.bundle.write import about, inputs, new_bundle, write_places
from youju.engine.case import Case
from youju.engine.data import Facts
from youju.engine.evaluate.block import WholeSheet
from youju.engine.evaluate.world import World
from youju.engine.expand import expand_scheme
from youju.engine.problems import BadInputError, Problem
from youju.engine.result import Result, level_names, share_places
from youju.engine.score import wanted_cells
from youju.engine.sources.stream import FactFile
from youju.engine.spark import work
from youju.engine.spark.parts import Partition, partitions, units_of
from youju.engine.spark.wire import Rows, pack_units, unpack
from youju.engine.spark.work import Task

PIECES = "part int, number int, data binary"
FILES = "name string, data binary"
_PIECES = pa.schema([("part", pa.int32()), ("number", pa.int32()), ("data", pa.binary())])
_FILES = pa.schema([("name", pa.string()), ("data", pa.binary())])
_STRETCHES = pa.schema([("number", pa.int32()), ("first", pa.int64()), ("groups", pa.string())])


class DoubtError(Exception):
    """A worker was not sure about a fact; the careful reader is to be asked."""


class UnevenError(Exception):
    """Partitions of one level need different decimals: its units must stay together."""


def close_on_spark(
    case: Case, target: Path, *, folder: Path | None, spark: Any
) -> tuple[str, dict[str, Any]]:
    """Score a case into a new bundle on a Spark session; return its root and what its manifest says.

    The bundle is that of ``close_case``, byte for byte. Units whose marks need one another are judged in one partition. Facts in a
    large Parquet file are read by the workers, which must see it under the same path. Raises BadInputError where driver
    and workers have different versions of what the bytes depend on. Nothing is left behind on failure.
    """
    scheme = expand_scheme(case.scheme)
    parts = partitions(scheme, case.units, case.period)
    try:
        return _closed(case, target, folder, spark, parts)
    except UnevenError:
        return _closed(case, target, folder, spark, None)


def _closed(
    case: Case, target: Path, folder: Path | None, spark: Any, parts: list[Partition] | None
) -> tuple[str, dict[str, Any]]:
    with new_bundle(target) as place:
        (place / "reasons").mkdir()
        try:
            said = _judged(case, case.facts, spark, parts, place)
        except DoubtError:
            said = _judged(case, case.all_facts(), spark, parts, place)
        inputs(expand_scheme(case.scheme), case.units, folder, case.facts, place)
        return seal(place, said), said


def _judged(
    case: Case, facts: Facts | FactFile, spark: Any, parts: list[Partition] | None, place: Path
) -> dict[str, Any]:
    """Run the round and return what the manifest says of it; files are written as the workers hand them back, and forgotten."""
    scheme = expand_scheme(case.scheme)
    task = Task(
        scheme, case.period, case.as_of, wanted_cells(scheme, case.period), case.registers, len(case.units.codes),
        together=parts is None, streamed=isinstance(facts, FactFile),
    )  # fmt: skip
    seen = [np.arange(task.units)] if parts is None else [part.units for part in parts]
    setups = [(number, work.SETUP, data) for number, data in enumerate(_setups(case, parts))]
    if isinstance(facts, FactFile):
        pieces = _table(setups, _PIECES, spark).union(_cut(task, facts, seen, spark))
    else:
        pieces = _table([*setups, *work.cut(task, facts, 0, 0, seen)], _PIECES, spark)
    told: dict[str, bytes] = {}
    for name, data in _rows(pieces.groupBy("part").applyInArrow(_judge(task), FILES)):
        _look(name, data)
        if name.endswith(".parquet"):
            (place / name).write_bytes(data)
        else:
            told[name] = data
    return unpack(told["about"])[1] if parts is None else _places(case, told, place)


def _setups(case: Case, parts: list[Partition] | None) -> Iterator[bytes]:
    """Yield the first piece of every partition: its units, and which of them it judges."""
    if parts is None:
        yield pack_units(case.units, np.arange(len(case.units.codes)), {})
        return
    for part in parts:
        said = {
            "number": part.number,
            "start": part.start,
            "rows": part.stop - part.start,
            "begins": part.begins,
            "file": work.reasons_name(part.number, part.start),
        }
        yield pack_units(units_of(case.units, part.units), part.units, said)


def _cut(task: Task, file: FactFile, seen: list[Rows], spark: Any) -> Any:
    """Return the pieces of a file's facts: cut by the workers, a few stretches in each of their tasks."""
    given = [(number, first, json.dumps(groups)) for number, first, groups in file.stretches()]
    stretches = _table(given, _STRETCHES, spark)

    def cut(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            asked = ((row["number"], row["first"], json.loads(row["groups"])) for row in batch.to_pylist())
            for piece in work.cut_file(task, file, asked, seen):
                yield _batch([piece], _PIECES)

    return stretches.mapInArrow(cut, PIECES)


def _judge(task: Task) -> Any:
    def judge(table: pa.Table) -> pa.Table:
        pieces = zip(table["number"].to_pylist(), table["data"].to_pylist(), strict=True)
        return pa.Table.from_batches([_batch(list(work.judge(task, list(pieces))), _FILES)])

    return judge


def _batch(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.RecordBatch.from_arrays(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema, spark: Any) -> Any:
    return spark.createDataFrame(pa.Table.from_batches([_batch(rows, schema)]))


def _rows(frame: Any) -> Iterator[tuple[str, bytes]]:
    for batch in frame.toArrow().to_batches():
        yield from zip(batch["name"].to_pylist(), batch["data"].to_pylist(), strict=True)


def _look(name: str, data: bytes) -> None:
    """Raise what a worker had to say against going on."""
    if name == work.MADE_BY and data != work.made_by():
        theirs, ours = data.decode(), work.made_by().decode()
        raise BadInputError([Problem(
            "--on spark", "spark-versions", f"工作节点是 {theirs}，本机是 {ours}，成果包的字节会不同", "给所有节点装同一套环境（requirements/spark.txt）",
            f"a worker has {theirs}, the driver {ours}: the bytes of the bundle would differ", "ship one environment to all (requirements/spark.txt)",
        )])  # fmt: skip
    if name == work.DOUBT:
        raise DoubtError(data.decode())
    if name == work.REFUSED:
        raise LookupError(data.decode())
    if name == work.WRONG:
        raise BadInputError(Problem(**one) for one in json.loads(data))


def _places(case: Case, told: dict[str, bytes], place: Path) -> dict[str, Any]:
    """Put the totals of the partitions together, place the units in their leagues, and return what the manifest says."""
    scheme = expand_scheme(case.scheme)
    world = World(scheme, case.units, case.period, case.registers)
    judged: dict[int, dict[int, Any]] = {}
    for name, data in told.items():
        if name.startswith("judged/"):
            _, level, start = name.split("/")
            judged.setdefault(int(level), {})[int(start)] = work.kept(data)
    levels = []
    for number, name in enumerate(level_names(scheme)):
        parts = [judged[number][start] for start in sorted(judged[number])]
        if len({shown for _, shown in parts}) > 1:
            raise UnevenError(name)
        levels.append(joined(WholeSheet(world, name), [part for part, _ in parts]))
    result = Result(
        scheme, case.units, case.period, scheme.total.places, share_places(scheme), tuple(levels), world
    )
    write_places(result, place / "places.parquet")
    return about(result, case.as_of)

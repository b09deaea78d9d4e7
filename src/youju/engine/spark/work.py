"""What a worker does: cut a stretch of facts by partition, and judge a partition. Plain functions; Spark only carries them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from youju.engine.blocks import Judged, conditions
from youju.engine.bundle import tables
from youju.engine.bundle.manifest import FORMAT
from youju.engine.bundle.write import ENGINE, about, write_places, write_reasons
from youju.engine.data import Facts, Records, Units
from youju.engine.evaluate.block import BlockSheet, WholeSheet
from youju.engine.evaluate.conditions import holds
from youju.engine.evaluate.world import World
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.prepare.cells import Key
from youju.engine.problems import BadInputError
from youju.engine.result import Level, Result, level_names, share_places
from youju.engine.score import marked, scored
from youju.engine.sources.stream import DoubtfulError, FactFile, Stretch
from youju.engine.spark.parts import looked_at, records_of
from youju.engine.spark.wire import Rows, array, pack, pack_facts, unpack, unpack_facts, unpack_units

SETUP = -1
"""The first of a partition's pieces: its units. The others are stretches of facts, numbered in the order of the file."""
MADE_BY, DOUBT, WRONG, REFUSED = "made by", "doubt", "wrong", "refused"
Named = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Task:
    """What every worker knows of a round. ``together``: all units stay in one partition; ``streamed``: the facts were only looked through."""

    scheme: Scheme
    period: Period
    as_of: int | None
    wanted: set[Key] | None
    registers: dict[str, Records]
    units: int
    together: bool
    streamed: bool


def made_by() -> bytes:
    """Return what the bytes of a bundle depend on besides its input: driver and workers must agree in it."""
    return f"{FORMAT} engine {ENGINE}, pyarrow {pa.__version__}, numpy {np.__version__}".encode()


def cut(
    task: Task, facts: Facts, number: int, first: int, parts: Sequence[Rows]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield for every partition (its units in ``parts``) what a stretch of facts says of it: partition, number, piece.

    Only what the scheme looks at travels. ``first`` is the row at which the stretch begins.
    """
    kept = np.flatnonzero(looked_at(facts, task.wanted, task.as_of))
    unit = facts.unit[kept]
    place = np.empty(task.units, np.int32)
    for part, seen in enumerate(parts):
        place.fill(-1)
        place[seen] = np.arange(len(seen), dtype=np.int32)
        own = place[unit]
        inside = np.flatnonzero(own >= 0)
        if inside.size:
            yield part, number, pack_facts(facts, kept[inside], own[inside], first)


def cut_file(
    task: Task, file: FactFile, stretches: Iterable[Stretch], parts: Sequence[Rows]
) -> Iterator[tuple[int, int, bytes]]:
    """Cut stretches of a file. A doubt about a stretch is told by a piece of partition 0."""
    for number, first, groups in stretches:
        try:
            yield from cut(task, file.stretch(groups), number, first, parts)
        except DoubtfulError as doubt:
            yield 0, number, pack({}, {"doubt": str(doubt)})


def judge(task: Task, pieces: list[tuple[int, bytes]]) -> Named:
    """Judge one partition from its pieces in order; yield files and what the driver has to know, each with its name."""
    yield MADE_BY, made_by()
    try:
        yield from _judged(task, [data for _, data in sorted(pieces, key=lambda piece: piece[0])])
    except DoubtfulError as doubt:
        yield DOUBT, str(doubt).encode()
    except BadInputError as bad:
        yield WRONG, json.dumps([one.as_dict() for one in bad.problems]).encode()
    except (LookupError, ValueError) as bad:
        yield REFUSED, str(bad.args[0] if bad.args else bad).encode()


def _judged(task: Task, pieces: list[bytes]) -> Named:
    units, seen, said = unpack_units(pieces[0])
    world = _world(task, units, seen, pieces[1:])
    if task.together:
        yield from _whole(world, task)
        return
    whole = WholeSheet(world, level_names(task.scheme)[said["number"]])
    begin = int(np.searchsorted(seen[whole.at], said["begins"]))
    sheet = BlockSheet(whole, begin, begin + said["rows"])
    level, _, _ = marked(sheet)
    bare = Result(
        task.scheme, units, task.period, task.scheme.total.places, share_places(task.scheme), (), world
    )
    columns = tables.columns_of(bare, level)
    yield said["file"], as_parquet(partial(write_reasons, columns, 0, len(level.at)))
    yield f"judged/{said['number']}/{said['start']}", _kept(sheet, level)


def _world(task: Task, units: Units, seen: Rows, pieces: list[bytes]) -> World:
    """Return the world of a partition's units, with every cell's row as it stands in the round's facts."""
    registers = {name: records_of(one, seen, task.units) for name, one in task.registers.items()}
    world = World(task.scheme, units, task.period, registers)
    stood: list[Rows] = []

    def batches() -> Iterator[Facts]:
        for piece in pieces:
            facts, rows = unpack_facts(piece)
            stood.append(rows)
            yield facts

    def doubt(key: object, unit: int) -> None:
        raise DoubtfulError(f"{key} {unit}")

    world.load(batches(), task.wanted, task.as_of, doubt if task.streamed else None)
    rows = np.concatenate([*stood, np.full(1, -1, np.int64)])
    world.cells = {key: replace(cells, row=rows[cells.row]) for key, cells in world.cells.items()}
    return world


def _kept(sheet: BlockSheet, level: Level) -> bytes:
    """Return what the driver keeps of a partition: totals, whether there is one, and where vetoes and bands have their condition."""
    known = {
        f"known{i}": holds(sheet, condition) for i, condition in enumerate(conditions(sheet.world.scheme))
    }
    columns = {"totals": level.totals, "has_total": level.has_total, **known}
    return pack(columns, {"rules": level.rules, "shown": tables.shown_places(level)})


def kept(data: bytes) -> tuple[Judged, int]:
    """Return what ``_kept`` wrote, and the decimals in which the partition's reasons show values."""
    table, said = unpack(data)
    known = tuple(array(table, name) for name in table.schema.names if name.startswith("known"))
    return Judged(array(table, "totals"), array(table, "has_total"), known, tuple(said["rules"])), said[
        "shown"
    ]


def _whole(world: World, task: Task) -> Named:
    """Score a round whose units stay together: all files of its bundle that follow from the facts."""
    result = scored(world)
    for number, level in enumerate(result.levels):
        columns = tables.columns_of(result, level)
        for start in range(0, max(len(level.at), 1), tables.PART):
            stop = min(start + tables.PART, len(level.at))
            yield reasons_name(number, start), as_parquet(partial(write_reasons, columns, start, stop))
    yield "places.parquet", as_parquet(partial(write_places, result))
    yield "about", pack({}, about(result, task.as_of))


def reasons_name(number: int, start: int) -> str:
    """Return the name of a file of reasons in a bundle."""
    return f"reasons/{number}-{start // tables.PART:04d}.parquet"


def as_parquet(write: Callable[[BinaryIO], None]) -> bytes:
    """Return the bytes of a file that is written to memory."""
    sink = io.BytesIO()
    write(sink)
    return sink.getvalue()

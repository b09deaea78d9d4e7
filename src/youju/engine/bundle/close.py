"""Closing a round: a case is scored into a bundle. A large one is judged and written block by block, with the same bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from youju.engine.blocks import large, score_in_blocks
from youju.engine.bundle import tables
from youju.engine.bundle.manifest import seal
from youju.engine.bundle.write import (
    Tick,
    about,
    inputs,
    new_bundle,
    reasons_file,
    write_bundle,
    write_places,
    write_reasons,
)
from youju.engine.case import Case
from youju.engine.evaluate.world import World
from youju.engine.result import Level, Result
from youju.engine.score import scored


class UnevenError(Exception):
    """Values of one block need other decimals than those of the block before: the level must be written as a whole."""


def close_case(
    case: Case, target: Path, *, folder: Path | None, threads: int = 2, tick: Tick | None = None
) -> tuple[str, Result]:
    """Score a case into a new bundle; return its root and the result (of a large case: totals and places, without lines).

    Memory is bounded by the facts looked at and one block per thread, not by the reasons. Nothing is left behind on failure.
    """
    world = case.world()
    if large(world):
        try:
            return _in_blocks(world, case, target, folder, threads, tick)
        except UnevenError:
            pass
    result = scored(world)
    return write_bundle(
        result, target, folder=folder, facts=case.facts, as_of=case.as_of, threads=threads, tick=tick
    ), result


def _in_blocks(
    world: World, case: Case, target: Path, folder: Path | None, threads: int, tick: Tick | None
) -> tuple[str, Result]:
    with new_bundle(target) as work, ThreadPoolExecutor(1) as aside:
        copied = aside.submit(inputs, world.scheme, case.units, folder, case.facts, work)
        (work / "reasons").mkdir()
        shown: list[int] = []

        def take(bare: Result, number: int, start: int, level: Level) -> None:
            columns = tables.columns_of(bare, level)
            shown.append(columns.shown)
            if shown[-1] != shown[0]:
                raise UnevenError
            write_reasons(columns, 0, len(level.at), reasons_file(work, number, start))
            if tick is not None:
                tick(len(level.at))

        result = score_in_blocks(world, take, threads=threads)
        write_places(result, work / "places.parquet")
        copied.result()
        return seal(work, about(result, case.as_of), threads=threads), result

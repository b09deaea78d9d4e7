"""Results as Arrow tables: reasons sorted by unit and rule, places by league, with exact decimals and no float in a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.blocks import BLOCK
from youju.engine.board import Standing
from youju.engine.evaluate.outcome import State
from youju.engine.exact import Exact
from youju.engine.language.parts import Part
from youju.engine.language.scheme import Scheme
from youju.engine.result import Level, Result
from youju.engine.share import REST

TOGETHER = 16_384
"""Reasons of a row group: a statement reads one, and while one is put together it stays in a processor's cache."""
SEEN_PLACES = 6
STATES = tuple(state.name.lower() for state in State)
PART = BLOCK
"""Units per file of reasons: the unit of parallel writing and of reading one unit back."""
WIDTH = 18


@dataclass(frozen=True)
class Columns:
    """The dense columns of one level, rule by rule, ready to be cut into parts."""

    rules: tuple[str, ...]
    units: pa.Array
    shown: int
    share: int
    state: list[NDArray[np.uint8]]
    seen: list[tuple[NDArray[np.int64], NDArray[np.bool_]]]
    against: list[tuple[NDArray[np.int64], NDArray[np.bool_]]]
    marks: list[tuple[NDArray[np.int64], NDArray[np.bool_]]]
    contribution: list[NDArray[np.int64]]
    fact: list[NDArray[np.int64]]


def decimals(values: NDArray[np.int64], places: int, valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Build an exact decimal column from integers in units of ``10**-places``, without a copy per value."""
    mask = None if valid is None or bool(valid.all()) else pa.py_buffer(np.packbits(valid, bitorder="little"))
    whole = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(pa.decimal64(WIDTH, places), len(values), [mask, pa.py_buffer(whole)])


def coded(codes: NDArray[np.integer], names: Sequence[str] | pa.Array) -> pa.DictionaryArray:
    """Build a dictionary column from indices into names (−1: null)."""
    index = codes.astype(np.int32)
    mask = index < 0
    indices = pa.array(index, pa.int32(), mask=mask) if bool(mask.any()) else pa.array(index, pa.int32())
    return pa.DictionaryArray.from_arrays(
        indices, names if isinstance(names, pa.Array) else pa.array(names, pa.string())
    )


def columns_of(result: Result, level: Level) -> Columns:
    """Bring the lines of a level into columns; the last line carries what rounding and the bounds of the total left."""
    rows = len(level.at)
    none = np.zeros(rows, np.int64), np.zeros(rows, bool)
    codes = result.units.code_array.take(pa.array(level.at))
    seen_places, mark_places = shown_places(level), result.share_places
    rules = (*(line.outcome.rule.id for line in level.lines), REST)
    found = Columns(rules, codes, seen_places, mark_places, [], [], [], [], [], [])
    for line in level.lines:
        outcome = line.outcome
        found.state.append(outcome.states())
        found.seen.append(_ints(outcome.seen, seen_places) or none)
        found.against.append(_ints(outcome.against, seen_places) or none)
        found.marks.append(_ints(outcome.marks, mark_places) or none)
        found.contribution.append(line.contribution)
        found.fact.append(facts_of(result, level, outcome.looks_at))
    found.state.append(np.where(level.has_total, State.GIVEN, State.WITHHELD).astype(np.uint8))
    found.seen.append(none)
    found.against.append(none)
    found.marks.append((level.totals * 10 ** (mark_places - result.places), level.has_total))
    found.contribution.append(level.rest)
    found.fact.append(np.full(rows, -1, np.int64))
    return found


def shown_places(level: Level) -> int:
    """Return how many decimals of values fit the reasons table."""
    columns = [c for line in level.lines for c in (line.outcome.seen, line.outcome.against) if c is not None]
    largest = max((_largest(c) for c in columns), default=0)
    return max(0, min(SEEN_PLACES, WIDTH - len(str(largest))))


def _largest(column: Exact) -> int:
    """Return the largest value's whole part, or anything smaller than what ``SEEN_PLACES`` leave room for."""
    bound = column.top // max(1, _least_den(column))
    if bound < 10 ** (WIDTH - SEEN_PLACES):
        return 0
    whole = exact.rounded(exact.with_mask(column, column.ok), 0)
    sizes = np.abs(np.broadcast_to(np.asarray(whole.num), column.ok.shape))[column.ok]
    return int(max(sizes.tolist(), default=0))


def _least_den(column: Exact) -> int:
    return column.low if not isinstance(column.den, np.ndarray) else 1


def _ints(column: Exact | None, places: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]] | None:
    if column is None:
        return None
    limit = 10**WIDTH
    if column.top * 10**places < limit:
        return exact.scaled_ints(column, places), column.ok
    size = exact.rounded(exact.with_mask(column, column.ok), places)
    fits = np.broadcast_to(np.abs(size.num) < limit, column.ok.shape) & column.ok
    whole = np.where(fits, np.broadcast_to(np.asarray(size.num), column.ok.shape), 0).astype(np.int64)
    return whole, fits


def facts_of(result: Result, level: Level, looks_at: object) -> NDArray[np.int64]:
    """Return for every unit the row of the first of the facts a rule looks at that it has, −1 where it has none."""
    found = np.full(len(level.at), -1, np.int64)
    for name in names_in(looks_at, result.scheme):
        rows = result.world.held(name, result.period)
        if rows is not None:
            found = np.where(found >= 0, found, rows[level.at])
    return found


def names_in(part: object, scheme: Scheme, depth: int = 0) -> Iterator[str]:
    """Yield every indicator a value rests on that the facts can give."""
    if isinstance(part, str):
        declared = scheme.indicators.get(part)
        if declared is not None and declared.value is not None and depth < 20:
            yield from names_in(declared.value, scheme, depth + 1)
        elif declared is not None:
            yield part
    elif isinstance(part, tuple | list):
        for each in part:
            yield from names_in(each, scheme, depth)
    elif isinstance(part, Part):
        for field in type(part).model_fields:
            if field in part.model_fields_set:
                yield from names_in(getattr(part, field), scheme, depth)


def reasons(columns: Columns, start: int, stop: int) -> pa.Table:
    """Return the reasons of the units ``start`` to ``stop`` of a level, sorted by unit and rule."""
    return pa.concat_tables(reasons_by_group(columns, start, stop)).unify_dictionaries()


def reasons_by_group(columns: Columns, start: int, stop: int) -> Iterator[pa.Table]:
    """Yield the reasons of the units ``start`` to ``stop`` as a bundle holds them: some whole units in each row group."""
    units = max(1, TOGETHER // len(columns.rules))
    for first in range(start, max(stop, start + 1), units):
        yield _reasons(columns, first, min(first + units, stop))


def _reasons(columns: Columns, start: int, stop: int) -> pa.Table:
    rows, width = stop - start, len(columns.rules)

    def number(pairs: list[tuple[NDArray[np.int64], NDArray[np.bool_]]], places: int) -> pa.Array:
        parts = [ok[start:stop] for _, ok in pairs]
        valid = None if all(bool(part.all()) for part in parts) else woven(parts)
        return decimals(woven([v[start:stop] for v, _ in pairs]), places, valid)

    fact = woven([part[start:stop] for part in columns.fact])
    unit = np.repeat(np.arange(rows, dtype=np.int32), width)
    return pa.table({
        "unit": pa.DictionaryArray.from_arrays(pa.array(unit), columns.units.slice(start, rows)),
        "rule": coded(np.tile(np.arange(width, dtype=np.int32), rows), columns.rules),
        "state": coded(woven([part[start:stop] for part in columns.state]), STATES),
        "seen": number(columns.seen, columns.shown),
        "against": number(columns.against, columns.shown),
        "marks": number(columns.marks, columns.share),
        "contribution": decimals(woven([part[start:stop] for part in columns.contribution]), columns.share),
        "fact": pa.array(fact, pa.int64(), mask=fact < 0),
    })  # fmt: skip


def woven(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Turn one array per rule into one array by unit and rule."""
    block = np.empty((len(parts[0]), len(parts)), parts[0].dtype)
    for number, part in enumerate(parts):
        block[:, number] = part
    return block.reshape(-1)


def places(result: Result) -> pa.Table:
    """Return every unit's place and band in every league: level, league, group, place, of, unit, title, total, band, published, low, high."""
    return pa.concat_tables(places_by_league(result)).unify_dictionaries()


def places_by_league(result: Result) -> Iterator[pa.Table]:
    """Yield the places of one league after the other."""
    if not any(level.standings for level in result.levels):
        yield pa.table({})
    for level in result.levels:
        at = pa.array(level.at)
        named = result.units.code_array.take(at), result.units.title_array.take(at)
        for standing in level.standings:
            yield _places(result, level, standing, named)


def _places(result: Result, level: Level, standing: Standing, named: tuple[pa.Array, pa.Array]) -> pa.Table:
    rows = len(level.at)
    inside = standing.place > 0
    published = {name: band.published for name, band in result.scheme.bands.items()}
    bands: list[str] = []
    codes = np.full(rows, -1, np.int32)
    shown = np.ones(rows, bool)
    for band in dict.fromkeys((*published, *standing.grades)):
        members = standing.band == band
        if members.any():
            codes[members], shown[members] = len(bands), published.get(band, True)
            bands.append(band)

    def constant(text: str) -> pa.DictionaryArray:
        return coded(np.zeros(rows, np.int32), [text])

    return pa.table({
        "level": constant(level.name),
        "league": constant(standing.key),
        "group": coded(standing.groups, standing.names),
        "place": pa.array(standing.place, pa.float64(), mask=~inside),
        "of": pa.array(standing.of, pa.int64()),
        "unit": named[0],
        "title": named[1],
        "total": decimals(level.totals, result.places, level.has_total),
        "band": coded(codes, bands),
        "published": pa.array(shown),
        "low": pa.nulls(rows, pa.float64()),
        "high": pa.nulls(rows, pa.float64()),
    })  # fmt: skip

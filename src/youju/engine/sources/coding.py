"""From names to numbers: a column of names is looked up once per distinct name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.sources.tables import as_text

UNKNOWN, EMPTY = -1, -2


@dataclass(frozen=True)
class Coded:
    """A column as numbers: ``codes[row]`` is the number of the name, ``UNKNOWN`` or ``EMPTY``. ``entries[at[row]]`` is what stood there."""

    codes: NDArray[np.int32]
    at: NDArray[np.int32]
    entries: pa.Array

    def text(self, row: int) -> str:
        """Return what stands in a row."""
        return str(self.entries[int(self.at[row])].as_py())


def encode(column: pa.ChunkedArray | pa.Array) -> tuple[NDArray[np.int32], pa.Array]:
    """Return (row → entry, entries as stripped text); −1 where the cell is null. The same text may be several entries."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if not chunks or not pa.types.is_dictionary(chunks[0].type):
        text = (
            column
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
            else as_text(column)
        )
        whole = pc.dictionary_encode(text)
        whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
        chunks = [whole]
    places: list[NDArray[np.int32]] = []
    before = 0
    for chunk in chunks:
        indices = np.asarray(chunk.indices.fill_null(-1) if chunk.indices.null_count else chunk.indices)
        shifted = indices.astype(np.int32, copy=False)
        places.append(np.where(shifted < 0, -1, shifted + np.int32(before)) if before else shifted)
        before += len(chunk.dictionary)
    entries = pa.concat_arrays([as_text(chunk.dictionary) for chunk in chunks])
    return (np.concatenate(places) if len(places) > 1 else places[0]), pc.utf8_trim_whitespace(entries)


def coded(column: pa.ChunkedArray | pa.Array, number: Callable[[pa.Array], NDArray[np.int32]]) -> Coded:
    """Look the distinct names of a column up with ``number`` (names → numbers, ``UNKNOWN`` where it knows none)."""
    at, entries = encode(column)
    numbers = np.full(len(entries) + 1, EMPTY, np.int32)
    numbers[:-1] = number(entries)
    numbers[:-1][np.asarray(pc.fill_null(pc.equal(pc.binary_length(entries), 0), True))] = EMPTY
    return Coded(numbers[at], at, entries)


def coded_directly(column: pa.ChunkedArray | pa.Array, codes: pa.Array) -> Coded:
    """Look units up. Text in which most names are distinct is looked up row by row, which is cheaper than counting its names."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        found = pc.index_in(column, value_set=codes.cast(column.type))
        if found.null_count == 0:
            whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
            numbers = np.asarray(whole).astype(np.int32, copy=False)
            return Coded(numbers, numbers, codes)
    return coded(column, by_codes(codes))


def by_mapping(known: Mapping[str, int]) -> Callable[[pa.Array], NDArray[np.int32]]:
    """Return a look-up in a mapping."""
    return lambda entries: np.fromiter(
        (known.get(e, UNKNOWN) if e else EMPTY for e in entries.to_pylist()), np.int32, len(entries)
    )


def by_codes(codes: pa.Array) -> Callable[[pa.Array], NDArray[np.int32]]:
    """Return a look-up of the position in a column of codes."""
    return lambda entries: np.asarray(pc.fill_null(pc.index_in(entries, value_set=codes), UNKNOWN)).astype(
        np.int32
    )

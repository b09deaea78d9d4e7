"""From names to numbers: a column of names is looked up once per distinct name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

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
    """Return (row → entry, entries as stripped text); −1 where the cell is null."""
    from youju.engine.sources.tables import as_text

    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        array = as_text(array) if not pa.types.is_string(array.type) else array
        array = pc.dictionary_encode(array)
    indices = array.indices.fill_null(-1) if array.indices.null_count else array.indices
    return np.asarray(indices).astype(np.int32, copy=False), pc.utf8_trim_whitespace(
        as_text(array.dictionary)
    )


def coded(column: pa.ChunkedArray | pa.Array, number: Callable[[pa.Array], NDArray[np.int32]]) -> Coded:
    """Look the distinct names of a column up with ``number`` (names → numbers, ``UNKNOWN`` where it knows none)."""
    at, entries = encode(column)
    numbers = np.full(len(entries) + 1, EMPTY, np.int32)
    numbers[:-1] = number(entries)
    numbers[:-1][np.asarray(pc.fill_null(pc.equal(pc.binary_length(entries), 0), True))] = EMPTY
    return Coded(numbers[at], at, entries)


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

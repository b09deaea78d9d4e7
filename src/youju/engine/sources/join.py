"""Joining facts: several sources become one, in the order given."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from youju.engine.data import Facts, empty_facts
from youju.engine.period import Period


def concat_facts(*parts: Facts) -> Facts:
    """Return the rows of all parts in the order given. All must speak of the same units."""
    held = [part for part in parts if len(part) or part.indicators]
    if not held:
        return empty_facts()
    if len(held) == 1:
        return held[0]
    indicators = tuple(dict.fromkeys(name for part in held for name in part.indicators))
    periods = tuple(sorted({period for part in held for period in part.periods}))
    return Facts(
        indicators, periods,
        np.concatenate([part.unit for part in held]),
        np.concatenate([_renumber(part.indicator, part.indicators, indicators) for part in held]),
        np.concatenate([_renumber(part.period, part.periods, periods) for part in held]),
        np.concatenate([part.mantissa for part in held]),
        np.concatenate([part.scale for part in held]),
        np.concatenate([part.relation for part in held]),
        np.concatenate([part.basis for part in held]),
        np.concatenate([part.recorded_at for part in held]),
        join_texts([part.evidence for part in held]),
    )  # fmt: skip


def _renumber(
    codes: NDArray[np.int16],
    old: tuple[str, ...] | tuple[Period, ...],
    new: tuple[str, ...] | tuple[Period, ...],
) -> NDArray[np.int16]:
    if old == new:
        return codes
    place = {name: i for i, name in enumerate(new)}
    numbers = np.fromiter((place[name] for name in old), np.int16, len(old))
    return numbers[codes] if len(old) else codes


def join_texts(columns: list[pa.Array | pa.ChunkedArray]) -> pa.ChunkedArray:
    """Return columns of text one below the other; they stay dictionaries when all of them are."""
    chunks = [
        chunk
        for column in columns
        for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    kinds = {chunk.type for chunk in chunks}
    if len(kinds) == 1:
        return pa.chunked_array(chunks)
    plain = [
        (c.dictionary_decode() if pa.types.is_dictionary(c.type) else c).cast(pa.large_string())
        for c in chunks
    ]
    return pa.chunked_array(plain, pa.large_string())

"""From codes to numbers, many at once: a hash table of NumPy arrays over the bytes of the codes, millions of look-ups a second.

Codes are compared byte by byte in words of eight, length included, so a hash that collides cannot give another unit's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

LONGEST = 32
"""Bytes of a code; longer ones are looked up one by one."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORDS = NDArray[np.uint64]


@dataclass(frozen=True)
class Lookup:
    """Numbers of codes: ``Lookup.of(codes)[texts]`` is the position of every text among the codes, −1 where it is none of them."""

    words: _WORDS
    slots: NDArray[np.int32]
    codes: pa.Array

    @classmethod
    def of(cls, codes: pa.Array) -> Lookup:
        """Return the table of codes that are all different."""
        words = _words(codes, _width(codes)) if _width(codes) <= LONGEST // 8 else np.empty((0, 0), np.uint64)
        room = 1 << max(4, (2 * len(words)).bit_length())
        slots = np.full(room, -1, np.int32)
        at = _hashes(words, room)
        waiting = np.arange(len(words), dtype=np.int32)
        while waiting.size:
            free = slots[at[waiting]] < 0
            slots[at[waiting[free]]] = waiting[free]
            waiting = waiting[slots[at[waiting]] != waiting]
            at[waiting] = (at[waiting] + 1) & (room - 1)
        return cls(words, slots, codes)

    def __getitem__(self, texts: pa.Array) -> NDArray[np.int32]:
        width = self.words.shape[1]
        if not len(texts) or texts.null_count or not width or _width(texts) > width:
            return self._one_by_one(texts.to_pylist())
        words = _words(texts, width)
        at = _hashes(words, len(self.slots))
        found = np.full(len(texts), -1, np.int32)
        waiting = np.arange(len(texts))
        while waiting.size:
            here = self.slots[at[waiting]]
            waiting, here = waiting[here >= 0], here[here >= 0]
            same = (self.words[here] == words[waiting]).all(axis=1)
            found[waiting[same]] = here[same]
            waiting = waiting[~same]
            at[waiting] = (at[waiting] + 1) & (len(self.slots) - 1)
        return found

    @cached_property
    def _index(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.codes.to_pylist())}

    def _one_by_one(self, texts: Sequence[str | None]) -> NDArray[np.int32]:
        index = self._index
        return np.fromiter(
            (-1 if text is None else index.get(text, -1) for text in texts), np.int32, len(texts)
        )


def _offsets(texts: pa.Array) -> NDArray[np.int32]:
    return np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]


def _width(texts: pa.Array) -> int:
    """Return how many words the longest text takes, its length in a word of its own."""
    if not len(texts):
        return 1
    return 1 + (int(np.diff(_offsets(texts)).max()) + 7) // 8


def _words(texts: pa.Array, width: int) -> _WORDS:
    """Return the length and the bytes of every text as words, padded with zeros."""
    begin = _offsets(texts).astype(np.int64)
    size = np.diff(begin)
    held = texts.buffers()[2]
    data = np.zeros((0 if held is None else held.size) + 8, np.uint8)
    if held is not None:
        data[:-8] = np.frombuffer(held, np.uint8)
    every = np.ndarray((len(data) - 7,), np.dtype("<u8"), data, strides=(1,))
    words = np.empty((len(texts), width), np.uint64)
    words[:, 0] = size
    for number in range(1, width):
        left = np.clip(size - 8 * (number - 1), 0, 8).astype(np.uint64)
        word = every[np.minimum(begin[:-1] + 8 * (number - 1), len(every) - 1)]
        some = left > 0
        words[:, number] = np.where(some, word & (~np.uint64(0) >> (np.uint64(64) - np.where(some, left, 8) * np.uint64(8))), 0)  # fmt: skip
    return words


def _hashes(words: _WORDS, room: int) -> NDArray[np.int64]:
    """Return where in a table of so many slots (a power of two) each text is looked for first."""
    mixed = np.zeros(len(words), np.uint64)
    for word in words.T:
        mixed = (mixed ^ word) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return (mixed & np.uint64(room - 1)).astype(np.int64)

"""Which pictures look alike: perceptual hashes (phash, DCT) and how to find near ones without reading all.

A hash of 64 bits is kept as four numbers of 16. If two hashes differ in at most 7 bits, then in one of the four they
differ in at most one (pigeonhole); so each number and its 16 neighbours are looked up, and the rest is counting.
"""

from __future__ import annotations

from collections.abc import Iterable

import imagehash
from PIL import Image

SIDE = 32
DISTANCE = 6
Look = tuple[int, int, int, int]


def look_of(grey: bytes) -> Look:
    """Return the perceptual hash of a picture that the gate brought down to 32 by 32 in grey."""
    picture = Image.frombytes("L", (SIDE, SIDE), grey)
    number = int(str(imagehash.phash(picture)), 16)
    return number >> 48, number >> 32 & 0xFFFF, number >> 16 & 0xFFFF, number & 0xFFFF


def neighbours(part: int) -> list[int]:
    """Return a number of 16 bits and those that differ from it in one bit."""
    return [part, *(part ^ 1 << bit for bit in range(16))]


def distance(one: Iterable[int], other: Iterable[int]) -> int:
    """Return in how many bits two hashes differ."""
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))

"""Series of head lines: the sections of one article are headed in one form, headlines of items seldom.

链上发力,老产业… and 田里增绿,小杂粮…; 春账:… and 秋账:…; 从“干部干”到“大家干” and 从“一时美”到“一直美”.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from youju.reading.layout.marks import Mark

_COMMAS: Final = re.compile("[,、]")
_SHORTEST, _LONGEST, _APART = 2, 6, 5
_COLON, _TERM = ":", 4
_PLACES: Final = frozenset(
    "省市县区州旗镇乡村街"
)  # a place and a colon are of an item, however many there are
_AT_PLACE, _LEAST_AT_PLACE = 0.4, 3
_REACH = 24  # so many head lines on are compared


def in_series(one: str, other: str) -> bool:
    """Whether two head lines have so much of their form in common that chance hardly makes it."""
    if one == other or abs(len(one) - len(other)) > _APART:
        return False
    left, right = _COMMAS.split(one), _COMMAS.split(other)
    first = len(left[0])
    if len(left) == len(right) > 1 and first == len(right[0]) and _SHORTEST <= first <= _LONGEST:
        return True
    at = one.find(_COLON)
    if 0 < at <= _TERM and at == other.find(_COLON):
        return one[at - 1] == other[at - 1] and one[at - 1] not in _PLACES
    same = sum(here == there for here, there in zip(one, other, strict=False))
    return same >= max(_LEAST_AT_PLACE, _AT_PLACE * max(len(one), len(other)))


def series(heads: Sequence[Mark]) -> Counter[int]:
    """How many others each line (by `id`) is in series with."""
    found: Counter[int] = Counter()
    for at, head in enumerate(heads):
        for other in heads[at + 1 : at + _REACH]:
            if in_series(head.text, other.text):
                found.update((id(head), id(other)))
    return found

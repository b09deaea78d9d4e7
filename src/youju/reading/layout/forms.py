"""Series of head lines: the sections of one article are headed in one form, headlines of items seldom.

链上发力,老产业… and 田里增绿,小杂粮…; 春账:… and 秋账:…; 从“干部干”到“大家干” and 从“一时美”到“一直美”.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import eq
from typing import Final, NamedTuple

from youju.reading.layout.marks import Mark

_COMMAS: Final = re.compile("[,、]")
_SHORTEST, _LONGEST, _APART = 2, 6, 5
_COLON, _TERM = ":", 4
_PLACES: Final = frozenset(
    "省市县区州旗镇乡村街"
)  # a place and a colon are of an item, however many there are
_AT_PLACE, _LEAST_AT_PLACE = 0.4, 3
_REACH = 24  # so many head lines on are compared


class _Form(NamedTuple):
    """A head line by what it is compared by: its words, its parts and the length of the first, and where its colon stands."""

    text: str
    parts: int
    first: int
    colon: int


def _form(text: str) -> _Form:
    parts = _COMMAS.split(text)
    return _Form(text, len(parts), len(parts[0]), text.find(_COLON))


def in_series(one: str, other: str) -> bool:
    """Whether two head lines have so much of their form in common that chance hardly makes it."""
    return _alike(_form(one), _form(other))


def _alike(left: _Form, right: _Form) -> bool:
    one, parts, first, colon = left
    other, its_parts, its_first, its_colon = right
    if one == other or abs(len(one) - len(other)) > _APART:
        return False
    if parts == its_parts > 1 and first == its_first and _SHORTEST <= first <= _LONGEST:
        return True
    if 0 < colon <= _TERM and colon == its_colon:
        return one[colon - 1] == other[colon - 1] and one[colon - 1] not in _PLACES
    same: int = sum(map(eq, one, other))
    return same >= max(_LEAST_AT_PLACE, _AT_PLACE * max(len(one), len(other)))


def series(heads: Sequence[Mark]) -> Counter[int]:
    """How many others each line (by `id`) is in series with."""
    found: Counter[int] = Counter()
    forms = [_form(head.text) for head in heads]
    for at, form in enumerate(forms):
        for other in range(at + 1, min(at + _REACH, len(forms))):
            if _alike(form, forms[other]):
                found.update((id(heads[at]), id(heads[other])))
    return found

"""Where somebody goes: the place, region or house behind 赴, 到 and 来, and whether a guest comes from away."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.facts import Context
from youju.reading.lexicons.abbreviations import ABBREVIATIONS
from youju.reading.lexicons.regions import REGIONS
from youju.reading.passages import Passage
from youju.reading.places import find
from youju.reading.words import is_word

_REGION: Final = re.compile(either(REGIONS))


def is_region(name: str) -> bool:
    """Whether a goal is a region or a country, which lies away from every page's own place."""
    return name in REGIONS


def region_in(words: str) -> str | None:
    """The first region or country that some words name (京津冀招商推介会), or None."""
    found = _REGION.search(words)
    return found[0] if found else None


def goal_at(passage: Passage, at: int) -> list[str]:
    """The place gone to: of those that follow one another (某省某市某区) the last; or a region (长三角) or a country."""
    starting = {place.start: place for place in passage.places}
    place = next((starting[begin] for begin in range(at, at + 4) if begin in starting), None)
    while (
        place
        and (inner := starting.get(place.end))
        and inner.division.code.startswith(place.division.code.rstrip("0"))
    ):
        place = inner
    if place:
        return [place.division.name]
    region = _REGION.match(passage.text, at)
    return [region[0]] if region else []


def goal_by_a_character(context: Context, at: int) -> list[str]:
    """`赴穗`, `来腾`, `援疆`: a place by the one character it is called by; one above the page's own place means that place."""
    text, home = context.passage.text, context.topic.place
    char = text[at : at + 1]
    if is_word(text[at : at + 2]) or is_word(text[at : at + 3]):
        return []
    if home and char in home.short:
        return [home.name]
    division = find(ABBREVIATIONS.get(char, "?"))
    if division is None:
        return []
    own = home is not None and home.code.startswith(division.code.rstrip("0"))
    return [home.name if own and home else division.name]


def town_at(passage: Passage, at: int) -> bool:
    """Whether a town or village begins here."""
    return any(town.start == at for town in passage.towns)


def comes_from_away(context: Context, start: int, end: int) -> bool:
    """Whether the clause begins with a place outside the page's prefecture: a guest, who may go to a town of the page's own."""
    home = context.topic.place
    return any(
        start <= place.start < end
        and home is not None
        and place.division.is_inner
        and place.division.seat != home.seat
        for place in context.passage.places
    )

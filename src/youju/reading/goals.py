"""Where somebody goes to: the place that follows the verb of going, by its name, its short name or the character it is called by."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.divisions import find, only_called
from youju.reading.facts import Context
from youju.reading.lexicons.abbreviations import ABBREVIATIONS
from youju.reading.lexicons.regions import REGIONS
from youju.reading.passages import Passage
from youju.reading.places import THERE
from youju.reading.words import is_coined, is_word

_REGION: Final = re.compile(either(REGIONS))


def goal_of(passage: Passage, at: int) -> list[str]:
    """The place gone to: of those that follow one another (某省某市某区) the last."""
    starting = {place.start: place for place in passage.places}
    place = next((starting[begin] for begin in range(at, at + 4) if begin in starting), None)
    while (
        place
        and (inner := starting.get(place.end))
        and inner.division.code.startswith(place.division.code.rstrip("0"))
    ):
        place = inner
    return [place.division.name] if place else []


def region(passage: Passage, at: int) -> list[str]:
    """The region of several provinces (长三角) that stands here."""
    return [name for name in REGIONS if passage.text.startswith(name, at)][:1]


def region_in(words: str) -> str | None:
    """The first region or country that some words name (京津冀招商推介会), or None."""
    found = _REGION.search(words)
    return found[0] if found else None


def other_goals(passage: Passage, start: int, end: int) -> list[str]:
    """The places of a list of goals (赴甲市、乙市招商) behind its first."""
    marks = [at for at in range(start, end) if passage.text[at] in "、和及"]
    return [one for at in marks for one in (region(passage, at + 1) or goal_of(passage, at + 1)[:1])]


def goal_by_a_short_name(context: Context, at: int) -> list[str]:
    """`到义乌国际商贸城参观`, `赴高明跟班学习`: a county by its bare name, where somebody goes to, though it is a common word too."""
    text, home = context.passage.text, context.topic.place
    word = text[at : at + 2]
    division = find(word) if is_coined(word) or not is_word(word) else None
    if division is None and text[at - 1 : at] in ("赴", "到", "往") and THERE.match(text, at + 2):
        division = only_called(word)
    return [division.name] if division and home and division.is_inner and division.seat != home.seat else []


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
    """Whether a township or village stands here."""
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

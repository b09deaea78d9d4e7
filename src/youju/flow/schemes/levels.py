"""What schemes call levels, and the levels and kinds of the units room. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from youju.engine.language.scheme import Scheme
from youju.engine.places import ANY_CITY, KINDS, LEVELS, PLACE_OF, reporting

LEVEL_OF = {word: place for word, place in PLACE_OF.items() if place in LEVELS}
KIND_OF = {word: place for word, place in PLACE_OF.items() if place in KINDS}
NO_TERRITORY = frozenset(
    {"department", "inspection_office", "leading_group", "task_force", "enterprise", "school", "hospital"}
)
"""Kinds that have a rank and no territory: nobody means them by a level, however high they rank."""


@dataclass(frozen=True, slots=True)
class Places:
    """Those units that are of some kinds, or stand at some levels and are of no kind that is apart from levels."""

    levels: frozenset[str]
    kinds: frozenset[str]
    apart: frozenset[str]

    def hold(self, level: str, kind: str) -> bool:
        """Whether a unit of that level and kind is among them."""
        return kind in self.kinds or (level in self.levels and kind not in self.apart)


def levels_of(scheme: Scheme) -> dict[str, str]:
    """Return whom a scheme compares: its own word → the level or kind of the units room ("" if nobody knows it)."""
    return {league.level: PLACE_OF.get(league.level, "") for league in scheme.league}


def reporting_places(scheme: Scheme, top: str) -> Places:
    """Return whose units report, under a unit of level `top`: all that are compared, or the lowest where all comes up the tree."""
    found = {_place(word, top) for word in reporting(scheme)}
    apart = {place for place in levels_of(scheme).values() if place in KINDS}
    return Places(frozenset(found & LEVELS.keys()), frozenset(found & KINDS.keys()), NO_TERRITORY | apart)


def words_of(scheme: Scheme, top: str) -> dict[str, str]:
    """Return level or kind of the units room → the word this scheme uses for it, wherever it names one, under a unit of level `top`."""
    said = [name for league in scheme.league for name in (league.level, league.within) if name]
    return {_place(word, top): word for word in said if word in PLACE_OF}


def word_for(words: dict[str, str], level: str, kind: str) -> str:
    """Return what a scheme that uses these words calls the place of a unit."""
    if kind in words or kind in NO_TERRITORY:
        return words.get(kind, kind)
    return words.get(level, level)


def _place(word: str, top: str) -> str:
    return "county" if top == "county" and word in ANY_CITY else PLACE_OF.get(word, "")

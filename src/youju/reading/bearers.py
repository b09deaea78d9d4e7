"""Who or what bears a fact: the places, towns, houses and works that a passage names, as subjects."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from youju.reading.model import Subject
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.places import Division, Home, Place, parent
from youju.reading.towns import Town


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about: its place, and its subject when nothing nearer says otherwise."""

    place: Division | None
    subject: Subject
    town: Town | None = None
    house: Name | None = None  # that the headline begins with


def place_subject(division: Division, text: str | None = None) -> Subject:
    """A division as a subject."""
    return Subject(division.name, "place", division.code, division.code, text)


def town_subject(town: Town, within: Division | None, text: str | None = None) -> Subject:
    """A town as a subject, with the county it stands in."""
    code = within.code if within and within.level == "county" else None
    return Subject((within.name if within and code else "") + town.name, "place", None, code, text)


def at_level(place: Division | None, level: str, home: Home, text: str) -> Subject | None:
    """The article's place, or the division above it, whose kind the word names."""
    at: Division | None = place
    if level in "镇乡村":
        return None
    while at is not None:
        if at.name.endswith(level):
            return place_subject(at, text)
        at = parent(at)
    return place_subject(home.place, text) if home.place else None


# what the branch of a village does, the village does
_BRANCH: Final = re.compile(r"(?<=村|区|司|社)(?:党支部|党总支|党委|村委会|居委会|村民委员会|居民委员会)$")


class Bearers:
    """What one passage names, by where it stands, and each of it as a subject."""

    def __init__(self, passage: Passage, topic: Topic) -> None:
        self.passage, self.topic, self.text = passage, topic, passage.text
        self.place_at, self.place_ending = passage.place_at, passage.place_ending
        self.place_starts, self.town_at = passage.place_starts, passage.town_at
        self.names, self.name_starts = passage.names, passage.name_starts

    def first_name(self, at: int) -> Name | None:
        """The first name that begins at a place or behind it."""
        index = bisect_left(self.name_starts, at)
        return self.names[index] if index < len(self.names) else None

    def before(self, at: int, floor: int) -> list[Name]:
        """The names of a stretch, the last one first."""
        index = bisect_left(self.name_starts, at)
        low = max(bisect_left(self.name_starts, floor), index - 40)
        return [name for name in reversed(self.names[low:index]) if name.end <= at]

    def of_person(self, name: str) -> Subject:
        """Somebody whom a passage tells of."""
        return Subject(name, "person", None, self.topic.place.code if self.topic.place else None)

    def of_owner(self, owner: Place | Name | Town) -> Subject:
        """A place, a town or a house of a list as the subject of its number."""
        return self.of_place(owner) if isinstance(owner, Place) else self.of_house(owner)

    def of_house(self, house: Name | Town) -> Subject:
        """A house or a village as a subject."""
        if isinstance(house, Town):
            above = next((town for town in self.passage.towns if town.end == house.start), house)
            return self.of_town(above, above.start, self.topic.place)
        return self.of_name(house)

    def of_place(self, place: Place) -> Subject:
        """A division, or the town, the village or the quarter of it that follows."""
        place = self._innermost(self._own_of_two(place))
        town = self.town_at.get(place.end)
        if town and place.division.level == "county":
            return self.of_town(town, place.start, place.division)
        for urban in ("市区", "城区"):
            if self.text.startswith(urban, place.end):
                return Subject(place.division.name.rstrip("市") + urban, "place", None, place.division.code)
        return place_subject(place.division, self.text[place.start : place.end])

    def _innermost(self, place: Place) -> Place:
        """`某市某区`: of places that follow one another the last one is meant."""
        inner = self.place_at.get(place.end)
        while inner and inner.division.code.startswith(place.division.code.rstrip("0")):
            place, inner = inner, self.place_at.get(inner.end)
        return place

    def of_town(self, town: Town, start: int, within: Division | None, stop: int = 0) -> Subject:
        """A town or village with the county it stands in; its village if one follows, where nothing says that it stops before."""
        village = self.town_at.get(town.end) if not stop else None
        end = stop or (village.end if village and town.kind not in ("村", "社区") else town.end)
        name = self.text[town.start : end]
        above = self.place_ending.get(town.start)
        within = above.division if above else within
        code = within.code if within and within.level == "county" else None
        full = within.name + name if within and code else name
        return Subject(full, "place", None, code, self.text[start:end])

    def _own_of_two(self, place: Place) -> Place:
        """`某市与我市签署…`: of two places side by side the page's own is the subject."""
        home = self.passage.home.prefecture
        other = self.place_at.get(place.end + 1) if self.text[place.end : place.end + 1] in "与和同" else None
        return other if other and other.division.seat == home != place.division.seat else place

    def of_name(self, name: Name) -> Subject:
        """A house, works or an event as a subject."""
        kind = {"org": "org", "event": "event"}.get(name.kind, "project")
        return Subject(_BRANCH.sub("", name.name), kind, None, self._within(name))

    def _within(self, name: Name) -> str | None:
        index = bisect_left(self.place_starts, name.start)
        if index < len(self.place_starts) and self.place_starts[index] < name.end:
            return self.passage.places[index].division.code
        return self.topic.place.code if self.topic.place else None

"""What stands at the head of a clause: the entity that Chinese puts there, once openers and times are passed over."""

from __future__ import annotations

from bisect import bisect_left

from youju.reading import subject_words as said
from youju.reading.antecedents import Antecedents
from youju.reading.bearers import Bearers
from youju.reading.model import Subject
from youju.reading.names import Name
from youju.reading.people import called
from youju.reading.places import Place
from youju.reading.proper import is_own_house, is_vague
from youju.reading.towns import Town


class ClauseHeads:
    """Finds the heads of the clauses of one passage."""

    def __init__(self, bearers: Bearers) -> None:
        self._bearers = bearers
        self._passage, self._topic, self._text = bearers.passage, bearers.topic, bearers.text
        self.back = Antecedents(bearers, self.head)
        self._when_at = self._passage.when_ends
        self._named = frozenset(bearers.name_starts)
        self._heads: dict[int, Subject | None] = {}

    def head(self, start: int, end: int) -> Subject | None:
        """The entity at the head of the clause, once openers and times are passed over."""
        if start in self._heads:
            return self._heads[start]
        at = self._skip(start, end)
        told = start > 6 and said.TOLD_BY_PHONE.search(self._text, start - 6, start)
        found = (
            None if told or self._text[start] in "与同比较" else self._scene(at, end) or self.entity(at, end)
        )
        if end - start > 3:
            self._heads[start] = found
        return found

    def _scene(self, at: int, end: int) -> Subject | None:
        """`在某某项目现场,…`, `在某村,村民…`: where the scene is laid, if it is works or a village."""
        if not self._text.startswith("在", at):
            return None
        index = bisect_left(self._bearers.name_starts, at + 1)
        name = self._bearers.names[index] if index < len(self._bearers.names) else None
        if name and name.start == at + 1 and name.end <= end and said.SCENE.match(self._text, name.end):
            of_works = name.kind == "project" or (name.kind == "works" and is_own_house(name.name))
            return self._bearers.of_name(name) if of_works and not is_vague(name.name) else None
        place = self._bearers.place_at.get(at + 1)
        town = self._bearers.town_at.get(place.end if place else at + 1)
        if town is None:
            return None
        village = self._bearers.town_at.get(town.end) or town
        if village.kind != "村" or village.end > end or not said.SCENE.match(self._text, village.end):
            return None
        return self._bearers.of_town(town, town.start, place.division if place else self._topic.place)

    def _skip(self, start: int, end: int) -> int:
        at, text = start, self._text
        while at < end:
            if at in self._when_at:
                at = self._when_at[at]
                continue
            if at in self._bearers.place_at or (text[at] == "“" and at in self._named):
                break
            apposed = said.APPOSED.match(text, at, end)
            if apposed and any(apposed.end() + more in self._named for more in (0, 1)):
                at = apposed.end()
                continue
            step = said.OPENER.match(self._text, at, end)
            if not step or step.end() == at:
                break
            at = step.end()
        return at

    def entity(self, at: int, end: int) -> Subject | None:
        """The house, place, person, town or short word for one of them that stands here."""
        built = said.SET_BY.match(self._text, at, end) if self._text.find("的", at, end) >= 0 else None
        if built and any(built.end() + quoted in self._named for quoted in (0, 1)):
            at = built.end()
        name = self._bearers.first_name(at)
        if name and name.start <= at + 1 and name.end <= end + 12:
            if self._is_no_subject(name, at):
                return None
            if self._is_told_of(name):
                return self._bearers.of_name(name)
            if name.kind == "project" and name.name.startswith("项目"):
                return self.back.full("项目", at)
        place = self._bearers.place_at.get(at)
        if place and place.end <= end:
            return self._of_place_or_route(place)
        short = self.back.short_of(at, end)
        if short:
            return self._bearers.of_name(short)
        person = self._passage.people.introduced(at, end)
        if person:
            return self._bearers.of_person(called(person))
        again = self._passage.people.told_again(self._passage.paragraph(at), at)
        if again:
            return self._bearers.of_person(again)
        town = self._bearers.town_at.get(at)
        if town and town.end <= end:
            if said.LISTED.match(self._text, town.end):
                return None
            return self._of_town_or_its_own(town, end)
        feature = said.FEATURE.match(self._text, at, end)
        if feature:
            return Subject(
                feature["name"], "place", None, self._topic.place.code if self._topic.place else None
            )
        return self.back.called_back(at, end)

    def _is_no_subject(self, name: Name, at: int) -> bool:
        """A house that only gives a figure, that a list begins with, or by whom (由) or from whom (从) something comes."""
        return bool(
            said.LISTED.match(self._text, name.end)
            or (
                self._text[name.end : name.end + 1] == "、"
                and (name.kind in ("project", "works") or name.end + 1 in self._named)
            )
            or (name.start > at and self._text[at] in "经从据")
            or self._text[name.start - 1 : name.start] == "由"
            or (name.kind == "event" and said.DURING.match(self._text, name.end))
            or (name.kind != "org" and said.JUDGED.match(self._text, name.end))
            or (name.kind == "org" and said.GIVES.match(self._text, name.end))
            or (said.OFFICE.search(name.name) and said.OFFICE_TELLS.match(self._text, name.end))
        )

    def _of_place_or_route(self, place: Place) -> Subject | None:
        """A place at the head of a clause; no one place of a list, and where a route sets out from it (甲至乙城际公交), the route."""
        text, end = self._text, place.end
        if (
            said.LISTED.match(text, end)
            or said.LISTED_WORKS.match(text, end)
            or (text[place.start - 2 : place.start] == "其中" and said.OF_PLACE.match(text, end))
        ):
            return None
        route = said.ROUTE.match(text, end)
        return Subject(text[place.start : route.end()], "project") if route else self._bearers.of_place(place)

    def _is_told_of(self, name: Name) -> bool:
        if name.kind in ("org", "project", "event") and not is_vague(name.name):
            return True
        if name.kind == "org" and name in self._passage.firms:
            return True
        return (
            name.kind == "works"
            and is_own_house(name.name)
            and not self._is_cut_from_place(name)
            and not said.COUNTED_AFTER.match(self._text, name.end)
        )

    def _of_town_or_its_own(self, town: Town, end: int) -> Subject:
        """A town or village, or the works or the person of it that the words behind tell of."""
        inner = self._bearers.town_at.get(town.end) or town
        works = self._works_of(inner, end)
        if works:
            return self._bearers.of_name(works)
        owner = self._passage.people.introduced(inner.end, end) or said.VILLAGER.match(
            self._text, town.end, end + 1
        )
        if owner:
            return self._bearers.of_person(called(owner))
        return self._bearers.of_town(town, town.start, self._topic.place)

    def _works_of(self, town: Town, end: int) -> Name | None:
        """`某镇的某某光伏基地`: works of their own name that a town has own their figures."""
        index = bisect_left(self._bearers.name_starts, town.end + 1)
        name = self._bearers.names[index] if index < len(self._bearers.names) else None
        linked = name and name.start == town.end + 1 and self._text[town.end] == "的" and name.end <= end
        of_works = name and (name.kind == "project" or (name.kind == "works" and is_own_house(name.name)))
        return name if linked and of_works and name and not is_vague(name.name) else None

    def _is_cut_from_place(self, name: Name) -> bool:
        """A name that ends inside the name of a place (防城港 of 防城港市) is no name."""
        place = self._bearers.place_at.get(name.start)
        return place is not None and place.end > name.end

"""What a short word looks back to: 公司, 该村, 全市, 这里, 其 mean what was told of before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from youju.reading import subject_words as said
from youju.reading.bearers import Bearers, at_level, town_subject
from youju.reading.edges import begins
from youju.reading.model import Subject
from youju.reading.names import Name
from youju.reading.places import Division
from youju.reading.proper import is_vague
from youju.reading.sieve import Sieve

_REGIONS = Sieve(said.REGION, begins(said.REGION))
# 禾丰米业总经理, 某某集团公司董事长
_HOLDS = re.compile("[一-鿿]{0,4}?(?:董事长|总经理|经理|负责人|厂长)")
# 在某某改造工程,…: where the scene is laid
_AT = re.compile("(?:项目|施工|建设)?(?:现场|工地)?[，,]")


class Antecedents:
    """Finds what the short words of one passage stand for; `head` tells what a clause is about."""

    def __init__(self, bearers: Bearers, head: Callable[[int, int], Subject | None]) -> None:
        self._bearers, self._head = bearers, head
        self._passage, self._topic, self._text = bearers.passage, bearers.topic, bearers.text
        self._regions: dict[tuple[int, int], Subject | None] = {}

    def called_back(self, at: int, end: int) -> Subject | None:
        """What a short word at the head of a clause stands for: 该村, 全镇, 村里, 公司, 这里."""
        if self._text[at : at + 1] not in said.LOOKS_BACK and self._text[at - 1 : at] != "“":
            return None
        again = said.THIS_TOWN.match(self._text, at)
        village = self._bearers.town_at.get(again.end()) if again and again["level"] in "镇乡" else None
        if village:
            return self._bearers.of_town(village, village.start, self._topic.place)
        if again:
            return self.that_town(again)
        own = said.TOWN_ITSELF.match(self._text, at, end) or said.TOWN_OFFICE.match(self._text, at, end)
        if own and self._is_town_told_of(own["level"], at):
            return self.that_town(own)
        back = said.BACK.match(self._text, at, end) or said.THAT.match(self._text, at, end)
        if back and back[0] == "企业" and not self._near_company(at):
            return None
        full = self.full(back.groupdict().get("house") or back["head"], at) if back else None
        return full or self._named_just_before(at, end) or self._looked_back_to(at, end)

    def _named_just_before(self, at: int, end: int) -> Subject | None:
        """`大桥全长…` behind 某某大桥, `“飞地”入驻企业…` behind “产业飞地”: works or a house of the same paragraph."""
        quoted = said.QUOTED_BACK.match(self._text, at - (self._text[at - 1 : at] == "“"), end)
        near = quoted or said.NEAR_BACK.match(self._text, at, end)
        if near is None:
            return None
        head = near["head"]
        floor = 0 if quoted else max(0, at - said.A_WHILE)
        named = [
            name
            for name in self._bearers.before(at, floor)
            if (bare := name.name.strip("“”")).endswith(head)
            and len(bare) >= len(head) + 2
            and not is_vague(bare)
        ]
        here = named and named[0].start >= self._passage.paragraph(at)
        only = len({name.name for name in named}) == 1
        return self._bearers.of_name(named[0]) if (quoted and named) or here or only else None

    def full(self, head: str, at: int) -> Subject | None:
        """The last full name before this place that such a short form can stand for."""
        ends = said.SAME_KIND.get(head, (head,))
        if head in ("项目", "工程"):
            near = [
                name
                for name in self._bearers.before(at, self._passage.paragraph(at))
                if name.kind in ("project", "works")
            ]
            proper = [name for name in near if not is_vague(name.name)]
            scene = next((name for name in proper if self._text[name.start - 1 : name.start] == "在"), None)
            if scene and _AT.match(self._text, scene.end):
                return self._bearers.of_name(scene)
            if proper:
                own = self._passage.sentence(at)[0]
                here = [name for name in proper if name.start >= own and name.kind == "project"]
                return self._bearers.of_name(here[0] if here else proper[-1])
        if head == "活动":
            events = [
                name for name in self._bearers.before(at, self._passage.paragraph(at)) if name.kind == "event"
            ]
            if events and len(events[0].name) > len(head) + 1 and not is_vague(events[0].name):
                return self._bearers.of_name(events[0])
        partner: Name | None = None
        for name in self._bearers.before(at, 0):
            if (
                name.name.endswith(ends)
                and len(name.name) >= len(head) + said.LONGER[head in said.SMALL]
                and not is_vague(name.name)
            ):
                beside = said.PARTNER.search(self._text, max(0, name.start - 6), name.start)
                if name.kind == "org" and beside and not self._is_called_again(name, at):
                    partner = partner or name
                    continue
                return self._bearers.of_name(name)
        return self._bearers.of_name(partner) if partner else self._titled(ends)

    def _is_called_again(self, name: Name, at: int) -> bool:
        """Whether somebody of the firm has spoken since (禾丰米业总经理…): then it is told of, though it came in as a partner."""
        place = next((one for one in self._passage.places if one.start == name.start), None)
        stem = name.name[place.end - place.start if place else 0 :][: said.STEM]
        again = self._text.find(stem, name.end, at) if len(stem) == said.STEM else -1
        return again >= 0 and _HOLDS.match(self._text, again + said.STEM, at) is not None

    def _titled(self, ends: tuple[str, ...]) -> Subject | None:
        """The house of the headline, where a short form can stand for it."""
        house = self._topic.house
        return (
            self._topic.subject
            if house and house.name.endswith(ends) and self._topic.subject.name == house.name
            else None
        )

    def that_town(self, again: re.Match[str]) -> Subject | None:
        """`该村`, `全镇`: the last village or town of that kind, or that of the headline."""
        near = [town for town in self._passage.towns if town.end <= again.start()]
        named = next((town for town in reversed(near) if town.kind == again["level"]), None)
        if named:
            above = next((town for town in near if town.end == named.start), named)
            return self._bearers.of_town(above, again.start(), self._topic.place, named.end)
        town = self._topic.town
        if town is None or town.kind != again["level"]:
            return None
        return town_subject(town, self._topic.place, again[0])

    def short_of(self, at: int, end: int) -> Name | None:
        """`青禾米业` for 青禾米业有限公司: the firm named before whose name begins so, four characters or more."""
        words = self._text[at : min(at + said.STEM, end)]
        if len(words) < said.STEM or at in self._bearers.place_at:
            return None
        for name in self._bearers.before(at, 0)[:12]:
            if (
                name.kind == "org"
                and name.name.startswith(words)
                and name.name.endswith(said.SAME_KIND["企业"])
            ):
                return name
        return None

    def _is_town_told_of(self, level: str, at: int) -> bool:
        """Whether a village or town of this kind was named in the paragraph, or is the only one named for a while."""
        named = [
            town for town in self._passage.towns if town.kind == level and at - said.A_WHILE < town.start < at
        ]
        floor = self._passage.paragraph(at)
        if not named:
            town = self._topic.town
            return town is not None and town.kind == level and self._topic.subject.name.endswith(town.name)
        return any(town.start >= floor for town in named) or len({town.name for town in named}) == 1

    def _looked_back_to(self, at: int, end: int) -> Subject | None:
        """`厂里有230名工人`, `这里占地…`, `其产品…`, `他家今年种了…`: a word that means what was told of right before."""
        inside = said.INSIDE.match(self._text, at, end)
        if inside:
            return self.full(inside["head"], at)
        sentence = self._passage.sentence(at)[0]
        if said.HERE.match(self._text, at, end):
            floor = self._passage.sentence(sentence - 1)[0] if sentence else 0
            near = [
                name
                for name in self._bearers.before(at, floor)
                if name.kind != "event" and not is_vague(name.name)
            ]
            return self._bearers.of_name(near[0]) if near and near[0].name.endswith(said.HOUSES) else None
        if said.ITS.match(self._text, at, end):
            floor = sentence
            while floor > self._passage.paragraph(at) and (
                floor == sentence or self._text[floor - 1] in "；;"
            ):
                floor = self._passage.sentence(floor - 1)[0]
            found = next(
                (
                    found
                    for start, stop in reversed(self._passage.clauses(floor, at))
                    if stop <= at and (found := self._head(start, stop))
                ),
                None,
            )
            thing = self._text[at] == "它" and (found is None or found.type == "place")
            return (self._thing(floor, sentence) if thing else None) or found
        return None

    def _thing(self, floor: int, end: int) -> Subject | None:
        """The only house or works of a stretch, though its name tells but its kind: 镇上新建的冷链中心帮了大忙。它总投资…."""
        named = [
            name for name in self._bearers.before(end, floor) if name.kind in ("works", "project", "org")
        ]
        return self._bearers.of_name(named[0]) if len(named) == 1 else None

    def _near_company(self, at: int) -> bool:
        """A bare 企业 means the firm of this paragraph, or the only one told of for a while, or firms at large."""
        floor = self._passage.paragraph(at)
        firms = {
            name.name: name.end
            for name in self._bearers.before(at, max(0, at - said.A_WHILE))
            if name.kind == "org" and name.name.endswith(said.SAME_KIND["企业"]) and not is_vague(name.name)
        }
        placed = any(floor <= place.start < at for place in self._passage.places)
        return any(end > floor for end in firms.values()) or (len(firms) == 1 and not placed)

    def region(self, start: int, end: int) -> Subject | None:
        """全市, 我县, 市区 anywhere in the clause; 本次活动 likewise."""
        if not said.POINTS.search(self._text, start, end + 24):
            return None
        if (start, end) not in self._regions:
            self._regions[start, end] = self._pointed(start, end)
        return self._regions[start, end]

    def _pointed(self, start: int, end: int) -> Subject | None:
        text = self._text
        within = said.INSIDE_OF.search(text, start, end)
        if within:
            found = self.full(within["head"], within.start())
            if found:
                return found
        again = said.ANAPHORA.search(text, start, min(end + 24, self._passage.clause(max(start, end - 1))[1]))
        if again:
            found = self.full(again["head"], start)
            if found:
                return found
        regions = [
            one
            for one in _REGIONS.finditer(text, start, end)
            if not said.SET_AGAINST.search(text, start, one.start())
        ]
        if not regions:
            town = said.THIS_TOWN.search(text, start, end)
            return self.that_town(town) if town else None
        match = regions[-1]
        if match["state"]:
            return Subject("国家" if "国家" in match[0] else "全国", "other", None, None, match[0])
        place = self._topic.place
        if match["local"]:
            return at_level(
                self._named_at(match["local"], match.start()), match["local"], self._passage.home, match[0]
            )
        if match["level"] and match["level"] in "镇乡村":
            town = said.THIS_TOWN.match(text, match.start())
            return self.that_town(town) if town else None
        if match["urban"]:
            return Subject(
                f"{(place.short if place else '')}{match['urban']}",
                "place",
                None,
                place.code if place else None,
            )
        return at_level(
            self._named_at(match["level"], match.start()), match["level"], self._passage.home, match[0]
        )

    def _named_at(self, level: str | None, at: int) -> Division | None:
        """The article's place, or where that is of another kind the last division of this kind that its paragraph names."""
        about = self._topic.place
        if not level or (about and about.name.endswith(level)):
            return about
        floor = self._passage.paragraph(at)
        low, high = (bisect_left(self._bearers.place_starts, one) for one in (floor, at))
        named = [
            place.division for place in self._passage.places[low:high] if place.division.name.endswith(level)
        ]
        return named[-1] if named else about

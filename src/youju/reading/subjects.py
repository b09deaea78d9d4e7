"""Who or what a fact is about.

The subject is looked for where Chinese puts it: at the head of the clause, then of the earlier clauses of the
sentence, then it is the topic of the paragraph, and last the topic of the article. 全市 and 我县 mean the
article's place at that level; 公司, 园区 or 本次活动 mean the last full name with that head.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from youju.reading import subject_words as said
from youju.reading.model import Subject
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.places import Division, Home, Place, parent
from youju.reading.proper import is_own_house, is_vague, own_part
from youju.reading.speakers import paragraph_speaker, speaker_at, teller_at
from youju.reading.towns import Town
from youju.reading.words import is_coined


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about: its place, and its subject when nothing nearer says otherwise."""

    place: Division | None
    subject: Subject
    town: Town | None = None


def place_subject(division: Division, text: str | None = None) -> Subject:
    """A division as a subject."""
    return Subject(division.name, "place", division.code, division.code, text)


def town_subject(town: Town, within: Division | None, text: str | None = None) -> Subject:
    """A town as a subject, with the county it stands in."""
    code = within.code if within and within.level == "county" else None
    return Subject((within.name if within and code else "") + town.name, "place", None, code, text)


class Subjects:
    """Finds the subject at any point of one passage."""

    def __init__(self, passage: Passage, topic: Topic) -> None:
        self._passage, self._topic = passage, topic
        self._text = passage.text
        self._place_at = {place.start: place for place in passage.places}
        self._place_ending = {place.end: place for place in passage.places}
        self._town_at = {town.start: town for town in passage.towns}
        self._names = passage.names
        self._name_starts = [name.start for name in passage.names]
        self._place_starts = [place.start for place in passage.places]
        self._when_at = {when.start: when.end for when in passage.whens}
        self._named = frozenset(self._name_starts)
        self._regions: dict[tuple[int, int], Subject | None] = {}
        self._heads: dict[int, Subject | None] = {}

    def at(self, at: int) -> Subject:
        """The subject of what stands at this offset."""
        sentence = self._passage.sentence(at)[0]
        own = self._adjacent(at) or self._inside(at) or self._spoken(at)
        if own:
            return own
        return (
            self._of_clauses(sentence, at)
            or self._visited(sentence, at)
            or self._carried(sentence)
            or self._topic.subject
        )

    def _of_clauses(self, sentence: int, at: int) -> Subject | None:
        """What the clauses before a place are about, the nearest first; a semicolon does not change the subject."""
        floor = sentence
        for _ in range(3):
            for start, end in reversed(self._passage.clauses(floor, at + 1)):
                found = (
                    self._set_up(start, end, at)
                    or self.head(start, min(end, at))
                    or self._region(start, min(end, at))
                    or self._introduced(start, min(end, at))
                )
                if found and not (floor < sentence and said.OFFICE.search(found.name)):
                    return found
            if floor == 0 or self._text[floor - 1] not in "；;":
                return None
            at, floor = floor - 1, self._passage.sentence(floor - 1)[0]
            if said.EACH_OF.search(self._text, floor, at):
                return None
        return None

    def _visited(self, floor: int, at: int) -> Subject | None:
        """`走进某公司,车间里…`: what a sentence walks into is what it goes on about."""
        if not self._passage.says(said.VISIT, *self._passage.sentence(floor)):
            return None
        visit = said.VISIT.search(self._text, floor, at)
        return self._entity(visit.end(), at) if visit and visit.start() - floor < said.NEAR else None

    def _spoken(self, at: int) -> Subject | None:
        """What somebody says of 我们 is said of the firm or village he speaks for."""
        house = speaker_at(self._passage, at)
        if house:
            return self._of_house(house)
        close = self._text.find("”", at, at + 160)
        opening = self._text.rfind("“", max(0, at - 160), at)
        if close < 0 or opening < 0 or self._text.find("”", opening, at) >= 0:
            return None
        that = said.THAT_SPEAKER.match(self._text, close + 1)
        if that:
            return self._antecedent(that["head"], opening)
        teller = teller_at(self._passage, at)
        if teller is None or any(
            self.head(max(start, opening + 1), min(end, at))
            or self._region(max(start, opening + 1), min(end, at))
            for start, end in self._passage.clauses(opening + 1, at + 1)
        ):
            return None
        return Subject(teller, "person", None, self._topic.place.code if self._topic.place else None)

    def of_owner(self, owner: Place | Name | Town) -> Subject:
        """A place, a town or a house of a list as the subject of its number."""
        return self._of_place(owner) if isinstance(owner, Place) else self._of_house(owner)

    def _of_house(self, house: Name | Town) -> Subject:
        if isinstance(house, Town):
            above = next((town for town in self._passage.towns if town.end == house.start), house)
            return self._of_town(above, above.start, self._topic.place)
        return self._of_name(house)

    def _before(self, at: int, floor: int) -> list[Name]:
        index = bisect_left(self._name_starts, at)
        low = max(bisect_left(self._name_starts, floor), index - 40)
        return [name for name in reversed(self._names[low:index]) if name.end <= at]

    def _adjacent(self, at: int) -> Subject | None:
        """`青河6家…`: a place that touches the number owns it."""
        place = self._place_ending.get(at)
        if place is None or not 2 <= at - place.start <= 8:
            return None
        if self._text[max(0, place.start - 1) : place.start] in said.TOWARDS:
            return None
        if said.MORE_THAN.search(self._text, max(0, at - 30), at):
            return None
        return place_subject(place.division, self._text[place.start : place.end])

    def owner_after(self, at: int, end: int) -> Subject | None:
        """`投资3.2亿元的…项目`: what follows 的 owns the amount before it."""
        link = said.DONE_WITH.match(self._text, at)
        if link is None:
            return None
        index = bisect_left(self._name_starts, link.end())
        if (
            index < len(self._names)
            and self._names[index].start <= link.end() + 2
            and self._names[index].end <= end
        ):
            name = self._names[index]
            return (
                self._of_name(name) if name.kind in ("project", "works") and not is_vague(name.name) else None
            )
        return None

    def _inside(self, at: int) -> Subject | None:
        """`某厂年产2000吨…建设项目`: a number inside a project's name is the project's."""
        index = bisect_left(self._name_starts, at + 1) - 1
        if index >= 0 and self._names[index].end > at and self._names[index].kind == "project":
            return self._of_name(self._names[index])
        return None

    def head(self, start: int, end: int) -> Subject | None:
        """The entity at the head of the clause, once openers and times are passed over."""
        if start in self._heads:
            return self._heads[start]
        at = self._skip(start, end)
        told = start > 6 and said.TOLD_BY_PHONE.search(self._text, start - 6, start)
        found = None if told or self._text[start] in "与同" else self._scene(at, end) or self._entity(at, end)
        if end - start > 3:
            self._heads[start] = found
        return found

    def _scene(self, at: int, end: int) -> Subject | None:
        """`在某某项目现场,…`, `在某村,村民…`: where the scene is laid, if it is works or a village."""
        if not self._text.startswith("在", at):
            return None
        index = bisect_left(self._name_starts, at + 1)
        name = self._names[index] if index < len(self._names) else None
        if name and name.start == at + 1 and name.end <= end and said.SCENE.match(self._text, name.end):
            of_works = name.kind == "project" or (name.kind == "works" and is_own_house(name.name))
            return self._of_name(name) if of_works and not is_vague(name.name) else None
        place = self._place_at.get(at + 1)
        town = self._town_at.get(place.end if place else at + 1)
        if town is None:
            return None
        village = self._town_at.get(town.end) or town
        if village.kind != "村" or village.end > end or not said.SCENE.match(self._text, village.end):
            return None
        return self._of_town(town, town.start, place.division if place else self._topic.place)

    def _introduced(self, start: int, end: int) -> Subject | None:
        """`总投资5亿元的…项目主体完工`, `当天开工的…项目`: works that a clause describes are what the sentence goes on about."""
        low, high = bisect_left(self._name_starts, start), bisect_left(self._name_starts, end)
        for name in reversed(self._names[low:high]):
            works = name.kind in ("project", "works") or name.name.endswith(said.PARKS)
            described = self._text[name.start - 1 : name.start] == "的" and name.start > start
            if works and described and len(name.name) >= 6 and name.end <= end and not is_vague(name.name):
                return self._of_name(name)
        return None

    def _set_up(self, start: int, end: int, at: int) -> Subject | None:
        """`设立“某某飞地”,建筑面积2.6万平方米`: works that a clause ends with are what their extent behind it is told of."""
        index = bisect_left(self._name_starts, end) - 1
        name = self._names[index] if index >= 0 else None
        if name is None or name.start <= start or at < end or name.kind not in ("project", "works"):
            return None
        close = self._text[name.end : end].strip("”")
        own = self._passage.clause(at)[0]
        if close not in ("，", ",") or (
            is_vague(name.name) and "“" not in self._text[name.start - 1 : name.end]
        ):
            return None
        told = said.EXTENT.match(self._text, own) and said.SET_UP.search(self._text, start, name.start)
        return self._of_name(name) if told else None

    def _skip(self, start: int, end: int) -> int:
        at, text = start, self._text
        while at < end:
            if at in self._when_at:
                at = self._when_at[at]
                continue
            if at in self._place_at or (text[at] == "“" and at in self._named):
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

    def _entity(self, at: int, end: int) -> Subject | None:
        built = said.SET_BY.match(self._text, at, end)
        if built and built.end() in self._named:
            at = built.end()
        index = bisect_left(self._name_starts, at)
        if (
            index < len(self._names)
            and self._names[index].start <= at + 1
            and self._names[index].end <= end + 12
        ):
            name = self._names[index]
            if said.LISTED.match(self._text, name.end):
                return None
            if name.start > at and self._text[at] in "经从据":
                return None
            if name.kind == "org" and said.GIVES.match(self._text, name.end):
                return None
            if said.OFFICE.search(name.name) and said.OFFICE_TELLS.match(self._text, name.end):
                return None
            if name.kind in ("org", "project", "event") and not is_vague(name.name):
                return self._of_name(name)
            if (
                name.kind == "works"
                and is_own_house(name.name)
                and not self._is_cut_from_place(name)
                and not said.COUNTED_AFTER.match(self._text, name.end)
            ):
                return self._of_name(name)
            if name.kind == "project" and name.name.startswith("项目"):
                return self._antecedent("项目", at)
        place = self._place_at.get(at)
        if place and place.end <= end:
            return self._of_place(place)
        short = self._short_of(at, end)
        if short:
            return self._of_name(short)
        person = said.PERSON.match(self._text, at, end)
        if person:
            within = self._topic.place.code if self._topic.place else None
            return Subject(person["name"], "person", None, within)
        town = self._town_at.get(at)
        if town and town.end <= end:
            inner = self._town_at.get(town.end) or town
            works = self._works_of(inner, end)
            if works:
                return self._of_name(works)
            owner = said.PERSON.match(self._text, inner.end, end) or said.VILLAGER.match(
                self._text, town.end, end + 1
            )
            if owner:
                return Subject(
                    owner["name"], "person", None, self._topic.place.code if self._topic.place else None
                )
            return self._of_town(town, at, self._topic.place)
        again = said.THIS_TOWN.match(self._text, at)
        village = self._town_at.get(again.end()) if again and again["level"] in "镇乡" else None
        if village:
            return self._of_town(village, village.start, self._topic.place)
        if again:
            return self._that_town(again)
        own = said.TOWN_ITSELF.match(self._text, at, end)
        if own and self._is_town_told_of(own["level"], at):
            return self._that_town(own)
        back = said.BACK.match(self._text, at, end) or said.THAT.match(self._text, at, end)
        if back and back[0] == "企业" and not self._near_company(at):
            return None
        if back:
            return self._antecedent(back.groupdict().get("house") or back["head"], at)
        return self._looked_back_to(at, end)

    def _is_town_told_of(self, level: str, at: int) -> bool:
        """Whether a village or town of this kind was named in the paragraph, or is the only one named for a while."""
        named = [
            town for town in self._passage.towns if town.kind == level and at - said.A_WHILE < town.start < at
        ]
        floor = self._passage.paragraph(at)
        return any(town.start >= floor for town in named) or len({town.name for town in named}) == 1

    def _looked_back_to(self, at: int, end: int) -> Subject | None:
        """`厂里有230名工人`, `这里占地…`, `其产品…`, `他家今年种了…`: a word that means what was told of right before."""
        inside = said.INSIDE.match(self._text, at, end)
        if inside:
            return self._antecedent(inside["head"], at)
        sentence = self._passage.sentence(at)[0]
        if said.HERE.match(self._text, at, end):
            floor = self._passage.sentence(sentence - 1)[0] if sentence else 0
            near = [
                name for name in self._before(at, floor) if name.kind != "event" and not is_vague(name.name)
            ]
            return self._of_name(near[0]) if near and near[0].name.endswith(said.HOUSES) else None
        if said.ITS.match(self._text, at, end):
            floor = (
                self._passage.sentence(sentence - 1)[0]
                if sentence > self._passage.paragraph(at)
                else sentence
            )
            return next(
                (
                    found
                    for start, stop in reversed(self._passage.clauses(floor, at))
                    if stop <= at and (found := self.head(start, stop))
                ),
                None,
            )
        return None

    def _works_of(self, town: Town, end: int) -> Name | None:
        """`某镇的某某光伏基地`: works of their own name that a town has own their figures."""
        index = bisect_left(self._name_starts, town.end + 1)
        name = self._names[index] if index < len(self._names) else None
        linked = name and name.start == town.end + 1 and self._text[town.end] == "的" and name.end <= end
        of_works = name and (name.kind == "project" or (name.kind == "works" and is_own_house(name.name)))
        return name if linked and of_works and name and not is_vague(name.name) else None

    def _short_of(self, at: int, end: int) -> Name | None:
        """`青禾米业` for 青禾米业有限公司: the firm named before whose name begins so, four characters or more."""
        words = self._text[at : min(at + said.STEM, end)]
        if len(words) < said.STEM or at in self._place_at:
            return None
        for name in self._before(at, 0)[:12]:
            if (
                name.kind == "org"
                and name.name.startswith(words)
                and name.name.endswith(said.SAME_KIND["企业"])
            ):
                return name
        return None

    def _is_cut_from_place(self, name: Name) -> bool:
        """A name that ends inside the name of a place (防城港 of 防城港市) is no name."""
        place = self._place_at.get(name.start)
        return place is not None and place.end > name.end

    def _near_company(self, at: int) -> bool:
        """A bare 企业 means the firm of this paragraph, or the only one told of for a while, or firms at large."""
        floor = self._passage.paragraph(at)
        firms = {
            name.name: name.end
            for name in self._before(at, max(0, at - said.A_WHILE))
            if name.kind == "org" and name.name.endswith(said.SAME_KIND["企业"]) and not is_vague(name.name)
        }
        placed = any(floor <= place.start < at for place in self._passage.places)
        return any(end > floor for end in firms.values()) or (len(firms) == 1 and not placed)

    def _of_place(self, place: Place) -> Subject:
        place = self._innermost(self._own_of_two(place))
        town = self._town_at.get(place.end)
        if town and place.division.level == "county":
            return self._of_town(town, place.start, place.division)
        for urban in ("市区", "城区"):
            if self._text.startswith(urban, place.end):
                return Subject(place.division.name.rstrip("市") + urban, "place", None, place.division.code)
        return place_subject(place.division, self._text[place.start : place.end])

    def _innermost(self, place: Place) -> Place:
        """`某市某区`: of places that follow one another the last one is meant."""
        inner = self._place_at.get(place.end)
        while inner and inner.division.code.startswith(place.division.code.rstrip("0")):
            place, inner = inner, self._place_at.get(inner.end)
        return place

    def _of_town(self, town: Town, start: int, within: Division | None) -> Subject:
        """A town or village, its village if one follows, with the county it stands in."""
        village = self._town_at.get(town.end)
        end = village.end if village and town.kind not in ("村", "社区") else town.end
        name = self._text[town.start : end]
        code = within.code if within and within.level == "county" else None
        full = within.name + name if within and code else name
        return Subject(full, "place", None, code, self._text[start:end])

    def _own_of_two(self, place: Place) -> Place:
        """`某市与我市签署…`: of two places side by side the page's own is the subject."""
        home = self._passage.home.prefecture
        other = (
            self._place_at.get(place.end + 1) if self._text[place.end : place.end + 1] in "与和同" else None
        )
        return other if other and other.division.seat == home != place.division.seat else place

    def _of_name(self, name: Name) -> Subject:
        kind = {"org": "org", "event": "event"}.get(name.kind, "project")
        return Subject(name.name, kind, None, self._within(name))

    def _within(self, name: Name) -> str | None:
        index = bisect_left(self._place_starts, name.start)
        if index < len(self._place_starts) and self._place_starts[index] < name.end:
            return self._passage.places[index].division.code
        return self._topic.place.code if self._topic.place else None

    def _antecedent(self, head: str, at: int) -> Subject | None:
        """The last full name before this place that such a short form can stand for."""
        ends = said.SAME_KIND.get(head, (head,))
        if head in ("项目", "工程"):
            near = [
                name
                for name in self._before(at, self._passage.paragraph(at))
                if name.kind in ("project", "works")
            ]
            proper = [name for name in near if not is_vague(name.name)]
            if proper:
                own = self._passage.sentence(at)[0]
                here = [name for name in proper if name.start >= own and name.kind == "project"]
                return self._of_name(here[0] if here else proper[-1])
        if head == "活动":
            events = [name for name in self._before(at, self._passage.paragraph(at)) if name.kind == "event"]
            if events and len(events[0].name) > len(head) + 1 and not is_vague(events[0].name):
                return self._of_name(events[0])
        partner: Name | None = None
        for name in self._before(at, 0):
            if (
                name.name.endswith(ends)
                and len(name.name) >= len(head) + said.LONGER[head in said.SMALL]
                and not is_vague(name.name)
            ):
                if name.kind == "org" and said.PARTNER.search(self._text, max(0, name.start - 4), name.start):
                    partner = partner or name
                    continue
                return self._of_name(name)
        return self._of_name(partner) if partner else None

    def _that_town(self, again: re.Match[str]) -> Subject | None:
        """`该村`, `全镇`: the last village or town of that kind, or that of the headline."""
        near = [town for town in self._passage.towns if town.end <= again.start()]
        named = next((town for town in reversed(near) if town.kind == again["level"]), None)
        if named:
            above = next((town for town in near if town.end == named.start), named)
            return self._of_town(above, again.start(), self._topic.place)
        town = self._topic.town
        if town is None or town.kind != again["level"]:
            return None
        return town_subject(town, self._topic.place, again[0])

    def _region(self, start: int, end: int) -> Subject | None:
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
            found = self._antecedent(within["head"], within.start())
            if found:
                return found
        again = said.ANAPHORA.search(text, start, min(end + 24, self._passage.clause(max(start, end - 1))[1]))
        if again:
            found = self._antecedent(again["head"], start)
            if found:
                return found
        regions = [
            one
            for one in said.REGION.finditer(text, start, end)
            if not said.SET_AGAINST.search(text, start, one.start())
        ]
        if not regions:
            town = said.THIS_TOWN.search(text, start, end)
            return self._that_town(town) if town else None
        match = regions[-1]
        if match["state"]:
            return Subject("国家" if "国家" in match[0] else "全国", "other", None, None, match[0])
        place = self._topic.place
        if match["local"]:
            return _at_level(place, match["local"], self._passage.home, match[0])
        if match["level"] and match["level"] in "镇乡村":
            town = said.THIS_TOWN.match(text, match.start())
            return self._that_town(town) if town else None
        if match["urban"]:
            return Subject(
                f"{(place.short if place else '')}{match['urban']}",
                "place",
                None,
                place.code if place else None,
            )
        return _at_level(place, match["level"], self._passage.home, match[0])

    def _carried(self, sentence: int) -> Subject | None:
        """The organisation or project that the paragraph opened with."""
        floor = self._passage.paragraph(sentence)
        speaker = paragraph_speaker(self._passage, sentence)
        if speaker:
            return self._of_house(speaker)
        item = self._passage.item_head(sentence) if sentence > floor else None
        if item:
            return self._of_name(self._names[bisect_left(self._name_starts, item[0])])
        return self._gone_on(floor, sentence) or self._lone_house(floor, sentence)

    def _gone_on(self, floor: int, sentence: int) -> Subject | None:
        """What the paragraph opened with, where the sentence goes on about it."""
        if sentence <= floor or not said.GOES_ON.match(self._text, sentence):
            return None
        if said.DATELINE.match(self._text, floor):
            floor = self._passage.sentence(floor)[1]
        for start, end in self._passage.clauses(floor, min(self._passage.sentence(floor)[1], floor + 80))[:3]:
            found = self.head(start, end)
            if found:
                below = found.type == "place" and found.adcode is None
                return found if below or found.type in ("org", "project", "event") else None
        visit = said.VISIT.search(self._text, floor, self._passage.sentence(floor)[1])
        return self._entity(visit.end(), sentence) if visit else None

    def _lone_house(self, floor: int, sentence: int) -> Subject | None:
        """The only firm, cooperative, park or market that a paragraph has named, where it speaks of no place and of nothing general."""
        if sentence <= floor or said.GENERAL.search(
            self._text, sentence, self._passage.sentence(sentence)[1]
        ):
            return None
        named = {
            name.name: name for name in self._before(sentence, floor)
            if name.kind != "event" and not is_vague(name.name)
        }  # fmt: skip
        house = next(iter(named.values()), None)
        if (
            house is None
            or len(named) > 1
            or not house.name.endswith(_LONE)
            or not is_coined(own_part(house.name))
        ):
            return None
        around = range(house.start - 12, house.end)
        starts = (*self._place_starts, *self._town_at)
        placed = any(floor <= at < sentence and at not in around for at in starts)
        aside = said.PARTNER.search(
            self._text, max(0, house.start - 4), house.start
        ) or said.COUNTED_AFTER.match(self._text, house.end)
        led = aside or self._text[house.start - 1 : house.start] in ("由", "领")
        return (
            None if placed or led or said.REGION.search(self._text, floor, sentence) else self._of_name(house)
        )


_LONE: Final = ("公司", "集团", "合作社", "联合社", "产业园", "园区", "市场", "不夜城", "中心", "厂")


def _at_level(place: Division | None, level: str, home: Home, text: str) -> Subject | None:
    """The article's place, or the division above it, whose kind the word names."""
    at: Division | None = place
    if level in "镇乡村":
        return None
    while at is not None:
        if at.name.endswith(level):
            return place_subject(at, text)
        at = parent(at)
    return place_subject(home.place, text) if home.place else None

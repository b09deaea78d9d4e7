"""Who or what a fact is about.

The subject is looked for where Chinese puts it: at the head of the clause, then of the earlier clauses of the
sentence, then it is the topic of the paragraph, and last the topic of the article. 全市 and 我县 mean the
article's place at that level; 公司, 园区 or 本次活动 mean the last full name with that head.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from youju.reading import subject_words as said
from youju.reading.bearers import Bearers, Topic, place_subject
from youju.reading.clause_heads import ClauseHeads
from youju.reading.edges import firsts
from youju.reading.model import Subject
from youju.reading.passages import Passage
from youju.reading.proper import is_vague, own_part
from youju.reading.sieve import somewhere
from youju.reading.speakers import firm_behind, paragraph_speaker, speaker_at, teller_at
from youju.reading.words import is_coined


class Subjects:
    """Finds the subject at any point of one passage."""

    def __init__(self, passage: Passage, topic: Topic) -> None:
        self._passage, self._topic, self._text = passage, topic, passage.text
        self._found: dict[int, Subject] = {}
        self._clauses: dict[int, Subject | None] = {}
        self._bearers = Bearers(passage, topic)
        self._heads = ClauseHeads(self._bearers)
        self._back = self._heads.back
        # what stands at the head of a clause, what is named at a place, and a member of a list as a subject
        self.head, self.entity, self.of_owner = self._heads.head, self._heads.entity, self._bearers.of_owner

    def at(self, at: int) -> Subject:
        """The subject of what stands at this offset: asked once, since sentences that follow go on about it."""
        if at not in self._found:
            self._found[at] = self._about(at)
        return self._found[at]

    def _about(self, at: int) -> Subject:
        sentence = self._passage.sentence(at)[0]
        own = self._adjacent(at) or self._inside(at) or self._spoken(at)
        if own:
            return own
        clause = self._passage.clause(at)[0]
        first = self._text[clause]
        both = first in _SIDES and said.SEVERAL_SIDES.match(self._text, clause, at)
        jointly = (
            first in _JOINTLY
            and said.JOINTLY.match(self._text, clause, at)
            and said.BOTH.search(self._text, sentence, clause)
        )
        return (
            (self._topic.subject if jointly else self._of_clauses(sentence, at))
            or self._among(sentence)
            or self._visited(sentence, at)
            or self._carried(self._first_of_row(sentence))
            or (None if both else self._told_on(self._first_of_row(sentence)))
            or self._county_told_on(self._first_of_row(sentence))
            or self._topic.subject
        )

    def _of_clauses(self, sentence: int, at: int) -> Subject | None:
        """What the clauses before a place are about, the nearest first; a semicolon does not change the subject."""
        floor = sentence
        for _ in range(3):
            for start, end in reversed(self._passage.clauses(floor, at + 1)):
                found = self._set_up(start, end, at) or self._named_in(start, end, at)
                if found and not (floor < sentence and self._stops_at_row(found, floor)):
                    return found
            if floor == 0 or self._text[floor - 1] not in "；;":
                return None
            at, floor = floor - 1, self._passage.sentence(floor - 1)[0]
            if said.EACH_OF.search(self._text, floor, at):
                return None
        return None

    def _named_in(self, start: int, end: int, at: int) -> Subject | None:
        """What a clause names up to a place; of a whole clause it is asked once, for all numbers behind it."""
        stop = min(end, at)
        if end <= at and start in self._clauses:
            return self._clauses[start]
        found = (
            self._where(start, end)
            or self.head(start, stop)
            or self._back.region(start, stop)
            or self._introduced(start, stop)
        )
        if end <= at and end - start > _HEADLESS:
            self._clauses[start] = found
        return found

    def _where(self, start: int, end: int) -> Subject | None:
        """`最大降雨量出现在某镇,达…`: a reading is of the place it was taken at."""
        there = said.APPEARS.search(self._text, start, end)
        return self.entity(there.end(), end) if there else None

    def _stops_at_row(self, found: Subject, floor: int) -> bool:
        """An office, or works that are one of a row of statements, own nothing behind the semicolon."""
        if said.OFFICE.search(found.name):
            return True
        return found.type == "project" and self._text[floor - 1 : floor] in ("；", ";")

    def _first_of_row(self, sentence: int) -> int:
        """Where the row of statements parted by semicolons begins that a place stands in."""
        while sentence and self._text[sentence - 1] in "；;":
            sentence = self._passage.sentence(sentence - 1)[0]
        return sentence

    def _among(self, sentence: int) -> Subject | None:
        """`其中,…`: a sentence that takes a part of what the one before counted is about the same."""
        if not self._text.startswith("其中", sentence) or sentence <= self._passage.paragraph(sentence):
            return None
        index = bisect_left(self._passage.quantity_starts, sentence) - 1
        before = self._passage.quantities[index].start if index >= 0 else -1
        return self.at(before) if before >= self._passage.sentence(sentence - 1)[0] else None

    def _told_on(self, sentence: int) -> Subject | None:
        """A sentence that names nobody goes on about the house or village whose figures the one before gave."""
        floor = self._passage.paragraph(sentence)
        if sentence <= floor or self._is_general(sentence):
            return None
        before = self._passage.sentence(sentence - 1)[0]
        index = bisect_left(self._passage.quantity_starts, sentence) - 1
        at = self._passage.quantities[index].start if index >= 0 else -1
        if at < before or "”" in self._text[before:sentence]:
            return None
        low, high = (bisect_left(self._bearers.place_starts, one) for one in (before, sentence))
        placed = any(not self._is_in_name(start) for start in self._bearers.place_starts[low:high])
        starts = self._passage.when_starts
        own = bisect_left(starts, sentence + 2) < bisect_left(starts, sentence + _HEAD_BEFORE_TIME)
        if placed or own:  # 12345热线三季度受理…: a head of its own before its time
            return None
        found = self.at(at)
        below = found.type == "place" and found.adcode is None
        lone = found.type in ("project", "person") or (found.type == "org" and found.name.endswith(_LONE))
        return found if lone or below else None

    def _county_told_on(self, sentence: int) -> Subject | None:
        """A paragraph that has named one county only, and told its figures, goes on about it: 今年,甲县实施项目68个。截至5月末,已开工52个."""
        floor, home = self._passage.paragraph(sentence), self._topic.place
        if (
            sentence <= floor
            or home is None
            or _REGION.search(self._text, floor, self._passage.sentence(sentence)[1])
        ):
            return None
        low, high = (bisect_left(self._bearers.place_starts, one) for one in (floor, sentence))
        named = {
            place.division.code: place
            for place in self._passage.places[low:high]
            if not self._is_in_name(place.start)
        }
        if len(named) != 1:
            return None
        index = bisect_left(self._passage.quantity_starts, sentence) - 1
        at = self._passage.quantities[index].start if index >= 0 else -1
        found = self.at(at) if at >= self._passage.sentence(sentence - 1)[0] else None
        own = (
            found
            and found.adcode in named
            and found.adcode != home.code
            and found.adcode[:4] == home.code[:4]
        )
        return found if own else None

    def _is_in_name(self, at: int) -> bool:
        """Whether a place only lends its name to a house or works."""
        index = bisect_left(self._bearers.name_starts, at + 1) - 1
        return index >= 0 and self._bearers.names[index].end > at

    def _visited(self, floor: int, at: int) -> Subject | None:
        """`走进某公司,车间里…`: what a sentence walks into is what it goes on about."""
        if not self._passage.says(said.VISIT, *self._passage.sentence(floor)):
            return None
        visit = said.VISIT.search(self._text, floor, at)
        if (
            visit is None
            or visit.start() - floor >= said.NEAR
            or said.SEVERAL_GOALS.match(self._text, visit.end())
        ):
            return None
        return self._heads.entity(visit.end(), at)

    def _spoken(self, at: int) -> Subject | None:
        """What somebody says of 我们 is said of the firm or village he speaks for."""
        house = speaker_at(self._passage, at)
        if house:
            start = self._passage.clause(at)[0]
            other = self._bearers.place_at.get(start + self._text.startswith("“", start))
            away = (
                other and self._topic.place and not other.division.code.startswith(self._topic.place.code[:4])
            )
            return place_subject(other.division) if other and away else self._bearers.of_house(house)
        opening = self._text.rfind("“", max(0, at - 160), at)
        close = self._text.find("”", at, at + 160) if opening >= 0 else -1
        if close < 0 or self._text.find("”", opening, at) >= 0:
            return None
        that = said.THAT_SPEAKER.match(self._text, close + 1)
        if that:
            return self._back.full(that["head"], opening)
        village = said.THAT_VILLAGE.match(self._text, close + 1)
        if village:
            return self._back.that_town(village)
        teller = teller_at(self._passage, at)
        behind = firm_behind(self._passage, at) if teller is None else None
        town = self._bearers.town_at.get(close + 2) if self._text.startswith("在", close + 1) else None
        if (teller or behind or town) is None or any(
            self.head(max(start, opening + 1), min(end, at))
            or self._back.region(max(start, opening + 1), min(end, at))
            for start, end in self._passage.clauses(opening + 1, at + 1)
        ):
            return None
        if teller:
            return self._bearers.of_person(teller)
        return (
            self._bearers.of_house(behind)
            if behind
            else self._bearers.of_town(town, town.start, self._topic.place)
            if town
            else None
        )

    def _adjacent(self, at: int) -> Subject | None:
        """`青河6家…`: a place that touches the number owns it."""
        place = self._bearers.place_ending.get(at)
        if place is None or not 2 <= at - place.start <= 8:
            return None
        if self._text[max(0, place.start - 1) : place.start] in said.TOWARDS:
            return None
        if said.ON_A_ROUTE.search(self._text, max(0, place.start - 16), place.start):
            return None
        if said.MORE_THAN.search(self._text, max(0, at - 30), at):
            return None
        return place_subject(place.division, self._text[place.start : place.end])

    def owner_after(self, at: int, end: int) -> Subject | None:
        """`投资3.2亿元的…项目`: what follows 的 owns the amount before it."""
        link = said.DONE_WITH.match(self._text, at) if self._text[at : at + 1] in _DONE_WITH else None
        if link is None:
            return None
        index = bisect_left(self._bearers.name_starts, link.end())
        if (
            index < len(self._bearers.names)
            and self._bearers.names[index].start <= link.end() + 2
            and self._bearers.names[index].end <= end
        ):
            name = self._bearers.names[index]
            if said.COUNTED_AFTER.match(self._text, name.end) or said.PROJECTS_AFTER.match(
                self._text, name.end
            ):
                return None
            if name.kind == "works" and not is_coined(own_part(name.name)):
                return None
            return (
                self._bearers.of_name(name)
                if name.kind in ("project", "works") and not is_vague(name.name)
                else None
            )
        return None

    def _inside(self, at: int) -> Subject | None:
        """`某厂年产2000吨…建设项目`: a number inside a project's name is the project's."""
        index = bisect_left(self._bearers.name_starts, at + 1) - 1
        if (
            index >= 0
            and self._bearers.names[index].end > at
            and self._bearers.names[index].kind == "project"
        ):
            return self._bearers.of_name(self._bearers.names[index])
        return None

    def _introduced(self, start: int, end: int) -> Subject | None:
        """`总投资5亿元的…项目主体完工`, `当天开工的…项目`: works that a clause describes are what the sentence goes on about."""
        low, high = bisect_left(self._bearers.name_starts, start), bisect_left(self._bearers.name_starts, end)
        for name in reversed(self._bearers.names[low:high]):
            works = name.kind in ("project", "works") or name.name.endswith(said.PARKS)
            before = self._text[max(start, name.start - 2) : name.start].rstrip("“")
            described = before.endswith("的") and name.start > start
            if works and described and len(name.name) >= 6 and name.end <= end and not is_vague(name.name):
                return self._bearers.of_name(name)
        return None

    def _set_up(self, start: int, end: int, at: int) -> Subject | None:
        """`设立“某某飞地”,建筑面积2.6万平方米`: works that a clause ends with are what their extent behind it is told of."""
        if at < end:
            return None
        index = bisect_left(self._bearers.name_starts, end) - 1
        name = self._bearers.names[index] if index >= 0 else None
        if name is None or name.start <= start or name.kind not in ("project", "works"):
            return None
        close = self._text[name.end : end].strip("”")
        own = self._passage.clause(at)[0]
        if close not in ("，", ",") or (
            is_vague(name.name) and "“" not in self._text[name.start - 1 : name.end]
        ):
            return None
        told = said.EXTENT.match(self._text, own) and said.SET_UP.search(self._text, start, name.start)
        return self._bearers.of_name(name) if told else None

    def _carried(self, sentence: int) -> Subject | None:
        """The organisation or project that the paragraph opened with."""
        floor = self._passage.paragraph(sentence)
        speaker = paragraph_speaker(self._passage, sentence)
        if speaker:
            return self._bearers.of_house(speaker)
        item = self._passage.item_head(sentence) if sentence > floor else None
        if item:
            return self._bearers.of_name(self._bearers.names[bisect_left(self._bearers.name_starts, item[0])])
        return (
            self._gone_on(floor, sentence)
            or self._lone_house(floor, sentence)
            or self._of_whom(floor, sentence)
        )

    def _gone_on(self, floor: int, sentence: int) -> Subject | None:
        """What the paragraph opened with, where the sentence goes on about it."""
        if sentence <= floor:
            return None
        if not said.GOES_ON.match(self._text, sentence):
            return self._walked_into(floor, sentence)
        if said.DATELINE.match(self._text, floor):
            floor = self._passage.sentence(floor)[1]
        if said.REGION_LEADS.search(self._text, self._passage.sentence(floor)[1], sentence):
            return None
        for start, end in self._passage.clauses(floor, min(self._passage.sentence(floor)[1], floor + 80))[:3]:
            found = self.head(start, end)
            if found:
                below = found.type == "place" and found.adcode is None
                return found if below or found.type in ("org", "project", "event") else None
        visit = said.VISIT.search(self._text, floor, self._passage.sentence(floor)[1])
        return self._heads.entity(visit.end(), sentence) if visit else None

    def _walked_into(self, floor: int, sentence: int) -> Subject | None:
        """`走进某公司,车间香气扑鼻。3条生产线满负荷运转`: the house that a paragraph walks into, or the lake it begins to describe."""
        opening = self._passage.sentence(floor)
        if said.DATELINE.match(self._text, floor):
            opening = self._passage.sentence(opening[1])
        if self._is_general(sentence) or said.REGION_LEADS.search(self._text, opening[1], sentence):
            return None
        if said.FEATURE.match(self._text, opening[0]):
            return self.entity(*opening)
        if not self._passage.says(said.VISIT, *opening):
            return None
        visit = said.VISIT.search(self._text, *opening)
        found = self._heads.entity(visit.end(), opening[1]) if visit else None
        return found if found and found.type in ("org", "project") else None

    def _of_whom(self, floor: int, sentence: int) -> Subject | None:
        """The person with whom the paragraph begins, where nothing is told of a place, a house or a whole region before the sentence."""
        if sentence <= floor or self._is_general(sentence) or _REGION.search(self._text, floor, sentence):
            return None
        starts, clauses = self._bearers.place_starts, self._passage.clauses(floor, sentence)
        low, high = (bisect_left(starts, one) for one in (self._passage.sentence(floor)[1], sentence))
        found = next((one for start, end in clauses[:2] if (one := self.head(start, end))), None)
        return found if found and found.type == "person" and low == high else None

    def _is_general(self, sentence: int) -> bool:
        """Whether a sentence speaks of what is told of a whole county only."""
        return said.GENERAL.search(self._text, sentence, self._passage.sentence(sentence)[1]) is not None

    def _lone_house(self, floor: int, sentence: int) -> Subject | None:
        """The only firm, cooperative, park or market that a paragraph has named, where it speaks of no place and of nothing general."""
        if sentence <= floor or self._is_general(sentence):
            return None
        named = {
            name.name: name for name in self._bearers.before(sentence, floor)
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
        starts = (*self._bearers.place_starts, *self._bearers.town_at)
        placed = any(floor <= at < sentence and at not in around for at in starts)
        aside = said.PARTNER.search(
            self._text, max(0, house.start - 4), house.start
        ) or said.COUNTED_AFTER.match(self._text, house.end)
        led = aside or self._text[house.start - 1 : house.start] in ("由", "领")
        return (
            None
            if placed or led or _REGION.search(self._text, floor, sentence)
            else self._bearers.of_name(house)
        )


_REGION: Final = somewhere(said.REGION)
_SIDES, _JOINTLY = firsts(said.SEVERAL_SIDES), firsts(said.JOINTLY)
_DONE_WITH: Final = firsts(said.DONE_WITH)
_HEADLESS: Final = 3  # a clause of so few characters is asked again
_HEAD_BEFORE_TIME: Final = 12
_LONE: Final = ("公司", "集团", "合作社", "联合社", "产业园", "园区", "市场", "不夜城", "中心", "厂")

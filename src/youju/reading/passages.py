"""A stretch of running text with everything found in it: times, places, names, numbers, sentence bounds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from youju.reading.firms import find_firms, with_firms
from youju.reading.lazy import lazy
from youju.reading.names import Name, find_names
from youju.reading.people import People
from youju.reading.periods import Calendar, Period, When, find_whens
from youju.reading.places import Home, Place, find_places
from youju.reading.quantities import Quantity, scan
from youju.reading.staged import find_staged, with_staged
from youju.reading.text import Clean
from youju.reading.tobedone import find_lists, year_of
from youju.reading.towns import Town, find_towns

_TOLD_BY: Final = (
    r"(?:(?<=[报网台刊]讯)|(?<=本报[一-鿿]{2}讯)|(?<=本报[一-鿿]{3}讯))\s*(?:[(（][^)）\n]{0,40}[)）])?"
)
# every pattern here begins with a class of characters, so that the engine looks for those alone
_SENTENCE: Final = re.compile(rf"[讯。！!？?；;\n…](?:{_TOLD_BY}|(?<=…)…?(?=[“一-鿿])|(?<=[。！!？?；;\n]))")
_PLAN_HEAD: Final = re.compile(
    r"^(?:(?P<done>[^\n。，,;；]{0,16}(?:回顾|总结|完成情况|取得的成[绩效]|主要成效)|[^\n。，,;；]{0,16}(?:工作情况|工作成效))"
    r"|[^\n。，,;；]{0,16}(?:重点工作|重点任务|主要任务|目标任务|工作目标|主要目标|工作安排|工作打算|工作重点|工作任务|总体目标|下一步|任务措施))[^\n。，,;；]{0,6}$"
)
_TURN: Final = re.compile(
    r"(?<=[。！!？?；;\n，,])(?:(?:[一二两三四五六七八九十几数\d]{1,3}|多)年(?:过去|下来|之?后)|如今|现在|眼下)[，,了的]"
)
_TURNS: Final = re.compile(
    "年(?:过去|下来|之?后)|如今|现在|眼下"
)  # without one of these no years are said to pass
_COUNTS: Final = re.compile("[一二三四五六七八九十百千两]")  # 二十家子镇 counts nothing
_HEAD_LENGTH: Final = 40
_ITEM: Final = re.compile(
    r"[ \u3000]*(?:\d{1,2}[.．、](?!\d(?!\d\d[国省县]道))|[(（][\d一二三四五六七八九十]{1,3}[)）]|[▲●■◆★])[ \u3000]*"
)
_HEAD_ENDS: Final = ("。", ":", "：")
_CLAUSE: Final = re.compile(
    rf"[讯，,：:。！!？?；;\n—…](?:{_TOLD_BY}|(?<=—)—|(?<=…)…*|(?<=[，,：:。！!？?；;\n]))"
)


@dataclass(frozen=True)
class Passage:
    """Running text of one article: its body, its headline or a caption, with the map to the raw page."""

    clean: Clean
    article_no: int
    role: str
    calendar: Calendar
    home: Home
    past: int | None = None  # the year that the article looks back on
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Hold the cleaned words where everything that reads them looks."""
        object.__setattr__(self, "text", self.clean.text)

    @lazy
    def whens(self) -> list[When]:
        """Expressions of time."""
        return find_whens(self.text, self.calendar)

    @lazy
    def when_starts(self) -> list[int]:
        """Where the expressions of time begin."""
        return [when.start for when in self.whens]

    @lazy
    def when_ends(self) -> dict[int, int]:
        """Where the expressions of time end, by where they begin."""
        return {when.start: when.end for when in self.whens}

    @lazy
    def places(self) -> list[Place]:
        """Divisions named."""
        return find_places(self.text, self.home)

    @lazy
    def place_at(self) -> dict[int, Place]:
        """The divisions by where their names begin."""
        return {place.start: place for place in self.places}

    @lazy
    def place_ending(self) -> dict[int, Place]:
        """The divisions by where their names end."""
        return {place.end: place for place in self.places}

    @lazy
    def place_starts(self) -> list[int]:
        """Where the divisions are named."""
        return [place.start for place in self.places]

    @lazy
    def town_at(self) -> dict[int, Town]:
        """The towns by where their names begin."""
        return {town.start: town for town in self.towns}

    @lazy
    def towns(self) -> list[Town]:
        """Towns, streets and villages named."""
        return find_towns(self.text, self.places)

    @lazy
    def names(self) -> list[Name]:
        """Organisations, projects, works and events named."""
        return with_firms(with_staged(find_names(self.text, self.places), self.staged), self.firms)

    @lazy
    def firms(self) -> list[Name]:
        """Firms that the text lists as such and calls by short names; they are among the names too."""
        return find_firms(self.text)

    @lazy
    def people(self) -> People:
        """Persons named with what they are."""
        return People(self.text)

    @lazy
    def staged(self) -> list[Name]:
        """Works known by what is said of them; they are among the names too."""
        return find_staged(self.text)

    @lazy
    def name_starts(self) -> list[int]:
        """Where the names begin."""
        return [name.start for name in self.names]

    def is_in_name(self, at: int) -> bool:
        """Whether a character stands inside a name (2024年第一季度…活动): what it says there is no time of a fact."""
        index = bisect_right(self.name_starts, at) - 1
        return index >= 0 and self.names[index].end > at and self.names[index].kind in ("event", "project")

    @lazy
    def headings(self) -> list[tuple[int, Period | None]]:
        """Where a line that only heads what follows names a year or a half of one, with that time; None where a list ends."""
        found: list[tuple[int, Period | None]] = []
        for when in self.whens:
            start = self.text.rfind("\n", 0, when.start) + 1
            end = self.text.find("\n", when.end)
            line = self.text[start : end if end >= 0 else len(self.text)]
            bare = (when.period.text or "").isdigit()  # 2023,站稳了
            alone = len(line) <= 30 and end >= 0 and not re.search(r"[。，,；;：:]", line)
            if when.reach == "article" and when.period.end and (bare or alone):
                found.append((start, when.period))
        for start, end in self._lists:
            low = self.text.rfind("\n", 0, start) + 1
            near = slice(bisect_left(self.when_starts, low), bisect_left(self.when_starts, end))
            year = year_of(self.text, self.whens[near], start, end)
            if year:
                found += [(start, year), (end, None)]
        return sorted(found, key=lambda one: one[0])

    @lazy
    def _lists(self) -> list[tuple[int, int]]:
        """Stretches that tell what is to be done."""
        return find_lists(self.text)

    @lazy
    def plan_heads(self) -> list[tuple[int, bool]]:
        """Where a heading begins a stretch, and whether the stretch says what is to be done (重点任务) or what was (回顾)."""
        found, at = [], 0
        for line in self.text.split("\n"):
            match = _PLAN_HEAD.match(line) if len(line) <= _HEAD_LENGTH else None
            if match:
                found.append((at, match["done"] is None))
            at += len(line) + 1
        return found

    def is_planned(self, at: int) -> bool:
        """Whether a character stands under a heading of things to do, or in a list of them."""
        index = bisect_right(self._lists, (at, len(self.text) + 1)) - 1
        if index >= 0 and at < self._lists[index][1]:
            return True
        index = bisect_right(self.plan_heads, (at, True)) - 1
        return index >= 0 and self.plan_heads[index][1]

    def heading_before(self, at: int) -> Period | None:
        """The time that the heading above a character names, if one does."""
        index = bisect_left(self.headings, at, key=lambda one: one[0]) - 1
        return self.headings[index][1] if index >= 0 else None

    @lazy
    def _turns(self) -> list[int]:
        """Where years are said to pass (七年过去, 如今): the year told of before does not hold any longer."""
        return [match.start() for match in _TURN.finditer(self.text)] if _TURNS.search(self.text) else []

    def turn_before(self, at: int) -> int:
        """The last place before a character where years are said to pass; 0 where none is."""
        index = bisect_left(self._turns, at)
        return self._turns[index - 1] if index else 0

    @lazy
    def _said(self) -> dict[tuple[int, int], bool]:
        """Which sentences, by where they begin, hold which words at all; filled as it is asked.

        Words are known by their identity: to hash a pattern is to hash all of its code.
        """
        return {}

    def says(self, words: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a sentence holds some words at all: asked once for all its numbers."""
        found = self._said.get((start, id(words)))
        if found is None:
            found = self._said[start, id(words)] = words.search(self.text, start, end) is not None
        return found

    @lazy
    def quantities(self) -> list[Quantity]:
        """Numbers with their measures."""
        closed = [
            (when.start, when.end)
            for when in self.whens
            if any(c.isdigit() for c in self.text[when.start : when.end])
        ]
        closed += [(town.start, town.end) for town in self.towns if _COUNTS.match(town.name)]
        return scan(self.text, closed)

    @lazy
    def quantity_starts(self) -> list[int]:
        """Where the numbers begin."""
        return [one.start for one in self.quantities]

    @lazy
    def _sentences(self) -> list[int]:
        return _bounds(_SENTENCE, self.text, 1200)

    @lazy
    def _clauses(self) -> list[int]:
        return _bounds(_CLAUSE, self.text, 300)

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence around a character: its start and its end with the closing mark."""
        near = self._near[0]
        if not near[0] <= at < near[1]:
            near = self._near[0] = _around(self._sentences, at, len(self.text))
        return near

    def clause(self, at: int) -> tuple[int, int]:
        """The clause around a character, from mark to mark, with the closing mark."""
        near = self._near[1]
        if not near[0] <= at < near[1]:
            near = self._near[1] = _around(self._clauses, at, len(self.text))
        return near

    @lazy
    def _near(self) -> list[tuple[int, int]]:
        """The sentence and the clause last asked for: the questions about one number come together."""
        return [(0, 0), (0, 0)]

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses that begin in a stretch, left to right."""
        starts = self._clauses
        inside = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        return list(pairwise((start, *inside, end))) if start < end else []

    def paragraph(self, at: int) -> int:
        """Where the paragraph around a character begins."""
        return self.text.rfind("\n", 0, at) + 1

    def item_head(self, at: int) -> tuple[int, int] | None:
        """Where the name stands that heads the numbered item around a character (`2.某某综合楼。占地…`), or None."""
        head = _ITEM.match(self.text, self.paragraph(at))
        if head is None:
            return None
        index = bisect_left(self.name_starts, head.end())
        name = self.names[index] if index < len(self.names) else None
        closed = name and name.start == head.end() and self.text[name.end : name.end + 1] in _HEAD_ENDS
        return (name.start, name.end) if name and closed and name.kind in ("project", "works") else None

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a stretch; where it was joined over far places, the part that holds its end."""
        while start < end and self.text[start].isspace():
            start += 1
        low, high = self.clean.span(start, end)
        if high - low > (end - start) + 60:
            return (self.clean.spans(start, end) or ((low, high),))[-1]
        return low, high


def _bounds(marks: re.Pattern[str], text: str, longest: int) -> list[int]:
    """Where stretches begin. What runs on without a mark is cut, so that no stretch costs more than its length allows."""
    starts = [0]
    for end in (*(match.end() for match in marks.finditer(text)), len(text)):
        while end - starts[-1] > longest:
            starts.append(starts[-1] + longest)
        if end < len(text):
            starts.append(end)
    return starts


def _around(starts: list[int], at: int, size: int) -> tuple[int, int]:
    index = bisect_right(starts, at) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else size

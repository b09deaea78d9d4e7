"""A stretch of running text with everything found in it: times, places, names, numbers, sentence bounds."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from youju.reading.names import Name, find_names
from youju.reading.periods import Calendar, When, find_whens
from youju.reading.places import Home, Place, find_places
from youju.reading.quantities import Quantity, scan
from youju.reading.text import Clean

_DATELINE: Final = r"本报[一-鿿]{0,4}讯\s*(?:[(（][^)）\n]{0,40}[)）])?"
_SENTENCE: Final = re.compile(rf"{_DATELINE}|[。！!？?；;\n]|…{{1,2}}(?=[“一-鿿])")
_CLAUSE: Final = re.compile(rf"{_DATELINE}|[，,：:。！!？?；;\n]|——|…+")


@dataclass(frozen=True)
class Passage:
    """Running text of one article: its body, its headline or a caption, with the map to the raw page."""

    clean: Clean
    article_no: int
    role: str
    calendar: Calendar
    home: Home

    @property
    def text(self) -> str:
        """The cleaned words."""
        return self.clean.text

    @cached_property
    def whens(self) -> list[When]:
        """Expressions of time."""
        return find_whens(self.text, self.calendar)

    @cached_property
    def when_starts(self) -> list[int]:
        """Where the expressions of time begin."""
        return [when.start for when in self.whens]

    @cached_property
    def places(self) -> list[Place]:
        """Divisions named."""
        return find_places(self.text, self.home)

    @cached_property
    def names(self) -> list[Name]:
        """Organisations, projects, works and events named."""
        return find_names(self.text, self.places)

    @cached_property
    def name_starts(self) -> list[int]:
        """Where the names begin."""
        return [name.start for name in self.names]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with their measures."""
        closed = [
            (when.start, when.end)
            for when in self.whens
            if any(c.isdigit() for c in self.text[when.start : when.end])
        ]
        return scan(self.text, closed)

    @cached_property
    def quantity_starts(self) -> list[int]:
        """Where the numbers begin."""
        return [one.start for one in self.quantities]

    @cached_property
    def _sentences(self) -> list[int]:
        return _bounds(_SENTENCE, self.text, 1200)

    @cached_property
    def _clauses(self) -> list[int]:
        return _bounds(_CLAUSE, self.text, 300)

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence around a character: its start and its end with the closing mark."""
        return _around(self._sentences, at, len(self.text))

    def clause(self, at: int) -> tuple[int, int]:
        """The clause around a character, from mark to mark, with the closing mark."""
        return _around(self._clauses, at, len(self.text))

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses that begin in a stretch, left to right."""
        low = bisect_right(self._clauses, start) - 1
        found = []
        while low < len(self._clauses) and self._clauses[low] < end:
            begin = max(self._clauses[low], start)
            stop = self._clauses[low + 1] if low + 1 < len(self._clauses) else len(self.text)
            found.append((begin, min(stop, end)))
            low += 1
        return found

    def paragraph(self, at: int) -> int:
        """Where the paragraph around a character begins."""
        return self.text.rfind("\n", 0, at) + 1

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

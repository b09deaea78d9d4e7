"""A pattern asked only where it can begin: the same matches for a fraction of the time.

A pattern of many alternatives is tried by the engine at every character. Where the characters that its matches may begin with are
few, a class of them is searched first, and the pattern is tried at those places only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from youju.reading.edges import begins as class_of


def begun(begins: str, pattern: str) -> re.Pattern[str]:
    """A pattern that is found where `pattern` begins a match, as the one character there.

    Every match of `pattern` must begin with a character that `begins` matches; `begins` takes one character.
    """
    return re.compile(rf"(?:{_led(begins)})(?<=(?={pattern})[\s\S])")


def _led(begins: str) -> str:
    """The same beginnings behind one class of all their characters: the engine looks for a class alone far faster than for any of several."""
    try:
        first = class_of(re.compile(begins))
    except ValueError:
        return begins
    return rf"{first}(?<=(?={begins})[\s\S])" if "(?" in begins else begins


def somewhere(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """A pattern that is found wherever `pattern` begins a match, and tried there only: to ask whether a text holds it."""
    return begun(class_of(pattern), pattern.pattern)


class Sieve:
    """Finds what `pattern.finditer` finds, provided every match of the pattern begins with `begins`.

    `begins` is itself a pattern of one character, best a class; what it lets pass in vain costs time and changes nothing.
    Where nearly every place it lets pass begins a match, `dense` saves trying each twice.
    """

    __slots__ = ("_begun", "_match", "pattern")

    def __init__(self, pattern: re.Pattern[str], begins: str, *, dense: bool = False) -> None:
        self.pattern = pattern
        self._begun = (re.compile(_led(begins)) if dense else begun(begins, pattern.pattern)).finditer
        self._match = pattern.match

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches of the pattern, left to right, not overlapping; an empty match is none."""
        match, free = self._match, start
        stop = len(text) if end is None else end
        for begin in self._begun(text, start, stop):
            at = begin.start()
            if at >= free:
                found = match(text, at, stop)
                if found is not None and found.end() > at:
                    free = found.end()
                    yield found

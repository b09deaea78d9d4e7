"""The physical lines of a page: what stands between two line ends, and the blanks before it."""

from __future__ import annotations

from dataclasses import dataclass

from youju.reading.text import Clean


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its 1-based number, its text without outer blanks, and its setting.

    `gap` counts the blank lines right before it, `indent` the blanks it began with.
    """

    no: int
    clean: Clean
    gap: int
    indent: int

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.clean.text


def lines_of(page: Clean) -> tuple[Line, ...]:
    """All lines of the page that hold a character, in page order.

    A line ends at a line feed (with or without carriage return); a page that has none may use
    carriage returns alone.
    """
    end = "\n" if "\n" in page.text else "\r"
    found: list[Line] = []
    at = gap = 0
    for number, text in enumerate(page.text.split(end), 1):
        words = text.strip()
        if words:
            indent = len(text) - len(text.lstrip())
            found.append(Line(number, page[at + indent : at + indent + len(words)], gap, indent))
            gap = 0
        else:
            gap += 1
        at += len(text) + 1
    return tuple(found)

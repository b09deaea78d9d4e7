"""An article while it is being gathered, and the walk over the lines of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from youju.reading.layout import shapes
from youju.reading.layout.marks import ASIDE, Mark

RUN = frozenset({"title", "subtitle", "byline"})
FAR = 120  # so many lines off the other half of a sentence is looked for
SERIES = re.compile(r"^[(（]?图(?:[①-⑳]|[一二三四五六七八九十]|\d)")  # the words of one of several pictures
Below = tuple[Sequence[Mark], Mark | None]


@dataclass(eq=False)
class Group:
    """An article while it is being gathered."""

    no: int
    heads: list[Mark] = field(default_factory=list)
    bodies: list[Mark] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    ended: bool = False
    pictured: bool = False  # its text is a series of pictures
    edited: Mark | None = None  # the line behind which the editors' line stands

    @property
    def first_line(self) -> int:
        """The number of its first line on the page."""
        return min(mark.line.no for mark in (*self.heads, *self.bodies, *self.asides))

    @property
    def titled(self) -> bool:
        """Whether it has a headline of its own; a column name (社论) is none."""
        return any(head.role != "byline" and not shapes.COLUMN.search(head.text) for head in self.heads)

    @property
    def led(self) -> bool:
        """Whether it is a news item that begins with a dateline."""
        return bool(self.bodies) and self.bodies[0].shape == "lead"

    @property
    def open_tail(self) -> bool:
        """Whether its last line stops inside a sentence."""
        return bool(self.bodies) and self.bodies[-1].role == "body" and not self.bodies[-1].closed


def open_group(groups: list[Group]) -> Group:
    """The article that the next lines are given to: a new one, unless the last has no line yet."""
    if groups[-1].heads or groups[-1].bodies:
        groups.append(Group(next_no(groups)))
    return groups[-1]


def next_no(groups: Sequence[Group]) -> int:
    """A number that no article has: they are counted as they are opened, and none is dropped."""
    return len(groups) + 1


def take_up(groups: list[Group], group: Group) -> None:
    """Make an article that was broken off the one that is being read."""
    groups.remove(group)
    groups.append(group)


def last_body(group: Group) -> Mark | None:
    """The last line of running text of an article."""
    return next((mark for mark in reversed(group.bodies) if mark.role == "body"), None)


def affinity(heads: list[Mark], bodies: list[Mark]) -> float:
    """The share of the two-character pieces of the heads that the bodies have too."""
    text = "".join(mark.text for mark in bodies)
    pairs = [mark.text[at : at + 2] for mark in heads for at in range(len(mark.text) - 1)]
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def run_end(marks: Sequence[Mark], index: int) -> int:
    """Where a run of head lines ends."""
    pictured = False
    while index < len(marks) and (marks[index].role in RUN or marks[index].role in ASIDE):
        if pictured and marks[index].role in RUN:
            break  # behind a series of pictures another text is headed
        pictured = pictured or SERIES.match(marks[index].text) is not None
        index += 1
    return index


def next_flow(marks: Sequence[Mark], index: int) -> Mark | None:
    """The first line of the reading flow from here on."""
    while index < len(marks) and marks[index].role in ASIDE:
        index += 1
    return marks[index] if index < len(marks) else None


def below(marks: Sequence[Mark], index: int) -> Below:
    """The paragraphs up to the next head line or dateline (none where a dateline comes first), and that line where it is a lone head."""
    flow = [mark for mark in marks[index : index + FAR] if mark.role not in ASIDE]
    plain = [mark.role == "body" and mark.shape != "lead" for mark in flow]
    end = plain.index(False) if False in plain else len(flow)
    lone = end + 1 < len(flow) and flow[end].role == "title" and plain[end + 1]
    return flow[:end], flow[end] if lone else None

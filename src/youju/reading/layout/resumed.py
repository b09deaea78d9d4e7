"""Articles that another text was set into, and where they are taken up again: at their next section, or behind the end of that text."""

from __future__ import annotations

from collections.abc import Sequence

from youju.reading.layout import shapes
from youju.reading.layout.forms import in_series
from youju.reading.layout.groups import Group, take_up
from youju.reading.layout.marks import Mark
from youju.reading.layout.openings import share, triples

_CLIP = 300
_NEAR, _FAR = 3, 8  # so many items back an article is looked for by a form or an end, and by a number
_NUMERALS = "一二三四五六七八九十"


def broken_off(groups: Sequence[Group], mark: Mark) -> Group | None:
    """The article that a paragraph without a headline goes on with behind an item that its writer or its source has ended, if any."""
    if not groups[-1].ended or mark.role != "body" or mark.shape != "body":
        return None
    broken = next((one for one in reversed(groups[-_NEAR:-1]) if one.titled and not one.ended), None)
    return broken if broken and _rather(mark, broken.bodies, groups[-1].bodies) else None


def _rather(mark: Mark, theirs: Sequence[Mark], own: Sequence[Mark]) -> bool:
    """Whether a paragraph has more words of one text than of another."""
    words = triples(mark.text[:_CLIP])
    text, other = ("".join(one.text for one in part) for part in (theirs, own))
    return share(words, text) > share(words, other)


def section_of(groups: Sequence[Group], head: Mark, after: Mark | None) -> Group | None:
    """The article broken off before whose sections a head line is in series with, while that being read has none like it."""
    if head.role != "title" or after is None or after.role != "body" or after.shape == "lead":
        return None
    if _has_like(groups[-1], head):
        return None
    return next((one for one in reversed(groups[-_NEAR:-1]) if _has_like(one, head)), None)


def chapter_of(groups: Sequence[Group], head: Mark) -> Group | None:
    """The article broken off before whose last numbered section the number of a head line follows (三、 behind 二、), if the one being read is another."""
    number = shapes.NUMBERED.match(head.text) if head.shape == "numbered" else None
    digit = next((char for char in number.group() if char in _NUMERALS[1:]), "") if number else ""
    if number is None or not digit:
        return None
    before = number.group().replace(digit, _NUMERALS[_NUMERALS.index(digit) - 1], 1)
    found = next(
        (one for one in reversed(groups[-_FAR:]) if any(mark.shape == "numbered" for mark in one.bodies)),
        None,
    )
    if found is None or found is groups[-1]:
        return None
    last = next(mark for mark in reversed(found.bodies) if mark.shape == "numbered")
    return found if last.text.startswith(before) else None


def _has_like(group: Group, head: Mark) -> bool:
    return any(mark.role == "section_head" and in_series(mark.text, head.text) for mark in group.bodies)


def resume(groups: list[Group], broken: Group, head: Mark) -> None:
    """Go on with an article that was broken off at the head of its next section, and give it the paragraphs right above that are told of it."""
    current = groups[-1]
    at = _end_of_own(current, broken)
    head.role = "section_head"
    broken.bodies += [*current.bodies[at:], head]
    del current.bodies[at:]
    take_up(groups, broken)


def _end_of_own(current: Group, broken: Group) -> int:
    """Where the paragraphs end that have more words of the article they stand in than of the one that was broken off."""
    bodies = current.bodies
    theirs = "".join(mark.text for mark in broken.bodies)
    best, found, worth = 0.0, len(bodies), 0.0
    for at in range(len(bodies) - 1, 0, -1):
        mark = bodies[at]
        if mark.role != "body" or mark.shape == "lead":
            break
        words = triples(mark.text[:_CLIP])
        own = "".join(one.text for one in (*current.heads, *bodies[:at]))
        worth += share(words, theirs) - share(words, own)
        if worth > best and bodies[at - 1].closed:
            best, found = worth, at
    return found

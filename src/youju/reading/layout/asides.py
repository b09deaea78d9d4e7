"""Pictures and their words: beside the text of an article, or items of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from youju.reading.layout import shapes
from youju.reading.layout.groups import SERIES, Group
from youju.reading.layout.marks import ASIDE, Mark
from youju.reading.layout.openings import share, triples

_OF_ANOTHER = 0.05  # so few words has a picture of what another item tells


def place_asides(marks: Sequence[Mark], groups: list[Group]) -> None:
    """Give captions, credits and duplicates to the article they stand in.

    A captioned picture between two articles is an item of its own, read in page order; inside an
    article, or on a page of one article, it stands beside the reading flow.
    """
    by_no = {group.no: group for group in groups}
    several = len(groups) > 1
    unused = count(max(by_no, default=0) + 1)
    own: Group | None = None
    for mark, before, after in _with_neighbours(marks):
        if mark.role not in ASIDE:
            own = None
            continue
        inside = before is not None and after is not None and before.article == after.article
        foreign = mark.role == "caption" and before is not None and _is_foreign(mark, by_no[before.article])
        foreign = foreign or (mark.role == "credit" and own is not None)
        if mark.role == "duplicate" or (inside and not foreign) or not several:
            _stand_beside(mark, before or after, by_no, groups)
            continue
        numbered = SERIES.match(mark.text) is not None
        if numbered and own is None and before is not None and _is_bare(by_no[before.article]):
            own = by_no[before.article]
        elif own is None or (mark.role == "caption" and not (numbered and _ends_numbered(own))):
            own = Group(next(unused))
            by_no[own.no] = own
            groups.append(own)
        own.bodies.append(mark)
        mark.article = own.no


def _is_foreign(caption: Mark, host: Group) -> bool:
    """Whether a picture in the midst of a signed feature shows something else: hardly a word of it is of the feature."""
    if not any(head.role == "byline" for head in host.heads) or shapes.CAPTION.match(caption.text):
        return False
    text = "".join(mark.text for mark in (*host.heads, *host.bodies))
    return share(triples(caption.text), text) < _OF_ANOTHER


def _is_bare(group: Group) -> bool:
    """Whether a group is a headline without a text, as over a series of pictures."""
    return bool(group.heads) and not group.bodies


def _ends_numbered(group: Group) -> bool:
    """Whether the last line of a group is the caption of a numbered picture (图①)."""
    return bool(group.bodies) and SERIES.match(group.bodies[-1].text) is not None


def _stand_beside(mark: Mark, near: Mark | None, by_no: dict[int, Group], groups: list[Group]) -> None:
    if not groups:
        groups.append(Group(1))
        by_no[1] = groups[0]
    home = by_no[near.article] if near is not None else groups[0]
    home.asides.append(mark)
    mark.article = home.no


def _with_neighbours(marks: Sequence[Mark]) -> list[tuple[Mark, Mark | None, Mark | None]]:
    """Each line with the lines of the reading flow before and after it."""
    behind: list[Mark | None] = []
    last: Mark | None = None
    for mark in reversed(marks):
        behind.append(last)
        last = mark if mark.role not in ASIDE and mark.role != "editor" else last
    found: list[tuple[Mark, Mark | None, Mark | None]] = []
    last = None
    for mark, after in zip(marks, reversed(behind), strict=True):
        found.append((mark, last, after))
        last = mark if mark.role not in ASIDE and mark.role != "editor" else last
    return found

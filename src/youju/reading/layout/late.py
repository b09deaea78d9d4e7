"""Head lines that stand behind their own text, or wait above another one for it."""

from __future__ import annotations

from collections.abc import Sequence

from youju.reading.layout.groups import FAR, RUN, Group, affinity
from youju.reading.layout.heads import is_office
from youju.reading.layout.marks import ASIDE, Mark
from youju.reading.layout.openings import late_odds, like_sections

_LATE, _TOLD = 1.0, 0.35
_SAID, _FIRST = 0.12, 3


def lacks_a_headline(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether what stands before head lines is one paragraph without any: the first of their own text, whatever it begins with."""
    if current.titled or len(current.bodies) != 1 or current.ended or after is None or after.role != "body":
        return False
    one = sum(mark.role == "title" for mark in run) == 1 or run[-1].role != "title"
    (first,) = current.bodies
    return one and first.role == "body" and first.closed and after.shape != "lead"


def behind_its_opening(current: Group, run: list[Mark], block: Sequence[Mark]) -> bool:
    """Whether headlines stand behind the first paragraph of their own text, one without a dateline, at the end of another item."""
    if not block or not current.titled or current.ended or len(current.bodies) < 2:
        return False
    before, first = current.bodies[-2:]
    whole = before.role == first.role == "body" and before.closed and first.closed
    if not whole or first.shape == "lead":
        return False
    if like_sections(run[-1], current.heads, current.bodies) >= 1:
        return False
    return late_odds(run, block, current.heads, current.bodies) > _LATE


def waits(current: Group, run: list[Mark], after: Mark | None, alike: int) -> bool:
    """Whether a run of headlines before a news item, or one over the head of a section, may hold the headline of a text further on.

    `alike` tells how many head lines of the page the last of the run is in series with.
    """
    several = sum(mark.role == "title" for mark in run) >= 2 and run[0].role == "title"
    closed = not current.bodies or current.bodies[-1].closed or current.bodies[-1].role != "body"
    if not several or not closed or after is None:
        return False
    return after.shape == "lead" or (after.role == "body" and alike > 0)


def heads_another(run: list[Mark], block: Sequence[Mark], marks: Sequence[Mark], index: int) -> bool:
    """Whether a lone head line has words of the headless news further on, and more of them than of the text right below it."""
    if len(run) > 1 or run[0].role != "title" or not block:
        return False
    told = affinity(run, headless(marks, index, block[0])[:_FIRST])
    return told >= _SAID and told > affinity(run, [*block])


def headless(marks: Sequence[Mark], index: int, after: Mark | None) -> list[Mark]:
    """The paragraphs of the next dateline behind `after` that stands behind a closed paragraph without a headline.

    Before it stands no other headline, or, where `after` goes on with a text in sections, nothing but the heads of sections.
    """
    texts: list[Mark] = []
    seen = int(after is not None and after.shape != "lead")
    before: Mark | None = None
    for mark in marks[index : index + FAR]:
        if mark.role in ASIDE:
            continue
        if mark.role in RUN:
            if after is not None and after.shape != "lead" and not texts and mark.role == "title":
                before = mark
                continue
            break
        seen += mark.shape == "lead"
        if seen > 2 or (seen == 2 and not texts and mark.shape != "lead"):
            break
        if seen == 2 and (texts or (before is not None and before.role == "body" and before.closed)):
            texts.append(mark)
        before = mark
    return texts


def share_out(run: list[Mark], theirs: list[Mark], after: Mark | None) -> int:
    """How many of the first head lines are of the text further on; none unless its words speak for it."""
    own = [after] if after else []
    cuts = [at for at in range(1, len(run)) if run[at].role == "title"]
    worth = {
        at: affinity(run[:at], theirs) - affinity(run[:at], own) + affinity(run[at:], own) - affinity(run[at:], theirs)
        for at in cuts
    }  # fmt: skip
    best = max(cuts, key=lambda at: worth[at], default=0)
    return (
        best
        if best and worth[best] > 0.25 and affinity(run[:best], theirs) > affinity(run[:best], own)
        else 0
    )


def _is_kicker_of(one: Mark, other: Mark) -> bool:
    """Whether a line of two slogans stands over a headline of one piece."""
    return " " in one.text and " " not in other.text


def title_of_before(current: Group, run: list[Mark], after: Mark | None) -> int:
    """How many of the first head lines belong to the untitled article that stands before them."""
    if current.titled or not current.bodies:
        return 0
    if after is None:
        return len(run)
    cuts = [
        at
        for at in range(1, len(run))
        if run[at].role == "title"
        and run[at].line.gap > 0
        and not is_office(run[at - 1])
        and not (_is_kicker_of(run[at - 1], run[at]) and affinity(run[:at], current.bodies) < _TOLD)
    ]
    if not cuts:
        return 0
    return max(cuts, key=lambda at: affinity(run[:at], current.bodies) + affinity(run[at:], [after]))

"""The order in which the lines of an article are read, across columns and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest

from youju.reading.layout import continuation, seams, shapes
from youju.reading.layout.continuation import PageUse
from youju.reading.layout.groups import Group
from youju.reading.layout.marks import Mark
from youju.reading.layout.matching import best_matching
from youju.reading.layout.openings import begins_as, is_told_of
from youju.reading.layout.roles import wrap_width

_NEAR, _TRUNCATED = 4.0, -2.0
_MISSING, _ELSEWHERE = -8.0, 1.5
_FREE, _AFTER_HEAD = -2.7, -3.0
_BACK, _LEFT_OVER = 1.5, 1.2
_SURE, _WEAK, _OPENS = 4.0, -2.0, 2.5
# A page has a few hundred lines; longer texts are matched window by window, so the cost stays linear.
_WINDOW, _MOST, _NEAREST = 400, 24, 120


def link(groups: Sequence[Group], page: PageUse) -> None:
    """Say for each line that goes on inside a sentence which line it goes on from.

    Neighbours in page order go together unless a tail is left without continuation; then the
    loose tails and all weak pairs are matched anew with the heads of the page.
    """
    flow = [mark for group in groups for mark in group.bodies]
    for start in range(0, len(flow), _WINDOW):
        part = flow[start : start + _WINDOW]
        loose, weak = _link_neighbours(part)
        if loose or len(weak) > 1:
            _match(part, loose, weak, page)
    _bring_home(groups)


def _bring_home(groups: Sequence[Group]) -> None:
    """Move a stretch that goes on from a line of another article into that article."""
    home = {mark.article: group for group in groups for mark in group.bodies}
    for group in groups:
        for mark in [mark for mark in group.bodies if mark.after and mark.after.article != mark.article]:
            tail = mark.after
            if tail is None or tail.article == mark.article or mark not in group.bodies:
                continue
            at = group.bodies.index(mark)
            target = home[tail.article]
            stretch = group.bodies[at : _stretch_end(group.bodies, at)]
            stretch = stretch[: _end_of_theirs(stretch, group, target)]
            del group.bodies[at : at + len(stretch)]
            where = target.bodies.index(tail) + 1
            target.bodies[where:where] = stretch
            for moved in stretch:
                moved.article = tail.article


def _end_of_theirs(stretch: Sequence[Mark], own: Group, target: Group) -> int:
    """Where a stretch that goes on with another article turns back to the one it stands in."""
    rest = [mark for mark in own.bodies if mark not in stretch]
    for at, (before, mark) in enumerate(pairwise(stretch), 1):
        whole = before.closed and mark.role == "body" and rest
        if whole and (
            is_told_of(mark, own.heads, rest, target.bodies) or begins_as(mark, rest, target.bodies)
        ):
            return at
    return len(stretch)


def _link_neighbours(flow: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Link neighbours; give the tails left loose and those whose link is weak."""
    loose, weak = [], []
    column = wrap_width(flow)
    for tail, head in zip_longest(flow, flow[1:]):
        if tail.role != "body":
            continue
        if column and head is not None and _wraps(tail, head, column):
            head.after = tail
            continue
        if tail.closed:
            continue
        fit = head is not None and _may_follow(head) and head.article == tail.article
        weight = seams.weight(tail.ending, head.beginning) if head is not None and fit else seams.NEVER
        if head is not None and head.beginning.opens:
            weight -= _OPENS  # a sentence seldom goes on with what paragraphs begin with
        if head is None or weight <= _WEAK:
            loose.append(tail)
            continue
        head.after = tail
        if weight < _SURE:
            weak.append(tail)
    return loose, weak


def _nearest(weak: list[Mark], loose: list[Mark], flow: Sequence[Mark]) -> list[Mark]:
    """The weak tails, those next to a loose one first."""
    place = {id(mark): at for at, mark in enumerate(flow)}
    spots = [place[id(mark)] for mark in loose[:_MOST]]
    return sorted(weak, key=lambda mark: min((abs(place[id(mark)] - spot) for spot in spots), default=0))


def _wraps(tail: Mark, head: Mark, column: int) -> bool:
    """Whether a full line of a wrapped page runs on into the flush line below it."""
    below = head.line.no == tail.line.no + 1 and head.line.indent == 0
    return below and _may_follow(head) and tail.reach >= column - 1


def _may_follow(mark: Mark) -> bool:
    return mark.role == "body" and mark.shape not in {"lead", "numbered"}


def _sets_in(head: Mark) -> bool:
    """Whether a line begins what may be set into a sentence whole: news, or a notice."""
    return head.shape == "lead" or head.role == "notice_line"


def _match(flow: Sequence[Mark], loose: list[Mark], weak: list[Mark], page: PageUse) -> None:
    """Match loose and weakly linked tails with heads so that the whole page fits best."""
    tails = loose[:_MOST] + _nearest(weak, loose, flow)[: max(0, _MOST - len(loose))]
    bound = {id(mark) for mark in flow if mark.after is not None and mark.after not in tails}
    before = dict(zip(map(id, flow[1:]), flow, strict=False))
    heads = [mark for mark in flow if _may_follow(mark) and id(mark) not in bound]
    behind = {id(one): other for one, other in pairwise(flow)}
    following = {
        id(tail): head.article
        for tail in tails
        if (head := behind.get(id(tail))) and head.article != tail.article and _sets_in(head)
    }
    gains = [
        [
            _gain(tail, head, before.get(id(head)), page, following.get(id(tail)) == head.article)
            for head in heads
        ]
        + [_TRUNCATED] * len(tails)
        for tail in tails
    ]
    for tail in loose[_MOST:]:
        tail.truncated = True
    for head in heads:
        head.after = None
    for tail, column in zip(tails, best_matching(gains), strict=True):
        if column < len(heads):
            heads[column].after = tail
        else:
            tail.truncated = True


def _gain(tail: Mark, head: Mark, before: Mark | None, page: PageUse, returns: bool) -> float:
    """The evidence that this head continues this tail, with what its place on the page says.

    `returns` tells that the tail ends its article and the head stands in the next one: where a whole item was set into a sentence,
    the other half stands behind a paragraph of that item.
    """
    if head is tail or seams.never(tail.ending, head.beginning):
        return 2 * seams.NEVER
    weight = continuation.weight(tail.ending, head.beginning, page)
    if returns and before is not None and (before.closed or before.role == "notice_line"):
        weight += _LEFT_OVER * head.is_remnant
        return weight + (
            _MISSING if seams.number_weight(tail.ending, head.beginning) <= seams.NO_NUMBER else _BACK
        )
    weight -= _ELSEWHERE * (tail.article != head.article)
    if seams.number_weight(tail.ending, head.beginning) <= seams.NO_NUMBER:
        return weight + _MISSING
    if before is not None and before.article != head.article and not head.beginning.begins_inside:
        return weight + _FREE  # a headline stands between them, whether or not it is of what follows
    return weight + (_NEAR if before is tail else _orphan(head, before))


def _orphan(head: Mark, before: Mark | None) -> float:
    """How likely a line lost what it goes on from: by what it begins with, or by the line before it."""
    if head.beginning.begins_inside:
        return 0.0
    if before is None or before.role != "body":
        return _FREE + _AFTER_HEAD
    return _FREE if before.closed else 0.0


def reading_order(group: Group) -> list[Mark]:
    """The lines of one article as they are read: head first, then the body with its far joins."""
    bodies = list(group.bodies)
    far = [mark for before, mark in pairwise([None, *bodies]) if mark and mark.after not in {None, before}]
    for mark in far:
        if mark.after is not None and mark.after in bodies:
            _move_after(bodies, mark.after, mark)
    return [*group.heads, *bodies]


def _move_after(bodies: list[Mark], tail: Mark, head: Mark) -> None:
    """Move the stretch that begins with `head` behind `tail`, or the section of `tail` before it."""
    at_tail, at_head = bodies.index(tail), bodies.index(head)
    if at_head == at_tail + 1:
        return
    if at_head > at_tail:
        end = _stretch_end(bodies, at_head)
        bodies[at_tail + 1 : end] = bodies[at_head:end] + bodies[at_tail + 1 : at_head]
        return
    start = _section_start(bodies, at_head, at_tail)
    bodies[at_head : at_tail + 1] = bodies[start : at_tail + 1] + bodies[at_head:start]


def _section_start(bodies: list[Mark], floor: int, at: int) -> int:
    """Where the section that holds line `at` begins, not before `floor` + 1."""
    while at > floor + 1:
        if bodies[at].role == "section_head" and bodies[at - 1].role != "section_head":
            return at
        at -= 1
    return at


def _stretch_end(bodies: list[Mark], at: int) -> int:
    """The end of the stretch: before the next line that goes on from elsewhere."""
    at += 1
    while at < len(bodies) and bodies[at].role != "source":
        mark = bodies[at]
        if mark.after is not None and mark.after is not bodies[at - 1]:
            break
        at += 1
    return at


def joins(mark: Mark, before: Mark | None) -> bool:
    """Whether the line continues the paragraph of the line before it in reading order."""
    if before is None or before.role != "body" or mark.role != "body" or mark.shape == "lead":
        return False
    return mark.after is before or (
        not before.closed and not shapes.DASHED.match(mark.text) and not before.truncated
    )

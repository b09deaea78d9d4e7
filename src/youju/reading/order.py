"""The order in which the lines of an article are read, across columns and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from youju.reading import seams, shapes
from youju.reading.grouping import Group
from youju.reading.marks import Mark

_NEAR = 2.0
_FAR = 6.0
_REACH = 120
_LOOKS = 20_000


def link(groups: Sequence[Group]) -> None:
    """Say for each line that goes on inside a sentence which line it goes on from.

    Neighbours in page order are linked first. A tail without continuation then looks for one over
    the page; it may take the head of another pair when it fits clearly better.
    """
    flow = [mark for group in groups for mark in group.bodies]
    loose = [tail for tail in _link_neighbours(flow) if tail.role == "body"]
    heads = [mark for mark in flow if mark.role == "body" and mark.shape == "body"]
    place = {id(mark): at for at, mark in enumerate(heads)}
    owner = {id(mark): mark.after for mark in heads if mark.after is not None}
    looks = 0
    while loose and looks < _LOOKS:
        tail = loose.pop(0)
        here = place.get(id(tail), 0)
        near = heads[max(0, here - _REACH) : here + _REACH]
        looks += len(near)
        rivals = [(_rival_weight(tail, head, owner.get(id(head))), head) for head in near if head is not tail]
        best, head = max(rivals, key=lambda pair: pair[0], default=(seams.NEVER, tail))
        if best < 0:
            tail.truncated = True
            continue
        loser = owner.get(id(head))
        head.after = tail
        owner[id(head)] = tail
        if loser is not None:
            loose.append(loser)


def _link_neighbours(flow: Sequence[Mark]) -> list[Mark]:
    loose = []
    for tail, head in zip_longest(flow, flow[1:]):
        if tail.role != "body" or tail.closed:
            continue
        fit = head is not None and head.role == head.shape == "body" and head.article == tail.article
        if head is not None and fit and seams.weight(tail.text, head.text) > seams.NEVER:
            head.after = tail
        else:
            loose.append(tail)
    return loose


def _rival_weight(tail: Mark, head: Mark, owner: Mark | None) -> float:
    """What is gained when this head is given to this tail; below zero: leave it where it is."""
    weight = seams.weight(tail.text, head.text)
    if owner is None:
        return weight - _FAR
    if owner is tail:
        return seams.NEVER
    return weight - _FAR - max(0.0, seams.weight(owner.text, head.text) + _NEAR)


def reading_order(group: Group) -> list[Mark]:
    """The lines of one article as they are read: head first, then the body with its far joins."""
    bodies = list(group.bodies)
    for mark in group.bodies:
        tail = mark.after
        if tail is None or tail not in bodies:
            continue
        _move_after(bodies, tail, mark)
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

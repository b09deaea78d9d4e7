"""Columns that stand in each other's place: a column before the one it continues.

Where two neighbouring stretches of an article change places three seams break at once, and all three fit again when they are
changed back. One seam alone may fit by chance with a line far away; that three do, in the one way that leaves no stretch behind
itself, is far stronger evidence. This is the exchange step of the 3-opt search for tours (Lin 1965) without reversals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from youju.reading.layout import continuation, seams
from youju.reading.layout.continuation import PageUse
from youju.reading.layout.groups import Group
from youju.reading.layout.marks import Mark
from youju.reading.layout.roles import wrap_width

# the worth of a tail that nothing follows, and what an exchange must gain in all
_LOOSE, _GAIN = -3.0, 4.0
_MOST, _ROUNDS = 24, 4
# between two broken sentences a column may begin behind a whole one: of more places to choose from a better fit is asked
_TWO, _SURER, _WHOLES = 2, 6.0, 60


def settle_columns(groups: Sequence[Group], page: PageUse) -> None:
    """Put columns of one article back that were printed in each other's place."""
    for group in groups:
        for _ in range(_ROUNDS):
            breaks = _open_seams(group.bodies)
            if len(breaks) < _TWO or wrap_width(group.bodies):
                break
            exchange = _best_exchange(group.bodies, breaks, page)
            if exchange is None:
                break
            first, middle, last = exchange
            ours = group.bodies
            ours[first + 1 : last + 1] = ours[middle + 1 : last + 1] + ours[first + 1 : middle + 1]


def _open_seams(bodies: Sequence[Mark]) -> list[int]:
    """The lines that stop inside a sentence, or before a line that begins inside one; at most `_MOST`, those that the next line continues worst."""
    found: list[tuple[float, int]] = []
    for at, tail in enumerate(bodies):
        head = bodies[at + 1] if at + 1 < len(bodies) else None
        if tail.role != "body" or (tail.closed and not (head and _FRAGMENT.match(head.text))):
            continue
        worth = (
            seams.weight(tail.ending, head.beginning)
            if head is not None and _may_follow(head)
            else seams.NEVER
        )
        found.append((worth, at))
    return sorted(at for _, at in sorted(found)[:_MOST])


# what no paragraph begins with: an amount, the end of a phrase
_FRAGMENT: Final = re.compile(
    r"(?:[约近超]?\d[\d.]*[余多]?[万亿]*(?:元|亩|吨|公里|平方|人次|千瓦|%|个百分点)|[万亿]?(?:元|吨|亩|公里)[,。、]|[的了着与和及,。、;])"
)


def _may_follow(mark: Mark) -> bool:
    return mark.role == "body" and mark.shape not in {"lead", "numbered"}


def _best_exchange(
    bodies: Sequence[Mark], breaks: Sequence[int], page: PageUse
) -> tuple[int, int, int] | None:
    """The three seams whose two stretches had better change places, if any."""
    known: dict[tuple[int, int], float] = {}

    def worth(tail: int, head: int) -> float:
        if (tail, head) not in known:
            known[tail, head] = _worth(bodies[tail], bodies[head] if head < len(bodies) else None, page)
        return known[tail, head]

    best = max(_exchanges(combinations(breaks, 3), worth), default=(0.0, 0, 0, 0))
    other = max(_exchanges(_behind_wholes(bodies, breaks), worth), default=(0.0, 0, 0, 0))
    if other[0] > _SURER and other[0] - _SURER > best[0] - _GAIN:
        return other[1:]
    return best[1:] if best[0] > _GAIN else None


def _behind_wholes(bodies: Sequence[Mark], breaks: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Two broken sentences and the end of a whole one between them."""
    wholes = [
        at
        for at, (tail, head) in enumerate(pairwise(bodies))
        if tail.role == "body" and tail.closed and _may_follow(head) and not head.beginning.opener
    ]
    if len(wholes) > _WHOLES:
        return
    for first, last in combinations(breaks, 2):
        yield from ((first, middle, last) for middle in wholes if first < middle < last)


def _exchanges(
    cuts: Iterable[tuple[int, int, int]], worth: Callable[[int, int], float]
) -> Iterator[tuple[float, int, int, int]]:
    for first, middle, last in cuts:
        now = worth(first, first + 1) + worth(middle, middle + 1) + worth(last, last + 1)
        then = worth(first, middle + 1) + worth(last, first + 1) + worth(middle, last + 1)
        yield then - now, first, middle, last


def _worth(tail: Mark, head: Mark | None, page: PageUse) -> float:
    if tail.closed:
        return _LOOSE if head is not None and _may_follow(head) and _FRAGMENT.match(head.text) else 0.0
    if head is None or not _may_follow(head) or seams.never(tail.ending, head.beginning):
        return _LOOSE
    worth = continuation.weight(tail.ending, head.beginning, page)
    return max(
        _LOOSE, worth - 8.0 if seams.number_weight(tail.ending, head.beginning) <= seams.NO_NUMBER else worth
    )

"""Blocks that were printed twice on a page, found by the five-character pieces they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from youju.reading.layout import seams
from youju.reading.layout.marks import Mark
from youju.reading.words import crossing_gain

_PIECE = 5
# the stretches of one piece after the other: to cut along ready ones is cheaper than to make one for each character
_CUTS = [slice(at, at + _PIECE) for at in range(4096)]
_SHORTEST = 12
_WINDOW = 300
_BESIDES, _LEAST_SAID = 2, 8
_BESIDE = 2  # a short line that one so near holds whole is no headline


def find_duplicates(marks: Sequence[Mark]) -> None:
    """Mark each line whose text stands, whole or nearly, in another line of the page.

    The longer line is kept, of two equals the first. A line that interrupts a sentence is taken
    for a duplicate when three fifths of it stand elsewhere, any other when 85 % does.
    """
    for index, shared in _shared_pieces(marks).items():
        if marks[index].width >= _SHORTEST:
            _mark_duplicate(marks, index, shared)
    for tail, head, mark in zip(marks, marks[1:], marks[2:], strict=False):
        _mark_end_said_again(tail, head, mark)


def _mark_end_said_again(tail: Mark, head: Mark, mark: Mark) -> None:
    """Mark a line that says once more the end of a sentence broken over the two lines before it."""
    over = len(mark.text) - len(head.text)
    if (
        mark.text.endswith(head.text)
        and over >= _BESIDES
        and mark.width >= _LEAST_SAID
        and (tail.text + head.text).endswith(mark.text)
        and not tail.closed
        and tail.role != "duplicate"
        and mark.closed
    ):
        mark.role = "duplicate"
        mark.duplicate_of = tail.line.clean.span(len(tail.text) - over, len(tail.text))


def _shared_pieces(marks: Sequence[Mark]) -> dict[int, Counter[int]]:
    """For each line the other lines it has pieces in common with, and how many."""
    first: dict[str, int] = {}
    later: dict[str, list[int]] = {}
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for index, mark in enumerate(marks):
        text = mark.text
        pieces = _pieces(text)
        if first.keys().isdisjoint(pieces):
            first.update(dict.fromkeys(pieces, index))
            continue
        again = [piece for piece in pieces if piece in first]
        first |= dict.fromkeys(pieces, index) | {piece: first[piece] for piece in again}
        for piece in again:
            other = first[piece]
            known = later.setdefault(piece, [other])
            for line in known:
                if 0 < index - line <= _WINDOW:
                    shared[index][line] += 1
                    shared[line][index] += 1
            if known[-1] != index:
                later[piece] = [*known[-2:], index]
    return dict(sorted(shared.items()))


def _pieces(text: str) -> list[str]:
    """The pieces of a text, one from each of its characters."""
    count = max(0, len(text) - _PIECE + 1)
    more = [text[at : at + _PIECE] for at in range(len(_CUTS), count)]
    return [*map(text.__getitem__, _CUTS[:count]), *more]


def _mark_duplicate(marks: Sequence[Mark], index: int, shared: Counter[int]) -> None:
    mark = marks[index]
    pieces = len(mark.text) - _PIECE + 1
    for other, count in shared.most_common(3):
        twin = marks[other]
        longer = len(twin.text) > len(mark.text) or (len(twin.text) == len(mark.text) and other < index)
        interrupts = index > 0 and not marks[index - 1].closed and marks[index - 1].shape == "body"
        between = 0 < index < len(marks) - 1 and marks[index + 1].shape == "body"
        beside = mark.text in twin.text and abs(index - other) <= _BESIDE
        quoted = beside and (interrupts or (between and other == index - 1))
        if twin.role == "duplicate" or not (mark.shape == "body" or mark.text == twin.text or quoted):
            continue
        if not longer or count < pieces * (0.6 if interrupts else 0.85):
            continue
        if not (interrupts and _goes_on(marks, index, whole=mark.width >= 40 and count >= pieces * 0.75)):
            mark.role = "duplicate"
            mark.duplicate_of = _where(mark.text, twin)
            return


def _goes_on(marks: Sequence[Mark], index: int, *, whole: bool) -> bool:
    """Whether the broken line before goes on here rather than in the next line of body.

    A long line that stands elsewhere as a whole must fit by a word cut at the seam to be kept.
    """
    tail, head = marks[index - 1].ending, marks[index].beginning
    following = (
        mark for mark in marks[index + 1 : index + 4] if mark.shape == "body" and mark.role != "duplicate"
    )
    after = next(following, None)
    here = seams.weight(tail, head)
    if whole:
        return crossing_gain(tail.run, head.run) >= seams.STRONG
    if here >= seams.STRONG:
        return True
    return here > -2 and (after is None or here > seams.weight(tail, after.beginning))


def _where(text: str, twin: Mark) -> tuple[int, int]:
    """The raw span in the kept line between the first and the last shared piece."""
    hits = [at for at in map(twin.text.find, _pieces(text)) if at >= 0]
    return (
        twin.line.clean.span(min(hits), max(hits) + _PIECE)
        if hits
        else twin.line.clean.span(0, len(twin.text))
    )

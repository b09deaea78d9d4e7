"""How likely it is that one line goes on from another, anywhere on the page.

A sum of plain evidence. The weights are those of a conditional logit (McFadden 1974) fitted on
paragraphs of newspaper text cut at random places, where the true other half stood among some thirty
lines of the page; rounded to one decimal. The passive is too rare there and was set by hand. How to fit them again: docs/algorithms/reading-articles.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from youju.reading import words
from youju.reading.layout import seams, shapes

_HAN_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
_FIRST_MARK = re.compile("[,。、;:!?]")
_JOINED_ON = re.compile("^[与和及等的并而或且]|^以及")
_WORD_END = re.compile("^[也都还了着过中内外上下后前间里者们性化力度率量]")
_REACH = 30

WEIGHTS = {
    "word_cut": 1.0,
    "pair_seen": 0.9,
    "triple_seen": 1.3,
    "topic": 0.9,
    "begins_with_mark": 1.2,
    "begins_joined": 1.6,
    "opens": -1.3,
    "opens_alike": -1.9,
    "quotes": -0.8,
    "brackets": 1.2,
    "number": 0.5,
    "short_clause": 0.7,
    "passive": 1.0,
}


class PageUse:
    """The text of a page as a witness: which characters stand together, how paragraphs begin."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._pairs: set[str] = set()
        self._triples: set[str] = set()
        self._openings: Counter[str] = Counter()
        for text in paragraphs:
            self._pairs.update(text[at : at + 2] for at in range(len(text) - 1))
            self._triples.update(text[at : at + 3] for at in range(len(text) - 2))
            self._openings[text[:2]] += 1

    def pair(self, tail: str, head: str) -> bool:
        """Whether the two characters at the seam stand together elsewhere on the page."""
        return tail[-1] + head[0] in self._pairs

    def triples(self, tail: str, head: str) -> int:
        """How many of the two triples over the seam stand elsewhere on the page."""
        return (tail[-2:] + head[0] in self._triples) + (tail[-1] + head[:2] in self._triples)

    def opens_alike(self, head: str) -> bool:
        """Whether another line of the page begins with the same two characters."""
        return self._openings[head[:2]] > 1


def features(tail: str, head: str, page: PageUse) -> tuple[float, ...]:
    """The evidence in the order of `WEIGHTS`; both texts must hold a character."""
    opens = shapes.OPENER.search(head) is not None or shapes.SAYING.search(head) is not None
    mark = _FIRST_MARK.search(head)
    first = mark.start() if mark else _REACH
    return (
        min(words.crossing_gain(tail, head), 10.0),
        float(page.pair(tail, head)),
        float(page.triples(tail, head)),
        float(_topic(tail, head)),
        float(shapes.starts_inside(head) or head[0] == "("),
        float(not opens and _begins_joined(head)),
        float(opens),
        float(page.opens_alike(head)),
        float(head[0] in "“《‘『"),
        seams.bracket_weight(tail, head),
        seams.number_weight(tail, head),
        float(first <= 3),
        seams.passive_weight(tail, head),
    )


def weight(tail: str, head: str, page: PageUse) -> float:
    """The log odds (up to a constant of the tail) that `head` continues `tail`."""
    return sum(
        share * value for share, value in zip(WEIGHTS.values(), features(tail, head, page), strict=True)
    )


def _begins_joined(head: str) -> bool:
    """Whether the first word belongs to what was said before: a conjunction, or the end of a word."""
    if _JOINED_ON.match(head):
        return True
    return _WORD_END.match(head) is not None and not words.is_word(head[:2])


def _topic(tail: str, head: str) -> int:
    """How many pairs of characters the last words of the tail share with the first of the head, at most 3."""
    left = {tail[at : at + 2] for at in range(max(0, len(tail) - _REACH), len(tail) - 1)}
    right = {head[at : at + 2] for at in range(min(_REACH, len(head)) - 1)}
    return min(3, sum(1 for pair in left & right if _HAN_PAIR.fullmatch(pair)))

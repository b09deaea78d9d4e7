"""How likely it is that one line goes on from another, anywhere on the page.

A sum of plain evidence. The weights are those of a conditional logit (McFadden 1974) fitted on
paragraphs of newspaper text cut at random places, where the true other half stood among some thirty
lines of the page; rounded to one decimal. The passive is too rare there and was set by hand. How to fit them again: docs/algorithms/reading-articles.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import add, mul

from youju.reading import words
from youju.reading.layout import seams
from youju.reading.layout.halves import Beginning, Ending
from youju.reading.lazy import lazy

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


_SHARES = tuple(WEIGHTS.values())


class PageUse:
    """The text of a page as a witness: which characters stand together, how paragraphs begin."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._paragraphs = list(paragraphs)

    @lazy
    def _pieces(self) -> tuple[set[str], set[str]]:
        text = "\n".join(self._paragraphs)
        pairs = list(map(add, text, text[1:]))
        return set(pairs), set(map(add, pairs, text[2:]))

    @lazy
    def _openings(self) -> Counter[str]:
        return Counter(text[:2] for text in self._paragraphs)

    def pair(self, tail: Ending, head: Beginning) -> bool:
        """Whether the two characters at the seam stand together elsewhere on the page."""
        return tail.last + head.first in self._pieces[0]

    def triples(self, tail: Ending, head: Beginning) -> int:
        """How many of the two triples over the seam stand elsewhere on the page."""
        triples = self._pieces[1]
        return (tail.text[-2:] + head.first in triples) + (tail.last + head.text[:2] in triples)

    def opens_alike(self, head: Beginning) -> bool:
        """Whether another line of the page begins with the same two characters."""
        return self._openings[head.text[:2]] > 1


def features(tail: Ending, head: Beginning, page: PageUse) -> tuple[float, ...]:
    """The evidence in the order of `WEIGHTS`."""
    return (
        min(words.crossing_gain(tail.run, head.run), 10.0),
        page.pair(tail, head),
        page.triples(tail, head),
        min(3, len(tail.pairs & head.pairs)),
        head.inside,
        not head.opens and head.is_joined,
        head.opens,
        page.opens_alike(head),
        head.first in "“《‘『",
        seams.bracket_weight(tail, head),
        seams.number_weight(tail, head),
        head.is_short,
        seams.passive_weight(tail, head),
    )


def weight(tail: Ending, head: Beginning, page: PageUse) -> float:
    """The log odds (up to a constant of the tail) that `head` continues `tail`."""
    return float(sum(map(mul, _SHARES, features(tail, head, page))))

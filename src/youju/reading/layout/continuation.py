"""How likely it is that one line goes on from another, anywhere on the page.

A sum of plain evidence. The weights are those of a conditional logit (McFadden 1974) fitted on
paragraphs of newspaper text cut at random places, where the true other half stood among some thirty
lines of the page; rounded to one decimal. The passive is too rare there and was set by hand. How to fit them again: docs/algorithms/reading-articles.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import add

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
_MOST_CUT, _MOST_TOPIC = 10.0, 3


class PageUse:
    """The text of a page as a witness: which characters stand together, how paragraphs begin."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._paragraphs = list(paragraphs)
        self._begins: dict[Beginning, float] = {}

    @lazy
    def _text(self) -> str:
        return "\n".join(self._paragraphs)

    @lazy
    def _pairs(self) -> set[str]:
        return set(map(add, self._text, self._text[1:]))

    @lazy
    def _triples(self) -> set[str]:
        return set(map(add, map(add, self._text, self._text[1:]), self._text[2:]))

    @lazy
    def _openings(self) -> Counter[str]:
        return Counter(text[:2] for text in self._paragraphs)

    def seen(self, tail: Ending, head: Beginning) -> float:
        """What the characters at the seam say: the pair and the two triples over it stand elsewhere on the page, or do not."""
        if tail.last + head.first not in self._pairs:
            return 0.0
        over = (tail.text[-2:] + head.first, tail.last + head.text[:2])
        return WEIGHTS["pair_seen"] + WEIGHTS["triple_seen"] * sum(triple in self._triples for triple in over)

    def begins(self, head: Beginning) -> float:
        """What a line says by itself of whether it goes on from another."""
        if head not in self._begins:
            evidence = {
                "begins_with_mark": head.inside,
                "begins_joined": not head.opens and head.is_joined,
                "opens": head.opens,
                "opens_alike": self._openings[head.text[:2]] > 1,
                "quotes": head.first in "“《‘『",
                "short_clause": head.is_short,
            }
            self._begins[head] = sum(WEIGHTS[name] * so for name, so in evidence.items())
        return self._begins[head]


def weight(tail: Ending, head: Beginning, page: PageUse) -> float:
    """The log odds (up to a constant of the tail) that `head` continues `tail`."""
    total = page.begins(head) + page.seen(tail, head)
    total += WEIGHTS["word_cut"] * min(words.crossing_gain(tail.run, head.run), _MOST_CUT)
    total += WEIGHTS["topic"] * min(_MOST_TOPIC, len(tail.pairs & head.pairs))
    total += WEIGHTS["brackets"] * seams.bracket_weight(tail, head)
    total += WEIGHTS["number"] * seams.number_weight(tail, head)
    return total + WEIGHTS["passive"] * seams.passive_weight(tail, head)

"""What usually follows what on this page, learned from its own unbroken sentences.

Two things are counted: which class of word follows which inside a clause, and which class begins
a paragraph. A seam is judged by the odds between the two: is the word at its head more like one that
goes on, or like one that begins? Word pairs seen elsewhere on the page count on top.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from youju.reading import words

_CLAUSE = re.compile(r"[\u4e00-\u9fff\d]+")
_TAIL = re.compile(r"[\u4e00-\u9fff\d]+$")
_HEAD = re.compile(r"^[\u4e00-\u9fff\d]+")
_SMOOTH, _LIMIT, _SEEN, _SHARED = 0.5, 2.5, 3.0, 1.0
_CLASSES = 24
_VERBS = frozenset("v")


class Grammar:
    """Counts over a page. Building it costs one segmentation of the page."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._follow: Counter[tuple[str, str]] = Counter()
        self._before: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for paragraph in paragraphs:
            self._learn(paragraph)

    def _learn(self, paragraph: str) -> None:
        for number, clause in enumerate(_CLAUSE.findall(paragraph)):
            cut = words.segment(clause)
            classes = [words.word_class(word) for word in cut]
            if number == 0:
                self._first[classes[0]] += 1
            self._before.update(classes[:-1])
            self._follow.update(pairwise(classes))
            self._pairs.update(pairwise(cut))

    def odds(self, tail: str, head: str) -> float:
        """How much more the head looks like going on after this tail than like beginning (log odds)."""
        left, right = _TAIL.search(tail[-12:]), _HEAD.search(head[:12])
        if not left or not right:
            return 0.0
        last, first = words.segment(left.group())[-1], words.segment(right.group())[0]
        goes, begins = words.word_class(last), words.word_class(first)
        on = (self._follow[goes, begins] + _SMOOTH) / (self._before[goes] + _SMOOTH * _CLASSES)
        fresh = (self._first[begins] + _SMOOTH) / (self._first.total() + _SMOOTH * _CLASSES)
        weight = max(-_LIMIT, min(_LIMIT, math.log(on / fresh)))
        if last == "被":
            weight += 2 if begins in _VERBS else -1
        # The two words were in one of the counted sentences if the pair was never cut.
        return weight + (_SEEN if self._pairs[last, first] else 0.0) + _SHARED * shared(tail, head)


def shared(tail: str, head: str) -> int:
    """How many pairs of characters the last words of the tail share with the first of the head, at most 3."""
    left = {tail[at : at + 2] for at in range(max(0, len(tail) - 30), len(tail) - 1)}
    right = {head[at : at + 2] for at in range(min(30, len(head)) - 1)}
    return min(3, sum(1 for pair in left & right if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair)))

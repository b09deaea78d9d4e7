"""Words: how likely a run of characters is, and what a seam gains.

A column break cuts words; the two halves make a better sentence together than apart. The gain is
the difference of the best unigram segmentations (log probability, natural logarithm) of the joined
and of the separate texts, after the word list of jieba (349,045 words with counts).
The list is read once, on first need.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain, compress, count, pairwise
from pathlib import Path
from sys import byteorder

from youju.reading.lazy import lazy

_NAMES = ("nr", "ns", "nt", "nz")
_REACH = 6
_LONGEST = 8
_RUN_END = re.compile(r"[\u4e00-\u9fff]+$")
_RUN_HEAD = re.compile(r"^[\u4e00-\u9fff]+")


def _list_file() -> Path:
    """The word list inside the installed package, found without running the package."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed; the reader needs its word list")
    return Path(found.origin).with_name("dict.txt")


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, float], float, dict[str, None], dict[str, None]]:
    """Log probability of each word of the list, that of a character outside it, the verbs of two characters, and the names.

    All are dicts, for a set of so many words would be walked through at every collection of garbage.
    """
    listed = _list_file().read_text(encoding="utf-8").split()  # word, count and kind in turn
    words, kinds = listed[0::3], listed[2::3]
    counts = dict(
        zip(words, listed[1::3], strict=True)
    )  # as printed: few are different, and only those are worked out
    often = Counter(counts.values())
    total = math.log(sum(int(number) * times for number, times in often.items()))
    weight = {number: math.log(max(int(number), 1)) - total for number in often}
    verbs, names = (_of_kinds(words, kinds, which) for which in (("v",), _NAMES))
    return (
        dict(zip(counts, map(weight.__getitem__, counts.values()), strict=True)),
        -total,
        dict.fromkeys(word for word in verbs if len(word) == 2),
        dict.fromkeys(word for word in names if 2 <= len(word) <= 4),
    )


def _of_kinds(words: list[str], kinds: list[str], which: tuple[str, ...]) -> Iterator[str]:
    """The words whose kinds begin with one of those letters."""
    wanted = {kind: kind.startswith(which) for kind in set(kinds)}
    return compress(words, map(wanted.__getitem__, kinds))


@lru_cache(maxsize=1)
def _pairs() -> dict[int, None]:
    """The pairs of neighbouring characters of all words, each the four bytes of its two characters as one number.

    A third of a million pairs are taken at once, as numbers out of the bytes: those that begin at even places, then those at odd ones.
    """
    bytes_of = " ".join(_lexicon()[0]).encode("utf-16-le")
    shifted = (memoryview(bytes_of)[at : at + (len(bytes_of) - at) // 4 * 4] for at in (0, 2))
    return dict.fromkeys(chain.from_iterable(part.cast("I") for part in shifted))


_asked = count(1)  # the seams asked about so far
_MANY = 20_000  # before so many, to make the pairs costs more than it saves: a process that reads one file never does


def _may_join(one: str, other: str) -> bool:
    """Whether some word may have two characters side by side; until many seams were asked about, any may."""
    if next(_asked) <= _MANY:
        return True
    return int.from_bytes((one + other).encode("utf-16-le"), byteorder) in _pairs()


@lru_cache(maxsize=1)
def _characters() -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for word, weight in _lexicon()[0].items():
        share = math.exp(weight)
        for char in word:
            counts[char] += share
    total = sum(counts.values())
    return {char: math.log(share / total) for char, share in counts.items()}


def character(char: str) -> float:
    """The log probability of a single character in running text; -99 where the list has it nowhere."""
    return _characters().get(char, -99.0)


def is_word(text: str) -> bool:
    """Whether the list has this word."""
    return text in _lexicon()[0]


def is_verb(text: str) -> bool:
    """Whether the list has this word of two characters as a verb."""
    return text in _lexicon()[2]


def is_name(text: str) -> bool:
    """Whether the list has this word of two to four characters as a name."""
    return text in _lexicon()[3]


def likelihood(text: str) -> float:
    """The log probability of the best segmentation of a run of characters."""
    weights, unknown, _, _ = _lexicon()
    best = [0.0]
    for end in range(1, len(text) + 1):
        top = best[end - 1] + weights.get(text[end - 1], unknown)
        for start in range(max(0, end - _LONGEST), end - 1):
            weight = weights.get(text[start:end])
            if weight is not None:
                top = max(top, best[start] + weight)
        best.append(top)
    return best[-1]


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[str, ...]:
    """The words of the best segmentation of a run of characters."""
    weights, unknown, _, _ = _lexicon()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        top = (best[end - 1][0] + weights.get(text[end - 1], unknown), end - 1)
        for start in range(max(0, end - _LONGEST), end - 1):
            weight = weights.get(text[start:end])
            if weight is not None:
                top = max(top, (best[start][0] + weight, start))
        best.append(top)
    found, at = [], len(text)
    while at:
        found.append(text[best[at][1] : at])
        at = best[at][1]
    return tuple(reversed(found))


def is_coined(text: str) -> bool:
    """Whether a run of characters holds a name of its own: one that the list knows as a name, or characters that make no words.

    谭山, 金通 and 乌兰花 are names; 黑木耳种植 and 冷链物流 are words that any such house may be called by.
    """
    names = _lexicon()[3]
    words = segments(text)
    return any(word in names for word in words) or any(
        len(one) == len(two) == 1 for one, two in pairwise(words)
    )


class Run:
    """The Chinese characters at one side of a seam: the last before it, or the first behind it.

    `pieces` are what a word over the seam may take of them, the shortest first.
    """

    def __init__(self, text: str, *, before: bool) -> None:
        found = _RUN_END.search(text[-_REACH:]) if before else _RUN_HEAD.search(text[:_REACH])
        self._text = run = found.group() if found else ""
        self._before = before
        sizes = range(1, len(run) + 1)
        self.pieces = [run[-size:] for size in sizes] if before else [run[:size] for size in sizes]

    @lazy
    def losses(self) -> list[float]:
        """What the likelihood of the run loses where a piece is taken away."""
        left = self._text.removesuffix if self._before else self._text.removeprefix
        whole = likelihood(self._text)
        return [likelihood(left(piece)) - whole for piece in self.pieces]


def crossing_gain(left: Run, right: Run) -> float:
    """What a word over the seam gains: 0 where none helps, 3 and more where one was cut."""
    if not (left.pieces and right.pieces) or not _may_join(left.pieces[0], right.pieces[0]):
        return 0.0  # no word has the two characters at the seam
    weight_of = _lexicon()[0].get
    over = [
        (weight, at, to)
        for at, before in enumerate(left.pieces)
        for to, behind in enumerate(right.pieces)
        if (weight := weight_of(before + behind)) is not None
    ]
    return max((0.0, *(weight + left.losses[at] + right.losses[to] for weight, at, to in over)))

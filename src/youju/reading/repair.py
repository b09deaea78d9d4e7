"""A page as it came in, made readable character by character, with the way back kept.

Full-width letters and marks become plain ones, invisible characters go, pinyin glosses are undone
and traditional characters become simplified. Line ends stay: where a line ends inside a word is a
question of layout and is answered when lines are joined.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from youju.reading.text import Clean, Doubt

_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {
    0x3000: " ",
    0xA0: " ",
    0x2002: " ",
    0x2003: " ",
    0x2009: " ",
    0x202F: " ",
    0xFF61: "。",
    0xFE5F: "#",
}
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]+")
_PINYIN = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}\\)")
_CJK = re.compile("[\u4e00-\u9fff]")
_SHARE, _KINDS = 0.02, 3
_Change = tuple[int, int, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True)
class Repaired:
    """The clean page and what could not be made good."""

    clean: Clean
    doubts: tuple[Doubt, ...]


def repair(raw: str) -> Repaired:
    """Make a page readable; every clean character knows its raw place. Any string is accepted."""
    text = raw.translate(_PLAIN) if not raw.isascii() else raw
    drops: list[_Change] = [(found.start(), found.end(), ()) for found in _UNSEEN.finditer(text)]
    doubts: tuple[Doubt, ...] = ()
    if _PINYIN.search(text):
        from youju.reading.glosses.pinyin_gloss import find_glosses

        edits, lost = find_glosses(text)
        drops = _merged(drops, [(edit.start, edit.end, edit.chars) for edit in edits])
        doubts = tuple(_lost(raw, start, end) for start, end in lost)
    clean = _applied(raw, text, drops)
    return Repaired(_in_simplified(clean), doubts)


def _merged(first: Sequence[_Change], second: Sequence[_Change]) -> list[_Change]:
    kept: list[_Change] = []
    for change in sorted((*first, *second), key=lambda change: change[:2]):
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


def _applied(raw: str, text: str, changes: Sequence[_Change]) -> Clean:
    if not changes:
        return Clean(raw, text, range(len(raw) + 1), range(1, len(raw) + 1))
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    for start, end, chars in (*changes, (len(text), len(text), ())):
        pieces.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        for char, low, high in chars:
            pieces.append(char)
            starts.append(low)
            ends.append(high)
        at = end
    starts.append(len(raw))
    return Clean(raw, "".join(pieces), starts, ends)


def _in_simplified(clean: Clean) -> Clean:
    """The page in simplified characters, when two in a hundred and three different ones are not."""
    kinds = "".join(sorted(set(_CJK.findall(clean.text)))) if clean.text else ""
    if not kinds or kinds.isascii():
        return clean
    from youju.reading.glosses.scripts import simplified

    changed = {old for old, new in zip(kinds, simplified(kinds), strict=True) if old != new}
    if len(changed) < _KINDS or sum(map(clean.text.count, changed)) < _SHARE * max(
        1, len(_CJK.findall(clean.text))
    ):
        return clean
    return Clean(clean.raw, simplified(clean.text), clean.raw_at, clean.raw_to)


def _lost(raw: str, start: int, end: int) -> Doubt:
    return Doubt.at(
        raw, start, end, "broken_character",
        f"“{raw[start:end]}”处的字被拼音注音打断, 无法还原, 请对照原件",
        "a pinyin gloss was put between the two bytes of a character and the bytes do not fit again",
    )  # fmt: skip

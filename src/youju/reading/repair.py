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

_PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f", " ") | {"\uff61": "。", "\ufe5f": "#"}
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]+")
_HIDDEN = frozenset(chr(code) for code in range(0x2000, 0x2100) if _UNSEEN.match(chr(code))) | {
    "\ufeff",
    "\u00ad",
}
_TONED = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")
_PINYIN = re.compile(f"[{''.join(sorted(_TONED))}][a-z]{{0,3}}\\)")
_CJK = re.compile("[\u4e00-\u9fff]")
# characters seen so far, by whether the simplified script has another form of them; as many as there are at most
_SAME: set[str] = set()
_OTHER: set[str] = set()
_SHARE, _KINDS = 0.02, 3
_Change = tuple[int, int, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True)
class Repaired:
    """The clean page and what could not be made good."""

    clean: Clean
    doubts: tuple[Doubt, ...]


def repair(raw: str) -> Repaired:
    """Make a page readable; every clean character knows its raw place. Any string is accepted."""
    text, used = raw, set(raw)
    for char in used & _PLAIN.keys():
        text = text.replace(char, _PLAIN[char])
    unseen = _UNSEEN.finditer(text) if used & _HIDDEN else ()
    drops: list[_Change] = [(found.start(), found.end(), ()) for found in unseen]
    drops += _set_apart(text)
    drops.sort(key=lambda change: change[:2])
    doubts: tuple[Doubt, ...] = ()
    if used & _TONED and _PINYIN.search(text):
        from youju.reading.glosses.pinyin_gloss import find_glosses

        edits, lost = find_glosses(text)
        drops = _merged(drops, [(edit.start, edit.end, edit.chars) for edit in edits])
        doubts = tuple(_lost(raw, start, end) for start, end in lost)
    clean = _applied(raw, text, drops)
    return Repaired(_in_simplified(clean), doubts)


# 2023 年 1—10 月, 产值 48.6 亿元: typesetters of the web put a space between figures and characters
_SPACED = re.compile(" (?<=\\d )(?=[年月日亿万元个人名家户亩吨公平立米项次])")
_APART = re.compile(" (?:(?<=[\\d%] )(?=[\u4e00-\u9fff—–~-])|(?<=[\u4e00-\u9fff—–~-] )(?=\\d))")
_OFTEN = 4


def _set_apart(text: str) -> list[_Change]:
    """The spaces between figures and characters on a page that is set so throughout."""
    if len(_SPACED.findall(text)) < _OFTEN:
        return []
    return [(found.start(), found.end(), ()) for found in _APART.finditer(text)]


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
    kinds = set(clean.text)
    fresh = "".join(sorted(char for char in kinds - _SAME - _OTHER if "\u4e00" <= char <= "\u9fff"))
    if fresh:
        from youju.reading.glosses.scripts import simplified

        for old, new in zip(fresh, simplified(fresh), strict=True):
            (_SAME if old == new else _OTHER).add(old)
    changed = kinds & _OTHER
    if len(changed) < _KINDS or sum(map(clean.text.count, changed)) < _SHARE * max(
        1, len(_CJK.findall(clean.text))
    ):
        return clean
    from youju.reading.glosses.scripts import simplified

    return Clean(clean.raw, simplified(clean.text), clean.raw_at, clean.raw_to)


def _lost(raw: str, start: int, end: int) -> Doubt:
    return Doubt.at(
        raw, start, end, "broken_character",
        f"“{raw[start:end]}”处的字被拼音注音打断, 无法还原, 请对照原件",
        "a pinyin gloss was put between the two bytes of a character and the bytes do not fit again",
    )  # fmt: skip

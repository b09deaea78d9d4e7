"""What is broken on a page and cannot be mended, said as doubts: cut facts, repeats, stray words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from youju.reading.layout import shapes
from youju.reading.layout.marks import Mark
from youju.reading.text import Clean, Doubt
from youju.reading.words import is_word

_TWICE = re.compile(r"([\u4e00-\u9fff]{3,12})([、,])\1(?=[、,。;])|((?!一)[\u4e00-\u9fff]{2,8})\3")
_STRAY = re.compile(
    r"(?<=[\u4e00-\u9fff”》]) ?\b(?:and|or|of|the|to|in|for|with|by|at)\b ?(?=[\u4e00-\u9fff“《])"
)
_FOREIGN = re.compile("(?:and|or|of|the|to|in|for|with|by|at)(?![a-z])")
_SENTENCE = re.compile(r"[^。!?;\n]+")
_LAST_CLAUSE = re.compile(r"[^。!?;]*$")
_LIST = "、"
_ITEM = 4


def layout_doubts(marks: Sequence[Mark]) -> tuple[Doubt, ...]:
    """All doubts about the layout of a page, in page order; each span holds its quote verbatim."""
    found = [doubt for mark in marks for doubt in _of_mark(mark)]
    return tuple(sorted(found, key=lambda doubt: (doubt.start, doubt.end, doubt.kind)))


def _of_mark(mark: Mark) -> Iterator[Doubt]:
    clean = mark.line.clean
    if mark.duplicate_of is not None:
        yield _doubt(clean, 0, len(clean), "dropped_duplicate",
                     f"这一段重复, 已不计入正文, 与原文第 {mark.duplicate_of[0]}—{mark.duplicate_of[1]} 字相同",
                     f"the block repeats the page at {mark.duplicate_of[0]}-{mark.duplicate_of[1]} and was left out")  # fmt: skip
        yield from _repeats(clean)
        return
    if mark.drop:
        yield _doubt(clean, 0, mark.drop, "doubled_at_break", f"“{mark.text[: mark.drop]}”在断行处印了两遍, 去掉一遍",
                     "printed at the end of one line and again at the head of the next")  # fmt: skip
    if mark.truncated and _is_cut(mark):
        last = _LAST_CLAUSE.search(mark.text)
        start = last.start() if last else 0
        yield _doubt(clean, start, len(clean), "truncated",
                     f"“{mark.text[start:][-12:]}”之后的文字缺失, 不作推测",
                     "the sentence stops here and its other half is not on the page")  # fmt: skip
    if mark.role == "body":
        yield from _repeats(clean)
        yield from _repeated_items(clean)


def _is_cut(mark: Mark) -> bool:
    """Whether a line that nothing goes on from is a sentence cut off, and none that never had a stop: a telephone, a head, a note in brackets."""
    last = _LAST_CLAUSE.search(mark.text)
    if mark.text.endswith(")") or shapes.NOTICE.search(last.group() if last else mark.text):
        return False
    asks = mark.ending.waits_for_number or mark.ending.cuts_number or shapes.hangs(mark.text)
    return mark.shape != "short" or asks


def _repeats(clean: Clean) -> Iterator[Doubt]:
    for twice in _TWICE.finditer(clean.text):
        word = twice.group(1) or twice.group(3)
        if not twice.group(1) and is_word(clean.text[max(0, twice.start() - 1) : twice.start()] + word):
            continue  # 党组织 + 组织力: two words that meet, not one printed twice
        yield _doubt(clean, twice.start(), twice.end(), "repeated_phrase", f"“{word}”连着出现两遍, 可能是误排",
                     "the same words stand twice in a row")  # fmt: skip
    for stray in _STRAY.finditer(clean.text) if _FOREIGN.search(clean.text) else ():
        yield _doubt(clean, stray.start(), stray.end(), "stray_word", f"“{stray.group().strip()}”夹在中文里, 可能是误排",
                     "a foreign function word between Chinese words")  # fmt: skip


def _repeated_items(clean: Clean) -> Iterator[Doubt]:
    """An item of a list that the same sentence has named before."""
    for sentence in _SENTENCE.finditer(clean.text):
        if sentence.group().count(_LIST) < 3:
            continue
        first, *rest = sentence.group().split(_LIST)
        seen: set[str] = set()
        at = sentence.start() + len(first) + 1
        for member in rest:
            item = member.split(",", 1)[0]
            if len(item) >= _ITEM and (item in seen or first.endswith(item)):
                yield _doubt(clean, at, at + len(item), "repeated_phrase", f"“{item}”在同一串里出现两遍, 可能是误排",
                             "the list of this sentence has the item twice")  # fmt: skip
            seen.add(item)
            at += len(member) + 1


def _doubt(clean: Clean, start: int, end: int, kind: str, what: str, why: str) -> Doubt:
    low, high = clean.span(start, end)
    return Doubt.at(clean.raw, low, high, kind, what, why)

"""Pinyin that a scraper put behind converted characters, undone.

Some sites hold simplified text that was turned into traditional characters in GBK and given
glosses by a search over the *bytes*: behind each pair of bytes that is a listed character stands
`(pinyin)`. Where the pair was one character, `現(xiàn)` remains and the bracket is dropped. Where
the pair was the second byte of one character and the first of the next, the gloss cut a character
in two: its first byte and the bracket became one `?`, the rest of the line was read a byte late.
There the bytes are put together again: the lost byte is one that makes, with the byte before it, a
character of just this reading; among several the words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from youju.reading.glosses.gbk_bytes import CUT, GLOSS, TONED, Edit, mend, readings
from youju.reading.glosses.scripts import simplified

_PATIENCE = 20
_HAS_TONE = re.compile(f"[{TONED}]")


def find_glosses(text: str) -> tuple[list[Edit], list[tuple[int, int]]]:
    """How to undo the glosses of a text, and the stretches that cannot be undone.

    A text whose glosses do not stand behind traditional characters (a rare name, say) has none.
    """
    glosses = [found for found in GLOSS.finditer(text) if found.start() > 0]
    cuts = list(CUT.finditer(text))
    toned = sum(1 for found in (*glosses, *cuts) if _HAS_TONE.search(found.group(1)))
    converted = sum(1 for found in glosses if simplified(before := text[found.start() - 1]) != before)
    if toned < 1 or (converted < 2 and not cuts):
        return [], []
    edits, lost = _mend_cuts(text, cuts)
    edits += [Edit(found.start(), found.end()) for found in glosses if _is_gloss(text, found)]
    edits += [Edit(at, at + 1, ((" ", at, at + 1),)) for at in _lost_blanks(text)]
    return _apart(edits), lost


def _is_gloss(text: str, found: re.Match[str]) -> bool:
    before, reading = text[found.start() - 1], found.group(1)
    if not "\u4e00" <= before <= "\u9fff":
        return False
    return bool(_HAS_TONE.search(reading)) or reading in readings(before)


def _lost_blanks(text: str) -> Iterator[int]:
    """Question marks that stand for a wide blank: next to a blank, behind or before a name."""
    for found in re.finditer(r"(?<=[\u4e00-\u9fff])\?(?= )|(?<= )\?(?= )|(?<= )\?(?=[\u4e00-\u9fff])", text):
        yield found.start()


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those inside another one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _mend_cuts(text: str, cuts: list[re.Match[str]]) -> tuple[list[Edit], list[tuple[int, int]]]:
    edits: list[Edit] = []
    lost: list[tuple[int, int]] = []
    known = _whole_pairs(text) if cuts else frozenset()
    done = failures = 0
    for cut in cuts:
        if cut.start() < done:
            continue
        mended = mend(text, cut.start(), known) if failures < _PATIENCE else None
        failures = failures + 1 if mended is None else 0
        if mended is None:
            lost.append((max(0, cut.start() - 1), min(len(text), cut.end() + 1)))
            continue
        edit, sure = mended
        edits.append(edit)
        done = edit.end
        if not sure:
            lost.append((edit.start, edit.end))
    return edits, lost


def _whole_pairs(text: str) -> frozenset[str]:
    """Neighbouring characters of the page, in simplified form and without the glosses."""
    plain = simplified(GLOSS.sub("", text))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))

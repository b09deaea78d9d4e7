"""Characters that a gloss cut in two, put together from the bytes that are left.

The printed text is turned back into bytes without the glosses. Three kinds of byte are unknown: the
one swallowed together with the bracket (known to make, with the byte before it, a character of the
reading in the bracket), and the two behind a bare `?`, a pair that GBK does not define. A beam
search fills them in with common characters; the words of the sentence choose among what is left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pypinyin.pinyin_dict import pinyin_dict

from youju.reading import words
from youju.reading.glosses.scripts import simplified

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_SYLLABLE = f"[a-zü{TONED}]{{1,6}}"
GLOSS = re.compile(rf"\(({_SYLLABLE})\)")
CUT = re.compile(rf"\?({_SYLLABLE})\)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL_WIDTH = {ord(char): chr(ord(char) + 0xFEE0) for char in ",:;!?()"} | {0x20: "\u3000"}
_MARKS = {"，": -3.5, "、": -4.0, "。": -4.5, "“": -5.0, "”": -5.0, "《": -7.0, "》": -7.0, "：": -7.0, "；": -7.0,
          "（": -7.5, "）": -7.5, "…": -8.0, "—": -7.5, "！": -8.0, "？": -8.5, "‘": -9.0, "’": -9.0, "·": -9.0,
          "『": -9.0, "』": -9.0, "\u3000": -7.0}  # fmt: skip
_LONGEST, _BEAM, _FINAL = 160, 160, 24
_RAREST, _WORST = -16.0, -11.0
_SEEN, _MARGIN = 2.5, 3.0


@dataclass(frozen=True)
class Edit:
    """Characters to put in place of `text[start:end]`, each with its own stretch of the text."""

    start: int
    end: int
    chars: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class _Byte:
    """A byte of the page as it was, shown in `text[start:end]`; `value` is None where it is lost.

    `first` tells that a printed character begins with it, `cut` is the reading that swallowed it,
    `gloss` the reading printed right behind it, `blank` the place (1, 2) in a bare question mark, `until`
    where the next mark of the text begins.
    """

    value: int | None
    start: int
    end: int
    first: bool = False
    cut: str = ""
    gloss: str = ""
    blank: int = 0
    until: int = 0


@dataclass(frozen=True)
class _Path:
    """One way to read the bytes so far: finished characters, the byte that waits, the last byte."""

    chars: tuple[tuple[str, int, int], ...]
    waits: int | None
    since: int
    last: int
    score: float


def readings(char: str) -> tuple[str, ...]:
    """The readings of a character in pinyin with tone marks."""
    return tuple(pinyin_dict.get(ord(char), "").split(","))


def mend(text: str, at: int, known: Container[str] = ()) -> tuple[Edit, bool] | None:
    """Read the bytes anew from the character before the cut at `at` to where they fit again.

    `known` are pairs of characters seen whole elsewhere on the page, in simplified form. Gives the
    edit and whether it is sure: not where another reading is nearly as likely, nor where a
    character at the end is lost and stays `?`. None where no reading makes sense.
    """
    if at == 0:
        return None
    stream = list(islice(_bytes_from(text, at - 1), _LONGEST))
    whole = _best(text, _search(stream), known)
    if whole is not None:
        return whole
    until = next((index for index, byte in enumerate(stream) if byte.blank == 1), None)
    if until is None:
        return None
    part = _best(text, _search(stream[:until], open_end=stream[until].end), known)
    return (part[0], False) if part is not None else None


def _best(text: str, found: list[tuple[_Path, int]], known: Container[str]) -> tuple[Edit, bool] | None:
    """The reading whose words are likeliest, if it is likely enough at all, and whether it stands out."""
    judged = [(*_likelihood(text, path, end, known), path, end) for path, end in found[:_FINAL]]
    if not judged:
        return None
    judged.sort(key=lambda one: -one[0])
    score, length, path, end = judged[0]
    chars = tuple((_half(char), low, high) for char, low, high in path.chars)
    sure = all(
        score - other >= (_MARGIN if _marks_of(path) == _marks_of(rival) else 2 * _MARGIN)
        for other, _, rival, _ in judged[1:]
    )
    return (Edit(chars[0][1], end, chars), sure) if score / length > _WORST else None


def _marks_of(path: _Path) -> str:
    """The marks in a reading; whether a mark or a character stood there is less sure than which character it was."""
    return "".join(char for char, _, _ in path.chars if not _HAN.match(char))


def _likelihood(text: str, path: _Path, end: int, known: Container[str]) -> tuple[float, int]:
    """How likely the words are with those around them (log), and over how many characters."""
    mended = "".join(char for char, _, _ in path.chars)
    around = text[max(0, path.chars[0][1] - 4) : path.chars[0][1]], GLOSS.sub("", text[end : end + 12])[:4]
    sentence = simplified(around[0] + mended + around[1])
    runs = re.findall(r"[\u4e00-\u9fff]+", sentence)
    marks = sum(_MARKS.get(char, -9.0) for char in mended if not _HAN.match(char))
    seen = sum(run[at : at + 2] in known for run in runs for at in range(len(run) - 1))
    return sum(map(words.likelihood, runs)) + marks + _SEEN * seen, max(1, len(sentence))


def _bytes_from(text: str, at: int) -> Iterator[_Byte]:
    """The bytes the page once had, from this character on, with the glosses taken out."""
    shifted = False
    while at < len(text):
        cut = CUT.match(text, at)
        if cut:
            yield _Byte(None, at, at + 1, cut=cut.group(1), until=cut.end())
            at, shifted = cut.end(), True
            continue
        gloss = GLOSS.match(text, at + 1)
        reading, until = (gloss.group(1), gloss.end()) if gloss else ("", at + 1)
        if text[at] == "?" and shifted:
            yield _Byte(None, at, at + 1, first=True, blank=1, until=until)
            yield _Byte(None, at, at + 1, gloss=reading, blank=2, until=until)
        else:
            coded = _coded(text[at])
            for place, value in enumerate(coded, 1):
                behind = reading if place == len(coded) else ""
                yield _Byte(value, at, at + 1, place == 1, gloss=behind, until=until)
            if not coded:
                return
        at = until


def _coded(char: str) -> bytes:
    """The GBK bytes of a character; marks that papers print wide are taken as wide."""
    try:
        return char.translate(_FULL_WIDTH).encode("gbk")
    except UnicodeEncodeError:
        return b""


def _search(stream: list[_Byte], open_end: int = 0) -> list[tuple[_Path, int]]:
    """All readings the beam keeps, best first, with the offset behind their last character.

    With `open_end` the stream stops inside a character, which is read as `?` up to that offset.
    """
    paths, passed = [_Path((), None, 0, 0, 0.0)], False
    for byte in stream:
        if passed and byte.first and paths[0].waits is None:
            return [(path, byte.start) for path in paths]
        grown = [new for path in paths for new in _grow(path, byte)]
        grown.sort(key=lambda path: -path.score)
        paths = grown[:_BEAM]
        passed = passed or bool(byte.cut)
        if not paths:
            return []
    if open_end and passed:
        return [
            (_Path((*path.chars, ("?", path.since, open_end)), None, 0, 0, path.score), open_end)
            for path in paths
        ]
    return [(path, stream[-1].until) for path in paths if path.waits is None] if passed else []


def _grow(path: _Path, byte: _Byte) -> Iterator[_Path]:
    for value in _options(path, byte):
        if path.waits is None and value >= 0x80:
            yield _Path(path.chars, value, byte.start, value, path.score)
            continue
        pair = bytes((value,)) if path.waits is None else bytes((path.waits, value))
        char = _char(pair)
        weight = _weight(char)
        if weight <= _RAREST or (byte.gloss and byte.gloss not in readings(char)):
            continue
        start = byte.start if path.waits is None else path.since
        chars = (*path.chars, (char, start, max(byte.end, start)))
        yield _Path(chars, None, 0, value, path.score + weight)


def _options(path: _Path, byte: _Byte) -> tuple[int, ...]:
    """The values this byte may have had."""
    if byte.value is not None:
        return (byte.value,)
    if byte.cut:
        return _pairs().get((path.last, byte.cut), ())
    if byte.blank == 1:
        return _LEADS
    return tuple(value for value in range(0x81, 0xFF) if not _char(bytes((path.last, value))))


# what begins a pair that GBK does not define; 0x80 begins none, and ends many a character (個)
_LEADS = (0x80, *range(0xA1, 0xB0), *range(0xF8, 0xFF))


@lru_cache(maxsize=65536)
def _char(pair: bytes) -> str:
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return ""


def _half(char: str) -> str:
    code = ord(char)
    return " " if code == 0x3000 else chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char


@lru_cache(maxsize=32768)
def _weight(char: str) -> float:
    """How common a character is in print, as a log probability."""
    if not char:
        return -99.0
    if _HAN.match(char):
        return words.character(simplified(char))
    return _MARKS.get(char, -9.0 if char.isascii() and char.isalnum() else -99.0)


@lru_cache(maxsize=1)
def _pairs() -> dict[tuple[int, str], tuple[int, ...]]:
    """For a first byte and a reading, the second bytes that make a character of this reading.

    Traditional characters go alone where there are any, for only converted ones were glossed.
    """
    traditional: dict[tuple[int, str], list[int]] = defaultdict(list)
    common: dict[tuple[int, str], list[int]] = defaultdict(list)
    for high in range(0x81, 0xFF):
        for low in range(0x81, 0xFF):
            char = _char(bytes((high, low)))
            if not char:
                continue
            home = traditional if simplified(char) != char else common
            for reading in readings(char):
                home[high, reading].append(low)
    return {key: tuple(lows) for key, lows in {**common, **traditional}.items()}

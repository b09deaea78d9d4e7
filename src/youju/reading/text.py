"""A text that was cleaned and still knows where each of its characters stood.

Everything the reader says carries a citation, and a citation is a span of the document as it
came. So no step of the reading may lose the way back: repair, joining and reordering all
produce a `Clean`, and a `Clean` is never made without its map.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import le

from youju.reading.lazy import lazy


@dataclass(frozen=True)
class Clean:
    """A cleaned text over a raw document.

    Character `i` of `text` stands for `raw[raw_at[i]:raw_to[i]]`; `raw_at` has one entry more
    than `text`, the raw offset where the text ends. The offsets need not rise: pieces that were
    joined across columns keep the places they came from. A character put in by the reader (the
    line feed between two paragraphs) stands for an empty stretch of the raw text.
    """

    raw: str
    text: str
    raw_at: Sequence[int]
    raw_to: Sequence[int]

    @classmethod
    def of(cls, raw: str) -> Clean:
        """The whole document as it came, every character at its own place."""
        return cls(raw, raw, range(len(raw) + 1), range(1, len(raw) + 1))

    @classmethod
    def join(cls, pieces: Iterable[Clean], between: str = "") -> Clean:
        """One text of several pieces of the same document, in the order given.

        `between` is put between the pieces and stands for nothing in the raw text. Joining no
        pieces raises ValueError, for there would be no document to point into.
        """
        kept = list(pieces)
        if not kept:
            raise ValueError("Clean.join needs at least one piece")
        if len(kept) == 1:
            return kept[0]
        starts, ends = array("q"), array("q")
        raw = kept[0].raw
        # one array of all places, when most of the page is joined, is cut faster than a range is counted
        count = array("q", range(len(raw) + 1)) if sum(map(len, kept)) * 4 > len(raw) else None
        for number, piece in enumerate(kept):
            if number and between:
                here = kept[number - 1].raw_at[-1]
                starts.extend([here] * len(between))
                ends.extend([here] * len(between))
            if isinstance(piece.raw_at, range) and count is not None:
                starts += count[piece.raw_at[0] : piece.raw_at[-1]]
                ends += count[piece.raw_at[0] + 1 : piece.raw_at[-1] + 1]
                continue
            starts.extend(piece.raw_at[: len(piece.text)])
            ends.extend(piece.raw_to)
        starts.append(kept[-1].raw_at[-1])
        return cls(kept[0].raw, between.join(piece.text for piece in kept), starts, ends)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Clean:
        """A stretch of the text with its part of the map; steps are not allowed."""
        start, stop, step = part.indices(len(self.text))
        if step != 1:
            raise ValueError(f"a Clean is cut in one piece, not by steps of {step}")
        stop = max(start, stop)
        if isinstance(self.raw_at, range) and isinstance(self.raw_to, range):
            return Clean(
                self.raw, self.text[start:stop], self.raw_at[start : stop + 1], self.raw_to[start:stop]
            )
        if stop == len(self.text):
            ends_at = self.raw_at[stop]
        else:
            ends_at = self.raw_to[stop - 1] if stop > start else self.raw_at[stop]
        starts = array("q", self.raw_at[start:stop])
        starts.append(ends_at)
        return Clean(self.raw, self.text[start:stop], starts, array("q", self.raw_to[start:stop]))

    def strip(self) -> Clean:
        """The same text without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw span that holds all characters of `text[start:end]`.

        An empty stretch gives an empty span. Where the stretch runs over a join of far places
        the span runs from the first place to the last one; `spans` gives the parts.
        """
        if start >= end:
            here = self.raw_at[min(max(start, 0), len(self.text))]
            return here, here
        if self._rises:
            return self.raw_at[start], max(self.raw_to[end - 1], self.raw_at[start])
        return min(self.raw_at[start:end]), max(self.raw_to[start:end])

    def spans(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The raw spans of `text[start:end]` in reading order, one for each unbroken stretch.

        Two neighbours are one stretch when only dropped characters (line ends, glosses) stand
        between them, that is when the raw offsets rise and nothing kept by this text lies between.
        """
        found: list[list[int]] = []
        for index in range(start, end):
            low, high = self.raw_at[index], self.raw_to[index]
            if low == high:
                continue
            if found and self._follows(found[-1][1], low):
                found[-1][1] = high
            else:
                found.append([low, high])
        return tuple((low, high) for low, high in found)

    def clean_at(self, raw_offset: int) -> int | None:
        """The index of the character that stands for this raw offset, or None if it was dropped."""
        if self._rises:
            index = bisect_right(self.raw_at, raw_offset, 0, len(self.text)) - 1
            while index > 0 and self.raw_at[index - 1] <= raw_offset < self.raw_to[index - 1]:
                index -= 1
            return index if index >= 0 and self.raw_at[index] <= raw_offset < self.raw_to[index] else None
        return self._back.get(raw_offset)

    @lazy
    def _back(self) -> dict[int, int]:
        back: dict[int, int] = {}
        for index in range(len(self.text)):
            for offset in range(self.raw_at[index], self.raw_to[index]):
                back.setdefault(offset, index)
        return back

    @lazy
    def _rises(self) -> bool:
        if isinstance(self.raw_at, range):
            return True
        return all(map(le, self.raw_at, self.raw_at[1:]))

    def _follows(self, end: int, start: int) -> bool:
        return start >= end and not self.raw[end:start].strip("\r\n\t \u3000") and start - end <= 40


@dataclass(frozen=True)
class Doubt:
    """Something the reader saw and will not guess about.

    `kind` is a short fixed word, `start`/`end`/`quote` the place in the raw document
    (`raw[start:end] == quote` always), `what` a sentence in Chinese for the reader of the page,
    `why` the same in English with the ground for the doubt.
    """

    kind: str
    start: int
    end: int
    quote: str
    what: str
    why: str

    @classmethod
    def at(cls, raw: str, start: int, end: int, kind: str, what: str, why: str) -> Doubt:
        """A doubt about `raw[start:end]`."""
        return cls(kind, start, end, raw[start:end], what, why)

"""The working notes of the reader about each line while a page is put in order."""

from __future__ import annotations

from dataclasses import dataclass

from youju.reading.layout import shapes
from youju.reading.layout.halves import Beginning, Ending
from youju.reading.layout.lines import Line
from youju.reading.lazy import lazy
from youju.reading.text import Clean

HEADS = frozenset({"title", "kicker", "subtitle", "byline"})
FLOWING = frozenset({"body", "notice_line"})
_REMNANT = 12
ASIDE = frozenset({"caption", "credit", "duplicate"})


@dataclass(eq=False)
class Mark:
    """A line, its shape, and what has been decided about it so far.

    `role` follows the roles of a block; `article` is a label that only groups; `after` is the
    line that this one goes on from in the middle of a sentence; `torn` tells that its sentence ends far away.
    """

    line: Line
    role: str = ""
    article: int = 0
    after: Mark | None = None
    duplicate_of: tuple[int, int] | None = None
    drop: int = 0
    truncated: bool = False
    torn: bool = False

    @lazy
    def text(self) -> str:
        """The words of the line."""
        return self.line.text

    @lazy
    def shape(self) -> str:
        """What the line is by itself."""
        return shapes.shape(self.text, self.width)

    @property
    def clean(self) -> Clean:
        """The words without the characters that were printed twice at a break."""
        return self.line.clean[self.drop :] if self.drop else self.line.clean

    @lazy
    def ending(self) -> Ending:
        """The line as the first half of a seam."""
        return Ending(self.text)

    @lazy
    def beginning(self) -> Beginning:
        """The line as the second half of a seam."""
        return Beginning(self.text)

    @lazy
    def closed(self) -> bool:
        """Whether the line ends where a paragraph may end."""
        return self.ending.closed

    @property
    def whole(self) -> bool:
        """Whether nothing that follows on the page goes on from it."""
        return self.closed or self.torn

    @lazy
    def width(self) -> int:
        """The printed width in characters."""
        return shapes.size(self.text)

    @lazy
    def is_remnant(self) -> bool:
        """Whether it is little for a paragraph and rather the last words of a sentence (`达到93%。`)."""
        return self.width <= _REMNANT and self.text[-1] == "。" and self.text[0] not in "“《"

    @property
    def reach(self) -> int:
        """How far the line reaches into its column: its width and the two characters of an indent."""
        return self.width + (2 if self.line.indent else 0)

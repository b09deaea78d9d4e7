"""The text of a document with its facts and doubts marked at their places, as safe HTML. Pure but for escaping.

Marks nest where spans nest; where two cross, the later one is cut at the end of the earlier and goes on behind it.
Only the first piece of a mark carries its name, so every address leads to one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: `name` is its anchor, `style` its class, `number` what is printed behind it (0: nothing)."""

    start: int
    end: int
    name: str
    style: str
    number: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mark that nests with its neighbours."""

    start: int
    end: int
    mark: Mark
    is_first: bool
    is_last: bool


def marked(text: str, marks: Sequence[Mark]) -> SafeString:
    """Return the text escaped, each mark around its words. Marks outside the text, or empty ones, are left out."""
    fitting = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    out: list[str] = []
    at = 0
    open_: list[Piece] = []
    for piece in sorted(_pieces(fitting), key=lambda p: (p.start, -p.end)):
        at = _close(text, out, open_, at, piece.start)
        out.append(conditional_escape(text[at : piece.start]))
        at = piece.start
        out.append(_opening(piece))
        open_.append(piece)
    at = _close(text, out, open_, at, len(text))
    out.append(conditional_escape(text[at:]))
    return mark_safe("".join(out))  # noqa: S308  # every part was escaped above


def _close(text: str, out: list[str], open_: list[Piece], at: int, until: int) -> int:
    """Close the open pieces that end before a place, innermost first."""
    while open_ and open_[-1].end <= until:
        piece = open_.pop()
        out.append(conditional_escape(text[at : piece.end]))
        at = piece.end
        out.append("</mark>")
        if piece.is_last and piece.mark.number:
            out.append(
                format_html(
                    '<a class="no" href="#card-{}" aria-label="{}">{}</a>',
                    piece.mark.name,
                    _("到第 {number} 条事实").format(number=piece.mark.number),
                    piece.mark.number,
                )
            )
    return at


def _opening(piece: Piece) -> str:
    mark = piece.mark
    name = format_html(' id="{}"', mark.name) if piece.is_first else ""
    title = format_html(' title="{}"', mark.title) if mark.title else ""
    return format_html('<mark{}{} class="{}" data-mark="{}">', name, title, mark.style, mark.name)


def _pieces(marks: Iterable[Mark]) -> list[Piece]:
    """Cut marks so that any two pieces nest or stand apart."""
    pieces: list[Piece] = []
    ends: list[int] = []
    todo = sorted(((m.start, m.end, m, True) for m in marks), key=lambda t: (t[0], -t[1]), reverse=True)
    while todo:
        start, end, mark, is_first = todo.pop()
        while ends and ends[-1] <= start:
            ends.pop()
        cut = min(end, ends[-1]) if ends else end
        pieces.append(Piece(start, cut, mark, is_first, cut == end))
        ends.append(cut)
        if cut < end:
            _insert(todo, (cut, end, mark, False))
    return pieces


def _insert(todo: list[tuple[int, int, Mark, bool]], rest: tuple[int, int, Mark, bool]) -> None:
    """Put what is left of a mark back where it belongs: the list runs backwards by start, longest last."""
    at = len(todo)
    while at and (todo[at - 1][0], -todo[at - 1][1]) < (rest[0], -rest[1]):
        at -= 1
    todo.insert(at, rest)

"""Whether head lines open an item of their own, or a section of the article that stands before them."""

from __future__ import annotations

from collections.abc import Sequence

from youju.reading.layout import seams, shapes
from youju.reading.layout.groups import Group, last_body
from youju.reading.layout.marks import Mark
from youju.reading.layout.openings import JUST, NEWSY, PLACE_DOES, opening_odds, share, triples

_SURE, _RUN_OF_HEADS, _LONE, _IN_SERIES = 0.3, 0.5, 2.0, 3.0
_NEWS, _FEW, _TOO_FEW = 3.5, 0.03, 20
_ITEM, _TOPIC, _LATELY = 700, 160, 60


def opens(current: Group, run: list[Mark], after: Mark | None, lone: bool) -> bool:
    """Whether a run of head lines opens a new article, by a sum of small signs."""
    if after is not None and (after.shape == "lead" or after.role == "notice_line"):
        return True
    tail = last_body(current)
    cut = tail is not None and not tail.whole and after is not None and after.role == "body"
    goes_on = cut and tail and after and seams.weight(tail.ending, after.beginning) > -2
    signs = 4.0 * current.ended - 3.0 * bool(goes_on)
    signs += 4 * any(mark.role == "byline" for mark in run)
    signs += 3 * any(mark.role == "subtitle" for mark in run)
    signs += 3 * any(shapes.COLUMN.search(mark.text) is not None for mark in run)
    signs += 1.5 * (run[0].line.gap >= 2) + 1.0 * (len(run) >= 2) + 0.5 * bool(NEWSY.search(run[-1].text))
    signs += _news_signs(current, run, after) + _topic_sign(current, after)
    signs += 4 * bool(shapes.PAPER_HEAD.search(run[0].text))
    if not current.led:
        signs -= 1
    elif not current.titled and not (begins(after) and sum(mark.role == "title" for mark in run) >= 2):
        signs -= 3  # an item without a headline is about to get its own
    sections = [mark for mark in current.bodies if mark.role == "section_head"]
    signs += _unlike(sections[-1], run[-1]) if sections else 0
    signs += -1 if sections else _LONE * (lone and current.titled and tail is not None and tail.whole)
    return signs >= 2.5


def is_own_item(
    current: Group, run: list[Mark], block: Sequence[Mark], following: Mark | None, *, alike: int = 0
) -> bool:
    """Whether a headline and its paragraphs are another text than the whole one before them, by their words.

    `alike` tells how many other head lines of the page are in series with it, as sections are.
    """
    tail = last_body(current)
    if not (block and current.titled and tail and tail.whole and run[-1].role == "title"):
        return False
    odds = opening_odds(run[-1], block, current.heads, current.bodies, following=following)
    return odds + _RUN_OF_HEADS * (len(run) > 1) - _IN_SERIES * min(2, alike) > _SURE


def _unlike(section: Mark, head: Mark) -> float:
    """How little a head line is like the sections before it: those of one article are numbered all or none, and about as long."""
    numbered = shapes.NUMBERED.match(section.text) is not None
    if numbered != (shapes.NUMBERED.match(head.text) is not None):
        return 2.5 * numbered
    short, long = sorted((section.width, head.width))
    return 1.0 * (long > 1.6 * short)


def _topic_sign(current: Group, after: Mark | None) -> float:
    """What the words of the next text say: triples of characters that the article has used, or none of them.

    Cohesion of vocabulary parts topics (Hearst 1997). Sections of one article share 3 to 20 triples in a hundred with what stands
    before them, items of different places none; items of one place share its name, so the sign is a weak one. A text that begins as
    news does and shares next to nothing is another item: a section that tells a day goes on about the same things.
    """
    if after is None or after.role != "body":
        return 0.0
    used = "".join(mark.text for mark in current.bodies[-_LATELY:])
    words = after.text[:_TOPIC]
    parts = triples(words)
    if len(parts) < _TOO_FEW:
        return 0.0
    shared = share(parts, used)
    sign = 0.8 if shared == 0 else -0.8 if shared > 0.1 else 0.0
    return sign + _NEWS * (shared <= _FEW and current.titled and begins(after))


def begins(after: Mark | None) -> bool:
    """Whether a text begins as news does, with a day or with 近日."""
    return after is not None and after.role == "body" and JUST.match(after.text) is not None


def _news_signs(current: Group, run: list[Mark], after: Mark | None) -> float:
    """What speaks for a second news item behind a first: a place does something, and the text begins as news does."""
    short = current.led and sum(len(mark.text) for mark in current.bodies) <= _ITEM
    return 1.0 * short + 2.0 * (begins(after) and current.led) + 1.0 * bool(PLACE_DOES.search(run[-1].text))

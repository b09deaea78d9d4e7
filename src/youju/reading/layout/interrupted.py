"""Head lines that stand inside a sentence: strays, a text set into another, a text that begins further on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from youju.reading.layout import seams, shapes
from youju.reading.layout.groups import FAR, Group, affinity, below, last_body, next_flow, open_group
from youju.reading.layout.marks import ASIDE, Mark
from youju.reading.layout.openings import JUST, SCENE, is_told_of, like_sections, pieces, share, triples

_FITS, _LEAST, _LEAST_OWN, _HALF = 2.0, 0.05, 0.0, 1.0
_PARTS, _CLIP = 16, 300
_OWN_WORDS, NO_SEAM, _SOON = 0.15, -2.0, 5
_TOLD = 0.08
_OPENS = 2.5  # a sentence seldom goes on with what paragraphs begin with


def tear(marks: Sequence[Mark], index: int, tail: Mark | None, after: Mark | None) -> None:
    """Note that the sentence left open before head lines ends far away on the page, and not behind them."""
    if tail is None or tail.closed or after is None or after.role != "body":
        return
    if seams.weight(tail.ending, after.beginning) >= _HALF:
        return
    near = marks[max(0, index - FAR) : index + FAR]
    tail.torn = any(
        head.role == head.shape == "body"
        and head is not after
        and (before.role != "body" or before.closed)
        and seams.weight(tail.ending, head.beginning)
        >= (_HALF if head.beginning.begins_inside else seams.STRONG)
        for before, head in pairwise(near)
    )


def is_stray(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether head lines stand inside a sentence of a titled article: they are no section's, a section begins with a paragraph."""
    tail = last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole):
        return False
    between = after is not None and after.role == "body" and after.shape != "lead"
    plain = all(mark.role == "title" for mark in run)
    return between and plain and after is not None and seams.weight(tail.ending, after.beginning) > -2


def headless_lead(marks: Sequence[Mark], index: int) -> bool:
    """Whether the next dateline stands without a headline, so that one printed elsewhere is missing."""
    before: Mark | None = None
    for mark in marks[index : index + FAR]:
        if mark.role in ASIDE:
            continue
        if mark.shape == "lead":
            return before is not None and before.role == "body"
        before = mark
    return False


def headline_of(marks: Sequence[Mark], index: int, run: Sequence[Mark]) -> Mark | None:
    """The next headline, a lone one over news or a signed text, whose text has the words of a kicker that stands inside a sentence before it."""
    if len(run) > 1 or run[0].role != "title":
        return None
    near = [mark for mark in marks[index : index + FAR] if mark.role not in ASIDE]
    at = next((at for at, mark in enumerate(near) if mark.role == "title"), None)
    if at is None or at + 1 >= len(near) or near[at + 1].shape not in {"lead", "byline"}:
        return None
    here = near[:at]
    theirs = takewhile(lambda mark: mark.role not in {"title", "subtitle"}, near[at + 1 :])
    told = affinity([*run], [*islice(theirs, _SOON)])
    return near[at] if told >= _TOLD and told > affinity([*run], here) else None


def inside_a_sentence(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether the head lines of the very text around them stand inside one of its sentences, as where a headline runs over columns.

    A titled article takes no second headline: there the lines must be more than a section has (a subtitle, a writer) and the two
    halves must fit.
    """
    tail = last_body(current)
    if tail is None or current.bodies[-1] is not tail or tail.whole or current.ended:
        return False
    if after is None or after.role != "body" or after.shape in {"lead", "numbered"}:
        return False
    worth = seams.weight(tail.ending, after.beginning)
    if not current.titled:
        return worth > -2
    more = any(mark.role in {"byline", "subtitle"} for mark in run)
    sets_out = after.beginning.opens
    return more and (worth >= _FITS or (worth > -2 and not sets_out)) and _parting(current, run, after) > 0


def set_in(current: Group, run: list[Mark], block: Sequence[Mark]) -> Mark | None:
    """Where a sentence of a titled article goes on behind a headline and its text that were set into it, or None.

    The text sets out as paragraphs do and has the words of the headline; a later paragraph fits the broken sentence better.
    """
    tail = last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole and len(block) > 1):
        return None
    own, first = [pair for pair in pieces(run[-1].text) if pair.isalpha()], block[0]
    sets_out = any(pattern.search(first.text) for pattern in (shapes.OPENER, JUST, SCENE))
    if run[-1].role != "title" or not sets_out or not first.closed or share(own, first.text) < _OWN_WORDS:
        return None
    here = seams.weight(tail.ending, first.beginning) - _OPENS
    fits = (
        mark
        for before, mark in pairwise(block[:_SOON])
        if before.closed
        and not mark.beginning.opener
        and share(own, mark.text) < share(own, first.text)
        and seams.weight(tail.ending, mark.beginning) > max(here, NO_SEAM)
    )
    return max(fits, key=lambda mark: seams.weight(tail.ending, mark.beginning), default=None)


def returns(groups: Sequence[Group], set_in: Group, mark: Mark) -> bool:
    """Whether a paragraph goes on with the text that was set into the article being read."""
    current = groups[-1]
    whole = current is not set_in and current.bodies and current.bodies[-1].closed and mark.shape == "body"
    return (
        bool(whole) and mark.role == "body" and is_told_of(mark, set_in.heads, set_in.bodies, current.bodies)
    )


def first_chapter(current: Group, run: list[Mark], marks: Sequence[Mark], end: int) -> Mark | None:
    """Where a paper in numbered chapters begins whose head lines stand inside a sentence of a titled article without any, or None.

    The article ends its sentence behind them, and may end itself, before the first chapter, which has words of the head.
    """
    tail = last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole):
        return None
    block, _ = below(marks, end)
    chapter = next_flow(marks, marks.index(block[-1], end) + 1) if block else None
    if chapter is None or chapter.role != "section_head" or not shapes.NUMBERED.match(chapter.text):
        return None
    own = pieces("".join(mark.text for mark in run if mark.role != "byline"))
    numbered = any(shapes.NUMBERED.match(mark.text) for mark in current.bodies)
    fits = seams.weight(tail.ending, block[0].beginning) > NO_SEAM and block[-1].closed
    return chapter if fits and not numbered and any(piece in chapter.text for piece in own) else None


def text_of(current: Group, run: list[Mark], block: Sequence[Mark]) -> Mark | None:
    """Where the text begins, further on, of a headline that stands inside a sentence of a titled article; None where it heads what it stands in.

    A section begins with a paragraph, so these lines are no section's. The sentence is ended first; then the words of the headline
    begin, and those of the article end.
    """
    tail = last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole and len(block) > 1):
        return None
    worth = seams.weight(tail.ending, block[0].beginning) - _OPENS * bool(block[0].beginning.opener)
    if worth <= -2 or (worth < _FITS and like_sections(run[-1], current.heads, current.bodies)):
        return None
    used = triples("".join(mark.text for mark in (*current.heads, *current.bodies[-_PARTS:])))
    return _beginning(run, block[: _PARTS + 1], used)


def signed_before_news(run: Sequence[Mark], after: Mark | None) -> int:
    """How many of the first head lines are of a signed text that stands further on, as the others head the news right below."""
    roles = [mark.role for mark in run]
    at = roles.index("byline") + 1 if "byline" in roles else 0
    signed = "title" in roles[:at] and "title" in roles[at:] and "byline" not in roles[at:]
    return at if signed and after is not None and after.shape == "lead" else 0


def text_behind_news(
    marks: Sequence[Mark], index: int, signed: Sequence[Mark], own: Sequence[Mark]
) -> Mark | None:
    """Where the text of a signed head begins behind the news that was set in between, headed by `own` and begun at `index`."""
    at = next(at for at in range(index, len(marks)) if marks[at].shape == "lead")
    block, _ = below(marks, at + 1)
    used = triples("".join(mark.text for mark in (*own, marks[at])))
    text = _beginning(signed, [marks[at], *block[:_PARTS]], used)
    chapter = next_flow(marks, marks.index(block[-1], at) + 1 if block else at + 1)
    return text or (chapter if chapter and chapter.shape == "numbered" else None)


def _beginning(run: Sequence[Mark], parts: Sequence[Mark], used: set[str]) -> Mark | None:
    """The paragraph behind a whole one where the words of head lines begin and those that the text before has used end."""
    own = "".join(mark.text for mark in run if mark.role != "byline")
    best, found = _LEAST_OWN, None
    signs = [_sign_of_own(mark, own, used) for mark in parts]
    for at in range(1, len(parts)):
        worth = sum(signs[at:]) - sum(signs[1:at]) + _opening_sign(parts[at])
        if parts[at - 1].closed and worth > best + 0.01:
            best, found = worth, parts[at]
    return found


def _sign_of_own(mark: Mark, own: str, used: set[str]) -> float:
    """What a paragraph says for the headline `own` (above zero) or for the article whose triples are `used`."""
    words = triples(mark.text[:_CLIP])
    told = share(pieces(own), mark.text)
    return 0.2 + told - 6 * len(words & used) / max(1, len(words))


def _opening_sign(mark: Mark) -> float:
    return 0.3 * bool(JUST.match(mark.text) or SCENE.match(mark.text))


def heads_behind(groups: list[Group], run: list[Mark]) -> int:
    """How many of the first head lines are of the end of a text that its source has closed, which is then parted from the article before it.

    Two headlines with what belongs to them stand there, one behind its text and one before it.
    """
    current = groups[-1]
    cut = next(
        (at for at in range(1, len(run)) if run[at].role == "title" and run[at - 1].role != "title"), 0
    )
    at = _parting(current, run[:cut], None) if cut and current.titled and current.ended else 0
    if not at:
        return 0
    part = open_group(groups)
    part.bodies, current.bodies = current.bodies[at:], current.bodies[:at]
    part.heads, part.ended = run[:cut], True
    return cut


def own_or_part(groups: list[Group], run: list[Mark], after: Mark | None) -> None:
    """Give head lines inside a sentence to their text: the article, or the part of it that had no headline so far."""
    current = groups[-1]
    if current.titled:
        at = _parting(current, run, after)
        part = open_group(groups)
        part.bodies, current.bodies = current.bodies[at:], current.bodies[:at]
        current = part
    current.heads.extend(run)


def _parting(current: Group, run: list[Mark], after: Mark | None) -> int:
    """Where a second text begins among the last paragraphs of a group, or 0.

    The words of the headline begin there and the vocabulary breaks; a paragraph that sets a scene or tells a day speaks for itself,
    and of places alike the latest is taken.
    """
    heads = [mark for mark in run if mark.role != "byline"]
    first = max(0, len(current.bodies) - _PARTS)
    part = [*current.bodies[first:], *([after] if after else [])]
    used = [triples(mark.text[:_CLIP]) for mark in part]
    best, found = _LEAST, 0
    for at in range(1, len(part) - 1):
        before, mark = part[at - 1], part[at]
        if mark.role != "body" or not before.closed or before.role != "body":
            continue
        left, right = set[str]().union(*used[:at]), set[str]().union(*used[at:])
        worth = affinity(heads, part[at:]) - affinity(heads, part[:at])
        worth -= len(left & right) / max(1, min(len(left), len(right)))
        worth += 0.1 * bool(JUST.match(mark.text) or SCENE.match(mark.text))
        if worth >= best - 0.01:
            best, found = max(best, worth), first + at
    return found

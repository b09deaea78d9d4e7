"""What each line is once its neighbours are known: heading or fragment, caption or body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from youju.reading.layout import seams, shapes
from youju.reading.layout.forms import series
from youju.reading.layout.marks import ASIDE, Mark

_SETTLED = {
    "credit": "credit",
    "caption": "caption",
    "source": "source",
    "meta": "source",
    "editor": "editor",
    "byline": "byline",
}

_DAY = re.compile(r"^(?:\d{1,2}月\d{1,2}日|近日|日前)[,,]")
_ENDS_MONTH = re.compile(r"^[^\d,]{2,6}\d{1,2}月$")  # a head of figures names the month its text begins with
# what the words under a picture do not begin with: the end of a phrase, or a word that looks back
_GOES_ON = re.compile("[的了着过与和及并而]|成为|以及|使得|目前,|如今,|截至|同时,|此外|另外|其中|下一步|据")
_NARROWEST, _FEWEST = 12, 4
_BRIEF, _BRIEFS = tuple("▲●■◆★▶"), 2
_LOOK, _NEAR, _BETTER, _SERIES = 12, 120, 1.5, 6
_IN_SERIES, _UNDER, _NOTICE = 1.5, 6, 100


def settle_roles(marks: Sequence[Mark]) -> None:
    """Give each line a role; headings are all called title here and sorted out by article later."""
    for mark in marks:
        if not mark.role:
            mark.role = _SETTLED.get(mark.shape, "")
    column = wrap_width(marks)
    short = [mark for mark in marks if mark.shape == "short"]
    widths, alike = Counter(mark.width for mark in short), series(short)
    for index, mark in enumerate(marks):
        if mark.role:
            continue
        if mark.shape in {"body", "lead"}:
            mark.role = "body"
        elif mark.shape == "notice_line":
            mark.role = "notice_line"
        elif mark.shape in {"subtitle", "numbered"}:
            mark.role = "subtitle" if mark.shape == "subtitle" else "section_head"
        else:
            wrapped = column and mark.reach >= column - 1
            among = 1.0 * (widths[mark.width] >= 3), _IN_SERIES * min(2, alike[id(mark)])
            mark.role = "title" if not wrapped and _is_heading(marks, index, *among) else "body"
    _settle_bylines(marks)
    _settle_signatures(marks)
    _settle_notices(marks)
    _settle_captions(marks)
    _settle_series(marks)
    _settle_briefs(marks)


def _settle_bylines(marks: Sequence[Mark]) -> None:
    """A bare name between a headline and the text is the writer's; a pen name has two or three characters."""
    for before, mark, after in zip(marks, marks[1:], marks[2:], strict=False):
        bare = mark.role == "title" and (shapes.BARE_NAME.match(mark.text) or shapes.is_pen_name(mark.text))
        if bare and before.role == "title" and after.shape == "body":
            mark.role = "byline"


def _settle_signatures(marks: Sequence[Mark]) -> None:
    """The offices that sign a paper above its day are its source, and no headline."""
    for index, mark in enumerate(marks):
        at = index
        while (
            mark.shape == "meta"
            and at
            and marks[at - 1].role == "title"
            and shapes.OFFICE.search(marks[at - 1].text)
        ):
            at -= 1
        if (
            at < index
            and at
            and shapes.DAY.match(mark.text)
            and marks[at - 1].role in {"body", "notice_line"}
        ):
            for signed in marks[at : index + 1]:
                signed.role = "source"


def wrap_width(marks: Sequence[Mark]) -> int:
    """The width at which the page breaks its lines, or 0 where each paragraph is one line.

    A page is wrapped when two fifths of its lines are equally wide, follow without blank lines, and
    paragraphs are told by their indent.
    """
    close = [mark for mark in marks if mark.line.gap == 0 and mark.width >= _NARROWEST]
    if len(close) < _FEWEST or not any(mark.line.indent >= 2 for mark in marks):
        return 0
    width, _ = Counter(mark.reach for mark in close).most_common(1)[0]
    full = sum(abs(mark.reach - width) <= 1 for mark in close)
    flush = sum(mark.line.indent == 0 for mark in close)
    return width if full * 5 >= 2 * len(close) and flush * 3 >= len(close) else 0


def neighbour(marks: Sequence[Mark], index: int, step: int) -> Mark | None:
    """The next line in this direction that is not beside the reading flow."""
    at = index + step
    while 0 <= at < len(marks) and abs(at - index) <= _LOOK:
        if marks[at].role not in ASIDE and marks[at].shape not in {"credit", "caption"}:
            return marks[at]
        at += step
    return None


def _is_heading(marks: Sequence[Mark], index: int, of_a_width: float, in_series: float) -> bool:
    mark = marks[index]
    before, after = neighbour(marks, index, -1), neighbour(marks, index, 1)
    weight = shapes.heading_weight(mark.text, mark.width) + 0.1 + in_series
    weight += of_a_width * (weight > -0.5)
    if after is not None and after.shape in {"lead", "byline", "subtitle", "notice_line"}:
        ended = before is None or before.closed or before.role not in {"body", ""}
        weight += 3 if after.shape == "lead" and ended else 1.5
    elif after is not None and after.shape == "short":
        weight += _over_a_headline(marks, index, before) or 0.4
    elif after is not None and _DAY.match(after.text) and (before is None or before.closed):
        weight += 1.5  # nothing is left open before it, and a news item begins behind it
    elif any(
        seams.weight(mark.ending, head.beginning) >= seams.STRONG for head in _could_follow(marks, index)
    ):
        weight -= 3
    if after is not None and seams.doubled(mark.text, after.text) and not _ENDS_MONTH.search(mark.text):
        weight -= 1 if before is not None and before.closed else 3
    weight += _interrupts(before, mark, after)
    headed = after is not None and after.shape in {"subtitle", "byline"}
    if before is not None and before.shape in {"body", "lead"} and not before.closed and not headed:
        weight -= 3 if seams.weight(before.ending, mark.beginning) >= seams.STRONG else 0
    return weight > 0


def _over_a_headline(marks: Sequence[Mark], index: int, before: Mark | None) -> float:
    """How much speaks for a kicker: right over a headline with its subtitle, its writer or its news, where no sentence is left open.

    It may begin with a time as sentences do (上半年…), and is then told by having no comma.
    """
    mark, headline = marks[index], neighbour(marks, index, 1)
    near = marks[index + 1 : index + _UNDER]
    under = next((one for one in near if one is not headline and one.role not in ASIDE), None)
    headed = under is not None and under.shape in {"lead", "byline", "subtitle"}
    open_before = before is not None and before.role == "body" and not before.closed
    if not headed or open_before or "," in mark.text or shapes.hangs(mark.text):
        return 0.0
    return 2.0 + 3.0 * mark.beginning.opener


def _interrupts(before: Mark | None, mark: Mark, after: Mark | None) -> float:
    """How much better the lines around a line go together than either goes with it."""
    if before is None or before.closed or before.role != "body" or after is None or after.shape != "body":
        return 0.0
    around = seams.weight(before.ending, after.beginning)
    own = max(seams.weight(before.ending, mark.beginning), seams.weight(mark.ending, after.beginning))
    return min(3.0, around - own + 1) if around - own >= _BETTER else 0.0


def _could_follow(marks: Sequence[Mark], index: int) -> list[Mark]:
    """The next line of body, and the one behind it where the next may be a caption."""
    near = [
        mark for mark in marks[index + 1 : index + 4] if mark.shape == "body" and mark.role != "duplicate"
    ]
    return near[:2] if near and near[0].line.gap >= 3 and near[0].closed else near[:1]


def _settle_notices(marks: Sequence[Mark]) -> None:
    """Short lines between or after notice lines, without a blank line, belong to the notice."""
    for before, mark in pairwise(marks):
        follows = before.role == "notice_line" and mark.line.gap == 0 and mark.role in {"title", "body"}
        if follows and mark.width <= 40 and "。" not in mark.text:
            mark.role = "notice_line"
    for before, mark, after in zip(marks, marks[1:], marks[2:], strict=False):
        between = before.role == after.role == "notice_line" and mark.line.gap == after.line.gap == 0
        if between and mark.role == "body" and mark.width <= 40:
            mark.role = "notice_line"
        headed = before.role == "title" and after.role == "notice_line" and after.line.gap == 0
        if headed and mark.role == mark.shape == "body" and mark.width <= _NOTICE:
            mark.role = "notice_line"  # what is announced, above the telephone


def _settle_captions(marks: Sequence[Mark]) -> None:
    for index, mark in enumerate(marks):
        if mark.role == "credit" and index and marks[index - 1].role == "body":
            above = marks[index - 1]
            apart = above.line.gap >= 2 or mark.line.gap == 0 or above.width <= 100
            if above.width <= 160 and apart and above.closed and above.shape != "lead":
                above.role = "caption"
    for index, mark in enumerate(marks):
        plain = mark.role == mark.shape == "body" and mark.closed
        if (plain and _stands_beside(marks, index)) or (mark.role == "body" and _dated_picture(marks, index)):
            mark.role = "caption"


def _settle_briefs(marks: Sequence[Mark]) -> None:
    """Two lines and more with one mark right under a head line are short news (简讯), no pictures."""
    for index, head in enumerate(marks):
        end = index + 1
        while end < len(marks) and marks[end].text[:1] in _BRIEF and marks[end].closed:
            end += 1
        if (
            head.role == "title"
            and end - index > _BRIEFS
            and (end == len(marks) or marks[end].role != "credit")
        ):
            for mark in marks[index + 1 : end]:
                mark.role = "body"


def _settle_series(marks: Sequence[Mark]) -> None:
    """The short lines between a picture's room and the credit of all its pictures are captions, each of one."""
    for index, mark in enumerate(marks):
        at = index
        while mark.role == "credit" and at and index - at < _SERIES and _may_be_caption(marks[at - 1]):
            at -= 1
            if marks[at].line.gap >= 3:
                for caption in marks[at:index]:
                    caption.role = "caption"


def _may_be_caption(mark: Mark) -> bool:
    plain = mark.role == mark.shape == "body" and mark.closed and mark.width <= 110
    return mark.role == "caption" or plain


def _dated_picture(marks: Sequence[Mark], index: int) -> bool:
    """A short line without a stop that tells a day, behind a picture's room, and goes on nowhere."""
    mark, after = marks[index], neighbour(marks, index, 1)
    if (
        mark.closed
        or mark.line.gap < 3
        or mark.width > 40
        or not _DAY.match(mark.text)
        or shapes.hangs(mark.text)
    ):
        return False
    return after is None or seams.weight(mark.ending, after.beginning) < seams.STRONG


def _stands_beside(marks: Sequence[Mark], index: int) -> bool:
    """A short closed line set apart by a picture's room, or standing inside another sentence."""
    mark = marks[index]
    if (
        mark.width > 80
        or mark.text.count("。") > 2
        or shapes.starts_inside(mark.text)
        or _GOES_ON.match(mark.text)
    ):
        return False
    before, after = neighbour(marks, index, -1), neighbour(marks, index, 1)
    if before is None:
        return False
    if before.role != "body":
        room = before.role in {"title", "section_head"} and after is not None and after.role == "body"
        return room and mark.line.gap >= 3 and mark.width <= 45
    if not before.closed and (after is None or after.role != "body"):
        return False  # the sentence before it ends here or nowhere
    if mark.line.gap >= 3 and seams.weight(before.ending, mark.beginning) < seams.STRONG:
        return marks[index - 1].role not in {"caption", "credit"} or mark.width <= 30
    if before.closed or after is None or after.role != "body" or mark.width > 60:
        return False
    if after.beginning.opener:
        return False  # no second half of a sentence
    beyond = seams.weight(before.ending, after.beginning)
    if beyond < seams.STRONG or beyond <= seams.weight(before.ending, mark.beginning) + 2:
        return False
    return not _goes_on_elsewhere(marks, index, before)


def _goes_on_elsewhere(marks: Sequence[Mark], index: int, before: Mark) -> bool:
    """Whether the line is the other half of a sentence left open somewhere near on the page: no caption, a column out of its place."""
    head = marks[index].beginning
    return any(
        seams.weight(mark.ending, head) >= seams.STRONG
        for mark in marks[max(0, index - _NEAR) : index + _NEAR]
        if mark is not before and mark.role == mark.shape == "body" and not mark.closed
    )

"""Which lines make one article: heads open it, leads open it, sources and signatures end it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from youju.reading.layout import shapes
from youju.reading.layout.forms import series
from youju.reading.layout.groups import (
    RUN,
    SERIES,
    Below,
    Group,
    below,
    last_body,
    next_flow,
    next_no,
    open_group,
    run_end,
    take_up,
)
from youju.reading.layout.heads import name_heads
from youju.reading.layout.interrupted import (
    first_chapter,
    headless_lead,
    headline_of,
    heads_behind,
    inside_a_sentence,
    is_stray,
    own_or_part,
    returns,
    set_in,
    signed_before_news,
    tear,
    text_behind_news,
    text_of,
)
from youju.reading.layout.items import begins, is_own_item, opens
from youju.reading.layout.late import (
    behind_its_opening,
    headless,
    heads_another,
    lacks_a_headline,
    share_out,
    title_of_before,
    waits,
)
from youju.reading.layout.marks import ASIDE, Mark
from youju.reading.layout.resumed import broken_off, chapter_of, resume, section_of

# the line in which a paper tells its own address and price
_IMPRINT = re.compile(
    "^(?:(?:本[报社刊]|报社)?|[一-鿿]{2,12}(?:融媒体中心|传媒中心|新闻中心|报社) ?)[地社]址.*(?:邮编|邮政编码|总编室|广告|发行|零售|定价|今日)"
)


def group_articles(marks: Sequence[Mark]) -> list[Group]:
    """Put an article label on every line of the reading flow, in page order."""
    gathering = _Gathering(marks)
    index = 0
    while index < len(marks):
        if marks[index].role in ASIDE:
            index += 1
        elif marks[index].role in RUN:
            end = run_end(marks, index)
            gathering.take_heads(index, end)
            index = end
        else:
            gathering.take_line(marks[index])
            index += 1
    for group in gathering.groups:
        name_heads(group)
        for mark in group.heads + group.bodies:
            mark.article = group.no
    return [group for group in gathering.groups if group.heads or group.bodies]


class _Gathering:
    """The articles gathered so far, and what waits for lines further on.

    `strays` are head lines whose text has no headline of its own, `texts_of` tells behind which line a text begins whose head lines
    have been read, `kickers` over which headline lines printed before it belong, `goes_on` where an article is taken up again that another text was set into, `set_in` is that text.
    """

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.groups = [Group(1)]
        self._marks = marks
        self._strays: list[Mark] = []
        self._texts_of: dict[int, list[Mark]] = {}
        self._kickers: dict[int, list[Mark]] = {}
        self._goes_on: dict[int, Group] = {}
        self._set_in: Group | None = None
        self._series = series([mark for mark in marks if mark.role == "title"])

    def take_line(self, mark: Mark) -> None:
        """Give a line of text to an article, and make that the current one."""
        if id(mark) in self._texts_of:
            open_group(self.groups).heads.extend(self._texts_of[id(mark)])
        if id(mark) in self._goes_on:
            self._set_in = self.groups[-1]
            take_up(self.groups, self._goes_on[id(mark)])
        elif self._set_in and returns(self.groups, self._set_in, mark):
            take_up(self.groups, self._set_in)
            self._set_in = None
        elif broken := broken_off(self.groups, mark):
            take_up(self.groups, broken)
        elif chaptered := chapter_of(self.groups, mark):
            resume(self.groups, chaptered, mark)
            return
        _place_line(self.groups, mark, self._strays)

    def take_heads(self, index: int, end: int) -> None:
        """Give the head lines of a stretch to the article they head, wherever its text stands."""
        marks, current = self._marks, self.groups[-1]
        run = [mark for mark in marks[index:end] if mark.role in RUN]
        after = next_flow(marks, end)
        tear(marks, index, last_body(current), after)
        run = [*self._kickers.pop(id(run[0]), []), *run]
        stray = is_stray(current, run, after)
        if (signed := signed_before_news(run, after)) and (
            text := text_behind_news(marks, end, run[:signed], run[signed:])
        ):
            open_group(self.groups).heads.extend(run[:signed])
            self._goes_on[id(text)] = self.groups[-1]
            open_group(self.groups).heads.extend(run[signed:])
        elif stray and (headline := headline_of(marks, end, run)):
            self._kickers[id(headline)] = run
        elif stray and headless_lead(marks, end):
            self._strays.extend(run)
        elif _over_pictures(marks[index:end], after):
            own = open_group(self.groups)
            own.heads.extend(run)
            own.pictured = True
        elif chapter := first_chapter(current, run, marks, end):
            self._texts_of[id(chapter)] = run
        elif inside_a_sentence(current, run, after):
            own_or_part(self.groups, run, after)
        else:
            self._take_whole_heads(run, after, end)

    def _take_whole_heads(self, run: list[Mark], after: Mark | None, end: int) -> None:
        """Give head lines that stand in no sentence of their own text to an article."""
        marks, current = self._marks, self.groups[-1]
        under = below(marks, end)
        alike = self._series[id(run[-1])]
        if lacks_a_headline(current, run, after):
            current.heads.extend(run)
        elif back := heads_behind(self.groups, run):
            open_group(self.groups).heads.extend(run[back:])
        elif len(run) == 1 and (sectioned := section_of(self.groups, run[0], after)):
            self._set_in = current
            resume(self.groups, sectioned, run[0])
        elif current.titled and not alike and heads_another(run, under[0], marks, end):
            self._strays.extend(run)
        elif behind_its_opening(current, run, under[0]):
            first = current.bodies.pop()
            own = open_group(self.groups)
            own.bodies, own.heads = [first], [*run]
        elif resumed := set_in(current, run, under[0]):
            self._goes_on[id(resumed)] = current
            open_group(self.groups).heads.extend(run)
        elif text := text_of(current, run, under[0]):
            self._texts_of[id(text)] = run
        elif waits(current, run, after, alike) and (texts := headless(marks, end, after)):
            back = share_out(run, texts, after)
            self._strays.extend(run[:back])
            _place_heads(self.groups, run[back:], after, lone=False)
        else:
            alike *= len(run) == 1
            lone = not alike and not _next_is_section(marks, end)
            _place_heads(self.groups, run, after, lone=lone, under=under, alike=alike)


def _over_pictures(part: Sequence[Mark], after: Mark | None) -> bool:
    """Whether head lines stand over a series of numbered pictures at the end of what is read."""
    last = max(at for at, mark in enumerate(part) if mark.role in RUN)
    pictured = last + 1 < len(part) and SERIES.match(part[last + 1].text) is not None
    return pictured and (after is None or after.role != "body" or after.shape == "lead")


def _next_is_section(marks: Sequence[Mark], index: int) -> bool:
    """Whether the next head line stands between two paragraphs of one text, as sections do; they come in numbers."""
    while index < len(marks) and marks[index].role not in RUN:
        if marks[index].shape in {"lead", "notice_line"} or marks[index].role == "source":
            return False
        index += 1
    end = run_end(marks, index)
    run = [mark for mark in marks[index:end] if mark.role in RUN]
    after = next_flow(marks, end)
    plain = len(run) == 1 and run[0].role == "title" and after is not None
    return plain and after is not None and after.role == "body" and after.shape != "lead"


def _place_line(groups: list[Group], mark: Mark, strays: list[Mark]) -> None:
    current = groups[-1]
    if mark.role == "editor":
        current.edited = current.bodies[-1] if current.bodies else None
        groups.insert(-1, Group(next_no(groups), bodies=[mark]))
        return
    if mark.shape == "lead" and current.bodies:
        current = open_group(groups)
        current.heads.extend(strays)
        strays.clear()
    if _sets_out_behind_editors(current, mark):
        current = open_group(groups)
    if mark.role == "notice_line" and current.bodies and _IMPRINT.match(mark.text):
        current = open_group(groups)
    if mark.role == "source" and not current.bodies:
        current.heads.append(mark)
        return
    current.bodies.append(mark)
    if (mark.role == "source" and mark.shape != "meta") or shapes.is_signed(mark.text):
        current.ended = True


def _sets_out_behind_editors(current: Group, mark: Mark) -> bool:
    """Whether a paragraph begins as news does behind the editors' line, which closes what stands above it."""
    above = current.bodies[-1] if current.bodies else None
    behind = above is not None and above is current.edited and above.role == "body" and above.closed
    return behind and mark.role == "body" and begins(mark)


def _place_heads(
    groups: list[Group],
    run: list[Mark],
    after: Mark | None,
    *,
    lone: bool,
    under: Below = ((), None),
    alike: int = 0,
) -> None:
    current = groups[-1]
    if current.pictured:
        open_group(groups).heads.extend(run)
        return
    if not current.bodies:
        current.heads.extend(run)
        return
    if opens(current, run, after, lone) or is_own_item(current, run, *under, alike=alike):
        back = title_of_before(current, run, after)
        current.heads.extend(run[:back])
        if run[back:]:
            open_group(groups).heads.extend(run[back:])
        return
    for mark in run:
        late = not current.titled and (current.open_tail or current.led or after is None)
        if late or mark.role == "byline" or (current.heads and current.heads[-1] in run):
            current.heads.append(mark)
        else:
            mark.role = "section_head"
            current.bodies.append(mark)

"""Which lines make one article: heads open it, leads open it, sources and signatures end it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from youju.reading.layout import seams, shapes
from youju.reading.layout.marks import ASIDE, Mark
from youju.reading.layout.openings import (
    JUST,
    NEWSY,
    PLACE_DOES,
    SCENE,
    is_told_of,
    late_odds,
    like_sections,
    opening_odds,
    pieces,
    share,
    triples,
)

_FITS, _LEAST = 2.0, 0.05
_LEAST_OWN, _LATE, _HALF = 0.0, 1.0, 1.0
_SURE, _RUN_OF_HEADS, _FAR = 0.3, 0.5, 120
_NEWS, _FEW, _TOO_FEW = 3.5, 0.03, 20
_PARTS, _CLIP = 16, 300
# the line in which a paper tells its own address and price
_IMPRINT = re.compile(
    "^(?:(?:本[报社刊]|报社)?|[一-鿿]{2,12}(?:融媒体中心|传媒中心|新闻中心|报社) ?)[地社]址.*(?:邮编|邮政编码|总编室|广告|发行|零售|定价|今日)"
)
_SERIES = re.compile(r"^[(（]?图(?:[①-⑳]|[一二三四五六七八九十]|\d)")
_OWN_WORDS, _NO_SEAM, _SOON = 0.15, -2.0, 5
_OPENS = 2.5  # a sentence seldom goes on with what paragraphs begin with
_ITEM, _TOPIC, _LATELY = 700, 160, 60
_LONE, _OFFICE_WIDTH = 2.0, 12
_OF_ANOTHER = 0.05  # so few words has a picture of what another item tells
_RUN = frozenset({"title", "subtitle", "byline"})


@dataclass(eq=False)
class Group:
    """An article while it is being gathered."""

    no: int
    heads: list[Mark] = field(default_factory=list)
    bodies: list[Mark] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    ended: bool = False
    pictured: bool = False  # its text is a series of pictures
    edited: Mark | None = None  # the line behind which the editors' line stands

    @property
    def first_line(self) -> int:
        """The number of its first line on the page."""
        return min(mark.line.no for mark in (*self.heads, *self.bodies, *self.asides))

    @property
    def titled(self) -> bool:
        """Whether it has a headline of its own; a column name (社论) is none."""
        return any(head.role != "byline" and not shapes.COLUMN.search(head.text) for head in self.heads)

    @property
    def led(self) -> bool:
        """Whether it is a news item that begins with a dateline."""
        return bool(self.bodies) and self.bodies[0].shape == "lead"

    @property
    def open_tail(self) -> bool:
        """Whether its last line stops inside a sentence."""
        return bool(self.bodies) and self.bodies[-1].role == "body" and not self.bodies[-1].closed


def group_articles(marks: Sequence[Mark]) -> list[Group]:
    """Put an article label on every line of the reading flow, in page order."""
    groups = [Group(1)]
    strays: list[Mark] = []
    texts_of: dict[int, list[Mark]] = {}
    goes_on: dict[int, Group] = {}
    set_in: Group | None = None
    index = 0
    while index < len(marks):
        if marks[index].role in ASIDE:
            index += 1
        elif marks[index].role in _RUN:
            end = _run_end(marks, index)
            run = [mark for mark in marks[index:end] if mark.role in _RUN]
            after = _next_flow(marks, end)
            _tear(marks, index, _last_body(groups[-1]), after)
            if _stray(groups[-1], run, after) and _headless_lead(marks, end):
                strays.extend(run)
            elif _over_pictures(marks[index:end], after):
                _open(groups).heads.extend(run)
                groups[-1].pictured = True
            elif chapter := _first_chapter(groups[-1], run, marks, end):
                texts_of[id(chapter)] = run
            elif _inside_a_sentence(groups[-1], run, after):
                _own_or_part(groups, run, after)
            elif _lacks_a_headline(groups[-1], run, after):
                groups[-1].heads.extend(run)
            elif _behind_its_opening(groups[-1], run, _below(marks, end)[0]):
                first = groups[-1].bodies.pop()
                own = _open(groups)
                own.bodies, own.heads = [first], [*run]
            elif resumed := _set_in(groups[-1], run, _below(marks, end)[0]):
                goes_on[id(resumed)] = groups[-1]
                _open(groups).heads.extend(run)
            elif text := _text_of(groups[-1], run, _below(marks, end)[0]):
                texts_of[id(text)] = run
            elif _waits(groups[-1], run, after) and (texts := _headless(marks, end)):
                back = _split(run, texts, after)
                strays.extend(run[:back])
                _place_heads(groups, run[back:], after, lone=False)
            else:
                lone = not _next_is_section(marks, end)
                _place_heads(groups, run, after, lone=lone, below=_below(marks, end))
            index = end
        else:
            if id(marks[index]) in texts_of:
                _open(groups).heads.extend(texts_of[id(marks[index])])
            if id(marks[index]) in goes_on:
                set_in = groups[-1]
                _take_up(groups, goes_on[id(marks[index])])
            elif set_in and _returns(groups, set_in, marks[index]):
                _take_up(groups, set_in)
                set_in = None
            _place_line(groups, marks[index], strays)
            index += 1
    for group in groups:
        _name_heads(group)
        for mark in group.heads + group.bodies:
            mark.article = group.no
    return [group for group in groups if group.heads or group.bodies]


def _take_up(groups: list[Group], group: Group) -> None:
    """Make an article that was broken off the one that is being read."""
    groups.remove(group)
    groups.append(group)


def _returns(groups: Sequence[Group], set_in: Group, mark: Mark) -> bool:
    """Whether a paragraph goes on with the text that was set into the article being read."""
    current = groups[-1]
    whole = current is not set_in and current.bodies and current.bodies[-1].closed and mark.shape == "body"
    return (
        bool(whole) and mark.role == "body" and is_told_of(mark, set_in.heads, set_in.bodies, current.bodies)
    )


def _tear(marks: Sequence[Mark], index: int, tail: Mark | None, after: Mark | None) -> None:
    """Note that the sentence left open before head lines ends far away on the page, and not behind them."""
    if tail is None or tail.closed or after is None or after.role != "body":
        return
    if seams.weight(tail.ending, after.beginning) >= _HALF:
        return
    near = marks[max(0, index - _FAR) : index + _FAR]
    tail.torn = any(
        head.role == head.shape == "body"
        and head is not after
        and (before.role != "body" or before.closed)
        and seams.weight(tail.ending, head.beginning)
        >= (_HALF if head.beginning.begins_inside else seams.STRONG)
        for before, head in pairwise(near)
    )


def _run_end(marks: Sequence[Mark], index: int) -> int:
    pictured = False
    while index < len(marks) and (marks[index].role in _RUN or marks[index].role in ASIDE):
        if pictured and marks[index].role in _RUN:
            break  # behind a series of pictures another text is headed
        pictured = pictured or _SERIES.search(marks[index].text) is not None
        index += 1
    return index


def _next_flow(marks: Sequence[Mark], index: int) -> Mark | None:
    while index < len(marks) and marks[index].role in ASIDE:
        index += 1
    return marks[index] if index < len(marks) else None


def _open(groups: list[Group]) -> Group:
    if groups[-1].heads or groups[-1].bodies:
        groups.append(Group(_next_no(groups)))
    return groups[-1]


def _next_no(groups: Sequence[Group]) -> int:
    return max(group.no for group in groups) + 1


def _stray(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether head lines stand inside a sentence of a titled article: they are no section's, a section begins with a paragraph."""
    tail = _last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole):
        return False
    between = after is not None and after.role == "body" and after.shape != "lead"
    plain = all(mark.role == "title" for mark in run)
    return between and plain and after is not None and seams.weight(tail.ending, after.beginning) > -2


def _inside_a_sentence(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether the head lines of the very text around them stand inside one of its sentences, as where a headline runs over columns.

    A titled article takes no second headline: there the lines must be more than a section has (a subtitle, a writer) and the two
    halves must fit.
    """
    tail = _last_body(current)
    if tail is None or current.bodies[-1] is not tail or tail.whole or current.ended:
        return False
    if after is None or after.role != "body" or after.shape in {"lead", "numbered"}:
        return False
    worth = seams.weight(tail.ending, after.beginning)
    if not current.titled:
        return worth > -2
    more = any(mark.role in {"byline", "subtitle"} for mark in run)
    opens = after.beginning.opens
    return more and (worth >= _FITS or (worth > -2 and not opens)) and _parting(current, run, after) > 0


def _over_pictures(part: Sequence[Mark], after: Mark | None) -> bool:
    """Whether head lines stand over a series of numbered pictures at the end of what is read."""
    last = max(at for at, mark in enumerate(part) if mark.role in _RUN)
    pictured = last + 1 < len(part) and _SERIES.search(part[last + 1].text) is not None
    return pictured and (after is None or after.role != "body" or after.shape == "lead")


def _lacks_a_headline(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether what stands before head lines is one paragraph without any: the first of their own text, whatever it begins with."""
    if current.titled or len(current.bodies) != 1 or current.ended or after is None or after.role != "body":
        return False
    one = sum(mark.role == "title" for mark in run) == 1 or run[-1].role != "title"
    (first,) = current.bodies
    return one and first.role == "body" and first.closed and after.shape != "lead"


def _behind_its_opening(current: Group, run: list[Mark], block: Sequence[Mark]) -> bool:
    """Whether headlines stand behind the first paragraph of their own text, one without a dateline, at the end of another item."""
    if not block or not current.titled or current.ended or len(current.bodies) < 2:
        return False
    before, first = current.bodies[-2:]
    whole = before.role == first.role == "body" and before.closed and first.closed
    if not whole or first.shape == "lead":
        return False
    if like_sections(run[-1], current.heads, current.bodies) >= 1:
        return False
    return late_odds(run, block, current.heads, current.bodies) > _LATE


def _set_in(current: Group, run: list[Mark], block: Sequence[Mark]) -> Mark | None:
    """Where a sentence of a titled article goes on behind a headline and its text that were set into it, or None.

    The text sets out as paragraphs do and has the words of the headline; a later paragraph fits the broken sentence better.
    """
    tail = _last_body(current)
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
        and seams.weight(tail.ending, mark.beginning) > max(here, _NO_SEAM)
    )
    return max(fits, key=lambda mark: seams.weight(tail.ending, mark.beginning), default=None)


def _first_chapter(current: Group, run: list[Mark], marks: Sequence[Mark], end: int) -> Mark | None:
    """Where a paper in numbered chapters begins whose head lines stand inside a sentence of a titled article without any, or None.

    The article ends its sentence behind them, and may end itself, before the first chapter, which has words of the head.
    """
    tail = _last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole):
        return None
    block, _ = _below(marks, end)
    chapter = _next_flow(marks, marks.index(block[-1], end) + 1) if block else None
    if chapter is None or chapter.role != "section_head" or not shapes.NUMBERED.search(chapter.text):
        return None
    own = pieces("".join(mark.text for mark in run if mark.role != "byline"))
    numbered = any(shapes.NUMBERED.search(mark.text) for mark in current.bodies)
    fits = seams.weight(tail.ending, block[0].beginning) > _NO_SEAM and block[-1].closed
    return chapter if fits and not numbered and any(piece in chapter.text for piece in own) else None


def _text_of(current: Group, run: list[Mark], block: Sequence[Mark]) -> Mark | None:
    """Where the text begins, further on, of a headline that stands inside a sentence of a titled article; None where it heads what it stands in.

    A section begins with a paragraph, so these lines are no section's. The sentence is ended first; then the words of the headline
    begin, and those of the article end.
    """
    tail = _last_body(current)
    if not (current.titled and tail and current.bodies[-1] is tail and not tail.whole and len(block) > 1):
        return None
    worth = seams.weight(tail.ending, block[0].beginning) - _OPENS * bool(block[0].beginning.opener)
    if worth <= -2 or (worth < _FITS and like_sections(run[-1], current.heads, current.bodies)):
        return None
    heads = [mark for mark in run if mark.role != "byline"]
    used = triples("".join(mark.text for mark in (*current.heads, *current.bodies[-_PARTS:])))
    own = "".join(mark.text for mark in heads)
    best, found = _LEAST_OWN, None
    parts = block[: _PARTS + 1]
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
    return 0.3 * bool(JUST.search(mark.text) or SCENE.search(mark.text))


def _own_or_part(groups: list[Group], run: list[Mark], after: Mark | None) -> None:
    """Give head lines inside a sentence to their text: the article, or the part of it that had no headline so far."""
    current = groups[-1]
    if current.titled:
        at = _parting(current, run, after)
        part = _open(groups)
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
        worth = _affinity(heads, part[at:]) - _affinity(heads, part[:at])
        worth -= len(left & right) / max(1, min(len(left), len(right)))
        worth += 0.1 * bool(JUST.search(mark.text) or SCENE.search(mark.text))
        if worth >= best - 0.01:
            best, found = max(best, worth), first + at
    return found


def _waits(current: Group, run: list[Mark], after: Mark | None) -> bool:
    """Whether a run of headlines before a news item may hold the headline of another one, whose text stands further on."""
    several = sum(mark.role == "title" for mark in run) >= 2 and run[0].role == "title"
    closed = not current.bodies or current.bodies[-1].closed or current.bodies[-1].role != "body"
    return several and closed and after is not None and after.shape == "lead"


def _headless(marks: Sequence[Mark], index: int) -> list[Mark]:
    """The paragraphs of the next dateline that stands behind a closed paragraph without a headline, before any other headline."""
    seen, texts = 0, []
    before: Mark | None = None
    for mark in marks[index:]:
        if mark.role in ASIDE:
            continue
        if mark.role in _RUN:
            break
        seen += mark.shape == "lead"
        if seen == 2 and before is not None and before.role == "body" and before.closed:
            texts.append(mark)
        elif seen > 2:
            break
        elif seen == 2 and texts:
            texts.append(mark)
        before = mark
    return texts


def _split(run: list[Mark], theirs: list[Mark], after: Mark | None) -> int:
    """How many of the first head lines are of the text further on; none unless its words speak for it."""
    own = [after] if after else []
    cuts = [at for at in range(1, len(run)) if run[at].role == "title"]
    worth = {
        at: _affinity(run[:at], theirs) - _affinity(run[:at], own) + _affinity(run[at:], own) - _affinity(run[at:], theirs)
        for at in cuts
    }  # fmt: skip
    best = max(cuts, key=lambda at: worth[at], default=0)
    return (
        best
        if best and worth[best] > 0.25 and _affinity(run[:best], theirs) > _affinity(run[:best], own)
        else 0
    )


def _headless_lead(marks: Sequence[Mark], index: int) -> bool:
    """Whether the next dateline stands without a headline, so that one printed elsewhere is missing."""
    before: Mark | None = None
    for mark in marks[index:]:
        if mark.role in ASIDE:
            continue
        if mark.shape == "lead":
            return before is not None and before.role == "body"
        before = mark
    return False


def _next_is_section(marks: Sequence[Mark], index: int) -> bool:
    """Whether the next head line stands between two paragraphs of one text, as sections do; they come in numbers."""
    while index < len(marks) and marks[index].role not in _RUN:
        if marks[index].shape in {"lead", "notice_line"} or marks[index].role == "source":
            return False
        index += 1
    end = _run_end(marks, index)
    run = [mark for mark in marks[index:end] if mark.role in _RUN]
    after = _next_flow(marks, end)
    plain = len(run) == 1 and run[0].role == "title" and after is not None
    return plain and after is not None and after.role == "body" and after.shape != "lead"


def _place_line(groups: list[Group], mark: Mark, strays: list[Mark]) -> None:
    current = groups[-1]
    if mark.role == "editor":
        current.edited = current.bodies[-1] if current.bodies else None
        groups.insert(-1, Group(_next_no(groups), bodies=[mark]))
        return
    if mark.shape == "lead" and current.bodies:
        current = _open(groups)
        current.heads.extend(strays)
        strays.clear()
    if _sets_out_behind_editors(current, mark):
        current = _open(groups)
    if mark.role == "notice_line" and current.bodies and _IMPRINT.search(mark.text):
        current = _open(groups)
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
    return behind and mark.role == "body" and _begins(mark)


Below = tuple[Sequence[Mark], Mark | None]


def _below(marks: Sequence[Mark], index: int) -> Below:
    """The paragraphs up to the next head line or dateline (none where a dateline comes first), and that line where it is a lone head."""
    flow = [mark for mark in marks[index : index + _FAR] if mark.role not in ASIDE]
    plain = [mark.role == "body" and mark.shape != "lead" for mark in flow]
    end = plain.index(False) if False in plain else len(flow)
    lone = end + 1 < len(flow) and flow[end].role == "title" and plain[end + 1]
    return flow[:end], flow[end] if lone else None


def _place_heads(
    groups: list[Group], run: list[Mark], after: Mark | None, *, lone: bool, below: Below = ((), None)
) -> None:
    current = groups[-1]
    if current.pictured:
        _open(groups).heads.extend(run)
        return
    if not current.bodies:
        current.heads.extend(run)
        return
    if _opens(current, run, after, lone) or _is_own_item(current, run, *below):
        back = _title_of_before(current, run, after)
        current.heads.extend(run[:back])
        if run[back:]:
            _open(groups).heads.extend(run[back:])
        return
    for mark in run:
        late = not current.titled and (current.open_tail or current.led or after is None)
        if late or mark.role == "byline" or (current.heads and current.heads[-1] in run):
            current.heads.append(mark)
        else:
            mark.role = "section_head"
            current.bodies.append(mark)


def _opens(current: Group, run: list[Mark], after: Mark | None, lone: bool) -> bool:
    """Whether a run of head lines opens a new article, by a sum of small signs."""
    if after is not None and after.shape in {"lead", "notice_line"}:
        return True
    tail = _last_body(current)
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
    elif not current.titled and not (_begins(after) and sum(mark.role == "title" for mark in run) >= 2):
        signs -= 3  # an item without a headline is about to get its own
    sections = [mark for mark in current.bodies if mark.role == "section_head"]
    signs += _unlike(sections[-1], run[-1]) if sections else 0
    signs += -1 if sections else _LONE * (lone and current.titled and tail is not None and tail.whole)
    return signs >= 2.5


def _is_own_item(current: Group, run: list[Mark], block: Sequence[Mark], following: Mark | None) -> bool:
    """Whether a headline and its paragraphs are another text than the whole one before them, by their words."""
    tail = _last_body(current)
    if not (block and current.titled and tail and tail.whole and run[-1].role == "title"):
        return False
    odds = opening_odds(run[-1], block, current.heads, current.bodies, following=following)
    return odds + _RUN_OF_HEADS * (len(run) > 1) > _SURE


def _unlike(section: Mark, head: Mark) -> float:
    """How little a head line is like the sections before it: those of one article are numbered all or none, and about as long."""
    numbered = shapes.NUMBERED.search(section.text) is not None
    if numbered != (shapes.NUMBERED.search(head.text) is not None):
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
    return sign + _NEWS * (shared <= _FEW and current.titled and _begins(after))


def _begins(after: Mark | None) -> bool:
    """Whether a text begins as news does, with a day or with 近日."""
    return after is not None and after.role == "body" and JUST.search(after.text) is not None


def _news_signs(current: Group, run: list[Mark], after: Mark | None) -> float:
    """What speaks for a second news item behind a first: a place does something, and the text begins as news does."""
    short = current.led and sum(len(mark.text) for mark in current.bodies) <= _ITEM
    return 1.0 * short + 2.0 * (_begins(after) and current.led) + 1.0 * bool(PLACE_DOES.search(run[-1].text))


def _name_heads(group: Group) -> None:
    """Tell kicker, title and subtitle apart: a column name or a pair of slogans leads, a dash follows."""
    _heads_behind_byline(group)
    lines = [head for head in group.heads if head.role in {"title", "subtitle"}]
    plain = [head for head in lines if head.role == "title"]
    for head in plain:
        if shapes.COLUMN.search(head.text) and len(head.text) <= 12:
            head.role = "kicker"
    named = [head for head in plain if head.role == "title"]
    if len(named) < 2:
        return
    first, second = named[0], named[1]
    if _is_office(first) and len(second.text) > len(first.text):
        first.role = "kicker"
        for head in named[2:]:
            head.role = "subtitle"
        return
    dashed = any(head.role == "subtitle" for head in lines)
    slogans = " " in first.text and " " not in second.text
    first.role = "kicker" if slogans or dashed else "title"
    second.role = "title" if first.role == "kicker" else "subtitle"
    for head in named[2:]:
        head.role = "subtitle"


def _is_office(head: Mark) -> bool:
    """Whether a head line is the name of an office that a headline follows."""
    return len(head.text) <= _OFFICE_WIDTH and shapes.OFFICE.search(head.text) is not None


def _heads_behind_byline(group: Group) -> None:
    """A short line behind the byline of a titled article is the head of its first section."""
    roles = [head.role for head in group.heads]
    if "byline" not in roles or "title" not in roles[: roles.index("byline")]:
        return
    behind = [head for head in group.heads[roles.index("byline") :] if head.role == "title"]
    for head in behind:
        head.role = "section_head"
    group.heads = [head for head in group.heads if head not in behind]
    group.bodies = behind + group.bodies


def _last_body(group: Group) -> Mark | None:
    return next((mark for mark in reversed(group.bodies) if mark.role == "body"), None)


def _title_of_before(current: Group, run: list[Mark], after: Mark | None) -> int:
    """How many of the first head lines belong to the untitled article that stands before them."""
    if current.titled or not current.bodies:
        return 0
    if after is None:
        return len(run)
    cuts = [
        at
        for at in range(1, len(run))
        if run[at].role == "title" and run[at].line.gap > 0 and not _is_office(run[at - 1])
    ]
    if not cuts:
        return 0
    return max(cuts, key=lambda at: _affinity(run[:at], current.bodies) + _affinity(run[at:], [after]))


def _affinity(heads: list[Mark], bodies: list[Mark]) -> float:
    """The share of the two-character pieces of the heads that the bodies have too."""
    text = "".join(mark.text for mark in bodies)
    pieces = [mark.text[at : at + 2] for mark in heads for at in range(len(mark.text) - 1)]
    return sum(piece in text for piece in pieces) / max(1, len(pieces))


def place_asides(marks: Sequence[Mark], groups: list[Group]) -> None:
    """Give captions, credits and duplicates to the article they stand in.

    A captioned picture between two articles is an item of its own, read in page order; inside an
    article, or on a page of one article, it stands beside the reading flow.
    """
    by_no = {group.no: group for group in groups}
    several = len(groups) > 1
    unused = count(max(by_no, default=0) + 1)
    own: Group | None = None
    for mark, before, after in _with_neighbours(marks):
        if mark.role not in ASIDE:
            own = None
            continue
        inside = before is not None and after is not None and before.article == after.article
        foreign = mark.role == "caption" and before is not None and _is_foreign(mark, by_no[before.article])
        foreign = foreign or (mark.role == "credit" and own is not None)
        if mark.role == "duplicate" or (inside and not foreign) or not several:
            _stand_beside(mark, before or after, by_no, groups)
            continue
        numbered = _SERIES.search(mark.text) is not None
        if numbered and own is None and before is not None and _is_bare(by_no[before.article]):
            own = by_no[before.article]
        elif own is None or (mark.role == "caption" and not (numbered and _ends_numbered(own))):
            own = Group(next(unused))
            by_no[own.no] = own
            groups.append(own)
        own.bodies.append(mark)
        mark.article = own.no


def _is_foreign(caption: Mark, host: Group) -> bool:
    """Whether a picture in the midst of a signed feature shows something else: hardly a word of it is of the feature."""
    if not any(head.role == "byline" for head in host.heads) or shapes.CAPTION.search(caption.text):
        return False
    text = "".join(mark.text for mark in (*host.heads, *host.bodies))
    return share(triples(caption.text), text) < _OF_ANOTHER


def _is_bare(group: Group) -> bool:
    """Whether a group is a headline without a text, as over a series of pictures."""
    return bool(group.heads) and not group.bodies


def _ends_numbered(group: Group) -> bool:
    """Whether the last line of a group is the caption of a numbered picture (图①)."""
    return bool(group.bodies) and _SERIES.search(group.bodies[-1].text) is not None


def _stand_beside(mark: Mark, near: Mark | None, by_no: dict[int, Group], groups: list[Group]) -> None:
    if not groups:
        groups.append(Group(1))
        by_no[1] = groups[0]
    home = by_no[near.article] if near is not None else groups[0]
    home.asides.append(mark)
    mark.article = home.no


def _with_neighbours(marks: Sequence[Mark]) -> list[tuple[Mark, Mark | None, Mark | None]]:
    """Each line with the lines of the reading flow before and after it."""
    behind: list[Mark | None] = []
    last: Mark | None = None
    for mark in reversed(marks):
        behind.append(last)
        last = mark if mark.role not in ASIDE and mark.role != "editor" else last
    found: list[tuple[Mark, Mark | None, Mark | None]] = []
    last = None
    for mark, after in zip(marks, reversed(behind), strict=True):
        found.append((mark, last, after))
        last = mark if mark.role not in ASIDE and mark.role != "editor" else last
    return found

"""A page as text goes in; its articles in reading order come out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from youju.reading.layout.asides import place_asides
from youju.reading.layout.columns import settle_columns
from youju.reading.layout.continuation import PageUse
from youju.reading.layout.damage import layout_doubts
from youju.reading.layout.grouping import group_articles
from youju.reading.layout.groups import Group
from youju.reading.layout.lines import lines_of
from youju.reading.layout.marks import Mark
from youju.reading.layout.order import joins, link, reading_order
from youju.reading.layout.repeats import find_duplicates
from youju.reading.layout.roles import settle_roles
from youju.reading.layout.seams import doubled
from youju.reading.repair import repair
from youju.reading.text import Clean, Doubt

HEADLINE = frozenset({"title", "kicker", "subtitle"})
_HYPHEN, _LETTER = re.compile("[\u4e00-\u9fffA-Za-z]-$"), re.compile("[\u4e00-\u9fffA-Za-z]")
FLOW = frozenset({"body", "section_head", "notice_line"})


@dataclass(frozen=True)
class Block:
    """One physical line of the page and its part in an article.

    `kind` is one of title, kicker, subtitle, byline, section_head, body, caption, credit, source,
    editor, notice_line, duplicate. `lines` are the 1-based numbers of the physical lines (one). `order`
    is the place in the reading order of the article, None for a duplicate. `joins` tells that the
    block goes on in the middle of the paragraph before it. `duplicate_of` is the raw span that
    says the same.
    """

    kind: str
    clean: Clean
    lines: tuple[int, ...]
    order: int | None
    joins: bool = False
    duplicate_of: tuple[int, int] | None = None


@dataclass(frozen=True)
class Article:
    """One article of a page; the parts of its head are plain text, their places are in `blocks`.

    `body` is the running text in reading order (body, section heads, notice lines), paragraphs
    separated by a line feed; every character knows its raw place. `captions` are texts beside the
    reading flow. `no` counts from 1 in the order of the page.
    """

    no: int
    title: str | None
    kicker: str | None
    subtitle: str | None
    byline: str | None
    source: str | None
    blocks: tuple[Block, ...]
    body: Clean
    captions: tuple[Clean, ...] = field(default=())


def read_articles(raw: str) -> tuple[tuple[Article, ...], tuple[Doubt, ...]]:
    """The articles of a page and the doubts about its layout. Any string is accepted."""
    mended = repair(raw)
    page = mended.clean
    marks = [Mark(line) for line in lines_of(page)]
    find_duplicates(marks)
    settle_roles(marks)
    groups = group_articles(marks)
    flow = [mark for group in groups for mark in group.bodies if mark.role == "body"]
    use = PageUse(mark.text for mark in flow if mark.shape != "lead")
    settle_columns(groups, use)
    link(groups, use)
    groups = [group for group in groups if group.heads or group.bodies]
    place_asides(marks, groups)
    groups.sort(key=lambda group: group.first_line)
    articles = tuple(_article(no, page, group) for no, group in enumerate(groups, 1))
    return articles, (*mended.doubts, *layout_doubts(marks))


def _article(no: int, page: Clean, group: Group) -> Article:
    blocks = _blocks(group)

    def head(kind: str) -> str | None:
        return next((block.clean.text for block in blocks if block.kind == kind), None)

    captions = tuple(block.clean for block in blocks if block.kind == "caption")
    named = {kind: head(kind) for kind in ("title", "kicker", "subtitle", "byline", "source")}
    return Article(no=no, **named, blocks=blocks, body=_running(page, blocks), captions=captions)


def _blocks(group: Group) -> tuple[Block, ...]:
    blocks: list[Block] = []
    before: Mark | None = None
    for order, mark in enumerate(reading_order(group), 1):
        goes_on = joins(mark, before)
        mark.drop = doubled(before.text, mark.text) if goes_on and before else 0
        if goes_on and before and _HYPHEN.search(before.text) and _LETTER.match(mark.text):
            blocks[-1] = replace(blocks[-1], clean=blocks[-1].clean[:-1])
        blocks.append(Block(mark.role, mark.clean, (mark.line.no,), order, goes_on))
        before = mark
    asides = (
        Block(mark.role, mark.clean, (mark.line.no,), None, False, mark.duplicate_of) for mark in group.asides
    )
    return (*blocks, *asides)


def _running(page: Clean, blocks: tuple[Block, ...]) -> Clean:
    paragraphs: list[list[Clean]] = []
    for block in blocks:
        if block.kind not in FLOW or block.order is None:
            continue
        if block.joins and paragraphs:
            paragraphs[-1].append(block.clean)
        else:
            paragraphs.append([block.clean])
    if not paragraphs:
        return page[:0]
    return Clean.join([Clean.join(pieces) for pieces in paragraphs], "\n")

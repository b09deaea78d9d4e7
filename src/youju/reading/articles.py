"""A page as text goes in; its articles in reading order come out."""

from __future__ import annotations

from dataclasses import dataclass, field

from youju.reading.text import Clean, Doubt

HEADLINE = frozenset({"title", "kicker", "subtitle"})
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
    page = Clean.of(raw)
    groups: list[list[Block]] = []
    at = 0
    after_head = False
    for number, line in enumerate(raw.split("\n"), 1):
        clean = page[at : at + len(line)].strip()
        at += len(line) + 1
        if not clean.text:
            continue
        head = len(clean.text) <= 30 and clean.text[-1] not in "。!?;…”,、)" and "。" not in clean.text
        if not groups or (head and not after_head):
            groups.append([])
        group = groups[-1]
        before = group[-1] if group else None
        joins = bool(before and before.kind == "body" and before.clean.text[-1] not in "。!?…”)" and not head)
        kind = ("subtitle" if group else "title") if head else "body"
        group.append(Block(kind, clean, (number,), len(group) + 1, joins))
        after_head = head
    return tuple(_article(no, page, group) for no, group in enumerate(groups, 1)), ()


def _article(no: int, page: Clean, group: list[Block]) -> Article:
    def head(kind: str) -> str | None:
        return next((block.clean.text for block in group if block.kind == kind), None)

    return Article(
        no, head("title"), head("kicker"), head("subtitle"), head("byline"), head("source"), tuple(group),
        _running(page, group),
    )  # fmt: skip


def _running(page: Clean, group: list[Block]) -> Clean:
    paragraphs: list[list[Clean]] = []
    for block in group:
        if block.kind not in FLOW:
            continue
        if block.joins and paragraphs:
            paragraphs[-1].append(block.clean)
        else:
            paragraphs.append([block.clean])
    if not paragraphs:
        return page[:0]
    return Clean.join([Clean.join(pieces) for pieces in paragraphs], "\n")

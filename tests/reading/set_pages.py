"""Articles set into the columns of a page, as papers do and their web editions spoil it, with the answer kept.

`set_page` takes whole articles and does what pages of the genre show: a column ends inside a sentence or a word, a column stands
before the one it continues, a headline stands behind its body or between two halves of a sentence, a picture with its credit, a
second print of a paragraph's end or a whole other item stands at a break, a character is printed on both sides of it, the
editors' line closes the page. What is changed is known line by line, in the form of the scorer.

The ways of `MORE` came later and are drawn apart, so that the pages of a seed stay what they were: items without a dateline, a
headline behind its first paragraph or inside a sentence of the item before, a series of pictures, a column behind another item.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gold_pages import TAUGHT, read_pages
from plain_items import CAPTION_SERIES, PLAIN, SECTIONED

Row = dict[str, Any]
HEADS = ("kicker", "title", "subtitle", "byline")
_STOPS = "。!?!?…”"
CAPTIONS = (
    ("图为工作人员在大棚内查看秧苗长势。", ""), ("市民在新落成的滨河公园散步健身。", "本报记者 田禾 摄"), ("连日来,各村抢抓晴好天气晾晒粮食,田间地头一派忙碌景象。", "本报通讯员 石小川 摄"),
    ("8月2日,社区工作者为老人量血压、讲解用药常识。", "季雨 摄"), ("工人在车间赶制出口订单。", ""), ("航拍改造后的老街。", "本报记者 田禾 摄"),
)  # fmt: skip
FURNITURE = ("责任编辑:丁一 校对:卜文", "本版编辑 丁一")


@dataclass
class Item:
    """An article as it is read: its head lines and its paragraphs, each with its role."""

    heads: list[tuple[str, str]] = field(default_factory=list)
    flow: list[tuple[str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many characters its paragraphs hold."""
        return sum(len(text) for _, text in self.flow)


@dataclass(frozen=True)
class Setting:
    """A printed line and where it belongs."""

    text: str
    role: str
    article: int
    order: int | None
    joins: bool = False
    gap: int = 1


def items_of_lines(rows: Iterable[tuple[str, str, str, int | None, bool]]) -> list[Item]:
    """Whole articles from lines (article, role, words, order, joins): broken paragraphs are put together."""
    by: dict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)
    for article, role, words, order, joins in rows:
        if order is not None:
            by[article].append((order, role, words, joins))
    found = []
    for lines in by.values():
        item = Item()
        for _, role, words, joins in sorted(lines):
            if role in HEADS:
                item.heads.append((role, words))
            elif joins and item.flow:
                item.flow[-1] = (item.flow[-1][0], item.flow[-1][1] + words)
            elif role in ("body", "section_head"):
                item.flow.append((role, words))
        if item.size >= 60:
            found.append(item)
    return found


def written_items() -> list[Item]:
    """The articles of the pages written for the tests."""
    found: list[Item] = []
    for page in read_pages(TAUGHT):
        words = page.raw.split("\n")
        found += items_of_lines(
            (str(row["article_no"]), row["role"], words[row["line"] - 1], row["order"], row["join_prev"])
            for row in page.lines
        )
    return found


def set_page(items: Sequence[Item], seed: int, only: str = "") -> tuple[str, list[Row]]:
    """A page of one to five of the articles, spoilt in some ways (`only` in this one), and what each line is."""
    rnd = random.Random(seed)
    long = [item for item in items if item.size >= 300]
    chosen = [rnd.choice(long), *rnd.sample(list(items), rnd.randrange(0, 5))]
    ways = {only} if only and only != "any" else {way for way in WAYS if rnd.random() < 0.35}
    if only == "any":
        ways = {way for way in (*WAYS, *MORE) if rnd.random() < 0.3}
    if ways & {*MORE}:
        chosen += rnd.sample(plain_items(), rnd.randrange(1, 3))
    if "undated" in ways:
        chosen = [_undated(item) for item in chosen]
    parts = [_columns(rnd, number, item, ways) for number, item in enumerate(_apart(chosen), 1)]
    parts = _strewn(rnd, parts, ways)
    if "between" in ways and len(parts) > 1 and len(parts[0]) > 1:
        inner = next((part for part in parts[1:] if _is_news(part)), None)
        if inner is not None:
            parts.remove(inner)
            at = rnd.randrange(1, len(parts[0]))
            parts[0][at:at] = inner
    lines = [line for part in parts for column in part for line in column]
    if "picture" in ways:
        lines = _with_picture(rnd, lines)
    if "twice" in ways:
        lines = _with_second_print(rnd, lines)
    if "series" in ways:
        lines += _series(rnd, lines[-1].article)
    if "editors" in ways:
        lines.append(Setting(rnd.choice(FURNITURE), "editor", _next_article(lines), 10_000))
    return _printed(lines)


WAYS = ("swap", "behind", "inside", "between", "picture", "twice", "doubled", "editors")
MORE = ("undated", "late", "strewn", "series", "far")
_SIGNS = {"#": "section_head", "@": "byline", "—": "subtitle"}
_DATELINE = re.compile(r"^本报讯(?:\s*[((][^))]*[))])?\s*")


def plain_items() -> list[Item]:
    """Texts that no dateline opens: essays, portraits, notices, reports of an office; some have sections."""
    found = []
    for words in (*PLAIN, *SECTIONED):
        item = Item()
        for at, text in enumerate(words.split("\n")):
            role = "title" if not at else _SIGNS.get(text[0], "body")
            part = item.heads if role in HEADS else item.flow
            part.append((role, text.lstrip("#@")))
        found.append(item)
    return found


def _undated(item: Item) -> Item:
    return Item(item.heads, [(role, _DATELINE.sub("", text)) for role, text in item.flow])


def _strewn(
    rnd: random.Random, parts: list[list[list[Setting]]], ways: set[str]
) -> list[list[list[Setting]]]:
    """Headlines and columns carried into the item before or behind the item after."""
    if "late" in ways:
        parts = [_late(part) if rnd.random() < 0.6 else part for part in parts]
    for at in range(len(parts) - 1):
        here, below = parts[at : at + 2]
        if "strewn" in ways and len(here) > 1 and here[-1][0].joins and _is_head(below[0]) and _plain(below):
            here.insert(len(here) - 1, below.pop(0))
        elif "far" in ways and len(here) > 1 and here[-1][0].joins:
            below.append(here.pop())
    return parts


def _is_head(column: list[Setting]) -> bool:
    return all(line.role in HEADS for line in column)


def _plain(part: list[list[Setting]]) -> bool:
    """Whether the text below the headline is long enough to miss it."""
    return sum(line.role == "body" for column in part for line in column) > 1


def _late(part: list[list[Setting]]) -> list[list[Setting]]:
    """The headline behind the first paragraph, where another one of the same item follows."""
    if len(part) < 2 or not _is_head(part[0]) or len(part[1]) < 2:
        return part
    first, second = part[1][:2]
    if first.role != "body" or second.role != "body" or second.joins:
        return part
    return [[first], part[0], part[1][1:], *part[2:]]


def _series(rnd: random.Random, last: int) -> list[Setting]:
    """Pictures at the foot of a page: numbered under one head, or one below the other, with one credit for all."""
    words = rnd.sample(CAPTION_SERIES, 3)
    if rnd.random() < 0.5:
        own = last + 100
        rows = [Setting("图说新变化", "title", own, 1, gap=2)]
        rows += [
            Setting(f"图{mark} {text}", "caption", own, at)
            for at, (mark, text) in enumerate(zip("①②③", words, strict=True), 2)
        ]
        return [*rows, Setting("本报记者 田禾 摄", "credit", own, 5, gap=0)]
    rows = [Setting(text, "caption", last + 100 + at, 1, gap=1 if at else 3) for at, text in enumerate(words)]
    return [*rows, Setting("本版图片由 田禾 石小川 摄", "credit", last + 102, 2, gap=0)]


def _apart(chosen: Sequence[Item]) -> list[Item]:
    seen: list[Item] = []
    for item in chosen:
        if all(item is not other for other in seen):
            seen.append(item)
    return seen


def _is_news(part: list[list[Setting]]) -> bool:
    """A news item that tells by itself where it begins: a headline and a dateline."""
    lines = [line for column in part for line in column]
    body = next(line for line in lines if line.role == "body")
    return lines[0].role in ("kicker", "title") and body.text.startswith("本报讯")


def _columns(rnd: random.Random, number: int, item: Item, ways: set[str]) -> list[list[Setting]]:
    """The article cut into columns, its columns and its headline moved."""
    heads = [Setting(text, role, number, at) for at, (role, text) in enumerate(item.heads, 1)]
    columns: list[list[Setting]] = [[]]
    order, left, height = len(heads), rnd.randrange(120, 400), rnd.randrange(180, 420)
    for role, whole in item.flow:
        rest, joins = whole, False
        while True:
            order += 1
            cut = _cut(rnd, rest, left, "doubled" in ways) if role == "body" else 0
            columns[-1].append(Setting(rest[:cut] if cut else rest, role, number, order, joins))
            if not cut:
                left -= len(rest)
                break
            columns.append([])
            left, joins = height, True
            rest = (rest[cut - 1] if rest[cut] in ",、" else "") + rest[cut:]
    columns = [column for column in columns if column]
    if "swap" in ways and len(columns) > 2:
        at = rnd.randrange(1, len(columns) - 1)
        far = rnd.randrange(at + 1, len(columns))
        columns[at : far + 1] = [columns[far], *columns[at:far]]
    news = item.flow[0][1].startswith("本报讯")
    if "behind" in ways and news and number % 2:
        return [*columns, heads]
    if (
        "inside" in ways
        and len(columns) > 1
        and not any(role == "section_head" for role, _ in item.flow)
        and heads
    ):
        at = rnd.randrange(1, len(columns))
        return [*columns[:at], heads, *columns[at:]]
    return [heads, *columns] if heads else columns


def _cut(rnd: random.Random, text: str, left: int, doubled: bool) -> int:
    """Where the column ends in this paragraph; 0 where it does not, or where nothing worth a line would stay.

    `doubled` cuts before a comma where one is near, for a character is printed twice only there.
    """
    if left >= len(text) - 8 or left < 12:
        return 0
    cut = max(12, min(len(text) - 8, left + rnd.randrange(-6, 7)))
    if doubled:
        near = [at for at in range(cut - 10, cut + 10) if 12 < at < len(text) - 8 and text[at] in ",、"]
        near = [at for at in near if "\u4e00" <= text[at - 1] <= "\u9fff"]
        return near[0] if near else 0
    while cut > 12 and (text[cut - 1] in _STOPS or text[cut] in _STOPS + ",、;:,;:"):
        cut -= 1
    return cut if cut > 12 else 0


def _next_article(lines: Sequence[Setting]) -> int:
    return max(line.article for line in lines) + 1


def _with_picture(rnd: random.Random, lines: list[Setting]) -> list[Setting]:
    """A picture's words at a break of a column, behind the picture's room: beside the text of the article it stands in.

    It shows something else; in a signed feature, which has pictures of its own, it is an item of its own.
    """
    text, credit = rnd.choice(CAPTIONS)
    at = _break(rnd, lines)
    if not at:
        return lines
    here = lines[at].article
    signed = any(line.role == "byline" and line.article == here for line in lines)
    own = signed and not text.startswith("图")
    number, order = (_next_article(lines), 10_000) if own else (here, None)
    picture = [Setting(text, "caption", number, order, gap=3)]
    if credit:
        picture.append(Setting(credit, "credit", number, order, gap=0))
    return [*lines[:at], *picture, *lines[at:]]


def _with_second_print(rnd: random.Random, lines: list[Setting]) -> list[Setting]:
    """The end of an earlier paragraph of the article once more, between two halves of a sentence."""
    at = _break(rnd, lines)
    whole = [
        line
        for line in lines[:at]
        if line.role == "body" and line.article == lines[at].article and len(line.text) > 70
    ]
    if not at or not whole:
        return lines
    twin = rnd.choice(whole).text
    start = twin.find("。", 10) + 1 or twin.find(",", 10) + 1
    if not start or len(twin) - start < 30:
        return lines
    return [*lines[:at], Setting(twin[start:], "duplicate", lines[at].article, None), *lines[at:]]


def _break(rnd: random.Random, lines: Sequence[Setting]) -> int:
    """The number of a line that goes on inside a sentence behind the line before it, or 0."""
    breaks = [
        at
        for at in range(1, len(lines))
        if lines[at].joins and lines[at - 1].article == lines[at].article and lines[at - 1].role == "body"
    ]
    return rnd.choice(breaks) if breaks else 0


def _printed(lines: Sequence[Setting]) -> tuple[str, list[Row]]:
    page, rows = "\n\n", []
    for line in lines:
        page += "\n" * line.gap
        rows.append({
            "line": page.count("\n") + 1, "article_no": line.article, "role": line.role, "order": line.order,
            "join_prev": line.joins, "duplicate_of": [0, 0] if line.role == "duplicate" else None,
        })  # fmt: skip
        page += line.text + "\n"
    return page, rows


def successors(rows: Iterable[Mapping[str, Any]]) -> set[tuple[int, int]]:
    """Each line of the reading order with the next line of its article."""
    in_order = sorted((row["article_no"], row["order"], row["line"]) for row in rows if row["order"])
    return {(one[2], other[2]) for one, other in pairwise(in_order) if one[0] == other[0]}


def joined(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """The lines that go on inside a paragraph."""
    return {row["line"] for row in rows if row["join_prev"]}


def together(said: Sequence[Row], gold: Sequence[Row]) -> float:
    """B-cubed F1 of the lines grouped into articles (Bagga and Baldwin 1998)."""
    ours, theirs = (_groups(rows) for rows in (said, gold))
    lines = [row["line"] for row in gold]
    both = [len(ours[line] & theirs[line]) for line in lines]
    precise = sum(count / max(1, len(ours[line])) for count, line in zip(both, lines, strict=True)) / len(
        lines
    )
    whole = sum(count / len(theirs[line]) for count, line in zip(both, lines, strict=True)) / len(lines)
    return 2 * precise * whole / (precise + whole) if precise + whole else 0.0


def _groups(rows: Sequence[Row]) -> dict[int, set[int]]:
    members: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        members[row["article_no"]].add(row["line"])
    return defaultdict(set, {row["line"]: members[row["article_no"]] for row in rows})

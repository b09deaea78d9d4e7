"""Whether a lone head line opens an item of its own, stands behind its first paragraph, or heads a section of the text before it.

Sums of plain evidence with the weights of a logistic regression (Cox 1958), fitted on some thousand head lines of pages set by program from
written articles, without datelines; one decimal. Datelines, writers and dashes speak for themselves and are not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log1p
from typing import Final

from youju.reading.layout.marks import Mark

JUST: Final = re.compile(
    r"^(?:[^,,。]{0,14}(?:近日|日前)|连日来|近期|昨[日天]|\d{1,2}月\d{1,2}日|记者)[,,从在]?"
)
# a reportage sets its scene first: a season, a time of day, somebody who walks in
SCENE: Final = re.compile(
    "^[^,。]{0,6}(?:时节|季节|时分|清晨|早晨|午后|傍晚|夜晚|正午|[初仲盛深隆寒暮早阳][春夏秋冬]|岁末|年初|新春|金秋|[春夏秋冬]日)|^[^,。]{0,6}走进"
)
NEWSY: Final = re.compile(
    r"召开|举行|举办|启动|调研|慰问|发布|公布|印发|通报|获|赴|揭牌|签约|会见|座谈|走访|夺|新增|突破|建成|开工|竣工|开幕|闭幕|启幕|开通|上线"
)
PLACE_DOES: Final = re.compile(
    r"^(?:我[市县州区省旗]|全[市县州省]|[\u4e00-\u9fff]{2,6}(?:市|县|区|州|旗|镇|乡))[\u4e00-\u9fff“”\d]{4,}$"
)
_WHO: Final = re.compile(r"^[“\u4e00-\u9fff]{2,10}[::]")
_NOTE: Final = re.compile("(?:公告|启事|通告|公示|声明|解读|问答|提示|倡议书)$")
_HAN_RUN: Final = re.compile("[\u4e00-\u9fff]{3,}")
_GOES_ON: Final = re.compile(
    "(?:“|据|会[议上]|活动|该|此次|其中|目前|同时|近年|随后|下一步|记者|他|她|为|在|答)"
)
_ENDS: Final = re.compile("下一步|会议还|参加(?:会议|调研|活动)。|责任|将")
_PARTED: Final = re.compile("[ ,]")
_BLOCK, _LATELY, _REST = 600, 60, 12
_CLIP, _NAMED, _WORD = 300, 0.15, 2
_SIGNED = (0.0, 3.4, 4.5)  # a text with its writer and a line under its headline is a long one, in sections


def triples(words: str) -> set[str]:
    """The pieces of three Chinese characters of a text."""
    return {run[at : at + 3] for run in _HAN_RUN.findall(words) for at in range(len(run) - 2)}


def pieces(words: str) -> list[str]:
    """The pairs of neighbouring characters of a head line."""
    return [words[at : at + 2] for at in range(len(words) - 1)]


def share(parts: Sequence[str] | set[str], text: str) -> float:
    """How many of the pieces a text has."""
    return sum(map(text.__contains__, parts)) / max(1, len(parts))


def is_told_of(mark: Mark, heads: Sequence[Mark], own: Sequence[Mark], other: Sequence[Mark]) -> bool:
    """Whether a paragraph is of the text of `heads` and `own` rather than of `other`: by the headline's words and the vocabulary."""
    words = triples(mark.text[:_CLIP])
    ours, theirs = ("".join(one.text for one in part) for part in ((*heads, *own), other))
    named = [
        [pair for pair in pieces(head.text) if pair.isalpha()] for head in heads if head.role != "byline"
    ]
    told, pairs = max(((share(pairs, mark.text), pairs) for pairs in named), default=(0.0, []))
    return told >= _NAMED and told > share(pairs, theirs) and share(words, ours) > 0


def begins_as(mark: Mark, own: Sequence[Mark], other: Sequence[Mark]) -> bool:
    """Whether a paragraph begins with a word that `own` has and `other` has not: the meeting, or the man who speaks."""
    word = mark.text[:_WORD]
    return (
        word.isalpha() and any(word in one.text for one in own) and all(word not in one.text for one in other)
    )


def opening_odds(
    head: Mark,
    block: Sequence[Mark],
    heads: Sequence[Mark],
    bodies: Sequence[Mark],
    *,
    following: Mark | None = None,
) -> float:
    """The log odds that `head` opens an item with `block`, rather than a section of the article of `heads` and `bodies`.

    Sections of one article come in numbers and in one form: `following` is the next lone head line.
    """
    words = "".join(mark.text for mark in block)[:_BLOCK]
    before = "".join(mark.text for mark in (*heads, *bodies[-_LATELY:]))
    used, own = share(triples(words), before), pieces(head.text)
    signed = 0 if _NOTE.search(head.text) else len({mark.role for mark in heads} & {"byline", "subtitle"})
    sections = _sections(heads, bodies)
    odds = -0.3 - 0.8 * log1p(100 * used) + 1.0 * (used == 0)
    odds += 0.2 * share(own, words) - 0.3 * share(own, before)
    odds += -_SIGNED[signed] - 0.4 * min(2, len(sections))
    odds -= 3.0 * like_sections(head, heads, bodies)
    odds -= 1.9 * _alike(head.text, following.text) + 0.2 if following is not None else 0.0
    odds += 0.7 * bool(JUST.match(block[0].text)) + 0.7 * bool(SCENE.match(block[0].text))
    odds -= 1.5 * block[0].text.startswith("“")
    odds += 0.2 * bool(NEWSY.search(head.text)) + 0.7 * bool(PLACE_DOES.search(head.text))
    odds += 0.5 * bool(_WHO.search(head.text)) + 0.5 * bool(_NOTE.search(head.text))
    odds += 0.15 * min(head.width, 24) - 1.2 * (" " in head.text)
    return odds + 0.0037 * min(len(words), 400) + 0.0049 * min(len(before), 700)


def late_odds(
    run: Sequence[Mark], block: Sequence[Mark], heads: Sequence[Mark], bodies: Sequence[Mark]
) -> float:
    """The log odds that the last paragraph of `bodies` is the first of the text of the head lines behind it, which go on with `block`."""
    first, rest = bodies[-1].text, bodies[-_REST - 1 : -1]
    before = "".join(mark.text for mark in (*heads, *rest))
    words = "".join(mark.text for mark in block)[:_BLOCK]
    own = pieces("".join(mark.text for mark in run if mark.role != "byline"))
    told = triples(first)
    behind = share(told, before)
    odds = -0.2 + 1.7 * share(own, first) - 0.4 * share(own, before) - 0.8 * share(own, words)
    odds += -1.6 * log1p(100 * behind) + 0.8 * (behind == 0) + 1.5 * log1p(100 * share(told, words))
    odds -= 1.5 * (not any(part in first for part in own) and not any(part in words for part in told))
    odds -= 0.8 * any(mark.role == "byline" for mark in run)
    odds -= 0.4 * log1p(100 * share(triples(block[0].text), before))
    odds += 1.9 * _sets_out(first) - 2.0 * _sets_out(block[0].text)
    odds -= 1.0 * bool(_GOES_ON.match(first)) + 1.2 * bool(_ENDS.search(first))
    odds -= 1.2 * any(mark.role in {"byline", "subtitle"} for mark in heads)
    return odds - 1.0 * any(mark.role == "section_head" for mark in bodies)


def _sets_out(words: str) -> bool:
    return bool(JUST.match(words) or SCENE.match(words))


def like_sections(head: Mark, heads: Sequence[Mark], bodies: Sequence[Mark]) -> float:
    """How far a head line is of the form of the sections an article has had so far; 0 where it has had none."""
    return max((_alike(head.text, mark.text) for mark in _sections(heads, bodies)), default=0.0)


def _sections(heads: Sequence[Mark], bodies: Sequence[Mark]) -> list[Mark]:
    return [*_behind_writer(heads), *(mark for mark in bodies if mark.role == "section_head")]


def _behind_writer(heads: Sequence[Mark]) -> Sequence[Mark]:
    """The head lines behind the writer of a titled article: the first of its sections."""
    roles = [mark.role for mark in heads]
    at = roles.index("byline") if "byline" in roles else len(roles)
    return [mark for mark in heads[at + 1 :] if mark.role == "title"] if "title" in roles[:at] else []


def _alike(one: str, other: str) -> float:
    """How far two head lines are of one form: in the lengths of their parts, or nearly."""
    left, right = ([len(part) for part in _PARTED.split(head)] for head in (one, other))
    if left == right:
        return 1.0
    return 0.5 if len(left) == len(right) and abs(len(one) - len(other)) <= 1 else 0.0

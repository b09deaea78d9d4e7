"""The numbering of an official document as a tree: where each numbered paragraph begins and ends, and what it stands under.

一、 opens an aspect, （一） an item, 1. a step, （1） a part of a step, 第三条 an article （党政机关公文格式, GB/T 9704-2012, 7.3.3）. What
closes the document (附件, 特此通知, the date under it) belongs to no paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NUMERAL: Final = "[一二三四五六七八九十百]{1,4}"
_LEVELS: Final = (
    re.compile(rf"[ \u3000]*(?:第(?P<part>{NUMERAL})[章部](?:分)?|(?P<n>{NUMERAL})[、.．])[ \u3000]*"),
    re.compile(rf"[ \u3000]*(?:[（(](?P<n>{NUMERAL})[）)]|第(?P<part>{NUMERAL})条)[、.]?[ \u3000]*"),
    re.compile(r"[ \u3000]*(?P<n>\d{1,3})[.．、](?!\d)[ \u3000]*"),
    re.compile(r"[ \u3000]*(?:[（(](?P<n>\d{1,2})[）)]|(?P<part>[①-⑳]))[ \u3000]*"),
)
# how a document ends, or turns to all its readers once its items are said
_CLOSES: Final = re.compile(
    r"[ \u3000]*(?:附件|附表|附[：:]|特此(?:通知|函告|通报|公告)|以上|抄送|主送|[（(]?此件|[（(]?联系人|联系电话"
    r"|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[ \u3000]*$|二[〇○0零][一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日[ \u3000]*$)"
)
_SIGNED: Final = re.compile(
    r"[ \u3000]*[^，,。；;：:\n]{2,30}(?:政府|委员会|党委|局|委|厅|部|院|中心|公司|小组|指挥部|办公室|办|会|协会)[ \u3000]*$"
)
_BARE: Final = re.compile(r"[^。！？!?]{1,40}[。]?$")


@dataclass(slots=True)
class Node:
    """A numbered paragraph: its level (0 the highest), its number as printed, its span without the number."""

    level: int
    mark: str
    start: int
    end: int


def nodes_of(raw: str) -> list[Node]:
    """The numbered paragraphs; a line without a number belongs to the one above it, until the document closes."""
    found: list[Node] = []
    is_open, is_listing = False, False
    at = before = 0
    for line in raw.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        here, at = at, at + len(line)
        if not body.strip():
            continue
        level, match = next(
            ((level, match) for level, form in enumerate(_LEVELS) if (match := form.match(body))), (0, None)
        )
        if _CLOSES.match(body):
            if is_open and found[-1].end > before and _SIGNED.match(raw[before : found[-1].end]):
                found[-1].end = len(raw[:before].rstrip())
            is_open, is_listing = False, body.lstrip(" \u3000").startswith("附")
        elif match and not (is_listing and level == 2 and _BARE.match(body)):
            found.append(Node(level, match[0].strip(), here + match.end(), here + len(body)))
            is_open, is_listing = True, False
        elif is_open:
            found[-1].end = here + len(body)
        before = here
    return [node for node in found if node.end > node.start]


def title_of(raw: str, node: Node) -> str:
    """The words up to the first stop of a paragraph."""
    first = raw[node.start : node.end].split("\n", 1)[0]
    return re.split(r"[。；;：:]", first)[0].strip()[:60]


def is_title(raw: str, node: Node) -> bool:
    """Whether the paragraph is one short line and no sentence follows in it."""
    return bool(_BARE.match(raw[node.start : node.end].strip()))


class Tree:
    """Numbered paragraphs, each with the one it stands under and the last one under it."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self._over: list[int] = []
        self.last: list[int] = list(range(len(nodes)))
        path: list[int] = []
        for index, node in enumerate(nodes):
            while path and nodes[path[-1]].level >= node.level:
                path.pop()
            self._over.append(path[-1] if path else -1)
            for at in path:
                self.last[at] = index
            path.append(index)

    def above(self, index: int) -> Iterator[int]:
        """The paragraphs that this one stands under, from the nearest up."""
        while (index := self._over[index]) >= 0:
            yield index

    def pointer(self, index: int) -> str:
        """The clause pointer from the top down: 三（二）1."""
        marks = [self.nodes[index].mark, *(self.nodes[at].mark for at in self.above(index))]
        return "".join(mark.strip("、.． ") for mark in reversed(marks))

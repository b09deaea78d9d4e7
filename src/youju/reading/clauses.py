"""A plan or circular as a list of tasks: aspect, item, lead unit, supporting units, deadline, measure.

The numbering of official documents is the structure (`plan_tree`). Each task keeps its clause pointer (`三（二）1`) and its span
in the raw document, ready for a register. A paragraph that only heads others is no task, nor is what a plan begins with
(总体要求). What the document states about itself (8个方面34项) is checked against what it lists.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from youju.reading.model import Fact, Reading, plain
from youju.reading.numerals import number
from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts
from youju.reading.periods import Calendar, Period
from youju.reading.plan_owners import Owners, deadline_in, last_line, owners_in
from youju.reading.plan_tree import NUMERAL, Node, Tree, is_title, nodes_of, title_of
from youju.reading.text import Doubt

_STATED: Final = re.compile(
    rf"(?P<aspects>\d{{1,2}}|{NUMERAL})个?(?:大)?(?:方面|部分|领域)[，,、的]?(?P<items>\d{{1,3}}|{NUMERAL})[项条个](?:具体|重点|工作)?(?:任务|措施|举措|工作|条款)?"
)
# 提出以下20条措施: what a document says of its own length before it begins
_STATED_ALONE: Final = re.compile(
    rf"(?:以下|如下)[^，,。；;：:\n\d]{{0,4}}?(?P<items>\d{{1,3}}|{NUMERAL})[项条点](?:具体|重点|工作|主要|政策)*(?:任务|措施|举措|工作|意见|要求)"
)
# the parts of a plan that say why, and how it is seen to, by the heads they commonly bear: they are not what a plan counts
_PREAMBLE: Final = re.compile(
    r"指导思想|总体要求|总体思路|基本原则|(?:总体|主要|工作)目标|工作背景|适用范围$"
)
_SAFEGUARD: Final = re.compile(
    r"保障(?:措施|机制)?$|^组织(?:领导|保障|实施)|^(?:工作|有关|相关)要求|^(?:强化|加强)(?:组织|保障|督)|^附则"
)
_DONE: Final = re.compile(r"已|截至|了")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done: where it is written, what it is part of, and who answers for it until when.

    `clause` is the pointer (`三（二）1`); `aspect` the head it stands under; `lead` is one unit or None; `supporting` the others;
    `deadline` None where the document sets none; `measures` are the figures inside. `quote == raw[start:end]`.
    """

    clause: str
    aspect: str | None
    title: str
    start: int
    end: int
    quote: str
    lead: str | None
    supporting: tuple[str, ...]
    deadline: Period | None
    measures: tuple[Fact, ...]

    def record(self, number: int) -> dict[str, Any]:
        """The task as a record beside those of facts: kind `clause`, the same names for what both have."""
        found = {
            "id": f"c-{number:03d}", "kind": "clause", "start": self.start, "end": self.end, "quote": self.quote,
            "subject": self.lead or "", "subject_type": "org", "status": "planned", "clause": self.clause, "aspect": self.aspect,
            "title": self.title, "lead": self.lead, "supporting": list(self.supporting),
            "deadline": plain(self.deadline) if self.deadline else None,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value not in (None, []) or name == "subject"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A document read as tasks, with the number of its aspects and the doubts about its counts."""

    tasks: tuple[Task, ...]
    aspects: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    @property
    def assigns(self) -> bool:
        """Whether it gives work out: two tasks and more, of which one has an owner or a deadline. A numbered report does not."""
        return len(self.tasks) > 1 and any(
            task.lead or task.supporting or task.deadline for task in self.tasks
        )


def read_plan(raw: str, *, page_place: str | None = None, reading: Reading | None = None) -> Plan:
    """The tasks of a plan, circular or notice. A text without numbering gives an empty plan. Never raises.

    `reading` is the document as it was read already.
    """
    nodes = nodes_of(raw)
    if not nodes:
        return Plan((), (), ())
    reading = reading or read_facts(raw, page_place=page_place)
    paper = _Paper(raw, Tree(nodes), find_calendar([raw]), reading)
    tasks = tuple(paper.task(index) for index in range(len(nodes)) if paper.states_task(index))
    aspects = tuple(title_of(raw, node) for node in nodes if node.level == 0)
    return Plan(tasks, aspects, (*_count_doubts(paper), *_count_alone(paper)))


class _Paper:
    """A numbered document: its paragraphs as a tree, who is named in each, and the figures read from it."""

    def __init__(self, raw: str, tree: Tree, page: Calendar, reading: Reading) -> None:
        self.raw, self.tree, self.nodes, self._page = raw, tree, tree.nodes, page
        self.titles = [title_of(raw, node) for node in self.nodes]
        self._owners = [owners_in(raw[node.start : node.end]) for node in self.nodes]
        self._facts = sorted(
            (fact for fact in reading.facts if fact.kind in ("indicator", "task")),
            key=lambda fact: fact.start,
        )
        self._starts = [fact.start for fact in self._facts]

    def states_task(self, index: int) -> bool:
        """Whether a paragraph states a task: not if it only heads others, nor if it is what a plan begins with."""
        node = self.nodes[index]
        is_head = self.tree.last[index] > index
        if is_head and (
            node.level == 0 or (is_title(self.raw, node) and not (node.level > 1 and self._named(index)))
        ):
            return False
        is_preamble = any(_PREAMBLE.search(self.titles[at]) for at in (index, *self.tree.above(index)))
        return bool(self._owners[index]) or not is_preamble

    def task(self, index: int) -> Task:
        """The paragraph as a task."""
        node, quote = self.nodes[index], self.raw[self.nodes[index].start : self.nodes[index].end]
        owners = self._owners_of(index)
        over = list(self.tree.above(index))
        head = next(
            (at for at in over if self.nodes[at].level == 0 or is_title(self.raw, self.nodes[at])), None
        )
        return Task(
            self.tree.pointer(index), None if head is None else self.titles[head], self.titles[index], node.start, node.end, quote,
            owners.lead, owners.supporting, deadline_in(owners, quote, self._page), tuple(self._measures(node)),
        )  # fmt: skip

    def _named(self, index: int) -> Owners:
        """The owners that a paragraph names; behind steps of its own the closing line of the last one speaks for all."""
        own, last = self._owners[index], self.tree.last[index]
        if own or last == index or self.nodes[index].level == 0:
            return own
        return owners_in(last_line(self.raw[self.nodes[last].start : self.nodes[last].end]))

    def _owners_of(self, index: int) -> Owners:
        """Those a task names, or those of the paragraph it is a step of."""
        found = self._named(index)
        for at in self.tree.above(index):
            if found.lead or self.nodes[at].level == 0:
                break
            over = self._named(at)
            found = Owners(over.lead, over.supporting or found.supporting, found.due or over.due)
        return found

    def _measures(self, node: Node) -> Iterator[Fact]:
        for fact in self._facts[bisect_left(self._starts, node.start) : bisect_left(self._starts, node.end)]:
            if fact.end <= node.end:
                yield _to_be_done(fact, self.raw)


def _to_be_done(fact: Fact, raw: str) -> Fact:
    """A figure of a task is a goal, unless its clause says that it was reached."""
    is_done = fact.status != "achieved" or _DONE.search(raw[max(0, fact.start - 12) : fact.end])
    return fact if is_done else replace(fact, status="planned")


def _count_doubts(paper: _Paper) -> Iterator[Doubt]:
    """What the document says about its own size, against every way its list can be counted."""
    ways = _ways(paper)
    for match in _STATED.finditer(paper.raw):
        stated = int(number(match["aspects"]) or 0), int(number(match["items"]) or 0)
        if ways and stated not in ways:
            near = next((way for way in ways if way[0] == stated[0]), ways[0])
            yield Doubt.at(
                paper.raw, match.start(), match.end(), "count",
                f"说是{stated[0]}个方面{stated[1]}项, 文中列出{near[0]}个方面{near[1]}项", f"states {stated[0]}/{stated[1]}, lists {near[0]}/{near[1]}",
            )  # fmt: skip


def _count_alone(paper: _Paper) -> Iterator[Doubt]:
    """What the lines before the first number say of how many there are, against the count of each level."""
    counts = {
        count for kept in _kept(paper) for count in Counter(paper.nodes[at].level for at in kept).values()
    }
    for match in _STATED_ALONE.finditer(paper.raw, 0, paper.nodes[0].start):
        stated = int(number(match["items"]) or 0)
        if stated not in counts:
            near = min(counts, key=lambda one: (abs(one - stated), one))
            yield Doubt.at(
                paper.raw, match.start(), match.end(), "count", f"说是{stated}项, 文中列出{near}项", f"states {stated}, lists {near}",
            )  # fmt: skip


def _ways(paper: _Paper) -> list[tuple[int, int]]:
    """(aspects, items) by each pair of levels, first without what a plan begins and ends with, then with it."""
    found: list[tuple[int, int]] = []
    for kept in _kept(paper):
        levels = [paper.nodes[at].level for at in kept]
        found += [
            (levels.count(high), levels.count(low))
            for high, low in ((0, 1), (0, 2), (1, 2))
            if levels.count(high) and levels.count(low)
        ]
    return found


def _kept(paper: _Paper) -> tuple[list[int], list[int]]:
    """The paragraphs that a plan may count: those without what it begins and ends with, or all."""
    everywhere = list(range(len(paper.nodes)))
    counted = [
        at for at in everywhere if not any(map(_is_frame, (paper.titles[one] for one in (at, *paper.tree.above(at)))))
    ]  # fmt: skip
    return counted, everywhere


def _is_frame(title: str) -> bool:
    return bool(_PREAMBLE.search(title) or _SAFEGUARD.search(title))

"""A plan or circular as a list of tasks: aspect, item, lead unit, supporting units, deadline, measure.

The numbering of official documents is the structure: 一、 opens an aspect, （一） an item, 1. a step, 第三条 an article. Each
task keeps its clause pointer (`三（二）1`) and its span in the raw document, ready for a register. What the document states
about itself (8个方面34项) is checked against what it lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from youju.reading.model import Fact, Reading
from youju.reading.numerals import number
from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts
from youju.reading.periods import Calendar, Period, find_whens
from youju.reading.text import Doubt

_NUMERAL: Final = "[一二三四五六七八九十百]{1,4}"
_LEVELS: Final = (
    re.compile(rf"[ \u3000]*(?:第(?P<part>{_NUMERAL})[章部](?:分)?|(?P<n>{_NUMERAL})[、.．])[ \u3000]*"),
    re.compile(rf"[ \u3000]*(?:[（(](?P<n>{_NUMERAL})[）)]|第(?P<part>{_NUMERAL})条)[、.]?[ \u3000]*"),
    re.compile(r"[ \u3000]*(?:(?P<n>\d{1,3})[.．、](?!\d)|[（(](?P<part>\d{1,2})[）)])[ \u3000]*"),
)
_BRACKET: Final = re.compile(
    r"[（(【\[](?P<inside>[^（()）】\]]{4,160}(?:[（(][^（()）]{1,20}[）)][^（()）】\]]{0,120})*)[）)】\]]"
)
_ROLE: Final = re.compile(
    r"(?P<role>牵头单位|牵头领导|责任单位|主办单位|承办单位|配合单位|协办单位|参与单位|责任部门|牵头部门|配合部门|完成时限|完成时间|时限要求|时间安排|责任领导)[：:](?P<what>[^；;。\n]+)"
)
_LED: Final = re.compile(
    r"(?P<lead>[^，,；;。：:]{2,40}?)(?:牵头|负责|主办)(?:落实|实施|推进)?(?=[，,；;。]|$)"
)
_HELPED: Final = re.compile(
    r"(?P<help>[^，,；;。：:]{2,80}?)(?:配合|参与|协办|协同)(?:落实|实施)?(?=[，,；;。]|$)"
)
_STATED: Final = re.compile(
    rf"(?P<aspects>\d{{1,2}}|{_NUMERAL})个?(?:大)?(?:方面|部分|领域)[，,、的]?(?P<items>\d{{1,3}}|{_NUMERAL})[项条个](?:具体|重点|工作)?(?:任务|措施|举措|工作|条款)?"
)
_LEADS: Final = ("牵头单位", "牵头部门", "主办单位", "承办单位")
_HELPS: Final = ("配合单位", "配合部门", "协办单位", "参与单位")
_OWNS: Final = ("责任单位", "责任部门")
_DUE: Final = ("完成时限", "完成时间", "时限要求", "时间安排")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done: where it is written, what it is part of, and who answers for it until when.

    `clause` is the pointer (`三（二）1`); `lead` is one unit or None; `supporting` the others; `deadline` None where the
    document sets none; `measures` are the figures inside. `quote == raw[start:end]`.
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


@dataclass(frozen=True, slots=True)
class Plan:
    """A document read as tasks, with the number of its aspects and the doubts about its counts."""

    tasks: tuple[Task, ...]
    aspects: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class _Node:
    level: int
    mark: str
    start: int
    end: int


def read_plan(raw: str, *, page_place: str | None = None) -> Plan:
    """The tasks of a plan, circular or notice. A text without numbering gives an empty plan. Never raises."""
    nodes = list(_nodes(raw))
    reading = read_facts(raw, page_place=page_place)
    page = find_calendar([raw])
    tasks = tuple(_task(raw, nodes, index, reading, page) for index in _leaves(nodes))
    aspects = tuple(_title(raw, node) for node in nodes if node.level == 0)
    return Plan(tasks, aspects, tuple(_count_doubts(raw, len(aspects), _count_items(nodes))))


def _nodes(raw: str) -> Iterator[_Node]:
    """The numbered paragraphs; a line without a number belongs to the one above it."""
    open_node: _Node | None = None
    at = 0
    for line in raw.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        found = next(
            ((level, match) for level, pattern in enumerate(_LEVELS) if (match := pattern.match(body))), None
        )
        if found and body.strip():
            if open_node:
                yield open_node
            level, match = found
            open_node = _Node(level, match[0].strip(), at + match.end(), at + len(body))
        elif open_node and body.strip():
            open_node.end = at + len(body)
        at += len(line)
    if open_node:
        yield open_node


def _leaves(nodes: Sequence[_Node]) -> Iterator[int]:
    """The nodes that state a task: items and steps, and an aspect that has no item of its own."""
    for index, node in enumerate(nodes):
        after = nodes[index + 1] if index + 1 < len(nodes) else None
        if node.level > 0 or after is None or after.level == 0:
            yield index


def _count_items(nodes: Sequence[_Node]) -> int:
    levels = [node.level for node in nodes]
    return levels.count(1) or levels.count(2)


def _task(raw: str, nodes: Sequence[_Node], index: int, reading: Reading, page: Calendar) -> Task:
    node = nodes[index]
    path, aspect = _path(raw, nodes, index)
    quote = raw[node.start : node.end]
    lead, supporting, due = _owners(quote)
    if lead is None and node.level == 2:
        parent = next((one for one in reversed(nodes[:index]) if one.level < 2), None)
        lead, supporting, inherited = _owners(raw[parent.start : parent.end]) if parent else (None, (), None)
        due = due or inherited
    measures = tuple(
        fact for fact in reading.facts
        if fact.kind in ("indicator", "task") and node.start <= fact.start and fact.end <= node.end
    )  # fmt: skip
    return Task(
        path,
        aspect,
        _title(raw, node),
        node.start,
        node.end,
        quote,
        lead,
        supporting,
        _deadline(due or quote, page),
        measures,
    )


def _path(raw: str, nodes: Sequence[_Node], index: int) -> tuple[str, str | None]:
    """The clause pointer from the top down, and the title of the aspect."""
    node = nodes[index]
    marks, aspect, level = [node.mark], None, node.level
    for one in reversed(nodes[:index]):
        if one.level < level:
            marks.append(one.mark)
            level = one.level
            if level == 0:
                aspect = _title(raw, one)
                break
    return "".join(mark.strip("、.． ") for mark in reversed(marks)), aspect


def _title(raw: str, node: _Node) -> str:
    first = raw[node.start : node.end].split("\n", 1)[0]
    return re.split(r"[。；;：:]", first)[0].strip()[:60]


def _owners(quote: str) -> tuple[str | None, tuple[str, ...], str | None]:
    """Lead unit, supporting units and the words of the deadline, from the brackets or lines that name them."""
    roles = {match["role"]: match["what"].strip("）)】] ") for match in _ROLE.finditer(quote)}
    due = next((roles[name] for name in _DUE if name in roles), None)
    leads = [unit for name in _LEADS for unit in _units(roles.get(name, ""))]
    helps = [unit for name in _HELPS for unit in _units(roles.get(name, ""))]
    owns = [unit for name in _OWNS for unit in _units(roles.get(name, ""))]
    if not leads and not owns:
        inside = " ".join(match["inside"] for match in _BRACKET.finditer(quote))
        leads = [unit for match in _LED.finditer(inside) for unit in _units(match["lead"])]
        helps = [unit for match in _HELPED.finditer(inside) for unit in _units(match["help"])]
        due = due or (inside if re.search(r"前|底|完成", inside) else None)
    everyone = list(dict.fromkeys([*leads, *owns, *helps]))
    return (
        (everyone[0] if everyone and (leads or owns) else None),
        tuple(everyone[1:] if leads or owns else everyone),
        due,
    )


def _units(words: str) -> list[str]:
    """The units of a list; a bracket belongs to its unit (各县（市、区）政府)."""
    kept = re.sub(r"[（(][^（()）]*[）)]", lambda match: match[0].replace("、", "\0"), words)
    return [
        piece.replace("\0", "、").strip(" \u3000和及由")
        for piece in re.split(r"[、，,]", kept)
        if piece.strip()
    ]


def _deadline(words: str, page: Calendar) -> Period | None:
    """The last expression of time with an end."""
    whens = [
        when
        for when in find_whens(words, page)
        if when.period.end or re.search(r"前|底|末|年", when.period.text or "")
    ]
    ending = [
        when
        for when in whens
        if re.search(r"前|底|末", (when.period.text or "") + words[when.end : when.end + 2])
    ]
    return (ending or whens)[-1].period if ending or whens else None


def _count_doubts(raw: str, aspects: int, items: int) -> Iterator[Doubt]:
    """What the document says about its own size, against what it lists."""
    for match in _STATED.finditer(raw):
        stated = int(number(match["aspects"]) or 0), int(number(match["items"]) or 0)
        if items and stated != (aspects, items):
            yield Doubt.at(
                raw, match.start(), match.end(), "count",
                f"说是{stated[0]}个方面{stated[1]}项, 文中列出{aspects}个方面{items}项", f"states {stated[0]}/{stated[1]}, lists {aspects}/{items}",
            )  # fmt: skip

"""Named works: projects, parks, plants, roads, platforms, each once, whether or not a number stands beside them.

Three signs: a proper name with the head 项目 or a numbered phase of works; the name of a facility that someone
builds in the same clause (`project_signs`); a list of names between a verb of commitment and an outcome (`project_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading.facts import Context
from youju.reading.frames import period_at
from youju.reading.model import Fact, Subject
from youju.reading.passages import Passage
from youju.reading.project_pieces import contracted, of_house, sections
from youju.reading.project_rows import being_built, in_class, in_list, in_row
from youju.reading.project_signs import (
    BUILDS_AFTER,
    COUNT_BEFORE,
    NO_NAME,
    OF_POLICY,
    PART_OF,
    REWORK,
    Found,
    is_built,
    is_described,
    is_numbered,
    is_park,
    is_passed,
    is_project,
    tells_nothing,
)
from youju.reading.proper import is_own_house, is_vague, own_part
from youju.reading.sieve import Sieve
from youju.reading.stages import status_of
from youju.reading.status import strength_of

_PHASE: Final = re.compile(
    r"(?:项目)?[一二三四]期(?:工程|项目)?(?=已|正|完成|计划|将|启动|开工|建设|竣工|投产|建成)"
)
_PHASES: Final = Sieve(_PHASE, r"[项一二三四]")


def read_projects(context: Context, seen: set[str]) -> list[Fact]:
    """The projects of a passage; `seen` holds the names already reported in the article and is added to."""
    facts: list[Fact] = []
    last = 0
    for found in sorted(_candidates(context.passage), key=lambda one: (one.start, one.start - one.end)):
        name = _proper(found.name)
        if not name or found.end <= last or any(_same(name, other) for other in seen):
            continue
        seen.add(name)
        last = found.end
        facts.append(_fact(context, found, name))
    return facts


def _same(name: str, other: str) -> bool:
    name, other = name.removesuffix("区"), other.removesuffix("区")
    return name == other or (len(name) > 4 and name in other) or (len(other) > 4 and other in name)


def _candidates(passage: Passage) -> Iterator[Found]:
    yield from in_list(passage)
    yield from being_built(passage)
    yield from in_class(passage)
    yield from in_row(passage)
    yield from _reworks(passage)
    last = -2
    for name in passage.names:
        listed = name.start - last in (0, 1) and passage.text[last : name.start] in ("、", "和", "及", "")
        if tells_nothing(passage, name) or is_vague(name.name.lstrip("0123456789")):
            continue
        if passage.item_head(name.start) == (name.start, name.end):
            named = len(name.name) >= 6
        elif name.kind == "project":
            named = name in passage.staged or is_project(passage, name)
        else:
            named = is_numbered(passage, name) or (
                (name.kind == "works" or is_park(name))
                and (
                    listed
                    or is_built(passage, name)
                    or is_described(passage, name)
                    or is_passed(passage, name)
                )
            )
        if PART_OF.match(passage.text, name.end):
            continue
        if named and (name in passage.staged or not NO_NAME.search(name.name)):
            last = name.end
            park = name.name.endswith("园") and passage.text[name.end : name.end + 1] == "区"
            yield from _parted(Found(name.start, name.end + park, name.name + "区" * park))
    yield from of_house(passage)
    yield from sections(passage)
    yield from contracted(passage)
    yield from _phases(passage)


# 某治理工程(三期)和某医院门诊大楼: two names that 和 joins
_TWO: Final = re.compile(
    r"(?P<one>.{3,}(?:工程|项目|园区?|站|厂|路|桥|馆|楼|中心|小镇)(?:[(（]?[一二三四]期[)）]?)?)和(?P<other>.{5,})"
)


def _parted(found: Found) -> Iterator[Found]:
    two = _TWO.fullmatch(found.name)
    if two is None or len(found.name) != found.end - found.start:
        yield found
        return
    yield Found(found.start, found.start + two.end("one"), two["one"])
    yield Found(found.start + two.start("other"), found.end, two["other"])


def _reworks(passage: Passage) -> Iterator[Found]:
    """`某某污水处理厂提标改造已完工`: what is done to named works, told by how far it has come."""
    text = passage.text
    for name in passage.names:
        more = REWORK.match(text, name.end) if name.kind in ("works", "org") else None
        if more is None or not is_own_house(name.name):
            continue
        end = passage.clause(name.start)[1]
        if BUILDS_AFTER.match(text[more.end() : end]) and not COUNT_BEFORE.search(
            text, max(0, name.start - 4), name.start
        ):
            yield Found(name.start, more.end(), text[name.start : more.end()])


def _phases(passage: Passage) -> Iterator[Found]:
    """`二期工程正施工` after a named first phase is the second phase of the same."""
    for match in _PHASES.finditer(passage.text):
        start, _ = passage.sentence(match.start())
        before = [
            name
            for name in passage.names
            if start <= name.start and name.end <= match.start() and "一期" in name.name
        ]
        if before:
            yield Found(match.start(), match.end(), before[-1].name.split("一期")[0] + match[0])


_SHORT: Final = 2  # 300千瓦光伏电站 has no name of its own
_SIZED: Final = re.compile(r"\d[\d.]*[万千]?(?:千瓦|兆瓦|瓦|吨|平方米|亩|公里|米|头|只|万羽)")


def _proper(name: str) -> str:
    """The name without what only describes it (省级重点项目, 总投资5亿元的)."""
    sized = _SIZED.match(name)
    if OF_POLICY.search(name) or (sized and len(own_part(name[sized.end() :])) <= _SHORT):
        return ""
    if re.search(
        r"\d[余多]?(?:[个家座处条项栋套]|余个|多个)|^[一二两三四五六七八九十]+[个家座处条栋套](?![子镇乡村庄屯])",
        name,
    ):
        return ""
    name = re.sub(r"^.{0,12}?(?:重点项目|投资\d[\d.]*亿?万?元的?)", "", name).strip("“”的、 ")
    name = re.sub(
        r"等(?:\d+[余多]?[个项]|一批)?(?:重点|重大)?(?:项目|工程)?$|[一两三四五六七八九十]个(?:项目|工程)$",
        "",
        name,
    )
    name += "”" * (name.count("“") > name.count("”"))
    name = re.sub(r"(?<=[一-鿿])\d[\d.]*[万亿]?(?:平方公里|平方米|公里|亩)(?=[一-鿿])", "", name)
    return re.sub(r"(?<=园|区|馆|镇|桥|路|站|厂)建设(?:工作)?$", "", name) if len(name) >= 3 else ""


def _fact(context: Context, found: Found, name: str) -> Fact:
    passage = context.passage
    clause = passage.clause(found.start)
    span = passage.raw(found.start, found.end)
    status, stage = status_of(passage, found.start, found.end, context.planned)
    subject = Subject(name, "project", None, context.topic.place.code if context.topic.place else None)
    words = passage.text[clause[0] : found.start]
    return Fact(
        "project", span[0], span[1], passage.clean.raw[span[0] : span[1]], passage.article_no, subject, status,
        period_at(context, found.start), commitment=strength_of(words), stage=stage or None,
    )  # fmt: skip

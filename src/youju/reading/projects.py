"""Named works: projects, parks, plants, roads, platforms, each once, whether or not a number stands beside them.

Three signs: a proper name with the head 项目 or a numbered phase of works; the name of a facility that someone
builds in the same clause; a list of names between a verb of commitment and an outcome (确保甲、乙年内开工).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading import works_words as said
from youju.reading.alternatives import either
from youju.reading.facts import Context
from youju.reading.frames import period_at
from youju.reading.lexicons.heads import FACILITIES, PROJECTS
from youju.reading.lexicons.verbs import BUILD
from youju.reading.listed_works import Found, lists, members, phases, reworks, rows
from youju.reading.model import Fact, Subject
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.proper import is_own_house, is_vague, own_part
from youju.reading.stages import status_of
from youju.reading.status import strength_of
from youju.reading.words import is_coined

_HEADS: Final = sorted(PROJECTS, key=len, reverse=True)
_FACILITY: Final = re.compile(rf"(?:{either(FACILITIES)})$")
_BUILD_TAIL: Final = re.compile(rf"(?:{either(BUILD)})$")
_BUILDS_BEFORE: Final = re.compile(
    r"(?:(?<!文明)建设|建起|建好|打造|共建|新建|筹建|兴建|援建|修建|扩建|改建|改造|开工|建成|启动|规划|谋划|落户|设立|开设|推进|奠基|抓好|续建|实施|投资|运营)(?:了|的|好|一批|一个|一座|中的|重点)?[^，,。；;]{0,16}$"
)


def read_projects(context: Context, seen: set[str]) -> list[Fact]:
    """The projects of a passage; `seen` holds the names already reported in the article and is added to."""
    facts: list[Fact] = []
    for found in sorted(_candidates(context.passage), key=lambda one: (one.start, one.start - one.end)):
        name = _proper(found.name)
        if (
            not name
            or _OF_POLICY.search(name)
            or _NO_NAME.search(name)
            or any(_same(name, other) for other in seen)
        ):
            continue
        seen.add(name)
        facts.append(_fact(context, found, name))
    return facts


def _same(name: str, other: str) -> bool:
    return name == other or (len(name) > 4 and name in other) or (len(other) > 4 and other in name)


def _candidates(passage: Passage) -> Iterator[Found]:
    yield from lists(passage)
    yield from members(passage)
    yield from rows(passage)
    yield from reworks(passage)
    last = -1
    for name in passage.names:
        listed = name.start - last in (0, 1) and passage.text[last : name.start] in ("、", "和", "及", "")
        if passage.item_head(name.start) == (name.start, name.end):
            named = len(name.name) >= 6 and not is_vague(name.name.lstrip("0123456789"))
        elif name.kind == "project":
            named = name in passage.staged or _is_project(passage, name)
        else:
            named = _is_numbered(passage, name) or (
                (name.kind == "works" or _is_park(name))
                and (
                    listed
                    or _is_built(passage, name)
                    or _is_described(passage, name)
                    or _is_passed(passage, name)
                )
            )
        if named and not _PART_OF.match(passage.text, name.end):
            last = name.end
            yield Found(name.start, name.end, name.name)
    yield from phases(passage)


# 某港3号泊位, 某水库至某地管线, 某变电站检修: a name that goes on, or of which nothing is built
_PART_OF: Final = re.compile(
    r"之一|\d{1,2}号|[至到][一-鿿]{2,10}?(?:管线|管道|公路|铁路|道路|段|线|渠)|检修(?!设备)|停电|停水"
)
# 这条生产线, 宁可少上几个项目: words of a sentence that end like works
_NO_NAME: Final = re.compile(
    "^[这那][条座个家处栋]|[着往]|几[个项座]|谈项目|上项目|做成|变成|宁可|^更多|早$|^[今明去]年|全部$"
)
# 全国林业改革试点县, 高质量发展示范区: zones of a policy are no works
_OF_POLICY: Final = re.compile(
    r"(?:发展|改革|开放|创新|振兴|文明|融合|富裕|法治|治理|旅游|现代化|试验|双拥|团结进步)(?:综合)?(?:示范|先行|试验|试点|引领|样板)+(?:区|县|市|省)$|老工业基地$|革命老区$|^[一二三四五六七八九十][一-鿿]{1,3}[一二三四五六七八九十]"
)


def _is_park(name: Name) -> bool:
    return name.kind == "org" and name.name.endswith(
        ("产业园", "工业园", "园区", "科技园", "博物馆", "图书馆", "合作区")
    )


# 第二水厂, 第四幼儿园: a number of its own makes a public house a proper one
_NUMBERED: Final = re.compile(
    r"第[一二三四五六七八九十]{1,2}(?:[一-鿿]{0,4})(?:水厂|处理厂|水库|热源厂|电厂|变电站|幼儿园|小学|中学|医院|养老院|大桥)$"
)


def _is_numbered(passage: Passage, name: Name) -> bool:
    """A numbered house of which the clause says that it is begun, built or opened."""
    if not _NUMBERED.search(name.name):
        return False
    start, end = passage.clause(name.start)
    before, after = passage.text[start : name.start], passage.text[name.end : end]
    return bool(_BUILDS_BEFORE.search(before) or said.BUILDS_AFTER.match(after))


_TAIL: Final = re.compile(r"(?:[一二三四五]期(?:工程|项目)?|[一-鿿]{2,4}段)$")
_COUNT_AFTER: Final = re.compile(r"”?[\d一二三四五六七八九十两]+(?:\.\d+)?[余多]?[万]?[个项批]")
# 聚焦项目, 列入省级重大项目: what is done about works is no part of their name
_AIMS: Final = re.compile(r"聚焦|围绕|紧盯|狠抓|^(?:被|获)?(?:列入|纳入|入选)|考察|参观|约定|完成")
_MEASURE_AFTER: Final = re.compile(
    r"”?[\d一二三四五六七八九十两百]+(?:\.\d+)?[余多]?[万亿]?(?:[个家座处条项栋套米吨亩户]|公里|平方)"
)
_DATED: Final = re.compile(
    r"(?:“?十[三四五]五”?|能源|交通|水利|环保|教育|医疗|卫生|文旅|旅游|商贸|20\d\d年度?|今年|去年|全年|年度|\d{1,2}月[底初中]?[前份]?|[上下]半年|[一二三四]季度)"
)


def _is_project(passage: Passage, name: Name) -> bool:
    """A proper name, not a class of projects, a count of them, or a campaign in quotes."""
    text, whole = passage.text, _TAIL.sub("", name.name)
    head = next((one for one in _HEADS if whole.endswith(one)), "")
    modifier = whole[: len(whole) - len(head)]
    if said.COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _COUNT_AFTER.match(
        text, name.end
    ):
        return False
    bare = said.GENERIC.sub("", _DATED.sub("", _without_places(passage, name, modifier)))
    if _AIMS.search(modifier):
        return False
    if len(bare) < 2 or len(modifier) < 4 or modifier.endswith(("”", "等", "类")):
        return False
    if head == "工程":
        return (
            bool(said.PUBLIC_WORKS.search(modifier))
            and not modifier.startswith("“")
            and not said.NO_WORKS.search(modifier)
        )
    return not said.NO_WORKS.search(modifier)


def _without_places(passage: Passage, name: Name, words: str) -> str:
    """The words of a name but for the place at its head: 突泉县 alone makes no name of 突泉县重大项目."""
    at = 0
    for place in passage.places:
        if place.start == name.start + at and place.end <= name.start + len(words):
            at = place.end - name.start
    return words[at:]


def _is_built(passage: Passage, name: Name) -> bool:
    head = _FACILITY.search(name.name)
    modifier = name.name[: head.start()] if head else name.name
    bare = said.GENERIC.sub("", modifier)
    if len(bare) < 2 or re.search(
        r"^(?:特色|各类|综合|公共|互动|交流|服务|合作|经贸|产业|现代|美丽|核心|重要|[一二三四]期)+$", modifier
    ):
        return False
    start, end = passage.clause(name.start)
    before, after = passage.text[start : name.start], passage.text[name.end : end]
    if re.search(r"\d[余多]?[个家座处条项]$|[一二三四五六七八九十]大$|借鉴|学习|参观", before):
        return False
    parts = re.search(r"(?:主要|配套|建设内容)(?:建设|包括|有|为)[^，,。；;]*$", before) and not is_coined(
        bare
    )
    if _MEASURE_AFTER.match(after) or parts:
        return False
    soft = name.name.endswith(
        ("平台", "基地", "中心", "市场", "示范区", "集聚区", "出口", "港", "路", "桥", "湿地", "河道", "专区")
    )
    verb = _BUILD_TAIL.search(
        re.sub(r"(?:了|的|一个|重点|开始建设)$", lambda m: "建设" if m[0] == "开始建设" else "", before),
    )
    near = bool(_BUILDS_BEFORE.search(before)) and bool(verb or re.search(r"、$", before) or not soft)
    return near or bool(said.BUILDS_AFTER.match(after))


_EXTENT: Final = re.compile(
    r"(?:项目|工程)?(?:[一二三]期)?(?:总|规划|设计)?(?:建筑面积|占地|装机|日处理|日供水|日供|年处理|年产|年供|年发电|设计|投资|全长|库容|建筑规模|供热面积|处理能力|处理规模)"
)


def _is_described(passage: Passage, name: Name) -> bool:
    """`某某水厂日处理规模5000吨`: a house of its own name at the head of a clause, told by its extent."""
    start, _ = passage.clause(name.start)
    opens = start == name.start or any(
        place.end == name.start for place in passage.places if place.start == start
    )
    return opens and _EXTENT.match(passage.text, name.end) is not None and is_own_house(name.name)


_PLANTS: Final = re.compile(
    r"(?:产业园区?|工业园|科技园|物流园|示范园|农创园|合作园|加工园|基地|数据中心|处理厂|[水电热]厂|工厂|电站|风电场|生产线|大桥|互通|高速(?:公路)?|铁路|公路|隧道|水库|[一二三四]期|段)$"
)


_SIGNS: Final = re.compile("[一-鿿]{0,4}(?:签订|签署|签约|达成|结为)")  # a park that signs is a party


def _is_passed(passage: Passage, name: Name) -> bool:
    """`走进…的某某产业园`: works that bear a name of their own, wherever they are first named; a class in a place is none."""
    text = passage.text
    if re.search(r"参观|学习|借鉴|观看|炸毁|袭击", text[max(0, name.start - 4) : name.start]):
        return False
    if _SIGNS.match(text, name.end):
        return False
    counted = said.COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _MEASURE_AFTER.match(
        text, name.end
    )
    if counted or not _PLANTS.search(name.name):
        return False
    own = own_part(_without_places(passage, name, name.name))
    return len(own) >= 2 and is_coined(own) and not re.search(r"[了的是]", name.name)


_SHORT: Final = 2  # 300千瓦光伏电站 has no name of its own
_SIZED: Final = re.compile(r"\d[\d.]*[万千]?(?:千瓦|兆瓦|瓦|吨|平方米|亩|公里|米|头|只|万羽)")


def _proper(name: str) -> str:
    """The name without what only describes it (省级重点项目, 总投资5亿元的)."""
    sized = _SIZED.match(name)
    if sized and len(own_part(name[sized.end() :])) <= _SHORT:
        return ""
    if re.search(
        r"\d[余多]?(?:[个家座处条项栋套]|余个|多个)|^[一二两三四五六七八九十]+[个家座处条栋套](?![子镇乡村庄屯])",
        name,
    ):
        return ""
    name = re.sub(r"^.{0,12}?(?:重点项目|投资\d[\d.]*亿?万?元的?)", "", name).strip("“”的、 ")
    name = said.AND_SUCH.sub("", name)
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

"""Named works: projects, parks, plants, roads, platforms, each once, whether or not a number stands beside them.

Three signs: a proper name with the head 项目 or a numbered phase of works; the name of a facility that someone
builds in the same clause; a list of names between a verb of commitment and an outcome (确保甲、乙年内开工).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from youju.reading.alternatives import either
from youju.reading.facts import Context
from youju.reading.frames import period_at
from youju.reading.lexicons.heads import FACILITIES, GENERIC, PROJECTS
from youju.reading.lexicons.verbs import BUILD
from youju.reading.model import Fact, Subject
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.proper import is_own_house, is_vague, own_part
from youju.reading.sieve import Sieve
from youju.reading.stages import status_of
from youju.reading.status import strength_of
from youju.reading.words import is_coined

_HEAD: Final = re.compile(rf"(?:{either([*PROJECTS, *FACILITIES])})(?:[一二三四]期)?(?:建设|工程|项目)?$")
_HEADS: Final = sorted(PROJECTS, key=len, reverse=True)
_GENERIC: Final = re.compile(either(GENERIC))
_FACILITY_IN: Final = re.compile(rf"(?:{either(FACILITIES)})|古[道镇村城街]|老街|故居|遗址|小区")
_FACILITY: Final = re.compile(rf"(?:{either(FACILITIES)})$")
_PHASE: Final = re.compile(
    r"(?:项目)?[一二三四]期(?:工程|项目)?(?=已|正|完成|计划|将|启动|开工|建设|竣工|投产|建成)"
)
_PUBLIC_WORKS: Final = re.compile(
    r"管网|道路|公路|铁路|高速|高铁|线路|管道|航道|码头|机场|隧道|[江河湖库渠](?:段)?.{0,6}(?:治理|整治)|段治理|除险加固|桥|水库|基础设施|大坝|防洪|供水|供热|改造|扩建|新建|迁建|安置|综合治理|灌区|电网|通道|护岸|堤防|中水|污水|引水|调水|输水|改线|供暖|供气|燃气|灌溉|节水|生态保护|生态修复|防护林|扩能|技改|搬迁|[一二三]期"
)
_BUILD_TAIL: Final = re.compile(rf"(?:{either(BUILD)})$")
_BUILDS_BEFORE: Final = re.compile(
    r"(?:(?<!文明)建设|建起|建好|打造|共建|新建|筹建|兴建|援建|修建|扩建|改建|改造|开工|建成|启动|规划|谋划|落户|设立|开设|推进|奠基|抓好|续建|实施|投资|运营)(?:了|的|好|一批|一个|一座|中的|重点)?[^，,。；;]{0,16}$"
)
_BUILDS_AFTER: Final = re.compile(
    r"^[”\"]?(?:[一二三]期)?(?:项目|工程)?(?:同步|同时|相继|双双|提前\d{1,3}(?:天|个月)|(?:主体|土建|附属|配套|辅助)工程|站房)*(?:、[^，,。；;]{2,40}?)?(?:等)?(?:已经?|正|将|年内|全面|顺利|如期|正式|基本|即将|正在|主体|全线|对外|全部|加快|加紧|抓紧|提前|早日|部分|一期|均|刚刚?|预计|于?\d{1,2}月(?:\d{1,2}日|[底初份])?)*"
    r"(?:建设(?:工作|完成|进展|顺利|步伐)?|开工|竣工|投产|投入使用|投入运营|投入运行|进入[^，,。；;]{0,8}(?:调试|收尾|冲刺|施工|试运行|验收)|建成|完工|通车|开放|启用|奠基|封顶|落地|贯通|合龙|揭牌|揭幕|投运|并网|达产|开业|试运行|运营|营业|前期工作|施工|复工|投用|交付|动工|安装|吊装|布展|装修|拆除重建|重建|开门迎客|滞后|进展缓慢|完成(?:前期|改造|主体|安装)|已?达)"
)
_LIST: Final = re.compile(
    r"(?P<verb>确保|力争|推进|推动|加快|启动|抓好|谋划|开工建设|开工|新建|续建|实施|争取|全力推进|加快推进|建成|完成|做好|持续推进|积极推进)"
    r"(?P<list>[^，,。；;：:\n“”]{3,90}?)(?P<end>年内开工|开工建设|如期开工|开工|竣工投产|建成投产|投产达效|竣工|投产|建成开放|建成投用|建成使用|建成|投入使用|投入运营|投用|"
    r"通车|完工|对外营业|前期工作|前期|启用|开放|试运行|全面建设|建设|落地)(?=[，,。；;、\n]|$|进度|工作|步伐)"
)
_STRONG: Final = frozenset(("年内开工", "如期开工", "开工", "竣工投产", "建成投产", "投产达效", "竣工", "投产", "建成开放", "建成投用", "建成使用", "建成", "投入使用", "投入运营", "投用", "通车", "完工", "对外营业", "前期工作", "启用", "开放", "试运行"))  # fmt: skip
_SPLIT: Final = re.compile(r"、|(?<![中共总])和(?![平谐龙田])|及(?!时)|以及|与")
_LEAD: Final = re.compile(
    r"^(?:本报讯[^一-鿿]*|(?:总|计划)?投资[约近超]?\d[\d.]*[余多]?[万亿]元的|(?:重点)?支持|紧抓|狠抓|抓实|谋划|储备|包装|引进|签约|开工建设|新建|续建|以及|等|的|了|好|全市|全县|我市|我县|推进|加快|推动|启动|实施|抓好|建设|年内|今年|力争|确保|全力|积极|重点|一批|既定的)+"
)
_NOT_WORKS: Final = re.compile(
    r"(?:工作|机制|体系|制度|活动|改革|行动|战略|能力|水平|产业|经济|服务|质量|作风|环境|发展|政策|措施|方案|计划|任务|责任|力度|企业|群众|干部|教育|管理|治理|问题|率|文化|目标|面积|收入|[之季期]?前|季|时|后|期间)$"
    r"|\d+[余多]?(?:个|项|处|座|条|家)|各|有关|相关|每|重点项目$"
)


_LAND: Final = re.compile(r"[河江湖山路桥港湾岭沟溪泉渠海岛](?!乡|市)")
_VERBAL: Final = re.compile(
    r"(?:抱团|发展|我们|全县|全市|坚持|围绕|聚焦|通过|开展|组织|加强|强化|提升|完善|深化|创新|投资|涉及|包括|覆盖)"
)
_CLASS: Final = re.compile(
    r"(?:签约|引进|开工建设|开工|谋划|实施|推进|建设|建成|新建|续建|完成|启动|竣工|落地|包装|储备|争取|[，,。；;\n：:]|^)(?:了)?"
    r"(?P<list>[^，,。；;：:\n“”]{4,80}?)等(?:一大?批|\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项])?"
    r"(?![一-鿿]{0,2}(?:主体|配套|附属|单体))[一-鿿]{0,8}?(?:项目|工程)(?![约近共]?\d)",
)


# what is done to standing works: 某某污水处理厂提标改造
_REWORK: Final = re.compile(
    r"(?:提标|提升|提质|升级|更新|扩容|扩能|改扩建|扩建|新建|改造|修复|修缮|保护|维修|加固|迁建|整治|治理|清淤|整体|综合|绿化|亮化)+(?:[一二三四]期)?(?:工程|项目)?(?![一-鿿]{0,2}(?:工作|行动|力度|水平|能力))"
)
_REWORKED: Final = re.compile(
    r"(?:改造|扩建|修复|修缮|加固|迁建|整治|治理|新建|北延|南延|东延|西延)(?:[一二三四]期)?$"
)
_STAGED: Final = re.compile(
    r"(?:风电|光伏|光伏发电|水电|热电|火电|储能|抽蓄|电站|产业园|工业园|物流园|园区|厂房|修复|修缮|改造|治理|保护|安置|水库|公园|码头|管网)[一二三四五]期$"
)
# 甲、乙、丙今年全部开工: names in a row of which all are built
_ROW: Final = re.compile(
    r"(?:^|[，,。；;\n：:])(?P<list>[^，,。；;：:\n“”]{3,40}(?:、[^，,。；;：:\n“”、]{3,40}){1,8}?)(?:等(?:\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项]|一大?批)?[一-鿿]{0,8}?(?:项目|工程))?"
    r"(?:今年|年内|年底|\d{1,2}月[底份]?|目前|正在|正|也|已经?|均|将|全部|相继|先后|同时|同步|集中|有序|加快|加紧|抓紧|全面|顺利|如期|陆续|即将|扎实)*(?:在加紧)?"
    r"(?:开工|动工|投用|建成|竣工|推进|通车|复工|完工|启用|建设|施工|投产|铺开|实施|开放|封顶|进展|投入使用|投入运营)"
)


_PHASES: Final = Sieve(_PHASE, r"[项一二三四]")


@dataclass(frozen=True, slots=True)
class Found:
    """A named work: where its name stands, and how it is called in full."""

    start: int
    end: int
    name: str


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
    yield from _lists(passage)
    yield from _members(passage)
    yield from _rows(passage)
    yield from _reworks(passage)
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
    yield from _phases(passage)


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
    return bool(_BUILDS_BEFORE.search(before) or _BUILDS_AFTER.match(after))


_TAIL: Final = re.compile(r"(?:[一二三四五]期(?:工程|项目)?|[一-鿿]{2,4}段)$")
_COUNT_BEFORE: Final = re.compile(r"\d[余多]?[个项批]$|[一二三四五六七八九十几两多]个$|批$|各$|等$")
_COUNT_AFTER: Final = re.compile(r"”?[\d一二三四五六七八九十两]+(?:\.\d+)?[余多]?[万]?[个项批]")
_NO_WORKS: Final = re.compile(
    r"一批|多个|若干|哪些|实事|责任|清单|服务|政策|包保|管理|评价|审批|考核|推进$|工作$|科目|比赛|体育|收费|检查|一切|[着们]|领导|(?:[开复竣]|[(（][开复竣][)）])+工$"
)
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
    if _COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _COUNT_AFTER.match(text, name.end):
        return False
    bare = _GENERIC.sub("", _DATED.sub("", _without_places(passage, name, modifier)))
    if _AIMS.search(modifier):
        return False
    if len(bare) < 2 or len(modifier) < 4 or modifier.endswith(("”", "等", "类")):
        return False
    if head == "工程":
        return (
            bool(_PUBLIC_WORKS.search(modifier))
            and not modifier.startswith("“")
            and not _NO_WORKS.search(modifier)
        )
    return not _NO_WORKS.search(modifier)


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
    bare = _GENERIC.sub("", modifier)
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
    return near or bool(_BUILDS_AFTER.match(after))


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
    counted = _COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _MEASURE_AFTER.match(
        text, name.end
    )
    if counted or not _PLANTS.search(name.name):
        return False
    own = own_part(_without_places(passage, name, name.name))
    return len(own) >= 2 and is_coined(own) and not re.search(r"[了的是]", name.name)


def _lists(passage: Passage) -> Iterator[Found]:
    text = passage.text
    for match in _LIST.finditer(text):
        pieces = _SPLIT.split(match["list"])
        heads = sum(_HEAD.search(piece.strip("“”等 ")) is not None for piece in pieces)
        strong, items = match["end"] in _STRONG or (heads > 1 and 2 * heads > len(pieces)), []
        at = match.start("list")
        for piece in pieces:
            start = text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            item = piece.strip("“”等 ")
            lead = _LEAD.match(item)
            start += piece.index(item) + (lead.end() if lead else 0) if item else 0
            item = item[lead.end() :] if lead else item
            item = re.sub(
                r"(?:\d{1,2}月|今年|年内|年底|年末|[一二三四]季度|[上下]半年)[底末初前中旬]*$", "", item
            )
            item = re.sub(r"(?:建成|竣工|完工|开工|全线|主体|全面|如期|年内|顺利|早日|尽快)+$", "", item)
            items.append((start, start + len(item), item))
        last = items[-1][2]
        head = _HEAD.search(last)
        for start, end, item in items:
            full = item
            if head and not _HEAD.search(item) and strong and 2 <= len(item) <= 6:
                full = item + _shared_tail(item, last, head)
            if _is_item(full, strong):
                yield Found(start, end, full)


_RECOMMENDED: Final = re.compile("推介|发布|对接|考察|围绕|聚焦")
_GOES_ON: Final = re.compile(
    "(?:正在?|将|已经?|全部|陆续|相继|加快|顺利|有序|抓紧|扎实|稳步)*(?:建设|开工|推进|实施|投产|竣工|建成|进展|开复工)"
)
_PAID: Final = re.compile(r"(?:总|计划)?投资[约近超]?\d")
_LEAST: Final = 4


def _members(passage: Passage) -> Iterator[Found]:
    """`甲深加工、乙物流园等15个重点项目`: each member of the class is a named work."""
    for match in _CLASS.finditer(passage.text) if "等" in passage.text else ():
        if _RECOMMENDED.match(match["list"]):
            continue
        at = match.start("list")
        items = _SPLIT.split(match["list"])
        bound = (
            2 * sum(_HEAD.search(item) is not None for item in items) > len(items)
            or _GOES_ON.match(passage.text, match.end()) is not None
            or match.start("list") - match.start() > 1  # behind a verb of building, not behind a mark
            or _LEAD.match(re.sub("^本报讯[^一-鿿]*", "", match["list"])) is not None
            or re.search(r"重点|重大|产业项目|大项目", match[0][match.end("list") - match.start() :])
            is not None
        )
        for piece in items:
            start = passage.text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            lead = _LEAD.match(piece)
            item = piece[lead.end() :] if lead else piece
            begin = start + (lead.end() if lead else 0)
            works = (
                len(item) >= 6
                and bool(_LAND.search(item) or _PUBLIC_WORKS.search(item[:-2]) or _FACILITY_IN.search(item))
                and item.endswith(("治理", "整治", "修复", "改造", "新建", "扩建"))
            )
            named = works or (_is_item(item, strong=True) and (bound or _HEAD.search(item) or "公司" in item))
            named = (
                named
                or _STAGED.search(item) is not None
                or (_PAID.match(piece) is not None and len(item) >= _LEAST)
            )
            plain = _REWORK.sub("", item) if works else item
            if len(item) >= 4 and named and not _VERBAL.search(plain):
                yield Found(begin, at, item)


_AND_SUCH: Final = re.compile(
    r"等(?:\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项]|一大?批)?[一-鿿]{0,8}?(?:项目|工程)$"
)


def _rows(passage: Passage) -> Iterator[Found]:
    """`甲快速通道、乙大道北延、丙综合整治今年全部开工`: each of a row that is called as works are."""
    for match in _ROW.finditer(passage.text) if "、" in passage.text else ():
        at = match.start("list")
        for piece in _SPLIT.split(match["list"]):
            start = passage.text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            lead = _LEAD.match(piece)
            item = _AND_SUCH.sub("", piece[lead.end() :] if lead else piece)
            if (
                len(item) >= 5
                and _is_called_as_works(item)
                and not re.search(r"^\d|[的了着]|\d[余多]?[个家座处条项]", item)
            ):
                begin = start + (lead.end() if lead else 0)
                yield Found(begin, begin + len(item), item)


def _is_called_as_works(item: str) -> bool:
    bare = _GENERIC.sub("", _HEAD.sub("", item))
    staged = _STAGED.search(item) is not None
    reworked = _REWORKED.search(item) is not None and bool(_LAND.search(item) or _FACILITY_IN.search(item))
    headed = _HEAD.search(item) is not None and len(bare) >= 3 and not _VERBAL.search(bare)
    return (staged or reworked or (headed and is_coined(own_part(item)))) and not _NO_WORKS.search(item)


def _reworks(passage: Passage) -> Iterator[Found]:
    """`某某污水处理厂提标改造已完工`: what is done to named works, told by how far it has come."""
    text = passage.text
    for name in passage.names:
        more = _REWORK.match(text, name.end) if name.kind in ("works", "org") else None
        if more is None or not is_own_house(name.name):
            continue
        end = passage.clause(name.start)[1]
        if _BUILDS_AFTER.match(text[more.end() : end]) and not _COUNT_BEFORE.search(
            text, max(0, name.start - 4), name.start
        ):
            yield Found(name.start, more.end(), text[name.start : more.end()])


def _shared_tail(item: str, last: str, head: re.Match[str]) -> str:
    """`大河、小河抽蓄项目`: what follows, in the last name, the character that the shorter one ends with."""
    at = last.rfind(item[-1], 0, head.end())
    return last[at + 1 :] if 0 <= at < head.end() - 1 else last[head.start() :]


def _is_item(item: str, strong: bool) -> bool:
    if (
        not 3 <= len(item) <= 30
        or re.match(r"\d{1,2}月", item)
        or _NOT_WORKS.search(item)
        or _GENERIC.sub("", item) == ""
    ):
        return False
    if item.endswith(("改造", "整治", "修复", "提升", "绿化", "亮化")) and not _LAND.search(item):
        return False
    bare = _GENERIC.sub("", _HEAD.sub("", item))
    if _HEAD.search(item):
        return len(bare) >= 2
    return (
        strong
        and bool(re.fullmatch(r"[一-鿿A-Za-z0-9·()（）—-]{3,30}", item))
        and not re.search(r"[的了是在]|有(?!限)", item)
    )


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
    if sized and len(own_part(name[sized.end() :])) <= _SHORT:
        return ""
    if re.search(
        r"\d[余多]?(?:[个家座处条项栋套]|余个|多个)|^[一二两三四五六七八九十]+[个家座处条栋套](?![子镇乡村庄屯])",
        name,
    ):
        return ""
    name = re.sub(r"^.{0,12}?(?:重点项目|投资\d[\d.]*亿?万?元的?)", "", name).strip("“”的、 ")
    name = _AND_SUCH.sub("", name)
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

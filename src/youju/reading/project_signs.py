"""Signs by which a name is that of works: its head, what is done in the clause, an extent, a number of its own.

Each question is asked of one name in one passage; which names are asked, and in what order, is told in `projects`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from youju.reading.alternatives import either
from youju.reading.lexicons.heads import FACILITIES, GENERIC, PROJECTS
from youju.reading.lexicons.verbs import BUILD
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.proper import is_own_house, own_part
from youju.reading.words import is_coined

HEAD: Final = re.compile(rf"(?:{either([*PROJECTS, *FACILITIES])})(?:[一二三四]期)?(?:建设|工程|项目)?$")
_HEADS: Final = sorted(PROJECTS, key=len, reverse=True)
GENERIC_WORDS: Final = re.compile(either(GENERIC))
FACILITY_IN: Final = re.compile(rf"(?:{either(FACILITIES)})|古[道镇村城街]|老街|故居|遗址|小区")
_FACILITY: Final = re.compile(rf"(?:{either(FACILITIES)})$")
PUBLIC_WORKS: Final = re.compile(
    r"管网|道路|公路|铁路|高速|高铁|线路|管道|航道|码头|机场|隧道|[江河湖库渠](?:段)?.{0,6}(?:治理|整治)|段治理|除险加固|桥|水库|基础设施|大坝|防洪|供水|供热|改造|扩建|新建|迁建|改建|增容|安置|综合治理|灌区|电网|通道|护岸|堤防|中水|污水|引水|调水|输水|改线|供暖|供气|燃气|灌溉|节水|生态保护|保护与?利用|生态修复|防护林|扩能|技改|搬迁|[一二三]期"
)
_BUILD_TAIL: Final = re.compile(rf"(?:{either(BUILD)})$")
_BUILDS_BEFORE: Final = re.compile(
    r"(?:(?<!文明)建设|建一[座个处家]|(?:投用|启用|落成|开业)的|建起|建好|打造|共建|新建|筹建|兴建|援建|修建|扩建|改建|改造|开工|建成|启动|规划|谋划|落户|设立|开设|推进|奠基|抓好|续建|实施|投资|运营)(?:了|的|好|一批|一个|一座|中的|重点)?[^，,。；;]{0,16}$"
)
BUILDS_AFTER: Final = re.compile(
    r"^[”\"]?(?:[一二三]期)?(?:项目|工程)?(?:同步|同时|相继|双双|也|恢复|提前\d{1,3}(?:天|个月)|土建工程|站房)*(?:、[^，,。；;]{2,40}?)?(?:等)?(?:已经?|正|在|将|年内|全面|顺利|如期|正式|基本|即将|正在|主体|全线|对外|全部|加快|加紧|抓紧|提前|早日|部分|一期|均|刚刚?|预计|于?\d{1,2}月(?:\d{1,2}日|[底初份])?)*"
    r"(?:建设(?:工作|完成|进展|顺利|步伐)?|开工|竣工|投产|投入使用|投入运营|投入运行|进入[^，,。；;]{0,8}(?:调试|收尾|冲刺|施工|试运行|验收)|建成|完工|通车|开放|启用|奠基|封顶|落地|贯通|合龙|揭牌|挂牌(?:运[行营]|成立)|揭幕|铺油|铺装|(?:完成)?选址|送电|通水|试生产|投运|并网|达产|开业|试运行|运营|前期工作|施工|复工|投用|交付|动工|安装|吊装|布展|装修|拆除重建|重建|开门迎客|滞后|进展缓慢|完成(?:前期|改造|主体|安装)|已?达)"
)


# what is done to standing works: 某某污水处理厂提标改造
REWORK: Final = re.compile(
    r"(?:提标|提升|提质|升级|更新|扩容|扩能|改扩建|扩建|新建|改造|修复|修缮|保护|维修|加固|迁建|整治|治理|清淤|整体|综合|绿化|亮化)+(?:[一二三四]期)?(?:工程|项目)?(?![一-鿿]{0,2}(?:工作|行动|力度|水平|能力))"
)


# a phase of works without a head of its own: 某山风电三期
STAGED: Final = re.compile(
    r"(?:风电|光伏|光伏发电|水电|热电|火电|储能|抽蓄|电站|产业园|工业园|物流园|园区|厂房|修复|修缮|改造|治理|保护|安置|水库|公园|码头|管网)[一二三四五]期$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A named work: where its name stands, and how it is called in full."""

    start: int
    end: int
    name: str


# 这条生产线, 宁可少上几个项目: words of a sentence that end like works
NO_NAME: Final = re.compile(
    "^[这那][条座个家处栋]|[着往]|几[个项座]|[谈上看跑抓找]项目|做成|变成|宁可|^更多|主体工程$|[老旧]工业基地|商品粮基地|(?:发展|合作|改革|开放|先行|引领|创新|试验|融合)示范区$"
    "|早$|^[今明去]年|全部$"
)
# 全国林业改革试点县, 高质量发展示范区, 一都四基地: zones and slogans of a policy are no works
OF_POLICY: Final = re.compile(
    r"(?:发展|改革|开放|创新|振兴|文明|融合|富裕|法治|治理|旅游|现代化|试验|双拥|团结进步)(?:综合)?(?:示范|先行|试验|试点|引领|样板)+(?:区|县|市|省)$|老工业基地$|革命老区$|^[一二三四五六七八九十][一-鿿]{1,3}[一二三四五六七八九十]"
)
# 某港3号泊位, 某水库至某地管线, 某变电站检修: a name that goes on, or of which nothing is built
PART_OF: Final = re.compile(
    r"之一|\d{1,2}号|[至到][一-鿿]{2,10}?(?:管线|管道|公路|铁路|道路|段|线|渠)|检修(?!设备)|停电|停水"
)
_SIGNS: Final = re.compile("[一-鿿]{0,4}(?:签订|签署|签约|达成|结为)")  # a park that signs is a party


def is_park(name: Name) -> bool:
    """Whether a house by its form may also be works: a park, a museum, a library."""
    return name.kind == "org" and name.name.endswith(
        ("产业园", "工业园", "园区", "科技园", "博物馆", "图书馆", "合作区", "研究院", "实验室", "希望小学")
    )


# 第二水厂, 第四幼儿园: a number of its own makes a public house a proper one
_NUMBERED: Final = re.compile(
    r"第[一二三四五六七八九十]{1,2}(?:[一-鿿]{0,4})(?:水厂|处理厂|水库|热源厂|电厂|变电站|幼儿园|小学|中学|医院|养老院|大桥)$"
)


def is_numbered(passage: Passage, name: Name) -> bool:
    """A numbered house of which the clause says that it is begun, built or opened."""
    if not _NUMBERED.search(name.name):
        return False
    start, end = passage.clause(name.start)
    before, after = passage.text[start : name.start], passage.text[name.end : end]
    return bool(_BUILDS_BEFORE.search(before) or BUILDS_AFTER.match(after))


_TAIL: Final = re.compile(r"(?:[一二三四五]期(?:工程|项目)?|[一-鿿]{2,4}段)$")
COUNT_BEFORE: Final = re.compile(r"\d[余多]?[个项批]$|[一二三四五六七八九十几两多]个$|批$|各$|等$")
_COUNT_AFTER: Final = re.compile(
    r"”?(?:不[少低]于|共|达到?|超过?)?[\d一二三四五六七八九十两]+(?:\.\d+)?[余多]?[万]?[个项批]"
)
NO_WORKS: Final = re.compile(
    r"一批|多个|若干|哪些|实事|责任|清单|服务|政策|包保|管理|评价|审批|考核|推进$|工作$|科目|比赛|体育|收费|检查|一切|[着们]|领导|(?:[开复竣]|[(（][开复竣][)）])+工$"
)


# 聚焦项目, 列入省级重大项目: what is done about works is no part of their name
_AIMS: Final = re.compile(r"聚焦|围绕|紧盯|狠抓|^(?:被|获)?(?:列入|纳入|入选)|考察|参观")
_MEASURE_AFTER: Final = re.compile(
    r"[”\"]?[\d一二三四五六七八九十两百]+(?:\.\d+)?[余多]?[万亿]?(?:[个家座处条项栋套米吨亩户]|公里|平方)"
)
_DATED: Final = re.compile(
    r"(?:“?十[三四五]五”?|能源|交通|水利|环保|教育|医疗|卫生|文旅|旅游|商贸|20\d\d年度?|今年|去年|全年|年度|\d{1,2}月[底初中]?[前份]?|[上下]半年|[一二三四]季度)"
)


# what is applied for, kept in store, judged or at work is no works that are told of
_NO_TELLING: Final = re.compile(
    r"占比|申报|入库|评审|储备|管理|检修(?=[，,。；;]|期间|停)|停[电运]|建设年|现场会|推进会|调度会|观摩|拉练|招商|名录|清单|库(?!容)"
)


# 某某工程完工, 赖氨酸项目已试生产: only what is built can be so
_HARD_STAGE: Final = re.compile(
    r"(?:已经?|于?(?:今年|去年|\d{1,2}月)(?:\d{1,2}日)?|全面|顺利|如期|正式|主体|全线|提前|基本|刚刚?|正在|即将){0,4}"
    r"(?:完工|竣工|动工|封顶|合龙|通车|试生产|投料|并网|设备安装|完成主体|送电|通水|试运行|打桩|浇筑)"
)


def tells_nothing(passage: Passage, name: Name) -> bool:
    """Whether what stands behind a name shows that a class or a house at work is meant."""
    return _NO_TELLING.match(passage.text, name.end) is not None


def is_project(passage: Passage, name: Name) -> bool:
    """A proper name, not a class of projects, a count of them, or a campaign in quotes."""
    text, whole = passage.text, _TAIL.sub("", name.name)
    head = next((one for one in _HEADS if whole.endswith(one)), "")
    modifier = whole[: len(whole) - len(head)]
    if COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _COUNT_AFTER.match(text, name.end):
        return False
    bare = GENERIC_WORDS.sub("", _DATED.sub("", _without_places(passage, name, modifier)))
    if _AIMS.search(modifier):
        return False
    begun = _HARD_STAGE.match(text, name.end) is not None
    if len(bare) < 2 or len(modifier) < (2 if begun else 4) or modifier.endswith(("”", "等", "类")):
        return False
    if head == "工程":
        return (
            (begun or bool(PUBLIC_WORKS.search(modifier)))
            and not modifier.startswith("“")
            and not NO_WORKS.search(modifier)
        )
    return not NO_WORKS.search(modifier)


def _without_places(passage: Passage, name: Name, words: str) -> str:
    """The words of a name but for the place at its head: 突泉县 alone makes no name of 突泉县重大项目."""
    at = 0
    for place in passage.places:
        if place.start == name.start + at and place.end <= name.start + len(words):
            at = place.end - name.start
    return words[at:]


def is_built(passage: Passage, name: Name) -> bool:
    """Whether the clause builds, opens or plans what bears the name, and the name is more than its class."""
    head = _FACILITY.search(name.name)
    modifier = name.name[: head.start()] if head else name.name
    bare = GENERIC_WORDS.sub("", modifier)
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
        re.sub(
            r"(?:了|的|一个|重点|开始建设|建一[座个处家])$",
            lambda m: "建设" if m[0][:2] in ("开始", "建一") else "",
            before,
        ),
    )
    near = bool(_BUILDS_BEFORE.search(before)) and bool(verb or re.search(r"、$", before) or not soft)
    return near or bool(BUILDS_AFTER.match(after))


_EXTENT: Final = re.compile(
    r"(?:项目|工程)?(?:[一二三]期)?(?:总|规划|设计)?(?:建筑面积|占地|装机|日处理|日供水|日供|年处理|年产|年供|年发电|设计|投资|全长|库容|建筑规模|供热面积|处理能力|处理规模)"
)


def is_described(passage: Passage, name: Name) -> bool:
    """`某某水厂日处理规模5000吨`: a house of its own name at the head of a clause, told by its extent."""
    start, _ = passage.clause(name.start)
    opens = start == name.start or any(
        place.end == name.start for place in passage.places if place.start == start
    )
    return opens and _EXTENT.match(passage.text, name.end) is not None and is_own_house(name.name)


_PLANTS: Final = re.compile(
    r"(?:产业园区?|工业园|科技园|物流园|示范园|农创园|合作园|加工园|基地|数据中心|处理厂|[水电热]厂|工厂|电站|风电场|生产线|大桥|互通|高速(?:公路)?|铁路|公路|隧道|水库|[一二三四]期|段)$"
)


def is_passed(passage: Passage, name: Name) -> bool:
    """`走进…的某某产业园`: works that bear a name of their own, wherever they are first named; a class in a place is none."""
    text = passage.text
    if re.search(r"参观|学习|借鉴|观看|炸毁|袭击", text[max(0, name.start - 4) : name.start]):
        return False
    if _SIGNS.match(text, name.end):
        return False
    counted = COUNT_BEFORE.search(text, max(0, name.start - 4), name.start) or _MEASURE_AFTER.match(
        text, name.end
    )
    if counted or name.name[0].isdigit() or not _PLANTS.search(name.name):
        return False
    own = own_part(_without_places(passage, name, name.name))
    return len(own) >= 2 and is_coined(own) and not re.search(r"[了的是]", name.name)

"""Names in a text: organisations, projects, events and townships, with their places.

A name is found by its head (…有限公司, …建设项目, …推介会) and grown to the left until a word that cannot be part
of it: a stop, a preposition, a verb of the genre. A place name inside is where the name begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from youju.reading.alternatives import either
from youju.reading.lexicons.heads import EVENTS, FACILITIES, GENERIC, ORGANISATIONS, PROJECTS
from youju.reading.places import Place
from youju.reading.sieve import Sieve

_LONGEST: Final = 34


def beginnings(words: Iterable[str]) -> str:
    """A pattern for the places where one of the words may begin: its first character before a second one, or a word of one."""
    long = [word for word in words if len(word) > 1]
    alone = "".join(sorted({word for word in words if len(word) == 1}))
    pairs = (
        f"[{''.join(sorted({word[0] for word in long}))}](?=[{''.join(sorted({word[1] for word in long}))}])"
    )
    return f"{pairs}|[{alone}]" if alone else pairs


_HEAD: Final = Sieve(
    re.compile(
        rf"(?P<project>{either(PROJECTS)})|(?P<event>(?:{either(EVENTS)})(?!次))|(?P<both>{either(set(ORGANISATIONS) & set(FACILITIES))})"
        rf"|(?P<org>{either(ORGANISATIONS)})|(?P<works>{either(FACILITIES)})"
    ),
    beginnings([*PROJECTS, *EVENTS, *ORGANISATIONS, *FACILITIES]),
)
_STOP: Final = re.compile(
    r"[▲△▼●■◆◇★☆▶►◎]|(?<![\d.])\d{1,2}[.．](?!\d)|[，,。；;：:、！!?？\n《》<>\"…\s]|[—–-]{1,2}|(?<!共)(?:与(?!现代化改造|利用|修复工程|提升工程)|同(?!心|仁|济|兴|泰|德(?!国)|创|辉|盛|力)|赴|由(?!来))|在(?!建)|(?:对(?!口)|向(?!阳)|为(?!民)|到|是|的|了|及|将|把|被|从|使|让|给|于|并|或|我市|全市|我县|全县|[全我][区州省旗镇乡村](?!域))"
    r"|和(?!龙|平|谐|县|田|林)|以|等(?!级)|不断|其中|(?<!项)目前|以及|其他|已经?"
    r"|建成(?!区)|建一[座个处家条]|建起|建好|办起|累计|举行|召开|共同成立|签订|签署|开始(?:广泛)?(?:建设|借鉴)?|正(?:在|加快|全力|抓紧|加紧)+(?:建设|新建|打造|实施|推进|改造|修建|浇筑|安装|铺设|架设|吊装|开挖|装修|调试)?|组织(?!部)|举办|开展|请来|邀来|晋升|新上|再上|上马|打造|共建|共有|依托|搭建|开设|建立|设立|成立|学习(?!中心)|促进|推动|推进|引导|强化|参加|参观"
    r"|(?<=工程)建设|(?<=元)(?:建设|兴建|新建|打造|实施|修建|扩建|改建|改造|购置|引进)|(?<=[工项][程目])(?:完成|累计|总投资)|分[两二三]期|(?<=[\d万亿]元)|该[村乡镇县市区局校院社厂站园馆行]?|又|也|采取|推行|整合|(?<!综合)(?<!保护与)(?<!保护)(?<!开发)利用(?![率中])|充分|涌动|询问|铺排|牢固|树立|认真|切实|[围盯跟]着|筹建|筹划|拟建|援建|新签|签下|领办|兴办|商定"
    r"|驶[离往出入向]|搭桥|通过|根据|结合|明确|形成|炸毁|做好|抓好|紧抓|争取|邀请|引进|新建|实施|启动|落实|谋划|注重|助力|全面部署|坚持|要(?!塞)|今年|去年|明年|\d+[余多]?(?:[个家项名户]|万(?![吨头套台只立平辆羽件千亩匹条]))"
)
_MARKS: Final = "、,。;\n"
VERBS: Final = re.compile(
    r"(?:推动落实|推动|推进|承接|开办|协办|办好|搞好|依托|组织|邀请|支持|帮助|指导|协调|引导|加快|加强|强化|启动|实施|建设|打造|完成|抓好|做好|确保|力争|谋划|参加|参与|举办|承办|召开|举行|开展|"
    r"介绍|宣传|走访|察看|探访|走进|来到|进入|深入|慰问|开工|新建|改造|设立|开设|成立|组建|引进|签约|通过|围绕|聚焦|利用|会同|联合|代表|持续|积极|全面|重点|高标准|高质量|共建|开始建设|正抓紧|抓紧|"
    r"夺得|斩获|获得|荣获|年末|年底|全年|年初|\d{1,2}月份|如今|将|有|据|经|并|还|对(?!口)|近日|日前|目前|今年|去年|年初以来|近年来|当日|当天|期间|会上|会后|其中|同时|此外|如|因|各|由|这[条座家个]|这|该|全面加强|曾在|着力|大力|稳步|加速|统筹|突出|坚持|"
    r"保证|采取|推行|整合|利用|充分|盯住|盯紧|扭住|实地|现场|集中|此次|本次|这次|一切|铺排|筹建|拟建|在建|援建|合作|吸引|拥有|培育|扶持|投资|总投资|完善|提升|提高|优化|创建|申报|争取|获批|规划|编制|制定|集中|先后|陆续|分别|成功|促进|助力|保障|保持|监测|主导|建成|投用|建立|创新)+"
)


_IN_WORDS: Final = {
    "市场": re.compile("主体|化|监|价|份额|需求|占有|准入|营销|规模|环境|秩序|竞争|经济|预期|活力|前景|行情"),
    "桥": re.compile("[梁面墩头下上]"),
    "服务站": re.compile("点"),
    "中心": re.compile("组|城区|镇|村|户|任务|工作|思想|环节"),
}
_PART: Final = re.compile("主体|土建|附属|配套|辅助")
_TOWN_OF: Final = re.compile(r"镇(?!级)|乡(?!村)|街道|社区|村(?![民级])")
_EXIT: Final = re.compile(r"(?:高速|公路|路|[东西南北])$")  # else 出口 is what is sold abroad


class Name(NamedTuple):
    """A name in a text. `kind` is org, project, works, event, place; `name` has no surrounding words."""

    start: int
    end: int
    kind: str
    name: str


def find_names(text: str, places: Sequence[Place]) -> list[Name]:
    """All names of organisations, projects, works and events, left to right; of two that overlap the longer."""
    found: list[Name] = []
    floor = 0
    starts = {place.start for place in places}
    inside = bytearray(len(text) + 1)
    for place in places:
        inside[place.start : place.end] = b"\x01" + b"\x02" * (place.end - place.start - 1)
    for match in _HEAD.finditer(text):
        if inside[match.start()] and inside[match.end() - 1] == 2 and inside[match.end()] != 2:
            continue
        if match[0] == "出口" and not _EXIT.search(text, max(0, match.start() - 3), match.start()):
            continue
        if match[0] in _IN_WORDS and _IN_WORDS[match[0]].match(text, match.end()):
            continue  # 市场主体, 桥梁: the head of works begins another word
        if match[0] == "工程" and _PART.search(text, max(0, match.start() - 2), match.start()):
            continue  # 某某电站主体工程: a part of the works
        if match[0].endswith("工程") and text[match.end() : match.end() + 1] in tuple("量师学系技机"):
            continue  # 工程量, 工程师
        if match["works"] and len(match[0]) <= 2 and _TOWN_OF.match(text, match.end()):
            continue  # 石桥镇, 新港街道
        if match["project"] and text[match.end() : match.end() + 1] == "部":
            continue  # 项目部
        if match["works"] and found and found[-1].end == match.start() and found[-1].name.endswith("工程"):
            continue  # 某某提升工程堤防: a part of the works
        name = _grow(text, match, floor, starts, inside)
        if name is None:
            continue
        while found and found[-1].end > name.start and found[-1].start >= name.start:
            found.pop()
        if found and found[-1].end > name.start:
            continue
        found.append(name)
        floor = max(floor, name.end - _LONGEST)
    return found


def _grow(text: str, match: re.Match[str], floor: int, places: set[int], inside: bytearray) -> Name | None:
    """The whole name that ends with this head; `inside` is 1 where a place begins and 2 where it goes on."""
    left = max(floor, match.start() - _LONGEST, 0)
    # nothing before the last mark counts, and no stop runs over one
    start = left = max(left, *(text.rfind(mark, left, match.start()) for mark in _MARKS))
    for stop in _STOP.finditer(text, left, match.start()):
        if not inside[stop.start()]:
            start = stop.end()
    start = _quotes(text, start, match.end())
    close = text.find(")", start, match.start())
    if close >= 0 and text.find("(", start, close) < 0:
        start = close + 1
    trimmed = VERBS.match(text, start, match.start())
    if trimmed and not (trimmed.end() > 0 and inside[trimmed.end() - 1] == 2 == inside[trimmed.end()]):
        start = trimmed.end()
    for at in range(start, min(match.start(), start + 10)):
        if at in places and not _part_of_quote(text, start, at):
            if at - start <= 8 and _droppable(text[start:at]):
                start = at
            break
    end = _whole(text, match)
    start = _balanced(text, start, match.start())
    name = text[start:end]
    if start and text[start - 1] == "“" and _SAYS_MORE.match(text, end):
        return None
    kind = next((kind for kind in ("project", "event", "works") if match[kind]), "org")
    if match.start() - start < 1 or name in GENERIC or _BROKEN.search(name):
        return None
    return Name(start, end, kind, name.strip("“”"))


_SAYS_MORE: Final = re.compile("[一-鿿]{1,6}”")  # “园区事园区办” is a saying
# a firm's form of working together, half a bracket or half a quotation is no name
_BROKEN: Final = re.compile(r"[+＋]|^[^（(]*[）)]")
_STAGE: Final = re.compile(
    r"[一二三四五]期(?:工程|项目)?(?=[^一-鿿]|已|正|将|也|均|都|等|建|开|投|竣|全|主|总|项|工|目|并|完|签|启|封|的|$)"
)
_SECTION: Final = re.compile(r"(?<=[路速铁道])(?:[一-鿿]{2,4}?段(?![时落位])|[(（][一-鿿]{2,6}段[)）])")


def _whole(text: str, match: re.Match[str]) -> int:
    """Where a name ends: behind its head, or behind the stage or section of the works that follows (…热电厂二期, …高速五莲段)."""
    if not (match["project"] or match["works"]):
        return match.end()
    more = _STAGE.match(text, match.end()) or _SECTION.match(text, match.end())
    return more.end() if more else match.end()


def _balanced(text: str, start: int, head: int) -> int:
    """A name does not begin before a quotation that is still open where its head stands."""
    opening = text.rfind("“", start, head)
    return opening + 1 if opening >= start and text.find("”", opening, head) < 0 else start


def _quotes(text: str, start: int, end: int) -> int:
    """A name does not begin inside a quotation that closes before it ends."""
    inside = text[start:end]
    close = inside.find("”")
    if close >= 0 and "“" not in inside[:close]:
        opening = text.rfind("“", max(0, start - 30), start)
        spoken = opening >= 0 and re.search(r"[，,。！!？?]", text[opening:start])
        return opening if opening >= 0 and not spoken else start + close + 1
    return start


def _part_of_quote(text: str, start: int, at: int) -> bool:
    return "“" in text[start:at]


def _droppable(words: str) -> bool:
    """Whether the words before a place name describe it (省级重点项目) rather than belong to the name."""
    return not words or bool(
        re.fullmatch(r".*(?:项目|企业|单位|合作|重点|负责人|年来|日前|近日|以来|期间|活动)", words)
    )

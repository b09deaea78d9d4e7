"""Works that stand in a list or are told by what is done to them: `确保甲、乙年内开工`, `甲、乙等15个重点项目`, `某某厂提标改造`.

Each is found with the name it has in full; whether it was told of before is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from youju.reading import works_words as said
from youju.reading.passages import Passage
from youju.reading.proper import is_own_house, own_part
from youju.reading.sieve import Sieve
from youju.reading.words import is_coined

_PHASE: Final = re.compile(
    r"(?:项目)?[一二三四]期(?:工程|项目)?(?=已|正|完成|计划|将|启动|开工|建设|竣工|投产|建成)"
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


def lists(passage: Passage) -> Iterator[Found]:
    """The names between a verb of commitment and an outcome (确保甲、乙年内开工)."""
    text = passage.text
    for match in _LIST.finditer(text):
        pieces = _SPLIT.split(match["list"])
        heads = sum(said.HEAD.search(piece.strip("“”等 ")) is not None for piece in pieces)
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
        head = said.HEAD.search(last)
        for start, end, item in items:
            full = item
            if head and not said.HEAD.search(item) and strong and 2 <= len(item) <= 6:
                full = item + _shared_tail(item, last, head)
            if _is_item(full, strong):
                yield Found(start, end, full)


_RECOMMENDED: Final = re.compile("推介|发布|对接|考察|围绕|聚焦")


_GOES_ON: Final = re.compile(
    "(?:正在?|将|已经?|全部|陆续|相继|加快|顺利|有序|抓紧|扎实|稳步)*(?:建设|开工|推进|实施|投产|竣工|建成|进展|开复工)"
)


_PAID: Final = re.compile(r"(?:总|计划)?投资[约近超]?\d")


_LEAST: Final = 4


def members(passage: Passage) -> Iterator[Found]:
    """`甲深加工、乙物流园等15个重点项目`: each member of the class is a named work."""
    for match in _CLASS.finditer(passage.text) if "等" in passage.text else ():
        if _RECOMMENDED.match(match["list"]):
            continue
        at = match.start("list")
        items = _SPLIT.split(match["list"])
        bound = (
            2 * sum(said.HEAD.search(item) is not None for item in items) > len(items)
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
                and bool(
                    _LAND.search(item) or said.PUBLIC_WORKS.search(item[:-2]) or said.FACILITY_IN.search(item)
                )
                and item.endswith(("治理", "整治", "修复", "改造", "新建", "扩建"))
            )
            named = works or (
                _is_item(item, strong=True) and (bound or said.HEAD.search(item) or "公司" in item)
            )
            named = (
                named
                or _STAGED.search(item) is not None
                or (_PAID.match(piece) is not None and len(item) >= _LEAST)
            )
            plain = _REWORK.sub("", item) if works else item
            if len(item) >= 4 and named and not _VERBAL.search(plain):
                yield Found(begin, at, item)


def rows(passage: Passage) -> Iterator[Found]:
    """`甲快速通道、乙大道北延、丙综合整治今年全部开工`: each of a row that is called as works are."""
    for match in _ROW.finditer(passage.text) if "、" in passage.text else ():
        at = match.start("list")
        for piece in _SPLIT.split(match["list"]):
            start = passage.text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            lead = _LEAD.match(piece)
            item = said.AND_SUCH.sub("", piece[lead.end() :] if lead else piece)
            if (
                len(item) >= 5
                and _is_called_as_works(item)
                and not re.search(r"^\d|[的了着]|\d[余多]?[个家座处条项]", item)
            ):
                begin = start + (lead.end() if lead else 0)
                yield Found(begin, begin + len(item), item)


def _is_called_as_works(item: str) -> bool:
    bare = said.GENERIC.sub("", said.HEAD.sub("", item))
    staged = _STAGED.search(item) is not None
    reworked = _REWORKED.search(item) is not None and bool(
        _LAND.search(item) or said.FACILITY_IN.search(item)
    )
    headed = said.HEAD.search(item) is not None and len(bare) >= 3 and not _VERBAL.search(bare)
    return (staged or reworked or (headed and is_coined(own_part(item)))) and not said.NO_WORKS.search(item)


def reworks(passage: Passage) -> Iterator[Found]:
    """`某某污水处理厂提标改造已完工`: what is done to named works, told by how far it has come."""
    text = passage.text
    for name in passage.names:
        more = _REWORK.match(text, name.end) if name.kind in ("works", "org") else None
        if more is None or not is_own_house(name.name):
            continue
        end = passage.clause(name.start)[1]
        if said.BUILDS_AFTER.match(text[more.end() : end]) and not said.COUNT_BEFORE.search(
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
        or said.GENERIC.sub("", item) == ""
    ):
        return False
    if item.endswith(("改造", "整治", "修复", "提升", "绿化", "亮化")) and not _LAND.search(item):
        return False
    bare = said.GENERIC.sub("", said.HEAD.sub("", item))
    if said.HEAD.search(item):
        return len(bare) >= 2
    return (
        strong
        and bool(re.fullmatch(r"[一-鿿A-Za-z0-9·()（）—-]{3,30}", item))
        and not re.search(r"[的了是在]|有(?!限)", item)
    )


def phases(passage: Passage) -> Iterator[Found]:
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

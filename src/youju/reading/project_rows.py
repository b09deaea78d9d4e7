"""Works named several at once: a list before an outcome, the members of a class, a row of which all are built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading.passages import Passage
from youju.reading.project_signs import (
    FACILITY_IN,
    GENERIC_WORDS,
    HEAD,
    NO_NAME,
    NO_WORKS,
    PUBLIC_WORKS,
    REWORK,
    STAGED,
    Found,
)
from youju.reading.proper import is_vague, own_part
from youju.reading.words import is_coined

_LIST: Final = re.compile(
    r"(?P<verb>确保|力争|推进|推动|加快|启动|抓好|谋划|开工建设|开工|新建|续建|实施|争取|全力推进|加快推进|建成|完成|做好|持续推进|积极推进)"
    r"(?P<list>[^，,。；;：:\n“”]{3,90}?)(?P<end>年内开工|开工建设|如期开工|开工|竣工投产|建成投产|投产达效|竣工|投产|建成开放|建成投用|建成使用|建成|投入使用|投入运营|投用|"
    r"通车|完工|对外营业|前期工作|前期|启用|开放|试运行|全面建设|建设|落地)(?=[，,。；;、\n]|$|进度|工作|步伐)"
)
_STRONG: Final = frozenset(("年内开工", "如期开工", "开工", "竣工投产", "建成投产", "投产达效", "竣工", "投产", "建成开放", "建成投用", "建成使用", "建成", "投入使用", "投入运营", "投用", "通车", "完工", "对外营业", "前期工作", "启用", "开放", "试运行"))  # fmt: skip
_SPLIT: Final = re.compile(r"、|(?<![中共总])和(?![平谐龙田])|及(?!时)|以及|与")
_LEAD: Final = re.compile(
    r"^(?:本报讯[^一-鿿]*|[一-鿿]{0,8}投资[约近超]?\d[\d.]*[余多]?[万亿]元(?=实施|建设|新建|启动|推进)|(?:总|计划)?投资[约近超]?\d[\d.]*[余多]?[万亿]元的|(?:重点)?支持|紧抓|狠抓|抓实|谋划|储备|包装|引进|签约|开工建设|新建|续建|以及|等|的|了|好|全市|全县|我市|我县|推进|加快|推动|启动|实施|抓好|建设|完成|年内|今年|力争|确保|全力|积极|重点|一批|既定的)+"
)
_NOT_WORKS: Final = re.compile(
    r"(?:工作|机制|体系|制度|活动|改革|行动|战略|能力|水平|产业|经济|服务|质量|作风|环境|发展|政策|措施|方案|计划|任务|责任|力度|企业|群众|干部|教育|管理|治理|问题|率|文化|目标|面积|收入|[之季期]?前|季|时|后|期间)$"
    r"|\d+[余多]?(?:个|项|处|座|条|家)|各|有关|相关|每|重点项目$"
)
_LAND: Final = re.compile(r"[河江湖山路桥港湾岭沟溪泉渠海岛](?!乡|市)")
# 某某口岸联检楼改造: a house that is named with its work
_HOUSE_REWORKED: Final = re.compile(
    r"[一-鿿]{3,}(?:楼|馆|站|厂|院|校|中心|市场|码头|货场|车间|大厅|场地)(?:提标|提质|升级|扩容|综合|整体)*改造$"
)
_VERBAL: Final = re.compile(
    r"(?:抱团|发展|我们|全县|全市|坚持|围绕|聚焦|通过|开展|组织|加强|强化|提升|完善|深化|创新|投资|涉及|包括|覆盖)"
)
_CLASS: Final = re.compile(
    r"(?:签约|引进|开工建设|开工|谋划|实施|推进|援建|建设|建成|新建|续建|完成|启动|竣工|落地|包装|储备|争取|[，,。；;\n：:]|^)(?:了)?"
    r"(?P<list>[^，,。；;：:\n“”]{4,80}?)(?:等(?:一大?批|\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项])?|[两三四五六][个项])"
    r"(?![一-鿿]{0,2}(?:主体|配套|附属|单体))[一-鿿]{0,8}?(?:项目|工程)(?![约近共]?\d)",
)
_DONE: Final = re.compile(r"(?:开工|全面|同步|加快|集中|顺利|相继)+$")
# 甲、乙等一批项目加快建设: a class of which all are built
_GOES_ON: Final = re.compile(
    r"(?:相继|陆续|已|正|均|全部|加快|顺利|有序|扎实|全面|如期|集中|同步|快速|稳步|加紧|抓紧)*(?:建设|开工|推进|竣工|投产|建成|落地|实施|投用|达产|复工|进展|完工|并网)"
)
# 推介甲、乙等招商项目: what is offered to investors is not yet works
_OFFERED: Final = re.compile(r"推介|招商(?:引资)?项目")
# 正在建设甲、乙、丙: several that are being built, without a word behind
_BUILDING: Final = re.compile(
    r"(?:(?:正在|加快|抓紧|集中|启动|开工|续建|规划|计划|拟|将)(?:开工)?建设|新建|建成)了?(?P<list>[^，,。；;：:\n“”\d、]{4,30}(?:(?:、|和|及)[^，,。；;：:\n“”\d、]{4,30})+)(?=[，,。；;])"
)
_BUILDS: Final = re.compile("建设|新建|建成")
_REWORKED: Final = re.compile(
    r"(?:改造|扩建|修复|修缮|加固|迁建|整治|治理|新建|北延|南延|东延|西延)(?:[一二三四]期)?$"
)


# 甲、乙、丙今年全部开工: names in a row of which all are built
_ROW: Final = re.compile(
    r"(?:^|[，,。；;\n：:])(?P<list>[^，,。；;：:\n“”]{3,40}(?:、[^，,。；;：:\n“”、]{3,40}){1,8}?)(?:等(?:\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项]|一大?批)?[一-鿿]{0,8}?(?:项目|工程))?"
    r"(?:今年|年内|年底|\d{1,2}月[底份]?|目前|正在|正|也|已经?|均|将|全部|相继|先后|同时|同步|集中|有序|加快|加紧|抓紧|全面|顺利|如期|陆续|即将|扎实)*(?:在加紧)?"
    r"(?:开工|动工|投用|建成|竣工|推进|通车|复工|完工|启用|建设|施工|投产|铺开|实施|开放|封顶|进展|投入使用|投入运营)"
)


def in_list(passage: Passage) -> Iterator[Found]:
    """`确保甲、乙年内开工`: the names between a verb of commitment and an outcome."""
    text = passage.text
    for match in _LIST.finditer(text):
        strong, items = match["end"] in _STRONG, []
        at = match.start("list")
        for piece in _SPLIT.split(match["list"]):
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
        head = HEAD.search(last)
        for start, end, item in items:
            full = item
            if head and not HEAD.search(item) and strong and 2 <= len(item) <= 6:
                full = item + _shared_tail(item, last, head)
            if _is_item(full, strong):
                yield Found(start, end, full)


def being_built(passage: Passage) -> Iterator[Found]:
    """`正在建设甲中心、乙处理厂`: each of several that end in the head of works."""
    text = passage.text
    for match in _BUILDING.finditer(text) if _BUILDS.search(text) else ():
        at = match.start("list")
        for piece in _SPLIT.split(match["list"]):
            at = text.index(piece, at)
            if len(piece) >= 5 and _is_headed(piece):
                yield Found(at, at + len(piece), piece)


def _is_headed(item: str) -> bool:
    """Whether a member of a list ends as works do and says more than their class."""
    head = HEAD.search(item) or re.search(r"(?:大厦|综合开发|大道|病区|厂房|处理厂)$", item)
    bare = GENERIC_WORDS.sub("", item[: head.start()]) if head else ""
    return len(bare) >= 3 and not _VERBAL.search(bare) and not NO_WORKS.search(item) and not is_vague(item)


def in_class(passage: Passage) -> Iterator[Found]:
    """`甲深加工、乙物流园等15个重点项目`: each member of the class is a named work."""
    for match in _CLASS.finditer(passage.text) if "项目" in passage.text or "工程" in passage.text else ():
        at = match.start("list")
        bound = (
            match.start("list") - match.start() > 1  # behind a verb of building, not behind a mark
            or _LEAD.match(re.sub("^本报讯[^一-鿿]*", "", match["list"])) is not None
            or re.search(r"重点|重大|产业项目|大项目", match[0][match.end("list") - match.start() :])
            is not None
            or _GOES_ON.match(passage.text, match.end()) is not None
        )
        if _OFFERED.search(match[0]):
            continue
        for piece in _SPLIT.split(match["list"]):
            start = passage.text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            lead = _LEAD.match(piece)
            item = piece[lead.end() :] if lead else piece
            begin = start + (lead.end() if lead else 0)
            works = (
                len(item) >= 6
                and bool(_LAND.search(item) or PUBLIC_WORKS.search(item[:-2]) or FACILITY_IN.search(item))
                and item.endswith(("治理", "整治", "修复", "改造", "新建", "扩建"))
            )
            named = works or (_is_item(item, strong=True) and (bound or HEAD.search(item) or "公司" in item))
            named = named or STAGED.search(item) is not None
            plain = REWORK.sub("", item) if works else item
            if len(item) >= 4 and named and not _VERBAL.search(plain):
                yield Found(begin, at, item)


def in_row(passage: Passage) -> Iterator[Found]:
    """`甲快速通道、乙大道北延、丙综合整治今年全部开工`: each of a row that is called as works are."""
    for match in _ROW.finditer(passage.text) if "、" in passage.text else ():
        at = match.start("list")
        for piece in _SPLIT.split(match["list"]):
            start = passage.text.index(piece, at, match.end("list") + 1) if piece else at
            at = start + len(piece)
            lead = _LEAD.match(piece)
            item = _DONE.sub("", piece[lead.end() :] if lead else piece)
            at -= len(piece) - len(item) - (lead.end() if lead else 0)
            if (
                len(item) >= 5
                and _is_called_as_works(item)
                and not re.search(r"^\d|[的了着]|\d[余多]?[个家座处条项]", item)
            ):
                yield Found(at - len(item), at, item)


def _is_called_as_works(item: str) -> bool:
    bare = GENERIC_WORDS.sub("", HEAD.sub("", item))
    staged = STAGED.search(item) is not None
    reworked = _REWORKED.search(item) is not None and bool(_LAND.search(item) or FACILITY_IN.search(item))
    headed = HEAD.search(item) is not None and len(bare) >= 3 and not _VERBAL.search(bare)
    return (staged or reworked or (headed and is_coined(own_part(item)))) and not (
        NO_WORKS.search(item) or NO_NAME.search(item)
    )


def _shared_tail(item: str, last: str, head: re.Match[str]) -> str:
    """`大河、小河抽蓄项目`: what follows, in the last name, the character that the shorter one ends with."""
    at = last.rfind(item[-1], 0, head.end())
    return last[at + 1 :] if 0 <= at < head.end() - 1 else last[head.start() :]


def _is_item(item: str, strong: bool) -> bool:
    if (
        not 3 <= len(item) <= 30
        or re.match(r"(?:[今明]年)?\d{1,2}月|[今明]年[^一-鿿]", item)
        or NO_NAME.search(item)
        or _NOT_WORKS.search(item)
        or GENERIC_WORDS.sub("", item) == ""
    ):
        return False
    if item.endswith(("改造", "整治", "修复", "提升", "绿化", "亮化")) and not (
        _LAND.search(item) or _HOUSE_REWORKED.search(item)
    ):
        return False
    bare = GENERIC_WORDS.sub("", HEAD.sub("", item))
    if HEAD.search(item):
        return len(bare) >= 2
    return (
        strong
        and bool(re.fullmatch(r"[一-鿿A-Za-z0-9·()（）—-]{3,30}", item))
        and not re.search(r"[的了是在]|有(?![限机])", item)
    )

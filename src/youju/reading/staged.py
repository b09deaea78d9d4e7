"""Works that are known by what is said of them, whatever head their name bears.

`投资5600万元的智能化车间已进入调试`, `2.344国道甲至乙段改建工程。路线全长…`: what an amount was put into and a stage is told of, and what heads a
numbered item, is one piece of works with a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from youju.reading.names import Name
from youju.reading.sieve import Sieve

# the last characters of what is built: classes of works and houses (GB/T 4754 sections D, E, P, Q, R)
_BUILT: Final = (
    r"(?:项目|工程|基地|中心|园区?|厂|站|馆|院|楼|库|路|桥|房|车间|装置|线|宫|城|塔|港|渠|坝|平台|大脑|系统|小镇|广场|学校|小学|中学|公寓|市场|街区?|"
    r"码头|机场|隧道|大道|通道|枢纽|综合体|校区|院区|中心村|段)"
)
_STAGE: Final = (
    r"(?=[”\"]?(?:[一二三四]期)?(?:已|正|将|即将|主体|目前|今年|去年|上个?月|本月|\d{1,2}月|年内|年底|春节|国庆|建成|开工|动工|破土|投产|竣工|启用|上线|落成|"
    r"并网|封顶|完成|完工|赶在|如期|顺利|正式|全面|全线|基本|投用|投入|通车|开街|开园|开馆|奠基|启动|试运行|建设|落户|落地|[，,。；;]))"
)
_PAID: Final = re.compile(
    rf"(?:投资|耗资|斥资)[约近超逾]?\d[\d.]*[余多]?[万亿]*元(?:建设|兴建|新建|打造|实施|改造|建成)?的(?P<name>[^，,。；;、\n的\d《》()（）]{{2,26}}?{_BUILT}[”\"]?(?:[一二三四]期)?){_STAGE}"
)
_PAIDS: Final = Sieve(_PAID, "[投耗斥](?=[资])")
_WIDE: Final = re.compile(
    rf"全长\d[\d.]*[余多]?(?:公里|米|千米)的(?P<name>[^，,。；;、\n的\d《》()（）]{{2,26}}?(?:路|线|桥|隧道|大道|通道|高速|渠|段)){_STAGE}"
)
_ITEM: Final = re.compile(
    rf"^[ \u3000]*\d{{1,2}}[.．、](?P<name>[^，,。；;、\n“”：:]{{3,28}}?(?:{_BUILT}|幼儿园|改造|整治|治理|修复|扩建|改建)(?:[一二三四]期|[(（][一二三四]期[)）])?)[。：:]",
    re.MULTILINE,
)
# 投资32亿元的某某聚烯烃、投资18.5亿元的某某升级改造等项目: of a list each is named behind its cost
_LISTED: Final = re.compile(
    r"(?:投资|耗资)[约近超逾]?\d[\d.]*[余多]?[万亿]*元(?:建设|兴建|新建|打造|实施|改造)?的(?P<name>[^，,。；;、\n的\d《》()（）]{4,24})(?=、(?:总|计划)?投资|、[^，,。；;]{2,80}?等(?:\d|一批|[一-鿿]{0,4}项目)|等(?:\d|一批|[一-鿿]{0,4}项目))"
)
_LISTEDS: Final = Sieve(_LISTED, "[投耗](?=[资])")
_NONE: Final = re.compile(
    r"一批|多个|各|每|若干|[一二两三四五六七八九十][个项]|全[市县区州旗]|重点(?:项目|工程)$|^(?:项目|工程|该|其)|^(?:城镇|城乡|农村|城市)?(?:老旧小区|危房|厕所|人居环境|棚户区|背街小巷|饮水安全)(?:改造|整治|提升)$|建设项目清单"
)
_LEAST: Final = 4


def find_staged(text: str) -> list[Name]:
    """The works told of by their cost and a stage, or that head a numbered item, left to right."""
    works: list[Name] = []
    for found in (
        *(_PAIDS.finditer(text) if "元" in text else ()),
        *(_LISTEDS.finditer(text) if "元的" in text or "投资" in text else ()),
        *(_WIDE.finditer(text) if "全长" in text else ()),
        *(_ITEM.finditer(text) if "\n" in text else ()),
    ):
        name = found["name"]
        if len(name) >= _LEAST and not _NONE.search(name):
            bare = name.strip("“”")
            called = name if "“" in bare or "”" in bare else bare
            works.append(Name(found.start("name"), found.end("name"), "project", called))
    return sorted(works)


def with_staged(names: Sequence[Name], staged: Sequence[Name]) -> list[Name]:
    """The names of a text with its staged works; these stand for every name that ends within them."""
    if not staged:
        return list(names)
    kept = [
        name
        for name in names
        if not any(one.start < name.end <= one.end or one.start <= name.start < one.end for one in staged)
    ]
    return sorted([*kept, *staged])

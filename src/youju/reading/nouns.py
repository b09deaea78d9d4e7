"""The noun of a number, once it is found: freed from fillers, cut before what the counted ones do, with its dimension."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.edges import firsts
from youju.reading.lexicons.measures import DIMENSION
from youju.reading.quantities import Quantity
from youju.reading.words import is_verb

_DIMENSIONS: Final = (
    "面积", "额", "值", "收入", "资金", "投资", "量", "率", "比例", "比重", "长度", "总长", "里程", "成本", "利润", "产能", "贷款", "存款", "支出", "税收",
)  # fmt: skip


def with_dimension(name: str, one: Quantity, changed: bool) -> str:
    """`累计销售` of yuan is 累计销售额: the dimension is named when the words do not name it."""
    if changed or one.measure in ("percentage_point", "times") or one.classifier == "分":
        return name
    if one.measure == "person_time" and not name.endswith("人次"):
        return name + "人次"
    if one.measure == "person" and not name.endswith(("数", "人口", "人员", "人")):
        return name + "人数"
    if one.measure == "item" and one.classifier in ("场", "场次", "期", "批", "次", "批次", "班"):
        tail = {
            "班": "班次",
            "场": "场次",
            "场次": "场次",
            "期": "期数",
            "批": "批次",
            "次": "次数",
            "批次": "批次",
        }[one.classifier]
        return name if name.endswith(tail) else name + tail
    if one.measure in ("item", "household") and not name.endswith(("数", "量", "率", "规模")):
        return name + DIMENSION[one.measure]
    if one.measure in ("m", "cm", "mm") and name.endswith(
        ("水位", "高", "深", "宽", "厚", "海拔", "度", "量")
    ):
        return name
    if name.endswith(_DIMENSIONS):
        return name
    if one.measure == "km" and _APART.search(name):
        return "距离"
    if one.measure in ("km", "m") and not name.endswith("长"):
        return name + "长度"
    if one.measure in ("mu", "hectare", "m2", "km2"):
        return name + "面积"
    return name


_APART: Final = re.compile(r"(?:相隔|相距|远隔|跨越)(?:着|了)?$")
_EVERY: Final = re.compile(r"各类|各种|各项(?![存贷]款)|各级|一批|多种")
_FROM: Final = re.compile(
    r"(?<=[一-鿿]{2})(?:由|从)(?:每[天日周月年]|去年|上年|前年|年初|月初|最初|原来|原先|\d{4}年|过去|以前|此前)?[底初末]?的?$"
)
_SPOKEN: Final = re.compile(
    r"^(?:我们|咱们|他们|我家|我|咱)(?:公司|村|家|厂|镇)?(?:现在|目前|一年|每年)?(?:能|可以|可)?"
)
_REACHED: Final = re.compile(r"^(?:实现|完成)(?=[一-鿿]{3})|(?<=[一-鿿]{2})实现(?=[一-鿿]{2})")
_WITHIN: Final = re.compile(r"(?:中有|中|里)$")
_TOGETHER: Final = re.compile(r"(?:等|等共|共|累计|总共|再?创)$")


_THIS: Final = re.compile(
    r"^(?:要(?!素|道|闻))?(?:[该本此](?:村|镇|乡|县|市|区|园区|公司|企业|项目|校|院|基地|合作社|产业园|景区|局|站|馆|厂|农场|林场|小区|学校|医院|社区|中心))?(?:(?:建成|投产|达产)后)?(?:(?:现|共|已|还|又|拥|设|建)?有(?!机|色|限|关|效|氧|线|轨|偿)|现(?!场|代|金|行|状|役|货|存|产)|共(?!同|享|建|青|产|和)|已|还|又)?(?:年可|可(?!再生|支配|持续|燃|回收))?(?=[一-鿿]{2})"
)
_LIST_GLUE: Final = re.compile(r"^(?:[、，,]|和|及|与|以及|或)+")


# 投放鲤鱼、鲢鱼等鱼苗: the class is counted, not the kinds
_SUCH_AS: Final = re.compile(r"^[^的]{2,20}、[^的、]{1,12}等(?=[一-鿿]{2})(?!级|离|效|值)")
# 实施重点项目31项 counts 重点项目: a verb of setting up says nothing where a noun is left
_SET_UP: Final = re.compile(
    r"^(?:计划|共|累计|再|又|还)?(?:实施|推出|集聚|捐赠|开设|撒布|招收|设(?=床位))(?:了)?(?=[一-鿿]{2,16}$)(?!后|的|为|投产|以来|开放|投用)"
)


# what those patterns begin with, and what a noun ends with that fills it
_LED: Final = firsts(_LIST_GLUE, _SPOKEN)
_SETS_UP: Final = firsts(_SET_UP)
_THESE: Final = firsts(_THIS, or_nothing=True)
_FILLED: Final = ("有", "中", "里", "等", "共", "计", "创")


def tidy(words: str) -> str:
    """A noun without fillers and without the marks around it."""
    if words[:1] in _LED:
        words = _LIST_GLUE.sub("", _SPOKEN.sub("", words))
    if "各" in words or "批" in words or "种" in words:
        words = _EVERY.sub("", words)
    if words[:1] in _THESE:
        words = _THIS.sub("", words)
    if "由" in words or "从" in words:
        words = _FROM.sub("", words)
    if "实现" in words or words.startswith("完成"):
        words = _REACHED.sub("", words)
    if words.endswith(_FILLED):
        words = _TOGETHER.sub("", _WITHIN.sub("", words))
    words = words.replace("“", "").replace("”", "")
    such = _SUCH_AS.match(words) if "等" in words else None
    if such:
        words = (words[:2] if is_verb(words[:2]) else "") + words[such.end() :]
    if words[:1] in _SETS_UP:
        words = _SET_UP.sub("", words)
    return words.strip("、，, 的")


# 1200余名师生同诵经典, 47名医生驻点某院: who is counted ends where what they do begins. The nouns of persons by their last
# character, after the nomenclature of occupations (GB/T 6565)
_DOERS: Final = re.compile(
    r"[一-鿿、“”]{0,14}?(?:工人|人员|[者员生师工民客手农户士徒兵警商友长]|书记|干部|群众|代表|专家|教授|博士|学者|职工|青年|儿童|老人|妇女|骨干|人才|队伍|企业|乡亲|作家|画家)”?(?=(?P<does>[一-鿿“]{2,}))"
)
_DOES: Final = re.compile(
    r"登台|登上|上了|全天候|全员|待命|[同驻学吃跟以用从正把被随向围冒拿打抢在往奔]|日夜|昼夜|连夜|连续|当天|常年|长期|一起|一道|一同|齐|先后|“传帮带|以土地|带资|自发|踊跃|积极|主动|就地|就近"
)
_NO_ACT: Final = re.compile(
    r"工作|服务|管理|干部|代表|教育|教学|保险|保障|培训|住宅|住房|生活|活动|组织|联络|创业|经营|合作|互助|救援|救助|接待|就业|生产|劳动|消费|贷款|用水|用电|用房|补贴|补助|入户|纠纷|投诉|诉求|座谈|调查"
)


def doers(words: str) -> str:
    """Those whom a number counts, without what they do."""
    for found in _DOERS.finditer(words):
        does = found["does"]
        if _DOES.match(does) or (is_verb(does[:2]) and not _NO_ACT.match(does) and len(does) > _SHORT):
            return words[: found.end()].strip("“”")
    return words


_SHORT: Final = 3

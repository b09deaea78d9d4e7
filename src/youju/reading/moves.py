"""Whether a number states a level or a movement, in which direction and against what.

`增长4%`, `减少近万吨`, `增速保持在5%以上` and `高于全省8.6个百分点` move; `提高到30%` and `控制在5%以内` are levels.
The basis is what the page prints: 同比 is yoy, 环比 is mom, 常年 or 全省平均 is vs_average, else unspecified.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from youju.reading.alternatives import either
from youju.reading.edges import firsts, lasts
from youju.reading.lexicons.verbs import DOWN, UP
from youju.reading.quantities import Quantity

_MOVE: Final = rf"(?:(?<![不稳])(?:{either([*UP, *DOWN])})|(?<![新倍])增|(?<![下按未])[降减]|(?<![提上])升)"
_SOFT: Final = r"(?:了|达到?|近|约|超过?|逾|至少|为|不低于|不少于|在|最高|将|可|大约|仅|均|平均|目标|定为)"
_CHANGE: Final = re.compile(
    rf"(?P<basis>(?:同比|环比|较(?:上年|去年|同期|上月|前年|年初)[^，,]{{0,6}}?|(?:比|较)[^，,。；;、]{{1,16}}?|以?每年)?)"
    rf"(?P<both>分别)?(?:实现|净|再|均|又|共|年均|平均|逆势|同步|稳步|大幅|快速|累计)*(?P<move>{_MOVE})(?P<far>幅度?|速度?)?{_SOFT}*$"
)
_CHANGED: Final = lasts(_CHANGE)
_ANY_MOVE: Final = re.compile(f"[{''.join(sorted({word[-1] for word in (*UP, *DOWN)}))}增降减升]")
_LEVEL_ENDS: Final = tuple("到至为了近约超过在")
_LEVEL: Final = re.compile(
    rf"(?:{_MOVE})(?:幅度)?(?:到|至|为)(?:了|近|约|超过?)?$|(?:控制|保持|稳定|维持)在$"
)
_RATE: Final = re.compile(
    r"(?P<name>增速|增幅|增长率|降幅|增长速度|涨幅|跌幅)(?:分别)?(?:为|达到?|约|均为|保持在|稳定在|保持|超过?|不低于|控制在|高于|定[在为]|在|居|了|力争|预期|目标|均)*$"
)
_SPEED: Final = re.compile(
    r"的?(?:速度|增速|增幅|比例)(?:快速|稳步|持续)?(?P<how>增长|递增|增加|提升|下降|递减|减少)?"
)
_SPEEDS: Final = firsts(_SPEED)
_BY: Final = re.compile(r"(?:以|按)[^，,。；;]{0,6}$")
_THAN: Final = re.compile(
    r"(?P<how>高于|低于|高出|快于|慢于|多于|少于|优于|好于)(?P<than>[^，,。；;]{1,18})$"
)
_SAME: Final = re.compile(r"(?:是|为|相当于|达到?)[^，,。；;]{1,14}的$")
_AMOUNTS: Final = frozenset(
    (
        "增收",
        "增支",
        "减支",
        "减收",
        "节约",
        "节省",
        "减亏",
        "净增",
        "压减",
        "拉动",
        "多于",
        "少于",
        "高于",
        "低于",
        "超出",
        "扩大",
        "提速",
        "缩短",
        "压缩",
        "多出",
    )
)
_POINTS: Final = frozenset(("percent", "percentage_point", "times"))
_FALLING: Final = frozenset((*DOWN, "慢于", "少于", "降", "减"))


class Move(NamedTuple):
    """The words that make a number a change: direction, basis, and where they begin.

    `doubles` tells that the number is a multiple of the former level (是…的2.6倍), so the change is one less.
    """

    direction: str
    basis: str
    basis_text: str | None
    start: int
    doubles: bool = False


_SAME_MONTHS: Final = re.compile(r"20\d\d年同期")
_TO_LAST_YEAR: Final = re.compile(r"同比|上年|去年|每年|年均|上一年|同期(?!平均)")
_TO_LAST_MONTH: Final = re.compile(r"环比|上月|上季度|较\d+月|比\d+月")
_TO_AVERAGE: Final = re.compile(r"常年|平均|全省|全国|全州|全市|历年|全县|多年")


def basis_of(words: str) -> str:
    """yoy, mom, vs_average or unspecified, by the words of comparison; the same months of a year that is named may lie far back."""
    if "同期" in words and _SAME_MONTHS.search(words):
        return "unspecified"
    if _TO_LAST_YEAR.search(words) and "常年" not in words and "历年" not in words:
        return "yoy"
    if _TO_LAST_MONTH.search(words):
        return "mom"
    return "vs_average" if _TO_AVERAGE.search(words) else "unspecified"


def find_move(text: str, left: int, one: Quantity, right: int) -> Move | None:
    """The change a number states, or None if it states a level.

    The words of a number may begin at `left` and end at `right`.
    """
    before = text[left : one.start]
    if one.measure == "times" and one.printed.startswith("翻"):
        than = re.search(r"[比较][^，,。；;、]{1,14}$", before)
        if than:
            return Move("up", basis_of(than[0]), than[0], left + than.start())
        return Move("up", _plain_basis(before), None, one.start)
    rate = _RATE.search(before) if one.measure == "percent" else None
    if rate:
        return Move(
            "down" if rate["name"] in ("降幅", "跌幅") else "up",
            _plain_basis(before),
            None,
            left + rate.start(),
        )
    if before.endswith(_LEVEL_ENDS) and _LEVEL.search(before):
        return None
    return (
        _than(before, left, one)
        or _multiple(before, left, one)
        or _growth(before, left, one)
        or _moved(before, one)
        or _speed(text, before, left, one, right)
    )


def _plain_basis(before: str) -> str:
    """Without words of comparison only 同比, 年均 and 环比 are a basis; a place name is the subject."""
    near = before[-14:]
    return (
        basis_of("同比") if re.search(r"同比|年均|每年", near) else "mom" if "环比" in near else "unspecified"
    )


def _than(before: str, left: int, one: Quantity) -> Move | None:
    than = _THAN.search(before) if one.measure == "percentage_point" or "平均" in before else None
    if than is None or not (one.measure == "percentage_point" or "平均" in than["than"]):
        return None
    return Move(
        "down" if than["how"] in _FALLING else "up", basis_of(than["than"]), than[0], left + than.start()
    )


def _multiple(before: str, left: int, one: Quantity) -> Move | None:
    same = _SAME.search(before) if one.measure == "times" else None
    return Move("up", basis_of(same[0]), None, left + same.start(), doubles=True) if same else None


def _growth(before: str, left: int, one: Quantity) -> Move | None:
    moved = before[-1:] in _CHANGED and _ANY_MOVE.search(before)
    found = _CHANGE.search(before) if moved else None
    if found is None:
        return _added(before, left, one)
    if not _moves(found["move"], one, bool(found["basis"])):
        return None
    words = found["basis"]
    basis = basis_of(words) if words else _plain_basis(before[: found.start("move")])
    return Move("down" if found["move"] in _FALLING else "up", basis, words or None, left + found.start())


# 较上年净增床位9000张, 较年初新增4家: the verb stands before what is counted
ADDED: Final = re.compile(
    r"(?P<basis>[比较][^，,。；;、\d]{1,10}?)(?P<move>净增|新增|增加|减少)了?(?P<noun>[一-鿿]{0,8}?)(?:近|约|超过?)?$"
)


def _added(before: str, left: int, one: Quantity) -> Move | None:
    found = ADDED.search(before) if one.measure in ("item", "person", "household") else None
    if found is None or _LINKED.search(found["noun"]):
        return None
    down = found["move"] == "减少"
    return Move("down" if down else "up", basis_of(found["basis"]), found["basis"], left + found.start())


# 为企业降低综合能耗12%: the verb stands before the noun
MOVED: Final = re.compile(
    r"(?:^|[^一-鿿]|[业户家民市县区镇村地项并可已]|预计|累计|平均|大幅|帮助|有效)(?P<how>降低|减少|压减|压缩|压降|缩短|精简|下调|提高|提升|上调)了?(?P<noun>[一-鿿]{2,8})(?:近|约|超过?)?$"
)


def _moved(before: str, one: Quantity) -> Move | None:
    found = MOVED.search(before) if one.measure in ("percent", "percentage_point") else None
    if found is None or _LINKED.search(found["noun"]):
        return None
    down = found["how"] not in ("提高", "提升", "上调")
    return Move("down" if down else "up", "unspecified", None, one.start)


_LINKED: Final = re.compile("为|到|至|达|占|是|有|比|较|完成|实现")


def _moves(word: str, one: Quantity, compared: bool) -> bool:
    """多, 高 and 低 move points unless something is compared; 增收 and 节约 are amounts of their own."""
    if word in ("增", "降", "减", "升"):
        return compared or one.measure in _POINTS
    if len(word) == 1:
        return compared or one.measure == "percentage_point"
    if word in ("缩短", "压缩", "压减") and one.measure in ("day", "hour"):
        return True
    return compared or word not in _AMOUNTS or one.measure in _POINTS


def _speed(text: str, before: str, left: int, one: Quantity, right: int) -> Move | None:
    """`以每年3亿元的速度递增`: the verb stands after the number."""
    after = _SPEED.match(text, one.end, right) if text[one.end : one.end + 1] in _SPEEDS else None
    by = _BY.search(before) if after else None
    if by is None or after is None:
        return None
    down = after["how"] in ("下降", "递减", "减少")
    yearly = "每年" in by[0] or "年均" in by[0]
    return Move(
        "down" if down else "up",
        "yoy" if yearly else "unspecified",
        "每年" if "每年" in by[0] else None,
        left + by.start(),
    )

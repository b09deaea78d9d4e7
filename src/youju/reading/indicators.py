"""The name of what a number measures: the noun of its clause, without verb of growth, subject, time or number.

A count is named by what follows its measure word (33项重点工作), a measurement by what precedes it
(播种面积330.1万亩). A number without words of its own takes the name of the number before it (营收…、增长…).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from youju.reading.lexicons.measures import DIMENSION, MEDALS
from youju.reading.lexicons.verbs import AFTER_NOUN, DOWN, LINKS, OPENERS, UP
from youju.reading.names import Name, either
from youju.reading.passages import Passage
from youju.reading.quantities import Quantity

_MOVE: Final = either([*UP, *DOWN])
_CHANGE_TAIL: Final = re.compile(
    rf"(?P<basis>(?:同比|环比|较(?:上年|去年|同期|上月|前年|年初)[^，,]{{0,6}}?|(?:比|较)[^，,。；;、]{{1,16}}?|以?每年)?)"
    rf"(?P<both>分别)?(?:实现|净|再|均|又|共|年均|平均)*(?P<move>{_MOVE})(?P<far>幅度?|速度?)?(?:了|达到?|近|约|超过?|逾|至少|为|不低于|不少于|在|最高|将|可|大约|仅|均|均超)*$"
)
_TO_TAIL: Final = re.compile(
    rf"(?:{_MOVE})(?:幅度)?(?:到|至|为)(?:了|近|约|超过?)?$|(?:控制|保持|稳定|维持)在$"
)
_RATE_TAIL: Final = re.compile(
    r"(?P<name>增速|增幅|增长率|降幅|增长速度|涨幅)(?:分别)?(?:为|达到?|约|均为|保持在|稳定在|保持|超过?|不低于|控制在|在|居|了|力争|预期|目标|均)*$"
)
_SPEED_AFTER: Final = re.compile(
    r"^的?(?:速度|增速|增幅|比例)(?:快速|稳步|持续)?(?:增长|递增|增加|提升|下降|递减|减少)?"
)
_THAN: Final = re.compile(r"(?:高于|低于|高出|快于|慢于|多于|少于|优于)(?P<than>[^，,。；;、]{1,18})$")
_SAME: Final = re.compile(r"是[^，,。；;]{1,14}的$|(?:相当于|达到?)[^，,。；;]{1,14}的$")
_LINK_TAIL: Final = re.compile(rf"(?:{either(LINKS)})+$")
_OPENING: Final = re.compile(rf"(?:{either(OPENERS)}|[\s,，、;；:：。\"“”'()（）])")
_AFTER: Final = re.compile(
    rf"[，,。；;：:、！!？?\n…（(）)]|\d|(?<![主重需])要(?!素|道)|(?:{either(AFTER_NOUN)})"
)
_PHRASE: Final = re.compile(r"到|赴|参加|进入|在|与|向|前往|来")
_REFERENCE: Final = re.compile(r"^(?:常年|上年|去年|往年|历年|计划|目标|全省|全国)(?:同期|平均|水平)*$")
_LIST_GLUE: Final = re.compile(r"^(?:[、，,]|和|及|与|以及|或)+")


@dataclass(frozen=True, slots=True)
class Naming:
    """The name of an indicator and where its words begin and end in the passage."""

    name: str
    start: int
    end: int
    own: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """The words that make a number a change: direction, basis, and where they begin."""

    direction: str
    basis: str
    basis_text: str | None
    start: int
    rate: bool = False
    doubles: bool = False


def basis_of(words: str) -> str:
    """yoy, mom, vs_average or unspecified, by the words before a change."""
    if re.search(r"同比|较?(?:上年|去年)|每年|年均|比上年|上年同期", words):
        return "yoy"
    if re.search(r"环比|上月|上季度|一季度|二季度|三季度", words):
        return "mom"
    if re.search(r"常年|平均|全省|全国|全州|全市|历年", words):
        return "vs_average"
    return "unspecified"


def find_move(text: str, left: int, one: Quantity, right: int) -> Move | None:
    """The change a number states, or None if it states a level. `left` is where its words may begin."""
    before, after = text[left : one.start], text[one.end : right]
    if one.measure == "times" and one.printed.startswith("翻"):
        return Move("up", basis_of(before), None, one.start)
    if _TO_TAIL.search(before):
        rate = _RATE_TAIL.search(before)
        return (
            Move("up", basis_of(before), None, left + rate.start(), True)
            if rate and one.measure == "percent"
            else None
        )
    rate = _RATE_TAIL.search(before)
    if rate and one.measure == "percent":
        return Move(
            "down" if "降" in rate["name"] else "up",
            basis_of(before),
            None,
            left + rate.start(),
            True,
        )
    than = _THAN.search(before)
    if than:
        down = than[0][:2] in ("低于", "慢于", "少于")
        if one.measure == "percentage_point" or "平均" in than[0]:
            return Move("down" if down else "up", basis_of(than["than"]), than[0], left + than.start())
    if one.measure == "times" and _SAME.search(before):
        return Move("up", "unspecified", None, left + (_SAME.search(before) or than).start(), doubles=True)  # type: ignore[union-attr]
    move = _CHANGE_TAIL.search(before)
    if move and _is_growth(move["move"], one):
        down = move["move"] in DOWN
        words = move["basis"] or before
        return Move("down" if down else "up", basis_of(words), move["basis"] or None, left + move.start())
    speed = _SPEED_AFTER.match(after)
    if speed and re.search(r"(?:以|按)[^，,。；;]{0,6}$", before):
        at = left + (re.search(r"(?:以|按)[^，,。；;]{0,6}$", before) or re.match("", before)).start()  # type: ignore[union-attr]
        down = bool(re.search(r"下降|递减|减少", speed[0]))
        return Move(
            "down" if down else "up",
            basis_of(before[-8:]),
            "每年" if "每年" in before[-8:] else None,
            at,
        )
    return None


def _is_growth(word: str, one: Quantity) -> bool:
    """Single characters (多, 高, 低) move only points and percents; 增收, 节约 are levels of their own."""
    if len(word) == 1:
        return one.measure == "percentage_point"
    if word in ("增收", "节约", "节省", "减亏", "净增", "压减", "拉动") and one.measure not in (
        "percent",
        "percentage_point",
        "times",
    ):
        return False
    return not (
        word in ("多于", "少于", "高于", "低于", "超出", "扩大", "提速")
        and one.measure not in ("percent", "percentage_point", "times")
    )


def _covering(passage: Passage, at: int) -> list[Name]:
    """The names around an offset; there is at most one, for names do not overlap."""
    index = bisect_right(passage.name_starts, at) - 1
    return [passage.names[index]] if index >= 0 and passage.names[index].end > at else []


class Namer:
    """Names the indicators of one passage."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._text = passage, passage.text
        self._times = {when.start: when.end for when in passage.whens}
        self._place_ends = {place.start: place.end for place in passage.places}
        self._name_ends = {name.start: name.end for name in passage.names if name.kind in ("org", "event")}
        self._inner = {
            place.start for place in passage.places for name in _covering(passage, place.start)
            if name.start <= place.start and name.end > place.end
        }  # fmt: skip

    def level(self, left: int, one: Quantity, right: int, cut: int | None = None) -> Naming | None:
        """The name of a level, change or share; `cut` is where the words of a change begin."""
        stop = cut if cut is not None else one.start
        after = self._following(one, right) if cut is None else None
        counted = one.measure in ("item", "person", "household", "person_time")
        if one.classifier == "枚" and self._text[one.end - 1] in MEDALS:
            return Naming(MEDALS[self._text[one.end - 1]], one.start, one.end)
        before = self._preceding(left, stop)
        if counted and after and not (before and self._text[one.end : one.end + 1] == "的"):
            return self._counted(before, after, one)
        if before and after and self._text[one.end : one.end + 1] == "的" and before.name.endswith("价值"):
            return Naming(after.name + "价值", one.start, after.end)
        if (before and before.name == "平均") or (before and _REFERENCE.match(before.name)):
            return None
        if before:
            return Naming(
                _with_dimension(before.name, one, cut is not None), before.start, max(one.end, before.end)
            )
        if after:
            return Naming(_with_dimension(after.name, one, False), one.start, after.end)
        return None

    def before(self, left: int, stop: int) -> Naming | None:
        """The noun that stands before a rank or any other predicate."""
        return self._preceding(left, stop)

    def _counted(self, before: Naming | None, after: Naming, one: Quantity) -> Naming:
        tail = "人数" if one.measure == "person" else "人次" if one.measure == "person_time" else "数"
        if one.measure == "person" and after.name.endswith(("人数", "数")):
            tail = ""
        if one.classifier in ("次", "场次", "批", "批次", "期"):
            tail = {"次": "次数", "场次": "场次", "批": "批次", "批次": "批次", "期": "期数"}[one.classifier]
        start = before.start if before else one.start
        own = (
            re.search(r"(?:[省市县区中]直|本地|各类|外地|本土|规上|规模以上|限上)$", before.name)
            if before
            else None
        )
        return Naming((own[0] if own else "") + after.name + tail, start, after.end)

    def _preceding(self, left: int, stop: int) -> Naming | None:
        """The noun before a number, cleaned at both ends."""
        start, end = left, stop
        while start < end:
            if start in self._times and self._times[start] <= end:
                start = self._times[start]
                continue
            opener = _OPENING.match(self._text, start, end)
            if opener and start not in self._place_ends:
                start = opener.end()
                continue
            place = self._place_ends.get(start)
            if place and place <= end and self._drops(start, place, end):
                start = place
                continue
            name = self._name_ends.get(start)
            if name and name <= end:
                start = name
                continue
            region = re.match(r"[全我][省市州县区旗镇乡]|市区|城区|(?:累计|共)", self._text[start:end])
            if region:
                start += region.end()
                continue
            break
        words = self._text[start:end]
        link = _LINK_TAIL.search(words)
        if link:
            words = words[: link.start()]
        words = words.strip(' \u3000“”"、的了')
        noun = _tidy(words)
        return Naming(noun, start, start + len(words)) if len(noun) >= 2 else None

    def _drops(self, start: int, end: int, stop: int) -> bool:
        """A place at the head is the subject unless it is part of a longer name (通化机场)."""
        return stop >= end and start not in self._inner

    def _following(self, one: Quantity, right: int) -> Naming | None:
        """The noun after a measure word, up to the first verb, mark or digit."""
        at = one.end
        more = re.match(r"\s*(?:以上|以下|以内|左右)?的?", self._text[at:right])
        at += more.end() if more else 0
        again = re.match(
            r"(?:\d[\d.]*[余多]?[万亿]?(?:个|家|名|人次|项|批|场|种|期|余个|多个)|\d[\d.]*万?元?(?:以上|以下))",
            self._text[at:right],
        )
        if again:
            at += again.end()
        close = _AFTER.search(self._text, at, min(right, at + 40))
        end = close.start() if close else min(right, at + 40)
        if self._text.startswith("县(市、区)", at) or self._text.startswith("县（市、区）", at):
            return Naming("县(市、区)", at, at + 7)
        words = re.sub(r"[和及与]$", "", self._text[at:end].strip('“”" 的'))
        if len(words) >= 2:
            return Naming(words, at, end)
        if again or (close and close.start() == at and _PHRASE.match(close[0])):
            tail = self._text[at : min(right, at + 14)]
            tail = re.split(r"[，,。；;：:、\n]", tail)[0]
            if len(tail) >= 3 and not tail[0].isdigit() and one.measure in ("item", "person_time", "person"):
                return Naming(tail, at, at + len(tail))
        return None


def _with_dimension(name: str, one: Quantity, changed: bool) -> str:
    """`累计销售` of yuan is 累计销售额: the dimension is named when the words do not name it."""
    if changed or one.measure in ("percentage_point", "times"):
        return name
    if one.measure == "person_time" and not name.endswith("人次"):
        return name + "人次"
    if one.measure == "person" and not re.search(r"(?:人数|数|人口|人员|人)$", name):
        return name + "人数"
    if one.measure == "item" and one.classifier in ("场", "场次", "期", "批", "次", "批次"):
        tail = {"场": "场次", "场次": "场次", "期": "期数", "批": "批次", "次": "次数", "批次": "批次"}[
            one.classifier
        ]
        return name if name.endswith(tail) else name + tail
    if one.measure in ("item", "household") and not name.endswith("数"):
        return name + DIMENSION[one.measure]
    if re.search(
        r"(?:面积|额|值|收入|资金|投资|量|率|比例|比重|长度|总长|里程|价值|成本|利润|产能|贷款|存款|余额|支出|税收|增加值)$",
        name,
    ):
        return name
    if one.measure in ("km", "m") and not name.endswith("长"):
        return name + "长度"
    if one.measure in ("mu", "hectare", "m2", "km2"):
        return name + "面积"
    return name


def _tidy(words: str) -> str:
    """A noun without fillers and without the marks around it."""
    words = _LIST_GLUE.sub("", words)
    words = re.sub(r"(?:各类|各种|各项|各级|一批|多种)", "", words)
    words = re.sub(r"(?:等|等共|共|累计|总共)$", "", words)
    words = words.replace("“", "").replace("”", "")
    return words.strip("、，, 的")

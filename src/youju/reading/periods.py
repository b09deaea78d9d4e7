"""Expressions of time: where they stand and which days they mean.

An expression is found by its shape and resolved against the page: a year that is not printed is the year of
the page, `目前` and `近日` end on the day of publication if that is known. What the page does not fix stays
None: a period is never filled with a guess.

Conventions: 年初 and 去年初 are the first quarter, 年底 and 年末 are December, …以来 is open at its end.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from youju.reading.numerals import number
from youju.reading.sieve import Sieve

YEAR: Final = r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
DASH: Final = r"[-—–~～―至到]{1,2}"
_CN: Final = r"[一二三四五六七八九十两]{1,3}"
_REL: Final = "今年|本年度?|当年|那一?年(?![头代])|去年|上年|前年|明年|(?<![续的])(?:次年|翌年|第二年)(?!度)"
_PART: Final = (
    r"上半年|下半年|全年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度|[前头][一二两三四五六七八九十\d]{1,2}个?月"
    rf"|\d{{1,2}}月\d{{1,2}}日(?:\d{{1,2}}时|夜间|夜里|傍晚|凌晨|上午|下午|白天)?(?:{DASH}(?:\d{{1,2}}月)?\d{{1,2}}日(?:\d{{1,2}}时)?)?|\d{{1,2}}月份?{DASH}\d{{1,2}}月份?"
    rf"|\d{{1,2}}{DASH}\d{{1,2}}月份?|\d{{1,2}}月[上中下]{{1,2}}旬|\d{{1,2}}月[底末初]|\d{{1,2}}月份?"
    r"|(?:[一二三四五六七八九]|十[一二]?)月(?:[底末初]|份)|年初至今|年初|年底|年末|年中|年内|春季|夏季|秋季|冬季|初|底|末"
)
_HOUR: Final = r"\d{1,2}时(?:\d{1,2}分)?"
_TAIL: Final = r"(?:凌晨|上午|中午|下午|晚上?|夜间|白天)?(?:以来|开始|起(?![降步草诉重义用到飞航点源])|前(?!期|[一二三四五六七八九十\d]))?"
SHAPE: Final = re.compile(
    r"(?P<event>自(?P<what>[^，,。；;、“”\n]{2,24}?)以来|(?P<since>建成|成立|启动|开展|开工|运行|实施|入汛|入[冬夏秋春]|开[班市馆街园业通捕]|启用|投用|投产|投入使用|投入运[营行]|运营|通车|上线|挂牌|揭牌|组建|创建|结对|签约|复工)以来)"
    rf"|(?P<full>(?P<lead>自|从|截至|截止到?|到|至|于)?(?<!\d)(?:"
    rf"(?P<y>{YEAR})年?{DASH}(?P<y2>{YEAR})年(?:度|间|期间)?"
    rf"|(?P<year>{YEAR})年(?:度)?(?P<ypart>{_PART})?|(?P<head>(?<![^\n])(?:19|20)\d\d(?=[，,：:·—][一-鿿“]))"
    rf"|(?P<rel>{_REL})(?P<rpart>{_PART})?"
    rf"|(?P<part>{_PART.removesuffix('|初|底|末')})"
    rf"|(?P<days>\d{{1,2}}(?:日(?:{_HOUR})?)?{DASH}\d{{1,2}}日)|(?P<day>(?<![\d.])\d{{1,2}}日)"
    r"|(?P<plan>[“\"]?十[二三四五]五[”\"]?(?:期间|时期|以来|末)?)"
    r"|(?P<same>同[日天]|当[日天])"
    r"|(?P<now>(?<!项)目前|截至目前|截至发稿|至今|现已|眼下|如今)|(?P<recent>近日|日前|近期|近来)"
    rf"|(?P<years>近?(?:{_CN}|\d{{1,2}})年多?(?:以?来|内|间)|近(?:{_CN}|\d{{1,2}})年(?=[，,]))|(?P<lately>近年来?|多年来)"
    r"|(?P<sum>累计)|(?P<over>过去的?一年|这一年来?|一年来|新的一年)"
    rf"){_TAIL})"
)
_SIEVED: Final = Sieve(
    SHAPE,
    r"(?<!\d)\d|[投通挂揭组创结签复](?=[用产入车牌建对约工])|同(?=[日天])|[自建成立启开运实入从截到至于二今本当去上前明下全一三四第年春夏秋冬“\"十目现眼如近日半两五六七八九多累]|过(?=去)|[这新](?=一年|的一年)|次(?=年)|那(?=年|一年)|翌|头(?=[\d一二三四五六七八九十])",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Two days (ISO dates or None) and the words that say them; `inferred` when no word of the page does."""

    start: str | None
    end: str | None
    text: str | None
    inferred: bool = False


class When(NamedTuple):
    """An expression of time in a text: its place, its period, and how far it reaches.

    `reach` is `sentence` for a passing mention (近日, 目前, a day) and `article` for a frame such as 上半年.
    """

    start: int
    end: int
    period: Period
    reach: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page knows about its own time: the year it speaks in and the day it appeared."""

    year: int | None
    published: date | None = None
    early: bool = (
        False  # it speaks in the first months of its year, so that a year that is over is the one before
    )


def find_whens(text: str, page: Calendar) -> list[When]:
    """All expressions of time in a text, left to right, not overlapping. Linear in the text."""
    anchor: str | None = None
    found: list[When] = []
    for match in _SIEVED.finditer(text):
        if match["event"] is not None:
            if _FIRST_EVER.match(text, match.end()):
                continue
            if match["since"] and found and found[-1].end == match.start():
                lead = found.pop()
                whole = text[lead.start : match.end()]
                found.append(When(lead.start, match.end(), Period(lead.period.start, None, whole), "article"))
                continue
            start = _event_start(match, page) or (anchor if match["what"] else None)
            anchor = start or anchor
            found.append(When(match.start(), match.end(), Period(start, None, match[0]), "sentence"))
            continue
        if _is_part_of_a_word(text, match):
            continue
        start, end = _resolve(match, page, found)
        if match["same"] and start is None and end is None:
            continue
        if match["rel"] in _NEXT and start is None:
            continue
        bracket = _bracket(text, match.end(), page)
        if bracket:
            start, end = bracket
        found.append(When(match.start(), match.end(), Period(start, end, match[0]), _reach(match)))
    return found


_THAT: Final = ("当年", "那年", "那一年")
_NEXT: Final = ("次年", "翌年", "第二年")  # the year after the one that was named
# 入冬以来首场降雪 places a fall of snow among its like; it does not say when the snow fell
_FIRST_EVER: Final = re.compile(r"的?(?:首[场次个批轮]|第一[场次个]|最[大强高低多早晚]的?|单日最)")


def _is_part_of_a_word(text: str, match: re.Match[str]) -> bool:
    """A day that ends a number, a year's task (全年任务), or what a change is measured against (比一季度)."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    if match[0].endswith("年初") and (
        after in ("预算", "预期", "目标", "计划", "任务") or SET_EARLY.match(text, match.end())
    ):
        return True
    if (match["part"] or "").endswith("个季度") and text.endswith(("连续", "前后"), 0, match.start()):
        return True
    if match["part"] == "全年" and after in ("任务", "目标", "计划", "指标", "预期"):
        return not _WILL_DO.match(text, match.end())
    if text.startswith("同期", match.end()) and (match["rel"] or match["year"]):
        return True
    if _FIRST_EVER.match(text, match.end()) and match[0].endswith("以来"):
        return True
    if before in ("比", "较") or (match["sum"] and not match["lead"]):
        return True
    return bool(match["day"]) and before in ("-", "—", "第")


# 年初确定的50项任务: when a thing was set says nothing of when it is told
SET_EARLY: Final = re.compile(r"(?:所)?(?:确定|承诺|分解|下达|部署|制定|提出|安排|公布|定下)(?:下达)?的?")
# 全年计划投入…: a year in which something is to be done; 全年计划的 is a measure
_WILL_DO: Final = re.compile(
    "计划(?:投[入资]|完成(?![率的])|安排|发放|举办|[新改建实引争培种栽植造扩治修购招][一-鿿](?!计划))"
)
# the months so far are a frame as half a year is: 1—7月, 今年1至10月
_FROM_JANUARY: Final = re.compile(rf"(?<!\d)1月?份?{DASH}\d{{1,2}}月份?$")


def _reach(match: re.Match[str]) -> str:
    if _FROM_JANUARY.search(match[0]):
        return "article"
    if match["rel"] in _NEXT:
        return "sentence"
    if match["year"] or match["head"] or match["rel"] or match["plan"] or match["y"] or match["over"]:
        return "sentence" if re.search(r"[月日底末旬]", match[0]) else "article"
    part = match["part"] or ""
    return (
        "article"
        if "半年" in part or "季度" in part or part in ("全年", "年初") or "前" in part or "头" in part
        else "sentence"
    )


def _event_start(match: re.Match[str], page: Calendar) -> str | None:
    """`自2017年底两地结对以来` starts where its own date starts."""
    inner = match["what"] and SHAPE.match("自" + match["what"])
    if not inner or inner["event"]:
        return None
    return _resolve(inner, page, [])[0]


def _bracket(text: str, at: int, page: Calendar) -> tuple[str | None, str | None] | None:
    """`今年夏天以来(3月1日—5月4日)`: the bracket says it exactly."""
    if text[at : at + 1] not in ("(", "（"):
        return None
    inner = SHAPE.match(text, at + 1)
    if not inner or inner["event"] or text[inner.end() : inner.end() + 1] not in (")", "）"):
        return None
    return _resolve(inner, page, [])


def _resolve(match: re.Match[str], page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    printed = match["full"]
    start, end = _bounds(match, page, before)
    published = page.published.isoformat() if page.published else None
    if "以来" in printed or "开始" in printed or (printed.endswith("起") and not match["day"]):
        if match["day"] or (match["part"] and "日" in match["part"] and "开始" in printed):
            return start, end
        return start, published if match["years"] else None
    if (match["lead"] or "").startswith("截") or printed.endswith("前"):
        return None, end
    return start, end


def _bounds(match: re.Match[str], page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    published = page.published.isoformat() if page.published else None
    if match["y"]:
        return f"{_year(match['y'])}-01-01", f"{_year(match['y2'])}-12-31"
    if match["now"] or match["recent"]:
        return None, published
    if match["same"]:
        return _same_day(before)
    if match["years"]:
        return _years(match["years"], page, before)
    if match["plan"]:
        return _plan(match["plan"])
    if match["over"] == "新的一年":
        return _part(page.year, "全年") if page.early and page.year else (None, None)
    if match["over"]:
        return _part(page.year - 1, "全年") if page.early and page.year else (None, None)
    if match["lately"] or match["sum"]:
        return None, None
    if match["days"] or match["day"]:
        return _days(match["days"] or match["day"], page, before)
    printed = match["year"] or match["head"]
    year = _year(printed) if printed else _relative(match["rel"], page.year)
    if match["rel"] in _THAT:
        year = _that_year(page, before, match)
    if match["rel"] == "上年":
        year = _year_before(page, before)
    if match["rel"] in _NEXT:
        named = next((when.period.start for when in reversed(before[-4:]) if when.period.start), None)
        year = int(named[:4]) + 1 if named else None
    if not printed and not match["rel"]:
        year = _year_in_force(page, before, match)
    part = match["ypart"] or match["rpart"] or match["part"] or ""
    return _part(year, part) if year else (None, None)


# 去年 says where a passing number belongs and leaves the year of the text alone
_LOOKS_BACK: Final = re.compile("去年|上年|前年")
_THIS: Final = re.compile("今年|本年")


def _year_in_force(page: Calendar, before: list[When], match: re.Match[str]) -> int | None:
    """`全年` under the heading `2023年` is that year's: the last year named, if it is this one or the one before."""
    if (
        match["part"] == "全年"
        and page.early
        and page.year
        and not any(when.reach == "article" for when in before[-6:])
        and not _is_to_come(match)
    ):
        return page.year - 1
    if match["part"] in _WHOLE and before and _goes_on_from_last_year(before[-1], match):
        return page.year - 1 if page.year else None
    for when in reversed(before[-6:]):
        if _LOOKS_BACK.match(when.period.text or "") or match.string[when.start - 1 : when.start] in _AGAINST:
            continue
        if page.year and _THIS.match(when.period.text or ""):
            return page.year
        named = when.period.start if when.reach == "article" else None
        if (
            match["part"] == "年内"
            and named
            and page.year
            and int(named[:4]) == page.year + 1
            and "\n" not in match.string[when.end : match.start()]
        ):
            return page.year + 1
        if named and page.year and int(named[:4]) in (page.year, page.year - 1):
            return int(named[:4])
        if named:
            break
    return page.year


_WHOLE: Final = ("全年", "年底", "年末")
_AGAINST: Final = frozenset("是比较为与")  # 是2020年的2.5倍 names the year of another figure
_TO_COME: Final = re.compile(r"[^，,。；;]{0,14}(?:力争|确保|预计|将|计划|有望|争取|要)")

_AIMED: Final = ("力争", "确保", "预计", "计划", "争取", "要", "将", "目标")


def _is_to_come(match: re.Match[str]) -> bool:
    """Whether what a time is said of is still to be done: 力争全年…, 全年计划…."""
    return match.string.endswith(_AIMED, 0, match.start()) or bool(_TO_COME.match(match.string, match.end()))


def _year_before(page: Calendar, before: list[When]) -> int | None:
    """上年, where the year before the page's own is told of by its number (`2023,稳住了 … 由上年的91%`), is the one before that."""
    last = next((when.period for when in reversed(before[-6:]) if when.reach == "article"), None)
    own = last and last.start and (last.text or "").startswith(last.start[:4]) and int(last.start[:4])
    return page.year and page.year - 1 - (own == page.year - 1)


def _goes_on_from_last_year(last: When, match: re.Match[str]) -> bool:
    """`去年5月开街。到年末,累计…`, `去年采收季,…全年网销…`: the year whose part was named right before."""
    between = match.string[last.end : match.start()]
    told = (
        _LOOKS_BACK.match(last.period.text or "")
        and match.string[last.start - 1 : last.start] not in _AGAINST
    )
    return bool(told) and "\n" not in between and not _TO_COME.match(match.string, match.end())


def _that_year(page: Calendar, before: list[When], match: re.Match[str]) -> int | None:
    """`2019年,…当年接待…`: the year that was named last; in January what a paragraph says to have come true is of the year that is over."""
    last = next((one for one in reversed(before[-4:]) if one.period.start or one.period.end), None)
    if last is None or "\n" in match.string[last.end : match.start()]:
        if match["rel"] != "当年" or page.year is None:
            return None
        if page.early and _CAME_TO.match(match.string, match.end()):
            return page.year - 1
    return int((last.period.end or last.period.start or "")[:4]) if last else page.year


_CAME_TO: Final = re.compile("(?:就|即|便)?(?:实现|完成|产出|见效|盈利)")


def _year(printed: str) -> int:
    value = number(printed.replace("○", "〇"))
    return int(value) if value is not None else 0


def _relative(word: str | None, year: int | None) -> int | None:
    if year is None:
        return None
    return year + {"去": -1, "上": -1, "前": -2, "明": 1, "来": 1, "后": 2}.get((word or "今")[0], 0)


def _years(printed: str, page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    """`近三年来` ends with the day of the page; `六年间` is counted from the year that was told of as the beginning."""
    value = number(re.sub(r"[近年多以来内间]", "", printed))
    since = next(
        (when.period for when in reversed(before[-2:]) if when.period.start and not when.period.end), None
    )
    if printed.endswith("间") and page.year and value and since and since.start:
        return (since.start if abs(page.year - int(since.start[:4]) - value) <= 1 else None), None
    if not printed.endswith("来") or not page.published:
        return None, None
    return (f"{page.published.year - int(value)}-01-01" if value else None), page.published.isoformat()


def _plan(printed: str) -> tuple[str | None, str | None]:
    """The five-year plans: the 12th ran from 2011, each later one five years on."""
    first = 2011 + 5 * ("二三四五".index(next(char for char in printed if char in "二三四五")))
    if "末" in printed:
        return f"{first + 4}-01-01", f"{first + 4}-12-31"
    return f"{first}-01-01", None if "以来" in printed else f"{first + 4}-12-31"


def _days(printed: str, page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    """A day without its month takes the month last named, or that of the day of publication."""
    month = page.published.isoformat()[:7] if page.published else None
    for when in reversed(before):
        if when.period.start and when.period.end and when.period.start[:7] == when.period.end[:7]:
            month = when.period.start[:7]
            break
    numbers = [int(piece) for piece in re.findall(r"\d+", printed)]
    if month is None:
        return None, None
    days = [_day(int(month[:4]), int(month[5:]), value) for value in numbers]
    return days[0], days[-1]


def _same_day(before: list[When]) -> tuple[str | None, str | None]:
    """The last day that was named (`同日`, `当天`)."""
    for when in reversed(before[-6:]):
        if when.period.start and when.period.start == when.period.end:
            return when.period.start, when.period.end
    return None, None


def _day(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _months(year: int, first: int, last: int) -> tuple[str | None, str | None]:
    if not (1 <= first <= last <= 12):
        return None, None
    return f"{year:04d}-{first:02d}-01", _day(year, last, calendar.monthrange(year, last)[1])


_NAMED: Final[dict[str, tuple[int, int]]] = {
    "": (1, 12), "全年": (1, 12), "年内": (1, 12), "上半年": (1, 6), "下半年": (7, 12), "年初": (1, 3), "初": (1, 3), "年底": (12, 12),
    "年末": (12, 12), "底": (12, 12), "末": (12, 12), "年中": (6, 6), "春季": (3, 5), "夏季": (6, 8), "秋季": (9, 11),
}  # fmt: skip


def _part(year: int, part: str) -> tuple[str | None, str | None]:
    if part in _NAMED:
        return _months(year, *_NAMED[part])
    if "季度" in part:
        quarter = int(number(part.strip("前第个季度")) or 0)
        return _months(year, 1 if part.startswith("前") else quarter * 3 - 2, quarter * 3)
    if part.startswith(("前", "头")):
        return _months(year, 1, int(number(part.strip("前头个月")) or 0))
    if part == "年初至今":
        return f"{year:04d}-01-01", None
    if part[0] in "一二三四五六七八九十" and "月" in part:
        return _month_and_day(year, f"{number(part[: part.index('月')])}{part[part.index('月') :]}")
    return _month_and_day(year, part)


def _month_and_day(year: int, part: str) -> tuple[str | None, str | None]:
    numbers = [int(piece) for piece in re.findall(r"\d+(?!\d*时)", part)]
    if not numbers:
        return None, None
    if "日" in part:
        first = _day(year, numbers[0], numbers[1])
        if len(numbers) == 2:
            return first, first
        return first, _day(year, numbers[-2] if len(numbers) == 4 else numbers[0], numbers[-1])
    month = numbers[0]
    if "旬" in part and 1 <= month <= 12:
        last = calendar.monthrange(year, month)[1]
        parts = {"上": (1, 10), "中": (11, 20), "下": (21, last)}
        first = part[-3] if part[-3] in parts else part[-2]
        return _day(year, month, parts[first][0]), _day(year, month, parts[part[-2]][1])
    if part[-1] in "底末" and 1 <= month <= 12:
        last = calendar.monthrange(year, month)[1]
        return _day(year, month, 1), _day(year, month, last)
    return _months(year, month, numbers[-1])

"""Which days an expression of time means on its page, by the year the page speaks in and the times named before it."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Final

from youju.reading.numerals import number

if TYPE_CHECKING:
    from youju.reading.periods import Calendar, When

_THAT: Final = ("当年", "那年", "那一年")
NEXT: Final = ("次年", "翌年", "第二年")  # the year after the one that was named


def bounds_of(match: re.Match[str], page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    """The first and the last day of an expression of time, ISO dates or None, by the page and by what was named before it."""
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
    if match["rel"] in NEXT:
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
    if (
        match["part"] == "全年"
        and page.early
        and page.year
        and _opens_paragraph(match)
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


def _opens_paragraph(match: re.Match[str]) -> bool:
    """`全年固定资产投资增长8.4%` at the head of a paragraph: in the first months of a year that of the year that is over."""
    return match.string[match.start() - 1 : match.start()] == "\n"


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

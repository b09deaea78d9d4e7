"""The year a page speaks in, and the year that an article looks back on."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.dated import DAYS, date_page, is_late, year_of_weekdays
from youju.reading.masthead import printed_day, spoken_day, told_year
from youju.reading.periods import Calendar
from youju.reading.sieve import Sieve

_UNTIL: Final = re.compile(r"截至(20\d\d)年")


_LOOKS_BACK: Final = re.compile(
    r"(?:^|[\n—])[^。\n]{0,14}(?P<a>20\d\d)年[^。，,\n]{0,16}(?:综述|回顾|总结|盘点|公报|述评|成就|工作情况|运行情况|运行分析|完成情况)"
    r"|(?:刚刚|已经)?过去的(?P<b>20\d\d)年|回[顾首眸望](?P<c>20\d\d)年?"
)


def year_looked_back_on(texts: list[str]) -> int | None:
    """The year that an article reports on as over: by its headline (…年工作综述) or its first words (过去的…年), or None."""
    for text in texts:
        found = _LOOKS_BACK.search(text, 0, 160) if text.find("20", 0, 160) >= 0 else None
        if found:
            return int(found["a"] or found["b"] or found["c"])
    return None


_OWN_YEAR: Final = re.compile(
    r"(?:(?<![自从于到比较])|(?<=[者获]从))((?:19|20)\d\d)年(?!以来|起|开始|至今|\d{0,2}月?[底初]?以来)"
)
_OWN_YEARS: Final = Sieve(_OWN_YEAR, r"[12]")


def find_calendar(texts: list[str], *, raw: str = "") -> Calendar:
    """The year the page speaks in and, if it tells, the day it appeared. The margins of `raw` may print the date and tell nothing else.

    A year that the page only counts from (2017年以来) is not its own. `4月22日(星期六)` settles which of three neighbouring years it is.
    """
    settled = _printed_calendar(raw)
    if settled:
        return settled
    found = _calendar(texts, raw)
    if not found.year:
        found = Calendar(_year_of_events(texts))
    year = year_of_weekdays(texts, found.year) if found.year else None
    return found if year == found.year else Calendar(year)


def _printed_calendar(raw: str) -> Calendar | None:
    """The time that the head or a margin of a page prints, which nothing in its text outweighs."""
    spoken = spoken_day(raw)
    if spoken:
        return Calendar(spoken.year, early=spoken.month <= _EARLY)
    head = date_page([raw[:400]])
    day = head.day if head.certain else printed_day(raw)
    return Calendar(day.year, day, early=day.month <= _EARLY) if day else None


# 2023,站稳了 … 2024,再出发: the two halves of a report on a year that ends and the next one
_HEADS: Final = re.compile(r"[12](?<![^\n].)[09]\d\d(?=[，,:：·—][一-鿿“])")


def _headed_year(texts: list[str]) -> int | None:
    """The year of a page whose parts are headed by a year and the one after it, which is the page's own once it has begun."""
    heads = {int(match[0]) for text in texts for match in _HEADS.finditer(text)}
    ahead = max((year for year in heads if year - 1 in heads), default=None)
    return ahead and ahead - is_late(texts)


# “2024某某文化旅游节”: what is held each year bears the page's own
_EVENTS: Final = Sieve(
    re.compile(
        r"(?:^|[，,。；;、“《\n]|举办|举行|参加|召开)((?:19|20)\d\d)(?![年多余个场])[一-鿿][^，,。；;”\n\d]{1,24}?(?:大会|论坛|说明会|推介会|博览会|洽谈会|交易会|招聘会|赛|马拉松|文化节|旅游节|采摘节|丰收节|艺术节)"
    ),
    r"[，,。；;、“《\n举参召]|^",
)


def _year_of_events(texts: list[str]) -> int | None:
    """The year that the events of a page are called by, if it is one and the same."""
    named = {int(match[1]) for text in texts for match in _EVENTS.finditer(text)}
    return named.pop() if len(named) == 1 else None


def _calendar(texts: list[str], raw: str) -> Calendar:
    dating = date_page(texts)
    headed = None if dating.certain else _headed_year(texts)
    if headed:
        return Calendar(headed, early=not is_late(texts))
    told = None if dating.certain else told_year(raw, texts)
    if told and told != dating.year:
        return Calendar(told)
    closed = [int(match[1]) for text in texts for match in _UNTIL.finditer(text)]
    if closed and not dating.certain and max(closed) > (dating.year or 0):
        return Calendar(max(closed))
    late = dating.year and is_late(texts) and not any("今年" in text for text in texts)
    if (
        dating.year
        and not dating.certain
        and not late
        and (_is_past(texts, dating.year) or _sums_up(texts, dating.year))
    ):
        return Calendar(None if _only_tells(texts, dating.year) else dating.year + 1)
    if dating.year and not dating.certain:
        own = {int(match[1]) for text in texts for match in _OWN_YEARS.finditer(text)}
        own = own or _since(texts)
        # in autumn a contract for the next year may be all that names one
        return Calendar(dating.year, dating.day) if {dating.year, dating.year + 1} & own else Calendar(None)
    return Calendar(dating.year, dating.day, early=bool(dating.day and dating.day.month <= _EARLY))


DECEMBER: Final = 12
# 2023年全县地区生产总值152亿元: what a whole year came to is known when it is over
_SUM = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)年(?!\d|[上下前一二三四第初中春夏秋底末度])(?:全年)?[，,]?[^，,。；;\n计预力确目拟将夏春早]{0,14}(?:生产总值|总产值|产值|产量|总产|收入|零售总额|销售额|游客|贸易额)[^，,。；;\n计预力确目拟将]{0,8}?\d"
)


def _sums_up(texts: list[str], year: int) -> bool:
    """Whether a page reports what the whole of this year came to while all days it names lie before December: it is of the next one."""
    whole = [text for text in texts if text]
    if not any(int(found["y"]) == year for text in whole for found in _SUM.finditer(text)):
        return False
    months = [int(found.group(1)) for text in whole for found in DAYS.finditer(text)]
    own = any(re.search(rf"(?<!\d){year}年\d{{1,2}}月", text) for text in whole)
    return bool(months) and max(months) < DECEMBER and not own


_EARLY: Final = 3
_SINCE: Final = re.compile(r"(?:^|[，,。；;\n(（“)）●■◆▲★])((?:19|20)\d\d)年以来", re.MULTILINE)


# 7月24日,记者从发布会上获悉,2025年以来: what is news on a day is counted from the beginning of its own year
_NEWS: Final = re.compile(
    r"^[^。！？!?\n]{0,24}\d{1,2}月\d{1,2}日[^。！？!?\n]{0,60}(?:获悉|了解到|通报|介绍|发布)[^。！？!?\n]{0,6}$"
)
_IN_ITS_YEAR: Final = re.compile(
    r"[^。！？!?\n]{0,80}(?:年度(?:计划|任务|目标)|全年(?:计划|任务|目标)|序时进度|时间进度|同比|上年同期|去年同期)"
)


def _since(texts: list[str]) -> set[int]:
    """`2024年以来,` at the head of a clause, on a page that never says 今年 or 去年, is the page's own year.

    It is on any page where its sentence sets the sum beside a plan of the year or the same months of the year before: what
    gathered over several years is measured by neither.
    """
    found = [(text, match) for text in texts for match in _SINCE.finditer(text)]
    if led := {int(match[1]) for text, match in found if _NEWS.search(text[: match.start() + 1])}:
        return led
    if any("今年" in text or "去年" in text for text in texts):
        found = [(text, match) for text, match in found if _IN_ITS_YEAR.match(text, match.end())]
    return {int(match[1]) for _text, match in found}


_THIS_YEAR: Final = re.compile(r"今年(?:以来|[一上前1-9年春夏秋冬初又还再将要计预拟力全])|今[春夏秋冬]")


# 2019年,某人组建了…: a year in which a story sets out, not one whose sums are known
_SETS_OUT: Final = re.compile(
    r"(?:春|夏|秋|冬|底|初|\d{1,2}月|[，,])(?![^。；;\n]{0,40}(?:生产总值|总产值|产值|收入|零售|游客|增长|同比|\d[\d.]*[万亿]))"
)


def _only_tells(texts: list[str], year: int) -> bool:
    """Whether a page names a year only where a story sets out in it: how long ago that was it does not say."""
    ends = [(text, match.end()) for text in texts for match in re.finditer(rf"(?<!\d){year}年", text)]
    return bool(ends) and all(_SETS_OUT.match(text, end) for text, end in ends)


def _is_past(texts: list[str], year: int) -> bool:
    """`继2023年突破千亿元后,今年一季度…`: a page that says 今年 means another year by the number it only looks back to."""
    if not any(_THIS_YEAR.search(text) for text in texts):
        return False
    told = re.compile(
        rf"(?<!\d){year}年(?!\d{{1,2}}(?:月|[至到—-]))(?![^。；;\n]{{0,30}}(?:计划|安排|力争|确保|预计|将|拟))(?:[末底]|全年|度?[，,]|全?[市县区省州]|[^，,。；;、“《\d]{{0,14}}?(?:实现|完成|达|增长|突破|超过|为|的?\d))"
    )
    back = re.compile(
        rf"(?:(?:^|[，,。；;“\n)）])(?:在|到|至|截至)?|[继比较与同自从由是为])(?={year}年)", re.MULTILINE
    )
    said = [(text, match) for text in texts for match in re.finditer(rf"(?<!\d){year}年?", text)]
    return bool(said) and all(
        told.match(text, match.start())
        and any(
            one.end() == match.start()
            for one in back.finditer(text, max(0, match.start() - 4), match.start() + 6)
        )
        for text, match in said
    )

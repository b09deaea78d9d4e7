"""When a fact is: the time named in its sentence, carried in its paragraph, or the frame of its article."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from typing import TYPE_CHECKING, Final

from youju.reading.passages import Passage
from youju.reading.periods import SET_EARLY, Period, When

if TYPE_CHECKING:
    from youju.reading.facts import Context

_OF_THE_YEAR: Final = re.compile(rf"(?<![去前上])年初{SET_EARLY.pattern}$")
_YEAR_BEFORE: Final = re.compile(r"(?:由|从)(?:上年|去年)同期的?(?:下降|增长|减少|增加|亏损)?$")


def period_at(context: Context, at: int) -> Period | None:
    """The period in force at a place; `由上年同期的860万元` is the same one a year before, `年初确定的50项` are of the year."""
    year = context.passage.calendar.year
    low = max(0, at - 12)
    if (
        year
        and context.passage.text.find("年初", low, at) >= 0
        and _OF_THE_YEAR.search(context.passage.text, low, at)
    ):
        return Period(f"{year}-01-01", f"{year}-12-31", "年初")
    period = _period_in_force(context, at)
    if not period or context.passage.text.find("同期", low, at) < 0:
        return period
    looks_back = _YEAR_BEFORE.search(context.passage.text, max(0, at - 10), at)
    if not looks_back or (period.text or "").startswith(("去年", "上年")):
        return period
    return Period(_a_year_before(period.start), _a_year_before(period.end), looks_back[0])


def _a_year_before(day: str | None) -> str | None:
    """The same day of the year before; the last day of a month stays the last."""
    if day is None:
        return None
    year, month, number = (int(part) for part in day.split("-"))
    last = number == monthrange(year, month)[1]
    return f"{year - 1:04d}-{month:02d}-{monthrange(year - 1, month)[1] if last else number:02d}"


def _period_in_force(context: Context, at: int) -> Period | None:
    """Named in the sentence, carried in the paragraph, or the article's frame."""
    passage = context.passage
    start, end = passage.sentence(at)
    inside = whens_of(passage, start, min(at, end))
    near = nearest(passage, inside, at)
    if near:
        return _up_to_now(passage, near)
    day = _day_of_event(passage, start, at) or _day_behind(passage, at)
    if day:
        return day
    if _STANDS.search(passage.text, passage.clause(at)[0], at):
        return None
    floor = max(passage.paragraph(at), passage.turn_before(end))
    goes_on = passage.text[start - 1 : start] in "；;" or passage.text.startswith("其中", start)
    for when in reversed(whens_of(passage, floor, start)):
        if (when.period.text or "")[-2:] in _MONTH_S_END and not goes_on:
            continue
        if (_leads(passage, when) or _ends_head(passage, when)) and not passage.is_in_name(when.start):
            return when.period
    return passage.heading_before(at) or context.frame or _of_its_year(passage, at)


def _of_its_year(passage: Passage, at: int) -> Period | None:
    """`年度计划投资18.2亿元`, where no time is told at all: of the year the page speaks in."""
    year = passage.calendar.year
    said = year and _YEARLY.search(passage.text, passage.clause(at)[0], at)
    return Period(f"{year}-01-01", f"{year}-12-31", said[0]) if said else None


_YEARLY: Final = re.compile(r"年度(?=(?:计划|完成)?投资)")


# 6月末,存款余额…: what stands at the end of a month is not when the next sentence is told of
_MONTH_S_END: Final = ("月底", "月末")
# 全长36公里, 占地90亩: what a thing measures holds without a time, unless its own sentence gives one
_STANDS: Final = re.compile(
    r"(?:全长|总长|长约|[桥路]长|占地(?:面积)?|建筑面积|总?库容|装机(?:总?容量|规模)?|(?:可|最多)容纳[^，,。；;\d]{0,4}|海拔|相距|绵延|设计[^，,。；;\d]{0,10}|海岸线|边境线)(?:约|达|近|为|有|共|超过?)*$"
)
_HELD: Final = re.compile(r"[^，,。；;\d]{0,4}已?于$")


def _day_behind(passage: Passage, at: int) -> Period | None:
    """`其中5条已于2月试产`: a clause that gives its time behind its number."""
    end = passage.clause(at)[1]
    index = bisect_left(passage.quantity_starts, at)
    number = passage.quantities[index].end if index < len(passage.quantities) else at
    for when in whens_of(passage, number, end)[:1]:
        if _HELD.fullmatch(passage.text, number, when.start + (when.period.text or "").startswith("于")):
            return when.period
    return None


_NOW: Final = re.compile(r"(?:[截到]?至?|截止)(?:目前|今|发稿)|(?<!项)目前|眼下|如今")


def _up_to_now(passage: Passage, near: When) -> Period:
    """`今年行情好,到目前已售出…`: up to now is counted from the beginning of the year that its paragraph named before."""
    if near.period.start is None and _NOW.match(near.period.text or ""):
        for when in whens_of(passage, passage.paragraph(near.start), near.start):
            if (
                when.end <= near.start
                and (when.period.text or "").startswith(("今年", "年初以来"))
                and when.reach == "article"
            ):
                return Period(when.period.start, near.period.end, near.period.text)
    return near.period


# 此次集中开工的项目共23个: what is counted on the day is of the day
_THAT_DAY: Final = re.compile(
    r"[“\s]*(?:此次|本次|这次|当天|当日|会上|[仪推洽座签][^，,。；;]{1,4}上[，,]|活动现场|现场|(?P<span>(?:考察|访问|调研|活动|会议|展会|节会|培训|交流)期间))"
)
_FAR: Final = 900


def _day_of_event(passage: Passage, sentence: int, at: int) -> Period | None:
    """The last day named before a sentence that goes on about what happened on it."""
    that = _THAT_DAY.match(passage.text, sentence, at)
    if that is None or "年度" in passage.text[passage.clause(at)[0] : at]:
        return None
    for when in reversed(whens_of(passage, max(0, sentence - _FAR), sentence)):
        whole = (
            when.period.start and when.period.end and (that["span"] or when.period.start == when.period.end)
        )
        if "日" in (when.period.text or "") and whole:
            return when.period
    return None


def whens_of(passage: Passage, start: int, end: int) -> list[When]:
    """The times that begin in a stretch."""
    starts = passage.when_starts
    return passage.whens[bisect_left(starts, start) : bisect_left(starts, end)]


def nearest(passage: Passage, inside: list[When], at: int) -> When | None:
    """The last time of the sentence before the number; a name of a plan (2023年…要点) is not a time."""
    for when in reversed(inside):
        if (when.period.text or "").endswith(("一年", "一年来")) and when.period.start is None:
            continue  # which year that was is told above
        if passage.is_in_name(when.start) or (
            passage.text[when.start - 1 : when.start] in ("是", "为")
            and passage.text.startswith("的", when.end)
        ):
            continue
        if _is_quoted_name(passage.text, when.start) or _in_title(passage.text, when.start):
            continue
        if passage.text[when.start] == "于" and _FOUNDED.search(
            passage.text, max(0, when.start - 4), when.start + 1
        ):
            continue
        if passage.text[when.start - 1 : when.start] in ("由", "从") and _ends(passage, when, at):
            continue
        if (when.period.text or "").endswith("前") and _is_due(passage, when, at):
            continue
        return when
    return None


_ONLY_PROMISES: Final = re.compile(
    "(?:力争|确保|争取|计划|务必|要|将|在|到|并)*"
)  # 力争年底前…,再…: due for all of it


def _is_due(passage: Passage, when: When, at: int) -> bool:
    """`确保某某馆年底前开馆,接待游客…`: by when the thing of one clause is due says nothing of the next one."""
    start, end = passage.clause(when.start)
    before = passage.text[start : when.start].strip(" \u3000“")
    return end <= at and not _ONLY_PROMISES.fullmatch(before)


_FOUNDED: Final = re.compile(
    r"(?:成立|始建|建成|建|创办|创建|创立|组建|注册|诞生|开业|起步|始)于$"
)  # the 于 is part of the time


def _is_quoted_name(text: str, at: int) -> bool:
    """Whether a quotation begins here that names something (“十四五”规划) and does not speak (“去年只接待了3批。”)."""
    if text[at - 1 : at] != "“":
        return False
    close = text.find("”", at)
    return close < 0 or not _SPEAKS.search(text, at, close)


_SPEAKS: Final = re.compile(r"[，,。；;！!？?\n]")


def _in_title(text: str, at: int) -> bool:
    """Whether a place stands between 《 and 》."""
    floor = max(0, at - 50)
    return text.rfind("《", floor, at) > text.rfind("》", floor, at)


def _ends(passage: Passage, when: When, at: int) -> bool:
    """`由去年的12.6万元增加到18.9万元`: the time belongs to the first number only."""
    return bool(
        re.search(r"(?:\d|第[一二三四五六七八九十])[^，,。；;]*(?:到|至|为|居)", passage.text[when.end : at])
    )


# `做好明年工作,要…`: the year that all that follows is to be done in
_ITS_WORK: Final = re.compile(r"的?(?:各项|全年|经济|重点)?工作[，,]")


_ITEM_HEAD: Final = re.compile(
    r"\s*[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．][^，。；;\n]{0,10}(?:[，,][^，。；;\n]{0,12})?。"
)


def _ends_head(passage: Passage, when: When) -> bool:
    """`(一)压紧责任,决战四季度。`: the time that the head of an item ends with is that of the item."""
    floor = passage.paragraph(when.start)
    head = _ITEM_HEAD.match(passage.text, floor)
    return head is not None and head.end() - 1 == when.end


def _leads(passage: Passage, when: When) -> bool:
    """Whether a time stands at the head of its clause and so frames what follows."""
    start = passage.clause(when.start)[0]
    before = passage.text[start : when.start].strip("“ \u3000")
    if before in ("做好", "抓好") and _ITS_WORK.match(passage.text, when.end):
        return True
    if passage.text.startswith(("当月", "单月"), when.end):
        return False  # a month among the months so far
    return (
        before in ("", "在", "截至", "自", "从", "到", "而", "但", "刚刚过去的", "过去的")
        and not (when.period.text or "").endswith(
            ("累计", "前")
        )  # by when a thing is to be done is not when the next one is told
        and (when.period.start or when.period.end) is not None
    )


# 1—5月…运行情况分析: the months that a report on figures is named by
_REPORTED: Final = re.compile(r"(?:情况|运行|分析|简析|通报|公报|简报|快报|进度|进展)(?:的?[一-鿿]{0,4})$")


def frame_of(passages: list[Passage]) -> Period | None:
    """The article's frame of time: the year it looks back on, the months its headline reports on, else 今年以来, 上半年 or a year that opens its body."""
    own = _frame_of_body(passages)
    past = passages[0].past
    if past and (own is None or (own.start or "")[:4] > str(past)):
        return Period(f"{past}-01-01", f"{past}-12-31", f"{past}年")
    if own is not None and own.end is not None:
        return own
    return _frame_of_report(passages, own) or own


def _frame_of_report(passages: list[Passage], own: Period | None) -> Period | None:
    """`1—5月…分析`, whose text sets out with 今年以来: what it goes on to report is of those months."""
    for passage in passages:
        first = passage.whens[0] if passage.role == "title" and passage.whens else None
        if first and first.reach == "article" and first.period.end:
            within = own is not None and first.period.start == own.start
            if within and not _leads(passage, first):
                return first.period
            within = within or own is None
            if (
                _leads(passage, first)
                and within
                and (not first.start or _REPORTED.search(passage.text.strip("》 ")))
            ):
                return first.period
    return None


def _frame_of_body(passages: list[Passage]) -> Period | None:
    for passage in passages:
        if passage.role != "body":
            continue
        for when in passage.whens[:6]:
            if when.start > 260:
                break
            if _comes_late(passage, when):
                continue
            if when.reach == "article" and _leads(passage, when) and not _tells_of_before(passage, when):
                return None if _is_left_behind(passages, passage, when) else when.period
    return None


def _comes_late(passage: Passage, when: When) -> bool:
    """A quarter or month that is named in a later paragraph, behind figures without it, frames none of them."""
    told = bisect_left(passage.quantity_starts, when.start) >= _TOLD_ALREADY
    return (
        told
        and when.start >= passage.text.find("\n")
        and _OF_A_YEAR.search(when.period.text or "") is not None
    )


_TOLD_ALREADY: Final = 3
_OF_A_YEAR: Final = re.compile("季度|月")


def _tells_of_before(passage: Passage, when: When) -> bool:
    """`2017年,某人返乡创业`, told behind the first sentence: a year gone by is that of its own paragraph."""
    year = (when.period.start or when.period.end or "")[:4]
    told = passage.clause(when.start)[0]
    return (
        passage.sentence(when.start)[0] > 0
        and not _REPORT_SAYS.search(passage.text, max(0, told - 24), told)
        and year != str(passage.calendar.year)
        and bool(_YEAR_ALONE.fullmatch(when.period.text or ""))
    )


# 记者从政府工作报告中获悉,2020年,…: what a report is cited for is what the article is of
_REPORT_SAYS: Final = re.compile("(?:获悉|了解到?|介绍|报告(?:显示|指出|提出)?|通报|统计)[，,:：]$")


def _is_left_behind(passages: list[Passage], passage: Passage, first: When) -> bool:
    """`2019年,某人返乡…。2023年,…。今年,…`: a story that sets out in a year gone by and goes on to later ones has no frame."""
    year = (first.period.start or "")[:4]
    now = passage.calendar.year
    if not _YEAR_ALONE.fullmatch(first.period.text or "") or now is None or int(year) >= now - 1:
        return False
    return any(
        when.reach == "article" and (when.period.start or "")[:4] > year and _leads(one, when)
        and one.paragraph(when.start) == when.start
        for one in passages if one.role == "body" for when in one.whens
    )  # fmt: skip


_YEAR_ALONE: Final = re.compile(r"(?:19|20)\d\d年|去年|前年")

"""By when a thing is due that a sentence wants done, and whether an estimate speaks of a time that is over."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from youju.reading.frames import nearest, whens_of
from youju.reading.passages import Passage
from youju.reading.periods import Period
from youju.reading.quantities import Quantity

if TYPE_CHECKING:
    from youju.reading.facts import Context

_ESTIMATE: Final = re.compile(r"预计[^，,。；;：:\d]{0,16}(?:实现|完成|达|增长|突破|超过|为)")
# 前三季度,预计实现…: the report is written as the last days of it go by
_PART_OF_YEAR: Final = re.compile(
    r"(?:上半年|前[二三两]个?季度|[一三]季度|1[—–~-][1-9]\d?月)[，,]?[^，,。；;]{0,6}预计"
)
_AIM: Final = re.compile(r"力争|确保|目标|计划|要(?:达|实现|完成)|将")


def is_over(context: Context, period: Period | None, at: int) -> bool:
    """`过去一年…预计实现…`: an estimate of a period that is over when the page appears reports, it does not plan."""
    passage = context.passage
    words = passage.text[passage.sentence(at)[0] : at]
    year = passage.calendar.year
    year_s_end = "全年" in words and _in_december(passage, at)
    if _PART_OF_YEAR.search(words) and _ESTIMATE.search(words) and not _AIM.search(words):
        return True
    return bool(
        period
        and period.end
        and year
        and int(period.end[:4]) < year + year_s_end
        and _ESTIMATE.search(words)
        and not _AIM.search(words)
    )


def _in_december(passage: Passage, at: int) -> bool:
    """Whether the report tells of a day in December before this place: the year it estimates is as good as over."""
    day = f"{passage.calendar.year}-12-"
    index = bisect_left(passage.when_starts, at)
    return any(
        (when.period.start or "").startswith(day) and "日" in (when.period.text or "")
        for when in passage.whens[max(0, index - 40) : index]
    )


# 10月21日,磨盘柿进入采摘期。预计产量9600吨: what a harvest will come to is of the year, whatever day was told of before
_FORECAST: Final = re.compile(
    r"(?:预计|有望|估计)[^，,。；;\d]{0,8}(?:总?产量?|亩产|单产|下)[^，,。；;\d]{0,6}$|(?:总?产量?|亩产|单产)[^，,。；;\d]{0,4}(?:预计|有望|估计)[^，,。；;\d]{0,6}$"
)


def of_harvest(passage: Passage, one: Quantity) -> Period | None:
    """The year that a forecast of a harvest is of, where its sentence gives no time of its own."""
    year, start = passage.calendar.year, passage.sentence(one.start)[0]
    said = year and _FORECAST.search(passage.text, passage.clause(one.start)[0], one.start)
    if not said or any(when.period.start for when in whens_of(passage, start, one.start)):
        return None
    return Period(f"{year}-01-01", f"{year}-12-31", None)


_BY_THEN: Final = re.compile(
    r"(?:全部|全面|基本|保质保量|正式|全线)?(?:完成|完工|建成|竣工|投[用产]|投入|交付|到位|落实|通车|启用)"
)
# 实施项目22个,确保某某技改6月底前投产: what is due then is something else
_OTHER_WORK: Final = re.compile(r"[，,；;](?:确保|力争|推进|推动|加快|启动|保证)[一-鿿]{4}")
_IS_DUE: Final = re.compile(r"(?:预计|计划|力争|确保|将)(?:于|在)?$")


def deadline(passage: Passage, one: Quantity) -> Period | None:
    """`新建公路92公里,由…牵头,10月底前完成`: what is to be done has the time by which its sentence wants it done."""
    start, end = passage.sentence(one.start)
    if nearest(passage, whens_of(passage, start, one.start), one.start):
        return None
    for when in whens_of(passage, one.end, end):
        due = (when.period.text or "").endswith("前") or _IS_DUE.search(passage.text, one.end, when.start)
        if due and _BY_THEN.match(passage.text, when.end):
            index = bisect_left(passage.quantity_starts, one.end)
            between = index < len(passage.quantities) and passage.quantities[index].start < when.start
            other = _OTHER_WORK.search(passage.text, one.end, when.start)
            return None if between or other else when.period
    return None

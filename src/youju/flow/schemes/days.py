"""Working days in China: weekends, statutory holidays, and the weekend days worked in exchange （调休）. Pure.

The arrangement of a year is announced late in the year before. Until the library knows it, its dates are refused:
a deadline that was guessed would have to be taken back.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays

from youju.kernel.errors import Refusal


@cache
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


def is_known(year: int) -> bool:
    """Whether the arrangement of a year is known: every year since 2001 has weekend days that were worked."""
    china = _china(year)
    return any(day.year == year for day in getattr(china, "weekend_workdays", ()))


def is_working_day(day: dt.date) -> bool:
    """Whether people work on a day. Refused for a year whose arrangement is not known."""
    if not is_known(day.year):
        raise Refusal(
            f"算不出 {day.year} 年的工作日", "这一年的放假调休安排还没有收进来，猜出来的截止日不能作数",
            "升级 holidays 软件包，或者开轮次时由考核办写明各个截止日",
            english=f"The holiday arrangement of {day.year} is not known yet. Upgrade the holidays package, or give the "
            "deadlines when opening the round.",
        )  # fmt: skip
    return bool(_china(day.year).is_working_day(day))


def working_days_after(day: dt.date, count: int) -> dt.date:
    """Return the count-th working day after a day; the day itself for 0."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day

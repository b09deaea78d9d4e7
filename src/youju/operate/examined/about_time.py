"""Clocks, holidays and the log: whether the machine agrees with the database, deadlines can be counted, and whether the sequencer is at work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from youju.flow.schemes.days import is_known
from youju.kernel.clock import db_now, db_today
from youju.kernel.log import head, oldest_waiting
from youju.operate.finding import Finding, look, unsafe

SKEW = dt.timedelta(seconds=2)
WAITS = dt.timedelta(minutes=1)
DECEMBER = 12
FAR_TOO_LONG = dt.timedelta(hours=1)


def about_time(machine: dt.datetime | None = None) -> Iterator[Finding]:
    """Examine the clock of this machine against the one that decides deadlines."""
    before = machine or timezone.now()
    decides = db_now()
    after = machine or timezone.now()
    apart = max(before - decides, decides - after, dt.timedelta(0))
    if apart > SKEW:
        yield unsafe("clock", f"本机与数据库的时钟相差 {apart.total_seconds():.1f} 秒", "截止时间以数据库为准，页面上会说错",
                     "两台机器都用 chrony 对时", f"The clocks are {apart.total_seconds():.1f} s apart.")  # fmt: skip


def about_log(now: dt.datetime | None = None) -> Iterator[Finding]:
    """Examine the log: traces that wait too long for their place, and a house without a head."""
    entry, newest = oldest_waiting(), head()
    waited = (now or db_now()) - entry.trace.done_at if entry is not None else dt.timedelta(0)
    if waited > WAITS:
        grade = unsafe if waited > FAR_TOO_LONG else look
        yield grade("waiting", f"有留痕等了 {int(waited.total_seconds())} 秒还没有排进日志", "没有签名的留痕对外证明不了",
                    "看 youju manage sequence --forever 在不在运行，日志里有没有“damaged”",
                    f"A trace has waited {int(waited.total_seconds())} s for its place.")  # fmt: skip
    if newest is None and entry is None:
        yield look("no-head", "底账日志还是空的", "还没有人办过事，或者数据库不是原来那个", "核对 YOUJU_DATABASE",
                   "The log is empty.")  # fmt: skip


def about_holidays(today: dt.date | None = None) -> Iterator[Finding]:
    """Examine whether the holidays that deadlines will ask for are known: this year's, and in December the next."""
    day = today or db_today()
    instead = "升级 holidays 软件包（youju 的锁定文件），或者由考核办逐件写明截止日"
    if not is_known(day.year):
        yield unsafe("holidays", f"{day.year} 年的放假调休安排没有收进来", "按工作日算的截止日、提醒和催办都会被拒绝，不会猜",
                     instead, f"The holiday arrangement of {day.year} is not known.")  # fmt: skip
    elif day.month == DECEMBER and not is_known(day.year + 1):
        yield look("holidays-next", f"{day.year + 1} 年的放假调休安排还没有收进来", "过了元旦的截止日算不出，提醒和催办会停",
                   instead, f"The holiday arrangement of {day.year + 1} is not known yet.")  # fmt: skip

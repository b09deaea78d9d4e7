"""Questions about monitors: which a person sees, what they read over a period, and what a rule makes of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.http import Http404

from youju.flow.units.powers import units_for
from youju.work.monitors.models import Alarm, Area, Monitor, Normal, Reading, WatchRule
from youju.work.monitors.numbers import Anomaly, anomaly, area_mean, leakage

HOUR = 3600
DAY = 24 * HOUR
BEIJING = dt.timezone(dt.timedelta(hours=8))
NIGHT = (2, 4)
LIMIT = 10_000
"""Limits of rules are kept in ten-thousandths."""


def monitors_for(user: Any, act: str = "monitor.read") -> QuerySet[Monitor]:
    """Return the monitors in a person's reach, by code."""
    reach = units_for(user, act, scheme="")
    return Monitor.objects.filter(unit__in=reach.values("pk")).select_related("unit").order_by("code")


def monitor_for(user: Any, act: str, code: str) -> Monitor:
    """Return a monitor on which a person may do the act, or answer 404 as if it did not exist."""
    found = monitors_for(user, act).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def areas_for(user: Any, act: str = "monitor.read") -> QuerySet[Area]:
    """Return the areas in a person's reach, by code."""
    return Area.objects.filter(unit__in=units_for(user, act, scheme="").values("pk")).order_by("code")


def area_for(user: Any, code: str) -> Area:
    """Return an area in a person's reach, or answer 404."""
    found = areas_for(user).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def alarms_for(user: Any) -> QuerySet[Alarm]:
    """Return the alarms of monitors in a person's reach, open ones first."""
    rows = Alarm.objects.filter(rule__monitor__in=monitors_for(user).order_by().values("pk"))
    return rows.select_related("rule", "rule__monitor", "unit").order_by("cleared_at", "-opened_at", "-pk")


def exact(monitor: Monitor, value: int | None) -> Decimal | None:
    """Return a stored value as it is read."""
    return None if value is None else Decimal(value).scaleb(-monitor.places)


def _within(monitor: Monitor, start: int, end: int) -> QuerySet[Reading]:
    return Reading.objects.filter(monitor=monitor, at__gte=start, at__lt=end)


def summed(monitor: Monitor, start: int, end: int) -> Decimal | None:
    """Return the sum of the readings from a moment until another; None where none, or (of a regular one) one, is missing."""
    found = _within(monitor, start, end).aggregate(n=Count("pk"), total=Sum("value"))
    expected = (end - start) // monitor.every if monitor.every else 1
    return exact(monitor, found["total"]) if found["n"] >= max(1, expected) else None


def moment(day: dt.date, hour: int = 0) -> int:
    """Return the seconds of an hour of a day in Beijing."""
    return int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING).timestamp())


def against_normal(monitor: Monitor, first: dt.date, last: dt.date) -> Anomaly | None:
    """Return what fell from one day up to and including another beside the normal of those days."""
    normal = Normal.objects.filter(monitor=monitor, starts=f"{first:%m-%d}", ends=f"{last:%m-%d}").first()
    actual = summed(monitor, moment(first), moment(last + dt.timedelta(days=1)))
    return anomaly(actual, exact(monitor, normal.value) if normal else None)


def mean_of(area: Area, first: dt.date, last: dt.date) -> Decimal | None:
    """Return the mean of an area over some days by its declared weights; None where a gauge is missing."""
    gauges = {one.code: one for one in Monitor.objects.filter(code__in=list(area.weights))}
    end = moment(last + dt.timedelta(days=1))
    values = {
        code: summed(gauges[code], moment(first), end) if code in gauges else None for code in area.weights
    }
    return area_mean(values, area.weights)


def value_of(rule: WatchRule, now: dt.datetime) -> Decimal | None:
    """Return what a rule looks at, as of a moment; None where a reading is missing: then nothing opens and nothing clears."""
    end = int(now.timestamp()) // HOUR * HOUR
    start, monitor = end - rule.hours * HOUR, rule.monitor
    kinds = WatchRule.Kind
    if rule.kind == kinds.THRESHOLD:
        last = _within(monitor, start, end).order_by("-at").values_list("value", flat=True).first()
        return exact(monitor, last)
    if rule.kind == kinds.NIGHT:
        return _night(monitor, end)
    now_in = summed(monitor, start, end)
    if rule.kind == kinds.LEAKAGE and rule.against is not None:
        return leakage(now_in, summed(rule.against, start, end))
    if rule.kind == kinds.SAME_HOURS:
        before = [summed(monitor, start - n * DAY, end - n * DAY) for n in range(1, rule.days + 1)]
        known = [value for value in before if value is not None]
        usual = sum(known, Decimal(0)) / len(known) if len(known) == rule.days and known else None
        return None if now_in is None or not usual else (now_in - usual) / usual
    last_day = dt.datetime.fromtimestamp(end, BEIJING).date() - dt.timedelta(days=1)
    first_day = last_day - dt.timedelta(days=max(1, rule.hours // 24) - 1)
    seen = against_normal(monitor, first_day, last_day)
    return None if seen is None or not seen.normal else seen.actual / seen.normal


def _night(monitor: Monitor, end: int) -> Decimal | None:
    """Return the least reading of the last whole night (2 to 4 o'clock), None where one of a regular series is missing."""
    night = dt.datetime.fromtimestamp(end, BEIJING)
    day = night.date() if night.hour >= NIGHT[1] else night.date() - dt.timedelta(days=1)
    start, stop = (moment(day, hour) for hour in NIGHT)
    found = _within(monitor, start, stop).aggregate(n=Count("pk"), least=Min("value"))
    expected = (stop - start) // monitor.every if monitor.every else 1
    return exact(monitor, found["least"]) if found["n"] >= max(1, expected) else None


def latest(monitor: Monitor, count: int = 100) -> list[tuple[dt.datetime, Decimal]]:
    """Return the last readings of a monitor, the newest first."""
    rows = Reading.objects.filter(monitor=monitor).order_by("-at").values_list("at", "value")[:count]
    return [
        (dt.datetime.fromtimestamp(at, BEIJING), Decimal(value).scaleb(-monitor.places)) for at, value in rows
    ]


def span(monitors: list[int]) -> tuple[int, int] | None:
    """Return the first and last moment of the readings of some monitors."""
    found = Reading.objects.filter(monitor__in=monitors).aggregate(a=Min("at"), b=Max("at"))
    return None if found["a"] is None else (int(found["a"]), int(found["b"]))

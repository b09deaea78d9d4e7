"""Questions about monitors: which a person sees, what they read over a period, and what a rule makes of it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from youju.flow.units.powers import units_for
from youju.work.monitors.held import BEIJING, DAY, HOUR, Sums, exact, expected, moment
from youju.work.monitors.models import Alarm, Area, Correction, Monitor, Normal, WatchRule
from youju.work.monitors.numbers import Anomaly, anomaly, area_mean, leakage

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


def against_normal(monitor: Monitor, first: dt.date, last: dt.date) -> Anomaly | None:
    """Return what fell from one day up to and including another beside the normal of those days."""
    return _beside_normal(monitor, first, last, Sums())


def _beside_normal(monitor: Monitor, first: dt.date, last: dt.date, sums: Sums) -> Anomaly | None:
    actual = sums.summed(monitor, moment(first), moment(last + dt.timedelta(days=1)))
    return anomaly(actual, exact(monitor, tiled(_normals(monitor), first, last)))


Normals = Mapping[str, Sequence[tuple[str, int]]]
"""The first day of normals → the last day of each, and its value."""


def _normals(monitor: Monitor) -> Normals:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in Normal.objects.filter(monitor=monitor):
        found[one.starts].append((one.ends, one.value))
    return found


def tiled(normals: Normals, first: dt.date, last: dt.date) -> int | None:
    """Return what is normal for some days: one normal of just these days, or several that follow each other without a gap.

    None where no such row of normals is known; nothing is spread over days that it was not said of. The longest comes first.
    """
    if first > last:
        return 0
    here = sorted(
        ((_until(first, ends), value) for ends, value in normals.get(f"{first:%m-%d}", ())), reverse=True
    )
    for until, value in here:
        rest = tiled(normals, until + dt.timedelta(days=1), last) if until <= last else None
        if rest is not None:
            return value + rest
    return None


def _until(first: dt.date, ends: str) -> dt.date:
    """Return the day on which a normal that starts on a day ends: this year, or the next where it runs over the year's end."""
    month, day = map(int, ends.split("-"))
    year = first.year if ends >= f"{first:%m-%d}" else first.year + 1
    return dt.date(year, month, min(day, monthrange(year, month)[1]))


def has_normal(monitor: Monitor, days: int) -> bool:
    """Whether some days of the year in a row, as many as named, are known as normal."""
    normals = _normals(monitor)
    lasts = {_until(dt.date(2023, 1, 1), ends) for found in normals.values() for ends, _value in found}
    return any(tiled(normals, last - dt.timedelta(days=days - 1), last) is not None for last in lasts)


def mean_of(area: Area, first: dt.date, last: dt.date) -> Decimal | None:
    """Return the mean of an area over some days by its declared weights; None where a gauge is missing."""
    gauges = {one.code: one for one in Monitor.objects.filter(code__in=list(area.weights))}
    end = moment(last + dt.timedelta(days=1))
    sums = Sums()
    sums.load((one.pk, moment(first), end) for one in gauges.values())
    values = {
        code: sums.summed(gauges[code], moment(first), end) if code in gauges else None
        for code in area.weights
    }
    return area_mean(values, area.weights)


def reach_of(rule: WatchRule) -> int:
    """Return how many seconds before it looks a rule may read; a little more where it reads whole days or nights."""
    kinds = WatchRule.Kind
    if rule.kind == kinds.NIGHT:
        return 2 * DAY
    more = rule.days * DAY if rule.kind == kinds.SAME_HOURS else DAY if rule.kind == kinds.NORMAL else HOUR
    return rule.hours * HOUR + more


def corrections_of(monitor: Monitor) -> QuerySet[Correction]:
    """Return what was corrected of a monitor, the latest first."""
    return monitor.corrections.select_related("by").order_by("-at", "-pk")


def value_of(rule: WatchRule, now: dt.datetime, sums: Sums | None = None) -> Decimal | None:
    """Return what a rule looks at, as of a moment; None where a reading is missing: then nothing opens and nothing clears."""
    sums = sums or Sums()
    end = int(now.timestamp()) // HOUR * HOUR
    start, monitor = end - rule.hours * HOUR, rule.monitor
    kinds = WatchRule.Kind
    if rule.kind == kinds.THRESHOLD:
        return exact(monitor, sums.last(monitor, start, end))
    if rule.kind == kinds.NIGHT:
        night = _night(end)
        found = sums.amounts(monitor, *night)
        return exact(monitor, found.least) if found.n >= expected(monitor, *night) else None
    if rule.kind == kinds.NORMAL:
        seen = _beside_normal(monitor, *_days(rule, end), sums)
        return None if seen is None or not seen.normal else seen.actual / seen.normal
    now_in = sums.summed(monitor, start, end)
    if rule.kind == kinds.LEAKAGE and rule.against is not None:
        return leakage(now_in, sums.summed(rule.against, start, end))
    before = [sums.summed(monitor, start - n * DAY, end - n * DAY) for n in range(1, rule.days + 1)]
    known = [value for value in before if value is not None]
    usual = sum(known, Decimal(0)) / len(known) if len(known) == rule.days and known else None
    return None if now_in is None or not usual else (now_in - usual) / usual


def windows_of(rule: WatchRule, now: dt.datetime) -> list[tuple[int, int, int]]:
    """Return the windows (monitor, start, end) that a rule sums up as of a moment, to be fetched for many rules together."""
    end = int(now.timestamp()) // HOUR * HOUR
    start, key, kinds = end - rule.hours * HOUR, rule.monitor_id, WatchRule.Kind
    if rule.kind == kinds.THRESHOLD:
        return []
    if rule.kind == kinds.NIGHT:
        return [(key, *_night(end))]
    if rule.kind == kinds.NORMAL:
        first, last = _days(rule, end)
        return [(key, moment(first), moment(last + dt.timedelta(days=1)))]
    if rule.kind == kinds.LEAKAGE and rule.against_id is not None:
        return [(key, start, end), (rule.against_id, start, end)]
    return [(key, start - n * DAY, end - n * DAY) for n in range(rule.days + 1)]


def ends_of(rule: WatchRule, first: int, last: int, now: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the ends of the hours as of which a rule sees readings from a moment to another, as far as now.

    A rule of nights or of whole days sees something new once a day.
    """
    until = last // HOUR * HOUR + max(1, rule.hours, 24 if rule.kind == WatchRule.Kind.NIGHT else 0) * HOUR
    turn = {WatchRule.Kind.NIGHT: NIGHT[1], WatchRule.Kind.NORMAL: 0}.get(WatchRule.Kind(rule.kind))
    newest = max(int(now.timestamp()) // HOUR * HOUR, min(last, int(now.timestamp())) // HOUR * HOUR + HOUR)
    for end in range(first // HOUR * HOUR + HOUR, min(until, newest) + 1, HOUR):
        moment_ = dt.datetime.fromtimestamp(end, BEIJING)
        if turn is None or moment_.hour == turn:
            yield moment_


def _night(end: int) -> tuple[int, int]:
    """Return the last whole night (2 to 4 o'clock) before a moment."""
    night = dt.datetime.fromtimestamp(end, BEIJING)
    day = night.date() if night.hour >= NIGHT[1] else night.date() - dt.timedelta(days=1)
    return moment(day, NIGHT[0]), moment(day, NIGHT[1])


def _days(rule: WatchRule, end: int) -> tuple[dt.date, dt.date]:
    """Return the whole days that a rule compares with their normal: as many as its hours make, the last before a moment."""
    last = dt.datetime.fromtimestamp(end, BEIJING).date() - dt.timedelta(days=1)
    return last - dt.timedelta(days=max(1, rule.hours // 24) - 1), last

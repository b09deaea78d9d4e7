"""What counts as read: readings, and in the place of a corrected one what its latest correction says.

Every question about a period asks here, so that a correction counts everywhere at once.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Sum

from youju.work.monitors.models import Correction, Monitor, Reading

HOUR = 3600
DAY = 24 * HOUR
MANY = 500
"""How many monitors one question names."""
BEIJING = dt.timezone(dt.timedelta(hours=8))
_OFFSET = 8 * HOUR


def exact(monitor: Monitor, value: int | None) -> Decimal | None:
    """Return a stored value as it is read."""
    return None if value is None else Decimal(value).scaleb(-monitor.places)


def moment(day: dt.date, hour: int = 0) -> int:
    """Return the seconds of an hour of a day in Beijing."""
    return int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING).timestamp())


@dataclass(frozen=True, slots=True)
class Amounts:
    """What some readings come to: how many they are, their sum, the least and the greatest. Nothing where there is none."""

    n: int = 0
    total: int | None = None
    least: int | None = None
    most: int | None = None

    def plus(self, values: Iterable[int]) -> Amounts:
        """Return these with some more."""
        n, total, least, most = self.n, self.total, self.least, self.most
        for value in values:
            n, total = n + 1, (total or 0) + value
            least = value if least is None else min(least, value)
            most = value if most is None else max(most, value)
        return Amounts(n, total, least, most)


def batched(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield some keys at a time."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _amounts(found: dict[str, Any]) -> Amounts:
    n, rest = int(found["n"]), (found[name] for name in ("total", "least", "most"))
    return Amounts(n, *(None if value is None else int(value) for value in rest))


def corrected(monitor: Monitor, start: int, end: int) -> dict[int, int | None]:
    """Return the moments of a period whose reading was corrected, with what holds there now."""
    rows = Correction.objects.filter(monitor=monitor, moment__gte=start, moment__lt=end).order_by("turn")
    return dict(rows.values_list("moment", "value"))


def _standing(monitor: Monitor, start: int, end: int, instead: dict[int, int | None]) -> QuerySet[Reading]:
    rows = Reading.objects.filter(monitor=monitor, at__gte=start, at__lt=end)
    if not instead:
        return rows
    spoken = Correction.objects.filter(monitor=monitor, moment__gte=start, moment__lt=end)
    return rows.exclude(at__in=spoken.values("moment"))


def amounts(monitor: Monitor, start: int, end: int) -> Amounts:
    """Return what the readings from a moment until another come to."""
    instead = corrected(monitor, start, end)
    found = _standing(monitor, start, end, instead).aggregate(
        n=Count("pk"), total=Sum("value"), least=Min("value"), most=Max("value")
    )
    return _amounts(found).plus(value for value in instead.values() if value is not None)


@dataclass(frozen=True, slots=True)
class Sums:
    """What readings come to over the windows that many rules look at: fetched together by `load`, or asked one by one."""

    known: dict[tuple[int, int, int], Amounts] = field(default_factory=dict)
    series: dict[int, tuple[int, int, list[int], list[int]]] = field(default_factory=dict)
    """Monitor → from when until when it is held in memory, the moments, and what counts at each."""

    def hold(self, monitor: Monitor, start: int, end: int) -> None:
        """Hold what counts of a monitor over a stretch of time, because many windows of it will be asked."""
        instead = corrected(monitor, start, end)
        rows = dict(_standing(monitor, start, end, instead).values_list("at", "value"))
        rows.update((at, value) for at, value in instead.items() if value is not None)
        moments = sorted(rows)
        self.series[monitor.pk] = (start, end, moments, [rows[at] for at in moments])

    def _inside(self, monitor: Monitor, start: int, end: int) -> list[int] | None:
        """Return what counts in a window that is held, oldest first; None where it is not held."""
        since, until, moments, values = self.series.get(monitor.pk, (0, 0, [], []))
        if not since <= start < end <= until:
            return None
        return values[bisect_left(moments, start) : bisect_left(moments, end)]

    def last(self, monitor: Monitor, start: int, end: int) -> int | None:
        """Return the last value of a window, None where there is none."""
        values = self._inside(monitor, start, end)
        return last_read(monitor, start, end) if values is None else values[-1] if values else None

    def load(self, windows: Iterable[tuple[int, int, int]]) -> None:
        """Fetch windows (monitor, start, end) together: one question for all monitors that share a start and an end."""
        wanted: dict[tuple[int, int], set[int]] = defaultdict(set)
        for monitor_id, start, end in windows:
            wanted[start, end].add(monitor_id)
        for (start, end), keys in sorted(wanted.items()):
            for some in batched(sorted(keys), MANY):
                found = _together(some, start, end)
                self.known.update({(key, start, end): one for key, one in found.items()})

    def amounts(self, monitor: Monitor, start: int, end: int) -> Amounts:
        """Return what a window comes to."""
        if (values := self._inside(monitor, start, end)) is not None:
            return Amounts().plus(values)
        found = self.known.get((monitor.pk, start, end))
        return amounts(monitor, start, end) if found is None else found

    def summed(self, monitor: Monitor, start: int, end: int) -> Decimal | None:
        """Return the sum of a window; None where none, or (of a regular one) one, is missing."""
        found = self.amounts(monitor, start, end)
        return exact(monitor, found.total) if found.n >= expected(monitor, start, end) else None


def _together(monitors: Sequence[int], start: int, end: int) -> dict[int, Amounts]:
    """Return what a period comes to for each of some monitors, also those without any reading."""
    instead: dict[int, dict[int, int | None]] = {key: {} for key in monitors}
    spoken = Correction.objects.filter(monitor__in=monitors, moment__gte=start, moment__lt=end)
    for key, at, value in spoken.order_by("turn").values_list("monitor_id", "moment", "value"):
        instead[key][at] = value
    rows = Reading.objects.filter(monitor__in=monitors, at__gte=start, at__lt=end)
    if any(instead.values()):
        same = Correction.objects.filter(monitor=OuterRef("monitor"), moment=OuterRef("at"))
        rows = rows.exclude(Exists(same))
    found = rows.values("monitor").annotate(
        n=Count("pk"), total=Sum("value"), least=Min("value"), most=Max("value")
    )
    told = {row["monitor"]: _amounts(row) for row in found.order_by("monitor")}
    return {
        key: told.get(key, Amounts()).plus(value for value in instead[key].values() if value is not None)
        for key in monitors
    }


def expected(monitor: Monitor, start: int, end: int) -> int:
    """Return how many readings make a period complete: all of a regular monitor, one of another."""
    return max(1, (end - start) // monitor.every) if monitor.every else 1


def summed(monitor: Monitor, start: int, end: int) -> Decimal | None:
    """Return the sum of the readings from a moment until another; None where none, or (of a regular one) one, is missing."""
    return Sums().summed(monitor, start, end)


def last_read(monitor: Monitor, start: int, end: int) -> int | None:
    """Return the last value from a moment until another, None where there is none."""
    instead = corrected(monitor, start, end)
    rows = Reading.objects.filter(monitor=monitor, at__gte=start, at__lt=end).order_by("-at")
    for at, value in rows.values_list("at", "value")[: len(instead) + 1]:
        if (holds := instead.get(at, value)) is not None:
            return holds
    return None


@dataclass(frozen=True, slots=True)
class Seen:
    """What counts at a moment, None where nothing does; `was` is what the instrument said, where that was corrected."""

    at: dt.datetime
    value: Decimal | None
    is_corrected: bool
    was: Decimal | None


def latest(monitor: Monitor, count: int = 100) -> list[Seen]:
    """Return the last readings of a monitor, the newest first."""
    rows = list(Reading.objects.filter(monitor=monitor).order_by("-at").values_list("at", "value")[:count])
    instead = corrected(monitor, rows[-1][0], rows[0][0] + 1) if rows else {}
    return [
        Seen(
            dt.datetime.fromtimestamp(at, BEIJING), exact(monitor, instead.get(at, value)), at in instead,
            exact(monitor, value) if at in instead else None,
        )
        for at, value in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of a series: how many readings of how many, their sum (None where one is missing), the least and the greatest."""

    day: dt.date
    n: int
    expected: int | None
    total: Decimal | None
    least: Decimal | None
    most: Decimal | None


def by_day(monitor: Monitor, first: dt.date, last: dt.date) -> list[DayRow]:
    """Return the days of a period, each with what its readings come to; a day without any is there too, with nothing."""
    start, end = moment(first), moment(last + dt.timedelta(days=1))
    instead = corrected(monitor, start, end)
    more: dict[int, list[int]] = defaultdict(list)
    for at, value in instead.items():
        if value is not None:
            more[(at + _OFFSET) // DAY].append(value)
    rows = _standing(monitor, start, end, instead).annotate(day=(F("at") + _OFFSET) / DAY).values("day")
    summed_up = rows.annotate(n=Count("pk"), total=Sum("value"), least=Min("value"), most=Max("value"))
    found = {int(row["day"]): _amounts(row) for row in summed_up.order_by("day")}
    wanted = DAY // monitor.every if monitor.every else None
    days = []
    for number in range((start + _OFFSET) // DAY, (end + _OFFSET) // DAY):
        one = found.get(number, Amounts()).plus(more[number])
        whole = one.n >= (wanted or 1)
        days.append(
            DayRow(
                dt.date(1970, 1, 1) + dt.timedelta(days=number), one.n, wanted,
                exact(monitor, one.total) if whole else None, exact(monitor, one.least), exact(monitor, one.most),
            )
        )  # fmt: skip
    return days

"""Clocks of records in working days: deadlines, pauses, the ladder, lights that remember, what went stale. Pure.

Days come from the holiday arrangement; a year that is not known yet is refused, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone

from youju.engine.registers import Declaration
from youju.engine.registers.language import Rung
from youju.flow.schemes.days import is_working_day, working_days_after
from youju.work.registers.fields.kept import last_day

ONE = dt.timedelta(days=1)
GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
Pause = tuple[dt.date, dt.date | None]


def working_days_before(day: dt.date, count: int) -> dt.date:
    """Return the count-th working day before a day; the day itself for 0."""
    while count > 0:
        day -= ONE
        count -= is_working_day(day)
    return day


def working_days_between(since: dt.date, until: dt.date) -> int:
    """Return how many working days lie after one day up to and including another; negative the other way round."""
    return working_day_number(until) - working_day_number(since)


@cache
def _month_days(year: int, month: int) -> tuple[int, ...]:
    """Return how many working days of a month lie up to each of its days, index 0 for none."""
    counts, day = [0], dt.date(year, month, 1)
    while day.month == month:
        counts.append(counts[-1] + is_working_day(day))
        day += ONE
    return tuple(counts)


@cache
def _before_month(year: int, month: int) -> int:
    if (year, month) == (2001, 1):
        return 0
    last = (year, month - 1) if month > 1 else (year - 1, 12)
    return _before_month(*last) + _month_days(*last)[-1]


def working_day_number(day: dt.date) -> int:
    """Return how many working days lie from 2001 up to and including a day: a difference of two is a length."""
    for year in range(2001, day.year):
        _before_month(year, 12)  # year by year, so that the memory is filled without deep recursion
    return _before_month(day.year, day.month) + _month_days(day.year, day.month)[day.day]


def shifted(day: dt.date, count: int) -> dt.date:
    """Return the day so many working days after (or, negative, before) a day."""
    return working_days_after(day, count) if count >= 0 else working_days_before(day, -count)


@dataclass(frozen=True, slots=True)
class Life:
    """What a clock must know of a record."""

    made_on: dt.date
    values: Mapping[str, Any]
    pauses: Sequence[Pause] = ()
    extended: tuple[dt.date, dt.date] | None = None
    """(from which day, until which day) more time was given."""
    done_on: dt.date | None = None
    said_on: dt.date | None = None
    """The day on which the house was told that it is done, where that is not the day itself."""
    dues: Sequence[tuple[dt.date, dt.date]] = ()
    """(from which day, which deadline held), oldest first; empty where it never changed."""


def due_of(one: Declaration, life: Life, today: dt.date) -> dt.date | None:
    """Return the day by which a record must be done: its date field or so many working days, later by what it was paused."""
    due = _base(one, life)
    if due is None:
        return None
    set_on = life.dues[-1][0] if life.dues else life.made_on
    due = after_pauses(due, life, set_on, today)
    if life.extended is None:
        return due
    since, until = life.extended
    return max(due, after_pauses(until, life, since, today))


def after_pauses(due: dt.date, life: Life, since: dt.date, today: dt.date) -> dt.date:
    """Return a deadline later by what a record was paused since the deadline was set: whoever set it knew what was before."""
    paused = 0
    for start, end in life.pauses:
        first, last = max(start, since), min(end or today, today)
        paused += working_days_between(first, last) if first <= last else 0
    return shifted(due, paused) if paused else due


def _base(one: Declaration, life: Life) -> dt.date | None:
    clock = one.clock
    if clock is None:
        return None
    if clock.due is not None:
        kept = life.values.get(clock.due)
        return last_day(kept) if kept else None
    return working_days_after(life.made_on, clock.solve) if clock.solve is not None else None


def accept_by(one: Declaration, since: dt.date) -> dt.date | None:
    """Return the day by which a unit must have accepted what it was given."""
    return working_days_after(since, one.clock.accept) if one.clock and one.clock.accept is not None else None


def reply_by(one: Declaration, made_on: dt.date) -> dt.date | None:
    """Return the day by which an asker must have a first answer."""
    return working_days_after(made_on, one.clock.reply) if one.clock and one.clock.reply is not None else None


@dataclass(frozen=True, slots=True)
class Light:
    """A light now, and the stretches in which it was red: what has caught up is yellow, and its past stays."""

    colour: str
    red: tuple[tuple[dt.date, dt.date], ...] = ()

    @property
    def was_red(self) -> bool:
        """Whether it ever was red."""
        return bool(self.red)


def day_of(moment: dt.datetime) -> dt.date:
    """Return the office's day of a moment."""
    return timezone.localtime(moment).date()


def light_until(due: dt.date, met_on: dt.date | None, today: dt.date) -> Light:
    """Return the light of a short deadline: red when over, yellow on its last working day or when it was met late."""
    end = met_on or today
    spans = ((due + ONE, end),) if end > due else ()
    if met_on is None and spans:
        return Light(RED, spans)
    near = met_on is None and is_within(today, due, 1)
    return Light(YELLOW if spans or near else GREEN, spans)


def light_of(one: Declaration, life: Life, today: dt.date) -> Light:
    """Return the light of a record: red when overdue, yellow when near or once red, green otherwise, grey without a deadline."""
    due = due_of(one, life, today)
    if due is None:
        return Light(GREY)
    end = life.said_on or life.done_on or today
    spans = tuple(_red(life.dues or ((life.made_on, due),), due, end))
    if life.done_on is None and today > due:
        return Light(RED, spans)
    near = life.done_on is None and one.clock is not None and is_within(today, due, one.clock.yellow)
    return Light(YELLOW if spans or near else GREEN, spans)


def _red(
    dues: Sequence[tuple[dt.date, dt.date]], now: dt.date, end: dt.date
) -> Iterable[tuple[dt.date, dt.date]]:
    """Yield the stretches in which the deadline that held then was over."""
    for at, (since, held) in enumerate(dues):
        is_last = at + 1 == len(dues)
        due = now if is_last else held
        until = end if is_last else min(dues[at + 1][0] - ONE, end)
        start = max(since, due + ONE)
        if start <= until:
            yield start, until


def is_within(today: dt.date, day: dt.date, count: int) -> bool:
    """Whether a day lies at most so many working days ahead. A day so far ahead that no holiday could matter asks no arrangement."""
    return (day - today).days <= 2 * count + 30 and working_days_between(today, day) <= count


def rungs_due(
    one: Declaration, due: dt.date | None, today: dt.date, since: dt.date | None = None
) -> list[tuple[Rung, dt.date]]:
    """Return the rungs of the ladder whose day has come, with that day, lowest first.

    Where it is said since when a deadline runs, a rung of before that day is left out: a day's notice needs no reminder.
    """
    if due is None or one.clock is None:
        return []
    first = min((rung.after for rung in one.clock.ladder), default=0)
    if (due - today).days > 30 - 2 * min(first, 0):
        return []
    days = [(rung, shifted(due, rung.after)) for rung in one.clock.ladder if due <= today or rung.after <= 0]
    days.sort(key=lambda one: one[0].after)
    return [(rung, day) for rung, day in days if day <= today and (since is None or day > since)]


def is_quiet(moment: dt.datetime) -> bool:
    """Whether nobody is to be disturbed: nights, weekends and holidays. `moment` is in the office's time."""
    return not 8 <= moment.hour < 18 or not is_working_day(moment.date())


def is_stale(one: Declaration, stage: str, last_word: dt.date, today: dt.date) -> bool:
    """Whether a record that is said to be under way has not been heard of for longer than its stage allows."""
    made = one.stages.get(stage)
    return (
        made is not None
        and made.stale_after is not None
        and working_days_between(last_word, today) > made.stale_after
    )


def scheduled_back(one: Declaration, finish: dt.date) -> dict[str, dt.date]:
    """Return the nodes of a plan counted back from its finish, in working days: 倒排工期."""
    return {
        name: working_days_before(finish, days) for name, days in (one.plan.nodes if one.plan else {}).items()
    }

"""What units brought with them when they merged or split, for rooms that keep values: the stored steps, ready to carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from youju.flow.units.models import Succession
from youju.flow.units.selectors import steps_between
from youju.flow.units.succession import Step, carry

LONG_AGO = dt.date(1900, 1, 1)


def steps_until(day: dt.date, *, known_by: dt.datetime | None = None) -> list[Step]:
    """Return every step up to a day, perhaps only those that were recorded by a moment."""
    return steps_between(LONG_AGO, day, known_by=known_by)


def carried(
    values: Mapping[int, Decimal], steps: list[Step], *, since: dt.date, until: dt.date
) -> dict[int, Decimal]:
    """Return values as of a day as those of the units of a later one; the sum is what it was."""
    return carry(values, steps, since=since, until=until)


def came_from(unit_id: int, steps: list[Step]) -> set[int]:
    """Return the units whose values, whole or in part, belong to a unit now: itself and all that led to it."""
    found, wanted = {unit_id}, {unit_id}
    while wanted:
        wanted = {step.before for step in steps if step.after in wanted} - found
        found |= wanted
    return found


def taken_over(until: dt.date) -> dict[int, Step]:
    """Return the units that became part of one other as a whole by a day, each with the step that took it."""
    whole = Succession.objects.filter(effect_on__lte=until, share=1).exclude(before__valid_to=None)
    ended = set(whole.values_list("before_id", flat=True))
    steps = steps_until(until) if ended else []
    return {step.before: step for step in steps if step.before in ended and step.share == 1}

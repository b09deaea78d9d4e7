"""What a round asks of its units: the indicators of the scheme that are reported, each for its own period. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from youju.engine.language.indicators import Indicator
from youju.engine.language.scheme import Scheme
from youju.engine.period import PER_YEAR, Every, Period

NEVER = ("official",)


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator a round asks for, and the period its value is about."""

    name: str
    period: str
    indicator: Indicator


def asked_in(scheme: Scheme, period: Period) -> tuple[Asked, ...]:
    """Return what a scheme asks for in a period, in the order written.

    What is asked by the quarter, half-year or year is asked in the round that ends with it. What is asked `once` is
    asked every time until it is held. Official statistics are never asked of a unit.
    """
    found = []
    for name, one in scheme.indicators.items():
        if one.ask is None or one.ask in NEVER:
            continue
        about = period if one.ask == "once" else _about(Every(one.ask), period)
        if about is not None:
            found.append(Asked(name, str(about), one))
    return tuple(found)


def rounds_of(scheme: Scheme) -> tuple[Period, ...]:
    """Return the rounds of a scheme in its first year of force, or in all of it where that is shorter."""
    first, last = scheme.in_force.from_.start, scheme.in_force.to.end
    rounds = itertools.takewhile(
        lambda one: one.end <= last, _from(Every(scheme.round.every), scheme.in_force.from_)
    )
    year = (first.year + 1, first.month, first.day)
    return tuple(
        one
        for one in itertools.takewhile(
            lambda one: (one.start.year, one.start.month, one.start.day) < year, rounds
        )
    )


def _from(every: Every, first: Period) -> Iterator[Period]:
    """Yield the periods of a length, beginning with the first that lies whole at or after the start of another."""
    day = first.start
    number = (
        day.toordinal()
        if every is Every.DAY
        else day.year * PER_YEAR[every] + (day.month - 1) * PER_YEAR[every] // 12
    )
    begun = Period(every, number)
    yield from (Period(every, at) for at in itertools.count(number if begun.start >= day else number + 1))


def _about(every: Every, period: Period) -> Period | None:
    """Return the period of another length that a value is about: the longer one that ends with the round's."""
    order = [Every.DAY, *PER_YEAR]
    if order.index(every) <= order.index(period.every):
        return period
    day = period.end
    part = (day.month - 1) * PER_YEAR[every] // 12
    longer = Period(every, day.year * PER_YEAR[every] + part)
    return longer if longer.end == period.end else None

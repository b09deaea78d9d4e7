"""Values that look along the calendar: progress against time, runs and extremes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from youju.engine.language.values import Extreme, OverTime, Progress, RunLength
from youju.engine.period import PER_YEAR, Every, Period
from youju.engine.reference.numbers import deviation, exact, middle, quantile
from youju.engine.reference.world import At, World

ValueOf = Callable[[World, object, At], Fraction | None]


def on(at: At, period: Period) -> At:
    """Return the same question about what was held in one period of a series."""
    return replace(at.elsewhere(period=period), held=True)


def progress(done: Fraction | None, value: Progress, period: Period) -> Fraction | None:
    """Return the completed share against the share of the year that has passed: its lead, or the quotient."""
    if done is None:
        return None
    passed = time_share(value.by, period)
    if value.as_ == "lead":
        return done - passed
    return None if passed == 0 else done / passed


def time_share(by: object, period: Period) -> Fraction:
    """Return the share of the year that should be done by the end of a period."""
    if by == "days" or (by == "months" and period.every is Every.DAY):
        return Fraction(*period.elapsed_days())
    number = len(period.year_to_date())
    if not isinstance(by, dict):
        return Fraction(number, PER_YEAR[period.every])
    knots = sorted({0: Fraction(0), **{at: exact(share) for at, share in by.items()}}.items())
    for (left, low), (right, high) in pairwise(knots):
        if number <= right:
            return low + (high - low) * Fraction(number - left, right - left)
    return knots[-1][1]


def run_length(world: World, value: RunLength, at: At, value_of: ValueOf) -> Fraction:
    """Count the periods in a row, ending now, in which every bound given holds; a missing period ends the run."""
    run = 0
    while run < value.window and _holds(world, value, on(at, at.period.back(run)), value_of):
        run += 1
    return Fraction(run)


def _holds(world: World, value: RunLength, at: At, value_of: ValueOf) -> bool:
    held = value_of(world, value.run_length, at)
    bounds = {
        name: getattr(value, name)
        for name in ("above", "at_least", "below", "at_most")
        if getattr(value, name) is not None
    }
    lines = {name: world.amount(bound, at.period) for name, bound in bounds.items()}
    if held is None:
        return False
    fits = {
        "above": lambda line: held > line,
        "at_least": lambda line: held >= line,
        "below": lambda line: held < line,
        "at_most": lambda line: held <= line,
    }
    return all(line is not None and fits[name](line) for name, line in lines.items())


def extreme(world: World, value: Extreme, at: At, value_of: ValueOf) -> Fraction | None:
    """Return the highest or lowest value of the last periods, this one included; missing ones are left out."""
    window = [value_of(world, value.of, on(at, at.period.back(back))) for back in range(value.window)]
    held = [one for one in window if one is not None]
    if not held:
        return None
    return max(held) if value.extreme == "max" else min(held)


def over_time(world: World, value: OverTime, at: At, value_of: ValueOf) -> Fraction | None:
    """Return a statistic of the last periods, or of the year to date; periods without a value are left out."""
    if value.window == "year_to_date":
        periods = list(at.period.year_to_date())
    else:
        periods = [at.period.back(back) for back in range(int(value.window))]
    window = [value_of(world, value.of, on(at, period)) for period in periods]
    held = [one for one in window if one is not None]
    if value.over_time == "count":
        return Fraction(len(held))
    if not held:
        return None
    match value.over_time:
        case "sum":
            return sum(held, Fraction(0))
        case "mean":
            return sum(held, Fraction(0)) / len(held)
        case "median":
            return middle(held)
        case "sd":
            return deviation(held, bool(value.sample), value.places or 0)
        case _:
            return quantile(held, exact(value.at))

"""What an indicator's value is: given, derived, counted from a register, rolled up – then rounded, then what absence means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from youju.engine.language.indicators import (
    FillConstant,
    FillLast,
    FillMean,
    FillMedian,
    FromRegister,
    FromScheme,
    Indicator,
    WeightedMean,
)
from youju.engine.period import PER_YEAR, Every, Period
from youju.engine.reference.numbers import middle, rounded
from youju.engine.reference.registers import from_register
from youju.engine.reference.world import At, Notes, World

ValueOf = Callable[[World, object, At], Fraction | None]
"""The function that works out a value; handed in, because values name indicators and indicators hold values."""


def indicator_value(world: World, name: str, at: At, value_of: ValueOf) -> Fraction | None:
    """Return an indicator's value after its missing policy, and note when an absence withholds the unit."""
    notes = Notes()
    value = found(world, name, replace(at, notes=notes), value_of)
    withheld = notes.withheld
    if value is None and not at.held:
        policy = world.scheme.indicators[name].missing or world.scheme.missing
        withheld = withheld or policy == "withhold"
        value = _filled(world, name, policy, at, value_of)
    if withheld and at.notes is not None:
        at.notes.withheld = True
    return value


def found(world: World, name: str, at: At, value_of: ValueOf) -> Fraction | None:
    """Return an indicator's value as found, rounded to its places, before any missing policy."""
    key = (name, at.unit, at.period, at.held)
    if key not in world.known:
        notes = Notes()
        value = _origin(world, name, replace(at, notes=notes), value_of)
        places = world.scheme.indicators[name].places
        world.known[key] = (
            value if value is None or places is None else rounded(value, places),
            notes.withheld,
        )
    value, withheld = world.known[key]
    if withheld and at.notes is not None:
        at.notes.withheld = True
    return value


def _origin(world: World, name: str, at: At, value_of: ValueOf) -> Fraction | None:
    indicator = world.scheme.indicators[name]
    if indicator.value is not None:
        return value_of(world, indicator.value, at)
    if isinstance(indicator.from_, FromRegister):
        return from_register(world, indicator.from_, at)
    given = _given(world, name, indicator, at)
    return _rolled_up(world, name, indicator, at, value_of) if given is None else given


def _given(world: World, name: str, indicator: Indicator, at: At) -> Fraction | None:
    held = world.seen.get((at.unit, name), {})
    if indicator.ask == "once" or isinstance(indicator.from_, FromScheme):
        past = [p for p in held if p.start <= at.period.end]
        return held[max(past, key=lambda p: (p.start, -(p.end - p.start).days))] if past else None
    return held.get(asked_period(indicator, at.period))


def asked_period(indicator: Indicator, period: Period) -> Period:
    """Return the period under which a value is looked up: the longer one that holds it when the indicator is asked less often."""
    longer = [Every.DAY, Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR]
    if indicator.ask not in longer[1:] or longer.index(Every(indicator.ask)) <= longer.index(period.every):
        return period
    per_year = PER_YEAR[Every(indicator.ask)]
    return Period(Every(indicator.ask), period.year * per_year + (period.start.month - 1) * per_year // 12)


def _rolled_up(world: World, name: str, indicator: Indicator, at: At, value_of: ValueOf) -> Fraction | None:
    way, children = indicator.up_the_tree, world.children(at.unit)
    if way is None or way == "own" or not children:
        return None
    values = {child: found(world, name, at.elsewhere(child), value_of) for child in children}
    present = {child: value for child, value in values.items() if value is not None}
    if way == "count":
        return Fraction(len(present))
    if isinstance(way, WeightedMean):
        return _weighted(world, way.weighted_mean, present, at, value_of)
    if not present:
        return None
    if way == "sum":
        return sum(present.values(), Fraction(0))
    if way in {"max", "min"}:
        return max(present.values()) if way == "max" else min(present.values())
    raise ValueError(f"no way up the tree: {way!r}")


def _weighted(
    world: World, by: str, present: dict[int, Fraction], at: At, value_of: ValueOf
) -> Fraction | None:
    weights = {
        child: Fraction(1) if by == "equal" else found(world, by, at.elsewhere(child), value_of)
        for child in present
    }
    used = {child: weight for child, weight in weights.items() if weight is not None}
    whole = sum(used.values(), Fraction(0))
    return (
        None
        if whole == 0
        else sum((present[child] * weight for child, weight in used.items()), Fraction(0)) / whole
    )


def _filled(world: World, name: str, policy: object, at: At, value_of: ValueOf) -> Fraction | None:
    if policy == "zero":
        return Fraction(0)
    if isinstance(policy, FillConstant):
        return world.sure(policy.constant, at.period)
    if isinstance(policy, FillLast):
        return _last(world, name, policy.last, at, value_of)
    if isinstance(policy, FillMean | FillMedian):
        scope = policy.mean if isinstance(policy, FillMean) else policy.median
        peers = [found(world, name, at.elsewhere(peer), value_of) for peer in world.peers(at.unit, scope)]
        values = [value for value in peers if value is not None]
        if not values:
            return None
        filled = sum(values, Fraction(0)) / len(values) if isinstance(policy, FillMean) else middle(values)
        places = world.scheme.indicators[name].places
        return filled if places is None else rounded(filled, places)
    return None


def _last(world: World, name: str, oldest: int, at: At, value_of: ValueOf) -> Fraction | None:
    """Go back period by period – of the length the indicator is asked in – to the last value that was found."""
    now = asked_period(world.scheme.indicators[name], at.period)
    for back in range(1, oldest + 1):
        value = found(world, name, at.elsewhere(period=now.back(back)), value_of)
        if value is not None:
            return value
    return None

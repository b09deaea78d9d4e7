"""What a rule looks at: every value kind, for one unit in one period."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from youju.engine.language.values import (
    Base,
    Between,
    Constant,
    Cumulative,
    Days,
    Difference,
    Extreme,
    Gap,
    Greatest,
    Growth,
    Lag,
    Least,
    Log,
    MarksOf,
    Mean,
    OverTime,
    Peer,
    PerHead,
    Place,
    Power,
    Product,
    Progress,
    Ratio,
    RunLength,
    Several,
    Share,
    Sum,
    Table,
)
from youju.engine.reference import peers, times
from youju.engine.reference.indicators import indicator_value
from youju.engine.reference.numbers import exact, logarithm, power
from youju.engine.reference.registers import cell_of
from youju.engine.reference.world import At, World


def value_of(world: World, value: object, at: At) -> Fraction | None:
    """Return a value exactly, or None when it is missing."""
    match value:
        case str():
            return _named(world, value, at)
        case Ratio():
            return _ratio(world, value, at)
        case Share():
            return _quotient(value_of(world, value.share, at), value_of(world, value.of, at))
        case PerHead():
            each = _quotient(value_of(world, value.per_head, at), value_of(world, value.of, at))
            return None if each is None else each * Fraction(value.times)
        case Gap():
            return _gap(world, value, at)
        case Difference():
            first, second = (value_of(world, one, at) for one in value.difference)
            return None if first is None or second is None else first - second
        case Several():
            return _several(world, value, at)
        case Constant():
            return world.amount(value.constant, at.period)
        case Growth() | Lag() | Cumulative() | Progress() | RunLength() | Extreme() | OverTime():
            return _over_time(world, value, at)
        case Place():
            return peers.place(world, value, at, value_of)
        case Peer():
            return peers.statistic(world, value, at, value_of)
        case MarksOf():
            return _marks(world, value, at)
        case Table():
            return _by_class(world, value, at)
        case Days():
            return _days(world, value, at)
        case Log():
            return logarithm(value_of(world, value.log, at), value.base, value.places)
        case Power():
            return power(value_of(world, value.power, at), exact(value.to), value.places)
        case _:
            return world.amount(value, at.period)


def _over_time(
    world: World, value: Growth | Lag | Cumulative | Progress | RunLength | Extreme | OverTime, at: At
) -> Fraction | None:
    match value:
        case Growth():
            return _growth(world, value, at)
        case Lag():
            then = at.period.last_year() if value.back == "year" else at.period.back(value.back)
            return value_of(world, value.before, at.elsewhere(period=then))
        case Cumulative():
            held = [value_of(world, value.cumulative, times.on(at, p)) for p in at.period.year_to_date()]
            present = [one for one in held if one is not None]
            return sum(present, Fraction(0)) if present else None
        case Progress():
            done, target = value_of(world, value.progress, at), value_of(world, value.to, at)
            return times.progress(_quotient(done, target), value, at.period)
        case RunLength():
            return times.run_length(world, value, at, value_of)
        case Extreme():
            return times.extreme(world, value, at, value_of)
        case OverTime():
            return times.over_time(world, value, at, value_of)


def _marks(world: World, value: MarksOf, at: At) -> Fraction | None:
    if at.given is not None:
        return at.given.get(value.marks)
    from youju.engine.reference.rules import marks_elsewhere

    return marks_elsewhere(world, at.unit, value.marks)


def _by_class(world: World, value: Table, at: At) -> Fraction | None:
    """Return the number of the record's class, where the record has such a field, else of the unit's; None where nothing is said of it."""
    if at.row is not None and value.by in world.scheme.registers[at.row[0]].fields:
        cell = cell_of(world, *at.row, value.by)
        entry = None if cell is None else str(cell)
    else:
        entry = world.column(at.unit, value.by)
    found = value.otherwise if entry is None else value.table.get(entry, value.otherwise)
    return world.maybe(found, at.period)


def _days(world: World, value: Days, at: At) -> Fraction | None:
    if at.row is None:
        raise ValueError("days are counted between two fields of a record")
    first, last = cell_of(world, *at.row, value.days_from), cell_of(world, *at.row, value.to)
    if last is None and value.open_ == "period_end":
        last = at.period.end
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return Fraction((last - first).days)


def _named(world: World, name: str, at: At) -> Fraction | None:
    if at.record is not None and name in at.record:
        return at.record[name]
    if name in world.scheme.parameters:
        return world.parameter(name, at.period)
    if at.record is not None:
        raise ValueError(f"inside score only fields and parameters may be named, not {name!r}")
    return indicator_value(world, name, at, value_of)


def _quotient(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or whole is None or whole == 0 else part / whole


def _ratio(world: World, value: Ratio, at: At) -> Fraction | None:
    part = value_of(world, value.ratio, at)
    if isinstance(value.to, Between):
        low, high = (world.sure(bound, at.period) for bound in value.to.between)
        if part is not None and low <= part <= high:
            return Fraction(1)
        whole = None if part is None else (low if part < low else high)
    else:
        whole = value_of(world, value.to, at)
    if part is not None and whole == 0:
        return {"missing": None, "zero": Fraction(0), "full": Fraction(1)}[value.by_zero]
    return _quotient(part, whole)


def _gap(world: World, value: Gap, at: At) -> Fraction | None:
    own, other = value_of(world, value.gap, at), value_of(world, value.to, at)
    if own is None or other is None:
        return None
    if value.side == "above":
        return max(own - other, Fraction(0))
    return max(other - own, Fraction(0)) if value.side == "below" else own - other


def _growth(world: World, value: Growth, at: At) -> Fraction | None:
    now = value_of(world, value.growth, at)
    if isinstance(value.over, Base):
        then = value.over.base
    else:
        then = at.period.back() if value.over == "previous_period" else at.period.last_year()
    base = value_of(world, value.growth, at.elsewhere(period=then))
    return None if now is None or base is None or base == 0 else (now - base) / abs(base)


def _several(world: World, value: Several, at: At) -> Fraction | None:
    operands: tuple[object, ...] = getattr(value, type(value).key)
    held = [value_of(world, one, at) for one in operands]
    weights = [Fraction(1)] * len(held)
    if isinstance(value, Mean) and value.weights is not None:
        weights = [world.sure(weight, at.period) for weight in value.weights]
    present = [(one, weight) for one, weight in zip(held, weights, strict=True) if one is not None]
    if not present or (value.missing != "omit" and len(present) < len(held)):
        return None
    numbers = [one for one, _ in present]
    match value:
        case Sum():
            return sum(numbers, Fraction(0))
        case Mean():
            return _quotient(
                sum((one * weight for one, weight in present), Fraction(0)),
                sum((w for _, w in present), Fraction(0)),
            )
        case Product():
            return math.prod(numbers, start=Fraction(1))
        case Least():
            return min(numbers)
        case Greatest():
            return max(numbers)
    raise TypeError(f"not a value: {value!r}")

"""Values: one function per value kind, from exact columns to an exact column."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from youju.engine import exact
from youju.engine.evaluate.statistics import logarithm, statistic
from youju.engine.evaluate.statistics import power as raised
from youju.engine.exact import Exact, absent, constant
from youju.engine.groups import Groups, by_group, places, spread
from youju.engine.language import values as language
from youju.engine.period import PER_YEAR, Period

if TYPE_CHECKING:
    from youju.engine.evaluate.sheet import Sheet

Kind = Callable[["Sheet", Any, Period, bool], Exact]


def evaluate(sheet: Sheet, part: Any, period: Period, *, raw: bool) -> Exact:
    """Evaluate one value kind in a period."""
    among = sheet.among_peers(part, period, raw=raw)
    return KINDS[type(part)](sheet, part, period, raw) if among is None else among


def _of(sheet: Sheet, part: Any, period: Period, raw: bool) -> Exact:
    from youju.engine.evaluate.sheet import operand

    return operand(sheet, part, period, raw=raw)


def ratio(sheet: Sheet, part: language.Ratio, period: Period, raw: bool) -> Exact:
    """a ÷ b, with an interval target and a declared result for division by zero."""
    top = _of(sheet, part.ratio, period, raw)
    if isinstance(part.to, language.Between):
        low, high = (_of(sheet, bound, period, raw) for bound in part.to.between)
        inside = exact.choose(
            exact.compare(top, high, operator.gt), exact.div(top, high), constant(1, sheet.rows)
        )
        below = exact.compare(top, low, operator.lt)
        quotient = exact.choose(below, exact.div(top, low), inside)
        return replace(quotient, ok=quotient.ok & top.ok & low.ok & high.ok, held=top.held)
    under = _of(sheet, part.to, period, raw)
    quotient = exact.div(top, under)
    if part.by_zero != "missing":
        zero = top.ok & under.ok & np.asarray(under.num == 0)
        quotient = exact.choose(zero, constant(int(part.by_zero == "full"), sheet.rows), quotient)
    return quotient


def share(sheet: Sheet, part: language.Share, period: Period, raw: bool) -> Exact:
    """Part ÷ whole."""
    return exact.div(_of(sheet, part.share, period, raw), _of(sheet, part.of, period, raw))


def per_head(sheet: Sheet, part: language.PerHead, period: Period, raw: bool) -> Exact:
    """a ÷ population × times."""
    quotient = exact.div(_of(sheet, part.per_head, period, raw), _of(sheet, part.of, period, raw))
    return exact.scale(quotient, part.times)


def gap(sheet: Sheet, part: language.Gap, period: Period, raw: bool) -> Exact:
    """a − b, or only what lies above or below."""
    difference = exact.sub(_of(sheet, part.gap, period, raw), _of(sheet, part.to, period, raw))
    if part.side == "both":
        return difference
    if part.side == "below":
        difference = exact.negative(difference)
    return exact.greatest(difference, constant(0, sheet.rows))


def growth(sheet: Sheet, part: language.Growth, period: Period, raw: bool) -> Exact:
    """(a − base) ÷ |base|."""
    if isinstance(part.over, language.Base):
        then = part.over.base
    else:
        then = period.back() if part.over == "previous_period" else period.last_year()
    now, base = _of(sheet, part.growth, period, raw), _of(sheet, part.growth, then, raw)
    return exact.div(exact.sub(now, base), replace(base, num=abs(base.num)))


def time_share(part: language.Progress, period: Period) -> Fraction:
    """Return the share of the year that should be done by the end of a period."""
    per_year = PER_YEAR.get(period.every)
    if part.by == "days" or (part.by == "months" and per_year is None):
        return Fraction(*period.elapsed_days())
    number = period.elapsed_days()[0] if per_year is None else period.number % per_year + 1
    if part.by == "months":
        return Fraction(number, per_year)
    known = sorted({0: Fraction(0)} | {k: Fraction(v) for k, v in part.by.items()})
    curve = {0: Fraction(0)} | {k: Fraction(v) for k, v in part.by.items()}
    if number in curve:
        return curve[number]
    after = [k for k in known if k > number]
    before = max(k for k in known if k < number)
    if not after:
        return curve[before]
    return curve[before] + (curve[after[0]] - curve[before]) * Fraction(number - before, after[0] - before)


def progress(sheet: Sheet, part: language.Progress, period: Period, raw: bool) -> Exact:
    """Completed share against the share of time passed."""
    done = exact.div(_of(sheet, part.progress, period, raw), _of(sheet, part.to, period, raw))
    passed = constant(time_share(part, period), sheet.rows)
    return exact.sub(done, passed) if part.as_ == "lead" else exact.div(done, passed)


def place(sheet: Sheet, part: language.Place, period: Period, raw: bool) -> Exact:
    """Place among the peers that have a value."""
    column = _of(sheet, part.place, period, raw)
    return places(
        column, sheet.groups(part.among), highest_first=part.order == "highest_first", ties=part.ties
    )


def peer(sheet: Sheet, part: language.Peer, period: Period, raw: bool) -> Exact:
    """A statistic of the peers' values, handed to every row of the group."""
    column, groups = replace(_of(sheet, part.of, period, raw), held=None), sheet.groups(part.among)
    name = part.peer
    if name == "sd" or name == "quantile" or part.only_best is not None:  # noqa: PLR1714 - one by one, for the types
        return _listed(column, groups, part)
    if name == "best":
        name = "max" if part.order == "highest_first" else "min"
    if not part.others_only:
        return spread(by_group(column, groups, name), groups)
    total = spread(by_group(column, groups, "sum"), groups)
    number = spread(by_group(column, groups, "count"), groups)
    own = exact.present(column, constant(0, sheet.rows))
    others = exact.sub(exact.present(total, constant(0, sheet.rows)), own)
    left = exact.sub(number, Exact(column.ok.astype(np.int64), 1, np.ones(sheet.rows, bool), 1, 1))
    if name == "count":
        return left
    some = np.asarray(left.num > 0) & left.ok
    if name == "sum":
        return replace(others, ok=others.ok & some)
    if name == "mean":
        return exact.div(others, left)
    return _of_others(column, groups, name)


def _of_others(column: Exact, groups: Groups, name: str) -> Exact:
    """Return the least, greatest or middle value of the other rows of each group."""
    cells = column.fractions()
    members: dict[int, list[int]] = {}
    for present in np.flatnonzero(column.ok & (groups >= 0)).tolist():
        members.setdefault(int(groups[present]), []).append(present)
    found: list[Fraction | None] = [None] * len(cells)
    for row, group in enumerate(groups.tolist()):
        rest = sorted(
            cell for other in members.get(group, ()) if other != row and (cell := cells[other]) is not None
        )
        if rest:
            middle = (rest[(len(rest) - 1) // 2] + rest[len(rest) // 2]) / 2
            found[row] = {"min": rest[0], "max": rest[-1], "median": middle}[name]
    return exact.from_fractions(found)


def _listed(column: Exact, groups: Groups, part: language.Peer) -> Exact:
    """Return a statistic that looks at the numbers of each group one by one: the best few, a quantile, a deviation."""
    cells = column.fractions()
    high = part.order == "highest_first"
    kind = ("max" if high else "min") if part.peer == "best" else part.peer
    members: dict[int, list[int]] = {group: [] for group in set(groups.tolist()) if group >= 0}
    for row in np.flatnonzero(column.ok & (groups >= 0)).tolist():
        members[int(groups[row])].append(row)

    def told(rows: list[int]) -> Fraction | None:
        given = sorted((cell for row in rows if (cell := cells[row]) is not None), reverse=high)
        return statistic(kind, part, given[: part.only_best])

    if part.others_only:
        rest = (
            None if group < 0 else told([other for other in members[group] if other != row])
            for row, group in enumerate(groups.tolist())
        )
        return exact.from_fractions(list(rest))
    known: dict[int, Fraction | None] = {group: told(rows) for group, rows in members.items()}
    return exact.from_fractions([known.get(group) for group in groups.tolist()])


def lag(sheet: Sheet, part: language.Lag, period: Period, raw: bool) -> Exact:
    """The value some periods ago."""
    then = period.last_year() if part.back == "year" else period.back(part.back)
    return _of(sheet, part.before, then, raw)


def _window(sheet: Sheet, part: Any, periods: Sequence[Period]) -> list[Exact]:
    return [replace(_of(sheet, part, at, True), held=None) for at in periods]


def _merge(columns: list[Exact], join: Callable[[Exact, Exact], Exact]) -> Exact:
    """Join columns, leaving out what is missing."""
    result = columns[0]
    for column in columns[1:]:
        joined = join(result, column)
        only = exact.choose(result.ok, result, column)
        result = exact.choose(result.ok & column.ok, joined, only)
    return result


def cumulative(sheet: Sheet, part: language.Cumulative, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """The sum of the year to date."""
    return _merge(_window(sheet, part.cumulative, period.year_to_date()), exact.add)


def extreme(sheet: Sheet, part: language.Extreme, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """The highest or lowest of the last periods."""
    window = _window(sheet, part.of, [period.back(n) for n in range(part.window)])
    return _merge(window, exact.greatest if part.extreme == "max" else exact.least)


def over_time(sheet: Sheet, part: language.OverTime, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """A statistic of the last periods, or of the year to date."""
    if part.window == "year_to_date":
        periods = tuple(period.year_to_date())
    else:
        periods = tuple(period.back(n) for n in range(int(part.window)))
    window = _window(sheet, part.of, periods)
    if part.over_time == "sum":
        return _merge(window, exact.add)
    if part.over_time in {"count", "mean"}:
        number = reduce(operator.add, (column.ok.astype(np.int64) for column in window))
        count = Exact(number, 1, np.ones(sheet.rows, bool), len(window), 1)
        return count if part.over_time == "count" else exact.div(_merge(window, exact.add), count)
    columns = [column.fractions() for column in window]
    return exact.from_fractions(
        [
            statistic(part.over_time, part, [cell for column in columns if (cell := column[row]) is not None])
            for row in range(sheet.rows)
        ]
    )


def marks_of(sheet: Sheet, part: language.MarksOf, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """The marks an earlier rule gave."""
    return replace(sheet.marks(part.marks), held=None)


def table(sheet: Sheet, part: language.Table, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """A number by class; missing for a class that is not listed where nothing is said otherwise."""
    from youju.engine.evaluate.sheet import fixed

    texts = sheet.classes(part.by)
    found = absent(sheet.rows) if part.otherwise is None else fixed(sheet, part.otherwise, period)
    for entry, amount in part.table.items():
        found = exact.choose(np.asarray(texts == entry, bool), fixed(sheet, amount, period), found)
    return found


def days(sheet: Sheet, part: language.Days, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """Calendar days between two days of a record."""
    until = sheet.named(part.to, period, raw=True)
    if part.open_ is not None:
        until = exact.present(until, constant(period.end.toordinal(), sheet.rows))
    return exact.sub(until, sheet.named(part.days_from, period, raw=True))


def _each(column: Exact, work: Callable[[Fraction], Fraction | None]) -> Exact:
    """Return what a function makes of every cell, working equal cells out once."""
    cells = column.fractions()
    known = {cell: work(cell) for cell in set(cells) if cell is not None}
    made = exact.from_fractions([None if cell is None else known[cell] for cell in cells])
    return replace(made, held=column.held)


def log(sheet: Sheet, part: language.Log, period: Period, raw: bool) -> Exact:
    """The logarithm of a value."""
    base = None if part.base is None else Fraction(part.base)
    return _each(_of(sheet, part.log, period, raw), lambda cell: logarithm(cell, base, part.places))


def power(sheet: Sheet, part: language.Power, period: Period, raw: bool) -> Exact:
    """A value to a fixed power."""
    return _each(
        _of(sheet, part.power, period, raw), lambda cell: raised(cell, Fraction(part.to), part.places)
    )


def run_length(sheet: Sheet, part: language.RunLength, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """For how many periods in a row, ending now, the comparison holds."""
    from youju.engine.evaluate.conditions import within_bounds

    going, length = np.ones(sheet.rows, bool), np.zeros(sheet.rows, np.int64)
    for back in range(part.window):
        at = period.back(back)
        going &= within_bounds(sheet, part, _of(sheet, part.run_length, at, True), at)
        length += going
        if sheet.rows and not going.any():
            break
    return Exact(length, 1, np.ones(sheet.rows, bool), part.window, 1)


def fixed_value(sheet: Sheet, part: language.Constant, period: Period, raw: bool) -> Exact:  # noqa: ARG001 - one signature for all
    """The same for all."""
    from youju.engine.evaluate.sheet import fixed

    return fixed(sheet, part.constant, period)


def difference(sheet: Sheet, part: language.Difference, period: Period, raw: bool) -> Exact:
    """a − b."""
    return exact.sub(*(_of(sheet, side, period, raw) for side in part.difference))


def _several(operands: str, join: Callable[[Exact, Exact], Exact]) -> Kind:
    """Return the function of a value made of several operands."""

    def kind(sheet: Sheet, part: Any, period: Period, raw: bool) -> Exact:
        columns = [_of(sheet, each, period, raw) for each in getattr(part, operands)]
        return _merge(columns, join) if part.missing == "omit" else reduce(join, columns)

    return kind


def mean(sheet: Sheet, part: language.Mean, period: Period, raw: bool) -> Exact:
    """The weighted mean of several."""
    columns = [_of(sheet, each, period, raw) for each in part.mean]
    weights = [_of(sheet, each, period, raw) for each in part.weights or [1] * len(columns)]
    if part.missing == "missing":
        return exact.div(
            exact.total([exact.mul(c, w) for c, w in zip(columns, weights, strict=True)]),
            exact.total(weights),
        )
    return weighted_mean(columns, weights)


def weighted_mean(columns: list[Exact], weights: list[Exact]) -> Exact:
    """Σ weight × value ÷ Σ weight over the columns present in each row."""
    zero = constant(0, len(columns[0]))
    tops = [exact.present(exact.mul(c, w), zero) for c, w in zip(columns, weights, strict=True)]
    unders = [exact.choose(c.ok & w.ok, w, zero) for c, w in zip(columns, weights, strict=True)]
    quotient = exact.div(exact.total(tops), exact.total(unders))
    some = reduce(operator.or_, (c.ok for c in columns))
    held = [c.held for c in columns if c.held is not None]
    return replace(quotient, ok=quotient.ok & some, held=reduce(operator.or_, held) if held else None)


KINDS: dict[type, Kind] = {
    language.Ratio: ratio, language.Share: share, language.PerHead: per_head, language.Gap: gap, language.Growth: growth,
    language.Progress: progress, language.Place: place, language.Peer: peer, language.Lag: lag, language.Cumulative: cumulative,
    language.RunLength: run_length, language.Extreme: extreme, language.Constant: fixed_value, language.Difference: difference,
    language.Sum: _several("sum", exact.add), language.Mean: mean, language.Product: _several("product", exact.mul),
    language.Least: _several("least", exact.least), language.Greatest: _several("greatest", exact.greatest),
    language.OverTime: over_time, language.MarksOf: marks_of, language.Table: table, language.Days: days,
    language.Log: log, language.Power: power,
}  # fmt: skip

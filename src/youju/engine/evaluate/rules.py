"""Rules: leaves and sections, evaluated over a sheet into outcomes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from youju.engine import exact
from youju.engine.evaluate.conditions import selected
from youju.engine.evaluate.outcome import Outcome, finished, full_marks
from youju.engine.evaluate.shapes import PRECISE, shaped
from youju.engine.evaluate.sheet import fixed, operand
from youju.engine.evaluate.values import weighted_mean
from youju.engine.exact import Exact, Mask, constant, times
from youju.engine.language import leaves, sections
from youju.engine.language import values as value_language

if TYPE_CHECKING:
    from youju.engine.evaluate.sheet import Sheet

NOISE = Decimal(1).scaleb(-40)
Rounding = tuple[int, exact.Mode] | None
Joined = tuple[Exact, list[Exact]]
"""A section's marks, and the factor each child counts with."""
AGAINST = {"ratio": "to", "gap": "to", "share": "of", "per_head": "of", "progress": "to"}


class EnoughError(Exception):
    """The rule whose marks were asked for has been judged."""


class Judge:
    """Evaluates rules over one sheet; ``rounding`` is how leaves are rounded when they do not say; ``outcomes`` remembers by rule id."""

    def __init__(
        self, sheet: Sheet, rounding: Rounding, events: Callable[[Judge, leaves.EventList], Exact]
    ) -> None:
        self.sheet, self.rounding, self.events = sheet, rounding, events
        self.outcomes: dict[str, Outcome] = {}
        self.inside: Mask | None = None
        self.until: str | None = None

    def rule(self, rule: Any) -> Outcome:
        """Evaluate one rule and remember what it came to. Raises ``EnoughError`` after the rule ``until``, when one is set."""
        outcome = self._section(rule) if isinstance(rule, sections.Section) else self._leaf(rule)
        self.outcomes[rule.id] = outcome
        if rule.id == self.until:
            raise EnoughError
        return outcome

    def _places(self, rule: leaves.Head, default: Rounding) -> Rounding:
        return (rule.round.places, rule.round.mode) if rule.round else default

    def _leaf(self, rule: Any) -> Outcome:
        seen: dict[str, Any] = {}
        if isinstance(rule, leaves.ValueRule):
            value = operand(self.sheet, rule.value)
            marks = shaped(self.sheet, rule.shape, value)
            for plus in rule.plus:
                own = value if plus.value is None else operand(self.sheet, plus.value)
                extra = exact.present(shaped(self.sheet, plus.shape, own), constant(0, self.sheet.rows))
                marks = exact.add(marks, extra)
            seen = {"raw": value, "looks_at": rule.value, **self._looked_at(rule.value)}
        elif isinstance(rule, leaves.GiveRule):
            marks = fixed(self.sheet, rule.give)
        elif isinstance(rule, leaves.EventsRule):
            marks = self.events(self, rule.events)
        else:
            marks = rating(self, rule.rating)
            seen = {"looks_at": tuple(rater.value for rater in rule.rating.of or ())}
        return finished(
            self.sheet, rule, marks, self._places(rule, self.rounding), inside=self.inside, **seen
        )

    def _looked_at(self, value: Any) -> dict[str, Exact | None]:
        """Return the two sides of a comparison, for the statement of marks."""
        kind = getattr(type(value), "key", "")
        if isinstance(value, value_language.Growth):
            then = (
                self.sheet.period.last_year()
                if value.over == "same_period_last_year"
                else self.sheet.period.back()
            )
            then = value.over.base if isinstance(value.over, value_language.Base) else then
            return {
                "seen": operand(self.sheet, value.growth),
                "against": operand(self.sheet, value.growth, then),
            }
        if kind in AGAINST and not isinstance(other := getattr(value, AGAINST[kind]), value_language.Between):
            return {"seen": operand(self.sheet, getattr(value, kind)), "against": operand(self.sheet, other)}
        if kind == "place":
            return {"seen": operand(self.sheet, value.place), "against": operand(self.sheet, value)}
        if kind == "ratio":
            return {"seen": operand(self.sheet, getattr(value, kind)), "against": None}
        return {"seen": operand(self.sheet, value), "against": None}

    def _section(self, rule: Any) -> Outcome:
        around = self.inside
        if rule.units is not None:
            own = selected(self.sheet.owners(), rule.units)
            self.inside = own if around is None else own & around
        children = [self.rule(child) for child in getattr(rule, type(rule).key)]
        self.inside = around
        parts = [self._standing(rule, child) for child in children]
        marks, factors = JOINS[type(rule)](self, rule, children, parts)
        some = (
            exact.everywhere(self.sheet.rows)
            if rule.not_applicable == "full"
            else exact.either([c.applies for c in children])
        )
        outcome = finished(self.sheet, rule, marks, self._places(rule, None), some, around, raw=marks)
        masks = [outcome.withheld, *(child.withheld for child in children)]
        if rule.not_applicable == "withhold":
            masks += [~child.applies for child in children]
        withheld = exact.either(masks)
        if outcome.concerned is not None:
            withheld = exact.both(withheld, outcome.concerned)
        return replace(outcome, withheld=withheld, parts=tuple(zip(children, parts, factors, strict=True)))

    def _standing(self, rule: sections.Section, child: Outcome) -> Exact:
        """Return a child's marks as they stand in its section: full marks may be given where it does not apply."""
        if rule.not_applicable == "full" and not exact.holds_everywhere(child.applies):
            return exact.choose(child.applies, child.marks, full_marks(self.sheet, child.rule))
        return child.marks


def added(judge: Judge, parts: Sequence[Exact]) -> Exact:
    """Return the sum of what is present; missing where nothing is."""
    zero = constant(0, judge.sheet.rows)
    total = exact.total([exact.present(part, zero) for part in parts])
    ok = exact.either([part.ok for part in parts])
    return total if total.ok is ok and total.held is None else replace(total, ok=ok, held=None)


def _weight(judge: Judge, child: leaves.Head) -> Exact:
    return fixed(judge.sheet, 1 if child.weight is None else child.weight)


def _sum(judge: Judge, rule: sections.SumRule, children: list[Outcome], parts: list[Exact]) -> Joined:
    factors = [_weight(judge, child.rule) for child in children]
    if rule.not_applicable == "drop" and not all(exact.holds_everywhere(child.applies) for child in children):
        zero = constant(0, judge.sheet.rows)
        fulls = [
            exact.mul(full_marks(judge.sheet, c.rule), weight)
            for c, weight in zip(children, factors, strict=True)
        ]
        open_ = exact.total(
            [exact.choose(c.applies, full, zero) for c, full in zip(children, fulls, strict=True)]
        )
        everything = reduce(np.logical_and, (child.applies for child in children))
        rescale = exact.choose(
            everything, constant(1, judge.sheet.rows), exact.div(exact.total(fulls), open_)
        )
        factors = [exact.mul(weight, rescale) for weight in factors]
    return added(judge, [times(p, f) for p, f in zip(parts, factors, strict=True)]), factors


def _mean(judge: Judge, rule: Any, children: list[Outcome], parts: list[Exact]) -> Joined:
    weighted = isinstance(rule, sections.WeightedMeanRule)
    weights = [_weight(judge, c.rule) if weighted else constant(1, judge.sheet.rows) for c in children]
    zero = constant(0, judge.sheet.rows)
    if all(part.whole for part in parts):
        under = exact.total(weights)
    else:
        under = exact.total([exact.choose(p.ok, w, zero) for p, w in zip(parts, weights, strict=True)])
    whole = added(judge, [times(p, w) for p, w in zip(parts, weights, strict=True)])
    return exact.div(whole, under), [exact.div(weight, under) for weight in weights]


def _product(judge: Judge, rule: Any, children: list[Outcome], parts: list[Exact]) -> Joined:  # noqa: ARG001 - one signature for all
    one = constant(1, judge.sheet.rows)
    product = reduce(exact.mul, [exact.present(part, one) for part in parts])
    some = exact.either([part.ok for part in parts])
    return replace(product, ok=some, held=None), [constant(0, judge.sheet.rows)] * len(parts)


def _edge(better: int) -> Callable[..., Joined]:
    """Return the join in which the first highest (``better`` 1) or lowest (−1) child carries the marks."""

    def join(judge: Judge, rule: Any, children: list[Outcome], parts: list[Exact]) -> Joined:  # noqa: ARG001 - one signature for all
        best, chosen = parts[0], np.zeros(judge.sheet.rows, np.int64)
        for number, part in enumerate(parts[1:], start=1):
            wins = part.ok & (
                ~best.ok | exact.compare(part, best, operator.gt if better > 0 else operator.lt)
            )
            best, chosen = exact.choose(wins, part, best), np.where(wins, number, chosen)
        zero, one = constant(0, judge.sheet.rows), constant(1, judge.sheet.rows)
        return replace(best, held=None), [exact.choose(chosen == n, one, zero) for n in range(len(parts))]

    return join


def _geometric(
    judge: Judge, rule: sections.GeometricRule, children: list[Outcome], parts: list[Exact]
) -> Joined:
    weights = [_weight(judge, child.rule).fractions() for child in children]
    columns = [part.fractions() for part in parts]
    means = []
    for row in range(judge.sheet.rows):
        pairs = [(column[row], weight[row]) for column, weight in zip(columns, weights, strict=True)]
        means.append(
            geometric_mean([(m, w) for m, w in pairs if m is not None and w is not None], rule.places)
        )
    return exact.from_fractions(means), [constant(0, judge.sheet.rows)] * len(parts)


def _decimal(number: Fraction) -> Decimal:
    return PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))


def geometric_mean(pairs: list[tuple[Fraction, Fraction]], places: int) -> Fraction | None:
    """Return the weighted geometric mean to so many decimals, by 60-digit decimals; None without pairs or with a negative mark.

    Marks of weight 0 are left out. A root that comes out even is even: what lies beyond forty decimals is noise of the logarithms.
    """
    pairs = [(mark, weight) for mark, weight in pairs if weight != 0]
    under = sum((weight for _, weight in pairs), Fraction(0))
    if not pairs or under == 0 or any(mark < 0 for mark, _ in pairs):
        return None
    if any(mark == 0 for mark, _ in pairs):
        return Fraction(0)
    logs = [PRECISE.multiply(PRECISE.ln(_decimal(mark)), _decimal(weight / under)) for mark, weight in pairs]
    mean = PRECISE.exp(reduce(PRECISE.add, logs)).quantize(NOISE, ROUND_HALF_EVEN, PRECISE)
    return Fraction(mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, PRECISE))


JOINS: dict[type, Callable[..., Joined]] = {
    sections.SumRule: _sum, sections.WeightedMeanRule: _mean, sections.MeanRule: _mean, sections.ProductRule: _product,
    sections.MaxRule: _edge(1), sections.MinRule: _edge(-1), sections.GeometricRule: _geometric,
}  # fmt: skip


def rating(judge: Judge, panel: leaves.Panel) -> Exact:
    """Return the raters' weighted mean."""
    sheet = judge.sheet
    if panel.of is None:
        marks = judge.sheet.ratings(panel)  # type: ignore[attr-defined]  # only sheets of units have ratings
    else:
        columns = [operand(sheet, rater.value) for rater in panel.of]
        weights = [fixed(sheet, rater.weight) for rater in panel.of]
        marks = without_extremes(columns, weights, panel)
    return marks if panel.times is None else exact.mul(marks, fixed(sheet, panel.times))


def without_extremes(columns: list[Exact], weights: list[Exact], panel: leaves.Panel) -> Exact:
    """Drop the highest and lowest marks asked for, then take the weighted mean of what is left."""
    if not panel.drop_highest and not panel.drop_lowest and panel.raters_at_least <= 1:
        return weighted_mean(columns, weights)
    cells = [column.fractions() for column in columns]
    weighed = [weight.fractions() for weight in weights]
    held: Mask | None = None
    for column in columns:
        if column.held is not None:
            held = column.held if held is None else held | column.held
    rows = range(len(columns[0]))
    means = [panel_mean([(c[r], w[r]) for c, w in zip(cells, weighed, strict=True)], panel) for r in rows]
    return replace(exact.from_fractions(means), held=held)


def panel_mean(
    pairs: Sequence[tuple[Fraction | None, Fraction | None]], panel: leaves.Panel
) -> Fraction | None:
    """Return the mean of one row's raters; None when too few are left."""
    given = sorted(((m, w) for m, w in pairs if m is not None and w is not None), key=lambda pair: pair[0])
    left = given[panel.drop_lowest : len(given) - panel.drop_highest]
    under = sum((w for _, w in left), Fraction(0))
    if len(left) < panel.raters_at_least or under == 0:
        return None
    return sum((m * w for m, w in left), Fraction(0)) / under

"""Shapes: from a value to marks, exactly."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from youju.engine import exact
from youju.engine.evaluate.conditions import within_bounds
from youju.engine.evaluate.sheet import fixed, operand
from youju.engine.exact import Exact, constant
from youju.engine.language import shapes as language
from youju.engine.language.parts import Part

if TYPE_CHECKING:
    from youju.engine.evaluate.sheet import Sheet

Piece = tuple[Fraction, Fraction, Fraction]
PRECISE = Context(prec=60, rounding=ROUND_HALF_UP)


def shaped(sheet: Sheet, shape: Any, value: Exact) -> Exact:
    """Turn a value into marks; missing where the value is, and withholding where it withholds, whatever the shape gives."""
    marks = KINDS[type(shape)](sheet, shape, value)
    return bounded(sheet, shape, marks if marks.held is value.held else replace(marks, held=value.held))


def bounded(sheet: Sheet, bounds: Any, marks: Exact) -> Exact:
    """Hold marks above a floor, then below a cap."""
    if bounds.at_least is not None:
        marks = held_by(sheet, bounds.at_least, marks, exact.greatest)
    if bounds.at_most is not None:
        marks = held_by(sheet, bounds.at_most, marks, exact.least)
    return marks


def held_by(sheet: Sheet, limit: Any, marks: Exact, join: Callable[[Exact, Exact], Exact]) -> Exact:
    """Hold marks by one bound: an amount, or a value, which holds nothing where it is missing."""
    bound = bound_of(sheet, limit)
    return (
        exact.choose(bound.ok, join(marks, bound), marks) if isinstance(limit, Part) else join(marks, bound)
    )


def bound_of(sheet: Sheet, limit: Any) -> Exact:
    """Return one bound of every unit, missing where it holds nothing."""
    return replace(operand(sheet, limit), held=None) if isinstance(limit, Part) else fixed(sheet, limit)


def _number(sheet: Sheet, amount: Any) -> Fraction:
    found = sheet.parameters.amount(amount, sheet.period)
    if found is None:
        raise LookupError(f"{amount} has no value in {sheet.period}")
    return found


def curve(sheet: Sheet, shape: language.Curve, value: Exact) -> Exact:
    """Straight lines between knots; outside hold, extend, or a slope."""
    knots = tuple((_number(sheet, x), _number(sheet, y)) for x, y in shape.curve)
    pieces = _pieces(knots, shape.below, shape.above)
    marks = _line(value, pieces[0])
    jumps = {x1 for (x1, _), (x2, _) in pairwise(knots) if x1 == x2 and shape.jump == "before"}
    for (x, _), piece in zip(knots, pieces[1:], strict=True):
        beyond = exact.compare(value, constant(x, sheet.rows), operator.gt if x in jumps else operator.ge)
        if beyond.any():
            marks = exact.choose(beyond, _line(value, piece), marks)
    return exact.with_mask(marks, value.ok)


@lru_cache(maxsize=1024)
def _pieces(knots: tuple[tuple[Fraction, Fraction], ...], below: Any, above: Any) -> tuple[Piece, ...]:
    """Return the lines of a curve, one more than it has knots: a point each goes through, and its slope."""
    slopes = [Fraction(0) if x1 == x2 else (y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(knots)]
    inner = [(x, y, slope) for (x, y), slope in zip(knots, slopes, strict=False)]
    return (_outside(below, knots[0], slopes[:1]), *inner, _outside(above, knots[-1], slopes[-1:]))


def _outside(way: Any, knot: tuple[Fraction, Fraction], slopes: list[Fraction]) -> Piece:
    if way == "hold":
        return (*knot, Fraction(0))
    if way == "extend":
        return (*knot, slopes[0] if slopes else Fraction(0))
    return (*knot, Fraction(way))


def _line(value: Exact, piece: Piece) -> Exact:
    x, y, slope = piece
    if slope == 0:
        return constant(y, len(value))
    return exact.add(exact.scale(value, slope), constant(y - x * slope, len(value)))


def steps(sheet: Sheet, shape: language.Steps, value: Exact) -> Exact:
    """The first step that fits."""
    marks = Exact(0, 1, np.zeros(sheet.rows, bool), 0, 1, value.held)
    for step in reversed(shape.steps):
        if step.otherwise is not None:
            marks = exact.with_mask(fixed(sheet, step.otherwise), value.ok)
            continue
        fits = within_bounds(sheet, step, value)
        if step.is_ is not None:
            fits &= exact.compare(value, fixed(sheet, step.is_), operator.eq)
        marks = exact.choose(fits, fixed(sheet, step.marks), marks)
    return marks


def per(sheet: Sheet, shape: language.Per, value: Exact) -> Exact:
    """Marks for each so much over, under or around a line."""
    line = next(x for x in (shape.above, shape.below, shape.around) if x is not None)
    distance = exact.sub(value, fixed(sheet, line))
    if shape.below is not None:
        distance = exact.negative(distance)
    count = exact.div(distance, fixed(sheet, shape.per))
    if shape.around is None:
        count = exact.greatest(count, constant(0, sheet.rows))
    if shape.counting != "pro_rata":
        inwards, outwards = exact.floor, exact.ceiling
        if shape.counting != "whole":
            inwards, outwards = outwards, inwards
        if shape.around is None:
            count = inwards(count)
        else:
            under = exact.compare(count, constant(0, sheet.rows), operator.lt)
            count = exact.choose(under, outwards(count), inwards(count))
    marks = exact.mul(count, fixed(sheet, shape.marks))
    return marks if shape.start is None else exact.add(marks, fixed(sheet, shape.start))


def times(sheet: Sheet, shape: language.Times, value: Exact) -> Exact:
    """The value times so many marks."""
    return exact.mul(value, fixed(sheet, shape.times))


def exp(sheet: Sheet, shape: language.Exp, value: Exact) -> Exact:
    """a · e^(rate · (x − x0)), to the declared places, by 60-digit decimals."""
    rate, height, origin = (_number(sheet, x) for x in (shape.exp, shape.scale, shape.from_))
    power = exact.scale(exact.sub(value, constant(origin, sheet.rows)), rate)
    known: dict[Fraction | None, Fraction | None] = {None: None}
    cells = power.fractions()
    for cell in set(cells) - {None}:
        known[cell] = _exp(cell, height, shape.places)  # type: ignore[arg-type]
    return exact.from_fractions([known[cell] for cell in cells])


STEEP, LARGEST = 200, Fraction(10**18)
"""Beyond e^±200, or beyond 10^18 marks, a curve says nothing more: marks stand at ±10^18, or at 0."""


def _exp(power: Fraction, height: Fraction, places: int) -> Fraction:
    if power < -STEEP or height == 0:
        return Fraction(0)
    if power > STEEP:
        return LARGEST if height > 0 else -LARGEST
    exponent = PRECISE.divide(Decimal(power.numerator), Decimal(power.denominator))
    factor = PRECISE.divide(Decimal(height.numerator), Decimal(height.denominator))
    grown = PRECISE.multiply(PRECISE.exp(exponent), factor)
    if abs(grown) > LARGEST.numerator:
        return LARGEST if height > 0 else -LARGEST
    return Fraction(grown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, PRECISE))


KINDS: dict[type, Callable[[Sheet, Any, Exact], Exact]] = {
    language.Curve: curve, language.Steps: steps, language.Per: per, language.Times: times, language.Exp: exp,
}  # fmt: skip

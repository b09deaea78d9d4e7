"""How a value becomes marks, one shape at a time, as the page of the scheme language says."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from youju.engine.language.parts import Part
from youju.engine.language.shapes import Capped, Curve, Exp, Per, Step, Steps, Times
from youju.engine.period import Period
from youju.engine.reference.numbers import bounded, exact, exponential, rounded
from youju.engine.reference.world import World


def marks_of(world: World, shape: Part, x: Fraction, period: Period) -> Fraction:
    """Return the marks a shape gives to a value, inside the shape's own floor and cap."""
    if not isinstance(shape, Capped):
        raise TypeError(f"not a shape: {shape!r}")
    return bounded(
        _plain(world, shape, x, period),
        world.maybe(shape.at_least, period),
        world.maybe(shape.at_most, period),
    )


def _plain(world: World, shape: Part, x: Fraction, period: Period) -> Fraction:
    match shape:
        case Curve():
            return _curve(world, shape, x, period)
        case Steps():
            return _steps(world, shape, x, period)
        case Per():
            return _per(world, shape, x, period)
        case Times():
            return x * world.sure(shape.times, period)
        case Exp():
            power = world.sure(shape.exp, period) * (x - world.sure(shape.from_, period))
            return _grown(world.sure(shape.scale, period), power, shape.places)
        case _:
            raise TypeError(f"not a shape: {shape!r}")


def _grown(scale: Fraction, power: Fraction, places: int) -> Fraction:
    """Return scale · e^power, never beyond ±10^18; e to less than −200 is nothing."""
    if scale == 0 or power < -200:
        return Fraction(0)
    most = 10**18
    size = Fraction(most) if power > 200 else min(abs(scale) * exponential(power), Fraction(most))
    return rounded(size if scale > 0 else -size, places)


def _curve(world: World, shape: Curve, x: Fraction, period: Period) -> Fraction:
    knots = [(world.sure(at, period), world.sure(marks, period)) for at, marks in shape.curve]
    lines = list(pairwise(knots))
    (first_x, first_marks), (last_x, last_marks) = knots[0], knots[-1]
    if x < first_x:
        return first_marks + _outside(shape.below, lines[:1]) * (x - first_x)
    if x > last_x:
        return last_marks + _outside(shape.above, lines[-1:]) * (x - last_x)
    for left, right in lines:
        jumps = left[0] == right[0]
        if jumps and x == left[0]:
            return left[1] if shape.jump == "before" else right[1]
        if not jumps and (x < right[0] or (x == right[0] and not _jumps_at(lines, x))):
            return left[1] + _slope(left, right) * (x - left[0])
    return last_marks


def _jumps_at(lines: list[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]], x: Fraction) -> bool:
    return any(left[0] == right[0] == x for left, right in lines)


def _outside(
    rule: object, nearest: list[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]
) -> Fraction:
    """Return the slope outside the knots; with a single knot, or at a jump, there is no line that could go on."""
    if rule == "hold" or (rule == "extend" and (not nearest or nearest[0][0][0] == nearest[0][1][0])):
        return Fraction(0)
    return _slope(*nearest[0]) if rule == "extend" else exact(rule)


def _slope(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> Fraction:
    return (right[1] - left[1]) / (right[0] - left[0])


def _steps(world: World, shape: Steps, x: Fraction, period: Period) -> Fraction:
    for step in shape.steps:
        if step.otherwise is not None:
            return world.sure(step.otherwise, period)
        if _fits(world, step, x, period):
            return world.sure(step.marks, period)
    raise ValueError(f"no step fits {x}")


def _fits(world: World, step: Step, x: Fraction, period: Period) -> bool:
    tests = (
        step.at_least is None or x >= world.sure(step.at_least, period),
        step.above is None or x > world.sure(step.above, period),
        step.at_most is None or x <= world.sure(step.at_most, period),
        step.below is None or x < world.sure(step.below, period),
        step.is_ is None or x == world.sure(step.is_, period),
    )
    return all(tests)


def _per(world: World, shape: Per, x: Fraction, period: Period) -> Fraction:
    if shape.above is not None:
        distance = max(x - world.sure(shape.above, period), Fraction(0))
    elif shape.below is not None:
        distance = max(world.sure(shape.below, period) - x, Fraction(0))
    else:
        distance = x - world.sure(shape.around, period)
    steps = abs(distance) / world.sure(shape.per, period)
    counted = {
        "whole": Fraction(math.floor(steps)),
        "started": Fraction(math.ceil(steps)),
        "pro_rata": steps,
    }[str(shape.counting)]
    start = world.maybe(shape.start, period) or Fraction(0)
    return start + (counted if distance >= 0 else -counted) * world.sure(shape.marks, period)

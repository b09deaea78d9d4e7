"""Conditions of a rule, a band or a veto, asked of one unit."""

from __future__ import annotations

from fractions import Fraction

from youju.engine.language.conditions import All, AnyOf, FieldTest, MarksTest, Not, UnitTest, ValueTest
from youju.engine.reference.conditions import NumberThing, TextThing, Thing, holds, written
from youju.engine.reference.registers import field_thing
from youju.engine.reference.values import value_of
from youju.engine.reference.world import At, World

Given = dict[str, Fraction | None]
"""Marks that rules have given so far; in bands and vetoes also ``total``."""


def is_so(world: World, condition: object, at: At, given: Given, row: tuple[str, int] | None = None) -> bool:
    """Say whether a condition holds. A value asked here never withholds the unit; it is only missing."""
    match condition:
        case All():
            return all(is_so(world, one, at, given, row) for one in condition.all)
        case AnyOf():
            return any(is_so(world, one, at, given, row) for one in condition.any)
        case Not():
            return not is_so(world, condition.not_, at, given, row)
        case ValueTest() | UnitTest() | FieldTest() | MarksTest():
            return holds(_thing(world, condition, at, given, row), written(condition))
        case _:
            raise TypeError(f"not a condition: {condition!r}")


def _thing(
    world: World,
    test: ValueTest | UnitTest | FieldTest | MarksTest,
    at: At,
    given: Given,
    row: tuple[str, int] | None,
) -> Thing:
    def amounts(bound: object) -> Fraction | None:
        return world.amount(bound, at.period)

    match test:
        case ValueTest():
            return NumberThing(
                value_of(world, test.value, At(at.unit, at.period, None, at.record, row=row, given=given)),
                amounts,
            )
        case UnitTest():
            return TextThing(world.column(at.unit, test.unit), amounts)
        case MarksTest():
            return NumberThing(given.get(test.marks), amounts)
        case FieldTest():
            if row is None:
                raise ValueError(f"field {test.field!r} is asked outside events")
            return field_thing(world, row[0], row[1], at, test.field)

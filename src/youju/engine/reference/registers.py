"""Records: which belong to a unit, which are meant, and the number that an indicator takes from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from youju.engine.data import Cell
from youju.engine.language.conditions import Comparison
from youju.engine.language.indicators import FromRegister, Register
from youju.engine.reference.conditions import FieldThing, where_holds
from youju.engine.reference.world import At, World, inside


def records_of(
    world: World, register: str, at: At, span: str, where: Mapping[str, Comparison] | None
) -> list[int]:
    """Return the rows of a unit and of all units below it, inside the span, for which ``where`` holds; in the order of the file."""
    if register not in world.registers:
        return []
    records, mine = world.registers[register], world.below(at.unit)
    rows = [row for row, unit in enumerate(records.unit) if int(unit) in mine]
    rows = [row for row in rows if inside(records.dates[row], span, at.period)]
    return [row for row in rows if meant(world, register, row, at, where)]


def meant(world: World, register: str, row: int, at: At, where: Mapping[str, Comparison] | None) -> bool:
    """Say whether a record answers a ``where``."""
    return where_holds(where, {name: field_thing(world, register, row, at, name) for name in where or {}})


def field_thing(world: World, register: str, row: int, at: At, name: str) -> FieldThing:
    """Return one field of a record, ready to be compared."""
    declared: Register = world.scheme.registers[register]
    return FieldThing(
        cell_of(world, register, row, name),
        lambda given: world.amount(given, at.period),
        declared.fields[name],
    )


def cell_of(world: World, register: str, row: int, name: str) -> Cell:
    """Return one field of a record; None where it is empty."""
    return world.registers[register].fields[name][row]


def number_of(world: World, register: str, row: int, name: str) -> Fraction | None:
    """Return a numeric field of a record; None where it is empty."""
    cell = cell_of(world, register, row, name)
    if cell is None:
        return None
    if not isinstance(cell, Decimal):
        raise TypeError(f"{name} of {register} is not a number: {cell!r}")
    return Fraction(cell)


def from_register(world: World, source: FromRegister, at: At) -> Fraction | None:
    """Return what an indicator takes from a register. A count or sum over nothing is 0; anything else over nothing is missing."""
    name = source.register_
    rows = records_of(world, name, at, source.span, source.where)
    if source.count:
        return Fraction(len(rows))
    if source.distinct is not None:
        cells = {cell_of(world, name, row, source.distinct) for row in rows}
        return Fraction(len(cells - {None}))
    if source.share_where is not None:
        among = [row for row in rows if meant(world, name, row, at, source.among)]
        share = [row for row in among if meant(world, name, row, at, source.share_where)]
        return Fraction(len(share), len(among)) if among else None
    return _statistic(world, source, rows)


def _statistic(world: World, source: FromRegister, rows: list[int]) -> Fraction | None:
    taken = source.sum or source.mean or source.min or source.max
    given = [number_of(world, source.register_, row, str(taken)) for row in rows]
    numbers = [number for number in given if number is not None]
    if source.sum is not None:
        return sum(numbers, Fraction(0))
    if not numbers:
        return None
    if source.mean is not None:
        return sum(numbers, Fraction(0)) / len(numbers)
    return min(numbers) if source.min is not None else max(numbers)

"""Marks for records: each so many, by class, or by rules over the record's fields; the same item counted as the rule says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from youju.engine.language.leaves import Classes, Decreasing, EventList
from youju.engine.reference.registers import cell_of, number_of, records_of
from youju.engine.reference.world import At, World

if TYPE_CHECKING:
    from youju.engine.reference.rules import Card


def marks_of_events(world: World, events: EventList, at: At, card: Card) -> Fraction:
    """Return the marks of a unit's records; 0 when it has none."""
    name = events.register_
    rows = records_of(world, name, at, events.span, events.where)
    scored = [(row, _one(world, events, row, at, card)) for row in rows]
    counted = [(row, marks) for row, marks in scored if marks is not None]
    if events.same_item in {None, "sum"}:
        return sum((marks for _, marks in counted), Fraction(0))
    return sum(
        (_of_item(events, [marks for _, marks in same]) for same in _items(world, name, counted)), Fraction(0)
    )


def _items(world: World, name: str, counted: list[tuple[int, Fraction]]) -> list[list[tuple[int, Fraction]]]:
    """Put the records of one item together, by date (undated last), then by row. A record without an item stands alone."""
    records = world.registers[name]
    items: dict[object, list[tuple[int, Fraction]]] = defaultdict(list)
    for row, marks in counted:
        items[row if records.items[row] is None else records.items[row]].append((row, marks))
    return [
        sorted(same, key=lambda pair: (records.dates[pair[0]] or date.max, pair[0]))
        for same in items.values()
    ]


def _of_item(events: EventList, marks: list[Fraction]) -> Fraction:
    match events.same_item:
        case "highest":
            return max(marks)
        case "lowest":
            return min(marks)
        case "first":
            return marks[0]
        case Decreasing():
            shares = [Fraction(share) for share in events.same_item.decreasing]
            return sum((one * shares[min(n, len(shares) - 1)] for n, one in enumerate(marks)), Fraction(0))
        case _:
            raise TypeError(f"no way to count the same item: {events.same_item!r}")


def _one(world: World, events: EventList, row: int, at: At, card: Card) -> Fraction | None:
    """Return the marks of one record; None when it adds nothing."""
    if events.each is not None:
        marks: Fraction | None = world.sure(events.each, at.period)
    elif events.marks is not None:
        marks = of_class(world, events.marks, events.register_, row, at)
    else:
        marks = _scored(world, events, row, at, card)
    if events.times is None or marks is None:
        return marks
    factor = number_of(world, events.register_, row, events.times)
    return None if factor is None else marks * factor


def of_class(world: World, classes: Classes, register: str, row: int, at: At) -> Fraction:
    """Return what a table says of a record's class. Raises ValueError for a class it does not say."""
    cell = cell_of(world, register, row, classes.by)
    amount = classes.otherwise if cell is None else classes.table.get(str(cell), classes.otherwise)
    if amount is None:
        raise ValueError(f"no marks for the class {cell!r} of {register}")
    return world.sure(amount, at.period)


def _scored(world: World, events: EventList, row: int, at: At, card: Card) -> Fraction | None:
    from youju.engine.reference.rules import Card, judge  # rules judge events, and events hold rules

    register = world.scheme.registers[events.register_]
    numbers = [name for name, declared in register.fields.items() if declared.type == "number"]
    record = {name: number_of(world, events.register_, row, name) for name in numbers}
    inner = Card(dict(card.given), row=(events.register_, row))
    outcomes = [
        (rule, judge(world, rule, At(at.unit, at.period, None, record), inner)) for rule in events.score or ()
    ]
    card.withheld = card.withheld or inner.withheld
    given = [
        (outcome.marks, world.maybe(rule.weight, at.period))
        for rule, outcome in outcomes
        if outcome.marks is not None
    ]
    return (
        sum((marks * (Fraction(1) if weight is None else weight) for marks, weight in given), Fraction(0))
        if given
        else None
    )

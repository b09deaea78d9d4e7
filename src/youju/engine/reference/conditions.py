"""Comparisons: what holds of a number, of a text, or of a record's field. Something missing answers only to ``missing: true``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from youju.engine.data import Cell
from youju.engine.language.conditions import Comparison, NumberTest
from youju.engine.language.indicators import RegisterField
from youju.engine.language.parts import read_number

Amounts = Callable[[object], Fraction | None]
"""Turns a written amount (number, parameter, dated numbers) into what it is now."""
KEYS = ("at_least", "above", "at_most", "below", "is", "is_not", "in", "between", "missing")


@dataclass(frozen=True)
class Thing:
    """Something to be compared."""

    cell: Fraction | Cell
    amounts: Amounts

    def against(self, bound: object) -> int | None:
        """Return −1, 0 or 1 as the thing is less than, equal to or more than a bound; None when they cannot be told."""
        raise NotImplementedError

    def same(self, given: object) -> bool:
        """Say whether the thing is what is given."""
        return self.against(given) == 0


@dataclass(frozen=True)
class NumberThing(Thing):
    """A value, or marks."""

    def against(self, bound: object) -> int | None:
        """Compare as numbers."""
        number = _number(bound, self.amounts)
        return None if number is None or not isinstance(self.cell, Fraction) else _sign(self.cell, number)


@dataclass(frozen=True)
class TextThing(Thing):
    """An entry of units.csv: a text, compared as a number when it is held against one."""

    def against(self, bound: object) -> int | None:
        """Compare as numbers."""
        mine, number = _as_number(self.cell), _number(bound, self.amounts)
        return None if mine is None or number is None else _sign(mine, number)

    def same(self, given: object) -> bool:
        """Compare as text, or as numbers when a number is given."""
        return self.cell == given if isinstance(given, str) else self.against(given) == 0


@dataclass(frozen=True)
class FieldThing(Thing):
    """A field of a record, read by its declared type."""

    declared: RegisterField

    def against(self, bound: object) -> int | None:
        """Compare numbers as numbers, days as days, and ordered choices by their order."""
        cell = self.cell
        if self.declared.type == "number":
            number = _number(bound, self.amounts)
            return None if number is None or not isinstance(cell, Decimal) else _sign(Fraction(cell), number)
        if self.declared.type == "date":
            day = bound if isinstance(bound, date) else date.fromisoformat(str(bound))
            return None if not isinstance(cell, date) else (cell > day) - (cell < day)
        choices = self.declared.choices
        if not self.declared.ordered or choices is None:
            raise ValueError(f"a field without order cannot be held against {bound!r}")
        return _sign(Fraction(choices.index(str(cell))), Fraction(choices.index(str(bound))))

    def same(self, given: object) -> bool:
        """Compare texts and truths as they are, the rest as above."""
        if self.declared.type in {"string", "boolean"}:
            return self.cell == given
        return self.against(given) == 0


def written(comparison: Comparison | NumberTest) -> dict[str, object]:
    """Return a comparison as the mapping it was written as."""
    given = {key: getattr(comparison, f"{key}_" if key in {"is", "in"} else key) for key in KEYS}
    return {key: value for key, value in given.items() if value is not None}


def holds(thing: Thing, asked: Mapping[str, object]) -> bool:
    """Say whether everything asked holds of a thing."""
    if unknown := asked.keys() - set(KEYS):
        raise ValueError(f"not a comparison: {sorted(unknown)}")
    present = thing.cell is not None
    if "missing" in asked and present is bool(asked["missing"]):
        return False
    return all(present and _one(thing, key, bound) for key, bound in asked.items() if key != "missing")


def where_holds(where: Mapping[str, Comparison] | None, things: Mapping[str, Thing]) -> bool:
    """Say whether every field asked about answers."""
    return all(holds(things[name], written(asked)) for name, asked in (where or {}).items())


def _one(thing: Thing, key: str, bound: object) -> bool:
    if key == "is":
        return thing.same(bound)
    if key == "is_not":
        return not thing.same(bound)
    if key == "in" and isinstance(bound, list | tuple):
        return any(thing.same(one) for one in bound)
    if key == "between" and isinstance(bound, list | tuple):
        return thing.against(bound[0]) in {0, 1} and thing.against(bound[1]) in {-1, 0}
    fits = {"at_least": {0, 1}, "above": {1}, "at_most": {-1, 0}, "below": {-1}}[key]
    return thing.against(bound) in fits


def _number(bound: object, amounts: Amounts) -> Fraction | None:
    if isinstance(bound, str):
        return read if (read := _as_number(bound)) is not None else amounts(bound)
    return None if isinstance(bound, bool) else amounts(bound)


def _as_number(text: object) -> Fraction | None:
    try:
        return Fraction(read_number(text))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not a number
        return None


def _sign(left: Fraction, right: Fraction) -> int:
    return (left > right) - (left < right)

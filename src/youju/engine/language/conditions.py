"""Conditions: a closed list of comparisons over values, unit columns, record fields and marks already given."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.parts import Amount, Name, Number, Part, keyed
from youju.engine.language.values import Operand

BOUNDS = ("at_least", "above", "at_most", "below", "is")
Plain = str | bool | Number


class Comparison(Part):
    """One or more bounds on one thing; all that are given must hold. ``missing: true`` asks whether it is absent."""

    at_least: Amount | None = None
    above: Amount | None = None
    at_most: Amount | None = None
    below: Amount | None = None
    is_: Plain | None = Field(default=None, alias="is")
    is_not: Plain | None = None
    in_: tuple[Plain, ...] | None = Field(default=None, alias="in")
    between: tuple[Amount, Amount] | None = None
    missing: bool | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Comparison:
        if not any(getattr(self, name) is not None for name in (*BOUNDS[:4], "is_", "is_not", "in_", "between", "missing")):
            raise PydanticCustomError("condition_empty", "a condition needs a comparison such as at_least, below, is, in, between or missing")
        return self


class ValueTest(Comparison):
    """``value: a, below: 1``."""

    key: ClassVar[str] = "value"
    value: Operand


class UnitTest(Comparison):
    """``unit: kind, is: 山区`` – a column of units.csv."""

    key: ClassVar[str] = "unit"
    unit: Name


class FieldTest(Comparison):
    """``field: level, is: 省级`` – a field of the record (inside events only)."""

    key: ClassVar[str] = "field"
    field: Name


class MarksTest(Comparison):
    """``marks: basic, below: 60`` – the marks a rule has already given (or ``total``)."""

    key: ClassVar[str] = "marks"
    marks: Name


class All(Part):
    """``all: [condition, …]``."""

    key: ClassVar[str] = "all"
    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Part):
    """``any: [condition, …]``."""

    key: ClassVar[str] = "any"
    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Part):
    """``not: condition``."""

    key: ClassVar[str] = "not"
    not_: Condition = Field(alias="not")


CONDITIONS: tuple[type[Part], ...] = (ValueTest, UnitTest, FieldTest, MarksTest, All, AnyOf, Not)
Condition = keyed(*CONDITIONS)
Where = dict[Name, Any]
"""``where: {stage: {at_least: started}, kind: 新建}`` – field → comparison, or a plain value for *is*; all must hold."""

for _part in CONDITIONS:
    _part.model_rebuild()

ZERO = Decimal(0)

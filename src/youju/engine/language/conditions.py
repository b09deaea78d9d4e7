"""Conditions: a closed list of comparisons over values, unit columns, record fields and marks already given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.parts import Amount, Bound, Name, Number, Part, Plain, keyed
from youju.engine.language.values import Operand

BOUNDS = ("at_least", "above", "at_most", "below")
ASKS = (*BOUNDS, "is_", "is_not", "in_", "between", "missing")


class Comparison(Part):
    """One or more bounds on one field or column; all that are given must hold. ``missing: true`` asks whether it is absent."""

    at_least: Bound | None = None
    above: Bound | None = None
    at_most: Bound | None = None
    below: Bound | None = None
    is_: Plain | None = Field(default=None, alias="is")
    is_not: Plain | None = None
    in_: Annotated[tuple[Plain, ...], Field(min_length=1)] | None = Field(default=None, alias="in")
    between: tuple[Bound, Bound] | None = None
    missing: bool | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if all(getattr(self, name) is None for name in ASKS):
            raise PydanticCustomError(
                "condition_empty",
                "a condition needs a comparison such as at_least, below, is, in, between or missing",
            )
        return self


class NumberTest(Comparison):
    """A comparison of numbers: bounds are amounts, *is* and *in* hold numbers."""

    at_least: Amount | None = None
    above: Amount | None = None
    at_most: Amount | None = None
    below: Amount | None = None
    is_: Number | None = Field(default=None, alias="is")
    is_not: Number | None = None
    in_: Annotated[tuple[Number, ...], Field(min_length=1)] | None = Field(default=None, alias="in")
    between: tuple[Amount, Amount] | None = None


class ValueTest(NumberTest):
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


class MarksTest(NumberTest):
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
if TYPE_CHECKING:
    Condition = ValueTest | UnitTest | FieldTest | MarksTest | All | AnyOf | Not
else:
    Condition = keyed(*CONDITIONS)


def as_text(entry: object) -> str:
    """Return an entry as it is compared: 3.0 and 3 are the same, yes and true are the same."""
    if isinstance(entry, bool):
        return "true" if entry else "false"
    if isinstance(entry, Decimal):
        return format(entry.normalize(), "f")
    return str(entry)


def _spelled_out(given: object) -> object:
    """Spell ``kind: 新建`` as ``kind: {is: 新建}`` and a list as ``in``."""
    if isinstance(given, list | tuple):
        return {"in": given}
    return {"is": given} if isinstance(given, str | bool | int | Decimal) else given


Where = Annotated[dict[Name, Annotated[Comparison, BeforeValidator(_spelled_out)]], Field(min_length=1)]
"""``where: {stage: {at_least: started}, kind: 新建}`` – field → comparison, or a plain value for *is*; all must hold."""

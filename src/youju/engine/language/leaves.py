"""Leaf rules: value → shape, events, rating and a fixed gift, each with conditions, bounds and rounding on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.conditions import Condition, Where
from youju.engine.language.parts import Amount, Name, Number, Part, Text, word_or_mapping
from youju.engine.language.shapes import SHAPES, Shape
from youju.engine.language.values import Limit, Operand

if TYPE_CHECKING:
    from youju.engine.language.rules import Rule

Rounding = Literal["half_up", "half_even", "down", "up"]


class Round(Part):
    """How marks are rounded: ``places`` decimals, ``mode`` half_up unless the policy says otherwise. ``up``/``down`` go away from/towards zero."""

    places: Annotated[int, Field(ge=0, le=9)]
    mode: Rounding = "half_up"


class Marks(Part):
    """``marks: 95`` – these marks exactly."""

    key: ClassVar[str] = "marks"
    marks: Amount


class CapAt(Part):
    """``at_most: 5`` – no more than this."""

    key: ClassVar[str] = "at_most"
    at_most: Limit


class FloorAt(Part):
    """``at_least: 0`` – no less than this."""

    key: ClassVar[str] = "at_least"
    at_least: Limit


class TimesMarks(Part):
    """``times: 0.5`` – the marks times a factor."""

    key: ClassVar[str] = "times"
    times: Amount


Word = Literal["full", "zero", "not_applicable", "withhold"]
_CHANGES = (Marks, CapAt, FloorAt, TimesMarks)
if TYPE_CHECKING:
    Then = str | Marks | CapAt | FloorAt | TimesMarks
else:
    Then = Annotated[
        Union[Annotated[Word, Tag("~word")], *(Annotated[c, Tag(f"~{c.key}")] for c in _CHANGES)],
        Discriminator(
            lambda given: "~word" if isinstance(given, str) else next((f"~{c.key}" for c in _CHANGES if isinstance(given, c) or (isinstance(given, dict) and c.key in given)), None),
            custom_error_type="kind",
            custom_error_message="expected one of: full, zero, not_applicable, withhold, marks, at_most, at_least, times",
        ),
    ]  # fmt: skip
MissingMarks = Annotated[
    Union[
        Annotated[Literal["omit", "zero", "full", "withhold"], Tag("~word")], Annotated[Marks, Tag("~marks")]
    ],
    Discriminator(lambda given: "~word" if isinstance(given, str) else "~marks"),
]


class WhenThen(Part):
    """``{if: condition, then: change}``; every condition that holds applies, in the order written."""

    if_: Condition = Field(alias="if")
    then: Then


RuleId = Annotated[Name, Field(max_length=72)]
"""Shorter than other names: presets that expand to several rules lengthen it."""


class Head(Part):
    """What every rule has: its name, its clause, who it applies to, and what bounds and rounds it."""

    id: RuleId
    title: Text | None = None
    clause: Text | None = None
    note: Text | None = None
    weight: Amount | None = None
    full: Amount | None = None
    units: Where | None = None
    when: tuple[WhenThen, ...] = ()
    at_least: Limit | None = None
    at_most: Limit | None = None
    round: Round | None = None
    missing: MissingMarks | None = None


class Plus(Part):
    """A further term of a value rule: a shape over the same value, or over its own ``value``."""

    value: Operand | None = None
    shape: Shape


class ValueRule(Head):
    """``value`` → ``shape``, with further terms in ``plus``."""

    key: ClassVar[str] = "value"
    value: Operand
    shape: Shape
    plus: tuple[Plus, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_plus(cls, given: object) -> object:
        """Accept ``plus: {per: …}`` for ``plus: [{shape: {per: …}}]``."""
        if isinstance(given, dict) and "plus" in given:
            terms = given["plus"] if isinstance(given["plus"], list | tuple) else [given["plus"]]
            keys = {shape.key for shape in SHAPES}
            given = {
                **given,
                "plus": [{"shape": t} if isinstance(t, dict) and keys & t.keys() else t for t in terms],
            }
        return given


class Classes(Part):
    """``by: level, table: {市级: 1, 省级: 3}`` – marks by the class of the record; ``otherwise`` for classes not listed."""

    by: Name
    table: Annotated[dict[str, Amount], Field(min_length=1)]
    otherwise: Amount | None = None


class Decreasing(Part):
    """``decreasing: [100%, 50%, 0]`` – the n-th record of one item counts this share; beyond the list the last share."""

    key: ClassVar[str] = "decreasing"
    decreasing: Annotated[tuple[Number, ...], Field(min_length=1)]


class EventList(Part):
    """Items of a register: each gives ``each`` marks, or marks by class, or what the ``score`` rules say of the record's fields."""

    register_: Name = Field(alias="register")
    where: Where = {}
    span: Literal["period", "year_to_date", "all"] = "period"
    each: Amount | None = None
    marks: Classes | None = None
    score: tuple[Rule, ...] | None = None
    at_least: Limit | None = None
    at_most: Limit | None = None
    times: Name | None = None
    same_item: Literal["sum", "highest", "lowest", "first"] | Decreasing | None = None

    @model_validator(mode="after")
    def _one_way(self) -> EventList:
        if sum(x is not None for x in (self.each, self.marks, self.score)) != 1:
            raise PydanticCustomError("events_marks", "events need exactly one of each, marks, score")
        if self.at_least is not None or self.at_most is not None:
            raise PydanticCustomError("events_bounds", "bounds stand both inside and outside events")
        return self


class EventsRule(Head):
    """``events: {register: fires, each: -2}`` – marks for each item of a register."""

    key: ClassVar[str] = "events"
    events: EventList

    @model_validator(mode="before")
    @classmethod
    def _bounds_outside(cls, given: object) -> object:
        """Take ``at_least``/``at_most`` written inside ``events`` for bounds of the whole rule, which they are."""
        inside = given.get("events") if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(inside, dict):
            return given
        moved = {
            name: inside[name] for name in ("at_least", "at_most") if name in inside and name not in given
        }
        return {
            **given,
            **moved,
            "events": {name: inner for name, inner in inside.items() if name not in moved},
        }


class Rater(Part):
    """One rater: the value he or she gave and the weight it has."""

    who: Text
    value: Operand
    weight: Amount


if TYPE_CHECKING:
    FieldOrClasses = str | Classes
else:
    FieldOrClasses = word_or_mapping(Name, Classes)


class Panel(Part):
    """Several raters: ``of`` named raters with weights, or a ``register`` of ratings; extremes dropped on request."""

    of: tuple[Rater, ...] | None = None
    register_: Name | None = Field(default=None, alias="register")
    where: Where = {}
    marks: FieldOrClasses | None = None
    weight_by: Classes | None = None
    drop_highest: Annotated[int, Field(ge=0, le=5)] = 0
    drop_lowest: Annotated[int, Field(ge=0, le=5)] = 0
    raters_at_least: Annotated[int, Field(ge=1)] = 1
    times: Amount | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Panel:
        if (self.of is None) == (self.register_ is None) or (
            self.register_ is not None and self.marks is None
        ):
            raise PydanticCustomError(
                "rating_source", "rating needs either of: [raters], or register with the field marks"
            )
        return self


class RatingRule(Head):
    """``rating: …`` – several people's judgement."""

    key: ClassVar[str] = "rating"
    rating: Panel


class GiveRule(Head):
    """``give: 40`` – base marks, the same for all."""

    key: ClassVar[str] = "give"
    give: Amount


LEAVES: tuple[type[Head], ...] = (EventsRule, RatingRule, GiveRule, ValueRule)

"""What a register may say of itself: fields (Table Schema and ours), stages, moves, clock, tree, plan, match, indicators."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, PlainValidator, StringConstraints, model_validator
from pydantic import Field as Value
from pydantic_core import PydanticCustomError

from youju.engine.language.conditions import Comparison
from youju.engine.language.filling import Filled
from youju.engine.language.parts import Day, Name, Part, Text, read_date, read_number

TYPES = (
    "string", "text", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
    "geopoint", "list", "email", "uri", "choice", "money", "quantity", "unit", "person", "post", "place", "file", "link",
)  # fmt: skip
Type = Literal[
    "string", "text", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
    "geopoint", "list", "email", "uri", "choice", "money", "quantity", "unit", "person", "post", "place", "file", "link",
]  # fmt: skip
Role = Literal[
    "reporter", "reviewer", "inspector", "scoring_office", "second_approver", "leader", "enterprise", "public",
]  # fmt: skip
NUMBERS = frozenset({"integer", "number", "money", "quantity", "year", "duration"})
DAYS = frozenset({"date", "yearmonth", "datetime"})
ORDERED = NUMBERS | DAYS
WORDS = frozenset({"string", "email", "uri", "person", "post", "unit", "place", "link"})
"""Types that are kept as one short text."""
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Days = Annotated[int, Value(ge=0, le=3650)]


def _spelled_out(given: object) -> object:
    """Spell a plain value as `is`, a list as `in`, `before` as below and `after` as above."""
    if isinstance(given, list | tuple):
        return {"in": given}
    if isinstance(given, str | bool | int | Decimal):
        return {"is": given}
    if isinstance(given, dict):
        words = {"before": "below", "after": "above"}
        return {
            words[key] if key in words and words[key] not in given else key: inner
            for key, inner in given.items()
        }
    return given


Test = Annotated[Comparison, BeforeValidator(_spelled_out)]
Picks = Annotated[dict[Name, Test], Value(min_length=1)]
"""`where: {stage: {in: [started, done]}, invest: {at_least: 5000万}}` – all must hold."""


def _limit(given: object) -> Decimal | date:
    """Read a bound: a number, or a day."""
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given.strip()):
        return read_date(given)
    return given if isinstance(given, date) else read_number(given)


Limit = Annotated[Decimal | date, PlainValidator(_limit)]


class Field(Part):
    """One field of a register. The constraints are those of Frictionless Table Schema, written flat."""

    title: Text
    type: Type = "string"
    required: bool = False
    unique: bool = False
    minimum: Limit | None = None
    maximum: Limit | None = None
    min_length: Annotated[int, Value(ge=0, le=20_000)] | None = None
    max_length: Annotated[int, Value(ge=1, le=20_000)] | None = None
    pattern: Annotated[str, StringConstraints(max_length=300)] | None = None
    choices: Annotated[tuple[Text, ...], Value(min_length=1, max_length=500)] | None = None
    ordered: bool = False
    measure: Text | None = None
    places: Annotated[int, Value(ge=0, le=6)] | None = None
    precision: Literal["day", "month", "year"] | None = None
    additive: bool = True
    to: Code | None = None
    help: Text | None = None
    index: bool | None = None
    held: Text | None = None
    """What this number is called in the field registry: two forms that ask for the same `held` ask once."""
    private: bool = False

    @property
    def digits(self) -> int:
        """How many decimal places are kept."""
        return (
            0 if self.type in {"integer", "year", "duration"} else 2 if self.places is None else self.places
        )


class Stage(Part):
    """A stage of a record's life. `closed` ends its clock; `oc4ids` is the code other systems know it by."""

    title: Text
    closed: bool = False
    dropped: bool = False
    """Closed without having been done: cancelled, withdrawn, broken off."""
    oc4ids: (
        Literal[
            "identification",
            "preparation",
            "implementation",
            "completion",
            "completed",
            "cancelled",
            "decommissioning",
        ]
        | None
    ) = None
    stale_after: Days | None = None
    """Working days without a word after which a record in this stage counts as stale."""


class Move(Part):
    """A move from stages to a stage: who may, what must be there, whether words are needed, who may not be the same.

    `public` in `who` is the asker, by the code; nobody else of the public moves anything.
    """

    id: Code
    title: Text
    from_: Annotated[tuple[Code, ...], Value(min_length=1)] = Value(alias="from")
    to: Code
    who: Annotated[tuple[Role, ...], Value(min_length=1)]
    needs: tuple[Name, ...] = ()
    evidence: tuple[Text, ...] = ()
    reason: bool = False
    apart_from: Code | None = None
    """The move whose doer, and whose unit, may not do this one: 办结 by the owner, 销号 by a verifier."""


class Suspend(Part):
    """Suspension is a flag on any open stage, with its own words."""

    title: Text = "停缓建"
    resume: Text = "激活"
    who: Annotated[tuple[Role, ...], Value(min_length=1)]


class Tree(Part):
    """Records under records: plan → aspect → task → step. `weight` and `progress` are fields; roll-up is a sum one can follow."""

    levels: Annotated[tuple[Text, ...], Value(min_length=1, max_length=9)]
    weight: Name | None = None
    progress: Name | None = None
    stated: Name | None = None
    """The integer field that says how many children the paper states."""


STEPS = ("remind", "urge", "notice", "circular")


class Rung(Part):
    """A step of the ladder, so many working days before (negative) or after the deadline."""

    step: Literal["remind", "urge", "notice", "circular"]
    after: Annotated[int, Value(ge=-60, le=365)]
    to: Annotated[tuple[Literal["lead", "support", "supervise", "leader"], ...], Value(min_length=1)] = (
        "lead",
    )


class Clock(Part):
    """Deadlines in working days from the day a record is made; `due` names a date field that overrides `solve`.

    `accept`: each unit signs for what it was given. `reply`: the asker has a first reply, which is `reply_move`, or any
    step on from the first stage. Each has its light, climbs the ladder, and is a word of indicators: `accept: in_time`,
    `late`, `waiting`, the same for `reply`, and `finish` for being done by `due` or `solve`.
    """

    accept: Days | None = None
    reply: Days | None = None
    solve: Days | None = None
    due: Name | None = None
    yellow: Days = 5
    ladder: tuple[Rung, ...] = ()
    reply_move: Code | None = None


class Plan(Part):
    """Baseline against actual: date fields, and the nodes that are scheduled backwards from the finish, in working days."""

    start: Name
    finish: Name
    actual_start: Name | None = None
    actual_finish: Name | None = None
    nodes: dict[Name, Days] = {}
    """Node → working days before the finish."""


class Match(Part):
    """Offers and needs: a choice field tells them apart; the others say on what they are compared.

    What differs in `measure` is not compared in quantity and price; after the day `until` nothing is proposed or dealt.
    """

    side: Name
    offer: Text
    need: Text
    category: Name
    words: Name | None = None
    quantity: Name | None = None
    measure: Name | None = None
    until: Name | None = None
    place: Name | None = None
    price: Name | None = None


class Intake(Part):
    """What anybody may hand in without an account: the fields they fill in, and what the house writes beside them.

    A day is written by the word `today`. Who hands in gets a code to follow it by.
    """

    fields: Annotated[tuple[Name, ...], Value(min_length=1, max_length=20)]
    put: dict[Name, Text] = {}
    ways: dict[Text, Annotated[tuple[Text, ...], Value(min_length=1, max_length=20)]] = {}
    """How else it can be handed in, as the page says it: telephone → numbers, letter → addresses."""


class Count(Part):
    """An indicator drawn from the register: exactly one of count, sum, mean, share, distinct, duration."""

    title: Text
    measure: Text | None = None
    count: Literal[True] | None = None
    sum: Name | None = None
    mean: Name | None = None
    share: Picks | None = None
    distinct: Name | None = None
    duration: Code | None = None
    """Mean working days spent in this stage."""
    where: Picks | None = None
    among: Picks | None = None
    by: Name | None = None
    """The date field that says to which period a record belongs."""
    additive_over: Name | None = None
    """A sum that runs over several values of this choice field: only if the office declares that they may be added."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.count, self.sum, self.mean, self.share, self.distinct, self.duration)
        if sum(way is not None for way in ways) != 1:
            raise PydanticCustomError(
                "indicator_way", "exactly one of count, sum, mean, share, distinct, duration"
            )
        return self


class Declaration(Part):
    """A register as declared in YAML. Form, workbook, lists, API, permissions, history and indicators follow from it."""

    register_: Code = Value(alias="register")
    title: Text
    definition: Text | None = None
    extends: Code | None = None
    basis: Text | None = None
    ends: Day | None = None
    """The day after which nobody is asked any more (sunset)."""
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,6}$")] = "R"
    name: Name | None = None
    """The field that names a record; the first field where nothing is said."""
    fields: Annotated[dict[Name, Field], Value(min_length=1, max_length=200)]
    stages: dict[Code, Stage] = {}
    moves: tuple[Move, ...] = ()
    suspend: Suspend | None = None
    write: Annotated[tuple[Role, ...], Value(min_length=1)] = ("reporter", "scoring_office")
    read: tuple[Role, ...] | None = None
    """Who may read; every working role where nothing is said."""
    parts: bool = False
    """Whether supporting and supervising units stand beside the lead unit."""
    owner: Literal["lead", "first_receiver"] = "lead"
    merged: Code | None = None
    """The stage a duplicate goes to when it is merged into another record."""
    confidential: bool = False
    rewarded: tuple[Code, ...] = ()
    """The stages in which a reward may be paid to whoever brings the code."""
    intake: Intake | None = None
    tree: Tree | None = None
    clock: Clock | None = None
    plan: Plan | None = None
    match: Match | None = None
    duties: Filled | None = None
    """Where its rows come from, if nobody types them: the objects of a system of duties."""
    calendar: Name | None = None
    map: Name | None = None
    columns: tuple[Name, ...] = ()
    indicators: dict[Name, Count] = {}
    example: bool = False

    @property
    def named_by(self) -> str:
        """The field that names a record wherever it is spoken of: what everybody may read, where anything is."""
        open_ = [name for name, field in self.fields.items() if not field.private]
        return (
            self.name if self.name in open_ or (not open_ and self.name) else next(iter(open_ or self.fields))
        )

    def move(self, name: str) -> Move | None:
        """Return a move by its id."""
        return next((move for move in self.moves if move.id == name), None)

    @property
    def first_stage(self) -> str:
        """The stage in which a record begins, "" where a register has no stages."""
        return next(iter(self.stages), "")

    @cached_property
    def slots(self) -> dict[str, str]:
        """Field → the indexed column it is kept in beside its JSON."""
        from youju.engine.registers.slots import wanted

        return wanted(self)[0]

    @property
    def done(self) -> frozenset[str]:
        """The stages in which a record is over because it was done: not dropped, and not merged into another."""
        over = (name for name, stage in self.stages.items() if stage.closed and not stage.dropped)
        return frozenset(over) - {self.merged or ""}

    @property
    def closed(self) -> frozenset[str]:
        """The stages in which a record is over."""
        return frozenset(name for name, stage in self.stages.items() if stage.closed)


def table_schema(one: Declaration) -> dict[str, Any]:
    """Return the declaration as Frictionless Table Schema: what other programs read a CSV of it by."""
    return {
        "name": one.register_,
        "title": one.title,
        "fields": [_described(name, field) for name, field in one.fields.items()],
    }


_THEIRS = {"text": "string", "choice": "string", "money": "number", "unit": "string", "person": "string", "post": "string",
           "place": "string", "file": "string", "link": "string", "quantity": "string", "email": "string", "uri": "string"}  # fmt: skip


def _described(name: str, field: Field) -> dict[str, Any]:
    rules: dict[str, Any] = {
        "required": field.required or None, "unique": field.unique or None, "minLength": field.min_length,
        "maxLength": field.max_length, "pattern": field.pattern,
        "minimum": None if field.minimum is None else str(field.minimum),
        "maximum": None if field.maximum is None else str(field.maximum),
        "enum": list(field.choices) if field.choices else None,
    }  # fmt: skip
    told: dict[str, Any] = {"name": name, "title": field.title, "type": _THEIRS.get(field.type, field.type)}
    if field.type in {"email", "uri"}:
        told["format"] = field.type
    rules = {key: value for key, value in rules.items() if value is not None}
    return {
        **told,
        **({"constraints": rules} if rules else {}),
        **({"description": field.help} if field.help else {}),
    }

"""The scheme: policy as data, versioned, with its basis, its dates, its indicators, its marks and its board."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.composite import Composite
from youju.engine.language.indicators import Indicator, MissingValue, Register
from youju.engine.language.leaves import Head
from youju.engine.language.parts import Amount, Dated, Day, Name, Number, Part, Text, When
from youju.engine.language.rules import Rule
from youju.engine.language.stage import Band, Calendar, League, Publish, Total, Veto
from youju.engine.period import Period

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]


if TYPE_CHECKING:
    Parameter = Decimal | dict[Period, Decimal]
else:
    Parameter = Annotated[
        Annotated[Number, Tag("~number")] | Annotated[Dated, Tag("~dated")],
        Discriminator(lambda given: "~dated" if isinstance(given, dict) else "~number"),
    ]


class Basis(Part):
    """The document a scheme rests on."""

    title: Text
    number: Text | None = None
    issuer: Text
    issuer_level: Literal["central", "provincial", "city", "county", "township", "international"] | None = (
        None
    )
    adopted: Day
    link: Text | None = None
    plan: Text | None = None


class InForce(Part):
    """First and last period a scheme holds: every scheme has an end (sunset)."""

    from_: When = Field(alias="from")
    to: When

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> InForce:
        if self.to.end < self.from_.start:
            raise PydanticCustomError("in_force_order", "in_force ends before it begins")
        return self


def _as_list(given: object) -> object:
    return [given] if isinstance(given, dict) else given


class Scheme(Part):
    """A whole scheme as written. Either ``marks`` or ``composite``."""

    scheme: Id
    title: Text
    version: Text
    description: Text | None = None
    example: bool = False
    owner: Text | None = None
    object: Text | None = None
    topic: Text | None = None
    basis: Basis
    in_force: InForce
    round: Calendar
    league: Annotated[tuple[League, ...], BeforeValidator(_as_list), Field(min_length=1)]
    parameters: dict[Name, Parameter] = {}
    registers: dict[Name, Register] = {}
    indicators: dict[Name, Indicator] = {}
    missing: MissingValue | None = None
    marks: Annotated[tuple[Rule, ...], Field(min_length=1)] | None = None
    composite: Composite | None = None
    total: Total
    bands: dict[Text, Band] = {}
    veto: tuple[Veto, ...] = ()
    publish: Publish = Publish()
    attribution: Text | None = None
    full: Amount | None = None

    @model_validator(mode="after")
    def _marks_or_composite(self) -> Scheme:
        if (self.marks is None) == (self.composite is None):
            raise PydanticCustomError("scheme_body", "a scheme has either marks or composite")
        return self


__all__ = ["Head", "Scheme"]

"""Indicators and registers: what is measured, where it comes from, how it goes up the tree, and what absence means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.conditions import Where
from youju.engine.language.filling import Filled
from youju.engine.language.parts import Amount, Name, Number, Part, Text
from youju.engine.language.values import Operand, Scope


class WeightedMean(Part):
    """``weighted_mean: {weights: population}`` – children's values weighted; ``weights: equal`` must be written out."""

    key: ClassVar[str] = "weighted_mean"
    weighted_mean: Name


Upward = Annotated[
    Union[
        Annotated[Literal["sum", "max", "min", "own", "mean", "count"], Tag("~word")],
        Annotated[WeightedMean, Tag("~weighted_mean")],
    ],
    Discriminator(lambda given: "~word" if isinstance(given, str) else "~weighted_mean"),
]


class FillLast(Part):
    """``last: 3`` – the last value held, at most so many periods old."""

    key: ClassVar[str] = "last"
    last: Annotated[int, Field(ge=1, le=120)]


class FillMean(Part):
    """``mean: region`` – the mean of the peers named (league, all, a level, a column)."""

    key: ClassVar[str] = "mean"
    mean: Scope


class FillMedian(Part):
    """``median: region`` – the median of the peers named."""

    key: ClassVar[str] = "median"
    median: Scope


class FillConstant(Part):
    """``constant: 95`` – this value."""

    key: ClassVar[str] = "constant"
    constant: Amount


_FILLS = (FillLast, FillMean, FillMedian, FillConstant)
if TYPE_CHECKING:
    MissingValue = str | FillLast | FillMean | FillMedian | FillConstant
else:
    MissingValue = Annotated[
        Union[Annotated[Literal["omit", "zero", "withhold"], Tag("~word")], *(Annotated[f, Tag(f"~{f.key}")] for f in _FILLS)],
        Discriminator(
            lambda given: "~word" if isinstance(given, str) else next((f"~{f.key}" for f in _FILLS if isinstance(given, f) or (isinstance(given, dict) and f.key in given)), None),
            custom_error_type="kind",
            custom_error_message="expected one of: omit, zero, withhold, last, mean, median, constant",
        ),
    ]  # fmt: skip
"""What absence means for a value: ``omit`` (stays absent), ``withhold`` (the unit gets no total), ``zero`` (declared, never silent), or a fill."""


class FromRegister(Part):
    """A number taken from a register: exactly one of count, sum, mean, share_where, distinct, min, max; ``where`` selects, ``among`` is the population of a share."""

    register_: Name = Field(alias="register")
    count: Literal[True] | None = None
    sum: Name | None = None
    mean: Name | None = None
    min: Name | None = None
    max: Name | None = None
    distinct: Name | None = None
    share_where: Where | None = None
    where: Where = {}
    among: Where = {}
    span: Literal["period", "year_to_date", "all"] = "all"

    @model_validator(mode="after")
    def _one_number(self) -> FromRegister:
        ways = (self.count, self.sum, self.mean, self.min, self.max, self.distinct, self.share_where)
        if sum(way is not None for way in ways) != 1:
            raise PydanticCustomError(
                "register_number",
                "from needs exactly one of count, sum, mean, min, max, distinct, share_where",
            )
        return self


class FromScheme(Part):
    """The result of another scheme: its total, or the marks of one of its rules."""

    scheme: Name
    take: Name = "total"


Source = Annotated[
    Union[Annotated[FromRegister, Tag("~register")], Annotated[FromScheme, Tag("~scheme")]],
    Discriminator(
        lambda given: (
            "~scheme"
            if isinstance(given, FromScheme) or (isinstance(given, dict) and "scheme" in given)
            else "~register"
        )
    ),
]


class Indicator(Part):
    """One indicator: reported (``ask``), derived (``value``), or taken ``from`` a register or another scheme."""

    title: Text
    measure: Text | None = None
    definition: Text | None = None
    ask: Literal["day", "month", "quarter", "half_year", "year", "once", "official"] | None = None
    value: Operand | None = None
    from_: Source | None = Field(default=None, alias="from")
    places: Annotated[int, Field(ge=0, le=9)] | None = None
    direction: Literal["up", "down"] = "up"
    up_the_tree: Upward | None = None
    missing: MissingValue | None = None
    additive: bool | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    evidence: bool = False

    @model_validator(mode="after")
    def _one_origin(self) -> Indicator:
        if sum(x is not None for x in (self.ask, self.value, self.from_)) > 1:
            raise PydanticCustomError(
                "indicator_origin", "an indicator is asked, derived (value) or taken (from): one of the three"
            )
        return self


class RegisterField(Part):
    """One column of a register's CSV."""

    title: Text | None = None
    type: Literal["string", "number", "date", "boolean"] = "string"
    choices: tuple[str, ...] | None = None
    ordered: bool = False
    required: bool = False


class Register(Part):
    """A register as the engine reads it: a CSV beside the scheme, one record a row.

    ``kept_by`` says who writes its records: the unit itself, the office of the scheme, those who inspect, or a machine.
    ``duties`` says that its rows are the objects of a system of duties: nobody types them where the register is kept here.
    """

    title: Text | None = None
    file: Text | None = None
    kept_by: Literal["unit", "office", "inspection", "machine"] = "unit"
    fields: Annotated[dict[Name, RegisterField], Field(min_length=1)]
    unit: Name = "unit"
    date: Name | None = None
    item: Name | None = None
    evidence: Name | None = None
    duties: Filled | None = None

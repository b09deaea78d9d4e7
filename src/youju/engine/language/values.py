"""Step one, the value: what a rule looks at. A closed list; values nest to any depth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, Union

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.parts import (
    Amount,
    Dated,
    Name,
    Number,
    Part,
    When,
    looks_like_number,
    word_or_mapping,
)

Scope = Annotated[
    str,
    Field(
        pattern=r"^[^\W\d][\w.-]*$",
        description="league, all, a level (within one ancestor), or a column of units.csv",
    ),
]


class Ratio(Part):
    """``ratio: a, to: b`` – a ÷ b. With ``to: {between: [5, 10]}`` below the interval a ÷ 5, inside 1, above a ÷ 10."""

    key: ClassVar[str] = "ratio"
    ratio: Operand
    to: Target
    by_zero: Literal["missing", "full", "zero"] = "missing"


class Between(Part):
    """``between: [low, high]`` – an interval target, both ends inside."""

    key: ClassVar[str] = "between"
    between: tuple[Amount, Amount]


class Share(Part):
    """``share: part, of: whole`` – part ÷ whole."""

    key: ClassVar[str] = "share"
    share: Operand
    of: Operand


class PerHead(Part):
    """``per_head: a, of: population, times: 10000`` – a ÷ population × times."""

    key: ClassVar[str] = "per_head"
    per_head: Operand
    of: Operand
    times: Number = Decimal(1)


class Gap(Part):
    """``gap: a, to: b`` – a − b; ``side: above`` counts only what is over b, ``below`` only what is short of it (as a positive number)."""

    key: ClassVar[str] = "gap"
    gap: Operand
    to: Operand
    side: Literal["both", "above", "below"] = "both"


class Base(Part):
    """``base: 2020`` – a fixed base period."""

    base: When


if TYPE_CHECKING:
    Over = Literal["previous_period", "same_period_last_year"] | Base
    By = Literal["months", "days"] | dict[int, Decimal]
    Back = int | Literal["year"]
    Window = int | Literal["year_to_date"]
else:
    Over = word_or_mapping(Literal["previous_period", "same_period_last_year"], Base)
    By = word_or_mapping(Literal["months", "days"], dict[Annotated[int, Field(ge=1, le=366)], Number])
    Back = Annotated[
        Annotated[int, Field(ge=1, le=600), Tag("~number")] | Annotated[Literal["year"], Tag("~word")],
        Discriminator(lambda given: "~number" if looks_like_number(given) else "~word"),
    ]
    Window = Annotated[
        Annotated[int, Field(ge=1, le=600), Tag("~number")]
        | Annotated[Literal["year_to_date"], Tag("~word")],
        Discriminator(lambda given: "~number" if looks_like_number(given) else "~word"),
    ]


class Growth(Part):
    """``growth: a, over: …`` – (a − base) ÷ base, against another period."""

    key: ClassVar[str] = "growth"
    growth: Operand
    over: Over


class Progress(Part):
    """``progress: done, to: year_target`` – completed share against the share of time passed （序时进度）.

    ``by: months`` (default) counts periods, ``days`` counts days; a mapping month → cumulative share is a seasonal curve.
    ``as: lead`` gives completed share − time share; ``as: ratio`` gives their quotient.
    """

    key: ClassVar[str] = "progress"
    progress: Operand
    to: Operand
    by: By = "months"
    as_: Literal["lead", "ratio"] = Field(default="lead", alias="as")


class Place(Part):
    """``place: a`` – place among peers, 1 is best."""

    key: ClassVar[str] = "place"
    place: Operand
    order: Literal["highest_first", "lowest_first"] = "highest_first"
    ties: Literal["best", "dense", "worst"] = "best"
    among: Scope = "league"


class Statistic(Part):
    """What statistics of several numbers share: a ``quantile`` says ``at`` which share, ``sd`` whether of a ``sample`` and to how many ``places``."""

    at: Annotated[Number, Field(ge=0, le=1)] | None = None
    sample: bool | None = None
    places: Annotated[int, Field(ge=0, le=9)] | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        """Ask for what the statistic needs, and for nothing that it does not look at."""
        kind = getattr(self, type(self).key)
        if (kind == "quantile") != (self.at is not None):
            raise PydanticCustomError("quantile_at", "at belongs to quantile, and quantile needs it")
        for given in (self.sample, self.places):
            if (kind == "sd") != (given is not None):
                raise PydanticCustomError("sd_sample", "sample and places belong to sd, and sd needs both")
        return self


class Peer(Statistic):
    """``peer: mean, of: a`` – a statistic of the peers' values; best is the highest (or ``order: lowest_first`` the lowest).

    ``only_best: 5`` looks at the best five of them alone.
    """

    key: ClassVar[str] = "peer"
    peer: Literal["mean", "median", "min", "max", "sum", "count", "best", "sd", "quantile"]
    of: Operand
    order: Literal["highest_first", "lowest_first"] = "highest_first"
    among: Scope = "league"
    others_only: bool = False
    only_best: Annotated[int, Field(ge=1)] | None = None


class Lag(Part):
    """``before: a, back: 1`` – the value some periods ago; ``back: year`` is the same period of last year."""

    key: ClassVar[str] = "before"
    before: Operand
    back: Back = 1


class Cumulative(Part):
    """``cumulative: a`` – the sum of the year to date."""

    key: ClassVar[str] = "cumulative"
    cumulative: Operand


class RunLength(Part):
    """``run_length: a, above: 0`` – for how many periods in a row, ending now, the comparison has held."""

    key: ClassVar[str] = "run_length"
    run_length: Operand
    above: Amount | None = None
    at_least: Amount | None = None
    below: Amount | None = None
    at_most: Amount | None = None
    window: Annotated[int, Field(ge=1, le=600)] = 60


class Extreme(Part):
    """``extreme: max, of: a, window: 12`` – the highest or lowest value of the last periods, this one included."""

    key: ClassVar[str] = "extreme"
    extreme: Literal["max", "min"]
    of: Operand
    window: Annotated[int, Field(ge=1, le=600)]


class OverTime(Statistic):
    """``over_time: mean, of: a, window: 12`` – a statistic of the last periods, this one included, or of the ``year_to_date``."""

    key: ClassVar[str] = "over_time"
    over_time: Literal["mean", "median", "sum", "count", "sd", "quantile"]
    of: Operand
    window: Window


class MarksOf(Part):
    """``marks: basic`` – the marks an earlier rule gave."""

    key: ClassVar[str] = "marks"
    marks: Name


class Table(Part):
    """``table: {山区: 80, 平原: 120}, by: kind`` – a number by class: an entry of a column of units.csv or, inside ``score``, of a field."""

    key: ClassVar[str] = "table"
    table: Annotated[dict[str, Amount], Field(min_length=1)]
    by: Name
    otherwise: Amount | None = None


class Days(Part):
    """``days_from: due, to: done`` – calendar days between two days of a record; ``open: period_end`` counts one without ``to`` up to the period's end."""

    key: ClassVar[str] = "days_from"
    days_from: Name
    to: Name
    open_: Literal["period_end"] | None = Field(default=None, alias="open")


class Log(Part):
    """``log: a`` – the natural logarithm (or to a ``base``), to so many ``places``."""

    key: ClassVar[str] = "log"
    log: Operand
    base: Annotated[Number, Field(gt=1)] | None = None
    places: Annotated[int, Field(ge=0, le=9)]


class Power(Part):
    """``power: a, to: 0.5`` – a to a fixed power, to so many ``places``."""

    key: ClassVar[str] = "power"
    power: Operand
    to: Annotated[Number, Field(ge=-10, le=10)]
    places: Annotated[int, Field(ge=0, le=9)]


class Constant(Part):
    """``constant: 5`` – the same value for every unit."""

    key: ClassVar[str] = "constant"
    constant: Amount


class Difference(Part):
    """``difference: [a, b]`` – a − b."""

    key: ClassVar[str] = "difference"
    difference: tuple[Operand, Operand]


class Several(Part):
    """What the values made of several operands share: ``missing: omit`` leaves absent ones out, otherwise one absent makes all absent."""

    missing: Literal["omit", "missing"] = "missing"


class Sum(Several):
    """``sum: [a, b, …]``. Indicators whose ``additive: false`` says they are different instruments are refused."""

    key: ClassVar[str] = "sum"
    sum: Annotated[tuple[Operand, ...], Field(min_length=1)]


class Mean(Several):
    """``mean: [a, b, …]`` with optional ``weights``."""

    key: ClassVar[str] = "mean"
    mean: Annotated[tuple[Operand, ...], Field(min_length=1)]
    weights: tuple[Amount, ...] | None = None


class Product(Several):
    """``product: [a, b, …]``."""

    key: ClassVar[str] = "product"
    product: Annotated[tuple[Operand, ...], Field(min_length=1)]


class Least(Several):
    """``least: [a, b, …]`` – the smallest."""

    key: ClassVar[str] = "least"
    least: Annotated[tuple[Operand, ...], Field(min_length=1)]


class Greatest(Several):
    """``greatest: [a, b, …]`` – the largest."""

    key: ClassVar[str] = "greatest"
    greatest: Annotated[tuple[Operand, ...], Field(min_length=1)]


VALUES: tuple[type[Part], ...] = (
    Ratio, Share, PerHead, Gap, Growth, Progress, Place, Peer, Lag, Cumulative, RunLength, Extreme,
    Constant, Difference, Sum, Mean, Product, Least, Greatest, OverTime, MarksOf, Table, Days, Log, Power,
)  # fmt: skip
_KEYS = {part.key: part for part in VALUES}


def operand_tag(given: object) -> str | None:
    """Return by which tag the union of operands knows what was written, None for what is none."""
    if isinstance(given, Part):
        return f"~{type(given).key}"
    if isinstance(given, dict):
        found = next((f"~{key}" for key in _KEYS if key in given), None)
        dated = bool(given) and all(looks_like_number(key) for key in given)
        return found or ("~dated" if dated else None)
    return "~number" if looks_like_number(given) else "~name"


_MEMBERS: Any = (
    Annotated[Number, Tag("~number")],
    Annotated[Name, Tag("~name")],
    Annotated[Dated, Tag("~dated")],
    *(Annotated[part, Tag(f"~{part.key}")] for part in VALUES),
)
Operand = Annotated[
    Union[_MEMBERS],
    Discriminator(
        operand_tag,
        custom_error_type="kind",
        custom_error_message="expected a number, a name, or exactly one of: " + ", ".join(_KEYS),
    ),
]
Value = Operand
Target = Annotated[
    Union[Annotated[Between, Tag("~between")], Annotated[Operand, Tag("~operand")]],
    Discriminator(
        lambda given: (
            "~between"
            if isinstance(given, Between) or (isinstance(given, dict) and "between" in given)
            else "~operand"
        )
    ),
]


def limit_tag(given: object) -> str | None:
    """Tell a bound of marks: an amount, or a value of a kind – never the name of an indicator alone."""
    if isinstance(given, Part) or (isinstance(given, dict) and any(key in given for key in _KEYS)):
        return operand_tag(given)
    return "~dated" if isinstance(given, dict) else "~number" if looks_like_number(given) else "~name"


Limit = Annotated[Union[_MEMBERS], Discriminator(limit_tag)]
"""A floor or cap of marks: an amount as elsewhere, or a value such as ``{product: [{marks: basic}, 10%]}``."""

"""Step one, the value: what a rule looks at. A closed list; values nest to any depth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag

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
else:
    Over = word_or_mapping(Literal["previous_period", "same_period_last_year"], Base)
    By = word_or_mapping(Literal["months", "days"], dict[Annotated[int, Field(ge=1, le=366)], Number])
    Back = Annotated[
        Annotated[int, Field(ge=1, le=600), Tag("~number")] | Annotated[Literal["year"], Tag("~word")],
        Discriminator(lambda given: "~number" if looks_like_number(given) else "~word"),
    ]


class Growth(Part):
    """``growth: a, over: …`` – (a − base) ÷ base, against another period."""

    key: ClassVar[str] = "growth"
    growth: Operand
    over: Over


class Progress(Part):
    """``progress: done, to: year_target`` – completed share against the share of time passed (序时进度).

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


class Peer(Part):
    """``peer: mean, of: a`` – a statistic of the peers' values; best is the highest (or ``order: lowest_first`` the lowest)."""

    key: ClassVar[str] = "peer"
    peer: Literal["mean", "median", "min", "max", "sum", "count", "best"]
    of: Operand
    order: Literal["highest_first", "lowest_first"] = "highest_first"
    among: Scope = "league"
    others_only: bool = False


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
    Constant, Difference, Sum, Mean, Product, Least, Greatest,
)  # fmt: skip
_KEYS = {part.key: part for part in VALUES}


def _operand_tag(given: object) -> str | None:
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
        _operand_tag,
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

for _part in VALUES:
    _part.model_rebuild()

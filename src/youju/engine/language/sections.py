"""Sections: combinations of rules – sum, means, product, highest and lowest – to any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from youju.engine.language.leaves import Head

if TYPE_CHECKING:
    from youju.engine.language.rules import Rule


class Section(Head):
    """What every combination has: what happens to the full marks of children that do not apply."""

    not_applicable: Literal["drop", "full", "withhold"] | None = None


Rules = Annotated[tuple["Rule", ...], Field(min_length=1)]


class SumRule(Section):
    """``sum: [rules]`` – children added; with ``weight`` on the children, weight × marks."""

    key: ClassVar[str] = "sum"
    sum: Rules


class WeightedMeanRule(Section):
    """``weighted_mean: [rules]`` – Σ weight × marks ÷ Σ weight."""

    key: ClassVar[str] = "weighted_mean"
    weighted_mean: Rules


class MeanRule(Section):
    """``mean: [rules]`` – the plain mean."""

    key: ClassVar[str] = "mean"
    mean: Rules


class GeometricRule(Section):
    """``geometric: [rules]`` – the weighted geometric mean, to ``places`` decimals."""

    key: ClassVar[str] = "geometric"
    geometric: Rules
    places: Annotated[int, Field(ge=0, le=9)] = 6


class ProductRule(Section):
    """``product: [rules]`` – children multiplied (difficulty factors)."""

    key: ClassVar[str] = "product"
    product: Rules


class MaxRule(Section):
    """``max: [rules]`` – the highest child counts."""

    key: ClassVar[str] = "max"
    max: Rules


class MinRule(Section):
    """``min: [rules]`` – the lowest child counts."""

    key: ClassVar[str] = "min"
    min: Rules


SECTIONS: tuple[type[Section], ...] = (
    SumRule,
    WeightedMeanRule,
    MeanRule,
    GeometricRule,
    ProductRule,
    MaxRule,
    MinRule,
)

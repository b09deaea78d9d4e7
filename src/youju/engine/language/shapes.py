"""Step two, the shape: how a value becomes marks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.parts import Amount, Part, keyed, number_or

if TYPE_CHECKING:
    Outside = Literal["hold", "extend"] | Decimal
else:
    Outside = number_or(Literal["hold", "extend"], "~word")


class Capped(Part):
    """What every shape shares: an own floor and cap on the marks it gives."""

    at_least: Amount | None = None
    at_most: Amount | None = None


class Curve(Capped):
    """``curve: [[x, marks], …]`` – straight lines between knots. Outside the knots ``hold`` (default) or go on with a slope in marks per 1 of x.

    Two knots at the same x are a jump; ``jump`` says whether x itself still has the marks ``before`` it or already those ``after`` it.
    """

    key: ClassVar[str] = "curve"
    curve: Annotated[tuple[tuple[Amount, Amount], ...], Field(min_length=1)]
    below: Outside = "hold"
    above: Outside = "hold"
    jump: Literal["before", "after"] | None = None


class Step(Part):
    """One step: ``at_least``/``above`` and/or ``at_most``/``below`` (or ``is``, or ``otherwise``), and the marks it gives."""

    at_least: Amount | None = None
    above: Amount | None = None
    at_most: Amount | None = None
    below: Amount | None = None
    is_: Amount | None = Field(default=None, alias="is")
    otherwise: Amount | None = None
    marks: Amount | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Step:
        bounds = [n for n in ("at_least", "above", "at_most", "below", "is_") if getattr(self, n) is not None]
        if self.otherwise is not None and (bounds or self.marks is not None):
            raise PydanticCustomError("step_otherwise", "otherwise stands alone: {{otherwise: marks}}")
        if self.otherwise is None and (not bounds or self.marks is None):
            raise PydanticCustomError(
                "step_bounds", "a step needs a bound (at_least, above, at_most, below, is) and marks"
            )
        return self


class Steps(Capped):
    """``steps: [{at_least: 1, marks: 40}, …, {otherwise: 0}]`` – the first step that fits gives its marks."""

    key: ClassVar[str] = "steps"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Per(Capped):
    """``per: 0.10, above: 1, count: whole, marks: 1`` – marks for each so much.

    Counts the distance over ``above`` or under ``below`` (or ``around``: over adds, under takes away);
    ``count`` is ``whole`` (each full step), ``started`` (each step begun) or ``pro_rata``; ``start`` is given at the line itself.
    """

    key: ClassVar[str] = "per"
    per: Amount
    marks: Amount
    above: Amount | None = None
    below: Amount | None = None
    around: Amount | None = None
    count: Literal["whole", "started", "pro_rata"] | None = None
    whole: bool | None = None
    start: Amount | None = None

    @property
    def counting(self) -> str | None:
        """How partial steps count, whichever way it was written; None when the author has not chosen."""
        if self.count is None and self.whole is not None:
            return "whole" if self.whole else "pro_rata"
        return self.count

    @model_validator(mode="after")
    def _one_line(self) -> Per:
        if sum(getattr(self, n) is not None for n in ("above", "below", "around")) != 1:
            raise PydanticCustomError("per_line", "per needs exactly one of above, below, around")
        if self.count is not None and self.whole is not None:
            raise PydanticCustomError("per_twice", "write count or whole, not both")
        return self


class Times(Capped):
    """``times: 30`` – the value times so many marks."""

    key: ClassVar[str] = "times"
    times: Amount


class Exp(Capped):
    """``exp: rate, scale: a, from: x0`` – a · e^(rate · (x − x0)), to ``places`` decimals."""

    key: ClassVar[str] = "exp"
    exp: Amount
    scale: Amount = 1  # type: ignore[assignment]
    from_: Amount = Field(default=0, alias="from")  # type: ignore[assignment]
    places: Annotated[int, Field(ge=0, le=9)] = 6


SHAPES: tuple[type[Part], ...] = (Curve, Steps, Per, Times, Exp)
Shape = keyed(*SHAPES)

"""After the marks: who is compared with whom, how totals are rounded and placed, bands, vetoes and what is published."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.conditions import Condition, Where
from youju.engine.language.leaves import Rounding
from youju.engine.language.parts import Amount, Name, Number, Part, Text
from youju.engine.language.presets import VetoBasis


class League(Part):
    """Who is compared with whom: units of one ``level``, ``within`` an ancestor's level, split by a ``peers`` column."""

    id: Name | None = None
    title: Text | None = None
    level: Name
    within: Name | None = None
    peers: Name | None = None
    only: Where | None = None
    at_least: Annotated[int, Field(ge=1)] = 5


class Total(Part):
    """How the total is rounded and placed. ``when: each_rule`` rounds every rule before adding; ``total`` only the sum."""

    places: Annotated[int, Field(ge=0, le=9)]
    round: Rounding = "half_up"
    when: Literal["each_rule", "total"] = "each_rule"
    before_ranking: bool
    ties: Literal["best", "dense", "mean", "worst"]
    order: Literal["highest_first", "lowest_first"] = "highest_first"
    at_least: Amount | None = None
    at_most: Amount | None = None


def _cut(given: object) -> object:
    """Keep ``10%`` apart from the count ``10``: a share is text with a percent sign."""
    if isinstance(given, str) and given.strip().endswith("%"):
        return {"share": given}
    return {"count": given} if not isinstance(given, dict) else given


class Cut(Part):
    """A number of units (``3``) or a share of the league (``10%``)."""

    count: Annotated[int, Field(ge=1)] | None = None
    share: Annotated[Number, Field(gt=0, le=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Cut:
        if (self.count is None) == (self.share is None):
            raise PydanticCustomError("band_cut", "a cut is a count such as 3, or a share such as 10%")
        return self


CutValue = Annotated[Cut, BeforeValidator(_cut)]


class Band(Part):
    """One band: ``top``/``bottom`` by count or share, or ``at_least``/``above``/``at_most``/``below`` of the total, or the ``rest``."""

    title: Text | None = None
    top: CutValue | None = None
    bottom: CutValue | None = None
    at_least: Amount | None = None
    above: Amount | None = None
    at_most: Amount | None = None
    below: Amount | None = None
    if_: Condition | None = Field(default=None, alias="if")
    rest: Literal[True] | None = None
    cut: Literal["half_up", "down", "up"] = "half_up"
    published: bool = True
    stars: Annotated[int, Field(ge=0, le=10)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Band:
        bounds = [n for n in ("at_least", "above", "at_most", "below") if getattr(self, n) is not None]
        ways = sum(
            (
                self.top is not None,
                self.bottom is not None,
                bool(bounds) or self.if_ is not None,
                self.rest is not None,
            )
        )
        if ways != 1:
            raise PydanticCustomError(
                "band_way",
                "a band needs exactly one of top, bottom, a bound (at_least, above, at_most, below), if, rest",
            )
        return self


class Veto(Part):
    """``if`` → ``grade``: replaces the band whatever the total; or ``lower: 1`` takes it so many steps down ``grades``, written from the best.

    What replaces the band, or takes even the best grade to the worst, is refused without the basis that allows it （一票否决）. Going
    down a step or two is a rule of the scheme like any other: its clause is enough.
    """

    id: Name
    title: Text | None = None
    clause: Text
    if_: Condition = Field(alias="if")
    grade: Text | None = None
    lower: Annotated[int, Field(ge=1, le=9)] | None = None
    grades: Annotated[tuple[Text, ...], Field(min_length=2)] | None = None
    basis: VetoBasis | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Veto:
        if (self.grade is None) == (self.lower is None) or (self.lower is None) != (self.grades is None):
            raise PydanticCustomError(
                "veto_way", "a veto needs either grade, or lower with grades from the best to the worst"
            )
        return self

    @property
    def decides_alone(self) -> bool:
        """Whether this one matter decides whatever the marks: by a grade, or by going down from the best grade to the worst."""
        return self.lower is None or self.lower >= len(self.grades or ()) - 1


class Publish(Part):
    """``order: true`` prints ordinal places and needs the document that approves it."""

    order: bool = False
    approval: Text | None = None
    to: Literal["internal", "units", "public"] = "units"


class Calendar(Part):
    """The round's days, in working days after the period's end."""

    every: Literal["day", "month", "quarter", "half_year", "year"]
    report_by: Annotated[int, Field(ge=0)] | None = None
    verify_by: Annotated[int, Field(ge=0)] | None = None
    object_by: Annotated[int, Field(ge=0)] | None = None
    close_on: Annotated[int, Field(ge=0)] | None = None

"""What programs send of scores and objections and get."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field


class ScoreOut(Schema):
    """One scoring of a round; the bundle is what `root` names. `published_at` is null until two posts published it."""

    id: int
    round: int
    scheme: str
    period: str
    number: int
    root: str
    engine: str
    as_of: dt.datetime
    is_final: bool
    because: str
    object_by: dt.date
    published_at: dt.datetime | None

    @staticmethod
    def resolve_round(row: Any) -> int:
        """Return the key of the round."""
        return int(row.round_id)

    @staticmethod
    def resolve_scheme(row: Any) -> str:
        """Return the scheme's code."""
        return str(row.round.scheme.code)

    @staticmethod
    def resolve_period(row: Any) -> str:
        """Return the round's period."""
        return str(row.round.period)


class ObjectIn(Schema):
    """An objection to one reason."""

    rule: str = Field(max_length=80)
    words: str = Field(max_length=2000)
    evidence: list[str] = []


class MendIn(Schema):
    """One value put right."""

    indicator: str
    period: str
    value: Decimal
    evidence: list[str] = []


class DecideIn(Schema):
    """A verdict (upheld, dismissed), its reason, the values put right, and what counts as it is now (`subject` of `adoptable`)."""

    verdict: str
    answer: str = Field(max_length=2000)
    mends: list[MendIn] = []
    adopts: list[str] = []


class TakeBackIn(Schema):
    """Why an objection is taken back, where there is something to say."""

    reason: str = Field("", max_length=500)


class ObjectionOut(Schema):
    """An objection, or a proposed correction, and how it ended: `verdict` is upheld, dismissed, withdrawn, or null while it is open."""

    id: int
    score: int
    unit: str
    is_correction: bool
    rule: str
    clause: str
    words: str
    raised_at: dt.datetime
    verdict: str | None
    answer: str | None
    decided_at: dt.datetime | None
    led_to: int | None

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)

    @staticmethod
    def resolve_score(row: Any) -> int:
        """Return the key of the score it is against."""
        return int(row.score_id)

    @staticmethod
    def resolve_led_to(row: Any) -> int | None:
        """Return the key of the score it led to."""
        key: int | None = row.led_to_id
        return key


class WhyIn(Schema):
    """Why a round is scored (again)."""

    because: str = Field("", max_length=300)


class ObjectedValueOut(Schema):
    """A value that an objected mark rests on; `is_lacking`: it was handed in too late, and the ledger does not hold it."""

    indicator: str
    period: str
    title: str
    measure: str
    value: Decimal
    is_lacking: bool
    evidence: list[str]


class AdoptableOut(Schema):
    """A record, or marks of another scheme, that says something else by now than what the score counted."""

    subject: str
    version: int
    title: str
    was: str
    now: str


class ObjectionShown(ObjectionOut):
    """An objection as its page shows it: the marks it is against, its evidence, and what a verdict may put right or let count as it is now.

    `adopted` is what the verdict did let count.
    """

    marks: str
    evidence: list[str]
    may_decide: bool
    may_withdraw: bool
    values: list[ObjectedValueOut]
    adoptable: list[AdoptableOut]
    adopted: list[AdoptableOut]


class StatementsOut(Schema):
    """A score in which this post may read statements of marks, with the codes of the first of those units and how many there are."""

    score: ScoreOut
    units: list[str]
    of: int


class StatementUnitOut(Schema):
    """A unit whose statement of marks this post may read."""

    code: str
    name: str


class ChangeOut(Schema):
    """One total or band that a recalculation changed, and why.

    `own`: what is counted of the unit changed. `below`: that of a unit below it. `compared`: only what it is compared with, and so
    its marks by `rules`. `placed`: it has the marks it had, and stands elsewhere among those it is compared with.
    """

    unit: str
    title: str
    league: str
    was: Decimal | None
    now: Decimal | None
    was_band: str | None
    now_band: str | None
    why: str
    rules: list[str]

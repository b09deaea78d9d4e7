"""What programs of an office send of an inspection and get: plans, areas, teams, draws, visits."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from youju.flow.inspections.models import Visit

TEXT = 5000


class PlanIn(Schema):
    """Whose plan, on what basis, on which days, about whom; `round` names the round whose reports are verified."""

    office: str = Field(max_length=40)
    title: str = Field(max_length=120)
    basis: str = Field(max_length=200)
    starts_on: dt.date
    ends_on: dt.date
    round: int | None = None
    level: Literal["", "county", "township", "village"] = ""
    overlap_reason: str = Field("", max_length=200)


class AreasIn(Schema):
    """The areas by name, each with codes of the units that stand for all under them; together they hold every unit once."""

    areas: dict[str, list[str]] = Field(min_length=1)
    overlap_reason: str = Field("", max_length=200)


class TeamIn(Schema):
    """A team: user names, the head first, and the names of its areas."""

    name: str = Field(max_length=60)
    people: list[str] = Field(min_length=1, max_length=50)
    areas: list[str] = []


class GivenIn(Schema):
    """Areas of a plan, by their names, and the team that goes there from now on."""

    team: str = Field(max_length=60)
    areas: list[str] = Field(min_length=1, max_length=200)


class QuotaIn(Schema):
    """How many units of an area are drawn by risk and by chance."""

    by_risk: int = Field(0, ge=0)
    by_chance: int = Field(0, ge=0)


class FixIn(Schema):
    """What decides the draw: the quotas by area, and a seed that was thrown before witnesses, if there is one."""

    quotas: dict[str, QuotaIn]
    seed: str = Field("", max_length=64)


class TextIn(Schema):
    """Words: a conclusion, a feedback, an answer, a note. What is missing is told by the act."""

    text: str = Field(max_length=TEXT)


class AreaOut(Schema):
    """An area with its team and the codes of its units."""

    name: str
    team: str
    units: list[str]


class DrawnOut(Schema):
    """A visit of a plan, for the office."""

    uuid: UUID
    unit: str
    area: str
    team: str
    day: dt.date | None
    status: str


class PlanRow(Schema):
    """A plan in a list."""

    id: int
    office: str
    title: str
    basis: str
    round: int | None
    level: str
    starts_on: dt.date
    ends_on: dt.date
    status: str


class PlanOut(PlanRow):
    """A plan with its areas, teams and visits."""

    overlap_reason: str
    conclusion: str
    areas: list[AreaOut]
    teams: dict[str, list[str]]
    visits: list[DrawnOut]


class DrawOut(Schema):
    """All that is needed to draw the list again: `youju.flow.inspections.lot.draw_again(basis, head_size, head_sha256)`."""

    plan: str
    basis: dict[str, Any]
    fixed_trace: int
    head_size: int | None
    head_sha256: str | None
    drawn: list[dict[str, str]]


class DayIn(Schema):
    """When and how a visit is made."""

    day: dt.date
    mode: Literal[tuple(Visit.Mode.values)] = Visit.Mode.ON_SITE  # type: ignore[valid-type]
    announced: bool = False


class TeamNameIn(Schema):
    """The name of another team of the same plan."""

    team: str = Field(max_length=60)

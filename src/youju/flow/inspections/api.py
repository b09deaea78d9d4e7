"""Inspections for programs: the list a device takes along, and the sync when it is back; what an office and a unit do stands beside."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from youju.flow.inspections import selectors, services
from youju.flow.inspections.models import Visit
from youju.flow.inspections.plans_api import router as plans_router
from youju.flow.inspections.reported import all_reported
from youju.flow.inspections.selectors import scheme_of
from youju.flow.inspections.told_api import router as told_router
from youju.flow.units.powers import unit_for
from youju.kernel.api import doors

router = Router()
router.add_router("", plans_router)
router.add_router("", told_router)


class ToVerifyOut(Schema):
    """An indicator to verify. What was reported is not in it: it is told after a value was written down."""

    indicator: str
    title: str
    measure: str
    period: str


class CarriedVisitOut(Schema):
    """A visit to make. Why it was drawn is not in it."""

    uuid: UUID
    unit: str
    name: str
    day: dt.date | None
    mode: str
    announced: bool
    over: bool
    scheme: str
    asked: list[ToVerifyOut]


class ItemIn(Schema):
    """One thing written down on a device, under a number of its own. Numbers are text; an empty value is "not found"."""

    uuid: UUID
    kind: Literal["verification", "finding", "finish"]
    visit: UUID
    indicator: str = Field("", max_length=80)
    value: str | None = Field(None, max_length=60)
    what: str = Field("", max_length=5000)
    clause: str = Field("", max_length=200)
    note: str = Field("", max_length=5000)
    evidence: list[str] = Field([], max_length=50)
    corrects: UUID | None = None


class SyncIn(Schema):
    """Everything a device has written down, in the order in which it was written."""

    items: list[ItemIn] = Field(max_length=500)


class SyncOut(Schema):
    """An answer for each item, in the same order: stored, conflict (with both sides), or refused; `again` for a retry."""

    answers: list[dict[str, Any]]


class RecusalIn(Schema):
    """Whom somebody does not inspect, and why."""

    unit: str = Field(max_length=40)
    reason: str = Field(max_length=200)


class RecusalOut(Schema):
    """A recusal as it was noted."""

    unit: str
    reason: str
    declared_at: dt.datetime

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)


@router.post("/recusals", auth=doors("inspection.visit"), response=RecusalOut, summary="申请回避")
def recuse(request: HttpRequest, said: RecusalIn) -> Any:
    """Ask to stay away from a unit and from what is under it."""
    unit = unit_for(request.user, "inspection.visit", said.unit)
    return services.declare_recusal(person=request.user, unit=unit, reason=said.reason, by=request.user)


@router.get(
    "/day",
    auth=doors("inspection.visit"),
    response=list[CarriedVisitOut],
    summary="我的组要去的单位，带在手机里",
)
def day(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the visits of one's teams, to take along."""
    return [
        {
            "uuid": v.uuid, "unit": v.unit.code, "name": v.unit.name, "day": v.day, "mode": v.mode, "announced": v.announced,
            "over": v.status != Visit.Status.PLANNED, "scheme": scheme_of(v),
            "asked": [{"indicator": a.indicator, "title": a.title, "measure": a.measure or "", "period": a.period}
                      for a in all_reported(v).values()],
        }
        for v in selectors.visits_to_make(request.user)
    ]  # fmt: skip


@router.post(
    "/sync",
    auth=doors("inspection.visit"),
    response=SyncOut,
    summary="把手机里记下的交上来；重复提交得到第一次的答复，不同的值并排返回",
)
def sync(request: HttpRequest, said: SyncIn) -> dict[str, Any]:
    """Hand in what a device wrote down, each item once."""
    return {"answers": services.sync(items=[item.dict() for item in said.items], by=request.user)}

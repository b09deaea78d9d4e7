"""Inspections for programs after a visit: the feedback, the unit's word about it, and what is put right."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.inspections import selectors, services
from youju.flow.inspections.models import Rectification, Visit
from youju.flow.inspections.shapes import TextIn
from youju.flow.reports.fields import plain
from youju.kernel.api import Numbered, doors, numbered

router = Router()


class FoundOut(Schema):
    """One value that was verified: what was reported and what was found, None for what was not found."""

    indicator: str
    period: str
    reported: str | None
    verified: str | None
    result: str
    evidence: list[str]


class VisitFindingOut(Schema):
    """Something that is wrong, and what became of it."""

    uuid: UUID
    what: str
    clause: str
    item: int | None
    status: str


class ToldOut(Schema):
    """A visit as its unit was told of it."""

    uuid: UUID
    unit: str
    day: dt.date | None
    feedback: str
    answer: str
    found: list[FoundOut]
    findings: list[VisitFindingOut]


class ItemOut(Schema):
    """A finding that somebody has to put right by a day."""

    id: int
    unit: str
    what: str
    due_on: dt.date
    status: str
    measures: str
    evidence: list[str]
    return_reason: str


class DueIn(Schema):
    """By when a finding is put right."""

    due_on: dt.date


class MeasuresIn(Schema):
    """How it was put right, with evidence of the unit."""

    measures: str = Field(max_length=5000)
    evidence: list[str] = Field([], max_length=50)


@router.get("/told", auth=doors("inspection.own"), response=list[ToldOut], summary="督查反馈")
def told(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return the visits that units of this post were told of, the latest first."""
    return [_told(row) for row in numbered(request, response, selectors.visits_fed_back(request.user), asked)]


@router.post("/visits/{uuid}/feedback", auth=doors("inspection.feedback"), response=ToldOut, summary="反馈")
def feed_back(request: HttpRequest, uuid: UUID, said: TextIn) -> Any:
    """Tell the unit what was found. Once, after the visit is over."""
    visit = selectors.visit_for_office(request.user, uuid)
    services.feed_back(visit=visit, text=said.text, by=request.user)
    return _told(visit)


@router.post("/visits/{uuid}/answer", auth=doors("inspection.answer"), response=ToldOut, summary="陈述意见")
def answer(request: HttpRequest, uuid: UUID, said: TextIn) -> Any:
    """Say the unit's own word. Once."""
    visit = selectors.visit_fed_back(request.user, uuid, "inspection.answer")
    services.answer_feedback(feedback=visit.feedback, text=said.text, by=request.user)
    return _told(visit)


@router.post(
    "/findings/{uuid}/assign", auth=doors("rectification.assign"), response=ItemOut, summary="交办整改"
)
def assign(request: HttpRequest, uuid: UUID, said: DueIn) -> Any:
    """Let the unit put a finding right by a day."""
    finding = selectors.finding_for(request.user, uuid)
    return _item(services.assign_rectification(finding=finding, due_on=said.due_on, by=request.user))


@router.get("/items", auth=doors("inspection.own"), response=list[ItemOut], summary="整改事项")
def items(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return what units of this post have to put right, or have."""
    rows = selectors.rectifications_for(request.user, "inspection.own")
    return [_item(row) for row in numbered(request, response, rows, asked)]


@router.post("/items/{pk}/rectify", auth=doors("rectification.report"), response=ItemOut, summary="报整改")
def rectify(request: HttpRequest, pk: int, said: MeasuresIn) -> Any:
    """Say how it was put right."""
    item = selectors.rectification_for(request.user, pk, "rectification.report")
    return _item(services.report_rectification(item=item, by=request.user, **said.model_dump()))


@router.post("/items/{pk}/close", auth=doors("finding.close"), response=ItemOut, summary="销号")
def close(request: HttpRequest, pk: int, said: TextIn) -> Any:
    """Close a finding that was put right, saying how that was verified: never who put it right."""
    item = selectors.rectification_for(request.user, pk, "finding.close")
    return _item(services.close_finding(item=item, note=said.text, by=request.user))


@router.post("/items/{pk}/return", auth=doors("finding.close"), response=ItemOut, summary="退回整改")
def return_(request: HttpRequest, pk: int, said: TextIn) -> Any:
    """Give back what is not put right yet, saying why."""
    item = selectors.rectification_for(request.user, pk, "finding.close")
    return _item(services.return_rectification(item=item, reason=said.text, by=request.user))


def _told(visit: Visit) -> dict[str, Any]:
    feedback = visit.feedback
    return {
        "uuid": visit.uuid, "unit": visit.unit.code, "day": visit.day, "feedback": feedback.text, "answer": feedback.answer or "",
        "found": [
            {"indicator": one.indicator, "period": one.period, "reported": _text(one.reported), "verified": _text(one.verified),
             "result": one.result, "evidence": one.evidence}
            for one in selectors.verifications_of(visit)
        ],
        "findings": [
            {"uuid": one.uuid, "what": one.what, "clause": one.clause, "item": item.pk if item else None, "status": item.status if item else "open"}
            for one in selectors.findings_of(visit)
            for item in [getattr(one, "rectification", None)]
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _item(row: Rectification) -> dict[str, Any]:
    kept = ("due_on", "status", "measures", "evidence", "return_reason")
    return {"id": row.pk, "unit": row.unit.code, "what": row.finding.what, **{name: getattr(row, name) for name in kept}}  # fmt: skip

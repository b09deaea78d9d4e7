"""Scores, statements and objections for programs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.schemes.selectors import round_for
from youju.flow.scores import selectors, services
from youju.kernel.api import Numbered, doors, numbered, with_etag

router = Router()


class ScoreOut(Schema):
    """One scoring of a round; the bundle is what `root` names."""

    id: int
    number: int
    root: str
    engine: str
    as_of: dt.datetime
    is_final: bool
    because: str
    object_by: dt.date


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
    """A verdict (upheld, dismissed), its reason, and the values put right."""

    verdict: str
    answer: str = Field(max_length=2000)
    mends: list[MendIn] = []


class ObjectionOut(Schema):
    """An objection and what was decided."""

    id: int
    unit: str
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
    def resolve_led_to(row: Any) -> int | None:
        """Return the key of the score it led to."""
        key: int | None = row.led_to_id
        return key


class WhyIn(Schema):
    """Why a round is scored (again)."""

    because: str = Field("", max_length=300)


@router.get("/", auth=doors("score.read"), response=list[ScoreOut], summary="计分")
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the scores of the schemes whose office this post is in, the latest first."""
    return numbered(request, response, selectors.scores_for(request.user), page)


@router.post("/rounds/{pk}/notice", auth=doors("score.make"), response=ScoreOut, summary="转入公示并计分")
def notice(request: HttpRequest, pk: int) -> Any:
    """Open the notice of a round and score it."""
    return services.open_notice(round_=round_for(request.user, pk, "score.make"), by=request.user)


@router.post("/rounds/{pk}", auth=doors("score.make"), response=ScoreOut, summary="计分")
def score(request: HttpRequest, pk: int, said: WhyIn) -> Any:
    """Score a round again, saying why."""
    round_ = round_for(request.user, pk, "score.make")
    return services.score_round(round_=round_, by=request.user, because=said.because)


@router.get("/{pk}/statements/{code}", auth=doors("statement.read"), summary="得分说明书")
def statement(request: HttpRequest, response: HttpResponse, pk: int, code: str) -> Any:
    """Return a unit's statement of marks; marks are exact text."""
    row, unit = selectors.score_and_unit(request.user, pk, code)
    return with_etag(
        request, response, f"{row.root} {code}", lambda: selectors.statement(row, unit).as_dict()
    )


@router.post(
    "/{pk}/statements/{code}/object", auth=doors("objection.raise"), response=ObjectionOut, summary="提异议"
)
def object_(request: HttpRequest, pk: int, code: str, said: ObjectIn) -> Any:
    """Object to one reason of a unit's own score."""
    row, unit = selectors.score_and_unit(request.user, pk, code, "objection.raise")
    return services.raise_objection(score=row, unit=unit, by=request.user, **said.model_dump())


@router.post(
    "/{pk}/statements/{code}/correction",
    auth=doors("correction.propose"),
    response=ObjectionOut,
    summary="提请更正",
)
def correction(request: HttpRequest, pk: int, code: str, said: ObjectIn) -> Any:
    """Propose, as the office, to correct one reason of a closed round after the window for objections."""
    row, unit = selectors.score_to_correct(request.user, pk, code)
    return services.propose_correction(score=row, unit=unit, by=request.user, **said.model_dump())


@router.get("/objections", auth=doors("statement.read"), response=list[ObjectionOut], summary="异议")
def objections(
    request: HttpRequest, response: HttpResponse, page: Query[Numbered], open_only: bool = False
) -> Any:
    """Return the objections this post may see, the latest first."""
    return numbered(request, response, selectors.objections_for(request.user, open_only=open_only), page)


@router.post(
    "/objections/{pk}/decide", auth=doors("objection.decide"), response=ObjectionOut, summary="复核异议"
)
def decide(request: HttpRequest, pk: int, said: DecideIn) -> Any:
    """Decide an objection."""
    row = selectors.objection_for(request.user, pk, "objection.decide")
    mends = [services.Mend(m.indicator, m.period, m.value, tuple(m.evidence)) for m in said.mends]
    return services.decide_objection(
        objection=row, verdict=said.verdict, answer=said.answer, mends=mends, by=request.user
    )

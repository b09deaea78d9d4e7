"""What else an office's own programs do with registers: declare one, read the whole way of a record, bring an offer and a need together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from youju.flow.schemes.selectors import schemes_for
from youju.flow.units.powers import unit_for
from youju.kernel.api import doors
from youju.kernel.clock import db_today
from youju.work.registers import forming, market, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forms import LARGEST
from youju.work.registers.models import Register

router = Router()


class DeclareIn(Schema):
    """A declaration, the declarations it extends (the most basic first), whose register it is, and its scheme."""

    text: str = Field(max_length=LARGEST, description="声明(YAML)")
    bases: dict[str, str] = Field({}, max_length=20, description="被扩展的声明：名称 → YAML")
    unit: str = Field(max_length=40, description="主办单位的代码")
    scheme: str = Field("", max_length=80)


class DeclaredOut(Schema):
    """The register as it stands now; the same text again is no new version."""

    code: str
    title: str
    version: int


class ChangedOut(Schema):
    """A field of which an act changed what it says."""

    field: str
    was: str
    now: str


class StepOut(Schema):
    """One line of the way of a record: who did or said what, when, why, and on which evidence."""

    at: dt.datetime
    who: str
    what: str
    reason: str
    changes: list[ChangedOut]
    evidence: list[str]


class PairOut(Schema):
    """An offer and a need that may fit: points out of a hundred, the reasons, and how far the two have come."""

    offer: str
    offer_lock: int
    need: str
    need_lock: int
    points: int
    reasons: list[str]
    stand: str = Field(description="waiting 等对方;agreed 对方愿意;空表示还没有人说")


class DealIn(Schema):
    """The two, at the versions that were seen, and which way the goods go."""

    offer: str = Field(max_length=40)
    offer_lock: int = Field(ge=1)
    need: str = Field(max_length=40)
    need_lock: int = Field(ge=1)
    direction: str = Field("", max_length=40)


class DealtOut(Schema):
    """The record in the purchase ledger; empty while only one side agrees."""

    ledger: str
    number: str


def declare(request: HttpRequest, said: DeclareIn) -> Any:
    """Put a declaration into force, or declare a register anew. 422 with every fault of the text, by its line."""
    unit = unit_for(request.user, "register.declare", said.unit)
    if said.scheme and said.scheme not in {one.code for one in schemes_for(request.user)}:
        raise Http404(said.scheme)
    return services.declare_register(
        text=said.text, bases=said.bases, unit=unit, by=request.user, scheme=said.scheme
    )


@router.get(
    "/{code}/records/{number}/history",
    auth=doors("register.read"),
    response=list[StepOut],
    summary="一条记录的经过",
)
def history(request: HttpRequest, code: str, number: str) -> Any:
    """Return everything that happened to a record, the latest first; nothing private."""
    row = selectors.record_for(request.user, code, number)
    steps = forming.lines_of(
        declaration_of(row.register), list(selectors.versions_of(row)), list(selectors.remarks_of(row))
    )
    return [
        {
            "at": one.at, "who": one.who, "what": one.what, "reason": one.reason, "evidence": list(one.evidence),
            "changes": [{"field": field, "was": was, "now": now} for field, was, now in one.changes],
        }
        for one in steps
    ]  # fmt: skip


@router.get("/{code}/matches", auth=doors("register.read"), response=list[PairOut], summary="供需配对")
def matches(request: HttpRequest, code: str) -> Any:
    """Return the pairs in which this post acts for a side. 404 for a register without offers and needs."""
    register = _market(request, code)
    return [
        {
            "offer": pair.offer.number, "offer_lock": pair.offer.lock, "need": pair.need.number, "need_lock": pair.need.lock,
            "points": pair.proposal.points, "reasons": list(pair.proposal.reasons), "stand": pair.stand,
        }
        for pair in market.pairs_for(request.user, register, db_today())
    ]  # fmt: skip


@router.post("/{code}/deals", auth=doors("register.write"), response=DealtOut, summary="成交")
def deal(request: HttpRequest, code: str, said: DealIn) -> Any:
    """Bring an offer and a need together, or agree for one's own side; 409 if one of them changed meanwhile."""
    offer, need = market.two_of(request.user, _market(request, code), said.offer, said.need)
    row = services.deal(
        offer=offer,
        need=need,
        locks=(said.offer_lock, said.need_lock),
        values={"direction": said.direction} if said.direction else {},
        by=request.user,
    )
    return {"ledger": row.register.code if row else "", "number": row.number if row else ""}


def _market(request: HttpRequest, code: str) -> Register:
    register = selectors.register_for(request.user, code)
    if declaration_of(register).match is None:
        raise Http404(code)
    return register

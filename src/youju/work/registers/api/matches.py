"""Offers and needs that may fit each other, and the deal that is made of a pair."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from youju.kernel.api import doors
from youju.kernel.clock import db_today
from youju.work.registers import market, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Register

router = Router()


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

"""What is done about records besides their moves, for programs: the same acts as the buttons of the page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from youju.flow.units.powers import unit_for
from youju.kernel.api import doors
from youju.work.registers import selectors, services
from youju.work.registers.api.records import data_of
from youju.work.registers.models import Record, Remark

router = Router()
RECORD = "/{code}/records/{number}"


class RemarkOut(Schema):
    """What was said or done about a record."""

    kind: str
    at: dt.datetime
    text: str


class SaidIn(Schema):
    """A sentence."""

    text: str = Field(min_length=1, max_length=2000)


class ExtendIn(Schema):
    """The new deadline and why, at the version that was seen."""

    lock: int = Field(ge=1)
    until: dt.date
    reason: str = Field(min_length=1, max_length=500)


class PartyIn(Schema):
    """A unit that is to stand beside the lead, and what is asked of it; or, with `end`, to stand there no more."""

    unit: str = Field(max_length=40)
    part: Literal["support", "supervise"] = "support"
    text: str = Field("", max_length=500)
    end: bool = False


class FanOutIn(Schema):
    """What is asked of each department, by its code."""

    parts: dict[str, str] = Field(max_length=50)


class RewardIn(Schema):
    """How much, to whoever brings the code."""

    follow_code: str = Field(max_length=80)
    amount: Decimal = Field(gt=0, max_digits=14, decimal_places=2)


class DrawIn(Schema):
    """How many closed records are to be looked at again."""

    count: int = Field(ge=1, le=10_000)


class LookedIn(Schema):
    """What was found when a record was looked at again, at the version that was seen."""

    lock: int = Field(ge=1)
    holds: bool
    text: str = Field(min_length=1, max_length=2000)


class MergeIn(Schema):
    """The number of the record that a duplicate goes into, at the version that was seen."""

    lock: int = Field(ge=1)
    into: str = Field(max_length=40)
    reason: str = Field("", max_length=500)


def _told(row: Remark) -> dict[str, Any]:
    return {"kind": row.kind, "at": row.at, "text": row.text}


@router.post("/{code}/draws", auth=doors("register.move"), response=list[str], summary="抽回头看")
def draw(request: HttpRequest, code: str, said: DrawIn) -> Any:
    """Draw closed records to be looked at again; return their numbers."""
    register = selectors.register_for(request.user, code)
    unit_for(request.user, "register.move", register.unit.code, scheme=register.scheme)
    drawn = services.draw_look_back(register=register, count=said.count, by=request.user)
    return [row.number for row in drawn]


@router.post(f"{RECORD}/notes", auth=doors("register.write"), summary="写进展")
def note(request: HttpRequest, code: str, number: str, said: SaidIn) -> Any:
    """Write down how it is going."""
    row = selectors.record_for(request.user, code, number)
    return _told(services.note(record=row, by=request.user, text=said.text))


@router.post(f"{RECORD}/instruct", auth=doors("register.instruct"), response=RemarkOut, summary="批示")
def instruct(request: HttpRequest, code: str, number: str, said: SaidIn) -> Any:
    """Leave a leader's instruction."""
    row = selectors.record_for(request.user, code, number)
    return _told(services.instruct(record=row, by=request.user, text=said.text))


@router.post(f"{RECORD}/accept", auth=doors("register.write"), response=RemarkOut, summary="签收")
def accept(request: HttpRequest, code: str, number: str) -> Any:
    """Sign for what was given."""
    return _told(services.accept(record=selectors.record_for(request.user, code, number), by=request.user))


@router.post(f"{RECORD}/part", auth=doors("register.write"), response=RemarkOut, summary="分办答复")
def answer_part(request: HttpRequest, code: str, number: str, said: SaidIn) -> Any:
    """Answer for one's own unit what was asked of it."""
    row = selectors.record_for(request.user, code, number)
    return _told(services.answer_part(record=row, by=request.user, text=said.text))


@router.post(f"{RECORD}/extend", auth=doors("register.move"), summary="延期")
def extend(request: HttpRequest, code: str, number: str, said: ExtendIn) -> Any:
    """Give more time."""
    row = selectors.record_for(request.user, code, number)
    return data_of(
        services.extend(record=row, lock=said.lock, until=said.until, reason=said.reason, by=request.user)
    )


@router.post(f"{RECORD}/parties", auth=doors("register.write"), summary="增减配合单位")
def party(request: HttpRequest, code: str, number: str, said: PartyIn) -> Any:
    """Add a supporting or supervising unit, or let one go; return the units that stand beside the lead."""
    row = selectors.record_for(request.user, code, number)
    unit = unit_for(request.user, "unit.read", said.unit)
    if said.end:
        services.end_party(record=row, unit=unit, by=request.user, reason=said.text)
    else:
        services.add_party(record=row, unit=unit, part=said.part, by=request.user, asked=said.text)
    return _parties(row)


@router.post(f"{RECORD}/fan-out", auth=doors("register.write"), summary="分办")
def fan_out(request: HttpRequest, code: str, number: str, said: FanOutIn) -> Any:
    """Send one receipt to several departments."""
    row = selectors.record_for(request.user, code, number)
    parts = {unit_for(request.user, "unit.read", unit): asked for unit, asked in said.parts.items()}
    services.fan_out(record=row, parts=parts, by=request.user)
    return _parties(row)


def _parties(row: Record) -> list[dict[str, Any]]:
    standing = row.parties.filter(ended_on=None).order_by("pk")
    return list(standing.values("unit__code", "part", "asked", "since"))


@router.post(f"{RECORD}/reward", auth=doors("register.move"), response=RemarkOut, summary="发奖励")
def reward(request: HttpRequest, code: str, number: str, said: RewardIn) -> Any:
    """Pay a reward to whoever brings the code; nobody is named."""
    row = selectors.record_for(request.user, code, number)
    return _told(services.pay_reward(record=row, code=said.follow_code, amount=said.amount, by=request.user))


@router.post(f"{RECORD}/looked", auth=doors("register.move"), summary="回头看")
def looked(request: HttpRequest, code: str, number: str, said: LookedIn) -> Any:
    """Say what was found when a closed record was looked at again; what does not hold is reopened."""
    row = selectors.record_for(request.user, code, number)
    return data_of(
        services.looked_back(record=row, lock=said.lock, holds=said.holds, text=said.text, by=request.user)
    )


@router.post(f"{RECORD}/merge", auth=doors("register.write"), summary="并案")
def merge(request: HttpRequest, code: str, number: str, said: MergeIn) -> Any:
    """Merge a duplicate into another record."""
    row = selectors.record_for(request.user, code, number)
    into = selectors.record_for(request.user, code, said.into, "register.write")
    return data_of(services.merge(record=row, into=into, lock=said.lock, by=request.user, reason=said.reason))

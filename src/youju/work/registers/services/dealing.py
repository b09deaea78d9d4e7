"""Deals: an offer and a need that a person brings together, written into the purchase ledger with direction and day."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from youju.kernel.clock import db_today
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register
from youju.work.registers.services.keeping import make_record
from youju.work.registers.services.moving import move_record

PURCHASES = "purchase"


@transaction.atomic
def deal(
    *,
    offer: Record,
    need: Record,
    locks: tuple[int, int],
    values: Mapping[str, str],
    by: User,
    into: str = PURCHASES,
) -> Record:
    """Close an offer and a need with each other and write the purchase down. Both or neither.

    `values` say what the two do not: the direction, the pairing, the price paid. Refused where the two are no pair.
    """
    one = declaration_of(offer.register)
    match = one.match
    sides = (offer.values.get(match.side), need.values.get(match.side)) if match else ()
    if match is None or offer.register_id != need.register_id or sides != (match.offer, match.need):
        raise Refusal(
            "没有成交",
            "这两条不是一供一需",
            "选一条供给、一条需求",
            english="The deal was not made: these two are not an offer and a need. Choose one of each.",
        )
    ledger = Register.objects.filter(code=into, version__gt=0).first()
    if ledger is None:
        raise Refusal(
            "没有成交",
            f"还没有声明台账“{into}”",
            "先声明互采互用台账",
            english=f"The deal was not made: the register {into} is not declared yet. Declare it first.",
        )
    step = next((move.id for move in one.moves if move.id == "deal"), "")
    for record, lock in ((offer, locks[0]), (need, locks[1])):
        move_record(record=record, lock=lock, move=step, by=by)
    told = {
        "product": str(offer.values.get(one.named_by, "")), "seller": offer.unit.name, "buyer": need.unit.name,
        "measure": str(offer.values.get("measure", "")), "quantity": _said(need.values.get(match.quantity or "")),
        "as_of": db_today().isoformat(), "cumulative": "否", "deal": offer.number,
    }  # fmt: skip
    row = make_record(
        register=ledger, unit=offer.unit, values={**{k: v for k, v in told.items() if v}, **values}, by=by
    )
    leave_trace(by, "register.deal", row, offer=offer, need=need)
    return row


def _said(kept: object) -> str:
    return f"{'' if kept['r'] == '=' else kept['r']}{kept['n']}" if isinstance(kept, dict) else ""

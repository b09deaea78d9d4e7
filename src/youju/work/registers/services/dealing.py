"""Deals: an offer and a need that a person brings together, written into the purchase ledger with direction and day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from youju.flow.reports.fields import plain
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_today
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers import matching
from youju.work.registers.declared import declaration_of
from youju.work.registers.fields.kept import amount_of
from youju.work.registers.models import Record, Register, Remark
from youju.work.registers.reach import post_to_move
from youju.work.registers.services.keeping import Conflict, claim, make_record, write_version
from youju.work.registers.services.moving import DEAL, move_record
from youju.work.registers.services.remarking import remark
from youju.work.registers.shadows import shadows

if TYPE_CHECKING:
    from youju.engine.registers import Declaration

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
) -> Record | None:
    """Deal an offer and a need with each other and write the purchase down. Both or neither.

    The lesser quantity changes hands; what is left of the other side stays open. Refused where the measures differ or
    one holds no longer.

    Whoever acts for one side only says that it agrees (None is returned) until the other side agrees too, to the pair as
    it stands. `values` say what the two do not: the direction, the pairing, the price paid. Refused where the two are no pair.
    """
    one = declaration_of(offer.register)
    _refuse_no_pair(one, offer, need)
    ledger = Register.objects.filter(code=into, version__gt=0).first()
    if ledger is None:
        raise Refusal(
            "没有成交",
            f"还没有声明台账“{into}”",
            "先声明互采互用台账",
            english=f"The deal was not made: the register {into} is not declared yet. Declare it first.",
        )
    measure = _one_measure(one, offer, need)
    sides = ((offer, need, locks[0]), (need, offer, locks[1]))
    hands = [_hand(one, record, other, by) for record, other, _lock in sides]
    if None in hands:
        _agree(one, *sides[0 if hands[1] is None else 1], by)
        return None
    quantity = _quantity(one, offer, need)
    for (record, _other, lock), hand in zip(sides, hands, strict=True):
        _close(one, record, lock, quantity, hand or by)
    told = {
        "product": str(offer.values.get(one.named_by, "")), "seller": offer.unit.name, "buyer": need.unit.name,
        "measure": measure, "quantity": _said(quantity),
        "as_of": db_today().isoformat(), "cumulative": "否", "deal": offer.number,
    }  # fmt: skip
    row = make_record(
        register=ledger,
        unit=offer.unit,
        values={**{k: v for k, v in told.items() if v}, **values},
        by=hands[0],
    )
    leave_trace(by, "register.deal", row, offer=offer, need=need)
    return row


def _refuse_no_pair(one: Declaration, offer: Record, need: Record) -> None:
    """Refuse two records that are not an offer and a need of one register, or of which one holds no longer."""
    match = one.match
    sides = (offer.values.get(match.side), need.values.get(match.side)) if match else ()
    if match is None or offer.register_id != need.register_id or sides != (match.offer, match.need):
        raise Refusal(
            "没有成交",
            "这两条不是一供一需",
            "选一条供给、一条需求",
            english="The deal was not made: these two are not an offer and a need. Choose one of each.",
        )
    if not all(matching.stands(one, side.values, db_today()) for side in (offer, need)):
        raise Refusal(
            "没有成交",
            "有一条过了有效期",
            "改了有效期再成交",
            english="The deal was not made: one of the two holds no longer. Change until when it holds first.",
        )


def _one_measure(one: Declaration, offer: Record, need: Record) -> str:
    """Return the measure in which both count, "" where neither says one; refused where they differ."""
    measures = matching.measures_of(one, offer.values, need.values)
    if len(measures) > 1:
        raise Refusal(
            "没有成交",
            f"两条的计量单位不同：{'、'.join(measures)}",
            "先改成一样的",
            english=f"The deal was not made: the two count in different measures ({', '.join(measures)}). Make them the same first.",
        )
    return "".join(measures)


def _hand(one: Declaration, record: Record, other: Record, by: User) -> User | None:
    """Return who deals for a side: the one who acts, where it is theirs, or whoever agreed to the pair as the side stands now."""
    step = one.move(DEAL)
    if step and tenure_on(by, "register.move", record.unit_id, scheme=record.register.scheme, roles=step.who):
        return by
    said = record.remarks.filter(
        kind=Remark.Kind.NOTE, detail__deal=other.number, detail__lock=record.lock
    ).select_related("by")
    last = said.order_by("-pk").first()
    return last.by if last is not None else None


def _agree(one: Declaration, record: Record, other: Record, lock: int, by: User) -> None:
    step = one.move(DEAL)
    post = post_to_move(by, record, step.who if step else (), step.title if step else "成交")
    if record.lock != lock or record.stage in one.closed or other.stage in one.closed:
        raise Conflict(record, "成交")
    text = f"愿意与 {other.number}({other.unit.name})成交"
    remark(record, Remark.Kind.NOTE, by, post, text=text, deal=other.number, lock=lock)
    leave_trace(by, "register.agree", record, post=post, other=other)


def _quantity(one: Declaration, offer: Record, need: Record) -> Any:
    """Return how much changes hands: the lesser of what is offered and what is needed, or the one that is known."""
    name = one.match.quantity if one.match else None
    kept = [side.values[name] for side in (need, offer) if name and side.values.get(name) is not None]
    return min(kept, key=lambda said: amount_of(one.fields[str(name)], said) or 0) if kept else None


def _close(one: Declaration, record: Record, lock: int, quantity: Any, by: User) -> None:
    """Close one side of a deal; what is left of it stays open with the rest of its quantity."""
    name, step = one.match.quantity if one.match else None, one.move(DEAL)
    had, dealt = (
        amount_of(one.fields[name], said) if name else None
        for said in (record.values.get(name or ""), quantity)
    )
    if step is None or had is None or dealt is None or had <= dealt:
        move_record(record=record, lock=lock, move=DEAL, by=by, paired=True)
        return
    post, kept = post_to_move(by, record, step.who, step.title), record.values[str(name)]
    left = plain(had - dealt)
    values = {**record.values, str(name): {**kept, "n": left} if isinstance(kept, dict) else left}
    if record.stage not in step.from_:
        raise Refusal(
            "没有成交",
            f"“{record}”已经不在待对接",
            "看看它现在的样子",
            english=f"The deal was not made: {record} is not open any more. See how it stands.",
        )
    claim(record, lock, step.title, values=values, **shadows(one, values))
    write_version(record, DEAL, by, post, reason=f"成交 {_said(quantity)}，还剩 {left}")


def _said(kept: object) -> str:
    if isinstance(kept, dict):
        return f"{'' if kept['r'] == '=' else kept['r']}{kept['n']}"
    return "" if kept is None else str(kept)

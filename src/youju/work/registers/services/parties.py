"""The units beside the lead of a record: who supports or supervises, who was asked for a part, and what each answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from youju.engine.registers import Declaration
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Party, Record, Remark
from youju.work.registers.reach import post_to_write
from youju.work.registers.services.remarking import remark, said_or_refuse, standing

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def add_party(*, record: Record, unit: Unit, part: str, by: User | None, asked: str = "") -> Party:
    """Let a unit stand beside the lead: to support (a case: to handle) or to supervise. The lead stays the one it was."""
    one = declaration_of(record.register)
    post = post_to_write(by, record.register, record.unit_id) if by is not None else None
    _refuse_party(record, one, unit, part)
    row, made = Party.objects.get_or_create(
        record=record,
        unit=unit,
        ended_on=None,
        defaults={"part": part, "asked": asked[:500], "since": db_today()},
    )
    if not made and row.part != part:
        raise Refusal(
            f"“{record}”没有加单位",
            f"{unit}已经在{row.get_part_display()}",
            "先结束原来的",
            english=f"The unit was not added to {record}: {unit} stands here already in another part. End that part first.",
        )
    if made:
        remark(record, Remark.Kind.HAND, by, post, text=asked, unit_id=unit.pk, part=part)
        leave_trace(by, "register.party", record, post=post, unit=unit, part=part)
    return row


def _refuse_party(record: Record, one: Declaration, unit: Unit, part: str) -> None:
    if not one.parts or part not in Party.Part.values:
        raise Refusal(
            f"“{record}”没有加单位",
            "这本台账不设配合、督办单位",
            "在声明里写 parts: true",
            english=f"The unit was not added to {record}: this register has no supporting or supervising units. Write parts: true in its declaration.",
        )
    if unit.pk == record.unit_id:
        raise Refusal(
            f"“{record}”没有加单位",
            f"{unit}就是牵头单位，牵头的只有一个",
            "换一个单位",
            english=f"The unit was not added to {record}: {unit} leads it, and exactly one unit leads. Choose another.",
        )
    if record.stage in one.closed:
        raise Refusal(
            f"“{record}”没有加单位",
            "它已经办完",
            "先重新办理",
            english=f"The unit was not added to {record}: it is closed. Reopen it first.",
        )
    if unit.valid_to is not None and unit.valid_to <= db_today():
        raise Refusal(
            f"“{record}”没有加单位",
            f"{unit.name}已于 {unit.valid_to} 撤销",
            "选承接它的单位",
            english=f"The unit was not added to {record}: {unit.name} ended on {unit.valid_to}. Choose the unit that succeeded it.",
        )


@transaction.atomic
def end_party(*, record: Record, unit: Unit, by: User, reason: str) -> None:
    """Let a supporting or supervising unit go, with a reason. What it said stays."""
    post = post_to_write(by, record.register, record.unit_id)
    said_or_refuse(reason, "结束配合")
    if not Party.objects.filter(record=record, unit=unit, ended_on=None).update(ended_on=db_today()):
        raise Refusal(
            f"“{record}”没有改",
            f"{unit}不在配合、督办单位里",
            "看看现在有哪些单位",
            english=f"{record} was not changed: {unit} neither supports nor supervises it. See which units do.",
        )
    leave_trace(by, "register.party", record, post=post, unit=unit, ended=True, reason=reason[:500])


@transaction.atomic
def fan_out(*, record: Record, parts: dict[Unit, str], by: User) -> list[Party]:
    """Send one receipt to several departments at once （一窗受理）: each is told what is asked of it; one answer goes back."""
    if len(parts) < 2:
        raise BadInput(
            f"“{record}”没有分办",
            "分办要有两个以上部门",
            "只有一个部门的，直接办",
            english=f"{record} was not handed out: that takes two departments or more. With one, deal with it directly.",
        )
    return [
        add_party(record=record, unit=unit, part=Party.Part.SUPPORT, by=by, asked=asked)
        for unit, asked in parts.items()
    ]


@transaction.atomic
def answer_part(*, record: Record, by: User, text: str) -> Remark:
    """Answer for one's own unit what was asked of it. The asker hears one answer, when all have answered."""
    unit_id, post = standing(record, by)
    if not record.parties.filter(unit_id=unit_id, ended_on=None, part=Party.Part.SUPPORT).exists():
        raise Refusal(
            f"“{record}”没有答复",
            "没有分给你的单位",
            "牵头单位直接答复",
            english=f"{record} was not answered: nothing in it was asked of your unit. The lead unit answers directly.",
        )
    row = remark(record, Remark.Kind.PART, by, post, text=said_or_refuse(text, "答复"), unit_id=unit_id)
    leave_trace(by, "register.part", record, post=post, unit=unit_id, text=row.text)
    return row

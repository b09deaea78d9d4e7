"""What is said about a record without changing its values: notes, instructions, receipts, extensions, parties, answers of parts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked
from youju.work.registers.models import Party, Record, Remark
from youju.work.registers.reach import OFFICE, post_to_write
from youju.work.registers.services.keeping import claim, hold, keep_deadlines, write_version
from youju.work.registers.shadows import shadows

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


def remark(
    record: Record,
    kind: str,
    by: User | None,
    post: Post | None,
    *,
    text: str = "",
    unit_id: int | None = None,
    **detail: Any,
) -> Remark:
    """Write a remark down; inside the transaction of an act."""
    if len(text) > 2000 or "\x00" in text:
        raise BadInput(
            "没有存",
            "写得太长，或含有控制字符",
            "缩短到 2000 字",
            english="Nothing was stored: the text is too long or holds control characters. Shorten it to 2,000 characters.",
        )
    return Remark.objects.create(
        record=record,
        kind=kind,
        unit_id=unit_id,
        text=text.strip(),
        detail=detail,
        by=by,
        post=post,
        at=db_now(),
    )


def _said_or_refuse(text: str, what: str) -> str:
    if not text.strip():
        raise BadInput(
            f"没有{what}",
            "没有写内容",
            "写一句",
            english="Nothing was stored: there is no text. Write a sentence.",
            problems=[Problem("text", _("没有写内容"), _("写一句"))],
        )
    return text


def standing(record: Record, by: User) -> tuple[int, Post]:
    """Return the unit (lead or party) for which a person stands with a record, and the post; refused for others."""
    one = declaration_of(record.register)
    units = [record.unit_id, *record.parties.filter(ended_on=None).values_list("unit_id", flat=True)]
    for unit_id in units:
        tenure = tenure_on(by, "register.write", unit_id, scheme=record.register.scheme, roles=one.write)
        if tenure is not None:
            return unit_id, tenure.post
    raise NotAllowed(
        f"不能写“{record}”",
        "它不归你的单位牵头、配合或督办",
        "请责任单位来写",
        english=f"You may not write on {record}: your unit neither leads, supports nor supervises it. Ask the unit that answers for it.",
    )


@transaction.atomic
def note(*, record: Record, by: User, text: str) -> Remark:
    """Write down how it is going. Any unit that leads, supports or supervises may."""
    unit_id, post = standing(record, by)
    row = remark(record, Remark.Kind.NOTE, by, post, text=_said_or_refuse(text, "写进展"), unit_id=unit_id)
    leave_trace(by, "register.note", record, post=post, text=row.text)
    return row


@transaction.atomic
def note_from(*, record: Record, by: User, text: str) -> Remark:
    """Write down what somebody did elsewhere that this record rests on. It says what happened, not how the record is going."""
    row = remark(record, Remark.Kind.NOTE, by, None, text=_said_or_refuse(text, "写说明"))
    leave_trace(by, "register.note", record, text=row.text)
    return row


@transaction.atomic
def instruct(*, record: Record, by: User, text: str) -> Remark:
    """Leave a leader's instruction on a record. It is shown and followed, and never counted or scored."""
    tenure = tenure_on(by, "register.instruct", record.unit_id, scheme=record.register.scheme)
    if tenure is None:
        raise NotAllowed(
            f"不能批示“{record}”",
            "批示由分管这个单位的领导作",
            "请领导来批",
            english=f"You may not instruct on {record}: a leader over this unit does. Ask that leader.",
        )
    row = remark(record, Remark.Kind.INSTRUCT, by, tenure.post, text=_said_or_refuse(text, "批示"))
    leave_trace(by, "register.instruct", record, post=tenure.post, text=row.text)
    return row


@transaction.atomic
def accept(*, record: Record, by: User) -> Remark:
    """Sign for what was given: once for each unit that leads or supports. Signing again is nothing."""
    unit_id, post = standing(record, by)
    before = Remark.objects.filter(record=record, kind=Remark.Kind.ACCEPT, unit_id=unit_id).first()
    if before is not None:
        return before
    row = remark(record, Remark.Kind.ACCEPT, by, post, unit_id=unit_id)
    keep_deadlines(record, declaration_of(record.register))
    leave_trace(by, "register.accept", record, post=post, unit=unit_id)
    return row


@transaction.atomic
def extend(*, record: Record, lock: int, until: dt.date, reason: str, by: User) -> Record:
    """Give more time, with a reason. The deadline that stood stays visible; a deadline is never brought forward by this."""
    one = declaration_of(record.register)
    tenure = tenure_on(by, "register.move", record.unit_id, scheme=record.register.scheme, roles=OFFICE)
    if tenure is None:
        raise NotAllowed(
            f"不能给“{record}”延期",
            "延期由交办的单位定",
            "请交办单位来办",
            english=f"You may not extend {record}: the office that assigned it decides. Ask that office.",
        )
    if one.clock is None or record.stage in one.closed:
        raise Refusal(
            f"“{record}”没有延期",
            "它没有时限，或者已经办完",
            "不用延期",
            english=f"{record} was not extended: it has no deadline, or is closed. There is no need to.",
        )
    _said_or_refuse(reason, "延期")
    if until < db_today():
        raise BadInput(
            f"“{record}”没有延期",
            "新的时限已经过了",
            "写以后的日子",
            english=f"{record} was not extended: the new deadline has passed. Write a day to come.",
        )
    due = clocked(
        one, record, list(record.versions.order_by("number")), list(record.remarks.all()), db_today()
    ).due
    if due is not None and until <= due:
        raise BadInput(
            f"“{record}”没有延期",
            f"现在的时限是 {due}，写的不比它晚",
            "写更晚的日子",
            english=f"{record} was not extended: it is due on {due} and the new deadline is no later. Write a later day.",
            problems=[Problem("until", _("不比现在的时限 {due} 晚").format(due=due), _("写更晚的日子"))],
        )
    if one.clock.due is not None:
        kept = {**record.values, one.clock.due: until.isoformat()}
        claim(record, lock, "延期", values=kept, **shadows(one, kept))
        write_version(record, "extend", by, tenure.post, reason=reason)
    else:
        claim(record, lock, "延期")
        write_version(record, "extend", by, tenure.post, reason=reason)
        remark(record, Remark.Kind.EXTEND, by, tenure.post, text=reason, until=until.isoformat())
    keep_deadlines(record, one)
    leave_trace(by, "register.extend", record, post=tenure.post, until=until, reason=reason[:500])
    return record


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
    _said_or_refuse(reason, "结束配合")
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
    row = remark(record, Remark.Kind.PART, by, post, text=_said_or_refuse(text, "答复"), unit_id=unit_id)
    leave_trace(by, "register.part", record, post=post, unit=unit_id, text=row.text)
    return row


@transaction.atomic
def merge(*, record: Record, into: Record, lock: int, by: User, reason: str) -> Record:
    """Merge a duplicate into another record: it closes, both say so, and whoever follows it is led on."""
    one = declaration_of(record.register)
    post = post_to_write(by, record.register, record.unit_id)
    hold(record, into)
    if (
        one.merged is None
        or into.register_id != record.register_id
        or into.pk == record.pk
        or record.stage in one.closed
        or into.stage == one.merged
    ):
        raise Refusal(
            f"“{record}”没有并案",
            "只能并到同一本台账里另一条没有并掉的记录",
            "选对那一条",
            english=f"{record} was not merged: it can only be merged into another record of the same register that is not merged itself. Choose the right one.",
        )
    _said_or_refuse(reason, "并案")
    was = record.stage
    claim(record, lock, "并案", stage=one.merged)
    write_version(record, "merge", by, post, stage_was=was, reason=reason)
    keep_deadlines(record, one)
    remark(record, Remark.Kind.MERGED, by, post, text=reason, into=into.number)
    remark(into, Remark.Kind.MERGED, by, post, text=reason, taken=record.number)
    leave_trace(by, "register.merge", record, post=post, into=into, reason=reason[:500])
    return record

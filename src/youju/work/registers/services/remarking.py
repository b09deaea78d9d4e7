"""What is said about a record without changing its values: notes, instructions, receipts, more time; and a duplicate merged into another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked
from youju.work.registers.models import Record, Remark
from youju.work.registers.reach import OFFICE, post_to_write
from youju.work.registers.services.keeping import claim, hold, keep_deadlines, write_version
from youju.work.registers.shadows import shadows


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


def said_or_refuse(text: str, what: str) -> str:
    """Return what was written, or refuse where nothing was."""
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
    row = remark(record, Remark.Kind.NOTE, by, post, text=said_or_refuse(text, "写进展"), unit_id=unit_id)
    leave_trace(by, "register.note", record, post=post, text=row.text)
    return row


@transaction.atomic
def note_from(*, record: Record, by: User, text: str) -> Remark:
    """Write down what somebody did elsewhere that this record rests on. It says what happened, not how the record is going."""
    row = remark(record, Remark.Kind.NOTE, by, None, text=said_or_refuse(text, "写说明"))
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
    row = remark(record, Remark.Kind.INSTRUCT, by, tenure.post, text=said_or_refuse(text, "批示"))
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
    said_or_refuse(reason, "延期")
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
    said_or_refuse(reason, "并案")
    was = record.stage
    claim(record, lock, "并案", stage=one.merged)
    write_version(record, "merge", by, post, stage_was=was, reason=reason)
    keep_deadlines(record, one)
    remark(record, Remark.Kind.MERGED, by, post, text=reason, into=into.number)
    remark(into, Remark.Kind.MERGED, by, post, text=reason, taken=record.number)
    leave_trace(by, "register.merge", record, post=post, into=into, reason=reason[:500])
    return record

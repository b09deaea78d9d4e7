"""Who answers for a charge: given, handed over, ended, and left behind by somebody who is gone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.kernel.errors import Problem, Refusal, refused
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.duties.models import Charge, Departure, Duty
from youju.work.duties.services.faults import early, faults, gone, outside, post_or_refuse

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def give_duty(
    *, charge: Charge, kind: str, person: str, unit: Unit, since: dt.date, basis: str, rights: str, support: str, by: User,
    post: str = "", holder: User | None = None,
) -> Duty:  # fmt: skip
    """Let somebody answer for a charge from a day on. Refused without the rights and the support that go with it, or as a pledge."""
    acting = post_or_refuse(by, charge.unit_id, "明确责任人")
    problems = [*faults(person, basis, rights, support), *outside(charge, since), *gone(unit, since)]
    if Duty.objects.filter(charge=charge, kind=kind, unit=unit, person=person.strip(), until=None).exists():
        problems.append(Problem("person", _("这个人已经在负这个责"), _("不用再登记")))
    if problems:
        raise refused(f"没有明确“{charge}”的责任人", problems)
    duty = Duty.objects.create(
        charge=charge, kind=kind, person=person.strip(), post=post, holder=holder, unit=unit, since=since, basis=basis.strip(),
        rights=rights.strip(), support=support.strip(),
    )  # fmt: skip
    leave_trace(by, "duty.give", duty, post=acting, charge=charge, person=duty.person, unit=unit, since=since)
    return duty


@transaction.atomic
def hand_over(
    *,
    duty: Duty,
    person: str,
    unit: Unit,
    on: dt.date,
    note: str,
    by: User,
    post: str = "",
    holder: User | None = None,
) -> Duty:
    """End a duty on a day and begin the next on the same day, so that no day is without an owner. `note` says what was handed over."""
    acting = post_or_refuse(by, duty.charge.unit_id, "办理责任交接")
    if not note.strip() or not person.strip() or on < duty.since:
        raise refused(
            "没有交接", [Problem("note", _("接的人、交接日期、交接了什么要写全"), _("日期不早于上一任开始"))]
        )
    if ended := gone(unit, on):
        raise refused("没有交接", ended)
    if (person.strip(), unit.pk) == (duty.person, duty.unit_id):
        raise refused("没有交接", [Problem("person", _("接的人就是现在的人"), _("写接任的人"))])
    if not Duty.objects.filter(pk=duty.pk, until=None).update(until=on):
        raise Refusal(
            "没有交接",
            "这项责任已经交出去了，或者已经解除",
            "看现在是谁",
            english="The duty was not handed over: it was handed over or ended already. See who answers for it now.",
        )
    after = Duty.objects.create(
        charge=duty.charge, kind=duty.kind, person=person.strip(), post=post, holder=holder, unit=unit, since=on, basis=duty.basis,
        rights=duty.rights, support=duty.support, came_from=duty, note=note.strip(),
    )  # fmt: skip
    leave_trace(
        by, "duty.hand_over", after, post=acting, was=duty, person=after.person, unit=unit, on=on, note=note
    )
    return after


@transaction.atomic
def end_duty(*, duty: Duty, on: dt.date, by: User) -> Duty:
    """End a duty on a day without a successor: the charge shows as a gap from then on, if it is still there."""
    post = post_or_refuse(by, duty.charge.unit_id, "解除责任")
    if on < duty.since:
        raise refused("没有解除责任", [early(duty.since)])
    if Duty.objects.filter(pk=duty.pk, until=None, since__lte=on).update(until=on):
        leave_trace(by, "duty.end", duty, post=post, on=on)
    duty.refresh_from_db()
    return duty


@transaction.atomic
def depart(*, unit: Unit, person: str, on: dt.date, by: User) -> Departure:
    """Write down that somebody left a unit: what the person answered for there shows until it is handed over."""
    post = post_or_refuse(by, unit.pk, "登记调离")
    if not person.strip():
        raise refused("没有登记调离", [Problem("person", _("没有写姓名"), _("写姓名"))])
    row, made = Departure.objects.get_or_create(unit=unit, person=person.strip(), on=on)
    if made:
        leave_trace(by, "duty.depart", row, post=post, unit=unit, person=row.person, on=on)
    return row

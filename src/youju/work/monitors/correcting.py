"""The act of correcting a reading: a later row counts, the reading stays, and whatever had rested on it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from youju.flow.reports.ports import evidence_known
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.monitors.held import BEIJING, exact
from youju.work.monitors.models import Alarm, Correction, Monitor, Reading, WatchRule
from youju.work.monitors.ports import note_case
from youju.work.monitors.selectors import LIMIT, corrections_of, reach_of, value_of
from youju.work.monitors.services import post_or_refuse

LARGEST = 10**12


@transaction.atomic
def correct_reading(
    *, monitor: Monitor, moment: dt.datetime, value: Decimal | None, why: str, by: User, evidence: Sequence[str] = ()
) -> Correction:  # fmt: skip
    """Let another value count at a moment, or (None) say that nothing was read then. The reading itself stays as it came.

    An alarm that would have had another value stays, and so does its case; the case gets a note of what changed.
    """
    post = post_or_refuse(by, monitor.unit_id, "更正读数")
    at = int(moment.timestamp())
    reading = Reading.objects.filter(monitor=monitor, at=at).first()
    last = corrections_of(monitor).filter(moment=at).first()
    was = last.value if last else reading.value if reading else None
    scaled = None if value is None else value.scaleb(monitor.places)
    problems = _faults(monitor, reading, was, scaled, why, evidence)
    if problems:
        raise BadInput(
            "没有更正读数", f"有 {len(problems)} 处不对", "改正后再提交",
            english=f"The reading was not corrected: {len(problems)} faults. Mend them and submit again.", problems=problems,
        )  # fmt: skip
    alarms = _resting_on(monitor, at)
    before = {alarm.pk: value_of(alarm.rule, alarm.opened_at) for alarm in alarms}
    said = {
        "monitor": monitor, "moment": at, "was": was, "value": None if scaled is None else int(scaled),
        "why": why.strip(), "evidence": list(evidence), "by": by, "at": db_now(),
    }  # fmt: skip
    row = _claimed(said, last.turn + 1 if last else 1)
    touched = [
        {"alarm": alarm.pk, "case": alarm.case, "value": None if now is None else f"{now:.4f}"}
        for alarm in alarms
        if (now := value_of(alarm.rule, alarm.opened_at)) != before[alarm.pk]
    ]
    Correction.objects.filter(pk=row.pk).update(touched=touched)
    row.touched = touched
    for one in touched:
        _tell(monitor, moment, row, one, by)
    leave_trace(
        by, "monitor.correct", row, post=post, monitor=monitor, moment=moment.astimezone(BEIJING).isoformat(),
        was=str(exact(monitor, was)), value=str(value), why=row.why, evidence=list(evidence), alarms=touched,
    )  # fmt: skip
    return row


def _faults(
    monitor: Monitor, reading: Reading | None, was: int | None, scaled: Decimal | None, why: str, evidence: Sequence[str]
) -> list[Problem]:  # fmt: skip
    """Return everything that is wrong with what is said, each with the field it stands in."""
    if reading is None:
        return [Problem("moment", _("这一时间没有读数"), _("补报的读数用导入；只有读到过的才更正"))]
    problems = []
    if scaled is not None and (scaled % 1 or abs(scaled) > LARGEST):
        problems.append(
            Problem(
                "value",
                _("小数超过 {places} 位，或者太大").format(places=monitor.places),
                _("按监测点的精度写"),
            )
        )
    if was == (None if scaled is None else int(scaled)):
        problems.append(Problem("value", _("和现在算数的一样"), _("没有不同就不用更正")))
    if not why.strip():
        problems.append(Problem("why", _("没有写原因"), _("写清怎么发现错的，例如抄表记录、检修单")))
    missing = sorted(set(evidence) - evidence_known(evidence, unit_id=monitor.unit_id))
    problems += [
        Problem("evidence", _("没有佐证 {sha}").format(sha=sha[:12]), _("先上传佐证")) for sha in missing
    ]
    return problems


def _claimed(said: dict[str, object], turn: int) -> Correction:
    """Write the correction, or tell that somebody corrected the same reading at the same moment."""
    try:
        with transaction.atomic():
            return Correction.objects.create(turn=turn, **said)
    except IntegrityError:
        raise Refusal(
            "没有更正读数", "刚才有人更正了同一个读数", "刷新，看看现在算数的是多少",
            english="The reading was not corrected: somebody corrected it just now. Reload and see what counts.",
        ) from None  # fmt: skip


def _resting_on(monitor: Monitor, at: int) -> list[Alarm]:
    """Return the alarms whose rule may have read a moment of a monitor when they opened."""
    rules = WatchRule.objects.filter(Q(monitor=monitor) | Q(against=monitor))
    found = []
    for rule in rules.select_related("monitor", "against").order_by("pk"):
        from_, to = (dt.datetime.fromtimestamp(second, dt.UTC) for second in (at, at + reach_of(rule)))
        for alarm in Alarm.objects.filter(rule=rule, opened_at__gte=from_, opened_at__lte=to).order_by("pk"):
            alarm.rule = rule
            found.append(alarm)
    return found


def _tell(monitor: Monitor, moment: dt.datetime, row: Correction, one: dict[str, object], by: User) -> None:
    """Leave a note at the case of an alarm that rested on what was corrected."""
    alarm = Alarm.objects.get(pk=one["alarm"])
    if not alarm.case:
        return
    # A note is kept with the case: Chinese, whatever language its writer reads.
    was, now = ("没有读数" if v is None else f"{exact(monitor, v):f}" for v in (row.was, row.value))
    when, then = f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}", f"{Decimal(alarm.value) / LIMIT:.4f}"
    said = (
        f"读数更正：{monitor} {when} 由 {was} 更正为 {now}（{row.why}）。报警时算得 {then}，"
        f"按更正后应为 {one['value'] or '算不出'}。这件事照旧办，由承办人核实后按程序办结。"
    )
    note_case(alarm.case, said, by)

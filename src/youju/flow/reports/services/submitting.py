"""Handing a report in: one claim, one record that never changes, one trace. Late is shown, never refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.flow.reports.doubts import Doubt
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.ports import evidence_known
from youju.flow.reports.selectors import asked_of, doubts_about, history_values, last_number, values_of
from youju.flow.reports.services.drafts import begin_report, refuse_unless_editable, save_draft
from youju.flow.reports.typed import Entry, read
from youju.flow.schemes.locks import status_held
from youju.flow.units.powers import tenure_on
from youju.kernel.canonical import canonical
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

Status = Report.Status


@transaction.atomic
def submit_report(
    *, report: Report, by: User | None, lock: int | None = None, no_change: bool = False
) -> Report:
    """Hand a report in. Afterwards it cannot be edited until it is returned.

    What does not read, is out of bounds, or lacks the evidence its indicator asks for is refused, all at once; what
    looks odd is kept beside it as a doubt. After the deadline it is marked late; after closing it is kept and not counted.
    """
    status = status_held(report.round_id)
    if status == "open":
        raise Refusal(
            f"“{report}”还不能报送", "这一轮还没有开始报送,可以先存草稿", "等考核办转入报送后再报",
            english="The round does not take reports yet; the draft is kept.",
        )  # fmt: skip
    values = values_of(report)
    _refuse_faults(report, values)
    doubts = doubts_about(report)
    now, closed = db_now(), status in {"closed", "published"}
    deadline = report.round.report_by
    late = deadline is not None and timezone.localtime(now).date() > deadline
    free = Report.objects.filter(pk=report.pk, status__in=Report.EDITABLE)
    free = free if lock is None else free.filter(lock=lock)
    claimed = free.update(
        status=Status.SUBMITTED, submitted_at=now, submitted_by=by, late=late, after_close=closed,
        no_change=no_change, lock=report.lock + 1,
    )  # fmt: skip
    if not claimed:
        _tell_the_loser(report, lock)
    tenure = tenure_on(by, "report.submit", report.unit_id, scheme=report.round.scheme.code) if by else None
    said = [_as_said(values[one.name]) for one in asked_of(report.round) if one.name in values]
    record = Submission.objects.create(
        report=report, number=last_number(report) + 1, by=by, post=tenure.post if tenure else None, submitted_at=now,
        late=late, after_close=closed, no_change=no_change, values=said, doubts=_told(doubts, values),
        sha256=hashlib.sha256(canonical(said)).hexdigest(),
    )  # fmt: skip
    leave_trace(by, "report.submit", report, post=record.post, number=record.number, values=len(said),
                sha256=record.sha256, late=late, after_close=closed, no_change=no_change)  # fmt: skip
    report.refresh_from_db()
    return report


@transaction.atomic
def no_change(*, round_: Round, unit: Unit, by: User | None) -> Report:
    """Hand in last time's values again, in one click. What is held for this period already counts before them.

    Refused where an indicator has no earlier value, or where the draft already says something else.
    """
    report = begin_report(round_=round_, unit=unit, by=by)
    refuse_unless_editable(report)
    values, past, asked = values_of(report), history_values(round_, unit), asked_of(round_)
    open_ = [one for one in asked if one.name not in values or not values[one.name].held]
    problems = [Problem(one.name, _("“{title}”没有上期数").format(title=one.indicator.title), _("打开这一份,填上数再报送"))
                for one in open_ if one.name not in past]  # fmt: skip
    problems += [
        Problem(one.name, _("草稿里已填“{typed}”,与上期不同").format(typed=values[one.name].typed), _("打开这一份,核对后报送"))
        for one in open_ if one.name in past and one.name in values and values[one.name].typed
        and values[one.name].value != past[one.name][0].value
    ]  # fmt: skip
    if problems or not asked:
        raise Refusal(
            f"“{report}”不能按无变化报送", "有的指标没有上期数,或者草稿里填的不同", "打开这一份,逐项核对后报送",
            english="No change cannot be said: an indicator has no earlier value, or the draft differs.",
            problems=problems,
        )  # fmt: skip
    ReportValue.objects.bulk_create(
        [ReportValue(report=report, indicator=one.name, period=one.period, typed=plain(past[one.name][0].value),
                     value=past[one.name][0].value, relation=past[one.name][0].relation, note="无变化",
                     evidence=values[one.name].evidence if one.name in values else [])
         for one in open_],
        update_conflicts=True, unique_fields=["report", "indicator"],
        update_fields=["typed", "value", "relation", "note"],
    )  # fmt: skip
    return submit_report(report=report, by=by, no_change=True)


def faults_of(report: Report, values: dict[str, ReportValue]) -> list[Problem]:
    """Return everything that keeps a report from being handed in."""
    found = []
    for one in asked_of(report.round):
        row, rule, where = values.get(one.name), one.indicator, one.name
        if row is None or not row.typed:
            continue
        if row.value is None:
            found.append(read(row.typed).problem(where) or Problem(where, _("读不懂"), _("写一个数")))
            continue
        if rule.at_least is not None and row.value < rule.at_least:
            found.append(
                Problem(
                    where,
                    _("“{title}”填了 {typed},方案要求不小于 {plain}").format(
                        title=rule.title, typed=row.typed, plain=plain(rule.at_least)
                    ),
                    _("核对后改正"),
                )
            )
        if rule.at_most is not None and row.value > rule.at_most:
            found.append(
                Problem(
                    where,
                    _("“{title}”填了 {typed},方案要求不大于 {plain}").format(
                        title=rule.title, typed=row.typed, plain=plain(rule.at_most)
                    ),
                    _("核对后改正"),
                )
            )
        known = evidence_known(row.evidence, unit_id=report.unit_id)
        if rule.evidence and not known:
            found.append(
                Problem(
                    where,
                    _("“{title}”按方案要附佐证").format(title=rule.title),
                    _("上传照片、文件或表格后附上"),
                )
            )
        found += [Problem(where, _("佐证 {start}… 不在库里").format(start=one_hash[:12]), _("重新上传后再附上"))
                  for one_hash in row.evidence if one_hash not in known]  # fmt: skip
    if not any(row.typed for row in values.values()):
        found.append(Problem(_("全部"), _("什么也没有填"), _("至少填一项;确实没有,在说明里写为什么")))
    return found


def _refuse_faults(report: Report, values: dict[str, ReportValue]) -> None:
    noted = any(row.note for row in values.values())
    problems = [p for p in faults_of(report, values) if not (p.where == _("全部") and noted)]
    if problems:
        raise BadInput(
            f"“{report}”没有报送", f"有 {len(problems)} 处要先改正;草稿都在", "按下面逐条改正后再报送",
            english=f"{len(problems)} entries must be mended first; the draft is kept.", problems=problems,
        )  # fmt: skip


def _tell_the_loser(report: Report, lock: int | None) -> None:
    report.refresh_from_db()
    refuse_unless_editable(report)
    raise Refusal(
        f"“{report}”没有报送", f"你打开之后别人保存过(第 {report.lock} 次保存,你看到的是第 {lock} 次)", "刷新,核对后再报送",
        english="Somebody saved this report after you opened it; reload and look again.",
    )  # fmt: skip


def _as_said(row: ReportValue) -> dict[str, Any]:
    return {
        "indicator": row.indicator, "period": row.period, "value": None if row.value is None else plain(row.value),
        "relation": row.relation, "note": row.note, "evidence": row.evidence, "held": row.held,
    }  # fmt: skip


def _told(doubts: dict[str, list[Doubt]], values: dict[str, ReportValue]) -> list[dict[str, str]]:
    return [
        {
            "indicator": name,
            "kind": doubt.kind,
            "says": doubt.says,
            "word": values[name].note if name in values else "",
        }
        for name, some in doubts.items()
        for doubt in some
    ]


@transaction.atomic
def write_report(
    *, round_: Round, unit: Unit, entries: Mapping[str, Entry], lock: int, submit: bool, by: User | None
) -> Report:
    """Begin or change a report, and hand it in if asked: all of it or nothing."""
    report = begin_report(round_=round_, unit=unit, by=by)
    save_draft(report=report, entries=entries, lock=lock, by=by)
    return submit_report(report=report, by=by, lock=report.lock) if submit else report

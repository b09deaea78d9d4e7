"""Handing a report in: one claim, one record that never changes, one trace. Late is shown, never refused."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.flow.reports.doubts import Doubt
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.past import doubts_about, doubts_in, histories, history_values, peers_before
from youju.flow.reports.ports import evidence_known, evidence_known_to
from youju.flow.reports.selectors import (
    asked_of,
    last_number,
    report_of,
    values_of,
)
from youju.flow.reports.services.drafts import (
    begin,
    begin_report,
    begun,
    found_or_new,
    kept,
    lines_of,
    refuse_unless_editable,
    tell_of_another,
    typed_over,
    write_over,
)
from youju.flow.reports.services.rows import add_values
from youju.flow.reports.typed import UNCHANGED, Entry, read
from youju.flow.schemes.locks import held_now
from youju.flow.units.powers import tenure_on, tenures_over
from youju.kernel.canonical import canonical, label
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import Tenure, User
from youju.kernel.sha256 import is_sha256
from youju.kernel.streams import pour
from youju.kernel.trace import leave_trace, leave_traces

if TYPE_CHECKING:
    from youju.engine.asking import Asked
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
    values = values_of(report)
    _submit(report, values, by, held_now(report.round_id), lock=lock, no_change=no_change)
    return report


def _submit(
    report: Report,
    values: Mapping[str, ReportValue],
    by: User | None,
    held: tuple[str, dt.datetime],
    *,
    lock: int | None,
    no_change: bool = False,
    typed: Mapping[str, ReportValue] | None = None,
) -> dict[str, list[Doubt]]:
    """Hand a report in and return what is odd about it. `held`: the round's status and the moment.

    `typed` is saved by the same claim: what of the values is not written yet. A report that is not written at all
    begins as it is handed in.
    """
    handing = _handing(report.round, by, held, no_change=no_change)
    _refuse_faults(report, values, by, stays=typed is None)
    doubts = doubts_about(report, values)
    if report.pk is None:
        handing.begin(report, values, saves=bool(typed))
        number = 1
    else:
        _claim(handing, report, lock, typed or {})
        number = last_number(report) + 1 if report.submitted_at is not None else 1
        handing.tell(report, saves=bool(typed))
    tenure = tenure_on(by, "report.submit", report.unit_id, scheme=report.round.scheme.code) if by else None
    record = handing.record(report, values, doubts, number, tenure)
    record.save(force_insert=True)
    leave_trace(by, "report.submit", report, post=record.post, done_at=handing.now, **_trace_of(record))
    return doubts


def _claim(handing: _Handing, report: Report, lock: int | None, typed: Mapping[str, ReportValue]) -> None:
    """Claim a report that stands, with what was typed. Refused where somebody was faster."""
    free = Report.objects.filter(pk=report.pk, status__in=Report.EDITABLE)
    free = free if lock is None else free.filter(lock=lock)
    free = free if report.submitted_at is not None else free.filter(submitted_at=None)
    if not handing.claim(free, saves=bool(typed)):
        if typed:
            tell_of_another(report, dict(typed))
        _tell_the_loser(report, lock)
    write_over(report, dict(typed))


@transaction.atomic
def submit_reports(
    *, reports: Sequence[Report], round_: Round, by: User, unchanged: Collection[int] = ()
) -> dict[int, list[Problem]]:
    """Hand many reports of a round in at once: what `submit_report` does for each, in a fixed number of statements.

    `unchanged`: those in which the sender said “no change”.
    Returns what keeps reports from being handed in, by report; nothing was handed in where anything is returned.
    """
    handing = _handing(round_, by, held_now(round_.pk), no_change=False)
    keys = [report.pk for report in reports]
    values: dict[int, dict[str, ReportValue]] = {key: {} for key in keys}
    for row in ReportValue.objects.filter(report__in=keys):
        values[row.report_id][row.indicator] = row
    known = evidence_known_to({report.unit_id: cited_in(values[report.pk]) for report in reports}, by)
    problems = {
        report.pk: found
        for report in reports
        if (found := faults_of(values[report.pk], known.get(report.unit_id, set()), round_))
    }
    if problems:
        return problems
    free = Report.objects.filter(pk__in=keys, status__in=Report.EDITABLE)
    if handing.claim(free) != len(keys):
        busy = set(
            Report.objects.filter(pk__in=keys).exclude(submitted_at=handing.now).values_list("pk", flat=True)
        )
        return {key: [Problem("", _("就在刚才别人报送过"), _("刷新看看"))] for key in busy or keys}
    same = replace(handing, no_change=True)
    if unchanged:
        Report.objects.filter(pk__in=unchanged).update(no_change=True)
    units = [report.unit_id for report in reports]
    asked, past, peers = asked_of(round_), histories(round_, units), peers_before(round_)
    posts = tenures_over(by, "report.submit", units, scheme=round_.scheme.code)
    numbers = dict(
        Submission.objects.filter(report__in=keys).values_list("report").annotate(last=Max("number"))
    )
    records = [
        (same if report.pk in unchanged else handing).record(report, values[report.pk], doubts_in(asked, values[report.pk], past.get(report.unit_id, {}), peers),
                       numbers.get(report.pk, 0) + 1, posts[report.unit_id], asked)
        for report in reports
    ]  # fmt: skip
    pour(records)
    leave_traces(by, "report.submit", ((label(one.report), one.post, _trace_of(one)) for one in records))
    return {}


@dataclass(frozen=True, slots=True)
class _Handing:
    """One moment of handing in: by whom, when by the database's clock, and what that means in this round."""

    by: User | None
    now: dt.datetime
    late: bool
    after_close: bool
    no_change: bool

    def claim(self, free: QuerySet[Report], *, saves: bool = False) -> int:
        """Claim reports that are still free, by compare-and-set, with a save before it where it `saves`; return how many were."""
        saved = {"saved_at": self.now, "saved_by": self.by} if saves else {}
        return free.update(
            status=Status.SUBMITTED, submitted_at=self.now, submitted_by=self.by, late=self.late,
            after_close=self.after_close, no_change=self.no_change, lock=F("lock") + 1 + int(saves), **saved,
        )  # fmt: skip

    def begin(self, report: Report, values: Mapping[str, ReportValue], *, saves: bool) -> None:
        """Write a report down as it is handed in. Raises IntegrityError where somebody began it this very moment."""
        self.tell(report, saves=saves)
        report.save(force_insert=True)
        add_values(lines_of(report, dict(values)))

    def tell(self, report: Report, *, saves: bool = False) -> None:
        """Let a report in hand say what `claim` wrote, instead of asking the database again."""
        if saves:
            report.saved_at, report.saved_by, report.lock = self.now, self.by, report.lock + 1
        report.status, report.submitted_at, report.submitted_by = Status.SUBMITTED, self.now, self.by
        report.late, report.after_close, report.no_change = self.late, self.after_close, self.no_change
        report.lock += 1

    def record(
        self, report: Report, values: Mapping[str, ReportValue], doubts: Mapping[str, list[Doubt]], number: int,
        tenure: Tenure | None, asked: Iterable[Asked] | None = None,
    ) -> Submission:  # fmt: skip
        """Return the record of the handing-in, with values and doubts as they are."""
        said = [_as_said(values[one.name]) for one in asked or asked_of(report.round) if one.name in values]
        return Submission(
            report=report, number=number, by=self.by, post=tenure.post if tenure else None, submitted_at=self.now,
            late=self.late, after_close=self.after_close, no_change=self.no_change, values=said,
            doubts=_told(doubts, values), sha256=hashlib.sha256(canonical(said)).hexdigest(),
        )  # fmt: skip


def _handing(round_: Round, by: User | None, held: tuple[str, dt.datetime], *, no_change: bool) -> _Handing:
    """Say what handing in means at a moment, while the round is held in a status. Refused before the round takes reports."""
    status, now = held
    if status == "open":
        raise Refusal(
            f"“{round_}”还不能报送", "这一轮还没有开始报送，可以先存草稿", "等考核办转入报送后再报",
            english="The round does not take reports yet; the draft is kept.",
        )  # fmt: skip
    deadline = round_.report_by
    late = deadline is not None and timezone.localtime(now).date() > deadline
    return _Handing(by, now, late, status in {"closed", "published"}, no_change)


def _trace_of(record: Submission) -> dict[str, Any]:
    return {
        "number": record.number, "values": len(record.values), "sha256": record.sha256, "late": record.late,
        "after_close": record.after_close, "no_change": record.no_change,
    }  # fmt: skip


@transaction.atomic
def no_change(*, round_: Round, unit: Unit, by: User | None) -> Report:
    """Hand in last time's values again, in one click. What is held for this period already counts before them.

    Refused where an indicator has no earlier value, or where the draft already says something else.
    """
    report = begin_report(round_=round_, unit=unit, by=by)
    refuse_unless_editable(report)
    values, past, asked = values_of(report), history_values(round_, unit), asked_of(round_)
    open_ = [one for one in asked if one.name not in values or not values[one.name].held]
    problems = [Problem(one.name, _("“{title}”没有上期数").format(title=one.indicator.title), _("打开这一份，填上数再报送"))
                for one in open_ if one.name not in past]  # fmt: skip
    problems += [
        Problem(one.name, _("草稿里已填“{typed}”，与上期不同").format(typed=values[one.name].typed), _("打开这一份，核对后报送"))
        for one in open_ if one.name in past and one.name in values and values[one.name].typed
        and values[one.name].value != past[one.name][0].value
    ]  # fmt: skip
    if problems or not asked:
        raise Refusal(
            f"“{report}”不能按无变化报送", "有的指标没有上期数，或者草稿里填的不同", "打开这一份，逐项核对后报送",
            english="No change cannot be said: an indicator has no earlier value, or the draft differs.",
            problems=problems,
        )  # fmt: skip
    ReportValue.objects.bulk_create(
        [ReportValue(report=report, indicator=one.name, period=one.period, typed=plain(past[one.name][0].value),
                     value=past[one.name][0].value, relation=past[one.name][0].relation, note=UNCHANGED,
                     evidence=values[one.name].evidence if one.name in values else [])
         for one in open_],
        update_conflicts=True, unique_fields=["report", "indicator"],
        update_fields=["typed", "value", "relation", "note"],
    )  # fmt: skip
    return submit_report(report=report, by=by, no_change=True)


def cited_in(values: Mapping[str, ReportValue]) -> set[str]:
    """Return the evidence that a report cites."""
    return {sha for row in values.values() for sha in row.evidence}


def faults_of(values: Mapping[str, ReportValue], known: Collection[str], round_: Round) -> list[Problem]:
    """Return everything that keeps a report from being handed in; `known` is the evidence it may cite."""
    found = []
    for one in asked_of(round_):
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
                    _("“{title}”填了 {typed}，方案要求不小于 {plain}").format(
                        title=rule.title, typed=row.typed, plain=plain(rule.at_least)
                    ),
                    _("核对后改正"),
                )
            )
        if rule.at_most is not None and row.value > rule.at_most:
            found.append(
                Problem(
                    where,
                    _("“{title}”填了 {typed}，方案要求不大于 {plain}").format(
                        title=rule.title, typed=row.typed, plain=plain(rule.at_most)
                    ),
                    _("核对后改正"),
                )
            )
        if rule.evidence and not any(_stands(one, known) for one in row.evidence):
            found.append(
                Problem(
                    where,
                    _("“{title}”按方案要附佐证").format(title=rule.title),
                    _("上传照片、文件或表格后附上"),
                )
            )
        found += [Problem(where, _("佐证 {start}… 不在库里").format(start=one_hash[:12]), _("重新上传后再附上"))
                  for one_hash in row.evidence if not _stands(one_hash, known)]  # fmt: skip
    if not any(row.typed or row.note for row in values.values()):
        found.append(Problem(_("全部"), _("什么也没有填"), _("至少填一项；确实没有，在说明里写为什么")))
    return found


def _stands(cited: str, known: Collection[str]) -> bool:
    """Whether what a value rests on is there: a file of the house, or words that came with a held value, since nobody types them."""
    return cited in known or not is_sha256(cited)


def _refuse_faults(
    report: Report, values: Mapping[str, ReportValue], by: User | None, *, stays: bool
) -> None:
    """Refuse with all that keeps a report from being handed in. `stays`: what was typed stood before, and still does."""
    known = evidence_known(cited_in(values), unit_id=report.unit_id, by=by)
    if problems := faults_of(values, known, report.round):
        now, then = (
            ("草稿都在", "the draft is kept")
            if stays
            else ("这一次发来的都没有存", "nothing of this request was kept")
        )
        raise BadInput(
            f"“{report}”没有报送", f"有 {len(problems)} 处要先改正；{now}", "按下面逐条改正后再报送",
            english=f"{len(problems)} entries must be mended first; {then}.", problems=problems,
        )  # fmt: skip


def _tell_the_loser(report: Report, lock: int | None) -> None:
    report.refresh_from_db()
    refuse_unless_editable(report)
    raise Refusal(
        f"“{report}”没有报送", f"你打开之后别人保存过（第 {report.lock} 次保存，你看到的是第 {lock} 次）", "刷新，核对后再报送",
        english="Somebody saved this report after you opened it; reload and look again.",
    )  # fmt: skip


def _as_said(row: ReportValue) -> dict[str, Any]:
    return {
        "indicator": row.indicator, "period": row.period, "value": None if row.value is None else plain(row.value),
        "relation": row.relation, "note": row.note, "evidence": row.evidence, "held": row.held,
    }  # fmt: skip


def _told(doubts: Mapping[str, list[Doubt]], values: Mapping[str, ReportValue]) -> list[dict[str, str]]:
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


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written, with what stands in it now and what is odd about it, by indicator."""

    report: Report
    values: Mapping[str, ReportValue]
    doubts: Mapping[str, list[Doubt]]


def write_report(
    *, round_: Round, unit: Unit, entries: Mapping[str, Entry], lock: int, submit: bool, by: User | None
) -> Written:
    """Begin or change a report, and hand it in if asked: all of it or nothing."""
    write = _handed_in if submit else _kept
    try:
        return write(round_, unit, entries, lock, by)
    except IntegrityError:
        # Somebody began the same report this very moment: now it stands, and is looked at like any other.
        if report_of(round_, unit) is None:
            raise
        return write(round_, unit, entries, lock, by)


@transaction.atomic
def _kept(round_: Round, unit: Unit, entries: Mapping[str, Entry], lock: int, by: User | None) -> Written:
    now = db_now()
    report, values = begun(round_, unit, by, now)
    values = kept(report, values, entries, lock, by, now)
    return Written(report, values, doubts_about(report, values))


@transaction.atomic
def _handed_in(
    round_: Round, unit: Unit, entries: Mapping[str, Entry], lock: int, by: User | None
) -> Written:
    held = held_now(round_.pk)
    report, values = found_or_new(round_, unit, by, held[1])
    if report.pk is None and lock:  # somebody saw a report that is not there
        begin(report, values)
    typed = typed_over(report, values, entries)
    if typed and (report.lock != lock or not report.may_edit):
        tell_of_another(report, typed)
    values = {**values, **typed}
    return Written(report, values, _submit(report, values, by, held, lock=report.lock, typed=typed))

"""On a visit: what was verified, what was found, and that it is over."""

from __future__ import annotations

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.evidence.selectors import evidence_known
from youju.flow.inspections.models import Finding, Plan, Verification, Visit
from youju.flow.inspections.reported import Reported, all_reported
from youju.flow.inspections.selectors import verifications_of
from youju.kernel.clock import db_now
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from uuid import UUID


class Disagreement(Refusal):
    """Somebody else's value stands already; both are shown and a person decides."""

    def __init__(self, stands: Verification, mine: Decimal | None) -> None:
        self.stands, self.mine = stands, mine
        super().__init__(
            f"“{stands.indicator}”已有核查值", f"{stands.recorded_by}记的是 {shown(stands.verified)}，你记的是 {shown(mine)}",
            "两人核对后，由其中一人更正", english="Another value stands already; settle it and correct the one that is wrong.",
        )  # fmt: skip


def shown(value: Decimal | None) -> str:
    """Return a verified value in words."""
    return _("未见") if value is None else format(value, "f")


@transaction.atomic
def set_day(
    *, visit: Visit, day: dt.date, by: User | None, announced: bool = False, mode: str = Visit.Mode.ON_SITE
) -> Visit:
    """Put a visit on a day of its plan, on site or remote, unannounced unless said otherwise."""
    plan = visit.plan
    if not plan.starts_on <= day <= plan.ends_on:
        raise Refusal(
            f"不能定在 {day}", f"计划是 {plan.starts_on} 至 {plan.ends_on}", "选计划之内的日期",
            english="The day lies outside the plan.",
        )  # fmt: skip
    _move(visit, by, "inspection.day", day=day, announced=announced, mode=mode)
    return visit


@transaction.atomic
def record_verification(
    *,
    visit: Visit,
    indicator: str,
    value: Decimal | None,
    by: User,
    note: str = "",
    evidence: Sequence[str] = (),
    uuid: UUID | None = None,
    corrects: Verification | None = None,
) -> Verification:
    """Note a value as it was found (None: nothing to be seen), beside the reported one.

    The result is worked out, not chosen, so nobody can mark as confirmed what differs. If another value stands, the
    later one is a Disagreement unless it says which one it `corrects`; nothing is overwritten. What the round of the plan
    does not ask is not verified in it.
    """
    _open(visit)
    _refuse_unknown(visit, evidence)
    asked = all_reported(visit)
    if visit.plan.round_id is not None and indicator not in asked:
        raise Refusal(
            "没有记下", f"这一期不问“{indicator[:80]}”这个指标", "核查报送表里的指标；别的情况记成发现的问题",
            english="The round does not ask this indicator.",
        )  # fmt: skip
    said = asked.get(indicator, Reported(indicator))
    stands = verifications_of(visit).filter(indicator=indicator).first()
    if stands is not None and (corrects is None or corrects.pk != stands.pk):
        raise Disagreement(stands, value)
    if corrects is not None and stands is None:
        raise ValueError(f"{corrects} does not stand for {indicator}")
    row = Verification.objects.create(
        uuid=uuid or uuids.uuid4(), visit=visit, indicator=indicator, period=said.period, reported=said.value,
        reported_relation=said.relation, submission_id=said.submission_id, verified=value,
        result=result_of(said, value), note=note.strip()[:500], evidence=list(evidence), corrects=corrects, recorded_by=by,
        recorded_at=db_now(),
    )  # fmt: skip
    leave_trace(by, "inspection.verify", row, visit=visit, indicator=indicator, reported=said.value, verified=value,
                result=row.result, evidence=list(evidence), corrects=corrects)  # fmt: skip
    return row


def result_of(said: Reported, value: Decimal | None) -> str:
    """Return what follows from a reported and a found value: what the report said holds, differs, or is not there."""
    if value is None:
        return Verification.Result.NOT_FOUND
    holds = said.value is not None and (
        value == said.value
        or (said.relation == "≥" and value > said.value)
        or (said.relation == "≤" and value < said.value)
    )
    return Verification.Result.CONFIRMED if holds else Verification.Result.DIFFERS


@transaction.atomic
def record_finding(
    *,
    visit: Visit,
    what: str,
    by: User,
    clause: str = "",
    evidence: Sequence[str] = (),
    uuid: UUID | None = None,
) -> Finding:
    """Note something that is wrong. The facts must be clear: an empty sentence is refused."""
    _open(visit)
    _refuse_unknown(visit, evidence)
    if not what.strip():
        raise Refusal(
            "没有记下问题",
            "没有写问题是什么",
            "用一两句话写清事实：何处、何事、何时",
            english="Say what was found.",
        )
    row = Finding.objects.create(
        uuid=uuid or uuids.uuid4(), visit=visit, what=what.strip(), clause=clause.strip()[:200], evidence=list(evidence),
        found_by=by, found_at=db_now(),
    )  # fmt: skip
    leave_trace(by, "inspection.find", row, visit=visit, what=row.what, evidence=list(evidence))
    return row


@transaction.atomic
def finish_visit(*, visit: Visit, by: User, note: str = "") -> Visit:
    """End a visit. One that verified and found nothing at all says in words what was seen."""
    _open(visit)
    if not note.strip() and not visit.verifications.exists() and not visit.findings.exists():
        raise Refusal(
            f"{visit.unit}还不能结束", "没有核查值、没有问题、也没有情况说明", "至少写一句看到了什么",
            english="Verify something, note a finding, or say what was seen.",
        )  # fmt: skip
    _move(
        visit,
        by,
        "inspection.finish",
        status=Visit.Status.VISITED,
        note=note.strip(),
        finished_by=by,
        finished_at=db_now(),
    )
    return visit


@transaction.atomic
def drop_visit(*, visit: Visit, reason: str, by: User) -> Visit:
    """Say that a visit will not be made, and why. It stays in the list that was drawn."""
    if not reason.strip():
        raise Refusal(
            f"不能取消对{visit.unit}的督查",
            "没有写理由",
            "写明原因，例如道路中断、改由上级统一督查",
            english="Say why.",
        )
    _move(
        visit,
        by,
        "inspection.drop",
        status=Visit.Status.DROPPED,
        note=reason.strip(),
        finished_by=by,
        finished_at=db_now(),
    )
    return visit


def _move(visit: Visit, by: User | None, act: str, **to: object) -> None:
    """Change a visit that is still to be made, or say that somebody was faster."""
    if not Visit.objects.filter(pk=visit.pk, status=Visit.Status.PLANNED).update(**to):
        raise _over(visit)
    for name, value in to.items():
        setattr(visit, name, value)
    leave_trace(
        by, act, visit, **{name: value for name, value in to.items() if not name.startswith("finished")}
    )


def _open(visit: Visit) -> None:
    """Refuse to write on a visit that is over or whose plan is not under way. Holds the row until the transaction ends."""
    now = Visit.objects.select_for_update(of=("self",)).select_related("plan").get(pk=visit.pk)
    if now.status != Visit.Status.PLANNED or now.plan.status != Plan.Status.UNDER_WAY:
        raise _over(visit)


def _over(visit: Visit) -> Refusal:
    return Refusal(
        f"{visit.unit}的督查不能再改", "已经结束、取消，或者计划不在进行中", "刷新页面看现在的情况；确需更正，请考核办另安排回头看",
        english="This visit is over, or its plan is not under way.",
    )  # fmt: skip


def _refuse_unknown(visit: Visit, evidence: Sequence[str]) -> None:
    unknown = sorted(set(evidence) - evidence_known(evidence, unit_id=visit.unit_id))
    if unknown:
        raise Refusal(
            "没有记下", "附的佐证还没有上传到这个单位名下", "先上传照片或文件，再提交",
            problems=[Problem(sha[:12], "没有这份佐证", "重新上传") for sha in unknown],
            english="Some evidence has not been uploaded for this unit.",
        )  # fmt: skip

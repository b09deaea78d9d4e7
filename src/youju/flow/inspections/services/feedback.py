"""Telling the unit, hearing it, and concluding: steps that cannot be skipped (COMPLIANCE E-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.evidence.services import open_evidence
from youju.flow.inspections.models import Feedback, Plan, Visit
from youju.flow.inspections.selectors import findings_of, verifications_of, without_feedback
from youju.kernel.clock import db_now
from youju.kernel.errors import Problem, Refusal
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.kernel.models import User


@transaction.atomic
def feed_back(*, visit: Visit, text: str, by: User) -> Feedback:
    """Tell the unit what was verified and found; from now on it sees the visit, both values and the photographs."""
    if visit.status != Visit.Status.VISITED:
        raise Refusal(
            f"还不能向{visit.unit}反馈", "督查还没有结束", "先结束这次督查", english="The visit is not over."
        )
    if not text.strip():
        raise Refusal(
            f"没有向{visit.unit}反馈",
            "没有写反馈内容",
            "写清核查结果和问题",
            english="Say what the unit is told.",
        )
    given, made = Feedback.objects.get_or_create(
        visit=visit, defaults={"text": text.strip(), "given_by": by, "given_at": db_now()}
    )
    if not made:
        raise Refusal(
            f"已经向{visit.unit}反馈过", "反馈发出后不能改", "有更正的，另安排回头看", english="Feedback was given already."
        )  # fmt: skip
    shas = {sha for row in (*verifications_of(visit), *findings_of(visit)) for sha in row.evidence}
    open_evidence(shas=shas, unit=visit.unit, by=by)
    leave_trace(by, "inspection.feedback", given, visit=visit, unit=visit.unit, text=given.text)
    return given


@transaction.atomic
def answer_feedback(*, feedback: Feedback, text: str, by: User) -> Feedback:
    """Let the unit say its own word about the feedback, once."""
    if not text.strip():
        raise Refusal(
            "没有提交陈述",
            "没有写内容",
            "写明哪一项有不同意见、依据是什么",
            english="Say what you disagree with.",
        )
    now = db_now()
    if not Feedback.objects.filter(pk=feedback.pk, answer=None).update(
        answer=text.strip(), answered_by=by, answered_at=now
    ):
        raise Refusal(
            "不能再提交陈述",
            "已经陈述过",
            "对得分的异议，在公示期内提出",
            english="An answer was given already.",
        )
    feedback.answer, feedback.answered_by, feedback.answered_at = text.strip(), by, now
    leave_trace(by, "inspection.answer", feedback, text=feedback.answer)
    return feedback


@transaction.atomic
def conclude_plan(*, plan: Plan, conclusion: str, by: User) -> Plan:
    """Conclude an inspection: every visit made or dropped, every unit visited told. Otherwise it is refused, by name."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    open_visits = (
        plan.visits.filter(status=Visit.Status.PLANNED).select_related("unit").order_by("unit__code")
    )
    problems = [
        Problem(v.unit.code, _("{unit}还没有查").format(unit=v.unit), _("去查，或者写明为什么不查"))
        for v in open_visits
    ]
    problems += [
        Problem(v.unit.code, _("还没有向{unit}反馈").format(unit=v.unit), _("先反馈；这一步不能省"))
        for v in without_feedback(plan)
    ]
    if not conclusion.strip():
        problems.append(Problem("conclusion", _("没有写督查结论"), _("写明事实清楚、证据充分的结论")))
    if not plan.may_become(Plan.Status.CONCLUDED):
        problems = [
            Problem(
                str(plan),
                _("计划{status}").format(status=plan.get_status_display()),
                _("只有进行中的计划能办结"),
            )
        ]
    if problems:
        raise Refusal(
            f"“{plan}”还不能办结", problems[0].what, problems[0].mend, problems=problems[:200],
            english="Every drawn unit must be visited or dropped with a reason, and every unit visited must be told first.",
        )  # fmt: skip
    now = db_now()
    Plan.objects.filter(pk=plan.pk, status=Plan.Status.UNDER_WAY).update(
        status=Plan.Status.CONCLUDED, conclusion=conclusion.strip(), concluded_at=now
    )
    plan.status, plan.conclusion, plan.concluded_at = Plan.Status.CONCLUDED, conclusion.strip(), now
    leave_trace(by, "inspection.conclude", plan, conclusion=plan.conclusion)
    return plan

"""Putting right what was found: assigned, reported with evidence, closed by somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from youju.flow.evidence.selectors import evidence_known
from youju.flow.inspections.models import Feedback, Finding, Rectification
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import Refusal
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.units.models import Unit
    from youju.kernel.models import User

Status = Rectification.Status


@transaction.atomic
def assign_rectification(
    *, finding: Finding, due_on: dt.date, by: User | None, unit: Unit | None = None
) -> Rectification:
    """Let a unit (the one inspected unless another answers for it) put a finding right by a day. Only after feedback."""
    if not Feedback.objects.filter(visit=finding.visit_id).exists():
        raise Refusal(
            "不能交办整改", "还没有向单位反馈", "先反馈，再交办", english="The unit has to be told first."
        )
    if due_on < db_today():
        raise Refusal("不能交办整改", "期限已经过去", "写一个今天以后的日期", english="The day is past.")
    answerable = unit or finding.visit.unit
    row, made = Rectification.objects.get_or_create(
        finding=finding,
        defaults={"unit": answerable, "due_on": due_on, "assigned_by": by, "assigned_at": db_now()},
    )
    if not made:
        raise Refusal(
            "已经交办过",
            f"由{row.unit}在 {row.due_on} 前整改",
            "在原来的一条上办理",
            english="It was assigned already.",
        )
    leave_trace(by, "rectification.assign", row, finding=finding, unit=answerable, due_on=due_on)
    return row


@transaction.atomic
def report_rectification(
    *, item: Rectification, measures: str, by: User, evidence: Sequence[str] = ()
) -> Rectification:
    """Say how it was put right. Evidence must have been uploaded for the unit; a photograph is not demanded (E-4)."""
    if not measures.strip():
        raise Refusal("没有报整改", "没有写整改措施", "写明做了什么、现在怎样", english="Say what was done.")
    if set(evidence) - evidence_known(evidence, unit_id=item.unit_id):
        raise Refusal(
            "没有报整改", "附的佐证还没有上传", "先上传再提交", english="Some evidence has not been uploaded."
        )
    _move(item, by, "rectification.report", Status.REPORTED, measures=measures.strip(), evidence=list(evidence),
          rectified_by=by, rectified_at=db_now(), return_reason="")  # fmt: skip
    return item


@transaction.atomic
def return_rectification(*, item: Rectification, reason: str, by: User) -> Rectification:
    """Give it back: it is not put right yet."""
    if not reason.strip():
        raise Refusal("没有退回", "没有写理由", "写明哪里还没有整改到位", english="Say why.")
    _refuse_own(item, by, "退回")
    _move(item, by, "rectification.return", Status.ASSIGNED, return_reason=reason.strip())
    return item


@transaction.atomic
def close_finding(*, item: Rectification, note: str, by: User) -> Rectification:
    """Close a finding after somebody other than who put it right has seen for themselves (`note` says how)."""
    if not note.strip():
        raise Refusal("不能销号", "没有写怎样核实的", "写明谁、怎样核实", english="Say how it was verified.")
    _refuse_own(item, by, "销号")
    _move(
        item,
        by,
        "finding.close",
        Status.CLOSED,
        closed_by=by,
        closed_at=db_now(),
        closing_note=note.strip()[:500],
    )
    return item


def _refuse_own(item: Rectification, by: User, what: str) -> None:
    if item.rectified_by_id == by.pk:
        raise Refusal(
            f"不能{what}", "整改是你自己报的", "请另一个人核实", english="It must be somebody other than who put it right."
        )  # fmt: skip


def _move(item: Rectification, by: User, act: str, to: str, **filled: object) -> None:
    """Move along the table of moves, or say that somebody was faster."""
    sources = [was for was, targets in Rectification.MOVES.items() if to in targets]
    if not Rectification.objects.filter(pk=item.pk, status__in=sources).update(status=to, **filled):
        raise Refusal(
            f"“{item}”不能这样办理", f"现在是{Rectification.objects.get(pk=item.pk).get_status_display()}", "刷新页面看现在的情况",
            english="It is in another state by now.",
        )  # fmt: skip
    item.refresh_from_db()
    leave_trace(
        by,
        act,
        item,
        **{k: v for k, v in filled.items() if k in {"measures", "evidence", "return_reason", "closing_note"}},
    )

"""The reviewer's two answers: back with a reason, or taken as true."""

from __future__ import annotations

from django.db import transaction

from youju.flow.reports.models import Report
from youju.flow.schemes.locks import status_held
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

Status = Report.Status


@transaction.atomic
def return_report(*, report: Report, by: User, reason: str) -> Report:
    """Give a report back, saying why; its unit fixes it in place."""
    if not reason.strip():
        raise BadInput(
            f"“{report}”没有退回", "没有写理由，填报的人不知道改什么", "写明哪一项、为什么、怎么改",
            english="A reason is needed, so that the unit knows what to mend.",
        )  # fmt: skip
    return _decide(report, Status.RETURNED, by, reason.strip()[:500])


@transaction.atomic
def accept_report(*, report: Report, by: User) -> Report:
    """Take a report as true. Who handed it in cannot."""
    return _decide(report, Status.ACCEPTED, by, "")


def _decide(report: Report, to: str, by: User, reason: str) -> Report:
    """Claim a report that is handed in; of two reviewers one is told."""
    if status_held(report.round_id) in {"closed", "published"}:
        raise Refusal(
            f"“{report}”不能{Status(to).label}", "这一轮已经关账", "有错的数由考核办在底账上更正",
            english="The round is closed; mistakes are corrected in the ledger.",
        )  # fmt: skip
    if report.submitted_by_id == by.pk:
        raise Refusal(
            f"“{report}”不能由你审核", "是你报送的，填报和审核要两个人", "请另一位审核人办理",
            english="You handed it in; somebody else decides.",
        )  # fmt: skip
    now = db_now()
    claimed = Report.objects.filter(pk=report.pk, status=Status.SUBMITTED).update(
        status=to, return_reason=reason, decided_at=now, decided_by=by
    )
    if not claimed:
        report.refresh_from_db()
        raise Refusal(
            f"“{report}”不能{Status(to).label}", f"它现在是“{report.get_status_display()}”，可能别人刚办过", "刷新页面看看",
            english=f"The report is {report.status} now; somebody may have been faster.",
        )  # fmt: skip
    tenure = tenure_on(by, "report.review", report.unit_id, scheme=report.round.scheme.code)
    leave_trace(by, f"report.{to}", report, post=tenure.post if tenure else None, reason=reason)
    report.refresh_from_db()
    return report

"""Pages of this room: the desk, a round, a report, and what is done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.flow.evidence.choosing import LOOK, looked_for
from youju.flow.reports import jobs, selectors, services
from youju.flow.reports.forming import entries_in, fields_of, lock_in
from youju.flow.reports.forms import BookForm, ReturnForm
from youju.flow.reports.models import Report
from youju.flow.schemes.selectors import round_for, rounds_for
from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.errors import Refusal
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import refused_file
from youju.kernel.powers import may
from youju.kernel.trace import history_of

FILES = 30
"""How many files stand behind each field of a report to be ticked."""


@allow("report.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what this person has to report, what waits for a decision, and the rounds."""
    user = request.user
    context = {
        "due": selectors.due_for(user) if may(user, "report.write") else [],
        "to_review": selectors.to_review_for(user) if may(user, "report.review") else [],
        "rounds": rounds_for(user)[:24],
        "writes": may(user, "report.write"), "reviews": may(user, "report.review"),
    }  # fmt: skip
    return render(request, "reports/index.html", context)


@allow("report.read")
@require_safe
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a round is, unit by unit."""
    row = round_for(request.user, pk)
    units = selectors.units_of(request.user, row, "report.read")
    found = {report.unit_id: report for report in selectors.reports_in(request.user, row)}
    after = request.GET.get("after", "")[:40]
    some = list(units.filter(code__gt=after)[:201])
    included = selectors.spoken_for(row)
    rows = [
        {"unit": unit, "report": found.get(unit.pk), "is_included": unit.pk in included}
        for unit in some[:200]
    ]
    context = {
        "round": row, "rows": rows, "after": some[199].code if len(some) > 200 else "",
        "progress": selectors.progress(row) if may_on(request.user, "round.advance", row.scheme.unit_id) else None,
        "asks": bool(selectors.asked_of(row)), "writes": may(request.user, "report.write"), "book_form": BookForm(),
        "refused": refused_file(request.user, jobs.TAKE, "round", pk),
    }  # fmt: skip
    return render(request, "reports/round.html", context)


@allow("report.write")
@require_POST
def begin(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Begin a report, or go on with it."""
    row = round_for(request.user, pk)
    unit = selectors.unit_in_round(request.user, row, code)
    return redirect("reports:show", services.begin_report(round_=row, unit=unit, by=request.user).pk)


@allow("report.submit")
@require_POST
def no_change(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Hand in last time's values again, in one click."""
    row = round_for(request.user, pk)
    unit = selectors.unit_in_round(request.user, row, code, "report.submit")
    report = services.no_change(round_=row, unit=unit, by=request.user)
    _say(request, report)
    return redirect("reports:index")


@allow("report.read")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: as a form to whoever may write it now, else as it was handed in."""
    report = selectors.report_for(request.user, pk)
    return _page(request, report)


@allow("report.write")
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed. htmx gets the line that says so; a conflict shows both versions."""
    report = selectors.report_for_writer(request.user, pk)
    try:
        services.save_draft(
            report=report,
            entries=entries_in(report, request.POST),
            lock=lock_in(request.POST),
            by=request.user,
        )
    except services.Conflict as conflict:
        return _conflict(request, conflict)
    if request.htmx:
        return render(request, "reports/_saved.html", {"report": report, "fields": fields_of(report)})
    if "look" in request.POST:
        asked = {name: request.POST.get(name, "") for name in (LOOK, f"{LOOK}-day", "look")}
        return redirect(f"{reverse('reports:show', args=[pk])}?{urlencode(asked)}#files")
    return redirect("reports:show", pk)


@allow("report.submit")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed and hand the report in. If it is refused, the draft is kept all the same.

    The lock makes pressing twice safe; an Idempotency-Key would undo the draft together with the refusal.
    """
    report = selectors.report_for(request.user, pk, "report.submit")
    if report.status == Report.Status.SUBMITTED and report.submitted_by_id == request.user.pk:
        return redirect("reports:show", pk)
    try:
        services.save_draft(
            report=report,
            entries=entries_in(report, request.POST),
            lock=lock_in(request.POST),
            by=request.user,
        )
    except services.Conflict as conflict:
        return _conflict(request, conflict)
    try:
        services.submit_report(report=report, by=request.user, lock=report.lock)
    except Refusal as refusal:
        return _page(request, report, refusal=refusal, status=refusal.status)
    _say(request, report)
    return redirect("reports:show", pk)


@allow("report.review")
@require_POST
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report back, saying why."""
    report = selectors.report_for_reviewer(request.user, pk)
    form = ReturnForm(request.POST)
    if form.is_valid():
        with beside(form, at="reason"):
            services.return_report(report=report, by=request.user, reason=form.cleaned_data["reason"])
            return redirect("reports:index")
    report.refresh_from_db()
    return _page(request, report, returning=form, status=status_of(form))


@allow("report.review")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report as true."""
    report = selectors.report_for_reviewer(request.user, pk)
    services.accept_report(report=report, by=request.user)
    return redirect("reports:index")


def _page(request: HttpRequest, report: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    user, code = request.user, report.round.scheme.code
    writes = report.may_edit and may_on(user, "report.write", report.unit_id, scheme=code)
    refusal = more.get("refusal")
    fields = fields_of(report, more.pop("mine", None), refusal.problems if refusal else ())
    if refusal:
        # what stands beside a field is not said a second time above
        refusal.problems = tuple(p for p in refusal.problems if p.where not in {one.name for one in fields})
    context = {
        "report": report, "fields": fields, "writes": writes,
        "reviews": report.status == Report.Status.SUBMITTED and not report.round.is_closed
        and report.submitted_by_id != user.pk and may_on(user, "report.review", report.unit_id, scheme=code),
        "submissions": selectors.submissions_of(report), "history": history_of(report),
        "looked": looked_for(user, [report.unit_id], request.GET, size=FILES) if writes and may(user, "evidence.read") else None,
        "returning": ReturnForm(), "included_in": selectors.included_in(report), **more,
    }  # fmt: skip
    context["shown"] = {one.sha256 for one in context["looked"].files} if context["looked"] else set()
    return render(request, "reports/show.html", context, status=status)


def _conflict(request: HttpRequest, conflict: services.Conflict) -> HttpResponse:
    """Show what was sent beside what stands, and let the writer decide."""
    if request.htmx:
        context = {"report": conflict.report, "refusal": conflict}
        return render(request, "reports/_conflict.html", context, status=409)
    return _page(request, conflict.report, status=409, mine=conflict.mine, conflict=conflict)


def _say(request: HttpRequest, report: Report) -> None:
    words = (
        _("关账以后才报，存下了，不计入本期")
        if report.after_close
        else _("已报送，过了截止日，注明迟报")
        if report.late
        else _("已报送")
    )
    messages.success(request, f"“{report}”{words}")

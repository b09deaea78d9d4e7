"""Pages of the unit: what it was told, its word about it, and what it puts right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from youju.flow.evidence.choosing import looked_for
from youju.flow.inspections import selectors, services
from youju.flow.inspections.forms import WordsForm
from youju.flow.inspections.models import Rectification, Visit
from youju.flow.inspections.views.office import seen_on
from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import beside, is_only_looking, status_of
from youju.kernel.trace import history_of


@allow("inspection.own")
@require_safe
def told(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a visit that the unit has been told of: reported and found values side by side."""
    return _told(request, selectors.visit_fed_back(request.user, uuid), WordsForm())


def _told(request: HttpRequest, row: Visit, form: WordsForm) -> HttpResponse:
    may_answer = row.feedback.answer is None and may_on(request.user, "inspection.answer", row.unit_id)
    context = {**seen_on(row), "may_answer": may_answer, "words": form}
    return render(request, "inspections/told.html", context, status=status_of(form))


@allow("inspection.answer")
@require_POST
def answer(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Say the unit's own word."""
    row = selectors.visit_fed_back(request.user, uuid, "inspection.answer")
    form = WordsForm(request.POST)
    if form.is_valid():
        with beside(form, at="text"):
            services.answer_feedback(feedback=row.feedback, text=form.cleaned_data["text"], by=request.user)
            return redirect("inspections:told", uuid)
    return _told(request, row, form)


@allow("inspection.own")
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is to be put right, and how far it is."""
    return _item(request, selectors.rectification_for(request.user, pk, "inspection.own"), WordsForm())


def _item(request: HttpRequest, row: Rectification, form: WordsForm, tried: str = "") -> HttpResponse:
    """Show the page. A form that was refused stands with what was typed, even if the item has moved on meanwhile."""
    reports = may_on(request.user, "rectification.report", row.unit_id) and row.status == "assigned"
    closes = may_on(request.user, "finding.close", row.unit_id) and row.status == "reported"
    reports = reports or tried == "rectify"
    ticked = request.POST.getlist("evidence")
    looked = looked_for(request.user, [row.unit_id], request.POST, ticked=ticked) if reports else None
    context = {"item": row, "reports": reports, "closes": (closes and row.rectified_by_id != request.user.pk) or tried == "close",
               "looked": looked, "words": form, "history": history_of(row), "today": db_today()}  # fmt: skip
    return render(request, "inspections/item.html", context, status=status_of(form))


@allow("rectification.report")
@require_POST
def rectify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it was put right."""
    row = selectors.rectification_for(request.user, pk, "rectification.report")
    form = WordsForm(request.POST)
    if is_only_looking(request, form):
        return _item(request, row, form, "rectify")
    if form.is_valid():
        with beside(form, at="text"):
            services.report_rectification(
                item=row,
                measures=form.cleaned_data["text"],
                evidence=request.POST.getlist("evidence"),
                by=request.user,
            )
            return redirect("inspections:item", pk)
    return _item(request, row, form, "rectify")


@allow("finding.close")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a finding, or give it back."""
    row = selectors.rectification_for(request.user, pk, "finding.close")
    form = WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"]
        with beside(form, at="text"):
            if "return" in request.POST:
                services.return_rectification(item=row, reason=words, by=request.user)
            else:
                services.close_finding(item=row, note=words, by=request.user)
            return redirect("inspections:item", pk)
    return _item(request, row, form, "close")

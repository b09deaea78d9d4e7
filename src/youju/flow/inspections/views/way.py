"""Pages of the inspectors, for a phone: the day's list, and one visit with its forms. Never what it was drawn for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.evidence.choosing import looked_for
from youju.flow.evidence.services import add_evidence
from youju.flow.inspections import forms, selectors, services
from youju.flow.inspections.models import Visit
from youju.flow.inspections.reported import all_reported
from youju.flow.inspections.services.syncing import number
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import beside, by_form, is_only_looking, status_of

GET_POST = require_http_methods(["GET", "POST"])


@allow("inspection.visit")
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show the visits of today, and the later ones below."""
    visits = list(selectors.visits_to_make(request.user))
    today = db_today()
    now = [v for v in visits if v.day is None or v.day <= today]
    return render(
        request,
        "inspections/day.html",
        {"now": now, "later": [v for v in visits if v not in now], "today": today},
    )


@allow("inspection.visit")
@require_safe
def visit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show the forms of one visit."""
    return _page(request, selectors.visit_for_inspector(request.user, uuid))


def _page(request: HttpRequest, row: Visit, *, status: int = 200, **bound: Any) -> HttpResponse:
    """Reported values stand beside a found one only after it was written down."""
    found = {v.indicator: v for v in selectors.verifications_of(row)}
    sent = bound.pop("form", None)
    asked = [
        {
            "asked": one,
            "found": found.get(one.indicator),
            "form": sent
            if sent is not None and sent.data.get("indicator") == one.indicator
            else forms.VerifyForm(auto_id=f"id_{one.indicator}_%s"),
        }
        for one in all_reported(row).values()
    ]
    for one in asked:
        one["folded"] = one["form"] is not sent
    others = [v for name, v in found.items() if name not in {one["asked"].indicator for one in asked}]
    looked = looked_for(request.user, [row.unit_id], request.POST, ticked=request.POST.getlist("evidence"))
    context = {
        "visit": row, "asked": asked, "others": others, "findings": selectors.findings_of(row), "looked": looked,
        "finding_form": forms.FindingForm(), "folded": "finding_form" not in bound, "picture_form": forms.PictureForm(), "words": forms.WordsForm(), "number": uuid4(), **bound,
    }  # fmt: skip
    return render(request, "inspections/way.html", context, status=status)


@allow("inspection.visit")
@require_POST
def verify(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Write down a value as it was found."""
    row = selectors.visit_for_inspector(request.user, uuid)
    form = forms.VerifyForm(request.POST, auto_id=f"id_{request.POST.get('indicator', '')[:80]}_%s")
    if is_only_looking(request, form):
        return _page(request, row, form=form)
    if form.is_valid():
        said = form.cleaned_data
        corrects = (
            selectors.verifications_of(row).filter(uuid=said["corrects"]).first()
            if said["corrects"]
            else None
        )
        with beside(form):
            services.record_verification(
                visit=row, indicator=said["indicator"], value=None if said["not_found"] else number(said["value"]), note=said["note"],
                evidence=request.POST.getlist("evidence"), corrects=corrects, by=request.user,
            )  # fmt: skip
            return redirect("inspections:way", uuid)
    return _page(request, row, status=status_of(form), form=form)


@allow("inspection.visit")
@require_POST
def find(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Write down something that is wrong."""
    row = selectors.visit_for_inspector(request.user, uuid)
    form = forms.FindingForm(request.POST)
    if is_only_looking(request, form):
        return _page(request, row, finding_form=form)
    if form.is_valid():
        with beside(form):
            services.record_finding(
                visit=row, evidence=request.POST.getlist("evidence"), by=request.user, **form.cleaned_data
            )
            return redirect("inspections:way", uuid)
    return _page(request, row, status=status_of(form), finding_form=form)


@allow("inspection.visit")
@require_POST
def picture(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Take a photograph; the unit does not see it before the feedback."""
    row = selectors.visit_for_inspector(request.user, uuid)
    form = forms.PictureForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with beside(form, at="file"):
            add_evidence(
                unit=row.unit,
                name=file.name or "",
                content=file,
                by=request.user,
                withheld=True,
                scheme=selectors.scheme_of(row),
            )
            return redirect("inspections:way", uuid)
    return _page(request, row, status=status_of(form), picture_form=form)


@allow("inspection.visit")
@require_POST
def finish(request: HttpRequest, uuid: Any) -> HttpResponse:
    """End a visit, or say why it was not made."""
    row = selectors.visit_for_inspector(request.user, uuid)
    form = forms.WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"]
        with beside(form, at="text"):
            if "drop" in request.POST:
                services.drop_visit(visit=row, reason=words, by=request.user)
            else:
                services.finish_visit(visit=row, note=words, by=request.user)
            return redirect("inspections:day")
    return _page(request, row, status=status_of(form), words=form)


@allow("inspection.visit")
@GET_POST
def recuse(request: HttpRequest) -> HttpResponse:
    """Ask to stay away from a unit."""
    form = forms.RecusalForm(request.POST or None, user=request.user)

    def done(said: dict[str, Any]) -> HttpResponse:
        services.declare_recusal(person=request.user, by=request.user, **said)
        return redirect("inspections:day")

    return by_form(request, form, _("申请回避"), done)

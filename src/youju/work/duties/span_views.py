"""Pages along a line and along a year. Each view is one question or one act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from youju.flow.units.powers import unit_for
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import by_form
from youju.kernel.powers import may
from youju.work.duties import forms, services, spans

FIRST, LAST = 2000, 2100


@allow("duty.read")
@require_safe
def stretches(request: HttpRequest) -> HttpResponse:
    """Show every line cut into segments: what nobody wrote down, what nobody answers for, what two do."""
    form = forms.OnForm(request.GET or None)
    form.fields["system"].asked_by(request.user)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = said.get("on") or db_today()
    context = {
        "form": form, "day": day, "lines": spans.lines_on(request.user, day, system=said.get("system") or ""),
        "keeps": may(request.user, "duty.keep"),
    }  # fmt: skip
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "duties/stretches.html", context, status=status)


@allow("duty.read")
@require_safe
def year(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Show what a unit answers for in a year, with the days of each season."""
    row = unit_for(request.user, "duty.read", unit, scheme="")
    if not FIRST <= year <= LAST:
        raise Http404(year)
    context = {
        "unit": row,
        "year": year,
        "lines": spans.year_of(row, year),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "duties/year.html", context)


@allow("duty.keep")
@require_http_methods(["GET", "POST"])
def set_line(request: HttpRequest) -> HttpResponse:
    """Say how long a line is as a whole."""
    form = forms.LineForm(request.POST or None, user=request.user)

    def done(said: dict[str, Any]) -> HttpResponse:
        services.set_line(by=request.user, **said)
        return redirect("duties:stretches")

    return by_form(request, form, _("登记整条长度"), done)

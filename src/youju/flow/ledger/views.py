"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.ledger import citing, forms, jobs, selectors, services
from youju.flow.schemes.selectors import schemes_for
from youju.flow.units.forms import UnitField, asked_unit
from youju.flow.units.selectors import units_by_code
from youju.kernel.access import allow
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.files import named
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import ask, led_on, refused_file
from youju.kernel.powers import may

GET_POST = require_http_methods(["GET", "POST"])
ASKED = ("scheme", "period", "unit", "indicator")
PAGE = 50


@allow("ledger.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the observations this person may see, the latest first."""
    asked = {name: request.GET.get(name, "")[:80] for name in ASKED}
    unit, why = asked_unit(request.user, "ledger.read", asked["unit"])
    found = selectors.observations_for(request.user, **{**asked, "unit": unit})
    page = Paginator(found if not why else found.none(), PAGE).get_page(request.GET.get("page"))
    page.object_list = selectors.named(page.object_list)
    template = "ledger/_rows.html" if request.htmx else "ledger/index.html"
    context = {
        "page": page,
        "asked": asked,
        "why": why,
        "schemes": schemes_for(request.user),
        "may_write": may(request.user, "ledger.cite"),
    }
    return render(request, template, context)


@allow("ledger.read")
@GET_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that was ever held of one cell; correct the row, for those who may."""
    act = "ledger.correct" if request.method == "POST" else "ledger.read"
    row = selectors.observation_for(request.user, pk, act)
    form = forms.CorrectForm(request.POST or None)
    if form.is_valid():
        with beside(form):
            later = services.correct(observation=row, by=request.user, **form.cleaned_data)
            return redirect("ledger:show", later.pk)
    context = {**selectors.cell_page(request.user, row), "form": form}
    return render(request, "ledger/show.html", context, status=status_of(form))


@allow("ledger.import")
@GET_POST
def import_(request: HttpRequest) -> HttpResponse:
    """Bring official statistics in from a file. A file that was refused apart from its page stands there, and what was typed with it."""
    last = refused_file(request.user, jobs.IMPORT)
    form = forms.ImportForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial=last.arguments if last else None,
    )
    if form.is_valid():
        with beside(form):
            said = form.cleaned_data
            asked = ask(
                kind=jobs.IMPORT,
                title=_("导入统计数：{name}").format(name=said["file"].name)[:200],
                arguments={"name": said["file"].name, "citation": said["citation"], "scheme": said["scheme"]},
                content=said["file"].read(),
                by=request.user,
                back=reverse("ledger:import"),
            )
            return led_on(request, asked)
    context = {
        "form": form,
        "title": _("导入官方统计"),
        "at": "file",
        "refused": None if form.is_bound else last,
    }
    return render(request, "web/form.html", context, status=status_of(form))


@allow("ledger.cite")
@GET_POST
def documents(request: HttpRequest) -> HttpResponse:
    """Show the accepted facts that wait for the ledger, each with its proposal; take the chosen ones."""
    schemes = citing.schemes_to_cite(request.user)
    code = request.GET.get("scheme") or (schemes[0].code if schemes else "")
    scheme = next((one for one in schemes if one.code == code), None)
    if scheme is None and (code or request.method == "POST"):
        raise Http404(code)
    if request.method != "POST":
        return _facts(request, schemes, scheme)
    try:
        done = services.take_facts(
            takings=forms.takings(request.user, request.POST), scheme=scheme, by=request.user
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _facts(request, schemes, scheme, said=request.POST, refusal=refusal)
    messages.success(
        request,
        _("入账 {added} 条，改判 {revised} 条，{same} 条早已入账").format(
            added=done.added, revised=done.revised, same=done.same
        ),
    )
    return redirect(f"{reverse('ledger:index')}?scheme={scheme.code}")


def _facts(
    request: HttpRequest, schemes: Any, scheme: Any, *, said: QueryDict | None = None,
    refusal: Refusal | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the waiting facts; what was refused stands above them, and in their rows what was written (`said`)."""
    document = request.GET.get("document", "")
    rows = citing.waiting(
        request.user, scheme, document=int(document) if document.isdecimal() and len(document) < 19 else None,
        period=request.GET.get("period", "")[:10],
    ) if scheme else []  # fmt: skip
    context = {
        "schemes": schemes, "scheme": scheme, "rows": forms.lines(rows[:200], said), "refusal": refusal, "more": len(rows) > 200, "period": request.GET.get("period", "")[:10],
        "indicators": citing.indicators_of(scheme) if scheme else [], "stale": citing.stale(request.user),
        "units": UnitField().asked_by(request.user, "ledger.cite").offers() or (), **more,
    }  # fmt: skip
    status = refusal.status if refusal else status_of(more["withdrawing"]) if more else 200
    return render(request, "ledger/documents.html", context, status=status)


@allow("ledger.cite")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a value whose fact is not accepted any more."""
    row = selectors.observation_for(request.user, pk, "ledger.cite")
    form = forms.WithdrawForm(request.POST)
    if form.is_valid():
        with beside(form, at="reason"):
            services.withdraw(observation=row, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("ledger:show", pk)
    schemes = citing.schemes_to_cite(request.user)
    scheme = next((one for one in schemes if one.code == row.scheme), None)
    return _facts(request, schemes, scheme, withdrawing=form, withdrawn=row)


@allow("ledger.read")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show, cell by cell, what documents say beside what the ledger holds."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("scheme", "period", "unit")}
    unit, why = asked_unit(request.user, "ledger.read", asked["unit"])
    found = citing.compare_for(request.user, **{**asked, "unit": unit}) if not why else []
    names = {code: one.name for code, one in units_by_code([row.unit_code for row in found[:500]]).items()}
    rows = [
        (row, citing.VERDICTS[row.verdict], names.get(row.unit_code, row.unit_code)) for row in found[:500]
    ]
    context = {
        "rows": rows, "more": len(found) > 500, "asked": asked, "why": why, "schemes": schemes_for(request.user)
    }  # fmt: skip
    return render(request, "ledger/compare.html", context)


@allow("ledger.read")
@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """Send the sheet as CSV."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("scheme", "period", "unit")}
    asked["unit"], why = asked_unit(request.user, "ledger.read", asked["unit"])
    found = citing.compare_for(request.user, **asked) if not why else []
    answer = HttpResponse(citing.compare_csv(found), content_type="text/csv; charset=utf-8")
    return named(answer, "compare.csv")

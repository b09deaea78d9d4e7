"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from youju.flow.ledger import forms, selectors, services
from youju.kernel.access import allow

GET_POST = require_http_methods(["GET", "POST"])
ASKED = ("scheme", "period", "unit", "indicator")


@allow("ledger.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the observations this person may see, the latest first."""
    asked = {name: request.GET.get(name, "")[:80] for name in ASKED}
    rows = selectors.observations_for(request.user, **asked)[:200]
    template = "ledger/_rows.html" if request.htmx else "ledger/index.html"
    return render(request, template, {"rows": rows, "asked": asked})


@allow("ledger.read")
@GET_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that was ever held of one cell; correct the row, for those who may."""
    act = "ledger.correct" if request.method == "POST" else "ledger.read"
    row = selectors.observation_for(request.user, pk, act)
    form = forms.CorrectForm(request.POST or None)
    if form.is_valid():
        later = services.correct(observation=row, by=request.user, **form.cleaned_data)
        return redirect("ledger:show", later.pk)
    context = {**selectors.cell_page(request.user, row), "form": form}
    return render(request, "ledger/show.html", context, status=422 if form.is_bound else 200)


@allow("ledger.import")
@GET_POST
def import_(request: HttpRequest) -> HttpResponse:
    """Bring official statistics in from a file."""
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        done = services.import_official(
            content=said["file"].read(), name=said["file"].name, citation=said["citation"], scheme=said["scheme"], by=request.user
        )  # fmt: skip
        messages.success(request, f"新增 {done.added} 个,修订 {done.revised} 个,{done.same} 个没有变化")
        return redirect("ledger:index")
    return render(request, "ledger/import.html", {"form": form}, status=422 if form.is_bound else 200)

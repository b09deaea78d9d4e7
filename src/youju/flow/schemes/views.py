"""Pages of this room: one question or one act each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.schemes import forms, jobs, selectors, services
from youju.flow.schemes.models import Round, Scheme, SchemeVersion
from youju.flow.schemes.package import from_uploads
from youju.flow.schemes.what_if import closed_bundle, kept_what_if
from youju.flow.schemes.wording import clauses, compared, indicators, seen_in_words
from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import ask, led_on, refusal_of, refused_lately
from youju.kernel.powers import may
from youju.kernel.trace import history_of

GET_POST = require_http_methods(["GET", "POST"])
SHOWN = 200


@allow("scheme.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the schemes and the latest rounds this person may see."""
    context = {
        "schemes": selectors.schemes_for(request.user)[:200],
        "rounds": selectors.rounds_for(request.user)[:50],
        "may_load": may(request.user, "scheme.load"),
        "may_look": may(request.user, "round.read"),
    }
    return render(request, "schemes/index.html", context)


@allow("scheme.load")
@GET_POST
def load(request: HttpRequest) -> HttpResponse:
    """Take a scheme in and show what was found in it."""
    form = forms.LoadForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        with beside(form):
            version, found = services.load_scheme(
                files=from_uploads(form.uploads()), unit=form.cleaned_data["unit"], by=request.user
            )
            messages.success(
                request,
                _("已录入“{version}”草案；{blocking} 处须改后才能提请施行").format(
                    version=version, blocking=len(found.blocking)
                ),
            )
            return redirect("schemes:version", version.scheme.code, version.pk)
    return render(request, "schemes/load.html", {"form": form}, status=status_of(form))


@allow("scheme.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a scheme: its versions, its rounds, and the policy in force as people read it."""
    return _scheme(request, selectors.scheme_for(request.user, code), forms.RoundForm())


def _scheme(request: HttpRequest, scheme: Scheme, form: forms.RoundForm) -> HttpResponse:
    versions = list(selectors.versions_for(request.user, scheme))
    current = next((v for v in versions if v.status == SchemeVersion.Status.IN_FORCE), None)
    context = {
        "scheme": scheme, "versions": versions, "rounds": selectors.rounds_for(request.user, scheme=scheme.code)[:36],
        "may_open": _may(request, "round.open", scheme), "form": form, **_reading(current),
    }  # fmt: skip
    return render(request, "schemes/show.html", context, status=status_of(form))


@allow("scheme.read")
@require_safe
def version(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a version: the policy beside its examples, what was found in it, its files, and what may be done."""
    row = selectors.version_for(request.user, code, pk)
    found = selectors.examined(row)
    context = {
        "scheme": row.scheme, "found": found, "files": row.files.order_by("path"), "history": history_of(row),
        **_reading(row), **_acts(request, row),
    }  # fmt: skip
    return render(request, "schemes/version.html", context)


@allow("scheme.read")
@require_safe
def file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give one file of a version as it was handed in."""
    row = selectors.version_for(request.user, code, pk)
    found = row.files.filter(path=request.GET.get("path", "")).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type="text/plain; charset=utf-8")


@allow("scheme.draft")
@GET_POST
def what_if(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show who would have moved in the last closed round under this version, and by which rules; where nobody asked yet, let it be worked out."""
    row = selectors.version_for(request.user, code, pk, "scheme.draft")
    if request.method == "POST":
        asked = ask(
            kind=jobs.WHAT_IF,
            title=_("推演 {version}").format(version=row)[:200],
            arguments={"scheme": code, "version": pk},
            by=request.user,
            back=reverse("schemes:what_if", args=[code, pk]),
        )
        return led_on(request, asked)
    closed = closed_bundle(row)
    result = kept_what_if(row, closed[1]) if closed else None
    job = refused_lately(request.user, jobs.WHAT_IF, "version").get(pk) if result is None else None
    context = {
        "version": row, "closed": closed, "result": result, "moved": result.moved() if result else [], "shown": SHOWN,
        "refusal": refusal_of(job) if job else None,
    }  # fmt: skip
    return render(request, "schemes/what_if.html", context)


@allow("scheme.propose")
@require_POST
def propose(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for a draft to be put in force."""
    row = selectors.version_for(request.user, code, pk, "scheme.propose")
    services.propose(version=row, by=request.user)
    return redirect("schemes:version", code, pk)


@allow("scheme.approve")
@require_POST
def approve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a proposed version in force."""
    row = selectors.version_for(request.user, code, pk, "scheme.approve")
    services.approve(version=row, by=request.user)
    return redirect("schemes:version", code, pk)


@allow("scheme.propose")
@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a draft or a proposal up."""
    row = selectors.version_for(request.user, code, pk, "scheme.propose")
    services.discard(version=row, by=request.user)
    return redirect("schemes:version", code, pk)


@allow("scheme.retire")
@require_POST
def retire(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let no further round be opened by a version."""
    row = selectors.version_for(request.user, code, pk, "scheme.retire")
    services.retire(version=row, by=request.user, reason=request.POST.get("reason", "")[:500])
    return redirect("schemes:version", code, pk)


@allow("round.open")
@require_POST
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """Open the round of a period."""
    scheme = selectors.scheme_for(request.user, code, "round.open")
    form = forms.RoundForm(request.POST)
    if form.is_valid():
        with beside(form, at="period"):
            made = services.open_round(
                scheme=scheme, period=form.cleaned_data["period"], by=request.user, deadlines=form.deadlines()
            )
            return redirect("schemes:round", made.pk)
    return _scheme(request, scheme, form)


@allow("round.read")
@require_safe
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round: its days, where it is, and its next step."""
    row = selectors.round_for(request.user, pk)
    context = {
        "round": row, "steps": Round.Status.choices, "history": history_of(row),
        "may_advance": _may(request, "round.advance", row.scheme), "units": selectors.participants(row).count(),
    }  # fmt: skip
    return render(request, "schemes/round.html", context)


@allow("round.advance")
@require_POST
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a round to its next status. Closing and publishing have doors of their own in their rooms."""
    row = selectors.round_for(request.user, pk, "round.advance")
    services.advance_by_hand(
        round_=row, was=request.POST.get("was", ""), to=request.POST.get("to", ""), by=request.user
    )
    return redirect("schemes:round", pk)


def _may(request: HttpRequest, act: str, scheme: Any) -> bool:
    return may_on(request.user, act, scheme.unit_id, scheme=scheme.code)


def _reading(row: SchemeVersion | None) -> dict[str, Any]:
    if row is None:
        return {"version": None}
    said = selectors.scheme_of(row)
    asked = indicators(said)
    examples = [{**one, "words": seen_in_words(one.get("seen"), asked)} for one in selectors.examples_of(row)]
    return {"version": row, "said": said, "compared": compared(said), "clauses": clauses(said),
            "indicators": asked, "examples": examples}  # fmt: skip


def _acts(request: HttpRequest, row: SchemeVersion) -> dict[str, bool]:
    status = SchemeVersion.Status
    steps = (("propose", status.PROPOSED), ("approve", status.IN_FORCE), ("retire", status.RETIRED))
    acts = {
        f"may_{act}": row.may_become(to) and _may(request, f"scheme.{act}", row.scheme) for act, to in steps
    }
    acts["may_discard"] = row.may_become(status.DISCARDED) and _may(request, "scheme.propose", row.scheme)
    acts["may_approve"] = acts["may_approve"] and row.proposed_by_id != request.user.pk
    return {**acts, "may_draft": _may(request, "scheme.draft", row.scheme)}

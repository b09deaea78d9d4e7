"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.evidence.choosing import Looked, looked_for
from youju.flow.schemes.selectors import round_for
from youju.flow.scores import forms, jobs, selectors, services
from youju.kernel.access import allow
from youju.kernel.clock import db_now
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.files import named
from youju.kernel.forms import beside, is_only_looking, status_of
from youju.kernel.jobs import ask, led_on
from youju.kernel.paper.pdf import pdf_of
from youju.kernel.paper.word import WORD, word_of
from youju.kernel.powers import may
from youju.kernel.trace import history_of

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

PAGE = 200
GET_POST = require_http_methods(["GET", "POST"])


@allow("statement.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the statements this person may read and, to an office, the rounds it scores."""
    return _index(request, jobs.refused_again(request.user))


def _index(request: HttpRequest, refused: dict[int, jobs.Refused], status: int = 200) -> HttpResponse:
    """Show the rounds, each with the reason that was typed for it if that was refused."""
    rounds = [
        (round_, score, said if said and not (score and score.scored_at > said.at) else None)
        for round_, score in selectors.rounds_to_score(request.user)
        for said in [refused.get(round_.pk)]
    ]
    context = {
        "statements": selectors.my_statements(request.user),
        "rounds": rounds,
        "open": selectors.objections_for(request.user, open_only=True)[:50],
    }
    return render(request, "scores/index.html", context, status=status)


@allow("score.make")
@require_POST
def notice(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open the notice of a round and score it."""
    round_ = round_for(request.user, round_id, "score.make")
    asked = ask(
        kind=jobs.NOTICE,
        title=_("公示并计分：{round}").format(round=round_),
        arguments={"round": round_.pk},
        by=request.user,
    )
    return led_on(request, asked)


@allow("round.close")
@require_POST
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    """Close a round."""
    round_ = round_for(request.user, round_id, "round.close")
    asked = ask(
        kind=jobs.CLOSE,
        title=_("关账：{round}").format(round=round_),
        arguments={"round": round_.pk},
        by=request.user,
    )
    return led_on(request, asked)


@allow("score.make")
@require_POST
def again(request: HttpRequest, round_id: int) -> HttpResponse:
    """Score a round again, saying why."""
    round_ = round_for(request.user, round_id, "score.make")
    said = {"round": round_.pk, "because": request.POST.get("because", "")}
    title = _("计分：{round}").format(round=round_)
    try:
        asked = ask(kind=jobs.AGAIN, title=title, arguments=said, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        under_way = [other for other, _score in selectors.rounds_to_score(request.user)]
        if round_ not in under_way or round_.status == "verifying":
            raise  # the page has no field for it; the page of the refusal keeps the reason
        refused = jobs.Refused(said["because"], refusal, db_now())
        return _index(request, {round_.pk: refused}, refusal.status)
    return led_on(request, asked)


@allow("statement.read")
@require_safe
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """List all units of a score whose statements this person may read, page by page, and find one by name or code."""
    words = request.GET.get("q", "").strip()[:80]
    score, found = selectors.units_told(request.user, pk, words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "scores/units.html", {"score": score, "page": page, "words": words, "of": len(found)}
    )


@allow("statement.read")
@require_safe
def statement(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show a unit its statement of marks: every mark with its clause, value and evidence."""
    score, unit = selectors.score_and_unit(request.user, pk, code)
    context = selectors.statement_page(request.user, score, unit)
    return render(request, "scores/statement.html", context)


@allow("statement.read")
@require_safe
def pdf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Hand out a unit's statement of marks as PDF."""
    score, unit = selectors.score_and_unit(request.user, pk, code)
    paper = selectors.paper_for(request.user, score, unit)
    answer = HttpResponse(pdf_of(paper), content_type="application/pdf")
    return named(answer, f"statement-{pk}-{unit.pk}.pdf", inline=True)


@allow("statement.read")
@require_safe
def word(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Hand out a unit's statement of marks as a Word file."""
    score, unit = selectors.score_and_unit(request.user, pk, code)
    paper = selectors.paper_for(request.user, score, unit)
    answer = HttpResponse(word_of(paper), content_type=WORD)
    return named(answer, f"statement-{pk}-{unit.pk}.docx")


@allow("objection.raise")
@GET_POST
def object_(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Object to one reason of the unit's score."""
    score, unit = selectors.score_and_unit(request.user, pk, code, "objection.raise")
    rule, (form, looked) = request.GET.get("rule", ""), _object_form(request, unit)
    if form.is_valid():
        with beside(form):
            services.raise_objection(score=score, unit=unit, rule=rule, by=request.user, **form.cleaned_data)
            return redirect("scores:statement", pk, code)
    lines = [line for line in selectors.for_reader(score, unit).lines if line.rule == rule]
    context = {"form": form, "looked": looked, "score": score, "unit": unit, "lines": lines}
    return render(request, "scores/object.html", context, status=status_of(form))


@allow("correction.propose")
@GET_POST
def correction(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Propose, as the office, to correct one reason of a closed round after the window for objections."""
    score, unit = selectors.score_to_correct(request.user, pk, code)
    rule, (form, looked) = request.GET.get("rule", ""), _object_form(request, unit)
    if form.is_valid():
        with beside(form):
            row = services.propose_correction(
                score=score, unit=unit, rule=rule, by=request.user, **form.cleaned_data
            )
            return redirect("scores:objection", row.pk)
    lines = [line for line in selectors.for_reader(score, unit).lines if line.rule == rule]
    context = {
        "form": form,
        "looked": looked,
        "score": score,
        "unit": unit,
        "lines": lines,
        "correcting": True,
    }
    return render(request, "scores/object.html", context, status=status_of(form))


def _object_form(request: HttpRequest, unit: Unit) -> tuple[forms.ObjectForm, Looked | None]:
    """Return the form of an objection with what it may rest on to choose from; sent only to look for files, it stands as it was filled in."""
    proofs, looked = _proofs(request, unit)
    form = forms.ObjectForm(request.POST or None, evidence=proofs)
    is_only_looking(request, form)
    return form, looked


def _proofs(request: HttpRequest, unit: Unit) -> tuple[list[tuple[str, str]], Looked | None]:
    """Return files of a unit and what documents say of it, for those who may see them, each by its name; and how files were looked for."""
    looked = None
    if may(request.user, "evidence.read"):
        looked = looked_for(request.user, [unit.pk], request.POST, ticked=request.POST.getlist("evidence"))
    named = [(one.sha256, f"{one.name} {one.note}".rstrip()) for one in (looked.files if looked else ())]
    return [*named, *selectors.words_about(request.user, unit)], looked


@allow("statement.read")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Show the objections this person may see, the latest first."""
    return render(request, "scores/objections.html", {"rows": selectors.objections_for(request.user)[:200]})


@allow("statement.read")
@GET_POST
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an objection; decide it, for those who may."""
    act = "objection.decide" if request.method == "POST" else "statement.read"
    row = selectors.objection_for(request.user, pk, act)
    may_decide = selectors.may_decide(request.user, row)
    held = selectors.values_objected(row) if may_decide else ()
    files, looked = _proofs(request, row.unit) if may_decide else ([], None)
    adoptable = selectors.adoptable(row) if may_decide else ()
    form = forms.DecideForm(request.POST or None, held=held, adoptable=adoptable, evidence=files)
    is_only_looking(request, form)
    if form.is_valid():
        with beside(form):
            services.decide_objection(objection=row, by=request.user, **form.said())
            return redirect("scores:objection", pk)
    context = {
        "row": row,
        "form": form,
        "looked": looked,
        "may_decide": may_decide,
        "awaits_a_record": may_decide and not adoptable and selectors.draws_from_elsewhere(row),
        "may_withdraw": row.decided_at is None and selectors.own_post(row, request.user) is not None,
        "adopted": row.adoptions.order_by("pk"),
        "history": history_of(row),
    }
    return render(request, "scores/objection.html", context, status=status_of(form))


@allow("objection.withdraw")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own objection that nobody has decided yet."""
    row = selectors.own_objection(request.user, pk)
    form = forms.WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST["reason"][:500]
    services.withdraw_objection(objection=row, by=request.user, reason=reason)
    return redirect("scores:objection", pk)

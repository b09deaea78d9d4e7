"""Pages of this room. What is open is read without signing in; who may read the rest is decided in the selectors."""

from __future__ import annotations

from dataclasses import asdict

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.publications import jobs, selectors, services
from youju.flow.publications.forms import ProposeForm
from youju.flow.publications.papers import voice_of
from youju.flow.scores.selectors import score_for
from youju.kernel.access import allow, public
from youju.kernel.files import named
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import ask, led_on
from youju.kernel.paper.pdf import pdf_of
from youju.kernel.paper.site import HTML, MARKDOWN
from youju.kernel.paper.word import WORD

PAGE = 100
CSV = "text/csv; charset=utf-8"
GET_POST = require_http_methods(["GET", "POST"])


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what was published, page by page, with root hash and the command to verify."""
    page = Paginator(selectors.publications_for(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "whole": {row.pk for row in page if selectors.sees_all(request.user, row)},
        "proposals": [
            (row, selectors.may_sign(request.user, row)) for row in selectors.proposals_for(request.user)[:50]
        ],
    }
    return render(request, "publications/index.html", context)


@public
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one publication: its words, its board, its erratum, and how to verify it."""
    row = selectors.publication_for(request.user, pk)
    return render(request, "publications/show.html", selectors.page_of(request.user, row))


@public
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the bundle of a publication as a zip, to those to whom all of it is shown."""
    row = selectors.with_bundle(request.user, pk)
    answer = HttpResponse(selectors.download_of(row), content_type="application/zip")
    return named(answer, f"{row.root[:16]}.zip")


@public
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the proof that the signing stands in the log; 204 while it waits for its place."""
    found = selectors.receipt_for(selectors.publication_for(request.user, pk))
    return JsonResponse(found.as_json()) if found else HttpResponse(status=204)


@public
@require_safe
def verify(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Let a reader check a bundle in the browser: any bundle, or that of one publication, whose root it then must have."""
    row = selectors.publication_for(request.user, pk) if pk else None
    whole = row is not None and selectors.sees_all(request.user, row)
    return render(request, "publications/verify.html", {"row": row, "whole": whole})


@public
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a publication as PDF; a proposal, as a draft, to those who sign."""
    answer = HttpResponse(selectors.paper_as(request.user, pk, "pdf"), content_type="application/pdf")
    return named(answer, f"publication-{pk}.pdf", inline=True)


@public
@require_safe
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a publication as a Word file; a proposal, as a draft, to those who sign."""
    answer = HttpResponse(selectors.paper_as(request.user, pk, "docx"), content_type=WORD)
    return named(answer, f"publication-{pk}.docx")


@public
@require_safe
def markdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the words and tables of a publication as Markdown, for the office's own site."""
    return _text(selectors.published_paper(request.user, pk, "md"), MARKDOWN, f"publication-{pk}.md")


@public
@require_safe
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the words and tables of a publication as HTML, for the office's own site."""
    return _text(selectors.published_paper(request.user, pk, "html"), HTML, f"publication-{pk}.html")


@public
@require_safe
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out who stands where as a sheet, as outsiders may see it."""
    row = selectors.publication_for(request.user, pk)
    return _text(selectors.published_as(row, "places"), CSV, f"places-{pk}.csv")


@public
@require_safe
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the facts that the marks were worked out from as a sheet; of an inside one to a unit its own."""
    row = selectors.publication_for(request.user, pk)
    return _text(selectors.facts_as(request.user, row), CSV, f"facts-{pk}.csv")


@public
@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out places and facts of a publication as JSON."""
    row = selectors.publication_for(request.user, pk)
    return _text(selectors.data_as(request.user, row), "application/json", f"publication-{pk}.json")


def _text(content: bytes, kind: str, name: str) -> HttpResponse:
    return named(HttpResponse(content, content_type=kind), name)


@allow("publication.read")
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal to those who sign it: every number with its record, stale ones in red."""
    row = selectors.proposal_for(request.user, pk)
    return render(request, "publications/proposal.html", selectors.proposal_page(request.user, row))


@allow("publication.propose")
@GET_POST
def propose(request: HttpRequest, score_id: int) -> HttpResponse:
    """Ask for a score to be published. The form begins with a draft; what it says can be looked at before it is sent."""
    score = score_for(request.user, score_id, "publication.propose")
    look = request.GET.get("look", "") if request.method == "POST" else ""
    if look == "pdf":
        return HttpResponse(pdf_of(selectors.sample_of(score, request.POST)), content_type="application/pdf")
    said = _picked(request.POST) if look == "pick" else request.POST
    form = ProposeForm(said or None, initial=asdict(selectors.draft_for(score)), voice=voice_of(score))
    if not look and form.is_valid():
        with beside(form):
            row = services.propose(score=score, by=request.user, **form.cleaned_data)
            return redirect("publications:proposal", row.pk)
    shown = said if form.is_bound else form.initial
    context = {
        "form": form, "score": score, "offer": selectors.offered(score), "look": look, "whom": request.POST.get("whom", ""),
        "preview": selectors.preview_of(score, shown),
    }  # fmt: skip
    return render(request, "publications/propose.html", context, status=200 if look else status_of(form))


def _picked(said: QueryDict) -> QueryDict:
    """Return a form with what was picked written at the end of its text; as it is where nothing was picked."""
    filled = said.copy()
    whom, what = said.get("whom", "").strip(), said.get("what", "")
    if whom:
        filled["words"] = f"{said.get('words', '').rstrip()}[[{f'{whom} {what}'.strip()}]]"
    return filled


@allow("publication.approve")
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign and publish a proposal."""
    row = selectors.proposal_for(request.user, pk)
    asked = ask(
        kind=jobs.SIGN,
        title=_("签发：{publication}").format(publication=row)[:200],
        arguments={"publication": row.pk},
        by=request.user,
    )
    return led_on(request, asked)


@allow("publication.propose")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    services.withdraw(publication=selectors.proposal_for(request.user, pk), by=request.user)
    return redirect("publications:index")

"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.documents import services
from youju.flow.documents.accepted import accepted_facts
from youju.flow.documents.forms import DecideForm, ListForm, UploadForm
from youju.flow.documents.models import Decision
from youju.flow.documents.page import document_page
from youju.flow.documents.selectors import (
    LIMIT,
    decisions_on,
    document_cited,
    document_for,
    documents_for,
    fact_for,
)
from youju.flow.documents.sending import as_uploaded
from youju.kernel.access import allow
from youju.kernel.forms import beside, status_of
from youju.kernel.powers import may
from youju.kernel.trace import history_of


@allow("document.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the documents, newest first."""
    form = ListForm(request.GET)
    rows = documents_for(request.user, **form.asked())[:LIMIT]
    return render(
        request,
        "documents/index.html",
        {"form": form, "rows": rows, "may_add": may(request.user, "document.add")},
    )


@allow("document.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take a document in and go to its page."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with beside(form):
            said = form.cleaned_data
            file = said.pop("file")
            row = services.add_document(name=file.name, content=file.read(), by=request.user, **said)
            return redirect("documents:show", row.pk)
    return render(request, "documents/add.html", {"form": form}, status=status_of(form))


@allow("document.read")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show text and facts side by side."""
    document = document_for(request.user, pk)
    start, _dash, end = request.GET.get("at", "").partition("-")
    at = (int(start), int(end)) if start.isdecimal() and end.isdecimal() and len(start + end) < 20 else None
    context = document_page(request.user, document, at) | {"history": history_of(document)}
    return render(request, "documents/show.html", context)


@allow("document.read")
@require_safe
def cited(request: HttpRequest, sha256: str, start: int, end: int) -> HttpResponse:
    """Go from a citation to its words, highlighted in the document."""
    answer = redirect("documents:show", document_cited(request.user, sha256).pk)
    answer["Location"] += f"?at={start}-{end}#cited"
    return answer


@allow("document.decide")
@require_POST
def decide(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Accept, correct or reject a fact; htmx gets the card again, a page goes back to it."""
    fact = fact_for(request.user, pk, key)
    form = DecideForm(request.POST, user=request.user)
    if form.is_valid():
        with beside(form):
            said = form.cleaned_data
            services.decide(
                fact=fact, verdict=said["verdict"], said=form.said(), note=said["note"], by=request.user
            )
    status = status_of(form) if form.errors else 200
    if not form.errors and not request.htmx:
        answer = redirect("documents:show", pk)
        answer["Location"] += f"#card-fact-{key}"
        return answer
    document = document_for(request.user, pk)
    page = document_page(request.user, document, refused=(key, form) if form.errors else None)
    if request.htmx:
        page["card"] = next(card for card in page["cards"] if card.key == key)
        return render(request, "documents/_card.html", page, status=status)
    return render(request, "documents/show.html", page | {"history": history_of(document)}, status=status)


@allow("document.add")
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document with the reader of today."""
    services.read_document_again(document=document_for(request.user, pk), by=request.user)
    return redirect("documents:show", pk)


@allow("document.read")
@require_safe
def accepted(request: HttpRequest) -> HttpResponse:
    """Show the facts that hold, each with the way back to its words."""
    pk, period = request.GET.get("document", ""), request.GET.get("period", "")[:10]
    document = document_for(request.user, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    facts = accepted_facts(document, period=period)
    words = dict(Decision.Verdict.choices)
    rows = [(fact, words[fact.verdict]) for fact in facts]
    return render(request, "documents/accepted.html", {"rows": rows, "document": document, "period": period})


@allow("document.read")
@require_safe
def decisions(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show everything that was ever decided about a fact."""
    document = document_for(request.user, pk)
    rows = decisions_on(document, key)
    if not rows:
        raise Http404(key)
    return render(
        request, "documents/decisions.html", {"document": document, "rows": rows, "fact": rows[-1].fact}
    )


@allow("document.read")
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file as it was uploaded, never to be run inside a page."""
    return as_uploaded(document_for(request.user, pk))

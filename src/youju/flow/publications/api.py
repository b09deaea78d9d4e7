"""Publications for programs: what is open for everybody, what is inside with the token of a post that reads it, and the acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from youju.flow.publications import selectors, services
from youju.flow.publications.shapes import (
    DraftOut,
    PreviewIn,
    ProposalOut,
    ProposalShown,
    ProposeIn,
    PublicationOut,
    PublicationShown,
    TextOut,
)
from youju.flow.scores.selectors import score_for
from youju.kernel.access import public
from youju.kernel.api import Numbered, doors, numbered, open_doors
from youju.kernel.paper.site import HTML, MARKDOWN
from youju.kernel.paper.word import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from youju.kernel.paper import Words

router = Router()
OPEN = open_doors("publication.read")


@router.get("/", auth=OPEN, response=list[PublicationOut], summary="已发布（公开）")
@public
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return what is open to everybody and, with a token or in a signed-in browser, what else may be read, the latest first."""
    return numbered(request, response, selectors.publications_for(request.user), page)


@router.get("/proposals", auth=doors("publication.read"), response=list[ProposalOut], summary="待签发的")
def proposals(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the proposals this post may sign or withdraw."""
    rows = numbered(request, response, selectors.proposals_for(request.user), page)
    for row in rows:
        row.may_sign = selectors.may_sign(request.user, row)
    return rows


@router.get("/proposals/{pk}", auth=doors("publication.read"), response=ProposalShown, summary="一件待签发的")
def proposal(request: HttpRequest, pk: int) -> Any:
    """Return a proposal as whoever signs it sees it: its text with the numbers filled in, stale and unrecorded ones named."""
    row: Any = selectors.proposal_for(request.user, pk)
    page = selectors.proposal_page(request.user, row)
    row.may_sign = page["may_sign"]
    row.text = {
        "words": _lines(page["words"]),
        "typed": page["typed"],
        "stale": page["stale"],
        "problems": [],
    }
    return row


@router.get("/drafts/{score}", auth=doors("publication.propose"), response=DraftOut, summary="通报草稿")
def draft(request: HttpRequest, score: int) -> Any:
    """Return what a proposal about a score begins with: its kind, its title and a text whose figures are names."""
    return selectors.draft_for(score_for(request.user, score, "publication.propose"))


@router.post("/preview", auth=doors("publication.propose"), response=TextOut, summary="试读正文")
def preview(request: HttpRequest, said: PreviewIn) -> Any:
    """Return how a text about a score would read, and everything in it that stands for nothing. Nothing is kept."""
    score = score_for(request.user, said.score, "publication.propose")
    found = selectors.preview_of(score, {"words": said.words})
    return {
        "words": _lines(found["words"]),
        "typed": found["typed"],
        "stale": [],
        "problems": found["nothing"],
    }


@router.post("/", auth=doors("publication.propose"), response=PublicationOut, summary="提请发布")
def propose(request: HttpRequest, said: ProposeIn) -> Any:
    """Ask for a score to be published."""
    score = score_for(request.user, said.score, "publication.propose")
    return services.propose(score=score, by=request.user, **said.model_dump(exclude={"score"}))


@router.post("/{pk}/sign", auth=doors("publication.approve"), response=PublicationOut, summary="签发")
def sign(request: HttpRequest, pk: int) -> Any:
    """Sign and publish a proposal."""
    return services.sign(publication=selectors.proposal_for(request.user, pk), by=request.user)


@router.post("/{pk}/withdraw", auth=doors("publication.propose"), response=PublicationOut, summary="撤回提请")
def withdraw(request: HttpRequest, pk: int) -> Any:
    """Take a proposal back before it is signed. What was published stays."""
    return services.withdraw(publication=selectors.proposal_for(request.user, pk), by=request.user)


@router.get("/{pk}", auth=OPEN, response=PublicationShown, summary="一件已发布的")
@public
def show(request: HttpRequest, pk: int) -> Any:
    """Return a publication: its words with their numbers filled in, what recalculations changed, and the erratum that followed."""
    row: Any = selectors.publication_for(request.user, pk)
    page = selectors.page_of(request.user, row)
    row.words = _lines(page["words"])
    row.corrections = [
        {"what": one.words, "units": [f"{unit.title}{unit.words}（{unit.why}）" for unit in one.units]}
        for one in page["errata"]
    ]
    row.later, row.has_bundle = page["later"].pk if page["later"] else None, page["whole"]
    return row


@router.get("/{pk}/bundle.zip", auth=OPEN, summary="下载核验包")
@public
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the bundle of an open publication as a zip; of an inside one to those to whom all of it is shown."""
    row = selectors.with_bundle(request.user, pk)
    return HttpResponse(selectors.download_of(row), content_type="application/zip")


@router.get("/{pk}/receipt", auth=OPEN, summary="签发的存在性证明")
@public
def receipt(request: HttpRequest, pk: int) -> Any:
    """Return the proof that the signing stands in the log; 204 while it waits for its place there."""
    found = selectors.receipt_for(selectors.publication_for(request.user, pk))
    return found.as_json() if found else HttpResponse(status=204)


@router.get("/{pk}/data", auth=OPEN, summary="位次和数据")
@public
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Return places and facts of a publication; of an inside one to a unit its own facts."""
    row = selectors.publication_for(request.user, pk)
    return HttpResponse(selectors.data_as(request.user, row), content_type="application/json")


@router.get("/{pk}/paper.pdf", auth=OPEN, summary="文稿（PDF）")
@public
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a publication as PDF; a proposal, as a draft, to those who sign."""
    return HttpResponse(selectors.paper_as(request.user, pk, "pdf"), content_type="application/pdf")


@router.get("/{pk}/paper.docx", auth=OPEN, summary="文稿（Word）")
@public
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a publication as a Word file; a proposal, as a draft, to those who sign."""
    return HttpResponse(selectors.paper_as(request.user, pk, "docx"), content_type=WORD)


@router.get("/{pk}/paper.md", auth=OPEN, summary="文稿（Markdown）")
@public
def markdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the words and tables of a publication as Markdown, for the office's own site."""
    return HttpResponse(selectors.published_paper(request.user, pk, "md"), content_type=MARKDOWN)


@router.get("/{pk}/paper.html", auth=OPEN, summary="文稿（HTML）")
@public
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the words and tables of a publication as HTML, for the office's own site."""
    return HttpResponse(selectors.published_paper(request.user, pk, "html"), content_type=HTML)


def _lines(words: Iterable[Words]) -> list[str]:
    return ["".join(run.text for run in one.runs) for one in words]

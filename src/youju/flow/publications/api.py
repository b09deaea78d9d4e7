"""Publications for everybody: the list, the root hashes, the proof. The bundle is a file on the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.publications import selectors, services
from youju.flow.scores.selectors import score_for
from youju.kernel.access import public
from youju.kernel.api import Numbered, doors, numbered

router = Router()


class PublicationOut(Schema):
    """Something published; `youju verify` on the unpacked bundle must give `root`."""

    id: int
    kind: str
    title: str
    root: str
    is_open: bool
    published_at: dt.datetime | None
    corrects: int | None

    @staticmethod
    def resolve_corrects(row: Any) -> int | None:
        """Return the key of the publication an erratum mends."""
        key: int | None = row.corrects_id
        return key


class ProposeIn(Schema):
    """What is to be published."""

    score: int
    kind: str
    title: str = Field(max_length=200)
    words: str = Field("", max_length=20_000)
    is_open: bool = False
    number: str = Field("", max_length=60)
    red_head: str = Field("", max_length=40)
    issuer: str = Field("", max_length=60)


@router.get("/", auth=None, response=list[PublicationOut], summary="已发布（公开）")
@public
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return what is open to everybody (and, in a signed-in browser, what the person may read), the latest first."""
    return numbered(request, response, selectors.publications_for(request.user), page)


@router.get("/{pk}/bundle.zip", auth=None, summary="下载核验包")
@public
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the bundle of an open publication as a zip; of an inside one to those to whom all of it is shown."""
    row = selectors.with_bundle(request.user, pk)
    return HttpResponse(selectors.download_of(row), content_type="application/zip")


@router.post("/", auth=doors("publication.propose"), response=PublicationOut, summary="提请发布")
def propose(request: HttpRequest, said: ProposeIn) -> Any:
    """Ask for a score to be published."""
    score = score_for(request.user, said.score, "publication.propose")
    return services.propose(score=score, by=request.user, **said.model_dump(exclude={"score"}))


@router.post("/{pk}/sign", auth=doors("publication.approve"), response=PublicationOut, summary="签发")
def sign(request: HttpRequest, pk: int) -> Any:
    """Sign and publish a proposal."""
    return services.sign(publication=selectors.proposal_for(request.user, pk), by=request.user)

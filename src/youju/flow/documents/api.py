"""Documents for programs: the same questions and acts as the pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.documents import services
from youju.flow.documents.accepted import accepted_facts
from youju.flow.documents.models import Document
from youju.flow.documents.selectors import (
    decisions_on,
    document_for,
    documents_for,
    fact_for,
    newest_reading,
    seen_in,
)
from youju.flow.documents.sending import as_uploaded
from youju.kernel.api import Numbered, doors, numbered

router = Router()


class DocumentOut(Schema):
    """One document. Spans count the characters of the text that `text_sha256` names."""

    id: int
    sha256: str
    text_sha256: str
    title: str
    kind: str
    issuer: str
    number: str
    dated_on: dt.date | None
    date_reason: str
    uploaded_at: dt.datetime


class FactOut(Schema):
    """A fact of the newest reading (`gone` if only an older one has it), in the reader's schema, and what was decided."""

    key: str
    start: int
    end: int
    quote: str
    record: dict[str, Any]
    verdict: str
    gone: bool


class DocumentReadingOut(Schema):
    """A document with its newest reading."""

    document: DocumentOut
    reader: str
    text: str
    facts: list[FactOut]
    doubts: list[dict[str, Any]]


class AcceptedOut(Schema):
    """A fact that holds, with its citation: document, span, and the address that highlights the words."""

    key: str
    unit_code: str
    scheme: str
    indicator: str
    register_code: str = Field("", alias="register")
    period: str
    value: Decimal | None
    measure: str
    relation: str
    sha256: str
    start: int
    end: int
    quote: str
    citation: str
    url: str


class DecisionOut(Schema):
    """One decision about a fact; the latest holds."""

    verdict: str
    unit_code: str
    scheme: str
    indicator: str
    period: str
    note: str
    decided_by: str
    decided_at: dt.datetime

    @staticmethod
    def resolve_decided_by(row: Any) -> str:
        """Return who decided."""
        return str(row.decided_by or "")


class AddDocumentIn(Schema):
    """What is known of a file."""

    kind: str
    title: str = Field("", max_length=200)
    issuer: str = Field("", max_length=100)
    number: str = Field("", max_length=80)
    place: str = Field("", max_length=40)
    dated_on: dt.date | None = None


class DecideFactIn(Schema):
    """A verdict (accepted, corrected, rejected) and what is corrected."""

    verdict: str
    note: str = Field("", max_length=300)
    unit_code: str = ""
    scheme: str = ""
    indicator: str = ""
    register_: str = Field("", alias="register")
    period: str = ""
    value: str = ""
    measure: str = ""
    relation: str = "="


class DocumentListIn(Schema):
    """What can be asked of the list."""

    kind: str = Field("", max_length=20)
    words: str = Field("", max_length=80)


class AcceptedIn(Schema):
    """What can be asked of the facts that hold."""

    document: int | None = None
    period: str = Field("", max_length=10)


@router.get("", auth=doors("document.read"), response=list[DocumentOut], summary="列出文件，新的在前")
def index(
    request: HttpRequest, response: HttpResponse, asked: Query[DocumentListIn], page: Query[Numbered]
) -> Any:
    """Return the documents, the newest first."""
    rows = documents_for(request.user, kind=asked.kind, words=asked.words)
    return numbered(request, response, rows, page)


@router.post(
    "",
    auth=doors("document.add"),
    response={201: DocumentOut},
    summary="上传文件并阅读；再传同一文件，得到同一条",
)
def add(request: HttpRequest, said: Form[AddDocumentIn], file: File[UploadedFile]) -> Any:
    """Upload and read a file; the same again gives the same row."""
    row = services.add_document(name=file.name or "", content=file.read(), by=request.user, **said.dict())
    return Status(201, row)


@router.get("/accepted", auth=doors("document.read"), response=list[AcceptedOut], summary="采信的事实和出处")
def accepted(
    request: HttpRequest, response: HttpResponse, asked: Query[AcceptedIn], page: Query[Numbered]
) -> Any:
    """Return the facts that hold, with their citations."""
    document = None if asked.document is None else document_for(request.user, asked.document)
    return numbered(request, response, accepted_facts(document, period=asked.period), page)


@router.get(
    "/{int:pk}",
    auth=doors("document.read"),
    response=DocumentReadingOut,
    summary="一份文件的原文、事实和存疑",
)
def show(request: HttpRequest, pk: int) -> Any:
    """Return the text, facts and doubts of a document."""
    return _read(document_for(request.user, pk))


@router.get("/{int:pk}/file", auth=doors("document.read"), summary="文件原件")
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the file as it was uploaded."""
    return as_uploaded(document_for(request.user, pk))


@router.post(
    "/{int:pk}/read-again", auth=doors("document.add"), response=DocumentReadingOut, summary="重新阅读"
)
def read_again(request: HttpRequest, pk: int) -> Any:
    """Read a document with the reader of today; no decision is touched."""
    document = document_for(request.user, pk)
    services.read_document_again(document=document, by=request.user)
    return _read(document)


@router.get(
    "/{int:pk}/facts/{key}",
    auth=doors("document.read"),
    response=list[DecisionOut],
    summary="一条事实的历次决定",
)
def decisions(request: HttpRequest, pk: int, key: str) -> Any:
    """Return everything that was ever decided about a fact, the oldest first; 404 for a fact nobody decided about."""
    rows = decisions_on(document_for(request.user, pk), key)
    if not rows:
        raise Http404(key)
    return rows


@router.post(
    "/{int:pk}/facts/{key}/decide",
    auth=doors("document.decide"),
    response=list[AcceptedOut],
    summary="采信、改正或不采信一条事实；回答这份文件里采信的全部",
)
def decide(request: HttpRequest, pk: int, key: str, said: DecideFactIn) -> Any:
    """Decide about a fact; answers what holds in the document."""
    fact = fact_for(request.user, pk, key)
    given = said.dict(exclude={"verdict", "note", "register_"}) | {"register": said.register_}
    services.decide(
        fact=fact, verdict=said.verdict, said=services.Said(**given), note=said.note, by=request.user
    )
    return accepted_facts(document_for(request.user, pk))


def _read(document: Document) -> dict[str, Any]:
    reading = newest_reading(document)
    return {"document": document, "reader": reading.reader, "text": document.text, "facts": facts_of(document),
            "doubts": reading.doubts}  # fmt: skip


def facts_of(document: Document) -> list[dict[str, Any]]:
    """Return the facts of the newest reading with the decisions that hold."""
    return [
        {
            "key": one.fact.key,
            "start": one.fact.start,
            "end": one.fact.end,
            "quote": one.fact.quote,
            "record": one.fact.record,
            "verdict": one.decision.verdict if one.decision else "",
            "gone": one.gone,
        }
        for one in seen_in(document)
    ]

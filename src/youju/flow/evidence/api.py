"""Evidence for programs: the same questions and acts as the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.evidence import services, views
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.selectors import brings_home, evidence_for, latest_for
from youju.flow.units.powers import unit_for
from youju.kernel.api import doors

router = Router()


class EvidenceOut(Schema):
    """One piece of evidence. `sha256` names the bytes that are served, `original_sha256` those that were uploaded."""

    sha256: str
    original_sha256: str
    unit: str
    kind: str
    media_type: str
    name: str
    size: int
    width: int | None
    height: int | None
    pages: int | None
    note: str
    uploaded_at: dt.datetime

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the code of the unit."""
        return str(row.unit.code)


class EvidencePage(Schema):
    """A page of evidence, newest first, and where the next begins (0 at the end)."""

    items: list[EvidenceOut]
    after: int


class EvidenceListIn(Schema):
    """What can be asked of the list."""

    unit: str = Field("", max_length=40)
    after: int = Field(0, ge=0)
    limit: int = Field(100, ge=1, le=500)


class AddEvidenceIn(Schema):
    """What comes with a file."""

    unit: str = Field(max_length=40)
    note: str = Field("", max_length=300)
    scheme: str = Field("", max_length=80)


@router.get("", auth=doors("evidence.read"), response=EvidencePage, summary="列出看得到的佐证，新的在前")
def index(request: HttpRequest, asked: Query[EvidenceListIn]) -> dict[str, Any]:
    """Return the evidence that may be seen, the newest first."""
    rows, after = latest_for(request.user, **asked.dict())
    return {"items": rows, "after": after}


@router.post(
    "",
    auth=doors("evidence.add"),
    response={201: EvidenceOut},
    summary="上传一个文件；同一单位再传同一文件，得到同一条",
)
def add(request: HttpRequest, said: Form[AddEvidenceIn], file: File[UploadedFile]) -> Any:
    """Upload a file; the same again gives the same row."""
    unit = unit_for(request.user, "evidence.add", said.unit)
    row = services.add_evidence(
        unit=unit,
        name=file.name or "",
        content=file,
        note=said.note,
        scheme=said.scheme,
        by=request.user,
        withheld=brings_home(request.user, unit),
    )
    return Status(201, row)


@router.get("/{sha}", auth=doors("evidence.read"), response=EvidenceOut, summary="一条佐证")
def show(request: HttpRequest, sha: str) -> Evidence:
    """Return one piece of evidence."""
    return evidence_for(request.user, sha)


@router.get("/{sha}/file", auth=doors("evidence.read"), summary="佐证的文件，照片已去掉位置")
def file(request: HttpRequest, sha: str) -> HttpResponseBase:
    """Return the file as it may be shown, pictures without their place."""
    return views.file(request, sha)

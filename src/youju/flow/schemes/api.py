"""Schemes and rounds for programs: the same questions and acts as the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from youju.flow.schemes import selectors, services
from youju.flow.schemes.package import from_uploads
from youju.flow.schemes.services.rounds import DEADLINES
from youju.flow.schemes.shapes import (
    AdvanceIn,
    LoadOut,
    OpenIn,
    RetireIn,
    RoundOut,
    SchemeFindingOut,
    SchemeOut,
    VersionOut,
    WhatIfOut,
)
from youju.flow.schemes.what_if import what_if as working_out
from youju.flow.units.powers import unit_for
from youju.kernel.api import Numbered, doors, numbered, with_etag

router = Router()


@router.get("/", auth=doors("scheme.read"), response=list[SchemeOut], summary="方案列表")
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the schemes this post may read."""
    return numbered(request, response, selectors.schemes_for(request.user), page)


@router.get("/rounds", auth=doors("round.read"), response=list[RoundOut], summary="轮次列表")
def rounds(request: HttpRequest, response: HttpResponse, page: Query[Numbered], scheme: str = "") -> Any:
    """Return the rounds this post may see, latest first."""
    return numbered(request, response, selectors.rounds_for(request.user, scheme=scheme), page)


@router.get("/rounds/{pk}", auth=doors("round.read"), response=RoundOut, summary="一个轮次")
def round_(request: HttpRequest, pk: int) -> Any:
    """Return one round."""
    return selectors.round_for(request.user, pk)


@router.post("/rounds/{pk}/advance", auth=doors("round.advance"), response=RoundOut, summary="推进轮次")
def advance(request: HttpRequest, pk: int, said: AdvanceIn) -> Any:
    """Move a round to its next status, if it still is what was seen."""
    row = selectors.round_for(request.user, pk, "round.advance")
    return services.advance_by_hand(round_=row, was=said.was, to=said.to, by=request.user)


@router.post("/load", auth=doors("scheme.load"), response=LoadOut, summary="录入方案")
def load(request: HttpRequest, unit: Query[str], files: File[list[UploadedFile]]) -> Any:
    """Take a scheme in as a draft: its files, or one zip. All or nothing."""
    owner = unit_for(request.user, "scheme.load", unit)
    given = from_uploads((file.name or "", file.read()) for file in files)
    version, found = services.load_scheme(files=given, unit=owner, by=request.user)
    said = [*found.problems, *found.compliance, *found.examples]
    return {"version": version, "findings": [_finding(one) for one in said]}


@router.get("/{code}/versions", auth=doors("scheme.read"), response=list[VersionOut], summary="方案的版本")
def versions(request: HttpRequest, code: str) -> Any:
    """Return the versions of a scheme, newest first."""
    return selectors.versions_for(request.user, selectors.scheme_for(request.user, code))


@router.get(
    "/{code}/versions/{pk}/files", auth=doors("scheme.read"), response=dict[str, str], summary="版本的文件"
)
def files(request: HttpRequest, response: HttpResponse, code: str, pk: int) -> Any:
    """Return the files of a version by path, as text, with the SHA-256 of the whole as entity tag."""
    row = selectors.version_for(request.user, code, pk)

    def made() -> dict[str, str]:
        return {path: content.decode("utf-8", "replace") for path, content in selectors.files_of(row).items()}

    return with_etag(request, response, row.sha256, made)


@router.get(
    "/{code}/versions/{pk}/findings",
    auth=doors("scheme.read"),
    response=list[SchemeFindingOut],
    summary="版本的检查",
)
def findings(request: HttpRequest, code: str, pk: int) -> Any:
    """Return everything found in a version: problems, examples that differ, rules of the land."""
    found = selectors.examined(selectors.version_for(request.user, code, pk))
    return [_finding(one) for one in (*found.problems, *found.compliance, *found.examples)]


@router.get("/{code}/versions/{pk}", auth=doors("scheme.read"), response=VersionOut, summary="一个版本")
def version(request: HttpRequest, code: str, pk: int) -> Any:
    """Return one version."""
    return selectors.version_for(request.user, code, pk)


@router.get("/{code}/versions/{pk}/what-if", auth=doors("scheme.draft"), response=WhatIfOut, summary="推演")
def what_if(request: HttpRequest, response: HttpResponse, code: str, pk: int, page: Query[Numbered]) -> Any:
    """Return who would have moved in the last closed round under this version, page by page, in the order of the board.

    `places` counts all standings that were compared.
    """
    row = selectors.version_for(request.user, code, pk, "scheme.draft")
    worked = working_out(row)
    if worked is None:
        return {"period": None, "version": None, "draft": row.version, "places": 0, "moved": []}
    _kept_by, found = worked
    moved = [move for move in found.moves if move.moved]
    return {
        "period": found.period, "version": found.version, "draft": found.draft, "places": len(found.moves),
        "moved": numbered(request, response, moved, page),
    }  # fmt: skip


@router.post(
    "/{code}/versions/{pk}/propose", auth=doors("scheme.propose"), response=VersionOut, summary="提请施行"
)
def propose(request: HttpRequest, code: str, pk: int) -> Any:
    """Ask for a draft to be put in force."""
    row = selectors.version_for(request.user, code, pk, "scheme.propose")
    return services.propose(version=row, by=request.user)


@router.post(
    "/{code}/versions/{pk}/approve", auth=doors("scheme.approve"), response=VersionOut, summary="批准施行"
)
def approve(request: HttpRequest, code: str, pk: int) -> Any:
    """Put a proposed version in force; somebody else than who proposed it."""
    row = selectors.version_for(request.user, code, pk, "scheme.approve")
    return services.approve(version=row, by=request.user)


@router.post(
    "/{code}/versions/{pk}/discard", auth=doors("scheme.propose"), response=VersionOut, summary="作废"
)
def discard(request: HttpRequest, code: str, pk: int) -> Any:
    """Give a draft or a proposal up before it is approved; its files stay readable."""
    row = selectors.version_for(request.user, code, pk, "scheme.propose")
    return services.discard(version=row, by=request.user)


@router.post("/{code}/versions/{pk}/retire", auth=doors("scheme.retire"), response=VersionOut, summary="停用")
def retire(request: HttpRequest, code: str, pk: int, said: RetireIn) -> Any:
    """Let no further round be opened by a version."""
    row = selectors.version_for(request.user, code, pk, "scheme.retire")
    return services.retire(version=row, by=request.user, reason=said.reason)


@router.post("/{code}/rounds", auth=doors("round.open"), response=RoundOut, summary="开轮次")
def open_round(request: HttpRequest, code: str, said: OpenIn) -> Any:
    """Open the round of a period and pin it to the version in force for it."""
    scheme = selectors.scheme_for(request.user, code, "round.open")
    deadlines = {name: day for name in DEADLINES if (day := getattr(said, name)) is not None}
    return services.open_round(scheme=scheme, period=said.period, by=request.user, deadlines=deadlines)


def _finding(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SchemeFindingOut.model_fields}

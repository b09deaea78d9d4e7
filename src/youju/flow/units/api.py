"""Units for programs: the same questions and acts as the pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.units import services
from youju.flow.units.listing import page_for
from youju.flow.units.posts_api import router as posts_router
from youju.flow.units.powers import unit_for
from youju.flow.units.selectors import ADMINISTRATIVE, ancestors_at, children_at, name_on
from youju.kernel.api import doors, with_etag
from youju.kernel.clock import db_today

router = Router()
router.add_router("", posts_router)


class UnitOut(Schema):
    """A unit as it stood on a day."""

    code: str
    name: str
    level: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None


class UnitPage(Schema):
    """A page of units, and where the next begins ("" at the end)."""

    items: list[UnitOut]
    after: str


class UnitDetail(UnitOut):
    """A unit with the codes above it (root first) and directly under it."""

    above: list[str]
    below: list[str]


class UnitListIn(Schema):
    """What can be asked of the list."""

    tree: str = ADMINISTRATIVE
    on: dt.date | None = None
    level: str = ""
    q: str = Field("", max_length=80)
    after: str = ""
    limit: int = Field(100, ge=1, le=1000)


class RenameIn(Schema):
    """A new name from a day on."""

    name: str = Field(max_length=80)
    on: dt.date
    basis: str = Field("", max_length=200)


class MoveUnitIn(Schema):
    """A new parent from a day on."""

    parent: str
    on: dt.date
    tree: str = ADMINISTRATIVE
    basis: str = Field("", max_length=200)


class MergeUnitsIn(Schema):
    """The codes of the units that end and become part of this one."""

    units: list[str] = Field(min_length=1, max_length=500)
    on: dt.date
    basis: str = Field("", max_length=200)


class PartIn(Schema):
    """One part of a split."""

    unit: str
    share: Decimal = Field(gt=0, le=1, decimal_places=8)
    children: list[str] = []


class SplitIn(Schema):
    """The parts of a split; shares sum to one."""

    parts: list[PartIn] = Field(min_length=2, max_length=100)
    on: dt.date
    basis: str = Field("", max_length=200)


class UnitsImportOut(Schema):
    """What an import did."""

    added: int
    renamed: int
    moved: int
    same: int


class OutlinesOut(Schema):
    """What a file of borders came to: how many units have theirs now, and the codes that nobody here may change."""

    stored: int
    unknown: list[str]


@router.get("/", auth=doors("unit.read"), response=UnitPage, summary="单位列表")
def index(request: HttpRequest, asked: Query[UnitListIn]) -> Any:
    """Return the units this post may see, as of a day, in the order of their codes."""
    page = page_for(request.user, **{**asked.model_dump(), "on": asked.on or db_today()})
    return {"items": page.rows, "after": page.after}


# before /{code}, which would take "import" and "outlines" for a code
@router.post("/import", auth=doors("unit.change"), response=UnitsImportOut, summary="导入单位")
def import_(
    request: HttpRequest, on: Query[dt.date], file: File[UploadedFile], tree: Query[str] = ADMINISTRATIVE
) -> Any:
    """Bring a tree to what a CSV or Excel file says, all or nothing."""
    return services.import_units(name=file.name or "", content=file.read(), tree=tree, on=on, by=request.user)


@router.post("/outlines", auth=doors("unit.change"), response=OutlinesOut, summary="导入边界")
def outlines(request: HttpRequest, source: Query[str], file: File[UploadedFile]) -> Any:
    """Bring in the borders that maps are drawn with; a later file replaces an earlier one, unknown codes are told."""
    return services.import_outlines(name=file.name or "", content=file.read(), source=source, by=request.user)


@router.get("/{code}", auth=doors("unit.read"), response=UnitDetail, summary="一个单位")
def show(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    on: dt.date | None = None,
    tree: str = ADMINISTRATIVE,
) -> Any:
    """Return one unit as it stood in a tree on a day."""
    unit, day = unit_for(request.user, "unit.read", code), on or db_today()
    unit.name = name_on(unit, day)
    above = [row.code for row in ancestors_at(unit, day, tree)]
    below = list(children_at(unit, day, tree).values_list("code", flat=True))
    body = {**UnitOut.from_orm(unit).model_dump(), "above": above, "below": below}
    return with_etag(request, response, repr(body), lambda: body)


@router.post("/{code}/rename", auth=doors("unit.change"), response=UnitOut, summary="更名")
def rename(request: HttpRequest, code: str, said: RenameIn) -> Any:
    """Give a unit another name from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    services.rename_unit(unit=unit, by=request.user, **said.model_dump())
    return unit


@router.post("/{code}/move", auth=doors("unit.change"), response=UnitOut, summary="改隶")
def move(request: HttpRequest, code: str, said: MoveUnitIn) -> Any:
    """Put a unit under another parent from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    parent = unit_for(request.user, "unit.change", said.parent)
    services.move_unit(
        unit=unit, parent=parent, on=said.on, tree=said.tree, basis=said.basis, by=request.user
    )
    return unit


@router.post("/{code}/merge", auth=doors("unit.change"), response=UnitOut, summary="合并")
def merge(request: HttpRequest, code: str, said: MergeUnitsIn) -> Any:
    """Let other units become part of this one from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    ending = [unit_for(request.user, "unit.change", other) for other in said.units]
    services.merge_units(units=ending, into=unit, on=said.on, basis=said.basis, by=request.user)
    return unit


@router.post("/{code}/split", auth=doors("unit.change"), response=list[UnitOut], summary="拆分")
def split(request: HttpRequest, code: str, said: SplitIn) -> Any:
    """Let a unit become several from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    parts = [
        services.Part(
            unit_for(request.user, "unit.change", part.unit),
            part.share,
            tuple(unit_for(request.user, "unit.change", child) for child in part.children),
        )
        for part in said.parts
    ]
    services.split_unit(unit=unit, parts=parts, on=said.on, basis=said.basis, by=request.user)
    return [part.unit for part in parts]

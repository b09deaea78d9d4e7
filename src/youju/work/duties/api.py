"""Duties for programs: the same questions and acts as the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.units.powers import unit_for
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.clock import db_today
from youju.work.duties import selectors, services, spans
from youju.work.duties.span_views import FIRST, LAST

router = Router()


class DutyOut(Schema):
    """Who answers for what."""

    id: int
    system: str
    charge: str
    title: str
    kind: str
    person: str
    post: str
    unit: str
    since: dt.date
    until: dt.date | None
    rights: str
    support: str

    @staticmethod
    def resolve_system(obj: Any) -> str:
        """Return the system of the charge."""
        return str(obj.charge.system)

    @staticmethod
    def resolve_charge(obj: Any) -> str:
        """Return the code of the charge."""
        return str(obj.charge.code)

    @staticmethod
    def resolve_title(obj: Any) -> str:
        """Return the name of the charge."""
        return str(obj.charge.title)

    @staticmethod
    def resolve_unit(obj: Any) -> str:
        """Return the code of the unit that answers."""
        return str(obj.unit.code)


class FaultsOut(Schema):
    """What is wrong on a day: charges without owner, with several, duties about nothing, duties left behind (by number)."""

    gaps: list[str]
    overlaps: list[str]
    without_object: list[int]
    left_behind: list[int]


class SegmentOut(Schema):
    """Some metres of a line; `fault` is unlisted (no charge), alone (nobody answers), twice (charges overlap), or empty."""

    from_m: int
    to_m: int
    codes: list[str]
    people: list[str]
    fault: str


class WholeLineOut(Schema):
    """A line with its segments; `length` is null where nobody declared how long it is."""

    system: str
    title: str
    length: int | None
    segments: list[SegmentOut]


class LineIn(Schema):
    """How long a line is as a whole, and who says so."""

    system: str = Field(max_length=40)
    title: str = Field(max_length=60)
    unit: str
    length_m: int = Field(gt=0)
    source: str = Field(max_length=200)


class LineOut(Schema):
    """A line as it was declared."""

    system: str
    title: str
    length_m: int
    source: str


class YearLineOut(Schema):
    """A duty in a year, with the days on which it stands."""

    duty: DutyOut
    days: list[tuple[dt.date, dt.date]]


class LinkOut(Schema):
    """A level of a chain."""

    level: str
    all: int
    owned: int
    gaps: list[str]


class GiveIn(Schema):
    """Who answers, from when, with what rights and support."""

    system: str
    charge: str
    kind: str
    person: str = Field(max_length=60)
    post: str = Field("", max_length=80)
    unit: str
    since: dt.date
    basis: str = Field(max_length=200)
    rights: str = Field(max_length=500)
    support: str = Field(max_length=500)


class HandOverIn(Schema):
    """Who takes over, from when, and what was handed over."""

    person: str = Field(max_length=60)
    post: str = Field("", max_length=80)
    unit: str
    on: dt.date
    note: str = Field(max_length=500)


class RouteOut(Schema):
    """The department that answers for an industry, null where none does."""

    code: str
    department: str | None


class ImportedOut(Schema):
    """What an import brought."""

    charges: int
    duties: int
    same: int


@router.get("/", auth=doors("duty.read"), response=list[DutyOut], summary="责任")
def index(
    request: HttpRequest,
    response: HttpResponse,
    page: Query[Numbered],
    system: str = "",
    on: dt.date | None = None,
) -> Any:
    """Return who answers for what on a day."""
    rows = selectors.duties_for(request.user, system=system).filter(selectors.in_force(on or db_today()))
    return numbered(request, response, rows, page)


@router.get("/faults", auth=doors("duty.read"), response=FaultsOut, summary="空缺、重叠、悬空、未交接")
def faults(request: HttpRequest, system: str = "", on: dt.date | None = None) -> Any:
    """Return what is wrong on a day."""
    day, user = on or db_today(), request.user
    charges, duties = selectors.charges_for(user, system=system), selectors.duties_for(user, system=system)
    return {
        "gaps": [f"{c.system}/{c.code}" for c in selectors.without_owner(charges, day)],
        "overlaps": [f"{c.system}/{c.code}" for c, _duties in selectors.overlaps(charges, day)],
        "without_object": [duty.pk for duty in selectors.without_object(duties, day)],
        "left_behind": [duty.pk for duty in selectors.left_behind(duties, day)],
    }


@router.get("/stretches", auth=doors("duty.read"), response=list[WholeLineOut], summary="分段责任")
def stretches(request: HttpRequest, system: str = "", on: dt.date | None = None) -> Any:
    """Return the lines in reach, each cut into segments, with what is wrong on a day."""
    return spans.lines_on(request.user, on or db_today(), system=system)


@router.post("/lines", auth=doors("duty.keep"), response=LineOut, summary="登记整条长度")
def set_line(request: HttpRequest, said: LineIn) -> Any:
    """Say how long a line is as a whole."""
    unit = unit_for(request.user, "duty.keep", said.unit, scheme="")
    return services.set_line(unit=unit, by=request.user, **said.model_dump(exclude={"unit"}))


@router.get(
    "/year/{unit}/{year}", auth=doors("duty.read"), response=list[YearLineOut], summary="年度责任清单"
)
def year(request: HttpRequest, unit: str, year: int) -> Any:
    """Return what a unit answers for in a year, with the days of each season."""
    row = unit_for(request.user, "duty.read", unit, scheme="")
    if not FIRST <= year <= LAST:
        raise Http404(year)
    return spans.year_of(row, year)


@router.get("/chain/{unit}/{system}", auth=doors("duty.read"), response=list[LinkOut], summary="责任链")
def chain(request: HttpRequest, unit: str, system: str) -> Any:
    """Return the chain of a system under a unit, each level with its gaps."""
    top = unit_for(request.user, "duty.read", unit, scheme="")
    return [
        {"level": one.level, "all": one.all, "owned": one.owned, "gaps": list(one.gaps)}
        for one in selectors.chain_report(top, system, db_today())
    ]


@router.get("/routes/{area}/{code}", auth=doors("duty.read"), response=RouteOut, summary="行业主管部门")
def route(request: HttpRequest, area: str, code: str) -> Any:
    """Return the one department that answers for an industry code."""
    found = selectors.department_of(
        unit_for(request.user, "duty.read", area, scheme=""), code.upper(), db_today()
    )
    return {"code": code.upper(), "department": found.code if found else None}


@router.post("/", auth=doors("duty.keep"), response=DutyOut, summary="明确责任人")
def give(request: HttpRequest, said: GiveIn) -> Any:
    """Let somebody answer for a charge."""
    charge = selectors.charge_for(request.user, "duty.keep", said.system, said.charge)
    unit = unit_for(request.user, "duty.keep", said.unit, scheme="")
    values = said.model_dump(exclude={"system", "charge", "unit"})
    return services.give_duty(charge=charge, unit=unit, by=request.user, **values)


@router.post("/import", auth=doors("duty.keep"), response=ImportedOut, summary="导入责任表")
def import_(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Take in a table, all or nothing."""
    return services.import_duties(name=file.name or "", content=file.read(), by=request.user)


@router.post("/{pk}/hand-over", auth=doors("duty.keep"), response=DutyOut, summary="交接")
def hand_over(request: HttpRequest, pk: int, said: HandOverIn) -> Any:
    """Hand a duty over; 409 if somebody was faster."""
    duty = selectors.duty_for(request.user, "duty.keep", pk)
    unit = unit_for(request.user, "duty.keep", said.unit, scheme="")
    return services.hand_over(duty=duty, unit=unit, by=request.user, **said.model_dump(exclude={"unit"}))

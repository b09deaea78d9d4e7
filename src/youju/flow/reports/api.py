"""Reports for programs: the same questions and acts as the pages; an Idempotency-Key gives the first answer again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from youju.flow.reports import selectors, services
from youju.flow.reports.books.going_out import XLSX, book_for
from youju.flow.reports.doubts import Doubt
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.past import doubts_about
from youju.flow.reports.typed import Entry
from youju.flow.schemes.selectors import round_for
from youju.kernel.api import doors, with_etag

router = Router()


class AskedOut(Schema):
    """One indicator a round asks for."""

    indicator: str
    title: str
    measure: str
    period: str
    evidence: bool


class DueOut(Schema):
    """One report that has to be written."""

    round: int
    scheme: str
    period: str
    unit: str
    report: int | None
    status: str
    report_by: dt.date | None


class ValueOut(Schema):
    """One value as it stands; exact text, null where nothing readable was typed."""

    indicator: str
    period: str
    typed: str
    value: str | None
    relation: str
    note: str
    evidence: list[str]
    held: str


class DoubtOut(Schema):
    """Something odd about a value: it asks for a word and never stops a report."""

    indicator: str
    kind: str
    says: str


class ReportOut(Schema):
    """A report with its values and doubts. Send its `lock` back with the next change."""

    id: int
    round: int
    unit: str
    status: str
    lock: int
    late: bool
    after_close: bool
    no_change: bool
    submitted_at: dt.datetime | None
    return_reason: str
    values: list[ValueOut]
    doubts: list[DoubtOut]


class ReportRow(Schema):
    """A report in a list."""

    id: int
    unit: str
    status: str
    lock: int
    late: bool
    after_close: bool
    submitted_at: dt.datetime | None

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)


class EntryIn(BaseModel):
    """What is said about one indicator; digits as text, so that nothing is lost."""

    value: str = Field("", max_length=80)
    note: str = Field("", max_length=500)
    evidence: list[str] = Field([], max_length=50)


class WriteIn(Schema):
    """Values by indicator; what is not mentioned stays. `lock` 0 begins; `submit` hands in in the same act."""

    lock: int = Field(0, ge=0)
    values: dict[str, EntryIn] = {}
    submit: bool = False


class UnitIn(Schema):
    """What is said for one unit: values by indicator, or “no change”."""

    unit: str = Field(max_length=40)
    lock: int = Field(0, ge=0)
    values: dict[str, EntryIn] = {}
    no_change: bool = False


class BatchIn(Schema):
    """What is said for many units of a round; `submit` hands all of it in in the same act."""

    reports: list[UnitIn] = Field(min_length=1, max_length=500)
    submit: bool = False


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class TakenOut(Schema):
    """What a book or a batch brought: reports saved, and of these handed in."""

    saved: int
    submitted: int


@router.get("/due", auth=doors("report.write"), response=list[DueOut], summary="要报的")
def due(request: HttpRequest) -> Any:
    """Return what this post has to report, the nearest deadline first."""
    return [
        {"round": one.round.pk, "scheme": one.round.scheme.code, "period": one.round.period, "unit": one.unit.code,
         "report": one.report.pk if one.report else None, "status": one.report.status if one.report else "none",
         "report_by": one.round.report_by}
        for one in selectors.due_for(request.user)
    ]  # fmt: skip


@router.get("/rounds/{pk}/asked", auth=doors("report.read"), response=list[AskedOut], summary="这一期问什么")
def asked(request: HttpRequest, pk: int) -> Any:
    """Return what a round asks of its units."""
    return [
        {"indicator": one.name, "title": one.indicator.title, "measure": one.indicator.measure or "",
         "period": one.period, "evidence": one.indicator.evidence}
        for one in selectors.asked_of(round_for(request.user, pk))
    ]  # fmt: skip


@router.get("/rounds/{pk}", auth=doors("report.read"), response=list[ReportRow], summary="这一期的报送")
def in_round(request: HttpRequest, pk: int, after: Query[str] = "", limit: Query[int] = 200) -> Any:
    """Return the reports of a round this post may read, by unit code, after a code."""
    rows = selectors.reports_in(request.user, round_for(request.user, pk))
    return rows.filter(unit__code__gt=after)[: max(1, min(limit, 1000))]


@router.get("/rounds/{pk}/book", auth=doors("report.write"), summary="下载报送表")
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the workbook of a round with one row for each unit this post reports for."""
    return HttpResponse(book_for(request.user, round_for(request.user, pk)), content_type=XLSX)


@router.post("/rounds/{pk}/book", auth=doors("report.submit"), response=TakenOut, summary="导入报送表")
def take_book(request: HttpRequest, pk: int, file: File[UploadedFile], submit: Query[bool] = False) -> Any:
    """Take a workbook in, all or nothing; handed in if asked. Refused with every cell that is wrong."""
    row = round_for(request.user, pk)
    return services.take_book(
        round_=row, name=file.name or "", content=file.read(), by=request.user, submit=submit
    )


@router.put("/rounds/{pk}/units/{code}", auth=doors("report.write"), response=ReportOut, summary="填报")
def write(request: HttpRequest, pk: int, code: str, said: WriteIn) -> Any:
    """Begin or change a report, and hand it in if asked. All or nothing."""
    act = "report.submit" if said.submit else "report.write"
    row = round_for(request.user, pk)
    unit = selectors.unit_in_round(request.user, row, code, act)
    done = services.write_report(
        round_=row,
        unit=unit,
        entries=_entries(said.values),
        lock=said.lock,
        submit=said.submit,
        by=request.user,
    )
    return _told(done.report, done.values, done.doubts)


@router.put("/rounds/{pk}/units", auth=doors("report.submit"), response=TakenOut, summary="成批填报")
def write_many(request: HttpRequest, pk: int, said: BatchIn) -> Any:
    """Begin or change the reports of many units, and hand them in if asked. All or nothing; what is not mentioned stays.

    A unit of the batch that is refused is told with its path in the request, and so is every other: nothing is kept then.
    """
    handed = [
        services.Handed(one.unit, one.lock, _entries(one.values), one.no_change) for one in said.reports
    ]
    return services.take_batch(
        round_=round_for(request.user, pk), handed=handed, by=request.user, submit=said.submit
    )


@router.post(
    "/rounds/{pk}/units/{code}/no-change", auth=doors("report.submit"), response=ReportOut, summary="无变化"
)
def no_change(request: HttpRequest, pk: int, code: str) -> Any:
    """Hand in last time's values again."""
    row = round_for(request.user, pk)
    unit = selectors.unit_in_round(request.user, row, code, "report.submit")
    return _out(services.no_change(round_=row, unit=unit, by=request.user))


@router.get("/{pk}", auth=doors("report.read"), response=ReportOut, summary="一份报送")
def show(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
    """Return one report."""
    report = selectors.report_for(request.user, pk)
    version = f"{report.pk} {report.lock} {report.status} {report.decided_at}"
    return with_etag(request, response, version, lambda: _out(report))


@router.post("/{pk}/submit", auth=doors("report.submit"), response=ReportOut, summary="报送")
def submit(request: HttpRequest, pk: int, lock: Query[int]) -> Any:
    """Hand a report in as it was seen."""
    report = selectors.report_for(request.user, pk, "report.submit")
    return _out(services.submit_report(report=report, by=request.user, lock=lock))


@router.post("/{pk}/return", auth=doors("report.review"), response=ReportOut, summary="退回")
def return_(request: HttpRequest, pk: int, said: ReasonIn) -> Any:
    """Give a report back, saying why."""
    report = selectors.report_for_reviewer(request.user, pk)
    return _out(services.return_report(report=report, by=request.user, reason=said.reason))


@router.post("/{pk}/accept", auth=doors("report.review"), response=ReportOut, summary="采信")
def accept(request: HttpRequest, pk: int) -> Any:
    """Take a report as true."""
    return _out(
        services.accept_report(report=selectors.report_for_reviewer(request.user, pk), by=request.user)
    )


def _entries(values: Mapping[str, EntryIn]) -> dict[str, Entry]:
    return {name: Entry(one.value, one.note, tuple(one.evidence)) for name, one in values.items()}


def _out(report: Report) -> dict[str, Any]:
    values = selectors.values_of(report)
    return _told(report, values, doubts_about(report, values))


def _told(
    report: Report, values: Mapping[str, ReportValue], doubts: Mapping[str, list[Doubt]]
) -> dict[str, Any]:
    kept = ("indicator", "period", "typed", "relation", "note", "evidence", "held")
    head = ("status", "lock", "late", "after_close", "no_change", "submitted_at", "return_reason")
    return {
        "id": report.pk, "round": report.round_id, "unit": report.unit.code,
        **{name: getattr(report, name) for name in head},
        "values": [
            {**{name: getattr(row, name) for name in kept}, "value": None if row.value is None else plain(row.value)}
            for one in selectors.asked_of(report.round) if (row := values.get(one.name)) is not None
        ],
        "doubts": [{"indicator": d.indicator, "kind": d.kind, "says": d.says} for some in doubts.values() for d in some],
    }  # fmt: skip

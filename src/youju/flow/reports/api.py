"""Reports for programs: the same questions and acts as the pages; an Idempotency-Key gives the first answer again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from youju.flow.reports import selectors, services
from youju.flow.reports.books.going_out import book_for, books_for
from youju.flow.reports.doubts import Doubt
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.past import doubts_about, history_values
from youju.flow.reports.shapes import (
    AskedIndicatorOut,
    BatchIn,
    DueReportOut,
    EntryIn,
    ProgressOut,
    ReportOut,
    ReportRow,
    ReportShown,
    ReturnIn,
    TakenReportsOut,
    WaitingReportOut,
    WriteIn,
)
from youju.flow.reports.typed import Entry
from youju.flow.schemes.selectors import round_for
from youju.kernel.api import doors, with_etag
from youju.kernel.files import XLSX

router = Router()


@router.get("/due", auth=doors("report.write"), response=list[DueReportOut], summary="要报的")
def due(request: HttpRequest) -> Any:
    """Return what this post has to report, the nearest deadline first."""
    return [
        {"round": one.round.pk, "scheme": one.round.scheme.code, "period": one.round.period, "unit": one.unit.code,
         "report": one.report.pk if one.report else None, "status": one.report.status if one.report else "none",
         "report_by": one.round.report_by}
        for one in selectors.due_for(request.user)
    ]  # fmt: skip


@router.get("/review", auth=doors("report.review"), response=list[WaitingReportOut], summary="待审核的报送")
def to_review(request: HttpRequest) -> Any:
    """Return the reports that wait for this post's decision, the oldest first."""
    return selectors.to_review_for(request.user)


@router.get("/rounds/{pk}/progress", auth=doors("round.advance"), response=ProgressOut, summary="报送进度")
def progress(request: HttpRequest, pk: int) -> Any:
    """Return how far a round is, for the office that moves it on."""
    return selectors.progress(round_for(request.user, pk, "round.advance"))


@router.get(
    "/rounds/{pk}/asked", auth=doors("report.read"), response=list[AskedIndicatorOut], summary="这一期问什么"
)
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
    row = round_for(request.user, pk)
    rows = list(
        selectors.reports_in(request.user, row).filter(unit__code__gt=after)[: max(1, min(limit, 1000))]
    )
    included = selectors.codes_included(row)
    for report in rows:
        report.included_in = included.get(report.unit_id)
    return rows


@router.get("/rounds/{pk}/book", auth=doors("report.write"), summary="下载报送表")
def book(request: HttpRequest, pk: int, each: Query[bool] = False) -> HttpResponse:
    """Return the workbook of a round with one row for each unit this post reports for, or (`each`) a zip with one for each."""
    row = round_for(request.user, pk)
    if each:
        return HttpResponse(books_for(request.user, row), content_type="application/zip")
    return HttpResponse(book_for(request.user, row), content_type=XLSX)


@router.post("/rounds/{pk}/book", auth=doors("report.submit"), response=TakenReportsOut, summary="导入报送表")
def take_book(
    request: HttpRequest, pk: int, file: File[UploadedFile], submit: Query[bool] = False, check: Query[bool] = False
) -> Any:  # fmt: skip
    """Take a workbook in, all or nothing; handed in if asked. Refused with every cell that is wrong.

    `check=true` says what would come of it and keeps nothing.
    """
    row = round_for(request.user, pk)
    return services.take_book(
        round_=row, name=file.name or "", content=file.read(), by=request.user, submit=submit, keep=not check
    )


@router.put("/rounds/{pk}/units/{code}", auth=doors("report.write"), response=ReportOut, summary="填报")
def write(request: HttpRequest, pk: int, code: str, said: WriteIn) -> Any:
    """Begin or change a report, and hand it in if asked. All or nothing."""
    act = "report.submit" if said.submit else "report.write"
    row, unit = selectors.place_in_round(request.user, pk, code, act)
    done = services.write_report(
        round_=row,
        unit=unit,
        entries=_entries(said.values),
        lock=said.lock,
        submit=said.submit,
        by=request.user,
    )
    return _told(done.report, done.values, done.doubts)


@router.put("/rounds/{pk}/units", auth=doors("report.submit"), response=TakenReportsOut, summary="成批填报")
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
    row, unit = selectors.place_in_round(request.user, pk, code, "report.submit")
    return _out(services.no_change(round_=row, unit=unit, by=request.user))


@router.get("/{pk}", auth=doors("report.read"), response=ReportShown, summary="一份报送")
def show(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
    """Return one report, with last time's values and every handing-in."""
    report = selectors.report_for(request.user, pk)
    body = {**_out(report), "last": _last(report), "submissions": _submissions(report)}
    return with_etag(request, response, repr(body), lambda: body)


@router.post("/{pk}/submit", auth=doors("report.submit"), response=ReportOut, summary="报送")
def submit(request: HttpRequest, pk: int, lock: Query[int]) -> Any:
    """Hand a report in as it was seen."""
    report = selectors.report_for(request.user, pk, "report.submit")
    return _out(services.submit_report(report=report, by=request.user, lock=lock))


@router.post("/{pk}/return", auth=doors("report.review"), response=ReportOut, summary="退回")
def return_(request: HttpRequest, pk: int, said: ReturnIn) -> Any:
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
    included = selectors.included_in(report)
    return {
        "id": report.pk, "round": report.round_id, "unit": report.unit.code,
        **{name: getattr(report, name) for name in head}, "included_in": included.code if included else None,
        "values": [
            {**{name: getattr(row, name) for name in kept}, "value": None if row.value is None else plain(row.value)}
            for one in selectors.asked_of(report.round) if (row := values.get(one.name)) is not None
        ],
        "doubts": [{"indicator": d.indicator, "kind": d.kind, "says": d.says} for some in doubts.values() for d in some],
    }  # fmt: skip


def _last(report: Report) -> list[dict[str, str]]:
    past = history_values(report.round, report.unit)
    return [
        {"indicator": one.name, "period": last.period, "value": plain(last.value), "relation": last.relation}
        for one in selectors.asked_of(report.round) for last in past.get(one.name, [])[:1]
    ]  # fmt: skip


def _submissions(report: Report) -> list[dict[str, Any]]:
    kept = ("number", "submitted_at", "late", "after_close", "no_change", "sha256")
    return [
        {**{name: getattr(row, name) for name in kept}, "by": str(row.by or "")}
        for row in selectors.submissions_of(report)
    ]

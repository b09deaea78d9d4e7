"""The ledger for programs: observations with their corrections, official statistics in, SDMX-CSV out."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from youju.flow.ledger import citing, selectors, services
from youju.flow.ledger.exchange import entries_from, sdmx_csv
from youju.flow.ledger.fitting import Fitting
from youju.flow.ledger.shapes import (
    CellOut,
    ClosingOut,
    ComparedOut,
    CorrectIn,
    DataValueSet,
    ImportOut,
    LedgerAsked,
    ObservationOut,
    ObservationPage,
    SummaryOut,
    TakeAllIn,
    TakenFactsOut,
    WaitingFactOut,
    WithdrawIn,
)
from youju.flow.schemes.selectors import round_for, scheme_for
from youju.kernel.api import Numbered, doors, numbered

router = Router()


@router.get("/observations", auth=doors("ledger.read"), response=ObservationPage, summary="底账")
def observations(request: HttpRequest, asked: Query[LedgerAsked]) -> Any:
    """Return the observations this post may see, the latest first."""
    said = asked.model_dump(exclude={"before", "limit"})
    found = selectors.observations_for(request.user, **said)
    rows = list((found.filter(pk__lt=asked.before) if asked.before else found)[: asked.limit + 1])
    more = len(rows) > asked.limit
    return {"items": rows[: asked.limit], "before": rows[asked.limit - 1].pk if more else 0}


@router.get("/observations/{pk}", auth=doors("ledger.read"), response=CellOut, summary="一格的全部记录")
def cell(request: HttpRequest, pk: int) -> Any:
    """Return everything that was ever held of the cell of one observation, and which row of it counts."""
    row = selectors.observation_for(request.user, pk)
    page = selectors.cell_page(request.user, row)
    for one, _proofs, gone in page["rows"]:
        one.unit, one.counts, one.withdrawn = row.unit, one.pk == page["counts"], gone
    rows = [one for one, _proofs, _gone in page["rows"]]
    return {"title": row.title, "measure": row.measure, "may_correct": page["may_correct"], "rows": rows}


@router.get("/sdmx.csv", auth=doors("ledger.read"), summary="导出 SDMX-CSV")
def sdmx(request: HttpRequest, scheme: str, period: str = "") -> HttpResponse:
    """Return the values of a scheme that hold as SDMX-CSV 2.0: what was corrected, withdrawn or outweighed is not among them."""
    if scheme:
        scheme_for(request.user, scheme)
    held = selectors.held_values(request.user, scheme, period)
    lines = sdmx_csv(held, f"YOUJU:{scheme}(1.0)")
    kind = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    return StreamingHttpResponse(lines, content_type=kind)  # type: ignore[return-value]  # ninja passes it through


@router.post("/dataValueSets", auth=doors("ledger.import"), response=SummaryOut, summary="导入 dataValueSets")
def data_value_sets(
    request: HttpRequest,
    said: DataValueSet,
    scheme: str = "",
    dryRun: bool = False,  # noqa: N803  # the names of DHIS2
    importStrategy: Literal["CREATE_AND_UPDATE", "NEW_AND_UPDATES"] = "CREATE_AND_UPDATE",  # noqa: ARG001, N803
) -> Any:
    """Take official statistics in as a DHIS2 data value set, all or nothing; the same set again changes nothing.

    Every fault is told at once under its index; `dryRun=true` says what would come of it and stores nothing. Another
    strategy of DHIS2 (DELETE) is refused: the ledger forgets nothing.
    """
    values = [value.model_dump() for value in said.dataValues]
    units = selectors.units_to_import(
        request.user, {value.orgUnit or said.orgUnit for value in said.dataValues}
    )
    known = None
    if scheme:
        known = {one.name for one in citing.indicators_of(scheme_for(request.user, scheme))}
    whole, fitting = {"period": said.period, "orgUnit": said.orgUnit}, Fitting.of(scheme, request.user)
    entries = entries_from(values, whole, units, said.citation, known, fitting)
    done = services.take_official(
        entries=entries, citation=said.citation, by=request.user, name=said.dataSet or "dataValueSet", scheme=scheme,
        dry_run=dryRun,
    )  # fmt: skip
    count = {"imported": done.added, "updated": done.revised, "ignored": done.same}
    return {"status": "SUCCESS", "dryRun": dryRun, "importCount": count}


@router.post("/official", auth=doors("ledger.import"), response=ImportOut, summary="导入官方统计")
def official(
    request: HttpRequest, citation: Query[str], file: File[UploadedFile], scheme: Query[str] = ""
) -> Any:
    """Take official statistics in from a CSV file or a workbook, all or nothing."""
    if scheme:
        scheme_for(request.user, scheme)
    return services.import_official(
        content=file.read(), citation=citation, by=request.user, name=file.name or "统计.csv", scheme=scheme
    )


@router.post(
    "/observations/{pk}/correct", auth=doors("ledger.correct"), response=ObservationOut, summary="更正"
)
def correct(request: HttpRequest, pk: int, said: CorrectIn) -> Any:
    """Correct an observation by a later row."""
    row = selectors.observation_for(request.user, pk, "ledger.correct")
    return services.correct(observation=row, by=request.user, **said.model_dump())


@router.get(
    "/documents", auth=doors("ledger.cite"), response=list[WaitingFactOut], summary="待入账的文件事实"
)
def waiting(
    request: HttpRequest, response: HttpResponse, page: Query[Numbered], scheme: str, period: str = ""
) -> Any:
    """Return the accepted facts that wait for a scheme's ledger, with the proposal where each goes."""
    rows = citing.waiting(request.user, scheme_for(request.user, scheme, "ledger.cite"), period=period)
    return [
        {
            "decision": row.fact.decision_id, "quote": row.fact.quote, "citation": row.fact.citation, "url": row.fact.url,
            "unit": row.unit_code, "indicator": row.indicator, "period": row.fact.period, "value": row.value,
            "relation": row.fact.relation, "held": row.held.value if row.held else None,
        }
        for row in numbered(request, response, rows, page)
    ]  # fmt: skip


@router.get(
    "/documents/stale", auth=doors("ledger.cite"), response=list[ObservationOut], summary="待收回的数"
)
def stale(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the values taken from documents whose facts are accepted no more: each is to be withdrawn."""
    return numbered(request, response, citing.stale(request.user), page)


@router.post("/documents", auth=doors("ledger.cite"), response=TakenFactsOut, summary="文件事实入账")
def take(request: HttpRequest, said: TakeAllIn) -> Any:
    """Take accepted facts into a scheme's ledger, all or none; doing it twice is doing it once."""
    takings = [services.Taking(**one.model_dump()) for one in said.facts]
    scheme = scheme_for(request.user, said.scheme, "ledger.cite")
    return services.take_facts(takings=takings, scheme=scheme, by=request.user)


@router.post(
    "/observations/{pk}/withdraw", auth=doors("ledger.cite"), response=ObservationOut, summary="收回"
)
def withdraw(request: HttpRequest, pk: int, said: WithdrawIn) -> Any:
    """Take back a document's value whose fact is no longer accepted."""
    row = selectors.observation_for(request.user, pk, "ledger.cite")
    return services.withdraw(observation=row, reason=said.reason, by=request.user).observation


@router.get("/comparison", auth=doors("ledger.read"), response=list[ComparedOut], summary="文件与底账对照")
def comparison(
    request: HttpRequest,
    response: HttpResponse,
    page: Query[Numbered],
    scheme: str = "",
    period: str = "",
    unit: str = "",
) -> Any:
    """Return, cell by cell, what documents say beside what the ledger holds."""
    rows = citing.compare_for(request.user, scheme=scheme, period=period, unit=unit)
    return [
        {
            "unit": row.unit_code, "indicator": row.indicator, "period": row.period, "verdict": row.verdict, "said": row.said,
            "held": [{"basis": basis, "value": value} for basis, value in row.held],
        }
        for row in numbered(request, response, rows, page)
    ]  # fmt: skip


@router.post("/rounds/{pk}/close", auth=doors("round.close"), response=ClosingOut, summary="关账")
def close(request: HttpRequest, pk: int) -> Any:
    """Close a round."""
    done = services.close_round(round_=round_for(request.user, pk, "round.close"), by=request.user)
    return {"status": done.round.status, "closed_at": done.round.closed_at, "recorded": done.recorded}

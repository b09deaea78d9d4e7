"""The ledger for programs: observations with their corrections, official statistics in, SDMX-CSV out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.ledger import citing, selectors, services
from youju.flow.ledger.exchange import entries_from, sdmx_csv
from youju.flow.schemes.selectors import round_for, scheme_for
from youju.kernel.api import Numbered, doors, numbered

router = Router()


class ObservationOut(Schema):
    """One value held to be true; `corrects` names the row it corrects."""

    id: int
    scheme: str
    unit: str
    indicator: str
    period: str
    value: Decimal
    relation: str
    basis: str
    evidence: list[str]
    citation: str
    corrects: int | None
    reason: str
    recorded_at: dt.datetime

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)

    @staticmethod
    def resolve_corrects(row: Any) -> int | None:
        """Return the key of the row it corrects."""
        key: int | None = row.corrects_id
        return key


class ObservationPage(Schema):
    """A page of observations, the latest first, and where the next begins (0 at the end)."""

    items: list[ObservationOut]
    before: int


class Asked(Schema):
    """What can be asked of the ledger."""

    scheme: str = ""
    period: str = ""
    unit: str = ""
    indicator: str = ""
    before: int = 0
    limit: int = Field(100, ge=1, le=1000)


class DataValue(Schema):
    """One value of a DHIS2 data value set; `dataElement` is the indicator, `orgUnit` the unit's code."""

    dataElement: str  # noqa: N815  # the names of DHIS2
    value: str
    period: str = ""
    orgUnit: str = ""  # noqa: N815
    comment: str = ""


class DataValueSet(Schema):
    """A DHIS2 data value set of official statistics."""

    dataSet: str = ""  # noqa: N815
    period: str = ""
    orgUnit: str = ""  # noqa: N815
    citation: str = Field(min_length=1, max_length=300)
    dataValues: list[DataValue] = Field(min_length=1, max_length=100_000)  # noqa: N815


class CorrectIn(Schema):
    """The right value and the reason."""

    value: Decimal
    reason: str = Field(max_length=500)
    evidence: list[str] = []


class WaitingOut(Schema):
    """An accepted fact that the ledger does not hold yet: the proposal where it goes, and what stands there."""

    decision: int
    quote: str
    citation: str
    url: str
    unit: str
    indicator: str
    period: str
    value: Decimal | None
    relation: str
    held: Decimal | None


class TakeIn(Schema):
    """A fact, by its decision, and the unit, indicator and (where the page tells none) period a person chose for it."""

    decision: int
    unit: str = Field(max_length=40)
    indicator: str = Field(max_length=80)
    period: str = Field("", max_length=10)


class TakeAllIn(Schema):
    """Facts for the ledger of one scheme, all or none."""

    scheme: str
    facts: list[TakeIn] = Field(min_length=1, max_length=1000)


class TakenOut(Schema):
    """What came of it."""

    added: int
    revised: int
    same: int


class WithdrawIn(Schema):
    """Why a value is not held any more."""

    reason: str = Field(min_length=1, max_length=500)


class SaidOut(Schema):
    """What one document says of a cell, and where."""

    value: Decimal
    relation: str
    measure: str
    citation: str
    url: str


class HeldOut(Schema):
    """What the ledger holds of a cell."""

    basis: str
    value: Decimal


class ComparedOut(Schema):
    """One cell; `verdict` is agrees, differs, only_documents or only_ledger."""

    unit: str
    indicator: str
    period: str
    verdict: str
    said: list[SaidOut]
    held: list[HeldOut]


class ImportOut(Schema):
    """What an import did."""

    added: int
    revised: int
    same: int


class CountOut(Schema):
    """How many values were new, how many revised a held one, and how many were held already just so."""

    imported: int
    updated: int
    ignored: int
    deleted: int = 0


class SummaryOut(Schema):
    """The import summary of DHIS2."""

    status: str
    dryRun: bool  # noqa: N815  # the names of DHIS2
    importCount: CountOut  # noqa: N815


class ClosingOut(Schema):
    """What a closing came to."""

    status: str
    closed_at: dt.datetime
    recorded: int


@router.get("/observations", auth=doors("ledger.read"), response=ObservationPage, summary="底账")
def observations(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Return the observations this post may see, the latest first."""
    said = asked.model_dump(exclude={"before", "limit"})
    found = selectors.observations_for(request.user, **said)
    rows = list((found.filter(pk__lt=asked.before) if asked.before else found)[: asked.limit + 1])
    more = len(rows) > asked.limit
    return {"items": rows[: asked.limit], "before": rows[asked.limit - 1].pk if more else 0}


@router.get("/sdmx.csv", auth=doors("ledger.read"), summary="导出 SDMX-CSV")
def sdmx(request: HttpRequest, scheme: str, period: str = "") -> HttpResponse:
    """Return the values of a scheme that hold as SDMX-CSV 2.0: what was corrected, withdrawn or outweighed is not among them."""
    held = selectors.held_values(request.user, scheme, period)
    lines = sdmx_csv(held, f"YOUJU:{scheme}(1.0)")
    kind = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    return StreamingHttpResponse(lines, content_type=kind)  # type: ignore[return-value]  # ninja passes it through


@router.post("/dataValueSets", auth=doors("ledger.import"), response=SummaryOut, summary="导入 dataValueSets")
def data_value_sets(request: HttpRequest, said: DataValueSet, scheme: str = "", dryRun: bool = False) -> Any:  # noqa: N803
    """Take official statistics in as a DHIS2 data value set, all or nothing; the same set again changes nothing.

    Every fault is told at once under its index; `dryRun=true` says what would come of it and stores nothing.
    """
    values = [value.model_dump() for value in said.dataValues]
    units = selectors.units_to_import(
        request.user, {value.orgUnit or said.orgUnit for value in said.dataValues}
    )
    known = None
    if scheme:
        known = {one.name for one in citing.indicators_of(scheme_for(request.user, scheme))}
    entries = entries_from(
        values, {"period": said.period, "orgUnit": said.orgUnit}, units, said.citation, known
    )
    done = services.take_official(
        entries=entries, citation=said.citation, by=request.user, name=said.dataSet or "dataValueSet", scheme=scheme,
        dry_run=dryRun,
    )  # fmt: skip
    count = {"imported": done.added, "updated": done.revised, "ignored": done.same}
    return {"status": "SUCCESS", "dryRun": dryRun, "importCount": count}


@router.post("/official", auth=doors("ledger.import"), response=ImportOut, summary="导入官方统计(CSV)")
def official(
    request: HttpRequest, citation: Query[str], file: File[UploadedFile], scheme: Query[str] = ""
) -> Any:
    """Take official statistics in from a CSV file, all or nothing."""
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


@router.get("/documents", auth=doors("ledger.cite"), response=list[WaitingOut], summary="待入账的文件事实")
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


@router.post("/documents", auth=doors("ledger.cite"), response=TakenOut, summary="文件事实入账")
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

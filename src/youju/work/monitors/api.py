"""Monitors for programs: the same questions and acts as the pages. Values are exact text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AfterValidator, Field

from youju.kernel.api import Numbered, PageOf, doors, numbered, page_of
from youju.kernel.errors import BadInput
from youju.work.monitors import correcting, feeding, held, selectors, services
from youju.work.monitors.forms import EARLIEST, LATEST, LONGEST
from youju.work.monitors.keeping_api import AddedOut, add
from youju.work.monitors.keeping_api import router as keeping
from youju.work.monitors.views import on_disk

router = Router()
router.add_router("", keeping)


def _some_day(day: dt.date) -> dt.date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_("{day} 不在 {first} 到 {last} 之间").format(day=day, first=EARLIEST, last=LATEST))
    return day


Day = Annotated[dt.date, AfterValidator(_some_day)]


class MonitorOut(Schema):
    """A monitor."""

    code: str
    kind: str
    title: str
    measure: str
    places: int
    every: int | None


class MonitorPage(Schema):
    """A page of monitors, and where the next begins ("" at the end)."""

    items: list[MonitorOut]
    after: str


class ReadingOut(Schema):
    """What counts at a moment: null where a correction says that nothing was read."""

    at: dt.datetime
    value: str | None
    is_corrected: bool


class DayOut(Schema):
    """A day of a series; `expected` is null for a monitor that reads irregularly."""

    day: dt.date
    n: int
    expected: int | None
    total: str | None
    least: str | None
    most: str | None


class CorrectionIn(Schema):
    """What counts at a moment instead; a `value` of null says that nothing was read then."""

    moment: dt.datetime
    value: Decimal | None
    why: str = Field(max_length=300)
    evidence: list[str] = []


class CorrectionOut(Schema):
    """The correction: which turn it is, what stood before, and the alarms that had rested on it."""

    turn: int
    was: str | None
    touched: list[dict[str, str | int | None]]


class AnomalyOut(Schema):
    """Some days beside their normal; null where a reading or the normal is missing."""

    actual: str | None
    normal: str | None
    difference: str | None
    share: str | None


class MeanOut(Schema):
    """The mean of an area by its declared weights; null where a gauge is missing."""

    mean: str | None
    method: str
    weights: dict[str, int]


class AlarmOut(Schema):
    """An alarm, on whose duty it fell, and the case it opened."""

    id: int
    rule: str
    opened_at: dt.datetime
    cleared_at: dt.datetime | None
    person: str
    case: str


class ReadingsTakenOut(Schema):
    """What a file brought."""

    made: int
    same: int
    again: bool


@router.get("/", auth=doors("monitor.read"), response=MonitorPage, summary="监测点")
def index(request: HttpRequest, page: Query[PageOf]) -> Any:
    """Return the monitors in reach, by code."""
    rows, after = page_of(selectors.monitors_for(request.user), "code", page)
    return {"items": rows, "after": after}


router.post("/", auth=doors("monitor.keep"), response=AddedOut, summary="设立监测点")(add)


@router.get("/alarms", auth=doors("monitor.read"), response=list[AlarmOut], summary="预警")
def alarms(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the alarms in reach, open ones first."""
    rows = numbered(request, response, selectors.alarms_for(request.user), page)
    return [
        {"id": one.pk, "rule": str(one.rule), "opened_at": one.opened_at, "cleared_at": one.cleared_at, "person": one.person, "case": one.case}
        for one in rows
    ]  # fmt: skip


@router.post("/feed", auth=doors("monitor.feed"), response=ReadingsTakenOut, summary="导入监测数据")
def feed(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Take in a CSV file of readings, all or nothing; the same file again does nothing."""
    with on_disk(file) as path:
        return feeding.take_readings(name=file.name or "", path=path, by=request.user)


@router.get("/areas/{code}/mean", auth=doors("monitor.read"), response=MeanOut, summary="面平均")
def mean(request: HttpRequest, code: str, first: Day, last: Day) -> Any:
    """Return the mean of an area over some days by its declared weights."""
    area = selectors.area_for(request.user, code)
    found = selectors.mean_of(area, first, last)
    return {"mean": None if found is None else f"{found:f}", "method": area.method, "weights": area.weights}


@router.get("/at/{code}", auth=doors("monitor.read"), response=MonitorOut, summary="一个监测点")
def show(request: HttpRequest, code: str) -> Any:
    """Return one monitor."""
    return selectors.monitor_for(request.user, "monitor.read", code)


@router.get("/at/{code}/readings", auth=doors("monitor.read"), response=list[ReadingOut], summary="最近读数")
def readings(request: HttpRequest, code: str) -> Any:
    """Return the last readings of a monitor."""
    row = selectors.monitor_for(request.user, "monitor.read", code)
    return [
        {
            "at": one.at,
            "value": None if one.value is None else f"{one.value:f}",
            "is_corrected": one.is_corrected,
        }
        for one in held.latest(row, 1000)
    ]


@router.get("/at/{code}/series", auth=doors("monitor.read"), response=list[DayOut], summary="按天看")
def series(request: HttpRequest, code: str, first: Day, last: Day) -> Any:
    """Return the days of a period, each with what its readings come to; the sum is null where one is missing."""
    row = selectors.monitor_for(request.user, "monitor.read", code)
    if not 0 <= (last - first).days <= LONGEST:
        raise BadInput(
            "没有取出",
            "止要在起以后，一次最多 367 天",
            "分几次取",
            english="Nothing was read out: the last day is after the first, and at most 367 days later. Ask in several parts.",
        )
    told = ("total", "least", "most")
    return [
        {"day": one.day, "n": one.n, "expected": one.expected,
         **{name: None if getattr(one, name) is None else f"{getattr(one, name):f}" for name in told}}
        for one in held.by_day(row, first, last)
    ]  # fmt: skip


@router.post("/at/{code}/corrections", auth=doors("monitor.keep"), response=CorrectionOut, summary="更正读数")
def correct(request: HttpRequest, code: str, said: CorrectionIn) -> Any:
    """Let another value count at a moment, or (null) say that nothing was read; 409 if somebody was faster."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    moment = said.moment if said.moment.tzinfo else said.moment.replace(tzinfo=held.BEIJING)
    made = correcting.correct_reading(
        monitor=row, moment=moment, value=said.value, why=said.why, evidence=said.evidence, by=request.user
    )
    was = held.exact(row, made.was)
    return {"turn": made.turn, "was": None if was is None else f"{was:f}", "touched": made.touched}


@router.get("/at/{code}/anomaly", auth=doors("monitor.read"), response=AnomalyOut, summary="与常年比")
def anomaly(request: HttpRequest, code: str, first: Day, last: Day) -> Any:
    """Return some days beside their normal."""
    found = selectors.against_normal(selectors.monitor_for(request.user, "monitor.read", code), first, last)
    said = {name: getattr(found, name, None) for name in ("actual", "normal", "difference", "share")}
    return {name: None if value is None else f"{value:f}" for name, value in said.items()}


@router.post(
    "/at/{code}/rules/{pk}/look", auth=doors("monitor.keep"), response=list[AlarmOut], summary="看一遍规则"
)
def look(request: HttpRequest, code: str, pk: int) -> Any:
    """Look at a rule now and return the alarm that opened, if one did."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    alarm = services.look(rule=get_object_or_404(row.rules, pk=pk), by=request.user)
    return [] if alarm is None else [
        {"id": alarm.pk, "rule": str(alarm.rule), "opened_at": alarm.opened_at, "cleared_at": None, "person": alarm.person, "case": alarm.case}
    ]  # fmt: skip

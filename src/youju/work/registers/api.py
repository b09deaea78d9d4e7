"""Registers for programs: the same questions and acts as the pages; an Idempotency-Key gives the first answer again."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from youju.engine.period import Period
from youju.engine.registers.language import table_schema
from youju.engine.sources.gate import FILE_LIMIT
from youju.flow.units.powers import unit_for
from youju.kernel.api import Numbered, doors, numbered, with_etag
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput
from youju.work.registers import counting, exporting, reminding, selectors, services
from youju.work.registers.acts_api import router as acts
from youju.work.registers.asking import asked_in
from youju.work.registers.declared import declaration_of
from youju.work.registers.office_api import DeclaredOut, declare
from youju.work.registers.office_api import router as office
from youju.work.registers.reach import units_to
from youju.work.registers.values import refused
from youju.work.registers.wall import chart as draw_wall

router = Router()
router.add_router("", acts)
router.add_router("", office)
Given = dict[str, str | int | bool | None]


class RegisterOut(Schema):
    """A register this post may read."""

    code: str
    title: str
    version: int
    unit: str


class RecordOut(Schema):
    """A record: exact text for numbers; send its `lock` back with the next change."""

    number: str
    unit: str
    stage: str
    suspended_on: str | None
    lock: int
    made_on: str
    due: str | None = Field(description="时限；没有就是空")
    done_on: str | None = Field(description="办结的日子；还没有办结就是空")
    example: bool
    values: dict[str, Any]


class MadeOut(RecordOut):
    """A new record, and where an asker waits for it the code to follow it by: given this once, kept nowhere."""

    follow_code: str = ""


class RecordPage(Schema):
    """A page of records, and where the next begins ("" at the end)."""

    items: list[RecordOut]
    after: str


class MakeIn(Schema):
    """A new record: its unit, and what it says by field, as text (numbers as text, so that nothing is lost)."""

    unit: str = Field(max_length=40)
    values: Given = Field(max_length=200)
    parent: str = Field("", max_length=40)
    identity: str = Field("", max_length=2000)


class ChangeIn(Schema):
    """What is to change, at the version that was seen. What is not mentioned stays; null empties a field."""

    lock: int = Field(ge=1)
    values: Given = Field(max_length=200)
    reason: str = Field("", max_length=500)
    unit: str = Field("", max_length=40, description="改派给哪个责任单位；空表示不改派")


class MoveIn(Schema):
    """A move, at the version that was seen, with what its gate asks for: evidence by its name, values by field."""

    lock: int = Field(ge=1)
    reason: str = Field("", max_length=500)
    evidence: dict[str, str] = Field({}, max_length=20)
    values: Given = Field({}, max_length=200)


class HoldIn(Schema):
    """Why, at the version that was seen."""

    lock: int = Field(ge=1)
    reason: str = Field("", max_length=500)


class NoteIn(Schema):
    """How it is going."""

    text: str = Field(min_length=1, max_length=2000)


class TakenOut(Schema):
    """What a workbook brought."""

    made: int
    changed: int
    same: int
    again: bool


@router.get("/", auth=doors("register.read"), response=list[RegisterOut], summary="台账目录")
def index(request: HttpRequest) -> Any:
    """Return the registers this post may read."""
    return [
        {"code": r.code, "title": r.title, "version": r.version, "unit": r.unit.code}
        for r in selectors.registers_for(request.user)
    ]


router.post("/", auth=doors("register.declare"), response=DeclaredOut, summary="声明一本台账")(declare)


class ReminderOut(Schema):
    """What a unit was told on a day: the step of the ladder, of which deadline, and the record."""

    day: dt.date
    unit: str
    code: str
    number: str
    name: str
    step: str = Field(description="remind、urge、notice、circular")
    of: str = Field(description="finish、accept、reply")
    due: dt.date
    words: str
    url: str


@router.get("/reminders", auth=doors("register.read"), response=list[ReminderOut], summary="提醒、催办")
def reminders(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return what the ladders told the units of this post in the last weeks, the latest first."""
    told = [
        {"day": one.day, "unit": one.unit, "code": one.register.code, "number": one.record, "name": one.name, "step": one.step,
         "of": one.of, "due": one.due, "words": one.words, "url": one.url}
        for one in reminding.reminders_for(request.user, db_today())
    ]  # fmt: skip
    return numbered(request, response, told, asked)


@router.get("/{code}/schema", auth=doors("register.read"), summary="台账的字段(Table Schema)")
def schema(request: HttpRequest, code: str) -> Any:
    """Return the fields of a register as Frictionless Table Schema, its stages and its moves."""
    one = declaration_of(selectors.register_for(request.user, code))
    moves = [
        {
            "id": m.id,
            "title": m.title,
            "from": list(m.from_),
            "to": m.to,
            "who": list(m.who),
            "needs": list(m.needs),
            "evidence": list(m.evidence),
        }
        for m in one.moves
    ]
    stages = [
        {"id": name, "title": s.title, "closed": s.closed, "oc4ids": s.oc4ids}
        for name, s in one.stages.items()
    ]
    return {**table_schema(one), "stages": stages, "moves": moves}


@router.get("/{code}/records", auth=doors("register.read"), response=RecordPage, summary="台账记录")
def records(request: HttpRequest, code: str, limit: Query[int] = 50) -> Any:
    """Return a page of records: filter with `field=value` or `field.at_least=…`, order with `sort`, go on with `after`."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    asked = asked_in(one, request.GET.dict())
    if asked.problems:
        raise BadInput(
            "没有查",
            "有的条件看不懂",
            "按 problems 改正",
            english="Nothing was looked up: some conditions cannot be read. Mend them as the problems say.",
            problems=asked.problems,
        )
    page = selectors.page_of(
        selectors.records_for(request.user, register), one, asked, max(1, min(limit, 1000))
    )
    return {"items": [exporting.as_data(one, row) for row in page.rows], "after": page.after}


@router.get("/{code}/records/{number}", auth=doors("register.read"), response=RecordOut, summary="一条记录")
def show(request: HttpRequest, response: HttpResponse, code: str, number: str) -> Any:
    """Return one record."""
    row = selectors.record_for(request.user, code, number)
    one = declaration_of(row.register)
    return with_etag(
        request, response, f"{row.pk} {row.lock} {row.register.version}", lambda: exporting.as_data(one, row)
    )


@router.post("/{code}/records", auth=doors("register.write"), response=MadeOut, summary="登记一条")
def make(request: HttpRequest, response: HttpResponse, code: str, said: MakeIn) -> Any:
    """Make a record. Refused with every fault at once."""
    register = selectors.register_for(request.user, code)
    unit = unit_for(request.user, "register.write", said.unit, scheme=register.scheme)
    parent = selectors.parent_for(request.user, register, unit, said.parent) if said.parent else None
    if said.parent and parent is None:
        raise Http404(said.parent)
    one, texts = declaration_of(register), _texts(said.values)
    if services.is_followed(one):
        response["Cache-Control"] = "no-store"
        row, follow_code = services.receive(
            register=register, unit=unit, values=texts, by=request.user, identity=said.identity
        )
        return {**exporting.as_data(one, row), "follow_code": follow_code}
    if said.identity.strip():
        raise refused(register, [services.no_vault()])
    row = services.make_record(register=register, unit=unit, values=texts, by=request.user, parent=parent)
    return exporting.as_data(one, row)


@router.patch("/{code}/records/{number}", auth=doors("register.write"), response=RecordOut, summary="改一条")
def change(request: HttpRequest, code: str, number: str, said: ChangeIn) -> Any:
    """Change a record as it was seen; 409 if somebody was faster."""
    row = selectors.record_for(request.user, code, number, "register.write")
    unit = (
        unit_for(request.user, "register.write", said.unit, scheme=row.register.scheme) if said.unit else None
    )
    services.change_record(
        record=row, lock=said.lock, values=_texts(said.values), by=request.user, reason=said.reason, unit=unit
    )
    return exporting.as_data(declaration_of(row.register), row)


@router.post(
    "/{code}/records/{number}/moves/{step}", auth=doors("register.move"), response=RecordOut, summary="流转"
)
def move(request: HttpRequest, code: str, number: str, step: str, said: MoveIn) -> Any:
    """Move a record; 409 if somebody was faster or the table does not allow it, 422 with what the gate lacks."""
    row = selectors.record_for(request.user, code, number)
    services.move_record(
        record=row,
        lock=said.lock,
        move=step,
        by=request.user,
        reason=said.reason,
        evidence=said.evidence,
        values=_texts(said.values),
    )
    return exporting.as_data(declaration_of(row.register), row)


@router.post(
    "/{code}/records/{number}/suspend", auth=doors("register.move"), response=RecordOut, summary="停办"
)
def suspend(request: HttpRequest, code: str, number: str, said: HoldIn) -> Any:
    """Stop a record for a while."""
    row = selectors.record_for(request.user, code, number)
    services.suspend_record(record=row, lock=said.lock, by=request.user, reason=said.reason)
    return exporting.as_data(declaration_of(row.register), row)


@router.post(
    "/{code}/records/{number}/resume", auth=doors("register.move"), response=RecordOut, summary="恢复"
)
def resume(request: HttpRequest, code: str, number: str, said: HoldIn) -> Any:
    """Let a record go on."""
    row = selectors.record_for(request.user, code, number)
    services.resume_record(record=row, lock=said.lock, by=request.user, reason=said.reason)
    return exporting.as_data(declaration_of(row.register), row)


class CodeOut(Schema):
    """A code to follow a record by: given this once, kept nowhere."""

    follow_code: str


@router.post(
    "/{code}/records/{number}/follow-code", auth=doors("register.write"), response=CodeOut, summary="给查询码"
)
def give_code(request: HttpRequest, response: HttpResponse, code: str, number: str) -> Any:
    """Give the asker of a case that came in without a code one to follow it by."""
    row = selectors.record_for(request.user, code, number, "register.write")
    response["Cache-Control"] = "no-store"
    return {"follow_code": services.give_code(record=row, by=request.user)}


class MeasuredOut(Schema):
    """An indicator: its value as exact text, null where nothing can be said, and the two numbers it comes from."""

    indicator: str
    title: str
    unit: str
    value: str | None
    relation: str = Field(description="=、≥、≤、≈:由约数合起来的，不当作确数")
    count: int
    of: str | None


@router.get("/{code}/indicators", auth=doors("register.read"), response=list[MeasuredOut], summary="台账指标")
def indicators(request: HttpRequest, code: str, by_unit: Query[bool] = False, period: Query[str] = "") -> Any:
    """Return the indicators of a register; `records?indicator=…&part=in|missing|all` opens one to its records."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    try:
        asked = Period.parse(period) if period else None
    except ValueError:
        raise BadInput(
            "没有查",
            "周期写得不对",
            "写成 2023-06、2023Q2 或 2023",
            english="Nothing was looked up: this is no period. Write 2023-06, 2023Q2 or 2023.",
        ) from None
    rows = selectors.records_for(request.user, register)
    codes = (
        dict(units_to(request.user, "register.read", register).values_list("pk", "code")) if by_unit else {}
    )
    found = counting.measured(rows, one, one.indicators, period=asked, by_unit=by_unit)
    return [
        {"indicator": name, "title": made.title, "unit": codes.get(line.unit_id or 0, ""), "count": line.count, "relation": line.relation,
         "value": None if line.value is None else format(line.value, "f"), "of": None if line.of is None else str(line.of)}
        for name, made in one.indicators.items() for line in found[name]
    ]  # fmt: skip


@router.post("/{code}/records/{number}/notes", auth=doors("register.write"), summary="写进展")
def note(request: HttpRequest, code: str, number: str, said: NoteIn) -> Any:
    """Write down how it is going."""
    row = services.note(
        record=selectors.record_for(request.user, code, number), by=request.user, text=said.text
    )
    return {"kind": row.kind, "at": row.at, "text": row.text}


class SpanOut(Schema):
    """From one day to another, both included."""

    start: dt.date
    end: dt.date


class BarOut(Schema):
    """One line of the wall chart: where it stands in the tree, its light, and the plan against what happened."""

    number: str
    name: str
    unit: str
    parent: str = Field(description="上级记录的编号；空表示最上一层")
    depth: int
    light: str = Field(description="red、yellow、green、grey")
    light_title: str
    progress: str = Field(description="百分数，按权重由下级汇总；空表示没有声明")
    baseline: SpanOut | None
    plan: SpanOut | None
    actual: SpanOut | None


class WallOut(Schema):
    """The wall chart of a stretch of time. `cut`: there are more records than the chart draws."""

    since: dt.date
    until: dt.date
    cut: bool
    rows: list[BarOut]


class WallIn(Schema):
    """Which stretch: how wide, and the month in which it lies."""

    by: Literal["year", "quarter", "month"] = "year"
    at: str = Field(
        "", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="例如 2026-11；空表示今天所在的一段"
    )


@router.get("/{code}/wall", auth=doors("register.read"), response=WallOut, summary="作战图")
def wall(request: HttpRequest, code: str, asked: Query[WallIn]) -> Any:
    """Return the wall chart of a register: its tree against time. 404 for a register that declares no plan."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if one.plan is None:
        raise Http404(code)
    rows = selectors.records_for(request.user, register)
    drawn = draw_wall(rows, one, db_today(), span=asked.by, at=asked.at)
    numbers = {row.record.pk: row.record.number for row in drawn.rows}
    return {
        "since": drawn.since, "until": drawn.until, "cut": drawn.cut,
        "rows": [
            {"number": row.record.number, "name": row.name, "unit": row.record.unit.code, "depth": row.depth,
             "parent": numbers.get(row.record.parent_id or 0, ""), "light": row.light, "light_title": row.word,
             "progress": row.progress,
             **{name: {"start": span[0], "end": span[1]} if span else None
                for name, span in zip(("baseline", "plan", "actual"), row.spans, strict=True)}}
            for row in drawn.rows
        ],
    }  # fmt: skip


@router.get("/{code}/book", auth=doors("register.write"), summary="下载模板")
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Return the empty template of a register."""
    register = selectors.register_for(request.user, code)
    return HttpResponse(
        exporting.workbook(declaration_of(register), register.version, None), content_type=exporting.XLSX
    )


@router.post("/{code}/book", auth=doors("register.write"), response=TakenOut, summary="导入工作簿")
def take_book(request: HttpRequest, code: str, file: File[UploadedFile]) -> Any:
    """Take a workbook in, all or nothing. Refused with every cell that is wrong; the same file again does nothing."""
    register = selectors.register_for(request.user, code)
    if (file.size or 0) > FILE_LIMIT:
        raise BadInput(
            "没有导入",
            "文件太大",
            f"不超过 {FILE_LIMIT // 1024 // 1024} MB",
            english=f"Nothing was imported: the workbook is larger than {FILE_LIMIT // 1024 // 1024} MB. Send a smaller one.",
        )
    return services.take_book(register=register, name=file.name or "", content=file.read(), by=request.user)


def _texts(given: Given) -> dict[str, str]:
    words = {True: "是", False: "否", None: ""}
    return {
        name: words[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in given.items()
    }

"""Records: asked for, made, changed, moved on, and their whole way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.units.powers import unit_for
from youju.kernel.api import doors, with_etag
from youju.kernel.errors import BadInput
from youju.work.registers import exporting, selectors, services
from youju.work.registers.asking import asked_in
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import timeline
from youju.work.registers.models import Record
from youju.work.registers.values import refused

router = Router()
Given = dict[str, str | int | bool | None]


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


class CodeOut(Schema):
    """A code to follow a record by: given this once, kept nowhere."""

    follow_code: str


class ChangedOut(Schema):
    """A field of which an act changed what it says."""

    field: str
    was: str
    now: str


class StepOut(Schema):
    """One line of the way of a record: who did or said what, when, why, and on which evidence."""

    at: dt.datetime
    who: str
    what: str
    reason: str
    changes: list[ChangedOut]
    evidence: list[str]


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
    return data_of(row)


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
    return data_of(row)


@router.post(
    "/{code}/records/{number}/suspend", auth=doors("register.move"), response=RecordOut, summary="停办"
)
def suspend(request: HttpRequest, code: str, number: str, said: HoldIn) -> Any:
    """Stop a record for a while."""
    row = selectors.record_for(request.user, code, number)
    services.suspend_record(record=row, lock=said.lock, by=request.user, reason=said.reason)
    return data_of(row)


@router.post(
    "/{code}/records/{number}/resume", auth=doors("register.move"), response=RecordOut, summary="恢复"
)
def resume(request: HttpRequest, code: str, number: str, said: HoldIn) -> Any:
    """Let a record go on."""
    row = selectors.record_for(request.user, code, number)
    services.resume_record(record=row, lock=said.lock, by=request.user, reason=said.reason)
    return data_of(row)


@router.get(
    "/{code}/records/{number}/history",
    auth=doors("register.read"),
    response=list[StepOut],
    summary="一条记录的经过",
)
def history(request: HttpRequest, code: str, number: str) -> Any:
    """Return everything that happened to a record, the latest first; nothing private."""
    row = selectors.record_for(request.user, code, number)
    steps = timeline.lines_of(
        declaration_of(row.register), list(selectors.versions_of(row)), list(selectors.remarks_of(row))
    )
    return [
        {
            "at": one.at, "who": one.who, "what": one.what, "reason": one.reason, "evidence": list(one.evidence),
            "changes": [{"field": field, "was": was, "now": now} for field, was, now in one.changes],
        }
        for one in steps
    ]  # fmt: skip


@router.post(
    "/{code}/records/{number}/follow-code", auth=doors("register.write"), response=CodeOut, summary="给查询码"
)
def give_code(request: HttpRequest, response: HttpResponse, code: str, number: str) -> Any:
    """Give the asker of a case that came in without a code one to follow it by."""
    row = selectors.record_for(request.user, code, number, "register.write")
    response["Cache-Control"] = "no-store"
    return {"follow_code": services.give_code(record=row, by=request.user)}


def data_of(row: Record) -> dict[str, Any]:
    """Return a record as programs read it."""
    return exporting.as_data(declaration_of(row.register), row)


def _texts(given: Given) -> dict[str, str]:
    words = {True: "是", False: "否", None: ""}
    return {
        name: words[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in given.items()
    }

"""The registers: which there are, what each declares, how one is declared or taken over from a scheme, its indicators, and reminders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.engine.period import Period
from youju.engine.registers.language import table_schema
from youju.flow.schemes.selectors import schemes_for
from youju.flow.units.powers import unit_for
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput
from youju.work.registers import counting, reminding, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forms import LARGEST, OfSchemeForm
from youju.work.registers.models import Register
from youju.work.registers.reach import units_to

router = Router()


class RegisterOut(Schema):
    """A register this post may read."""

    code: str
    title: str
    version: int
    unit: str


@router.get("/", auth=doors("register.read"), response=list[RegisterOut], summary="台账目录")
def index(request: HttpRequest) -> Any:
    """Return the registers this post may read."""
    return [
        {"code": r.code, "title": r.title, "version": r.version, "unit": r.unit.code}
        for r in selectors.registers_for(request.user)
    ]


class DeclareIn(Schema):
    """A declaration, the declarations it extends (the most basic first), whose register it is, and its scheme."""

    text: str = Field(max_length=LARGEST, description="声明(YAML)")
    bases: dict[str, str] = Field({}, max_length=20, description="被扩展的声明：名称 → YAML")
    unit: str = Field(max_length=40, description="主办单位的代码")
    scheme: str = Field("", max_length=80)


class DeclaredOut(Schema):
    """The register as it stands now; the same text again is no new version."""

    code: str
    title: str
    version: int


@router.post("/", auth=doors("register.declare"), response=DeclaredOut, summary="声明一本台账")
def declare(request: HttpRequest, said: DeclareIn) -> Any:
    """Put a declaration into force, or declare a register anew. 422 with every fault of the text, by its line."""
    unit = unit_for(request.user, "register.declare", said.unit)
    if said.scheme and said.scheme not in {one.code for one in schemes_for(request.user)}:
        raise Http404(said.scheme)
    return services.declare_register(
        text=said.text, bases=said.bases, unit=unit, by=request.user, scheme=said.scheme
    )


class OfSchemeIn(Schema):
    """The version of a scheme, by its key."""

    version: int


class TakenOverOut(Schema):
    """A register of a scheme that is kept here from now on."""

    name: str
    made: int
    again: bool


@router.post(
    "/of-scheme", auth=doors("register.declare"), response=list[TakenOverOut], summary="接过一个方案的台账"
)
def of_scheme(request: HttpRequest, said: OfSchemeIn) -> Any:
    """Keep the registers of a scheme here from now on, with the rows that came with it. The same again does nothing."""
    version = OfSchemeForm(user=request.user).versions.get(str(said.version))
    if version is None:
        raise Http404(said.version)
    taken = services.take_over_registers(version=version, by=request.user)
    return [{"name": name, "made": one.made, "again": one.again} for name, one in taken.items()]


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


class GapOut(Schema):
    """An object of a system of duties that nobody answers for."""

    code: str
    title: str


class BesideOut(Schema):
    """A register beside its system of duties: how many rows are to be made or changed, who is missing, and rows of no object."""

    new: int
    changed: int
    same: int
    gaps: list[GapOut]
    strays: list[str] = Field(description="责任登记里没有的行的编号")


@router.get("/{code}/duties", auth=doors("register.write"), response=BesideOut, summary="台账和责任登记对照")
def beside_duties(request: HttpRequest, code: str) -> Any:
    """Compare a register with the duties its rows come from; 404 where they come from none."""
    found = services.beside_duties(_filled(request, code), request.user)
    return {
        "new": len(found.new), "changed": len(found.changed), "same": found.same, "gaps": found.gaps,
        "strays": [row.number for row in found.strays],
    }  # fmt: skip


class FilledOut(Schema):
    """What was written in."""

    made: int
    changed: int


@router.post("/{code}/duties", auth=doors("register.write"), response=FilledOut, summary="按责任登记更新台账")
def fill(request: HttpRequest, code: str) -> Any:
    """Write into a register what its system of duties says today: all or nothing, and nothing where both say the same."""
    return services.fill_from_duties(register=_filled(request, code), by=request.user)


def _filled(request: HttpRequest, code: str) -> Register:
    register = selectors.register_for(request.user, code)
    if declaration_of(register).duties is None:
        raise Http404(code)
    return register


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

"""What an office's own programs do with monitors besides reading them: set them up, watch them, say what is normal and how areas are weighed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field, WithJsonSchema

from youju.flow.units.powers import unit_for
from youju.kernel.api import doors
from youju.work.monitors import selectors, services
from youju.work.monitors.models import Monitor, WatchRule

router = Router()
SLUG = r"^[-a-zA-Z0-9_]{0,60}$"


def _said_in_place(words: list[str]) -> WithJsonSchema:
    """Describe a choice where it stands: two enumerations of the house bear one name, and a description keeps one of each."""
    return WithJsonSchema({"type": "string", "enum": words})


class MonitorIn(Schema):
    """A monitor. `every`: the seconds between two readings of a regular one."""

    kind: Annotated[Monitor.Kind, _said_in_place(Monitor.Kind.values)]
    title: str = Field(min_length=1, max_length=100)
    unit: str = Field(max_length=40)
    measure: str = Field(min_length=1, max_length=20)
    places: int = Field(0, ge=0, le=6)
    every: int | None = Field(None, ge=1, le=366 * 86_400)
    code: str = Field("", pattern=SLUG, description="空着由系统编号")


class AddedOut(Schema):
    """The code of what was made."""

    code: str


class RuleIn(Schema):
    """A rule: beyond `opens` an alarm and its case, back inside `clears` none. Shares are written as 0.12."""

    kind: Annotated[WatchRule.Kind, _said_in_place(WatchRule.Kind.values)]
    side: WatchRule.Side
    opens: Decimal
    clears: Decimal
    basis: str = Field(min_length=1, max_length=200)
    hours: int = Field(24, ge=1, le=9000)
    days: int = Field(7, ge=1, le=366)
    against: str = Field("", max_length=60, description="对照监测点的代号")
    system: str = Field("", max_length=40, description="责任体系；空着就找任一体系的责任人")
    register_: str = Field("case", max_length=40, alias="register", description="立案台账；空着就只报警")


class RuleOut(Schema):
    """A rule that watches a monitor, or did until a day."""

    id: int
    kind: str
    side: str
    opens: str
    clears: str
    hours: int
    days: int
    basis: str
    ended: bool


class NormalIn(Schema):
    """What is normal in some days of the year, and who says so."""

    starts: str = Field(max_length=5, description="月-日，例如 03-01")
    ends: str = Field(max_length=5)
    value: Decimal
    source: str = Field(min_length=1, max_length=200)


class NormalOut(Schema):
    """Which days of the year are known now."""

    starts: str
    ends: str


class AreaIn(Schema):
    """By which whole weights the mean of an area is taken, and where they come from."""

    title: str = Field(min_length=1, max_length=100)
    unit: str = Field(max_length=40)
    weights: dict[str, int] = Field(max_length=500, description="监测点的代号 → 权重")
    method: str = Field(min_length=1, max_length=200)
    code: str = Field("", pattern=SLUG)


def add(request: HttpRequest, said: MonitorIn) -> Any:
    """Set up a monitor at a unit."""
    unit = unit_for(request.user, "monitor.keep", said.unit, scheme="")
    return services.add_monitor(**{**said.model_dump(), "unit": unit}, by=request.user)


@router.post("/areas", auth=doors("monitor.keep"), response=AddedOut, summary="声明面平均权重")
def add_area(request: HttpRequest, said: AreaIn) -> Any:
    """Declare by which weights the mean of an area is taken; every monitor named is one that this post keeps."""
    unit = unit_for(request.user, "monitor.keep", said.unit, scheme="")
    for code in said.weights:
        selectors.monitor_for(request.user, "monitor.keep", code)
    return services.declare_area(**{**said.model_dump(), "unit": unit}, by=request.user)


@router.get("/at/{code}/rules", auth=doors("monitor.read"), response=list[RuleOut], summary="预警规则")
def rules(request: HttpRequest, code: str) -> Any:
    """Return the rules of a monitor, the latest first."""
    row = selectors.monitor_for(request.user, "monitor.read", code)
    return [_rule(rule) for rule in row.rules.order_by("-pk")]


@router.post("/at/{code}/rules", auth=doors("monitor.keep"), response=RuleOut, summary="定预警规则")
def add_rule(request: HttpRequest, code: str, said: RuleIn) -> Any:
    """Watch a monitor."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    against = selectors.monitor_for(request.user, "monitor.keep", said.against) if said.against else None
    words = said.model_dump(exclude={"register_"})
    made = services.add_rule(
        monitor=row, **{**words, "against": against, "register": said.register_}, by=request.user
    )
    return _rule(made)


@router.post(
    "/at/{code}/rules/{pk}/end", auth=doors("monitor.keep"), response=RuleOut, summary="停用预警规则"
)
def end_rule(request: HttpRequest, code: str, pk: int) -> Any:
    """End a rule today; ended already it stays so."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    return _rule(services.end_rule(rule=get_object_or_404(row.rules, pk=pk), by=request.user))


@router.post("/at/{code}/normals", auth=doors("monitor.keep"), response=NormalOut, summary="录入常年值")
def add_normal(request: HttpRequest, code: str, said: NormalIn) -> Any:
    """Write down what is normal in some days of the year."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    return services.set_normal(monitor=row, **said.model_dump(), by=request.user)


def _rule(rule: WatchRule) -> dict[str, Any]:
    opens, clears = (Decimal(value) / selectors.LIMIT for value in (rule.opens, rule.clears))
    return {
        "id": rule.pk, "kind": rule.kind, "side": rule.side, "opens": f"{opens:f}", "clears": f"{clears:f}", "hours": rule.hours,
        "days": rule.days, "basis": rule.basis, "ended": rule.ended_on is not None,
    }  # fmt: skip

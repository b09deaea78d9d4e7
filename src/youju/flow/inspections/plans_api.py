"""Inspections for the programs of an office: a plan with its areas and teams, the draw, the visits, the conclusion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from youju.flow.inspections import selectors, services
from youju.flow.inspections.models import Plan, Visit
from youju.flow.inspections.risk import risk_of
from youju.flow.inspections.shapes import (
    AreasIn,
    DayIn,
    DrawnOut,
    DrawOut,
    FixIn,
    GivenIn,
    PlanIn,
    PlanOut,
    PlanRow,
    TeamIn,
    TeamNameIn,
    TextIn,
)
from youju.flow.schemes.selectors import round_for
from youju.flow.units.powers import unit_for
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.selectors import active_people

router = Router()


@router.get("/plans", auth=doors("inspection.read"), response=list[PlanRow], summary="督查计划")
def index(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return the plans this post may read, the latest first; the header Link leads to the next page."""
    return [_row(plan) for plan in numbered(request, response, selectors.plans_for(request.user), asked)]


@router.post("/plans", auth=doors("inspection.plan"), response=PlanOut, summary="制定督查计划")
def make(request: HttpRequest, said: PlanIn) -> Any:
    """Make a plan."""
    rest = said.model_dump(exclude={"office", "round"})
    plan = services.make_plan(
        office=unit_for(request.user, "inspection.plan", said.office), by=request.user,
        round_=round_for(request.user, said.round) if said.round is not None else None, **rest,
    )  # fmt: skip
    return _out(plan)


@router.get("/plans/{pk}", auth=doors("inspection.read"), response=PlanOut, summary="一个督查计划")
def show(request: HttpRequest, pk: int) -> Any:
    """Return a plan."""
    return _out(selectors.plan_for(request.user, pk))


@router.put("/plans/{pk}/areas", auth=doors("inspection.plan"), response=PlanOut, summary="划分片区")
def areas(request: HttpRequest, pk: int, said: AreasIn) -> Any:
    """Divide the units of a plan into areas, all anew."""
    plan = _planned(request, pk)
    found = {
        name: [unit_for(request.user, "inspection.plan", code) for code in codes]
        for name, codes in said.areas.items()
    }
    services.set_areas(plan=plan, areas=found, overlap_reason=said.overlap_reason, by=request.user)
    return _out(plan)


@router.post("/plans/{pk}/teams", auth=doors("inspection.plan"), response=PlanOut, summary="设督查组")
def team(request: HttpRequest, pk: int, said: TeamIn) -> Any:
    """Set up a team and give it areas, both or neither."""
    plan = _planned(request, pk)
    head, *members = _people(said.people)
    with atomic():
        made = services.make_team(plan=plan, name=said.name, head=head, members=members, by=request.user)
        for name in said.areas:
            services.give_area(area=_named(plan.areas, "areas", name), team=made, by=request.user)
    return _out(plan)


@router.post("/plans/{pk}/areas/give", auth=doors("inspection.plan"), response=PlanOut, summary="分配片区")
def give_areas(request: HttpRequest, pk: int, said: GivenIn) -> Any:
    """Give areas to a team that stands, all or none."""
    plan = _planned(request, pk)
    standing = _named(plan.teams, "team", said.team)
    with atomic():
        for name in said.areas:
            services.give_area(area=_named(plan.areas, "areas", name), team=standing, by=request.user)
    return _out(plan)


@router.post("/plans/{pk}/fix", auth=doors("inspection.draw"), response=PlanOut, summary="定抽签")
def fix(request: HttpRequest, pk: int, said: FixIn) -> Any:
    """Fix everything that decides the draw; the risks are worked out now and written into the trace."""
    plan = selectors.plan_for(request.user, pk, "inspection.draw")
    quotas = {name: services.Quota(one.by_risk, one.by_chance) for name, one in said.quotas.items()}
    services.fix_draw(plan=plan, quotas=quotas, seed=said.seed, risk=risk_of(plan), by=request.user)
    return _out(plan)


@router.get(
    "/plans/{pk}/draw",
    auth=doors("inspection.read"),
    response=DrawOut,
    summary="抽签的全部依据，任何人可以照着再抽一遍",
)
def draw(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return everything that decided a draw, so that anybody can draw again."""
    plan = selectors.plan_for(request.user, pk)
    found = selectors.draw_of(plan)
    drawn = services.redraw(found) if found.head_size is not None else ()
    return {
        "plan": plan.title, "basis": found.basis, "fixed_trace": found.fixed_trace_id, "head_size": found.head_size,
        "head_sha256": found.head_sha256, "drawn": [{"unit": d.unit, "why": d.why, "ticket": d.ticket} for d in drawn],
    }  # fmt: skip


@router.post("/plans/{pk}/draw", auth=doors("inspection.draw"), response=PlanOut, summary="抽签")
def draw_list(request: HttpRequest, pk: int) -> Any:
    """Draw the list by what was fixed."""
    plan = selectors.plan_for(request.user, pk, "inspection.draw")
    services.draw_list(plan=plan, by=request.user)
    return _out(selectors.plan_for(request.user, pk))


@router.post("/plans/{pk}/conclude", auth=doors("inspection.plan"), response=PlanOut, summary="督查结论")
def conclude(request: HttpRequest, pk: int, said: TextIn) -> Any:
    """Conclude a plan. Refused while a unit has not been told."""
    return _out(services.conclude_plan(plan=_planned(request, pk), conclusion=said.text, by=request.user))


@router.post("/plans/{pk}/cancel", auth=doors("inspection.plan"), response=PlanOut, summary="取消督查")
def cancel(request: HttpRequest, pk: int) -> Any:
    """Give a plan up before its list is drawn."""
    return _out(services.cancel_plan(plan=_planned(request, pk), by=request.user))


@router.post("/visits/{uuid}/day", auth=doors("inspection.plan"), response=DrawnOut, summary="定督查日期")
def set_day(request: HttpRequest, uuid: UUID, said: DayIn) -> Any:
    """Put a visit on a day."""
    visit = selectors.visit_for_office(request.user, uuid, "inspection.plan")
    return _visit(services.set_day(visit=visit, by=request.user, **said.model_dump()))


@router.post("/visits/{uuid}/give", auth=doors("inspection.plan"), response=DrawnOut, summary="换督查组")
def give(request: HttpRequest, uuid: UUID, said: TeamNameIn) -> Any:
    """Give a visit to another team of its plan."""
    visit = selectors.visit_for_office(request.user, uuid, "inspection.plan")
    other = _named(visit.plan.teams, "team", said.team)
    return _visit(services.give_visit(visit=visit, team=other, by=request.user))


def _planned(request: HttpRequest, pk: int) -> Plan:
    return selectors.plan_for(request.user, pk, "inspection.plan")


def _named(rows: Any, where: str, name: str) -> Any:
    """Return the area or team of a plan that bears a name. Raises BadInput where none does."""
    found = rows.filter(name=name).first()
    if found is None:
        raise BadInput(
            "没有办成", f"这个计划里没有“{name}”", "照计划里的名称填写", english=f"Nothing of this plan is called {name}.",
            problems=[Problem(where, _("这个计划里没有“{name}”").format(name=name), _("照计划里的名称填写"))],
        )  # fmt: skip
    return found


def _people(names: Iterable[str]) -> list[User]:
    """Return the people of these user names in their order. Raises BadInput with every name that nobody has."""
    known = {person.username: person for person in active_people().filter(username__in=names)}
    missing = [name for name in names if name not in known]
    if missing:
        raise BadInput(
            "没有设督查组", f"没有这些用户名：{'、'.join(missing)}", "核对用户名",
            english=f"Nobody has these user names: {', '.join(missing)}.",
            problems=[Problem("people", _("没有用户名“{name}”").format(name=name), _("核对用户名")) for name in missing],
        )  # fmt: skip
    return [known[name] for name in names]


def _row(plan: Plan) -> dict[str, Any]:
    kept = ("title", "basis", "level", "starts_on", "ends_on", "status")
    return {"id": plan.pk, "office": plan.office.code, "round": plan.round_id, **{name: getattr(plan, name) for name in kept}}  # fmt: skip


def _out(plan: Plan) -> dict[str, Any]:
    return {
        **_row(plan), "overlap_reason": plan.overlap_reason, "conclusion": plan.conclusion,
        "areas": [
            {"name": area.name, "team": area.team.name if area.team else "",
             "units": [row.unit.code for row in area.members.select_related("unit").order_by("unit__code")]}
            for area in plan.areas.select_related("team").order_by("name")
        ],
        "teams": {team.name: [person.username for person in selectors.members_of(team)] for team in plan.teams.order_by("name")},
        "visits": [_visit(visit) for visit in selectors.visits_of(plan)],
    }  # fmt: skip


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "uuid": visit.uuid, "unit": visit.unit.code, "area": visit.area.name, "team": visit.team.name if visit.team else "",
        "day": visit.day, "status": visit.status,
    }  # fmt: skip

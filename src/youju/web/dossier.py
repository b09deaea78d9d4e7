"""One page for one unit 一村一档: where it stood, its marks, what it is doing, what was found, what was asked of it.

Each part is a question of the room that knows, which decides what this person may see. A room of work takes part by
having a module `dossier` with `of_unit(user, unit, today)`, the `TEMPLATE` that shows what it returns, and `as_data` of it.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from ninja import Router, Schema
from pydantic import Field

from youju.flow.boards.selectors import Standing, standings_of
from youju.flow.inspections.selectors import visits_to
from youju.flow.reports.burden import burden_of
from youju.flow.units.powers import unit_for
from youju.flow.units.selectors import changes_of, children_at, stood_in
from youju.kernel.access import allow
from youju.kernel.acts import act_named
from youju.kernel.api import doors
from youju.kernel.clock import db_today
from youju.kernel.powers import roles_of
from youju.work import WORK


@dataclass(frozen=True, slots=True)
class Part:
    """What a room of work brings: its title, the template that shows it, and what it found."""

    room: str
    title: str
    template: str
    found: Any
    data: Any


router = Router()


@allow("unit.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page of one unit."""
    unit = unit_for(request.user, "unit.read", code)
    return render(request, "web/dossier.html", page_of(request.user, unit))


def page_of(user: Any, unit: Any) -> dict[str, Any]:
    """Return what the page of a unit says to a person."""
    today = db_today()
    asked = burden_of(user, unit, today.year)
    standings = standings_of(user, unit)
    return {
        "unit": unit, "today": today, "stood": stood_in(unit), "former": unit.former_names.order_by("-until"),
        "changes": changes_of(unit), "below": children_at(unit, today).count(), "standings": standings,
        "course": course_of(standings), "boards": bool(act_named("board.read").roles & roles_of(user)),
        "visits": visits_to(user, unit), "parts": parts_of(user, unit, today), "asked": asked,
        "forms": sum(one.forms for one in asked), "fields": sum(one.fields for one in asked),
    }  # fmt: skip


def course_of(standings: Sequence[Standing]) -> list[Decimal | None]:
    """Return the marks of the latest standing's scheme in its circle, oldest first: marks of another scheme are no course."""
    return [
        one.total
        for one in standings[::-1]
        if one.circle == standings[0].circle
        and one.score.round.scheme_id == standings[0].score.round.scheme_id
    ]


def parts_of(user: Any, unit: Any, today: Any) -> list[Part]:
    """Return what the rooms of work bring, in their order; a room with nothing to say is left out."""
    found = []
    for room, title in WORK:
        name = f"youju.work.{room}.dossier"
        if importlib.util.find_spec(name) is not None:
            module = import_module(name)
            told = module.of_unit(user, unit, today)
            if told:
                found.append(Part(room, pgettext("menu", title), module.TEMPLATE, told, module.as_data(told)))
    return found


class PlaceOut(Schema):
    """Where a unit stood in a tree, from one day until, but not including, another."""

    tree: str
    parent: str
    valid_from: dt.date
    valid_to: dt.date | None


class StandingOut(Schema):
    """How the unit stood in one round. Null or empty is what the reader may not see, or what there is not."""

    period: str
    scheme: str
    title: str
    circle: str
    of: int
    band: str
    total: str | None = Field(description="得分，十进制文字")
    place: str
    score: int


class FindingOut(Schema):
    """What was found on a visit, and how its rectification stands."""

    what: str
    clause: str
    rectification: str
    due_on: dt.date | None


class VisitOut(Schema):
    """A visit whose result may be read."""

    plan: str
    finished_at: dt.datetime | None
    findings: list[FindingOut]


class AskedOut(Schema):
    """What a scheme asked of the unit this year."""

    scheme: str
    basis: str
    until: dt.date
    forms: int
    fields: int
    handed_in: int
    again: int


class FormerOut(Schema):
    """What the unit was called until a day."""

    name: str
    until: dt.date


class DossierOut(Schema):
    """One unit on one page, as far as the reader may see each part. `rooms` is what the rooms of work bring, by room."""

    code: str
    name: str
    level: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    units_below: int
    former_names: list[FormerOut]
    stood: list[PlaceOut]
    asked: list[AskedOut]
    standings: list[StandingOut]
    visits: list[VisitOut]
    rooms: dict[str, list[dict[str, Any]]]


@router.get("/{code}", auth=doors("unit.read"), response=DossierOut, summary="一村一档")
def dossier(request: HttpRequest, code: str) -> Any:
    """Return the page of one unit: where it stood, its marks, what it is doing, what was found, what was asked of it."""
    unit = unit_for(request.user, "unit.read", code)
    page = page_of(request.user, unit)
    return {
        "code": unit.code, "name": unit.name, "level": unit.level, "kind": unit.kind, "valid_from": unit.valid_from,
        "valid_to": unit.valid_to, "units_below": page["below"],
        "former_names": [{"name": old.name, "until": old.until} for old in page["former"]],
        "stood": [
            {"tree": row.tree.code, "parent": row.parent.code if row.parent else "", "valid_from": row.valid_from,
             "valid_to": row.valid_to}
            for row in page["stood"]
        ],
        "asked": [asdict(one) for one in page["asked"]],
        "standings": [_standing(one) for one in page["standings"]],
        "visits": [_visit(visit, findings) for visit, findings in page["visits"]],
        "rooms": {part.room: part.data for part in page["parts"]},
    }  # fmt: skip


def _standing(one: Any) -> dict[str, Any]:
    round_ = one.score.round
    return {
        "period": round_.period, "scheme": round_.scheme.code, "title": round_.scheme_version.title,
        "circle": one.circle, "of": one.of, "band": one.row.band or "",
        "total": None if one.total is None else f"{one.total}", "place": one.row.place or "", "score": one.score.pk,
    }  # fmt: skip


def _visit(visit: Any, findings: Any) -> dict[str, Any]:
    told = [
        {"what": one.what, "clause": one.clause or "", "rectification": one.rectification.status if one.rectification else "",
         "due_on": one.rectification.due_on if one.rectification else None}
        for one in findings
    ]  # fmt: skip
    return {"plan": str(visit.plan), "finished_at": visit.finished_at, "findings": told}

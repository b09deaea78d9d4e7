"""One page for one unit 一村一档: where it stood, its marks, what it is doing, what was found, what was asked of it.

Each part is a question of the room that knows, which decides what this person may see. A room of work takes part by
having a module `dossier` with `of_unit(user, unit, today)` and the `TEMPLATE` that shows what it returns.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from youju.flow.boards.selectors import standings_of
from youju.flow.inspections.selectors import visits_to
from youju.flow.reports.selectors import burden_of
from youju.flow.units.powers import unit_for
from youju.flow.units.selectors import changes_of, children_at, stood_in
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.work import WORK


@dataclass(frozen=True, slots=True)
class Part:
    """What a room of work brings: its title, the template that shows it, and what it found."""

    title: str
    template: str
    found: Any


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
        "course": [one.total for one in standings[::-1] if one.circle == standings[0].circle] if standings else [],
        "visits": visits_to(user, unit), "parts": parts_of(user, unit, today), "asked": asked,
        "forms": sum(one.forms for one in asked), "fields": sum(one.fields for one in asked),
    }  # fmt: skip


def parts_of(user: Any, unit: Any, today: Any) -> list[Part]:
    """Return what the rooms of work bring, in their order; a room with nothing to say is left out."""
    found = []
    for room, title in WORK:
        name = f"youju.work.{room}.dossier"
        if importlib.util.find_spec(name) is not None:
            module = import_module(name)
            told = module.of_unit(user, unit, today)
            if told:
                found.append(Part(pgettext("menu", title), module.TEMPLATE, told))
    return found

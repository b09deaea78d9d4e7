"""What the pages and the API of this room show: each function is one question of one person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from youju.flow.units.models import FormerName, Placement, Unit
from youju.flow.units.naming import offered, standing, units_like
from youju.flow.units.paths import keys
from youju.flow.units.powers import chains_of, may_on, placements_for, unit_for, units_for
from youju.flow.units.selectors import (
    ancestors_at,
    changes_of,
    children_at,
    coming_names,
    name_on,
    names_on,
    trees,
    valid_on,
)
from youju.kernel.acts import all_acts
from youju.kernel.named import Offer
from youju.kernel.powers import EVERYWHERE, scopes
from youju.kernel.trace import history_of

LIMIT, SOME = 100, 20


@dataclass(frozen=True, slots=True)
class Page:
    """Units in the order of their codes, under the names of the day, and where the next page begins."""

    rows: list[Unit]
    after: str


def page_for(
    user: Any, *, tree: str, on: dt.date, level: str = "", q: str = "", after: str = "", limit: int = LIMIT
) -> Page:
    """Return a page of the units that this person may see today, as they stood in a tree on a day."""
    visible = placements_for(user, "unit.read").values("unit_id")
    standing = Placement.objects.filter(valid_on(on), tree__code=tree, unit_id__in=visible)
    found = Unit.objects.filter(pk__in=standing.values("unit_id")).order_by("code")
    if level:
        found = found.filter(level=level)
    if q:
        then = FormerName.objects.filter(until__gt=on, name__contains=q).values("unit_id")
        found = found.filter(Q(name__contains=q) | Q(code__startswith=q) | Q(pk__in=then))
    if after:
        found = found.filter(code__gt=after)
    rows = list(found[: limit + 1])
    more = len(rows) > limit
    rows = called(rows[:limit], on)
    return Page(rows, rows[-1].code if more else "")


def children_for(user: Any, code: str, *, tree: str, on: dt.date) -> list[Unit]:
    """Return the units directly under one, or, without a code, the highest units this person may see."""
    if code:
        return called(children_at(unit_for(user, "unit.read", code), on, tree), on)
    held = scopes(user, "unit.read")
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return called(children_at(None, on, tree), on)
    mine = {scope.unit_id for scope in held}
    standing = Placement.objects.filter(valid_on(on), tree__code=tree, unit_id__in=mine)
    highest = [row.unit_id for row in standing if not mine & set(keys(row.path)[:-1])]
    return called(Unit.objects.filter(pk__in=highest).order_by("code"), on)


def branch_page(user: Any, code: str, tree: str, on: dt.date) -> dict[str, Any]:
    """Return what stands above the units directly under one, where they have a page of their own: the unit and its way down the tree."""
    unit = unit_for(user, "unit.read", code)
    return {"here": called([unit], on)[0], "above": called(ancestors_at(unit, on, tree), on)}


def unit_page(user: Any, unit: Unit, tree: str, on: dt.date) -> dict[str, Any]:
    """Return everything the page of one unit shows."""
    standing = chains_of(unit, on)
    return {
        "unit": unit,
        "name": name_on(unit, on),
        "on": on,
        "tree": tree,
        "trees": [found for found in trees() if found.code in standing],
        "above": called(ancestors_at(unit, on, tree), on),
        "below": called(children_at(unit, on, tree)[:500], on),
        "coming": coming_names().filter(unit=unit),
        "former": unit.former_names.order_by("-until"),
        "changes": changes_of(unit),
        "history": history_of(unit),
        "may_change": may_on(user, "unit.change", unit),
        "may_posts": may_on(user, "unit.posts", unit),
    }


def offers_for(user: Any, act: str, scheme: str | None, words: str) -> list[Offer]:
    """Return what to write for some units whose names come near the words, of those on which the person may do the act."""
    if act not in {one.name for one in all_acts()}:
        return []
    return offered(units_like(standing(units_for(user, act, scheme=scheme)), words, SOME))


def called(units: Any, on: dt.date) -> list[Unit]:
    """Return units under the names they bore on a day. The rows are for showing, not for saving."""
    rows = list(units)
    then = names_on(on, [unit.pk for unit in rows])
    for unit in rows:
        unit.name = then.get(unit.pk, unit.name)
    return rows

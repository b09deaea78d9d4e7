"""Powers over units: which units a person may see or act on today, decided in the fetch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from youju.flow.units.models import Placement, Succession, Unit
from youju.flow.units.paths import keys
from youju.flow.units.selectors import valid_on
from youju.kernel.clock import db_today
from youju.kernel.models import Tenure
from youju.kernel.powers import EVERYWHERE, asked_once, may, scopes, tenure_for, today_of


def chains_of(unit: Unit | int, on: dt.date | None = None) -> dict[str, tuple[int, ...]]:
    """Return, for each tree the unit stands in today (or on a day), the keys of the units above it and its own."""
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    rows = Placement.objects.filter(valid_on(on or db_today()), unit_id=unit_id)
    return {code: keys(path) for code, path in rows.values_list("tree__code", "path")}


def reach_of(unit: Unit | int) -> dict[str, tuple[int, ...]]:
    """Return the chains that decide who may act on a unit today: its own, or, once it ended, those of its successors."""
    found, wanted, seen = {}, [unit.pk if isinstance(unit, Unit) else unit], set[int]()
    while wanted:
        chains = {key: chains_of(key) for key in wanted}
        for one in chains.values():
            found |= {tree: (*found.get(tree, ()), *keys_) for tree, keys_ in one.items()}
        seen |= set(wanted)
        gone = [key for key, one in chains.items() if not one]
        heirs = Succession.objects.filter(before__in=gone).values_list("after_id", flat=True) if gone else ()
        wanted = [key for key in dict.fromkeys(heirs) if key not in seen]
    return found


def may_on(user: Any, act: str, unit: Unit | int, *, scheme: str | None = None) -> bool:
    """Whether a person may do the act on the unit today (for a scheme, or for any)."""
    return may(user, act, reach_of(unit), scheme=scheme)


def tenure_on(
    user: Any, act: str, unit: Unit | int, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> Tenure | None:
    """Return the tenure in which a person would do the act on the unit today, or None."""
    return tenure_for(user, act, reach_of(unit), scheme=scheme, roles=roles)


def placements_for(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Placement]:
    """Return today's placements over which the person may do the act: one range of paths for each post."""
    day = today_of(user)
    held = scopes(user, act, scheme=scheme, roles=roles)
    standing = Placement.objects.filter(valid_on(day))
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return standing
    tops = standing.filter(unit_id__in={scope.unit_id for scope in held}).values_list(
        "tree_id", "tree__code", "unit_id", "path"
    )
    wanted = {(scope.tree, scope.unit_id) for scope in held}
    ranges = Q(pk__in=[])
    for tree_id, tree, unit_id, path in asked_once(user, ("tops", frozenset(wanted)), lambda: list(tops)):
        if (tree, unit_id) in wanted:
            ranges |= Q(tree_id=tree_id, path__under=path)
    return standing.filter(ranges)


def units_for(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Unit]:
    """Return the units on which a person may do the act today, by code: also those that ended and became part of one."""
    inside = placements_for(user, act, scheme=scheme, roles=roles).values("unit_id")
    reached = Q(pk__in=inside)
    held = ("gone", scopes(user, act, scheme=scheme, roles=roles))
    if gone := asked_once(user, held, lambda: _merged_into(inside, today_of(user))):
        reached |= Q(pk__in=gone)
    return Unit.objects.filter(reached).order_by("code")


def rows_for(user: Any, act: str, *, unit: str = "unit", scheme: str = "scheme") -> Q:
    """Return the condition that rows lie in a person's charge: by their unit, and by their scheme for posts of one scheme.

    `unit` and `scheme` are the lookups of the row's unit and of its scheme's code; a row without a scheme belongs to
    its unit and is seen by every post over it.
    """
    schemes = {scope.scheme for scope in scopes(user, act)}
    if schemes <= {""}:
        return Q((f"{unit}__in", units_for(user, act).values("pk")))
    found = Q((f"{unit}__in", units_for(user, act, scheme="").values("pk")))
    for code in sorted(schemes - {""}):
        inside = Q((f"{unit}__in", units_for(user, act, scheme=code).values("pk")))
        found |= inside & (Q((f"{scheme}__in", ["", code])) | Q((f"{scheme}__isnull", True)))
    return found


def _merged_into(inside: Any, day: dt.date) -> set[int]:
    """Return the units that ended and whose successors, or theirs in turn, are among these. Mostly none: one short query."""
    ended = Succession.objects.filter(before__valid_to__lte=day)
    found: set[int] = set()
    fresh = set(ended.filter(after__in=inside).values_list("before_id", flat=True))
    while fresh:
        found |= fresh
        fresh = set(ended.filter(after__in=fresh).values_list("before_id", flat=True)) - found
    return found


def unit_for(user: Any, act: str, code: str, *, scheme: str | None = None) -> Unit:
    """Return a unit by code on which the person may do the act, or answer 404 as if it did not exist.

    A unit that ended is found by those who may act on a unit that came out of it.
    """
    unit = Unit.objects.filter(code=code).first()
    if unit is not None and (
        may_on(user, act, unit, scheme=scheme)
        or any(may_on(user, act, s.after_id, scheme=scheme) for s in unit.successors.all())
    ):
        return unit
    raise Http404(code)

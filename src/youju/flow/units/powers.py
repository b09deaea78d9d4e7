"""Powers over units: which units a person may see or act on today, decided in the fetch."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from youju.flow.units.models import Placement, Succession, Unit
from youju.flow.units.paths import WIDTH, keys
from youju.flow.units.selectors import valid_on
from youju.kernel.clock import db_today
from youju.kernel.errors import NotAllowed
from youju.kernel.models import Post, Tenure
from youju.kernel.powers import (
    EVERYWHERE,
    Scope,
    asked_once,
    may,
    scopes,
    tenure_for,
    tenure_for_each,
    today_of,
)
from youju.kernel.written import written_once

WIDE = 3 * WIDTH
"""Paths of a country, its provinces and their prefectures: who stands there has thousands of units below."""


def chains_of(unit: Unit | int, on: dt.date | None = None) -> dict[str, tuple[int, ...]]:
    """Return, for each tree the unit stands in today (or on a day), the keys of the units above it and its own."""
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    rows = Placement.objects.filter(valid_on(on or db_today()), unit_id=unit_id)
    return {code: keys(path) for code, path in rows.values_list("tree__code", "path")}


def reach_of(unit: Unit | int, on: dt.date | None = None) -> dict[str, tuple[int, ...]]:
    """Return the chains that decide who may act on a unit today: its own, or, once it ended, those of its successors."""
    day = on or db_today()
    found, wanted, seen = {}, [unit.pk if isinstance(unit, Unit) else unit], set[int]()
    while wanted:
        chains = {key: chains_of(key, day) for key in wanted}
        for one in chains.values():
            found |= {tree: (*found.get(tree, ()), *keys_) for tree, keys_ in one.items()}
        seen |= set(wanted)
        gone = [key for key, one in chains.items() if not one]
        heirs = Succession.objects.filter(before__in=gone).values_list("after_id", flat=True) if gone else ()
        wanted = [key for key in dict.fromkeys(heirs) if key not in seen]
    return found


def reach_for(user: Any, unit: Unit | int) -> dict[str, tuple[int, ...]]:
    """Return the chains that decide about a unit, asked once for a person who remembers."""
    key = unit.pk if isinstance(unit, Unit) else unit
    return asked_once(user, ("reach", key), lambda: reach_of(key, today_of(user)))


def asked_together(user: Any, act: str, unit: Unit, *, on: dt.date, tree: str) -> str | None:
    """Return a unit's path in a tree on a day, and let a person who remembers know with it who stands above the unit and one's posts.

    One question instead of three: what `reach_for` the unit and `units_above` the posts of an act would find today.
    """
    day, held = today_of(user), {(scope.tree, scope.unit_id) for scope in scopes(user, act)}
    posts = {unit_id for _tree, unit_id in held}
    found = _standing(day, on, sorted({unit.pk, *posts}))
    today = [row[:4] for row in found if _runs(row, day)]
    asked_once(user, ("tops", frozenset(held)), lambda: [row for row in today if row[2] in posts])
    chains = {code: keys(path) for _tree_id, code, unit_id, path in today if unit_id == unit.pk}
    if chains:  # one that ended is reached by its successors
        asked_once(user, ("reach", unit.pk), lambda: chains)
    own = (row[3] for row in found if row[1:3] == (tree, unit.pk) and _runs(row, on))
    return next(own, None)


_standing = written_once(
    lambda day, on, units: Placement.objects.filter(
        valid_on(day) | valid_on(on), unit_id__in=units
    ).values_list("tree_id", "tree__code", "unit_id", "path", "valid_from", "valid_to")
)


def _runs(row: tuple[Any, ...], day: dt.date) -> bool:
    return bool(row[4] <= day and (row[5] is None or row[5] > day))


def may_on(user: Any, act: str, unit: Unit | int, *, scheme: str | None = None) -> bool:
    """Whether a person may do the act on the unit today (for a scheme, or for any)."""
    return may(user, act) and may(user, act, reach_for(user, unit), scheme=scheme)


def tenure_on(
    user: Any, act: str, unit: Unit | int, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> Tenure | None:
    """Return the tenure in which a person would do the act on the unit today, or None."""
    return tenure_for(user, act, reach_for(user, unit), scheme=scheme, roles=roles)


def post_or_refuse(
    user: Any,
    act: str,
    unit: Unit | int,
    title: str,
    *,
    scheme: str = "",
    roles: Iterable[str] | None = None,
) -> Post:
    """Return the post in which a person does the act on the unit today; who holds none is refused what `title` names."""
    tenure = tenure_on(user, act, unit, scheme=scheme, roles=roles)
    if tenure is None:
        raise NotAllowed(
            f"不能{title}", "这件事归别的岗位，或者单位不在你的范围里", "请有这个岗位的人来办",
            english="You may not do this: it belongs to another post, or the unit is outside your reach. Ask somebody who holds that post.",
        )  # fmt: skip
    return tenure.post


def reaches_over(user: Any, units: Collection[int]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return for each of many units what `reach_for` would: asked of all at once, of those that ended one by one."""
    chains: dict[int, dict[str, tuple[int, ...]]] = {key: {} for key in units}
    rows = Placement.objects.filter(valid_on(today_of(user)), unit_id__in=units)
    for key, tree, path in rows.values_list("unit_id", "tree__code", "path"):
        chains[key][tree] = keys(path)
    return {key: own or reach_of(key, today_of(user)) for key, own in chains.items()}


def tenures_over(
    user: Any,
    act: str,
    units: Collection[int],
    *,
    scheme: str | None = None,
    roles: Iterable[str] | None = None,
) -> dict[int, Tenure | None]:
    """Return for each of many units what `tenure_on` would."""
    return tenure_for_each(user, act, reaches_over(user, units), scheme=scheme, roles=roles)


def placements_for(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Placement]:
    """Return today's placements over which the person may do the act: one range of paths for each post."""
    day = today_of(user)
    held = scopes(user, act, scheme=scheme, roles=roles)
    standing = Placement.objects.filter(valid_on(day))
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return standing
    ranges = Q(pk__in=[])
    for tree_id, _tree, _unit_id, path in _tops(user, held):
        ranges |= Q(tree_id=tree_id, path__under=path)
    return standing.filter(ranges)


def units_above(user: Any, held: Iterable[Scope]) -> set[int]:
    """Return the units of posts, and all above them today."""
    found = {scope.unit_id for scope in held}
    return found.union(*(keys(path) for _tree_id, _tree, _unit_id, path in _tops(user, held)))


def _tops(user: Any, held: Iterable[Scope]) -> list[tuple[int, str, int, str]]:
    """Return where the units of posts stand today: tree, its code, unit, path. Asked once for a person who remembers."""
    wanted = {(scope.tree, scope.unit_id) for scope in held}

    def ask() -> list[tuple[int, str, int, str]]:
        units = {unit_id for _tree, unit_id in wanted}
        standing = Placement.objects.filter(valid_on(today_of(user)), unit_id__in=units)
        return list(standing.values_list("tree_id", "tree__code", "unit_id", "path"))

    found = asked_once(user, ("tops", frozenset(wanted)), ask)
    return [row for row in found if (row[1], row[2]) in wanted]


def units_for(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Unit]:
    """Return the units on which a person may do the act today, by code: also those that ended and became part of one."""
    standing = placements_for(user, act, scheme=scheme, roles=roles)
    reached = Q(pk__in=standing.values("unit_id"))
    if gone := _gone_for(user, act, standing, scheme=scheme, roles=roles):
        reached |= Q(pk__in=gone)
    return Unit.objects.filter(reached).order_by("code")


def in_charge(user: Any, act: str, *, unit: str = "unit_id", scheme: str | None = None) -> Q:
    """Return the condition that a row's unit is one on which the person may do the act, looked at row by row.

    The same answer as `unit in units_for(…)`. For tables with few rows beside a wide reach: nobody lists the units of
    a whole nation to find the three schemes that belong to some of them.
    """
    standing = placements_for(user, act, scheme=scheme)
    found = Q(Exists(standing.filter(unit_id=OuterRef(unit))))
    gone = _gone_for(user, act, standing, scheme=scheme)
    return found | Q((f"{unit}__in", gone)) if gone else found


def _gone_for(
    user: Any,
    act: str,
    standing: QuerySet[Placement],
    *,
    scheme: str | None = None,
    roles: Iterable[str] | None = None,
) -> set[int]:
    held = ("gone", scopes(user, act, scheme=scheme, roles=roles))
    return asked_once(user, held, lambda: _merged_into(standing, _heirs(user)))


def rows_for(user: Any, act: str, *, unit: str = "unit", scheme: str = "scheme") -> Q:
    """Return the condition that rows lie in a person's charge: by their unit, and by their scheme for posts of one scheme.

    `unit` and `scheme` are the lookups of the row's unit and of its scheme's code; a row without a scheme belongs to
    its unit and is seen by every post over it.
    """
    schemes = {scope.scheme for scope in scopes(user, act)}
    if not schemes:
        return Q(pk__in=[])
    if schemes == {""}:
        return _rows_in(user, act, unit, None)
    found = _rows_in(user, act, unit, "")
    for code in sorted(schemes - {""}):
        inside = _rows_in(user, act, unit, code)
        found |= inside & (Q((f"{scheme}__in", ["", code])) | Q((f"{scheme}__isnull", True)))
    return found


def _rows_in(user: Any, act: str, unit: str, scheme: str | None) -> Q:
    """Return the condition on a row's unit: a narrow reach is listed and found by index, a wide one asked row by row."""
    if _is_wide(user, act, scheme):
        return in_charge(user, act, unit=unit, scheme=scheme)
    return Q((f"{unit}__in", units_for(user, act, scheme=scheme).values("pk")))


def _is_wide(user: Any, act: str, scheme: str | None) -> bool:
    """Whether somebody's posts stand so high in a tree that listing all below would be a list of a province or more."""
    held = scopes(user, act, scheme=scheme)
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return True
    tops = _tops(user, held)
    return any(len(path) <= WIDE for _tree_id, _tree, _unit, path in tops)


def _heirs(user: Any) -> dict[int, set[int]]:
    """Return successor → the units that ended and became part of it. Mostly none ended: one short query, asked once."""

    def ask() -> dict[int, set[int]]:
        ended = Succession.objects.filter(before__valid_to__lte=today_of(user))
        heirs: dict[int, set[int]] = defaultdict(set)
        for before, after in ended.values_list("before_id", "after_id"):
            heirs[after].add(before)
        return heirs

    return asked_once(user, "heirs", ask)


def _merged_into(standing: QuerySet[Placement], heirs: dict[int, set[int]]) -> set[int]:
    """Return the units that ended and whose successors, or theirs in turn, stand here."""
    if not heirs:
        return set()
    found: set[int] = set()
    fresh = set(standing.filter(unit_id__in=heirs).values_list("unit_id", flat=True))
    while fresh:
        fresh = {before for after in fresh for before in heirs.get(after, ())} - found
        found |= fresh
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

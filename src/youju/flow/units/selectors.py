"""Questions about units: the only multi-row readers of this room. Every answer is as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from youju.flow.units.models import FormerName, Outline, Placement, Succession, Tree, Unit, UnitChange
from youju.flow.units.paths import WIDTH, keys, segment
from youju.flow.units.succession import Step
from youju.kernel.clock import db_today
from youju.kernel.written import written_once

ADMINISTRATIVE = "administrative"


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it stood in a tree on a day, with the name it bore then."""

    unit_id: int
    code: str
    name: str
    level: str
    kind: str
    parent_id: int | None
    path: str

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return len(self.path) // WIDTH - 1


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """Return the condition that a dated row (or one reached by `prefix`) holds on a day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def tree_named(code: str) -> Tree:
    """Return a tree by its code, or answer 404."""
    return get_object_or_404(Tree, code=code)


def trees() -> QuerySet[Tree]:
    """Return all trees, the administrative one first."""
    return Tree.objects.order_by("pk")


def placements_on(tree: str, on: dt.date) -> QuerySet[Placement]:
    """Return where every unit stands in a tree on a day."""
    return Placement.objects.filter(valid_on(on), tree__code=tree)


def path_of(unit: Unit | int, on: dt.date, tree: str = ADMINISTRATIVE) -> str | None:
    """Return the path of a unit in a tree on a day, or None if it did not stand in it then."""
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    return placements_on(tree, on).filter(unit_id=unit_id).values_list("path", flat=True).first()


def tree_at(
    tree: str, on: dt.date, *, under: Unit | int | None = None, level: str | None = None
) -> list[Node]:
    """Return a tree, or what is under a unit (itself included), as it stood on a day, parents before children.

    Two queries, whatever the size. Children of one parent are ordered by code.
    """
    found = placements_on(tree, on)
    if under is not None:
        path = path_of(under, on, tree)
        if path is None:
            return []
        found = found.filter(path__under=path)
    if level is not None:
        found = found.filter(unit__level=level)
    rows = list(
        found.values_list(
            "unit_id", "unit__code", "unit__name", "unit__level", "unit__kind", "parent_id", "path"
        )
    )
    names = names_on(on, (row[0] for row in rows))
    nodes = [Node(r[0], r[1], names.get(r[0], r[2]), *r[3:]) for r in rows]
    codes = {node.unit_id: node.code for node in nodes}
    # A parent outside the answer sorts by its key: all that matters is that siblings stay together.
    return sorted(nodes, key=lambda n: [codes.get(key, f"{key:012d}") for key in keys(n.path)])


def descendants_at(
    unit: Unit | int,
    on: dt.date,
    tree: str = ADMINISTRATIVE,
    *,
    level: str | None = None,
    itself: bool = True,
) -> QuerySet[Unit]:
    """Return the units under a unit on a day (itself included unless asked otherwise), by code."""
    path = path_of(unit, on, tree)
    if path is None:
        return Unit.objects.none()
    inside = placements_on(tree, on).filter(path__under=path)
    if not itself:
        inside = inside.exclude(path=path)
    found = Unit.objects.filter(pk__in=inside.values("unit_id"))
    return (found.filter(level=level) if level else found).order_by("code")


def children_at(unit: Unit | int | None, on: dt.date, tree: str = ADMINISTRATIVE) -> QuerySet[Unit]:
    """Return the units directly under a unit on a day, or the roots of the tree for None, by code."""
    parent_id = unit.pk if isinstance(unit, Unit) else unit
    inside = placements_on(tree, on).filter(parent_id=parent_id)
    return Unit.objects.filter(pk__in=inside.values("unit_id")).order_by("code")


def roots_on(on: dt.date) -> set[int]:
    """Return the keys of the units at the top of any tree on a day."""
    # with the trees named the index of children answers, however many units stand below
    tops = Placement.objects.filter(valid_on(on), tree__in=trees().order_by(), parent=None)
    return set(tops.values_list("unit_id", flat=True))


def ancestors_at(unit: Unit | int, on: dt.date, tree: str = ADMINISTRATIVE) -> list[Unit]:
    """Return the units above a unit on a day, the root first."""
    path = path_of(unit, on, tree)
    if path is None:
        return []
    above = keys(path)[:-1]
    by_key = Unit.objects.in_bulk(above)
    return [by_key[key] for key in above]


def names_on(on: dt.date, unit_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the names on a day of those units that were, or will be, called otherwise then. The others keep theirs."""
    were = FormerName.objects.filter(until__gt=on).values_list("unit_id", "name", "until", "pk")
    coming = (
        coming_names()
        .order_by()
        .filter(effect_on__lte=on)
        .values_list("unit_id", "coming", "effect_on", "pk")
    )
    wanted = None if unit_ids is None else set(unit_ids)
    rows = sorted(were.union(coming), key=lambda row: row[2:])
    # Of names given up since then the first counts, of those to come by then the last; written last, it stays.
    past, ahead = [row for row in rows if row[2] > on], [row for row in rows if row[2] <= on]
    return {row[0]: row[1] for row in [*reversed(past), *ahead] if wanted is None or row[0] in wanted}


def coming_names() -> QuerySet[UnitChange]:
    """Return the renames whose day has not come yet (or came just now), in the order of their days."""
    return UnitChange.objects.exclude(coming="").order_by("effect_on", "pk")


def name_on(unit: Unit, on: dt.date) -> str:
    """Return what a unit was called on a day."""
    return names_on(on, [unit.pk]).get(unit.pk, unit.name)


def every_unit() -> QuerySet[Unit]:
    """Return all units there are or were, for rooms that narrow them down."""
    return Unit.objects.all()


def unit_coded(code: str) -> Unit | None:
    """Return the unit with a code, whoever asks."""
    return next(iter(_coded(code)), None)


_coded = written_once(lambda code: Unit.objects.filter(code=code))


def units_by_code(codes: Sequence[str]) -> dict[str, Unit]:
    """Return the units with these codes, by code."""
    found: dict[str, Unit] = {}
    for at in range(0, len(codes), 5000):
        found |= {unit.code: unit for unit in Unit.objects.filter(code__in=codes[at : at + 5000])}
    return found


def names_of(keys_: Iterable[int]) -> dict[int, str]:
    """Return what units are called, by their keys."""
    return dict(Unit.objects.filter(pk__in=set(keys_)).values_list("pk", "name"))


def codes_of(keys_: Iterable[int]) -> dict[int, str]:
    """Return the codes of units by their keys."""
    return dict(Unit.objects.filter(pk__in=set(keys_)).values_list("pk", "code"))


def steps_between(since: dt.date, until: dt.date, *, known_by: dt.datetime | None = None) -> list[Step]:
    """Return how units came out of one another after one day and up to another, for `succession.carry`.

    Perhaps only what was recorded by a moment.
    """
    steps = [Step(*row) for row in _steps(since, until)]
    if known_by is None:
        return steps
    return [step for step in steps if step.recorded_at is not None and step.recorded_at <= known_by]


_steps = written_once(
    lambda since, until: (
        Succession.objects.filter(effect_on__gt=since, effect_on__lte=until)
        .order_by("effect_on", "pk")
        .values_list("before_id", "after_id", "effect_on", "share", "change__recorded_at")
    )
)


def stood_in(unit: Unit) -> QuerySet[Placement]:
    """Return where a unit stood, tree by tree, the latest first."""
    return (
        Placement.objects.filter(unit=unit)
        .select_related("tree", "parent")
        .order_by("tree_id", "-valid_from")
    )


def changes_of(unit: Unit) -> QuerySet[UnitChange]:
    """Return what happened to a unit, latest first, with who came before and after."""
    return (
        UnitChange.objects.filter(Q(unit=unit) | Q(successions__before=unit) | Q(successions__after=unit))
        .distinct()
        .prefetch_related("successions__before", "successions__after")
        .order_by("-effect_on", "-pk")
    )


def check_tree(tree: str, on: dt.date | None = None) -> list[str]:
    """Return everything that is wrong with a tree on a day: it must come back empty.

    A path must be the parent's path and the unit's own segment, a parent must stand in the tree itself, and no unit
    may stand there after it ended.
    """
    day = on or db_today()
    rows = placements_on(tree, day).select_related("unit")
    by_unit = {row.unit_id: row for row in rows}
    wrong = []
    for row in by_unit.values():
        parent = by_unit.get(row.parent_id) if row.parent_id else None
        if row.parent_id and parent is None:
            wrong.append(f"{row.unit.code}: its parent {row.parent_id} does not stand in {tree} on {day}")
        elif row.path != (parent.path if parent else "") + segment(row.unit_id):
            wrong.append(f"{row.unit.code}: path {row.path} does not follow from its parent")
        if row.unit.valid_to is not None and row.unit.valid_to <= day:
            wrong.append(f"{row.unit.code}: stands in {tree} after it ended on {row.unit.valid_to}")
    doubled = Placement.objects.filter(
        tree__code=tree,
        unit__placements__tree=F("tree"),
        unit__placements__valid_from__gt=F("valid_from"),
        unit__placements__valid_from__lt=F("valid_to"),
    ).values_list("unit__code", flat=True)
    return wrong + [f"{code}: stands twice in {tree} at one time" for code in doubled]


def borders_as_of() -> str:
    """Return when borders were last taken in, "" for never: what is drawn with them is drawn anew when this changes."""
    last = Outline.objects.order_by("-taken_at").values_list("taken_at", flat=True).first()
    return last.isoformat() if last else ""


def outlines_within(units: QuerySet[Unit], most: int) -> dict[str, Outline]:
    """Return the borders of some units by their codes, of those that still are and have any, in order and up to so many."""
    standing = Q(unit__valid_to=None) | Q(unit__valid_to__gt=db_today())
    rows = Outline.objects.filter(standing, unit__in=units.order_by().values("pk")).select_related("unit")
    return {row.unit.code: row for row in rows.order_by("unit__code")[:most]}


def outlines_of(codes: Iterable[str]) -> dict[str, Outline]:
    """Return the borders of units by their codes, of those that have any."""
    return {
        row.unit.code: row
        for row in Outline.objects.filter(unit__code__in=list(codes)).select_related("unit")
    }

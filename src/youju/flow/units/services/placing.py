"""Setting units up and placing them in trees."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from youju.flow.units.models import DEPTH, Placement, Tree, Unit, UnitChange
from youju.flow.units.paths import WIDTH, segment
from youju.flow.units.selectors import path_of, valid_on
from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.kernel.words import as_written

BATCH = 5000


@transaction.atomic
def add_tree(*, code: str, name: str, kind: str = Tree.Kind.OTHER, by: User | None) -> Tree:
    """Add a tree, or return the one with this code."""
    tree, made = Tree.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})
    if made:
        leave_trace(by, "tree.add", tree, code=code, name=name)
    return tree


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    level: str,
    on: dt.date,
    by: User | None,
    parent: Unit | None = None,
    tree: str = "administrative",
    kind: str = Unit.Kind.GOVERNMENT,
) -> Unit:
    """Set up a unit under a parent (or as a root) from a day on. A taken code is refused."""
    if Unit.objects.filter(code=code).exists():
        raise Refusal(
            f"不能设立“{name}”", f"代码 {code} 已经有单位使用", "换一个代码；撤销的单位也保留代码",
            english=f"The code {code} is taken; units that ended keep theirs.",
        )  # fmt: skip
    unit = Unit.objects.create(code=code, name=name, level=level, kind=kind, valid_from=on)
    put(unit, locked(tree), parent, on)
    leave_trace(by, "unit.add", unit, code=code, name=name, parent=parent, tree=tree, on=on)
    return unit


@transaction.atomic
def place_unit(*, unit: Unit, tree: str, parent: Unit | None, on: dt.date, by: User | None) -> Placement:
    """Let a unit that exists already stand in one more tree."""
    row = put(unit, locked(tree), parent, on)
    leave_trace(by, "unit.place", unit, tree=tree, parent=parent, on=on)
    return row


@transaction.atomic
def move_unit(
    *,
    unit: Unit,
    parent: Unit | None,
    on: dt.date,
    by: User | None,
    tree: str = "administrative",
    basis: str = "",
) -> UnitChange:
    """Put a unit, with all that is under it, under another parent from a day on."""
    replant(unit, locked(tree), parent, on)
    change = UnitChange.objects.create(
        kind=UnitChange.Kind.MOVE, unit=unit, effect_on=on, basis=basis, recorded_at=db_now()
    )
    leave_trace(by, "unit.move", unit, tree=tree, parent=parent, on=on, basis=basis)
    return change


def locked(tree: str) -> Tree:
    """Return the tree, held until the transaction ends, so that two changes of one tree wait for each other.

    The trees every region has (administrative, party, grid, zone) are made when first used; others are added by hand.
    """
    if tree in Tree.Kind.values:
        Tree.objects.get_or_create(
            code=tree, defaults={"name": as_written(Tree.Kind(tree).label), "kind": tree}
        )
    found = Tree.objects.select_for_update().filter(code=tree).first()
    if found is None:
        raise Refusal(
            f"没有“{tree}”这棵树",
            "它还没有设立",
            "先设立这棵树",
            english=f"There is no tree {tree}; add it first.",
        )
    return found


def put(unit: Unit, tree: Tree, parent: Unit | None, on: dt.date) -> Placement:
    """Write a placement. The parent must stand in the tree on that day."""
    above = ""
    if parent is not None:
        above = path_of(parent, on, tree.code) or ""
        if not above:
            raise Refusal(
                f"不能把“{unit}”放在“{parent}”之下", f"“{parent}”在 {on} 不在“{tree}”里", "先把上级放进这棵树，或者改生效日期",
                english=f"{parent.code} does not stand in {tree.code} on {on}.",
            )  # fmt: skip
    if len(above) >= DEPTH * WIDTH:
        raise Refusal(
            f"不能把“{unit}”放在“{parent}”之下", f"树最多 {DEPTH} 层", "放在高一些的层级之下",
            english=f"A tree has at most {DEPTH} levels.",
        )  # fmt: skip
    if Placement.objects.filter(tree=tree, unit=unit, valid_to=None).exists():
        raise Refusal(
            f"不能把“{unit}”再放进“{tree}”", "它已经在这棵树里", "要换上级，请用“改隶”",
            english=f"{unit.code} stands in {tree.code} already; move it instead.",
        )  # fmt: skip
    return Placement.objects.create(
        tree=tree, unit=unit, parent=parent, path=above + segment(unit.pk), valid_from=on
    )


def replant(unit: Unit, tree: Tree, parent: Unit | None, on: dt.date) -> None:
    """Close the placements of a unit and of all under it, and open new ones under another parent."""
    old = path_of(unit, on, tree.code)
    new = path_of(parent, on, tree.code) if parent is not None else ""
    if old is None or new is None:
        lost = unit if old is None else parent
        raise Refusal(
            f"“{unit}”不能改隶", f"“{lost}”在 {on} 不在“{tree}”里", "核对生效日期和上级",
            english=f"{lost.code if lost else ''} does not stand in {tree.code} on {on}.",
        )  # fmt: skip
    if new.startswith(old):
        raise Refusal(
            f"“{unit}”不能改隶到“{parent}”之下", "那样它就在自己下面了", "选一个不在它之下的上级",
            english="A unit cannot stand under itself.",
        )  # fmt: skip
    inside = Placement.objects.filter(tree=tree, path__under=old)
    refuse_later_changes(inside, on, f"“{unit}”不能改隶")
    now = list(inside.filter(valid_on(on)))
    cut = len(old) - WIDTH
    for row in now:
        row.path = new + row.path[cut:]
        if len(row.path) > DEPTH * WIDTH:
            raise Refusal(
                f"“{unit}”不能改隶到“{parent}”之下", f"树最多 {DEPTH} 层", "选一个高一些的上级",
                english=f"A tree has at most {DEPTH} levels.",
            )  # fmt: skip
        if row.unit_id == unit.pk:
            row.parent = parent
    renew(now, on)


def renew(rows: list[Placement], on: dt.date) -> None:
    """Let rows, as they now read, hold from a day on, and what the table said before hold until that day."""
    same_day = [row for row in rows if row.valid_from == on]
    Placement.objects.bulk_update(same_day, ["path", "parent"], batch_size=500)
    older = [row for row in rows if row.valid_from < on]
    for at in range(0, len(older), BATCH):
        batch = older[at : at + BATCH]
        Placement.objects.filter(pk__in=[row.pk for row in batch]).update(valid_to=on)
        Placement.objects.bulk_create(
            Placement(tree_id=r.tree_id, unit_id=r.unit_id, parent_id=r.parent_id, path=r.path, valid_from=on)
            for r in batch
        )


def close(rows: list[Placement], on: dt.date) -> None:
    """Let placements end on a day; one that would begin on that day never was."""
    Placement.objects.filter(pk__in=[row.pk for row in rows if row.valid_from < on]).update(valid_to=on)
    Placement.objects.filter(pk__in=[row.pk for row in rows if row.valid_from >= on]).delete()


def refuse_later_changes(inside: object, on: dt.date, what: str) -> None:
    """Refuse to change the past of a subtree that has changed since: changes are recorded in the order of their days."""
    later = inside.filter(valid_from__gt=on) | inside.filter(valid_to__gt=on)  # type: ignore[attr-defined]
    first = later.select_related("unit").order_by("valid_from").first()
    if first is not None:
        raise Refusal(
            what, f"其下的“{first.unit}”在 {on} 之后已有登记的变动", "按生效日期的先后办理，或者把生效日期改晚",
            english=f"{first.unit.code} has a later change recorded; record changes in the order of their days.",
        )  # fmt: skip

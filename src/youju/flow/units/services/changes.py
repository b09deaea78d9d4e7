"""Merging, splitting and renaming. What belonged to a unit is carried on by its successors, share by share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from youju.flow.units.models import FormerName, Placement, Succession, Unit, UnitChange
from youju.flow.units.paths import WIDTH, keys, segment
from youju.flow.units.selectors import coming_names, valid_on
from youju.flow.units.services.placing import close, locked, put, refuse_later_changes, renew
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace


@dataclass(frozen=True, slots=True)
class Part:
    """One successor of a split: its unit (the split unit itself, or one set up for it), share and children."""

    unit: Unit
    share: Decimal
    children: tuple[Unit, ...] = field(default=())


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, on: dt.date, by: User | None, basis: str = "") -> UnitChange:
    """Let a unit bear another name from a day on. What was printed before keeps the old one.

    Until that day has come it is called as before (`bear_names`).
    """
    name = name.strip()
    if not name.isprintable() or len(name) > 80:
        raise Refusal(
            f"“{unit}”没有更名", "新名称超过 80 个字，或者含有控制字符", "重新输入新名称",
            english="The new name is longer than 80 characters or holds control characters.",
            problems=[Problem("name", _("超过 80 个字，或者含有控制字符"), _("重新输入"))],
        )  # fmt: skip
    given, unit = unit, Unit.objects.select_for_update().get(pk=unit.pk)
    coming = coming_names().filter(unit=unit).last()
    if not name or name == (coming.coming if coming else unit.name):
        raise Refusal(
            f"“{unit}”没有更名", "新名称是空的，或者和现在一样", "填写新名称",
            english="The new name is empty or the same.",
            problems=[Problem("name", _("和现在的名称一样"), _("填写新名称"))],
        )  # fmt: skip
    _refuse_ended(unit, on, "更名")
    former = FormerName.objects.filter(unit=unit).order_by("-until").first()
    last = coming.effect_on if coming else former.until if former else on
    if last > on:
        raise Refusal(
            f"“{unit}”不能从 {on} 起更名", f"它在 {last} 已经更过名", "更名按生效日期的先后登记",
            english=f"It was renamed on {last}; record renames in the order of their days.",
            problems=[Problem("on", _("它在 {until} 已经更过名").format(until=last), _("更名按生效日期的先后登记"))],
        )  # fmt: skip
    change = _record(UnitChange.Kind.RENAME, unit, on, basis, coming=name)
    leave_trace(
        by, "unit.rename", unit, was=coming.coming if coming else unit.name, name=name, on=on, basis=basis
    )
    _bear(coming_names().filter(unit=unit, effect_on__lte=db_today()))
    given.refresh_from_db(fields=["name"])
    return change


def bear_names() -> None:
    """Let every unit whose new name's day has come bear it. The rename left its trace when it was recorded."""
    due = coming_names().filter(effect_on__lte=db_today())
    if due.exists():
        with transaction.atomic():
            _bear(due)


def _bear(due: QuerySet[UnitChange]) -> None:
    for change in due.select_for_update():
        unit = Unit.objects.select_for_update().get(pk=change.unit_id)
        FormerName.objects.get_or_create(unit=unit, until=change.effect_on, defaults={"name": unit.name})
        Unit.objects.filter(pk=unit.pk).update(name=change.coming)
        UnitChange.objects.filter(pk=change.pk).update(coming="")


@transaction.atomic
def merge_units(
    *, units: Sequence[Unit], into: Unit, on: dt.date, by: User | None, basis: str = ""
) -> UnitChange:
    """Let units end on a day and become part of another, which takes over all that stood under them, in every tree.

    `into` may be one that stood before or one set up for this. Every value of the merged units belongs to it.
    """
    ending = [unit for unit in units if unit.pk != into.pk]
    if not ending:
        raise Refusal(
            "没有合并", "没有选要并入的单位", "至少选一个别的单位", english="Choose at least one other unit."
        )
    for unit in [*ending, into]:
        _refuse_ended(unit, on, "合并")
    if others := [unit for unit in ending if unit.level != into.level]:
        raise Refusal(
            f"不能并入“{into}”", f"它是{into.get_level_display()}，{'、'.join(map(str, others))}不是", "同一层级的单位才能合并；要换上级，用改隶",
            english=f"Only units of one level merge; {into.code} is of another than {', '.join(one.code for one in others)}.",
        )  # fmt: skip
    for tree in _trees_of(ending, on):
        _take_over(ending, into, tree, on)
    change = _record(UnitChange.Kind.MERGE, into, on, basis)
    Succession.objects.bulk_create(
        Succession(change=change, before=unit, after=into, effect_on=on, share=Decimal(1)) for unit in ending
    )
    _end(ending, on)
    leave_trace(by, "unit.merge", into, units=ending, on=on, basis=basis)
    return change


@transaction.atomic
def split_unit(
    *, unit: Unit, parts: Sequence[Part], on: dt.date, by: User | None, basis: str = ""
) -> UnitChange:
    """Let a unit become several on a day. Shares sum to one; every child goes to exactly one part.

    The unit ends unless it is itself one of the parts. In trees where a part does not stand yet, it is placed
    beside the unit.
    """
    _refuse_ended(unit, on, "拆分")
    _refuse_bad_parts(unit, parts, on)
    stays = any(part.unit.pk == unit.pk for part in parts)
    for tree_code in _trees_of([unit], on):
        tree = locked(tree_code)
        old = Placement.objects.select_related("parent").get(valid_on(on), tree=tree, unit=unit)
        inside = list(Placement.objects.filter(tree=tree, path__under=old.path))
        refuse_later_changes(
            Placement.objects.filter(tree=tree, path__under=old.path),
            on,
            f"“{unit}”不能拆分",
        )
        for part in parts:
            place = Placement.objects.filter(valid_on(on), tree=tree, unit=part.unit).first()
            if part.unit.pk != unit.pk:
                place = place or put(part.unit, tree, old.parent, on)
                _hand_over(inside, old, place, part, on)
        if not stays:
            close([old], on)
    change = _record(UnitChange.Kind.SPLIT, unit, on, basis)
    Succession.objects.bulk_create(
        Succession(change=change, before=unit, after=part.unit, effect_on=on, share=part.share)
        for part in parts
    )
    if not stays:
        _end([unit], on)
    leave_trace(by, "unit.split", unit, parts=[[p.unit, p.share] for p in parts], on=on, basis=basis)
    return change


def _take_over(ending: Sequence[Unit], into: Unit, tree_code: str, on: dt.date) -> None:
    """In one tree, put what stood under the ending units under `into`, and close the ending units' own places."""
    tree = locked(tree_code)
    old = {
        row.unit_id: row
        for row in Placement.objects.filter(valid_on(on), tree=tree, unit__in=ending).select_related("parent")
    }
    target = Placement.objects.filter(valid_on(on), tree=tree, unit=into).first()
    if target is not None and any(key in old for key in keys(target.path)):
        raise Refusal(
            f"不能并入“{into}”", "它在被合并的单位之下", "先把它改隶到外面，再合并",
            english=f"{into.code} stands under a unit that would end.",
        )  # fmt: skip
    if target is None:
        target = put(into, tree, next(iter(old.values())).parent, on)
    for row in sorted(old.values(), key=lambda r: -len(r.path)):
        inside = Placement.objects.filter(tree=tree, path__under=row.path)
        refuse_later_changes(inside, on, f"“{row.unit}”不能合并")
        below = list(inside.filter(valid_on(on)).exclude(pk=row.pk))
        for child in below:
            child.path = target.path + child.path[len(row.path) :]
            if child.parent_id == row.unit_id:
                child.parent = into
        renew(below, on)
        close([row], on)


def _hand_over(inside: list[Placement], old: Placement, new: Placement, part: Part, on: dt.date) -> None:
    """Put the children of a split unit that go to one part, with all below them, under it."""
    tops = {old.path + segment(child.pk) for child in part.children}
    moved = [
        row
        for row in inside
        if row.path[: len(old.path) + WIDTH] in tops and row.valid_from <= on and row.valid_to is None
    ]
    for row in moved:
        row.path = new.path + row.path[len(old.path) :]
        if row.parent_id == old.unit_id:
            row.parent = part.unit
    renew(moved, on)


def _refuse_bad_parts(unit: Unit, parts: Sequence[Part], on: dt.date) -> None:
    """Refuse a split that leaves a share or a child over, with all problems at once."""
    problems = []
    total = sum((part.share for part in parts), Decimal(0))
    if len({part.unit.pk for part in parts}) != len(parts) or len(parts) < 2:
        problems.append(Problem(_("单位"), _("拆分后至少是两个不同的单位"), _("补上另一个单位")))
    if total != 1:
        problems.append(
            Problem(_("份额"), _("各部分份额之和是 {total}").format(total=total), _("改到合计正好为 1"))
        )
    for part in parts:
        if part.unit.level != unit.level:
            problems.append(
                Problem(
                    part.unit.name,
                    _("不是{level}").format(level=unit.get_level_display()),
                    _("拆成同一层级的单位"),
                )
            )
        elif part.unit.pk != unit.pk and not _stands_on(part.unit, on):
            problems.append(
                Problem(
                    part.unit.name,
                    _("它的存续时间是 {start} 至 {end}").format(
                        start=part.unit.valid_from, end=part.unit.valid_to or _("今")
                    ),
                    _("选存续的单位"),
                )
            )
    problems += _children_left_over(unit, parts, on)
    if problems:
        raise Refusal(
            f"“{unit}”没有拆分", f"有 {len(problems)} 处不对", "改正后再提交",
            english=f"{unit.code} was not split; see problems.", problems=problems,
        )  # fmt: skip


def _children_left_over(unit: Unit, parts: Sequence[Part], on: dt.date) -> list[Problem]:
    """Return what is wrong with the children of a unit that is split: each goes with exactly one part."""
    children = set(
        Placement.objects.filter(valid_on(on), parent=unit).values_list("unit_id", "unit__name").distinct()
    )
    given = [child.pk for part in parts for child in part.children]
    kept = any(part.unit.pk == unit.pk for part in parts)
    problems = [
        Problem(name, _("没有说归哪一部分"), _("指定一个部分"))
        for key, name in sorted(children)
        if key not in given and not kept
    ]
    problems += [
        Problem(name, _("同时归了两个部分"), _("只留一个"))
        for key, name in sorted(children)
        if given.count(key) > 1
    ]
    return problems + [
        Problem(child.name, _("不直接在“{unit}”之下").format(unit=unit), _("从名单中去掉"))
        for part in parts
        for child in part.children
        if child.pk not in {key for key, _name in children}
    ]


def _stands_on(unit: Unit, on: dt.date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on)


def _refuse_ended(unit: Unit, on: dt.date, verb: str) -> None:
    if not _stands_on(unit, on):
        raise Refusal(
            f"“{unit}”不能从 {on} 起{verb}", f"它的存续时间是 {unit.valid_from} 至 {unit.valid_to or '今'}", "核对生效日期",
            english=f"{unit.code} exists from {unit.valid_from} to {unit.valid_to or 'now'}.",
            problems=[Problem("on", _("它的存续时间是 {start} 至 {end}").format(start=unit.valid_from, end=unit.valid_to or _("今")), _("核对生效日期"))],
        )  # fmt: skip


def _trees_of(units: Sequence[Unit], on: dt.date) -> list[str]:
    rows = Placement.objects.filter(valid_on(on), unit__in=units).order_by("tree_id")
    return list(dict.fromkeys(rows.values_list("tree__code", flat=True)))


def _end(units: Sequence[Unit], on: dt.date) -> None:
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(valid_to=on)
    for unit in units:
        unit.valid_to = on


def _record(kind: str, unit: Unit, on: dt.date, basis: str, coming: str = "") -> UnitChange:
    return UnitChange.objects.create(
        kind=kind, unit=unit, effect_on=on, basis=basis, coming=coming, recorded_at=db_now()
    )

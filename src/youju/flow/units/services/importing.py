"""Importing a tree of units from a file: all problems at once, all or nothing, and twice is the same as once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units import gb2260
from youju.flow.units.codes import LONGEST, is_code
from youju.flow.units.models import DEPTH, Placement, Tree, Unit
from youju.flow.units.paths import segment
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import name_on, placements_on, units_by_code
from youju.flow.units.services.changes import rename_unit
from youju.flow.units.services.placing import BATCH, locked, move_unit
from youju.kernel.errors import Problem
from youju.kernel.jobs import tell
from youju.kernel.models import User
from youju.kernel.tables import Row, read, refused_table
from youju.kernel.trace import leave_trace
from youju.kernel.words import as_written

HEADINGS = {
    "code": ("代码", "单位代码", "code"),
    "name": ("名称", "单位名称", "name"),
    "parent": ("上级代码", "上级", "parent"),
    "level": ("层级", "level"),
    "kind": ("类别", "kind"),
}
NEEDED = ("code", "name", "level")
LEVELS = {
    **{as_written(level.label): level.value for level in Unit.Level},
    **{level.value: level.value for level in Unit.Level},
    # the lowest level bears two names, and a file says the one that it knows
    **{word: level.value for level in Unit.Level for word in as_written(level.label).split("、")},
}
KINDS = {
    **{as_written(kind.label): kind.value for kind in Unit.Kind},
    **{kind.value: kind.value for kind in Unit.Kind},
}


@dataclass(slots=True)
class Import:
    """What an import did: how many units it added, renamed and moved, and how many it found as they were."""

    added: int = 0
    renamed: int = 0
    moved: int = 0
    same: int = 0


@dataclass(slots=True)
class _Plan:
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_units(
    *, name: str, content: bytes, on: dt.date, by: User | None, tree: str = "administrative"
) -> Import:
    """Bring a tree to what a CSV or Excel file says from a day on: add, rename and move; what it omits stays.

    Columns: 代码, 名称, 上级代码 (empty: a root), 层级, 类别 (optional). Refused as a whole, with every problem and
    its cell, if anything is wrong; importing the same file again changes nothing. Somebody may set up, rename and move
    only what is theirs to change; a new root of a tree is set up by who answers for the roots it has. `by` None: the house.
    """
    standing = locked(tree)
    plan = _Plan()
    for row in read(name, content, HEADINGS, NEEDED):
        _look_at(row, plan)
    parents = {row["parent"] for row in plan.rows.values() if row["parent"]}
    known = units_by_code(sorted(set(plan.rows) | parents))
    paths = dict(placements_on(tree, on).values_list("unit__code", "path"))
    later = set(
        Placement.objects.filter(tree=standing, valid_from__gt=on).values_list("unit__code", flat=True)
    )
    for code, row in plan.rows.items():
        _look_around(code, row, plan, known, paths, later)
    if by is not None:
        parents_of = dict(placements_on(tree, on).values_list("unit__code", "parent__code"))
        _look_at_reach(plan, known, parents_of, on, by)
    _refuse_circles(plan)
    if plan.problems:
        raise refused_table(name, plan.problems)
    done = _carry_out(plan, known, paths, standing, on, by)
    leave_trace(by, "unit.import", standing, file=name, on=on, added=done.added, renamed=done.renamed,
                moved=done.moved, same=done.same)  # fmt: skip
    return done


def _look_at(row: Row, plan: _Plan) -> None:
    """Note what is wrong with a row by itself."""
    code, level = row["code"], LEVELS.get(row["level"])
    if not is_code(code):
        plan.problems.append(
            Problem(
                row.at("code"),
                _("没有代码，或者代码“{code}”不能用").format(code=code[:LONGEST]),
                _("每行一个代码：字母、数字、_ . -，40 个字以内，用半角"),
            )
        )
        return
    if code in plan.rows:
        plan.problems.append(
            Problem(row.at("code"), _("代码 {code} 前面已经出现过").format(code=code), _("删去重复的一行"))
        )
        return
    if not row["name"] or len(row["name"]) > 80 or not row["name"].isprintable():
        plan.problems.append(
            Problem(row.at("name"), _("没有名称，或者超过 80 个字，或者含有换行、控制字符"), _("改好名称"))
        )
    if level is None:
        words = "；".join(as_written(label) for label in Unit.Level.labels)
        plan.problems.append(
            Problem(
                row.at("level"),
                _("层级“{level}”不认识").format(level=row["level"]),
                _("从这些里选：{words}").format(words=words),
            )
        )
    if row["kind"] and row["kind"] not in KINDS:
        words = "、".join(as_written(label) for label in Unit.Kind.labels)
        plan.problems.append(
            Problem(
                row.at("kind"),
                _("类别“{kind}”不认识").format(kind=row["kind"]),
                _("从这些里选：{words}").format(words=words),
            )
        )
    if KINDS.get(row["kind"], "government") == "government" and level is not None:
        wrong = gb2260.problem_of(code, level, row["parent"])
        if wrong:
            plan.problems.append(Problem(row.at("code"), *wrong))
    plan.rows[code] = row


def _look_around(
    code: str, row: Row, plan: _Plan, known: dict[str, Unit], paths: dict[str, str], later: set[str]
) -> None:
    """Note what is wrong between a row, the others, and what is stored."""
    parent = row["parent"]
    if parent == code:
        plan.problems.append(Problem(row.at("parent"), _("上级是它自己"), _("写真正的上级；最高一级留空")))
    elif parent and parent not in plan.rows and parent not in paths:
        plan.problems.append(
            Problem(
                row.at("parent"),
                _("上级 {parent} 不在文件里，这棵树里也没有").format(parent=parent),
                _("补上这个单位，或改正代码"),
            )
        )
    if code in later:
        plan.problems.append(
            Problem(row.at("code"), _("生效日期之后已有登记的变动"), _("把生效日期改晚，或去掉这一行"))
        )
    unit = known.get(code)
    if unit is not None:
        _look_at_standing(unit, row, plan)
    if unit is not None and unit.valid_to is not None:
        plan.problems.append(
            Problem(
                row.at("code"),
                _("“{unit}”已于 {valid_to} 撤销").format(unit=unit, valid_to=unit.valid_to),
                _("撤销的代码不再启用，换新代码"),
            )
        )


def _look_at_standing(unit: Unit, row: Row, plan: _Plan) -> None:
    """Note where a row says another level or kind than the unit of its code has: that is another unit, not this one."""
    for column, stands, agrees in (
        ("level", unit.get_level_display(), LEVELS.get(row["level"]) in {None, unit.level}),
        ("kind", unit.get_kind_display(), KINDS.get(row["kind"]) in {None, unit.kind}),
    ):
        if not agrees:
            plan.problems.append(
                Problem(
                    row.at(column),
                    _("代码 {code} 是“{unit}”，登记为{stands}").format(
                        code=unit.code, unit=unit, stands=stands
                    ),
                    _("改正代码，或者照登记的写"),
                )
            )


def _look_at_reach(
    plan: _Plan, known: dict[str, Unit], parents: dict[str, str | None], on: dt.date, by: User
) -> None:
    """Note what would change a unit that is not the person's to change, or set one up under such a unit."""
    mine = set(units_for(by, "unit.change").values_list("code", flat=True))
    roots = {code for code, parent in parents.items() if parent is None}
    for code, row in plan.rows.items():
        unit, parent = known.get(code), row["parent"]
        moves = code not in parents or (parents[code] or "") != parent
        if (
            unit is not None
            and code not in mine
            and (moves or row["name"] not in {unit.name, name_on(unit, on)})
        ):
            plan.problems.append(
                Problem(
                    row.at("code"),
                    _("“{unit}”不归你调整").format(unit=unit),
                    _("去掉这一行，或请它的主管单位办理"),
                )
            )
        above_is_mine = parent in mine or (parent in plan.rows and parent not in known)
        if moves and not (above_is_mine if parent else roots <= mine):
            plan.problems.append(
                Problem(
                    row.at("parent"),
                    _("上级 {parent} 不归你调整").format(parent=parent or _("（最高一级）")),
                    _("去掉这一行，或请它的主管单位办理"),
                )
            )


def _refuse_circles(plan: _Plan) -> None:
    """Note rows that stand above one another in a circle, each circle once, and rows that stand too deep."""
    depth: dict[str, int] = {}
    for start in plan.rows:
        chain: list[str] = []
        code = start
        while code in plan.rows and code not in depth:
            if code in chain:
                circle = chain[chain.index(code) :]
                if len(circle) > 1:
                    place = plan.rows[circle[0]].at("parent")
                    plan.problems.append(
                        Problem(
                            place,
                            _("上级转成了一圈：{circle}").format(circle=" → ".join(circle)),
                            _("断开其中一处"),
                        )
                    )
                depth |= dict.fromkeys(circle, 0)
                break
            chain.append(code)
            code = plan.rows[code]["parent"]
        base = depth.get(code, 0)
        for at, seen in enumerate(reversed(chain), 1):
            depth.setdefault(seen, base + at)
    plan.problems += [
        Problem(
            plan.rows[code].at("parent"),
            _("在第 {level} 层，树最多 {most} 层").format(level=level, most=DEPTH),
            _("减少层级"),
        )
        for code, level in depth.items()
        if level > DEPTH
    ]


def _carry_out(
    plan: _Plan, known: dict[str, Unit], paths: dict[str, str], tree: Tree, on: dt.date, by: User | None
) -> Import:
    done = Import()
    new = [code for code in plan.rows if code not in known]
    made = [
        Unit(
            code=code,
            name=plan.rows[code]["name"],
            level=LEVELS[plan.rows[code]["level"]],
            kind=KINDS[plan.rows[code]["kind"]] if plan.rows[code]["kind"] else Unit.Kind.GOVERNMENT,
            valid_from=on,
        )
        for code in new
    ]
    known |= {unit.code: unit for unit in Unit.objects.bulk_create(made, batch_size=BATCH)}
    waiting = [code for code in plan.rows if code not in paths]
    done.added = len(waiting)
    Placement.objects.bulk_create(
        (
            Placement(
                tree=tree,
                unit=known[code],
                parent=known.get(plan.rows[code]["parent"]),
                path=_path(code, plan, known, paths),
                valid_from=on,
            )
            for code in waiting
        ),
        batch_size=BATCH,
    )
    before = Counter(waiting)
    for number, (code, row) in enumerate(plan.rows.items(), 1):
        tell(number, len(plan.rows))
        if code not in before:
            _bring_up_to_date(known[code], row, known, paths, tree.code, on, by, done)
    return done


def _path(code: str, plan: _Plan, known: dict[str, Unit], paths: dict[str, str]) -> str:
    """Return the path of a new unit, working out those above it first."""
    if code not in paths:
        parent = plan.rows[code]["parent"]
        paths[code] = (_path(parent, plan, known, paths) if parent else "") + segment(known[code].pk)
    return paths[code]


def _bring_up_to_date(
    unit: Unit, row: Row, known: dict[str, Unit], paths: dict[str, str], tree: str, on: dt.date, by: User | None,
    done: Import,
) -> None:  # fmt: skip
    """Rename and move a unit that stood before, if the file says otherwise."""
    parent = known.get(row["parent"])
    wanted = (paths[parent.code] if parent else "") + segment(unit.pk)
    changed = False
    if unit.name != row["name"] and name_on(unit, on) != row["name"]:
        rename_unit(unit=unit, name=row["name"], on=on, by=by, basis="导入")
        done.renamed += 1
        changed = True
    if paths[unit.code] != wanted:
        move_unit(unit=unit, parent=parent, on=on, by=by, tree=tree, basis="导入")
        paths |= dict(placements_on(tree, on).filter(path__under=wanted).values_list("unit__code", "path"))
        done.moved += 1
        changed = True
    done.same += not changed

"""The rows of a workbook, looked at one by one and together, before anything is stored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.clock import db_today
from youju.kernel.models import User
from youju.work.registers.books.reading import Book, Said
from youju.work.registers.books.table import STAGE
from youju.work.registers.models import Record, Register
from youju.work.registers.reach import OFFICE, held_deadline, units_to
from youju.work.registers.selectors import by_number, parent_for
from youju.work.registers.services.keeping import depth_of, ended, is_over
from youju.work.registers.shadows import shadows
from youju.work.registers.values import Ties, read_values

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

MOST_FAULTS, KEYS = 2000, 500


@dataclass(slots=True)
class Row:
    """A row in which nothing was found wrong: what it says, where it belongs, and the record it changes (None: a new one)."""

    said: Said
    unit: Unit
    values: dict[str, Any]
    record: Record | None
    parent_id: int | None
    stage: str


def checked_rows(
    register: Register, one: Declaration, book: Book, rows: list[Said], by: User, *, brought: bool
) -> list[Row]:
    """Return the rows with what they mean, and note everything that is wrong."""
    units = units_by_code(sorted({said.unit for said in rows if said.unit}))
    mine = set(units_to(by, "register.write", register).order_by().values_list("pk", flat=True))
    standing = by_number(register, {said.number for said in rows if said.number})
    parents = _parents(register, rows, units, by)
    numbers = Counter(said.number for said in rows if said.number)
    checked: list[Row] = []
    placed = set(_placed_by(by, register)) if any(said.stage for said in rows) else set()
    for problem in ended(one) if not brought and any(not said.number for said in rows) else ():
        book.fault("", problem.what, problem.mend)
    for said in rows:
        if len(book.faults) > MOST_FAULTS:
            book.fault("", _("错处超过 {most} 处，后面的没有再查").format(most=MOST_FAULTS), _("先改正这些"))
            break
        record = standing.get(said.number)
        unit = _unit(book, said, units, mine, record)
        if said.number and (record is None or record.unit_id not in mine):
            book.fault(
                book.at("#number", said.row),
                _("没有编号“{number}”，或者不归你填").format(number=said.number[:40]),
                _("新增的编号空着；改旧的用下载的表"),
            )
        if numbers[said.number] > 1:
            book.fault(
                book.at("#number", said.row),
                _("编号 {number} 在表里有 {count} 行").format(
                    number=said.number[:40], count=numbers[said.number]
                ),
                _("只留一行"),
            )
        _check_parent(one, book, said, parents.get((said.unit, said.parent)), record)
        values, problems = read_values(one, said.texts, record.values if record else None)
        problems += held_deadline(record, one, values, by) if record else []
        for problem in problems:
            book.fault(book.at(problem.where, said.row), problem.what, problem.mend)
        stage = _stage(one, book, said, record, free=unit is not None and unit.pk in placed)
        if unit is not None:
            parent = parents.get((said.unit, said.parent))
            checked.append(Row(said, unit, values, record, parent.pk if parent else None, stage))
    _tied(register, one, book, checked)
    return _once(register, one, book, checked, brought=brought)


def _once(register: Register, one: Declaration, book: Book, rows: list[Row], *, brought: bool) -> list[Row]:
    """Look for new rows that stand already: a book that was saved again must not bring its records twice.

    What is brought over from elsewhere is left out where it stands; of others it is said, since it may be another record.
    """
    standing = _standing(register, one, [row for row in rows if row.record is None])
    left: list[Row] = []
    for row in rows:
        number = standing.get((row.unit.pk, _said_by(row.values))) if row.record is None else None
        if number is None:
            left.append(row)
        elif not brought:
            book.fault(
                book.at("#number", row.said.row),
                _("和已登记的 {number} 完全一样").format(number=number),
                _("已经导入过的行删去；确实是另一条的，写得和它不同"),
            )
    return left


def _said_by(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _standing(register: Register, one: Declaration, rows: list[Row]) -> dict[tuple[int, str], str]:
    """Return (unit, what it says) → the number of each record that may stand for one of these rows, found by one column."""
    names = [name for name in (one.named_by, *one.slots) if name in one.slots]
    said = {_said_by(row.values) for row in rows}
    if not names or not rows:
        return {}
    slot = one.slots[names[0]]
    keys = sorted(
        {str(key): key for row in rows if (key := shadows(one, row.values)[slot]) is not None}.items()
    )
    found: dict[tuple[int, str], str] = {}
    for at in range(0, len(keys), KEYS):
        some = Record.objects.filter(
            register=register, **{f"{slot}__in": [key for _text, key in keys[at : at + KEYS]]}
        )
        for unit_id, number, values in some.values_list("unit_id", "number", "values").iterator():
            if (text := _said_by(values)) in said:
                found.setdefault((unit_id, text), number)
    return found


def _parents(
    register: Register, rows: list[Said], units: dict[str, Unit], by: User
) -> dict[tuple[str, str], Record]:
    """Return (unit, number) → the record under which a row may hang."""
    wanted = {(said.unit, said.parent) for said in rows if said.parent and said.unit in units}
    found = {pair: parent_for(by, register, units[pair[0]], pair[1]) for pair in sorted(wanted)}
    return {pair: record for pair, record in found.items() if record is not None}


def _check_parent(
    one: Declaration, book: Book, said: Said, above: Record | None, record: Record | None
) -> None:
    cell = book.at("#parent", said.row)
    was = record.parent.number if record is not None and record.parent is not None else ""
    if record is not None:
        if "#parent" in book.columns and was != said.parent:
            book.fault(
                cell,
                _("已登记的记录不能在表里换上级"),
                _("照原来的写：{number}").format(number=was or _("空着")),
            )
    elif said.parent and (above is None or one.tree is None):
        book.fault(cell, _("没有编号“{number}”").format(number=said.parent[:40]), _("上级要先登记"))
    elif above is not None and one.tree is not None and depth_of(above) >= len(one.tree.levels):
        book.fault(cell, _("不能放在这一条下面"), _("选同一台账里上一级的记录"))
    elif above is not None:
        for problem in is_over(one, above):
            book.fault(cell, problem.what, problem.mend)


def _unit(
    book: Book, said: Said, units: dict[str, Unit], mine: set[int], record: Record | None
) -> Unit | None:
    cell = book.at("#unit", said.row)
    unit = units.get(said.unit)
    if unit is None or unit.pk not in mine:
        book.fault(
            cell,
            _("没有代码为“{code}”的单位，或者不归你填").format(code=said.unit[:40])
            if said.unit
            else _("没有写单位代码"),
            _("填归你管的单位代码"),
        )
        return None
    if unit.valid_to is not None and unit.valid_to <= db_today():
        book.fault(
            cell,
            _("{name}已于 {valid_to} 撤销").format(name=unit.name, valid_to=unit.valid_to),
            _("填承接它的单位"),
        )
        return None
    if record is not None and record.unit_id != unit.pk:
        book.fault(cell, _("已登记的记录不能在表里换单位"), _("在记录页面上改派"))
        return None
    return unit


def _placed_by(by: User, register: Register) -> Iterator[int]:
    """Return the units whose records a person may take in wherever they stand: it is the office that brings a ledger over."""
    found = units_for(by, "register.move", scheme=register.scheme, roles=OFFICE)
    return iter(found.order_by().values_list("pk", flat=True))


def _stage(one: Declaration, book: Book, said: Said, record: Record | None, *, free: bool) -> str:
    """Return the stage in which a row's record stands: the first, unless the office brings over one that has gone on."""
    stands = record.stage if record is not None else one.first_stage
    named = {stage.title: name for name, stage in one.stages.items()} | {name: name for name in one.stages}
    asked = named.get(said.stage, said.stage) or stands
    if asked != stands:
        cell = book.at(STAGE, said.row)
        if asked not in one.stages:
            book.fault(
                cell,
                _("没有阶段“{stage}”").format(stage=said.stage[:40]),
                _("从这些里选：") + "、".join(stage.title for stage in one.stages.values()),
            )
        elif record is not None:
            book.fault(cell, _("已登记的记录不能在表里流转"), _("在记录页面上办"))
        elif not free:
            book.fault(cell, _("新的记录从第一个阶段开始"), _("空着；旧台账请考核办导入"))
    return asked


def _tied(register: Register, one: Declaration, book: Book, rows: list[Row]) -> None:
    """Look where the values lead, for all rows with one question each, and at what must stand once."""
    ties = Ties(register, one, [row.values for row in rows])
    seen: dict[tuple[str, str], int] = {}
    unique = [name for name, field in one.fields.items() if field.unique]
    for row in rows:
        for problem in ties.problems(row.values, row.unit.pk, row.record.pk if row.record else None):
            book.fault(book.at(problem.where, row.said.row), problem.what, problem.mend)
        for name in unique:
            kept = row.values.get(name)
            if kept is not None and seen.setdefault((name, str(kept)), row.said.row) != row.said.row:
                first = seen[name, str(kept)]
                book.fault(
                    book.at(name, row.said.row),
                    _("{title}：和第 {first} 行重复").format(title=one.fields[name].title, first=first),
                    _("只留一处"),
                )

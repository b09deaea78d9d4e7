"""A workbook taken in: checked as a whole, then stored as a whole, or refused with every cell that is wrong."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.reports.books.refused import BookRefused, red_copy
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.clock import db_now, db_today
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.registers.books.reading import Book, Said, read_book
from youju.work.registers.books.table import STAGE, read_table
from youju.work.registers.books.template import FIRST
from youju.work.registers.deadlines import begun
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Import, Record, RecordVersion, Register, UniqueValue
from youju.work.registers.reach import OFFICE, held_deadline, posts_to_write, units_to
from youju.work.registers.selectors import by_number, parent_for
from youju.work.registers.services.keeping import depth_of, ended, keep_deadlines, lasting, next_number
from youju.work.registers.shadows import shadows, unique_key
from youju.work.registers.values import Ties, read_values

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

MOST_FAULTS, BATCH, KEYS = 2000, 2000, 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook brought. `again`: the same file was taken in before, and nothing was done now."""

    made: int
    changed: int
    same: int = 0
    again: bool = False


@dataclass(slots=True)
class _Row:
    said: Said
    unit: Unit
    values: dict[str, Any]
    record: Record | None
    parent_id: int | None
    stage: str


@dataclass(slots=True)
class Checked:
    """A workbook in which nothing was found wrong, with what its rows mean. `before`: the same file was taken in already."""

    book: Book
    sha256: str
    rows: list[_Row] = field(default_factory=list)
    before: Import | None = None


class _Faulty(Exception):  # noqa: N818  # says that the book now holds faults: undo, then refuse
    pass


def take_book(
    *, register: Register, name: str, content: bytes, by: User, keep: bool = True, brought: bool = False
) -> Taken:
    """Take a workbook, or a table as CSV, in: new records for rows without a number, changes for the others. All or nothing.

    The same file again does nothing. A row that was changed by somebody else since the book was downloaded is a fault.
    `brought`: it stood elsewhere already, so that nobody is asked for it and the last day of the register is no bar.
    Raises BookRefused; no copy is marked.
    """
    with checked_book(register=register, name=name, content=content, by=by, brought=brought) as checked:
        return store_book(register=register, checked=checked, name=name, by=by, keep=keep)


@contextmanager
def checked_book(
    *, register: Register, name: str, content: bytes, by: User, marks: bool = False, brought: bool = False
) -> Iterator[Checked]:
    """Read a workbook and look at every row: nothing of the database is held meanwhile.

    Raises BookRefused for what is wrong, and, when everything is undone, for what only showed in storing it. `marks`:
    with the sender's own copy in red.
    """
    one = declaration_of(register)
    sha = hashlib.sha256(content).hexdigest()
    before = _taken_before(register, sha)
    if before is not None:
        yield Checked(Book(), sha, before=before)
        return
    book = (read_table if name.lower().endswith(".csv") else read_book)(content, name, one)
    count = len(book.rows)
    rows = list(book.said()) if book.headed else []
    if not rows and not book.faults:
        book.fault("", _("表里一行也没有"), _("填好再导入"))
    try:
        checked = _checked(register, one, book, rows, by, brought=brought) if rows else []
        if book.faults:
            raise _Faulty  # noqa: TRY301  # one way out for what is found before and in storing
        book.rows = []
        yield Checked(book, sha, checked)
    except _Faulty:
        marks = marks and book.first == FIRST  # a plain table has no cells to colour
        copy = red_copy(name, content, book.sheet, count, book.faults) if marks else None
        raise BookRefused(name, book.faults, copy) from None


def store_book(*, register: Register, checked: Checked, name: str, by: User, keep: bool = True) -> Taken:
    """Store a checked workbook, in one transaction; with `keep` off do everything that storing would do, and keep nothing."""
    before = checked.before or _taken_before(register, checked.sha256)
    if before is not None:
        return Taken(before.made, before.changed, again=True)
    with transaction.atomic():
        try:
            with transaction.atomic():
                done = _store(register, declaration_of(register), checked.book, checked.rows, by)
        except IntegrityError:
            checked.book.fault("", _("有的值只能出现一次，刚刚被别人用了"), _("重新检查一遍，看是哪一条"))
        if checked.book.faults:
            raise _Faulty  # one way out for what is found before and in storing
        if not keep:
            transaction.set_rollback(True)
            return done
        told = {"sha256": checked.sha256, "made": done.made, "changed": done.changed}
        Import.objects.create(register=register, name=name[:200], by=by, at=db_now(), **told)
        leave_trace(by, "register.import", register, file=name[:200], **told)
    return done


def _taken_before(register: Register, sha: str) -> Import | None:
    return Import.objects.filter(register=register, sha256=sha).first()


def _checked(
    register: Register, one: Declaration, book: Book, rows: list[Said], by: User, *, brought: bool
) -> list[_Row]:
    """Return the rows with what they mean, and note everything that is wrong."""
    units = units_by_code(sorted({said.unit for said in rows if said.unit}))
    mine = set(units_to(by, "register.write", register).order_by().values_list("pk", flat=True))
    standing = by_number(register, {said.number for said in rows if said.number})
    parents = _parents(register, rows, units, by)
    numbers = Counter(said.number for said in rows if said.number)
    checked: list[_Row] = []
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
            checked.append(_Row(said, unit, values, record, parent.pk if parent else None, stage))
    _tied(register, one, book, checked)
    return _once(register, one, book, checked, brought=brought)


def _once(register: Register, one: Declaration, book: Book, rows: list[_Row], *, brought: bool) -> list[_Row]:
    """Look for new rows that stand already: a book that was saved again must not bring its records twice.

    What is brought over from elsewhere is left out where it stands; of others it is said, since it may be another record.
    """
    standing = _standing(register, one, [row for row in rows if row.record is None])
    left: list[_Row] = []
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


def _standing(register: Register, one: Declaration, rows: list[_Row]) -> dict[tuple[int, str], str]:
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


def _tied(register: Register, one: Declaration, book: Book, rows: list[_Row]) -> None:
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


def _store(register: Register, one: Declaration, book: Book, rows: list[_Row], by: User) -> Taken:
    new = [row for row in rows if row.record is None]
    old = [row for row in rows if row.record is not None and row.values != row.record.values]
    now, today = db_now(), db_today()
    posts = posts_to_write(by, register, {row.unit.pk for row in rows})
    number = int(next_number(register, one, len(new)).rpartition("-")[2]) if new else 0
    at = iter(range(number, number + len(new)))
    unique = [name for name, field in one.fields.items() if field.unique]
    while some := list(islice(iter(new), BATCH)):
        del new[:BATCH]
        made = Record.objects.bulk_create(
            Record(
                register=register, number=f"{one.prefix}-{next(at):06}", unit=row.unit, parent_id=row.parent_id, stage=row.stage,
                values=row.values, made_on=today, changed_at=now, is_example=register.is_example, **shadows(one, row.values),
                **begun(one, today, posts[row.unit.pk], row.values),
            )
            for row in some
        )  # fmt: skip
        _versions(one, made, "import", by, now, posts)
        for record in made if one.clock is not None else ():
            if record.stage != one.first_stage:
                keep_deadlines(record, one)
        UniqueValue.objects.bulk_create(
            UniqueValue(register=register, field=name, value=unique_key(record.values[name]), record=record)
            for record in made for name in unique if name in record.values
        )  # fmt: skip
    changed = _change(one, book, old, by, now, unique, posts)
    return Taken(
        sum(row.record is None for row in rows),
        changed,
        len(rows) - changed - sum(row.record is None for row in rows),
    )


def _change(
    one: Declaration,
    book: Book,
    rows: list[_Row],
    by: User,
    now: Any,
    unique: list[str],
    posts: dict[int, Post],
) -> int:
    changed: list[Record] = []
    moved: list[Record] = []
    for row in rows:
        record = row.record
        if record is None:
            continue
        if record.stage in one.closed:
            book.fault(
                book.at("#number", row.said.row),
                _("已经“{stage}”，不能再改").format(stage=one.stages[record.stage].title),
                _("先重新办理，或删去这一行"),
            )
            continue
        free = Record.objects.filter(pk=record.pk, lock=row.said.lock)
        if not free.update(
            values=row.values, lock=row.said.lock + 1, changed_at=now, **shadows(one, row.values)
        ):
            book.fault(
                book.at("#number", row.said.row),
                _("下载之后别人改过（现在是第 {lock} 版）").format(lock=record.lock),
                _("重新下载再填"),
            )
            continue
        if one.clock is not None and one.clock.due is not None:
            moved += [record] if record.values.get(one.clock.due) != row.values.get(one.clock.due) else []
        record.values, record.lock = row.values, row.said.lock + 1
        changed.append(record)
        if unique:
            UniqueValue.objects.filter(record=record).delete()
            UniqueValue.objects.bulk_create(
                UniqueValue(register_id=record.register_id, field=name, value=unique_key(record.values[name]), record=record)
                for name in unique if name in record.values
            )  # fmt: skip
    _versions(one, changed, "import", by, now, posts)
    for record in moved:
        keep_deadlines(record, one)
    return len(changed)


def _versions(
    one: Declaration, records: list[Record], act: str, by: User, now: Any, posts: dict[int, Post]
) -> None:
    RecordVersion.objects.bulk_create(
        [
            RecordVersion(
                record=r,
                number=r.lock,
                act=act,
                values=lasting(one, r.values),
                unit_id=r.unit_id,
                stage_was=r.stage,
                stage=r.stage,
                by=by,
                post=posts[r.unit_id],
                at=now,
            )
            for r in records
        ],
        batch_size=BATCH,
    )

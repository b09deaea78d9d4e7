"""A workbook taken in: checked as a whole, then stored as a whole, or refused with every cell that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.reports.books.refused import BookRefused, red_copy
from youju.kernel.clock import db_now, db_today
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.registers.books.reading import Book, read_book
from youju.work.registers.books.table import read_table
from youju.work.registers.books.template import FIRST
from youju.work.registers.deadlines import begun
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Import, Record, RecordVersion, Register, UniqueValue
from youju.work.registers.reach import posts_to_write
from youju.work.registers.services.checking import KEYS, Row, checked_rows
from youju.work.registers.services.keeping import hold, is_over, keep_deadlines, lasting, next_number
from youju.work.registers.shadows import shadows, unique_key

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook brought. `again`: the same file was taken in before, and nothing was done now."""

    made: int
    changed: int
    same: int = 0
    again: bool = False


@dataclass(slots=True)
class Checked:
    """A workbook in which nothing was found wrong, with what its rows mean. `before`: the same file was taken in already."""

    book: Book
    sha256: str
    rows: list[Row] = field(default_factory=list)
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
        checked = checked_rows(register, one, book, rows, by, brought=brought) if rows else []
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
                done = store_rows(register, checked.book, checked.rows, by)
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


def store_rows(
    register: Register, book: Book, rows: list[Row], by: User | None, *, act: str = "import"
) -> Taken:
    """Store checked rows, each as a new record or as the next version of one; what somebody was faster with is noted in the book.

    `by` None is the house itself, which holds no post.
    """
    one = declaration_of(register)
    new = [row for row in rows if row.record is None]
    old = [row for row in rows if row.record is not None and row.values != row.record.values]
    _hold_above(one, book, new)
    now, today = db_now(), db_today()
    keys = {row.unit.pk for row in rows}
    posts = posts_to_write(by, register, keys) if by is not None else dict.fromkeys(keys)
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
        _versions(one, made, act, by, now, posts)
        for record in made if one.clock is not None else ():
            if record.stage != one.first_stage:
                keep_deadlines(record, one)
        UniqueValue.objects.bulk_create(
            UniqueValue(register=register, field=name, value=unique_key(record.values[name]), record=record)
            for record in made for name in unique if name in record.values
        )  # fmt: skip
    changed = _change(one, book, old, act, by, now, unique, posts)
    return Taken(
        sum(row.record is None for row in rows),
        changed,
        len(rows) - changed - sum(row.record is None for row in rows),
    )


def _hold_above(one: Declaration, book: Book, new: list[Row]) -> None:
    """Hold what new rows are put under until all is stored; what is over by now is a fault of each row that stands under it."""
    under = sorted({row.parent_id for row in new if row.parent_id is not None})
    for at in range(0, len(under), KEYS):
        above = {record.pk: record for record in Record.objects.filter(pk__in=under[at : at + KEYS])}
        hold(*above.values())
        for row in new:
            for problem in is_over(one, above[row.parent_id]) if row.parent_id in above else ():
                book.fault(book.at("#parent", row.said.row), problem.what, problem.mend)


def _change(
    one: Declaration,
    book: Book,
    rows: list[Row],
    act: str,
    by: User | None,
    now: Any,
    unique: list[str],
    posts: Mapping[int, Post | None],
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
    _versions(one, changed, act, by, now, posts)
    for record in moved:
        keep_deadlines(record, one)
    return len(changed)


def _versions(
    one: Declaration,
    records: list[Record],
    act: str,
    by: User | None,
    now: Any,
    posts: Mapping[int, Post | None],
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

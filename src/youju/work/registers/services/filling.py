"""Rows from duties: what a system of duties says is compared with what a register says, and written into it by one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.engine.registers.filled import Filled
from youju.kernel.clock import db_today
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.books.reading import Book, Said
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register, UniqueValue
from youju.work.registers.ports import Charged, charges_of
from youju.work.registers.reach import post_to_write, units_to
from youju.work.registers.services.checking import Row
from youju.work.registers.services.importing import Taken, store_rows
from youju.work.registers.services.keeping import ended
from youju.work.registers.shadows import unique_key
from youju.work.registers.values import Ties, read_values, refused

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

KEYS = 500


@dataclass(slots=True)
class Filling:
    """What duties say beside what a register says: rows to be written, objects nobody answers for, rows of no object, faults."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    gaps: list[Charged] = field(default_factory=list)
    strays: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def beside_duties(register: Register, by: User) -> Filling:
    """Compare a register with its system of duties, for the units a person writes for: nothing is written.

    What is over stays as it is, and so does a row whose object is gone, but for the day that says so; new rows are made
    for what is there today.
    """
    one = declaration_of(register)
    filled, found = _filled(register, one), Filling()
    units = {unit.pk: unit for unit in units_to(by, "register.write", register)}
    charges = [charge for charge in charges_of(filled.system, db_today()) if charge.unit_id in units]
    standing = _standing(register, filled)
    for at, charge in enumerate(charges, 1):
        found.gaps += [charge] if charge.is_gap else []
        record = standing.pop(unique_key(charge.code), None)
        if charge.is_gone if record is None else record.stage in one.closed:
            continue
        _row(one, filled, charge, record, units[charge.unit_id], at, found)
    found.strays = [
        record for record in standing.values() if record.unit_id in units and record.stage not in one.closed
    ]
    rows = [*found.new, *found.changed]
    ties = Ties(register, one, [row.values for row in rows])
    for row in rows:
        of = row.record.pk if row.record else None
        found.problems += [
            _at(row.values[filled.by], problem) for problem in ties.problems(row.values, row.unit.pk, of)
        ]
    found.problems += ended(one) if found.new else []
    return found


@transaction.atomic
def fill_from_duties(*, register: Register, by: User) -> Taken:
    """Write into a register what its system of duties says today: all or nothing, and nothing where both say the same."""
    if not units_to(by, "register.write", register).exists():
        post_to_write(by, register, register.unit_id)
    found = beside_duties(register, by)
    if found.problems:
        raise refused(register, found.problems)
    if not found.new and not found.changed:
        return Taken(0, 0, found.same, again=True)
    book = Book()
    try:
        with transaction.atomic():
            done = store_rows(register, book, [*found.new, *found.changed], by, act="fill")
    except IntegrityError:  # somebody else wrote the same object a moment ago
        book.fault("", "", "")
    if book.faults:
        again = (_("刚刚被别人改过"), _("再更新一次"))
        raise refused(register, [Problem(problem.where, *again) for _cell, problem in book.faults])
    leave_trace(by, "register.fill", register, made=done.made, changed=done.changed, gaps=len(found.gaps))
    return Taken(done.made, done.changed, found.same)


def _filled(register: Register, one: Declaration) -> Filled:
    if one.duties is None:
        raise Refusal(
            f"“{register}”没有更新", "它的声明没有说行从责任登记来", "照常登记；要由责任生成，请主办单位声明 duties",
            english=f"{register} was not filled: its declaration takes no rows from duties. Register them as usual, or let its office declare `duties`.",
        )  # fmt: skip
    return one.duties


def _standing(register: Register, filled: Filled) -> dict[str, Record]:
    """Return the record of every object by its code, and of every other row by what stands in its place."""
    of = dict(
        UniqueValue.objects.filter(register=register, field=filled.by).values_list("record_id", "value")
    )
    rows = Record.objects.filter(register=register).select_related("unit").order_by("pk")
    return {of.get(row.pk, f"#{row.pk}"): row for row in rows}


def _row(
    one: Declaration,
    filled: Filled,
    charge: Charged,
    record: Record | None,
    unit: Unit,
    at: int,
    found: Filling,
) -> None:
    """Put a row where it belongs: new, changed, or the same as it stands."""
    texts = {name: charge.said.get(said, "") for name, said in filled.put.items()}
    values, problems = read_values(one, {**texts, filled.by: charge.code}, record.values if record else None)
    found.problems += [_at(charge.code, problem) for problem in problems]
    if record is not None and values == record.values:
        found.same += 1
        return
    number, lock = (record.number, record.lock) if record is not None else ("", 0)
    stage = record.stage if record is not None else one.first_stage
    said = Said(at, number, unit.code, "", lock, texts)
    of = unit if record is None else record.unit
    (found.new if record is None else found.changed).append(Row(said, of, values, record, None, stage))


def _at(code: object, problem: Problem) -> Problem:
    return Problem(f"{code} {problem.where}", problem.what, problem.mend)

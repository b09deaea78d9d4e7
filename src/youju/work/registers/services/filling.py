"""Rows from duties: what a system of duties says is compared with what a register says, and written into it by one act."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from youju.engine.language.filling import Filled
from youju.engine.registers import Declaration
from youju.flow.schemes.selectors import every_scheme
from youju.flow.units.selectors import descendants_at
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


def beside_duties(register: Register, by: User | None) -> Filling:
    """Compare a register with its systems of duties, for the units a person writes for: nothing is written.

    `by` None is the house itself: it looks at every unit under the one that keeps the register, and asks no power.

    What is over stays as it is, and so does a row whose object is gone, but for the day that says so; new rows are made
    for what is there today.
    """
    one = declaration_of(register)
    filled, found, today = _filled(register, one), Filling(), db_today()
    units = {unit.pk: unit for unit in (units_to(by, "register.write", register) if by else _under(register))}
    charges = [
        charge for name in filled.systems for charge in charges_of(name, today) if charge.unit_id in units
    ]
    found.problems += _known_twice(charges)
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
def fill_from_duties(*, register: Register, by: User | None) -> Taken:
    """Write into a register what its systems of duties say today: all or nothing, and nothing where both say the same.

    `by` None is the house itself, which does it every night.
    """
    if by is not None and not units_to(by, "register.write", register).exists():
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


class FilledAll(NamedTuple):
    """What a night of filling did: registers that were changed, rows made and changed in them, and why which could not be filled."""

    registers: int
    made: int
    changed: int
    refused: dict[str, str]


def fill_all() -> FilledAll:
    """Fill every register whose rows come from duties, each in a transaction and with a trace of its own.

    One that is refused stays as it was and stops no other; one past its last day is asked for no more.
    """
    done, refused_ = [], {}
    for register in Register.objects.filter(version__gt=0).select_related("unit").order_by("pk"):
        one = declaration_of(register)
        if one.duties is None or ended(one):
            continue
        try:
            done.append(fill_from_duties(register=register, by=None))
        except Refusal as refusal:
            told = [f"{problem.where}：{problem.what}" for problem in refusal.problems]
            refused_[register.code] = "；".join([refusal.why, *told])
    some = [taken for taken in done if not taken.again]
    return FilledAll(len(some), sum(t.made for t in some), sum(t.changed for t in some), refused_)


def _under(register: Register) -> QuerySet[Unit]:
    """Return the units whose rows a register can hold: those under the one that keeps it, in the tree of its scheme."""
    kept = every_scheme().filter(code=register.scheme).first() if register.scheme else None
    return descendants_at(register.unit_id, db_today(), *([kept.tree] if kept is not None else []))


def _known_twice(charges: list[Charged]) -> list[Problem]:
    """Return the codes that objects of several systems share: a row could not tell which of them it is."""
    return [
        Problem(code, _("几个责任体系里都有代号 {code}").format(code=code), _("在责任登记里给其中一个换代号"))
        for code, count in Counter(unique_key(charge.code) for charge in charges).items()
        if count > 1
    ]


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
    told = {name: (said, charge.said.get(said, "")) for name, said in filled.put.items()}
    texts = {name: filled.words.get(said, {}).get(text, text) for name, (said, text) in told.items()}
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

"""Questions about registers. Which records a person sees is decided in the fetch: the declaration's roles, the tree's reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.documents.ports import Target
from youju.flow.units.selectors import ancestors_at, children_at, roots_on
from youju.kernel.clock import db_today
from youju.kernel.powers import EVERYWHERE, asked_once, scopes, today_of
from youju.work.registers.asking import Asked, condition
from youju.work.registers.counting import members
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import (
    FollowCode,
    Party,
    Record,
    RecordVersion,
    Register,
    Remark,
    SavedView,
    Unlock,
)
from youju.work.registers.reach import units_to

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

PAGE = 50
SHORT = 400
"""Up to so many units are named one by one, so that the index by unit can be used."""
COUNTED = 1000
MATCHED = 2000
"""So many offers and needs are looked at for each other, the latest."""


def registers_for(user: Any) -> list[Register]:
    """Return the registers in which the person may read anything, by title."""
    rows = Register.objects.filter(version__gt=0).select_related("unit").order_by("title", "code")
    return [row for row in rows if may_read(user, row)]


def registers_of(unit: Unit) -> set[int]:
    """Return the keys of the registers that hold anything of a unit, for pages that narrow the rest themselves."""
    return set(Record.objects.filter(unit=unit).order_by().values_list("register_id", flat=True).distinct())


def targets_for(user: Any) -> list[Target]:
    """Return the registers to which the person may send a fact of a document."""
    return [Target(row.title, _("台账"), register=row.code) for row in registers_for(user)]


def intakes() -> list[Register]:
    """Return the registers at which anybody may hand something in, by title."""
    rows = Register.objects.filter(version__gt=0).select_related("unit").order_by("title", "code")
    return [row for row in rows if declaration_of(row).intake is not None]


def intake_for(code: str) -> Register:
    """Return a register at which anybody may hand something in, or answer 404 as if it did not exist."""
    found = Register.objects.filter(code=code, version__gt=0).select_related("unit").first()
    if found is None or declaration_of(found).intake is None:
        raise Http404(code)
    return found


def intake_units(register: Register) -> list[Unit]:
    """Return the units that receive for a register today: the one that keeps it, and those directly under it."""
    return [register.unit, *children_at(register.unit, db_today())]


def register_named(code: str) -> Register | None:
    """Return a register that is declared, for the house itself; None where there is none."""
    return Register.objects.filter(code=code, version__gt=0).select_related("unit").first()


def record_named(case: str) -> Record | None:
    """Return the record that another room knows as `register/number`, for the house itself; None where there is none."""
    code, _slash, number = case.partition("/")
    found = Record.objects.filter(register__code=code, number=number).select_related("register", "unit")
    return found.first()


def may_read(user: Any, register: Register) -> bool:
    """Whether the person may read this register for any unit."""
    return bool(scopes(user, "register.read", scheme=register.scheme, roles=declaration_of(register).read))


def register_for(user: Any, code: str) -> Register:
    """Return a register that the person may read, or answer 404 as if it did not exist."""
    found = Register.objects.filter(code=code, version__gt=0).select_related("unit").first()
    if found is None or not may_read(user, found):
        raise Http404(code)
    return found


def records_for(user: Any, register: Register, act: str = "register.read") -> QuerySet[Record]:
    """Return the records of a register that the person may read (or write)."""
    one = declaration_of(register)
    rows = Record.objects.filter(register=register)
    roles = one.read if act == "register.read" else one.write
    held = scopes(user, act, scheme=register.scheme, roles=roles)
    if any(scope.unit_id == EVERYWHERE for scope in held):
        return rows
    # a page of all registers asks for the same reach again and again
    some = asked_once(user, ("reach", act, held), lambda: _reach(user, act, register))
    if some is None:
        return rows
    if not one.parts or act != "register.read":
        return rows.filter(unit_id__in=some)
    # a unit that supports or supervises sees the record too
    beside = Party.objects.filter(unit_id__in=some, ended_on=None, record__register=register)
    return rows.filter(Q(unit_id__in=some) | Q(pk__in=beside.values("record_id")))


def _reach(user: Any, act: str, register: Register) -> Any:
    """Return the units in reach: their keys where they are few, a question otherwise, None where they are all there are."""
    reach = units_to(user, act, register)
    if _reaches_all(reach, today_of(user)):
        return None
    some = list(reach.order_by().values_list("pk", flat=True)[: SHORT + 1])
    return some if len(some) <= SHORT else reach.order_by().values("pk")


def _reaches_all(reach: QuerySet[Any], today: dt.date) -> bool:
    """Whether the roots of all trees are in reach: then every record is, and no list of units need be compared."""
    roots = roots_on(today)
    return bool(roots) and reach.order_by().filter(pk__in=roots).count() == len(roots)


def record_for(user: Any, code: str, number: str, act: str = "register.read") -> Record:
    """Return one record the person may read (or write), or answer 404 as if it did not exist."""
    register = register_for(user, code)
    found = (
        records_for(user, register, act)
        .filter(number=number)
        .select_related("register", "unit", "parent")
        .first()
    )
    if found is None:
        raise Http404(number)
    found.register = register
    return found


def parent_for(user: Any, register: Register, unit: Unit, number: str) -> Record | None:
    """Return the record under which a unit may put one: one the person reads, or one of a unit above （方面 of the county）."""
    found = Record.objects.filter(register=register, number=number).select_related("register", "unit").first()
    if found is None or found.unit_id in {above.pk for above in ancestors_at(unit, db_today())}:
        return found
    return records_for(user, register).filter(pk=found.pk).select_related("register", "unit").first()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the `after` of the next ("" at the end)."""

    rows: Sequence[Record]
    after: str


def picked(rows: QuerySet[Record], one: Declaration, asked: Asked) -> QuerySet[Record]:
    """Return the rows that a question picks; what could not be read picks nothing away (see its problems)."""
    wrong = {problem.where for problem in asked.problems}
    for pick in asked.picks:
        if f"{pick.name}.{pick.operator}" in wrong:
            continue
        rows = rows.filter(condition(one, pick))
    if asked.indicator:
        rows = rows.filter(members(one, asked.indicator, asked.part))
    if asked.words:
        slot = one.slots.get(one.named_by, "number")
        rows = rows.filter(Q(number=asked.words) | Q(**{f"{slot}__contains": asked.words}))
    return rows


def page_of(rows: QuerySet[Record], one: Declaration, asked: Asked, size: int = PAGE) -> Page:
    """Return a page in the order asked for. Records without a value come last, whichever way the order runs; no row comes twice."""
    rows = picked(rows, one, asked).select_related("unit")
    if not asked.sort_by or asked.sort_by not in {*one.slots, "made_on", "stage", "number"}:
        return _by_key(rows, asked.after, size)
    column = one.slots.get(asked.sort_by, asked.sort_by)
    return _by_column(rows, column, asked, size)


def _by_key(rows: QuerySet[Record], after: str, size: int) -> Page:
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def _by_column(rows: QuerySet[Record], column: str, asked: Asked, size: int) -> Page:
    """Two stretches, each along its index: those with a value in order, then those without by key."""
    down, (told, value, key) = asked.descending, _mark(asked.after, column)
    found: list[Record] = []
    if told != "null":
        held = rows.filter(**{f"{column}__isnull": False})
        if told == "value":
            step = "lt" if down else "gt"
            held = held.filter(Q(**{f"{column}__{step}": value}) | Q(**{column: value, f"pk__{step}": key}))
            held = held.filter(**{f"{column}__{step}e": value})
        order = F(column).desc() if down else F(column).asc()
        found = list(held.order_by(order, "-pk" if down else "pk")[: size + 1])
    if len(found) <= size and column not in {"made_on", "stage", "number"}:
        bare = rows.filter(**{f"{column}__isnull": True})
        if told == "null":
            bare = bare.filter(pk__gt=key)
        found += list(bare.order_by("pk")[: size + 1 - len(found)])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    held_value = getattr(last, column)
    return Page(found[:size], f"null~{last.pk}" if held_value is None else f"value~{last.pk}~{held_value}")


def _mark(after: str, column: str) -> tuple[str, Any, int]:
    told, _, rest = after.partition("~")
    key, _, value = rest.partition("~")
    if told not in {"value", "null"} or not key.isdecimal():
        return "", None, 0
    number = column.startswith("i")
    if told == "value" and number and not value.removeprefix("-").isdecimal():
        return "", None, 0
    if told == "value" and column == "made_on" and (len(value) != 10 or not _is_day(value)):
        return "", None, 0
    return told, int(value) if told == "value" and number else value, int(key)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def count_of(rows: QuerySet[Record], one: Declaration, asked: Asked) -> tuple[int, bool]:
    """Return how many records a question picks, counted up to a thousand, and whether there are more."""
    number = picked(rows, one, asked).order_by()[: COUNTED + 1].count()
    return min(number, COUNTED), number > COUNTED


def size_of(user: Any, register: Register) -> tuple[tuple[int, bool], tuple[int, bool] | None]:
    """Return how many records of a register a person sees and how many of them are not closed (None: it closes none).

    Both are counted up to a thousand; with each goes whether there are more.
    """
    one, rows = declaration_of(register), records_for(user, register).order_by()
    counts = [rows, rows.exclude(stage__in=one.closed)] if one.closed else [rows]
    told = [found[: COUNTED + 1].count() for found in counts]
    capped = [(min(number, COUNTED), number > COUNTED) for number in told]
    return capped[0], capped[1] if len(capped) > 1 else None


def children_of(record: Record) -> QuerySet[Record]:
    """Return the records that hang below one, in the order they were made."""
    return record.children.select_related("unit").order_by("pk")


def seed_of(record: Record) -> Any:
    """Return the seed of the draw by which a record is looked at again."""
    drawn = record.remarks.filter(kind=Remark.Kind.DRAWN).order_by("-pk")
    return drawn.values_list("detail__seed", flat=True)[0]


def versions_of(record: Record) -> QuerySet[RecordVersion]:
    """Return what a record said, version by version, the latest first."""
    return record.versions.select_related("by", "post", "unit").order_by("-number")


def remarks_of(record: Record) -> QuerySet[Remark]:
    """Return what was said about a record, oldest first."""
    return record.remarks.select_related("by", "post", "unit").order_by("at", "pk")


def parties_of(record: Record) -> QuerySet[Party]:
    """Return the units beside the lead, those still in it first."""
    return record.parties.select_related("unit").order_by(F("ended_on").desc(nulls_first=True), "pk")


def market_of(user: Any, register: Register, numbers: Sequence[str] = ()) -> tuple[list[Record], set[int]]:
    """Return what is offered and needed in a register, whoever it is of, and the keys of those the person may write: the latest open ones, or those named.

    What is put up for exchange is put up for all who read the register; private fields are shown to nobody here.
    """
    one = declaration_of(register)
    rows = Record.objects.filter(register=register).select_related("register", "unit").order_by("-pk")
    rows = rows.filter(number__in=numbers) if numbers else rows.exclude(stage__in=one.closed)[:MATCHED]
    found = list(rows) if one.match is not None else []
    mine = records_for(user, register, "register.write").filter(pk__in=[row.pk for row in found])
    return found, set(mine.values_list("pk", flat=True))


def agreed_in(records: Sequence[Record]) -> set[tuple[str, str]]:
    """Return which sides agreed to a deal with which, as they stand now: pairs of numbers."""
    locks = {row.pk: row for row in records}
    said = Remark.objects.filter(record__in=list(locks), kind=Remark.Kind.NOTE, detail__has_key="deal")
    return {
        (locks[one.record_id].number, one.detail["deal"])
        for one in said
        if one.detail.get("lock") == locks[one.record_id].lock
    }


def has_code(record: Record) -> bool:
    """Whether somebody was given a code to follow a record by."""
    return FollowCode.objects.filter(record=record).exists()


def unlocks_of(record: Record) -> QuerySet[Unlock]:
    """Return the requests to see who gave a tip, latest first."""
    return record.unlocks.select_related("asked_by", "granted_by").order_by("-pk")


def unlock_of(record: Record, pk: int) -> Unlock:
    """Return one of these requests, or answer 404."""
    found = unlocks_of(record).select_related("record__register", "record__unit").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def views_of(user: Any, register: Register) -> QuerySet[SavedView]:
    """Return the views a person keeps of a register."""
    return SavedView.objects.filter(register=register, owner_id=user.pk).order_by("name")


def view_for(user: Any, pk: int) -> SavedView:
    """Return one of a person's own views, or answer 404."""
    found = SavedView.objects.filter(pk=pk, owner_id=user.pk).select_related("register").first()
    if found is None:
        raise Http404(pk)
    return found


def by_number(register: Register, numbers: Iterable[str]) -> dict[str, Record]:
    """Return the records of a register with these numbers, for services that ask rights themselves."""
    wanted, found = list(numbers), {}
    for at in range(0, len(wanted), 500):
        rows = Record.objects.filter(register=register, number__in=wanted[at : at + 500])
        found |= {row.number: row for row in rows}
    return found

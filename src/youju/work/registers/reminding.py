"""What people are reminded of: the rungs of the ladder, for whoever writes for the unit that hears of them, or leads it.

Other rooms ask by this module too (`waiting` for the desk, `told_since` for mail and group chats).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.units.powers import in_charge, units_for
from youju.kernel.words import bracketed
from youju.work.registers.deadlines import ACCEPT, FINISH, title_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many
from youju.work.registers.models import Digest, Record, Register, Remark
from youju.work.registers.reach import units_to
from youju.work.registers.selectors import registers_for

DAYS, MOST = 40, 400


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of what a unit was told on a day about one deadline of a record."""

    digest: int
    unit: str
    day: dt.date
    register: Register
    record: str
    name: str
    step: str
    of: str
    by: int | None
    due: str

    @property
    def words(self) -> str:
        """What was said: the step, and what is to be done by when."""
        said = _("{step}：{what}，时限 {due}")
        return said.format(step=Remark.Kind(self.step).label, what=title_of(self.of), due=self.due)

    @property
    def url(self) -> str:
        """Where the record stands."""
        return reverse("registers:record", args=[self.register.code, self.record])


def reminders_for(user: Any, today: dt.date, since: int = 0) -> list[Reminder]:
    """Return what a person's units were told in the last weeks (after a digest, by its key), the latest first.

    A leader hears of the rungs that name leaders, for the units that are led. Of a register that somebody may not write
    in, or read, nothing is told.
    """
    digests = (
        Digest.objects.filter(pk__gt=since, day__gt=today - dt.timedelta(days=DAYS))
        .filter(in_charge(user, "register.write") | in_charge(user, "register.instruct"))
        .select_related("unit")
        .order_by("-day", "unit_id", "-pk")[:MOST]
    )
    return list(_lines(user, list(digests)))


def _lines(user: Any, digests: Sequence[Digest]) -> Iterator[Reminder]:
    if not digests:
        return
    told = {digest.unit_id for digest in digests}  # whoever reaches a whole nation is asked about these alone
    registers = {register.code: register for register in registers_for(user)}
    led = _keys(units_for(user, "register.instruct"), told)
    writes: dict[str, set[int]] = {}
    for digest in digests:
        for line in digest.lines:
            register = registers.get(line["register"])
            if register is None:
                continue
            if register.code not in writes:
                writes[register.code] = _keys(units_to(user, "register.write", register), told)
            leads = digest.unit_id in led and "leader" in line.get("to", ())
            if digest.unit_id in writes[register.code] or leads:
                yield Reminder(
                    digest.pk, digest.unit.name, digest.day, register, line["record"], line["name"], line["step"],
                    line.get("of", FINISH), line.get("by"), line["due"],
                )  # fmt: skip


def _keys(units: QuerySet[Any], among: set[int]) -> set[int]:
    return set(units.filter(pk__in=among).values_list("pk", flat=True))


def standing(reminders: Iterable[Reminder], today: dt.date) -> list[Reminder]:
    """Return of the reminders the latest about each deadline that is still to be met, in their order."""
    latest: dict[tuple[str, str, str, int | None], Reminder] = {}
    for one in sorted(reminders, key=lambda one: one.digest, reverse=True):
        latest.setdefault((one.register.code, one.record, one.of, one.by), one)
    found: list[Reminder] = []
    for register in {one.register.code: one.register for one in latest.values()}.values():
        mine = [one for one in latest.values() if one.register.code == register.code]
        open_ = _still_open(register, {one.record for one in mine}, today)
        found += [one for one in mine if (one.record, one.of, one.due) in open_]
    return sorted(found, key=lambda one: (-one.digest, one.record))


def _still_open(register: Register, numbers: set[str], today: dt.date) -> set[tuple[str, str, str]]:
    """Return (record, kind, day) of the deadlines of records that are still to be met."""
    one = declaration_of(register)
    rows = list(
        Record.objects.filter(register=register, number__in=sorted(numbers), suspended_on=None).exclude(
            stage__in=one.closed
        )
    )
    told = clocked_many(one, rows, today)
    found = set()
    for row in rows:
        state = told[row.pk]
        if state.due is not None and state.done_on is None:
            found.add((row.number, FINISH, state.due.isoformat()))
        found |= {(row.number, late.kind, late.due.isoformat()) for late in state.deadlines if late.is_open}
    return found


def waiting(user: Any, today: dt.date) -> Iterator[tuple[str, int, str, str]]:
    """Yield (title, number, address, light) of what a person is still reminded of, for the desk."""
    here = reverse("registers:index") + "#reminders"
    rest = standing(reminders_for(user, today), today)
    signs = [one for one in rest if one.of == ACCEPT]
    urged = [one for one in rest if one.of != ACCEPT and one.step != Remark.Kind.REMIND]
    yield _("件台账任务催签收"), len(signs), here, "late"
    yield _("件台账任务在催办、督办"), len(urged), here, "late"
    yield _("件台账任务快到时限"), len(rest) - len(signs) - len(urged), here, "waiting"


def last_digest() -> int:
    """Return the key of the latest digest, 0 where there is none."""
    return Digest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def told_since(user: Any, since: int, until: int, today: dt.date) -> list[tuple[str, str]]:
    """Return (words, address) of what a person's units were told after one digest up to another, as far as it still stands."""
    some = [one for one in reminders_for(user, today, since) if one.digest <= until]
    return [
        (f"{one.name or one.record}{bracketed(one.unit)}{one.words}", one.url)
        for one in standing(some, today)
    ]

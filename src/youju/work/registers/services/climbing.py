"""The ladder: what is near or over its deadline is reminded, urged, noticed, circulated – once for each rung, by day, in one digest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from youju.engine.registers import Declaration
from youju.engine.registers.language import STEPS, Rung
from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal
from youju.kernel.trace import leave_trace
from youju.work.registers.clock import is_quiet, rungs_due
from youju.work.registers.deadlines import FINISH, columns_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import Clocked, clocked_many
from youju.work.registers.looking import named
from youju.work.registers.models import Digest, Party, Record, Register, Remark
from youju.work.registers.services.remarking import remark
from youju.work.registers.shadows import day_number

BATCH = 500


class Climbed(NamedTuple):
    """How many rungs were taken, and why how many records could not be judged: nothing is guessed, and nothing is kept quiet."""

    taken: int
    unjudged: dict[str, int]


class Waiting(NamedTuple):
    """A deadline of a record that is still to be met: of what kind, by which unit, by when, and since when it runs."""

    kind: str
    unit_id: int
    due: dt.date
    since: dt.date | None = None


def climb() -> Climbed:
    """Climb every ladder as far as today asks. Nothing at night or on a day off; a year without known holidays is refused.

    A rung is taken once for each deadline; whoever was away while several fell due takes only the highest. What a unit
    is told is written in the same transaction as the rungs of which it is told, batch by batch.
    """
    now = timezone.localtime(db_now())
    if is_quiet(now):
        return Climbed(0, {})
    unjudged: dict[str, int] = defaultdict(int)
    taken = 0
    for register in Register.objects.filter(version__gt=0).order_by("pk"):
        one = declaration_of(register)
        if one.clock is not None and not one.clock.ladder:
            _fill(register, one, now.date())
        if one.clock is not None and one.clock.ladder:
            for batch in _open(register, one, now.date()):
                taken += _climb(one, batch, now.date(), unjudged)
    return Climbed(taken, dict(unjudged))


def _why(refusal: Refusal) -> str:
    return f"{refusal.what}：{refusal.why}"


def _open(register: Register, one: Declaration, today: dt.date) -> Iterator[list[Record]]:
    """Yield the records whose ladder may have begun, in batches."""
    clock = one.clock
    rows = (
        Record.objects.filter(register=register, suspended_on=None)
        .exclude(stage__in=one.closed)
        .order_by("pk")
    )
    if clock is not None and clock.due is not None:
        first = min(rung.after for rung in clock.ladder)
        until = today + dt.timedelta(days=30 - 2 * min(first, 0))
        begun = Q(**{f"{one.slots[clock.due]}__lte": day_number(until)})
        if clock.accept is not None:
            asked = Party.objects.filter(record__register=register, ended_on=None, part=Party.Part.SUPPORT)
            begun |= Q(accepted_on=None) | Q(pk__in=asked.values("record_id"))
        if clock.reply is not None:
            begun |= Q(replied_on=None)
        rows = rows.filter(begun)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


def _fill(register: Register, one: Declaration, today: dt.date) -> None:
    """Bring the columns up where there is no ladder to do it: of open records made before there was a deadline to tell."""
    last = 0
    rows = (
        Record.objects.filter(register=register, finish_by=None).exclude(stage__in=one.closed).order_by("pk")
    )
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        told = clocked_many(one, batch, today)
        with transaction.atomic():
            for record in batch:
                _keep_columns(record, told[record.pk])


@transaction.atomic
def _climb(one: Declaration, records: list[Record], today: dt.date, unjudged: dict[str, int]) -> int:
    told = clocked_many(one, records, today)
    before = _taken_before(records)
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    taken = 0
    for record in records:
        state = told[record.pk]
        if state.unknown is not None and state.done_on is None:
            unjudged[_why(state.unknown)] += 1
            continue
        _keep_columns(record, state)
        for waiting in _waiting(record, state):
            try:
                rungs = [rung for rung, _day in rungs_due(one, waiting.due, today, waiting.since)]
            except Refusal as refusal:
                unjudged[_why(refusal)] += 1
                continue
            if rungs and not before[record.pk] & _names(waiting, rungs[-1]):
                _take(one, record, waiting, rungs[-1], lines)
                taken += 1
    now = db_now()
    Digest.objects.bulk_create(
        Digest(unit_id=unit_id, day=today, lines=said, made_at=now) for unit_id, said in sorted(lines.items())
    )
    return taken


def _keep_columns(record: Record, state: Clocked) -> None:
    """Bring the columns of a record up to its deadlines: what was not known when it was made, or not asked for then."""
    held = columns_of(state.deadlines, record.unit_id, state.due, state.done_on)
    if any(getattr(record, name) != day for name, day in held.items()):
        Record.objects.filter(pk=record.pk).update(**held)


def _waiting(record: Record, state: Clocked) -> list[Waiting]:
    finish = (
        [Waiting(FINISH, record.unit_id, state.due)]
        if state.due is not None and state.done_on is None
        else []
    )
    return finish + [
        Waiting(late.kind, late.unit_id, late.due, late.since) for late in state.deadlines if late.is_open
    ]


Rungs = set[tuple[str, str, str, int | None, int | None]]


def _taken_before(records: list[Record]) -> dict[int, Rungs]:
    """Return the rungs that records took already, by what tells one from another."""
    found: dict[int, Rungs] = defaultdict(set)
    for row in Remark.objects.filter(record__in=[r.pk for r in records], kind__in=STEPS):
        kind = row.detail.get("of", FINISH)
        unit_id = row.unit_id if kind != FINISH else None
        found[row.record_id].add(
            (row.kind, kind, str(row.detail.get("due")), unit_id, row.detail.get("after"))
        )
    return found


def _names(waiting: Waiting, rung: Rung) -> Rungs:
    """Return what a rung taken earlier may be called; those of old do not say which of several of one step it was."""
    unit_id = waiting.unit_id if waiting.kind != FINISH else None
    said = (rung.step, waiting.kind, waiting.due.isoformat(), unit_id)
    return {(*said, rung.after), (*said, None)}


def _take(
    one: Declaration, record: Record, waiting: Waiting, rung: Rung, lines: dict[int, list[dict[str, Any]]]
) -> None:
    due, to = waiting.due.isoformat(), list(rung.to)
    told = {"due": due, "to": to, "of": waiting.kind, "after": rung.after}
    remark(record, rung.step, None, None, unit_id=waiting.unit_id, **told)
    leave_trace(None, f"register.{rung.step}", record, due=waiting.due, to=to, of=waiting.kind)
    name = named(one, record)[:120]
    line = {"record": record.number, "register": one.register_, "step": rung.step, "due": due, "name": name,
            "of": waiting.kind, "by": waiting.unit_id, "to": to}  # fmt: skip
    for unit_id in _told(record, waiting, rung.to):
        lines[unit_id].append(line)


def _told(record: Record, waiting: Waiting, to: tuple[str, ...]) -> set[int]:
    """Return the units that hear of a rung: whoever must do it in place of the lead. A leader hears through the unit that is led."""
    units = {waiting.unit_id} if {"lead", "leader"} & set(to) else set()
    parts = [part for part in ("support", "supervise") if part in to]
    if parts and (waiting.kind == FINISH or "supervise" in parts):
        units |= set(
            Party.objects.filter(
                record=record, ended_on=None, part__in=parts if waiting.kind == FINISH else ["supervise"]
            ).values_list("unit_id", flat=True)
        )
    return units

"""The ladder: what is near or over its deadline is reminded, urged, noticed, circulated – once for each rung, by day, in one digest."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.engine.registers.language import STEPS, Rung
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.clock import is_quiet, rungs_due
from youju.work.registers.deadlines import FINISH, columns_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import Clocked, clocked_many
from youju.work.registers.models import Digest, Party, Record, Register, Remark
from youju.work.registers.services.moving import move_record
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
        if one.clock is not None and one.clock.ladder:
            for batch in _open(register, one, now.date()):
                taken += _climb(one, batch, now.date(), unjudged)
    return Climbed(taken, dict(unjudged))


def _why(refusal: Refusal) -> str:
    return f"{refusal.what}:{refusal.why}"


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
    held = columns_of(state.deadlines, record.unit_id)
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
    name = str(record.values.get(one.named_by, ""))[:120]
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


@transaction.atomic
def draw_look_back(*, register: Register, count: int, seed: int, by: User) -> list[Record]:
    """Draw closed records to be looked at again (回头看). Anybody can repeat the draw from its seed and the numbers."""
    one = declaration_of(register)
    tenure = tenure_on(
        by, "register.move", register.unit_id, scheme=register.scheme, roles=("inspector", "scoring_office")
    )
    if tenure is None:
        raise NotAllowed(
            "不能抽回头看",
            "由督查员或考核办抽",
            "请他们来抽",
            english="You may not draw for a follow-up: inspectors and the scoring office do. Ask them.",
        )
    closed = list(
        Record.objects.filter(register=register, stage__in=one.closed)
        .order_by("number")
        .values_list("number", flat=True)
    )
    if not 0 < count <= len(closed):
        raise BadInput("没有抽", f"已办完的有 {len(closed)} 条,要抽 {count} 条", "改抽样数", english=f"Nothing was drawn: {len(closed)} records are closed, {count} were asked for. Change the number.",
                       problems=[Problem("count", _("只有 {count} 条").format(count=len(closed)), _("改小"))])  # fmt: skip
    drawn = sorted(random.Random(seed).sample(closed, count))  # noqa: S311  # a public draw: anybody can repeat it
    rows = list(Record.objects.filter(register=register, number__in=drawn).order_by("number"))
    for row in rows:
        remark(row, Remark.Kind.DRAWN, by, tenure.post, seed=seed, count=count, among=len(closed))
    leave_trace(
        by,
        "register.draw",
        register,
        post=tenure.post,
        seed=seed,
        count=count,
        among=len(closed),
        drawn=drawn,
    )
    return rows


@transaction.atomic
def looked_back(
    *, record: Record, lock: int, holds: bool, text: str, by: User, move: str = "reopen"
) -> Record:
    """Say what was found when a closed record was looked at again; what does not hold is reopened, and its past stays."""
    tenure = tenure_on(
        by,
        "register.move",
        record.unit_id,
        scheme=record.register.scheme,
        roles=("inspector", "scoring_office"),
    )
    if tenure is None:
        raise NotAllowed(
            f"不能回头看“{record}”",
            "由督查员或考核办看",
            "请他们来看",
            english=f"You may not look back at {record}: inspectors and the scoring office do. Ask them.",
        )
    if not text.strip():
        raise BadInput(
            "没有记",
            "没有写看到了什么",
            "写一句",
            english="Nothing was noted: what was found is missing. Write a sentence.",
            problems=[Problem("text", _("没有写"), _("写一句"))],
        )
    remark(record, Remark.Kind.LOOKED, by, tenure.post, text=text, holds=holds)
    leave_trace(by, "register.look", record, post=tenure.post, holds=holds, text=text[:500])
    return record if holds else move_record(record=record, lock=lock, move=move, by=by, reason=text)

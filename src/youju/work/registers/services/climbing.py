"""The ladder: what is near or over its deadline is reminded, urged, noticed, circulated – once for each rung, by day, in one digest."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.clock import is_quiet, rungs_due
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many
from youju.work.registers.models import Digest, Party, Record, Register, Remark
from youju.work.registers.services.moving import move_record
from youju.work.registers.services.remarking import remark
from youju.work.registers.shadows import day_number

BATCH = 500
STEPS = ("remind", "urge", "notice", "circular")


class Climbed(NamedTuple):
    """How many rungs were taken, and why how many records could not be judged: nothing is guessed, and nothing is kept quiet."""

    taken: int
    unjudged: dict[str, int]


def climb() -> Climbed:
    """Climb every ladder as far as today asks. Nothing at night or on a day off; a year without known holidays is refused.

    A rung is taken once for each deadline; whoever was away while several fell due takes only the highest. What a unit
    is told today stands in one digest. Each batch of records is a transaction of its own.
    """
    now = timezone.localtime(db_now())
    if is_quiet(now):
        return Climbed(0, {})
    unjudged: dict[str, int] = defaultdict(int)
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    taken = 0
    for register in Register.objects.filter(version__gt=0).order_by("pk"):
        one = declaration_of(register)
        if one.clock is not None and one.clock.ladder:
            for batch in _open(register, one, now.date()):
                taken += _climb(one, batch, now.date(), lines, unjudged)
    _tell(lines, now.date())
    return Climbed(taken, dict(unjudged))


def _why(refusal: Refusal) -> str:
    return f"{refusal.what}:{refusal.why}"


def _open(register: Register, one: Declaration, today: dt.date) -> Iterator[list[Record]]:
    """Yield the records whose ladder may have begun, in batches."""
    rows = (
        Record.objects.filter(register=register, suspended_on=None)
        .exclude(stage__in=one.closed)
        .order_by("pk")
    )
    if one.clock is not None and one.clock.due is not None:
        first = min(rung.after for rung in one.clock.ladder)
        until = today + dt.timedelta(days=30 - 2 * min(first, 0))
        rows = rows.filter(**{f"{one.slots[one.clock.due]}__lte": day_number(until)})
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


@transaction.atomic
def _climb(
    one: Declaration,
    records: list[Record],
    today: dt.date,
    lines: dict[int, list[dict[str, Any]]],
    unjudged: dict[str, int],
) -> int:
    told = clocked_many(one, records, today)
    before: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in Remark.objects.filter(record__in=[r.pk for r in records], kind__in=STEPS):
        before[row.record_id].add((row.kind, str(row.detail.get("due"))))
    taken = 0
    for record in records:
        state = told[record.pk]
        if state.done_on is not None:
            continue
        if state.due is None:
            if state.unknown is not None:
                unjudged[_why(state.unknown)] += 1
            continue
        try:
            rungs = [rung for rung, _day in rungs_due(one, state.due, today)]
        except Refusal as refusal:
            unjudged[_why(refusal)] += 1
            continue
        if not rungs or (rungs[-1].step, state.due.isoformat()) in before[record.pk]:
            continue
        rung = rungs[-1]
        row = remark(
            record, rung.step, None, None, unit_id=record.unit_id, due=state.due.isoformat(), to=list(rung.to)
        )
        leave_trace(None, f"register.{rung.step}", record, due=state.due, to=list(rung.to))
        taken += 1
        for unit_id in _told(record, rung.to):
            lines[unit_id].append({"record": record.number, "register": one.register_, "step": row.kind, "due": state.due.isoformat(),
                                   "name": str(record.values.get(one.named_by, ""))[:120]})  # fmt: skip
    return taken


def _told(record: Record, to: tuple[str, ...]) -> set[int]:
    """Return the units that hear of a rung. A leader hears through the unit that is led."""
    units = {record.unit_id} if {"lead", "leader"} & set(to) else set()
    parts = [part for part in ("support", "supervise") if part in to]
    if parts:
        units |= set(
            Party.objects.filter(record=record, ended_on=None, part__in=parts).values_list(
                "unit_id", flat=True
            )
        )
    return units


@transaction.atomic
def _tell(lines: dict[int, list[dict[str, Any]]], today: dt.date) -> None:
    standing = set(Digest.objects.filter(day=today, unit_id__in=lines).values_list("unit_id", flat=True))
    now = db_now()
    Digest.objects.bulk_create(
        Digest(unit_id=unit_id, day=today, lines=said, made_at=now)
        for unit_id, said in sorted(lines.items())
        if unit_id not in standing
    )


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

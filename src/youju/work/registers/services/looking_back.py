"""回头看: drawing what was done for a second look, and what was found there."""

from __future__ import annotations

import hashlib
import random

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register, Remark
from youju.work.registers.services.keeping import Conflict
from youju.work.registers.services.moving import move_record
from youju.work.registers.services.remarking import remark


@transaction.atomic
def draw_look_back(*, register: Register, count: int, by: User, seed: int | None = None) -> list[Record]:
    """Draw records that were done to be looked at again （回头看）. Anybody can repeat the draw from its seed and the numbers.

    What was cancelled, dropped or merged was not done. Unless a seed is given (drawn before witnesses, say) it follows
    from the day and from what is drawn among, so that nobody tries seeds until the sample suits.
    """
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
        Record.objects.filter(register=register, stage__in=one.done)
        .order_by("number")
        .values_list("number", flat=True)
    )
    if not 0 < count <= len(closed):
        raise BadInput("没有抽", f"已办完的有 {len(closed)} 条，要抽 {count} 条", "改抽样数", english=f"Nothing was drawn: {len(closed)} records are closed, {count} were asked for. Change the number.",
                       problems=[Problem("count", _("只有 {count} 条").format(count=len(closed)), _("改小"))])  # fmt: skip
    seed = seed_of(register, closed) if seed is None else seed
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
def looked_back(*, record: Record, lock: int, holds: bool, text: str, by: User) -> Record:
    """Say what was found when a closed record was looked at again; what does not hold is reopened, and its past stays.

    Where the table knows no way back, or it is another's to make, what was found is kept and the record stays closed.
    """
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
    one = declaration_of(record.register)
    if record.stage not in one.closed:
        raise Refusal(
            f"“{record}”没有回头看",
            "它还没有办完",
            "办完以后再看",
            english=f"{record} was not looked back at: it is not closed. Look when it is.",
        )
    remark(record, Remark.Kind.LOOKED, by, tenure.post, text=text, holds=holds)
    leave_trace(by, "register.look", record, post=tenure.post, holds=holds, text=text[:500])
    if holds:
        return record
    try:
        with transaction.atomic():
            return move_record(record=record, lock=lock, move=way_back(one, record), by=by, reason=text)
    except Conflict:
        raise
    except Refusal:
        record.refresh_from_db(fields=["stage", "lock"])
        return record


def way_back(one: Declaration, record: Record) -> str:
    """Return the move by which a closed record goes on: the one called `reopen`, or the first that leads to an open stage."""
    ways = [move.id for move in one.moves if record.stage in move.from_ and move.to not in one.closed]
    return "reopen" if "reopen" in ways or not ways else ways[0]


def seed_of(register: Register, numbers: list[str]) -> int:
    """Return the seed of a draw on this day among these numbers."""
    said = f"{register.code} {db_today()} {' '.join(numbers)}"
    return int(hashlib.sha256(said.encode()).hexdigest()[:8], 16)

"""Tasks of years that are over: each was finished and closed out, carried over with a reason, or dropped with one. None is overdue for ever."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from youju.kernel.clock import db_today
from youju.work.registers.declared import declaration_of
from youju.work.registers.selectors import records_for, register_named
from youju.work.registers.services import accept, extend, move_record

if TYPE_CHECKING:
    from youju.config.demo.ledgers import Hands
    from youju.config.demo.people import People
    from youju.work.registers.models import Record

SEED = 2023
FINISHED, CARRIED = 0.75, 0.93
PROOF = "办结佐证"
RESULT = "年终核对：按时限办完，材料齐全（示例）"
CARRY = "年终核对：没有办完，结转本年继续办（示例）"
DROP = "年终核对：工作安排调整，不再单独列项（示例）"


def settle_tasks(people: People, hands: Hands) -> None:
    """Settle every open task whose year is over, what is below before what is above: a whole with a part carried over is carried too."""
    register, today = register_named("task"), db_today()
    if register is None:
        raise ValueError("the demo declares the shared registers first")
    dice = random.Random(SEED)  # noqa: S311  # invented outcomes need to be repeatable, not secret
    rows = records_for(people.zhao, register).exclude(stage__in=declaration_of(register).closed)
    open_ = [
        row for row in rows.select_related("register", "unit").order_by("pk") if _due(row).year < today.year
    ]
    below = {row.parent_id for row in open_}
    wholes = [row for row in open_ if row.pk in below]
    for row in [*(row for row in open_ if row.pk not in below), *reversed(wholes)]:
        chance = 0.0 if row.pk in below or row.stage == "done" else dice.random()
        if chance >= CARRIED:
            move_record(record=row, lock=row.lock, move="cancel", by=people.zhao, reason=DROP)
        elif chance >= FINISHED or row.children.filter(stage__in=("assigned", "doing")).exists():
            accept(record=row, by=hands.clerk)
            extend(record=row, lock=row.lock, until=dt.date(today.year, 12, 31), reason=CARRY, by=people.zhao)
        else:
            _finish(row, hands)


def _due(row: Record) -> dt.date:
    return dt.date.fromisoformat(row.values["due_on"])


def _finish(row: Record, hands: Hands) -> None:
    """Let the clerk finish a task, where that was not done in time, and the verifier of another unit close it out."""
    done = {"result": row.values.get("result") or RESULT, "done_on": row.values["due_on"]}
    proof = {PROOF: hands.proof(row.unit, PROOF)}
    if row.stage != "done":
        move_record(record=row, lock=row.lock, move="finish", by=hands.clerk, values=done, evidence=proof)
    move_record(record=row, lock=row.lock, move="close", by=hands.verifier)

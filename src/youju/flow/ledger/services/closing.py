"""Closing a round, once, while others write: what was handed in before counts, what comes after is late and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from youju.flow.ledger.ports import against_closing
from youju.flow.ledger.services.gathering import gather
from youju.flow.schemes.services import advance_round
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_today
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closing came to: the round, and how many values it brought into the ledger."""

    round: Round
    recorded: int


@transaction.atomic
def close_round(*, round_: Round, by: User | None) -> Closing:
    """Close a round's books, once. Of two who press at once one is told.

    The round's row is claimed first, which waits for those who are just handing in; only then is the ledger filled.
    So a report is either before the closing and counted, or after it and marked as come after it. Refused while the
    notice runs, or while another room has something against it (an objection nobody decided).
    """
    if (
        by is not None
        and tenure_on(by, "round.close", round_.scheme.unit_id, scheme=round_.scheme.code) is None
    ):
        raise NotAllowed(
            f"不能关“{round_}”的账", "你的岗位管不到这个方案", "请主办单位的考核办关账",
            english="None of your posts may close rounds of this scheme.",
        )  # fmt: skip
    if round_.status == "notice" and round_.object_by is not None and db_today() <= round_.object_by:
        raise Refusal(
            f"“{round_}”还不能关账", f"公示到 {round_.object_by} 为止，单位还可以提出异议", f"{round_.object_by} 过后再关账",
            english=f"The notice runs until {round_.object_by}.",
        )  # fmt: skip
    closed = advance_round(round_=round_, to="closed", by=by)
    problems = against_closing(closed)
    if problems:
        raise Refusal(
            f"“{round_}”还不能关账", f"有 {len(problems)} 件事没有办完", "逐件办完再关账",
            english=f"{len(problems)} matters stand against closing.", problems=problems,
        )  # fmt: skip
    recorded = gather(closed, by)
    leave_trace(by, "round.close", closed, recorded=recorded, closed_at=closed.closed_at)
    return Closing(closed, recorded)

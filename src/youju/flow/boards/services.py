"""Acts on boards: the only writer of this room."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from youju.engine.robust import firmness
from youju.flow.boards.models import Firmness
from youju.flow.scores.bundles import opened
from youju.kernel.clock import db_now
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.scores.models import Score

RUNS, NOISE = 1000, Decimal("0.25")


@transaction.atomic
def measure_firmness(*, score: Score, by: User | None, runs: int = RUNS) -> Firmness:
    """Work out the rank intervals of a score, once; asked again, the stored result is the answer.

    The seed is taken from the root hash: nobody chooses it.
    """
    there = Firmness.objects.filter(score=score).first()
    if there is not None:
        return there
    seed = int(score.root[:12], 16)
    found = firmness(opened(score.root), runs=runs, noise=float(NOISE), seed=seed)
    row = Firmness.objects.create(
        score=score, runs=runs, noise=NOISE, seed=seed, asked_by=by, asked_at=db_now(),
        intervals=[
            {"league": i.league, "unit": i.unit, "low": f"{i.low:g}", "high": f"{i.high:g}", "tied": i.tied_with_next}
            for i in found.intervals
        ],
    )  # fmt: skip
    leave_trace(by, "board.firmness", row, score=score, runs=runs, noise=NOISE, seed=seed)
    return row

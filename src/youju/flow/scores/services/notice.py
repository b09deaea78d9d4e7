"""Opening the notice: the ledger is filled, the round is scored, and every unit may read why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from youju.flow.schemes.services import advance_round
from youju.flow.scores.models import Score
from youju.flow.scores.services.scoring import score_round
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round


@transaction.atomic
def open_notice(*, round_: Round, by: User | None) -> Score:
    """Move a round from verifying to its notice: what was handed in and verified is recorded and scored."""
    return score_round(round_=advance_round(round_=round_, to="notice", by=by), by=by)

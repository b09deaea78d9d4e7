"""Long work of this room: closing a round, and scoring it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.ledger.services import close_round
from youju.flow.schemes.selectors import round_for
from youju.flow.scores import services
from youju.flow.scores.selectors import latest_score
from youju.kernel.errors import Refusal
from youju.kernel.jobs import Done, declare, refusal_of, refused_lately
from youju.kernel.models import User

CLOSE, NOTICE, AGAIN = "round.close", "score.notice", "score.again"


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody typed as the reason of scoring a round again, and why and when that was refused."""

    because: str
    refusal: Refusal
    at: dt.datetime


def refused_again(user: User) -> dict[int, Refused]:
    """Return by round what a person asked to score again last, where it was refused."""
    found = {}
    for round_id, job in refused_lately(user, AGAIN, "round").items():
        refusal = refusal_of(job)
        if refusal is not None and job.ended_at is not None:
            found[round_id] = Refused(job.arguments["because"], refusal, job.ended_at)
    return found


def _close(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    done = close_round(round_=round_for(by, arguments["round"], "round.close"), by=by)
    return Done(
        _("已关账，这次入账 {recorded} 个数；再计一次分就可以提请发布").format(recorded=done.recorded),
        reverse("scores:index"),
    )


def _notice(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    score = services.open_notice(round_=round_for(by, arguments["round"], "score.make"), by=by)
    return Done(
        _("已转入公示并计分，异议期到 {object_by}").format(object_by=score.object_by), reverse("scores:index")
    )


def _again(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    round_ = round_for(by, arguments["round"], "score.make")
    before = latest_score(round_)
    score = services.score_round(round_=round_, by=by, because=arguments["because"])
    words = (
        _("底账和方案都没有变，得分还是第 {number} 次的")
        if score == before
        else _("已计分，这是第 {number} 次")
    )
    return Done(words.format(number=score.number), reverse("scores:index"))


declare(CLOSE, _close)
declare(NOTICE, _notice)
declare(AGAIN, _again)

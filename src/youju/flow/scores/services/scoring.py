"""Scoring a round: the engine over the ledger, into a bundle, under its root hash."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from youju.engine.bundle.write import ENGINE
from youju.flow.ledger.selectors import laid_case, latest_moment, micros
from youju.flow.ledger.services import gather_round
from youju.flow.schemes.days import working_days_after
from youju.flow.scores.bundles import opened, store
from youju.flow.scores.changes import moved as moved_between
from youju.flow.scores.models import Score
from youju.flow.scores.selectors import latest_score
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

AGAIN_DAYS = 3
"""Working days in which units may object to marks that a recalculation changed, where the calendar leaves less."""
SCORED_IN = ("notice", "closed", "published")


@transaction.atomic
def score_round(*, round_: Round, by: User | None, because: str = "", objection: bool = False) -> Score:
    """Score a round as the ledger stands now, write the bundle, and say so. The score before it stays.

    The first score needs no reason, every further one does. Once units have read final marks they change only by an
    objection that was upheld. Where ledger and files are as they were nothing new is written: the score before is the answer.
    """
    if by is not None and not objection:
        _refuse_stranger(round_, by)
    before = latest_score(round_)
    _refuse_untimely(round_, before, because, objection=objection)
    if not round_.is_closed:
        gather_round(round_=round_, by=by)
    as_of = max(db_now(), latest_moment())
    standing = before if before and before.is_final == round_.is_closed and not objection else None
    with laid_case(round_, as_of=as_of) as laid:
        result = laid.case.score()
        root = store(laid, result, micros(as_of), standing=standing.root if standing else "")
    if standing and root == standing.root:
        return standing
    moved = moved_between(opened(before.root), opened(root)) if before else []
    number = before.number + 1 if before else 1
    try:
        with transaction.atomic():
            score = Score.objects.create(
                round_id=round_.pk, number=number, root=root, engine=ENGINE, as_of=as_of,
                is_final=round_.is_closed, because=because.strip(), scored_by=by, scored_at=db_now(),
                object_by=_window(round_, before, bool(moved)),
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            f"“{round_}”没有再计分", "刚才别人已经计过一次", "刷新页面，看新的得分",
            english="Somebody scored this round a moment ago.",
        ) from None  # fmt: skip
    leave_trace(by, "score.make", score, round=round_, number=number, root=root, engine=score.engine, as_of=as_of,
                because=because, changed=len(moved))  # fmt: skip
    return score


def mark_published(score: Score, at: dt.datetime) -> None:
    """Say that from a moment on everybody reads this score; part of the act of signing a publication, once."""
    Score.objects.filter(pk=score.pk, published_at=None).update(published_at=at)


def _window(round_: Round, before: Score | None, moved: bool) -> dt.date:
    """Return the last day of objections: the calendar's, and never less than three working days after marks changed."""
    if before is not None and not moved:
        return before.object_by
    least = working_days_after(db_today(), AGAIN_DAYS)
    return max(round_.object_by, least) if round_.object_by else least


def _refuse_untimely(round_: Round, before: Score | None, because: str, *, objection: bool) -> None:
    if round_.status not in SCORED_IN:
        raise Refusal(
            f"“{round_}”还不能计分", f"它还在“{round_.get_status_display()}”", "核查完了转入公示时计分",
            english=f"The round is {round_.status}; it is scored when the notice opens.",
        )  # fmt: skip
    if before is not None and not because.strip():
        raise BadInput(
            "没有再计分", "没有写缘由", "写明为什么重新计分", english="Say why the round is scored again."
        )
    if before is not None and before.is_final and not objection:
        raise Refusal(
            f"“{round_}”不能再计分", "已经按关账后的底账计过", "有错的由单位提出异议，复核成立后重新计分",
            english="The round has its final score; it changes only by an objection that is upheld.",
        )  # fmt: skip


def _refuse_stranger(round_: Round, by: User) -> None:
    if tenure_on(by, "score.make", round_.scheme.unit_id, scheme=round_.scheme.code) is None:
        raise NotAllowed(
            f"不能给“{round_}”计分", "你的岗位管不到这个方案", "请主办单位的考核办计分",
            english="None of your posts may score rounds of this scheme.",
        )  # fmt: skip

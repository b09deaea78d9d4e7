"""Opening a round, pinned to its scheme, and moving it on."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from youju.engine.language.scheme import Scheme as EngineScheme
from youju.engine.period import Period
from youju.flow.schemes.days import working_days_after
from youju.flow.schemes.levels import levels_of
from youju.flow.schemes.models import Round, Scheme
from youju.flow.schemes.selectors import participants, scheme_of, version_for_period
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

DEADLINES = ("report_by", "verify_by", "object_by", "close_on")


@transaction.atomic
def open_round(
    *, scheme: Scheme, period: str, by: User | None, deadlines: Mapping[str, dt.date] | None = None
) -> Round:
    """Open the round of a period and pin it to the version in force for it.

    Deadlines are counted in working days from the scheme's calendar; those given by hand stand instead. A year whose
    holidays are not known is refused, never guessed. A second opening of the same period is refused.
    """
    when = _period(period)
    version = version_for_period(scheme, when)
    if version is None:
        raise Refusal(
            f"不能开 {period} 的轮次", f"“{scheme}”没有一个施行的版本管到这一期", "先把管这一期的版本提请、批准施行",
            english=f"No version in force covers {period}.",
        )  # fmt: skip
    said = scheme_of(version)
    _refuse_other_length(scheme, said, when)
    days = {name: _deadline(said, name, when, deadlines or {}) for name in DEADLINES}
    _refuse_disorder(days, when)
    try:
        with transaction.atomic():
            row = Round.objects.create(scheme=scheme, scheme_version=version, period=str(when), starts_on=when.start,
                                       ends_on=when.end, opened_at=db_now(), **days)  # fmt: skip
    except IntegrityError:
        raise Refusal(
            f"不能再开 {period} 的轮次", "这一期已经开过", "在轮次列表里打开它",
            english="The round of this period is open already.",
        ) from None  # fmt: skip
    if not participants(row).exists():
        raise Refusal(
            f"不能开 {period} 的轮次", f"“{scheme.unit}”之下那一天没有{'、'.join(levels_of(said))}一级的单位",
            "核对方案 league 里的 level，或先导入单位",
            english="No unit of the scheme's level stood under its unit on the last day of the period.",
        )  # fmt: skip
    leave_trace(by, "round.open", row, scheme=scheme.code, version=version.version, sha256=version.sha256,
                period=str(when), **days)  # fmt: skip
    return row


@transaction.atomic
def advance_round(*, round_: Round, to: str, by: User | None, was: str | None = None) -> Round:
    """Move a round to its next status, by compare-and-set: of two who press at once, one is told.

    `was` is the status the person saw (the row's by default). The row is locked before it is claimed, so that closing
    waits for those who are just handing in, and those who come later find it closed.
    """
    was = was or round_.status
    Round.objects.select_for_update().get(pk=round_.pk)
    now = db_now()
    moment = {Round.Status.CLOSED: {"closed_at": now}, Round.Status.PUBLISHED: {"published_at": now}}.get(
        to, {}
    )
    allowed = to in Round.MOVES.get(was, set())
    if not allowed or not Round.objects.filter(pk=round_.pk, status=was).update(status=to, **moment):
        round_.refresh_from_db()
        label = Round.Status(to).label if to in Round.Status.values else to
        raise Refusal(
            f"“{round_}”不能转入“{label}”", f"它现在是“{round_.get_status_display()}”，刚才可能有人先办了一步",
            f"刷新页面；下一步只能是“{round_.next_label or '没有下一步'}”",
            english=f"The round is {round_.status} now; it cannot become {to}.",
        )  # fmt: skip
    round_.refresh_from_db()
    leave_trace(by, "round.advance", round_, was=was, to=to)
    return round_


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise BadInput(
            "不能开轮次", f"“{text}”不是一个周期", "写成 2023-07、2023Q3、2023H1、2023 或 2023-07-15",
            english=f"{text!r} is not a period.",
        ) from None  # fmt: skip


def _refuse_other_length(scheme: Scheme, said: EngineScheme, when: Period) -> None:
    if when.every.value != said.round.every:
        words = {"day": "日", "month": "月", "quarter": "季", "half_year": "半年", "year": "年"}
        raise Refusal(
            f"不能开 {when} 的轮次", f"“{scheme}”按{words[said.round.every]}考核", f"写一个{words[said.round.every]}的周期",
            english=f"The scheme's rounds are by {said.round.every}.",
        )  # fmt: skip


def _deadline(said: EngineScheme, name: str, when: Period, given: Mapping[str, dt.date]) -> dt.date | None:
    if name in given:
        return given[name]
    count = getattr(said.round, name)
    return None if count is None else working_days_after(when.end, count)


def _refuse_disorder(days: Mapping[str, dt.date | None], when: Period) -> None:
    told = [(name, day) for name, day in days.items() if day is not None]
    if any(a[1] > b[1] for a, b in itertools.pairwise(told)) or any(day < when.start for _n, day in told):
        raise BadInput(
            "不能开轮次", "截止日前后颠倒，或者早于这一期", "报送、核查、异议、关账依次往后排",
            english="The deadlines are out of order.",
        )  # fmt: skip


def advance_by_hand(*, round_: Round, was: str, to: str, by: User) -> Round:
    """Move a round by a person's hand, up to the notice. Closing and publishing do more than move: their rooms do it."""
    if to in {Round.Status.CLOSED, Round.Status.PUBLISHED}:
        raise Refusal(
            f"“{round_}”不能从这里{Round.Status(to).label}", "关账要同时记底账，通报要两个岗位，不只是改状态",
            "到“底账”办理关账，到“通报”办理通报",
            english="Closing and publishing are acts of their own rooms.",
        )  # fmt: skip
    return advance_round(round_=round_, to=to, by=by, was=was)

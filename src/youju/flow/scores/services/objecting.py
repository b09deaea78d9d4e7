"""Objections: a unit against one reason of its score, inside the window; decided by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.explain import explain
from youju.engine.statement.lines import Line
from youju.engine.statement.numbers import plain
from youju.flow.ledger.closed import is_verdict
from youju.flow.ledger.fitting import cited_in, unknown_evidence
from youju.flow.ledger.ports import Adoptable
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import cell_of, counting
from youju.flow.ledger.services import (
    bring_in,
    correct,
    faults_of_addition,
    faults_of_correction,
    gather_round,
)
from youju.flow.scores.bundles import opened
from youju.flow.scores.models import Adoption, Objection, Score
from youju.flow.scores.selectors import adoptable, latest_score, office_score, own_post, title_of
from youju.flow.scores.services.scoring import score_round
from youju.flow.units.powers import tenure_on
from youju.kernel.canonical import label
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Tenure, User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

Verdict = Objection.Verdict


@dataclass(frozen=True, slots=True)
class Mend:
    """One value that an upheld objection puts right, or brings in where the ledger lacks it."""

    indicator: str
    period: str
    value: Decimal
    evidence: tuple[str, ...] = ()


@transaction.atomic
def raise_objection(
    *, score: Score, unit: Unit, rule: str, words: str, by: User, evidence: Sequence[str] = ()
) -> Objection:
    """Object to one reason of the unit's own score, inside the window by the database's clock."""
    tenure = tenure_on(by, "objection.raise", unit, scheme=score.round.scheme.code)
    if tenure is None:
        raise NotAllowed(
            f"不能替“{unit}”提异议", "你的岗位不在这个单位", "由这个单位的填报员或审核人提出",
            english="None of your posts may object for this unit.",
        )  # fmt: skip
    _refuse_late(score)
    return _laid("objection.raise", score, unit, rule, words, evidence, by, tenure)


@transaction.atomic
def propose_correction(
    *, score: Score, unit: Unit, rule: str, words: str, by: User, evidence: Sequence[str] = ()
) -> Objection:
    """Say, as the office of the scheme, that a reason of a closed round is wrong though nobody may object any more.

    Audits and letters find mistakes after the window. The office does not mend them itself: what it says is decided like
    an objection, by somebody else; upheld, the round is scored again and, published, it is an erratum.
    """
    scheme = score.round.scheme
    tenure = tenure_on(by, "correction.propose", scheme.unit_id, scheme=scheme.code)
    if tenure is None:
        raise NotAllowed(
            f"不能提请更正“{score.round}”", "你的岗位管不到这个方案", "请主办单位的考核办提请",
            english="None of your posts may propose corrections of this scheme.",
        )  # fmt: skip
    _refuse_old(score)
    if not score.is_final or db_today() <= score.object_by:
        raise Refusal(
            "还不用提请更正", f"单位到 {score.object_by} 都可以提异议，异议期里由单位提" if score.is_final else "这一期还没有关账",
            "异议期过后、确有差错的，再提请更正" if score.is_final else "先在底账里更正，再重新计分",
            english="Units may still object, or the round is not closed yet; a correction comes after.",
        )  # fmt: skip
    return _laid("correction.propose", score, unit, rule, words, evidence, by, tenure)


def _laid(
    act: str,
    score: Score,
    unit: Unit,
    rule: str,
    words: str,
    evidence: Sequence[str],
    by: User,
    tenure: Tenure,
) -> Objection:
    if not words.strip():
        raise BadInput(
            "没有提出异议",
            "没有写理由",
            "写明哪里不对、应当是多少、依据什么",
            english="Say what is wrong and why.",
        )
    line = _line(score, unit, rule)
    if missing := unknown_evidence(evidence, unit_id=unit.pk, by=by):
        raise BadInput("没有提出异议", "有的佐证不在库里，或者是别的单位的", "上传到这个单位名下后再附上", english="Some evidence is unknown.",
                       problems=missing)  # fmt: skip
    try:
        with transaction.atomic():
            row = Objection.objects.create(
                score=score, unit=unit, rule=rule, clause=line.clause[:200], marks=plain(line.contribution),
                words=words.strip(), evidence=list(evidence), raised_by=by, raised_post=tenure.post, raised_at=db_now(),
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "不能再提一次", "对这一条的异议已经提出，正在复核", "等复核结论；要补充的材料交给复核人",
            english="An objection to this reason is being decided.",
        ) from None  # fmt: skip
    leave_trace(by, act, row, post=tenure.post, score=score, unit=unit.code, rule=rule, words=row.words,
                evidence=row.evidence)  # fmt: skip
    return row


@transaction.atomic
def decide_objection(
    *, objection: Objection, verdict: str, answer: str, by: User, mends: Sequence[Mend] = (),
    adopts: Sequence[str] = (),
) -> Objection:  # fmt: skip
    """Decide an objection, once, as somebody who neither raised it nor scored nor wrote the value.

    Upheld, the values are corrected by later rows, those the ledger lacks (they came too late to be gathered) are brought
    in with their evidence, records and other schemes' marks that are named (`adopts`, of those that say something else by
    now) count as they are now, the round is scored again, and the score before it stays: what changed between the two is
    the erratum. Dismissed, it says why.
    """
    tenure = _decider(objection, by)
    upheld = verdict == Verdict.UPHELD
    if not answer.strip() or verdict not in Objection.DECIDED or upheld != bool(mends or adopts):
        raise BadInput(
            "没有复核", "结论、意见没有写全；成立的要写明改哪个数", "写明结论和理由；成立的，写上指标和正确的数，或者勾上要采用的记录",
            english="Give a verdict and a reason; an upheld objection names the corrected values, or the records that count as they are now.",
        )  # fmt: skip
    led_to = _put_right(objection, answer, by, mends, adopts) if upheld else None
    done = Objection.objects.filter(pk=objection.pk, decided_at=None).update(
        verdict=verdict, answer=answer.strip(), decided_by=by, decided_post=tenure.post, decided_at=db_now(), led_to=led_to
    )  # fmt: skip
    if not done:
        raise Refusal(
            "不能再复核一次",
            "刚才别人已经复核了，或者提的人撤回了",
            "刷新页面，看复核结论",
            english="Somebody decided it already, or it was taken back.",
        )
    objection.refresh_from_db()
    leave_trace(by, "objection.decide", objection, post=tenure.post, verdict=verdict, answer=answer, led_to=led_to,
                mends=[[m.indicator, m.period, m.value] for m in mends],
                adopts=[[one.subject, one.version] for one in objection.adoptions.order_by("pk")])  # fmt: skip
    return objection


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: User, reason: str = "") -> Objection:
    """Take back one's own objection, or proposed correction, while nobody has decided it. It stays to be read.

    Nothing is decided by it: the same reason may be objected to again inside the window.
    """
    tenure = own_post(objection, by)
    if tenure is None:
        raise NotAllowed(
            "不能撤回这件异议", "不是你提的，或者你已经不在能提的岗位上", "请提的人撤回，或者等复核结论",
            english="Only whoever raised it, still in such a post, may take it back.",
        )  # fmt: skip
    free = Objection.objects.filter(pk=objection.pk, decided_at=None)
    if not free.update(verdict=Verdict.WITHDRAWN, answer=reason.strip(), decided_at=db_now()):
        raise Refusal(
            "不能撤回这件异议", "已经有了复核结论，或者已经撤回", "刷新页面，看结论",
            english="It was decided already, or taken back.",
        )  # fmt: skip
    objection.refresh_from_db()
    leave_trace(by, "objection.withdraw", objection, post=tenure.post, reason=reason.strip())
    return objection


def _put_right(
    objection: Objection, answer: str, by: User, mends: Sequence[Mend], adopts: Sequence[str]
) -> Score:
    round_ = objection.score.round
    named, problems = _named(objection, adopts, by)
    code, steps = round_.scheme.code, list[Callable[..., object]]()
    if not round_.is_closed:
        # What came meanwhile is put right, and does not come in over the verdict later.
        gather_round(round_=round_, by=by)
    for mend in mends:
        evidence = tuple(mend.evidence or objection.evidence)
        row = counting(cell_of(code, objection.unit_id, mend.indicator, mend.period))
        if row is None:
            entry = Entry(
                objection.unit_id, mend.indicator, mend.period, mend.value, "reported", evidence=evidence,
                citation=cited_in(evidence, by),
            )  # fmt: skip
            problems += faults_of_addition(entry, code, round_.ends_on, by)
            steps.append(partial(bring_in, entry=entry, scheme=code))
        elif row.recorded_by_id == by.pk and (row.source is None or is_verdict(row)):
            problems.append(Problem(mend.indicator, _("这个数是你入账的"), _("请另一位复核人复核")))
        else:
            problems += faults_of_correction(row, mend.value, evidence, by)
            steps.append(partial(correct, observation=row, value=mend.value, evidence=evidence))
    if problems:
        raise BadInput("没有复核", f"有 {len(problems)} 个数改不了", "按下面逐条核对", english="Some values cannot be corrected.",
                       problems=problems)  # fmt: skip
    for step in steps:
        step(reason=answer, by=by, round_=round_, after_close=label(objection))
    Adoption.objects.bulk_create(
        Adoption(objection=objection, subject=one.subject, version=one.version, title=one.title, was=one.was, now=one.now)
        for one in named
    )  # fmt: skip
    return score_round(
        round_=round_,
        by=by,
        because=f"异议成立：{objection.unit} {title_of(objection)}"[:300],
        objection=True,
    )


def _named(objection: Objection, adopts: Sequence[str], by: User) -> tuple[list[Adoptable], list[Problem]]:
    """Return what a verdict lets count as it is now, and what stands against it."""
    there = {one.subject: one for one in adoptable(objection)} if adopts else {}
    problems = []
    for subject in adopts:
        if subject not in there:
            problems.append(
                Problem(
                    subject[:80],
                    _("没有这条记录，或者它现在和计分时用的一样"),
                    _("先在台账里改正记录；刷新页面再勾"),
                )
            )
        elif there[subject].by == by.pk:
            problems.append(Problem(there[subject].title, _("这条记录是你改的"), _("请另一位复核人复核")))
    return [there[subject] for subject in dict.fromkeys(adopts) if subject in there], problems


def _decider(objection: Objection, by: User) -> Tenure:
    score = objection.score
    tenure = tenure_on(by, "objection.decide", score.round.scheme.unit_id, scheme=score.round.scheme.code)
    if tenure is None:
        raise NotAllowed(
            "不能复核这件异议", "你的岗位管不到这个方案", "请主办单位的复核人办理",
            english="None of your posts may decide objections of this scheme.",
        )  # fmt: skip
    if by.pk in {objection.raised_by_id, office_score(score).scored_by_id}:
        raise Refusal(
            "不能复核这件异议", "异议是你提的，或者分是你计的", "请另一位复核人办理",
            english="Who objected or scored cannot decide.",
        )  # fmt: skip
    return tenure


def _line(score: Score, unit: Unit, rule: str) -> Line:
    try:
        lines = explain(opened(score.root), unit.code, rule).lines
    except LookupError:
        lines = ()
    if not lines:
        raise BadInput("没有提出异议", f"得分说明书里没有“{rule}”这一条", "从说明书上点开要提异议的那一条",
                       english="The statement has no such reason.")  # fmt: skip
    return lines[0]


def _refuse_old(score: Score) -> None:
    latest = latest_score(score.round)
    if latest is None or latest.pk != score.pk:
        raise Refusal("不能对旧的得分提异议", "后来重新计过分", "打开最新的得分说明书再提",
                      english="The round was scored again; object to the newest score.")  # fmt: skip


def _refuse_late(score: Score) -> None:
    _refuse_old(score)
    if db_today() > score.object_by:
        raise Refusal(
            "不能再提异议", f"异议期到 {score.object_by} 为止", "确有错误的，向主办单位书面反映",
            english=f"The window for objections ended on {score.object_by}.",
        )  # fmt: skip

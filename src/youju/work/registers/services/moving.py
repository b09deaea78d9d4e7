"""Moving a record from stage to stage, and stopping it for a while: the table in the declaration decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration, Move
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, RecordVersion
from youju.work.registers.parts import parts_open
from youju.work.registers.reach import held_deadline, post_to_move, usable_evidence
from youju.work.registers.services.keeping import claim, hold, keep_deadlines, keep_unique, write_version
from youju.work.registers.shadows import shadows
from youju.work.registers.values import Ties, read_values, refused

DEAL = "deal"
"""The move that an offer and a need make together, and neither alone."""


@transaction.atomic
def move_record(
    *, record: Record, lock: int, move: str, by: User, reason: str = "", evidence: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None, paired: bool = False,
) -> Record:  # fmt: skip
    """Make a move that the table of the declaration allows, at the version that was seen.

    Its gate must be passed: what it needs is filled in (what is sent along counts, and nothing else may be sent), the
    evidence it names is given, a reason where it asks for one, and where it must be done apart from another move neither the same person nor the
    responsible unit does it. Refused with everything missing at once. The same move again by the same person at the
    same version is nothing; if somebody else was faster, who and what is said.
    """
    one = declaration_of(record.register)
    step = _step(record, one, move, paired=paired)
    post = post_to_move(by, record, step.who, step.title)
    if _done_already(record, lock, move, by):
        return record
    _refuse_out_of_order(record, one, step, lock)
    if one.tree is not None:
        hold(record)  # nobody puts a part under it while it is being finished
    kept, problems = _sent(record, one, step, values or {}, by)
    problems += gate(record, one, step, kept, reason, {**record.proofs, **(evidence or {})})
    if problems:
        raise BadInput(
            f"“{record}”没有{step.title}",
            f"还缺 {len(problems)} 样",
            "补齐后再办",
            english=f"{record} was not moved: {len(problems)} things are missing. Bring them, then try again.",
            problems=problems,
        )
    _refuse_same_hand(record, step, by, post.unit_id)
    was = record.stage
    proofs = {**record.proofs, **{name: sha for name, sha in (evidence or {}).items() if sha}}
    used = sorted({proofs[name] for name in step.evidence})
    kept, proofs = asked_anew(one, step, was, kept, proofs)
    claim(record, lock, step.title, values=kept, stage=step.to, proofs=proofs, **shadows(one, kept))
    keep_unique(record, one)
    write_version(record, step.id, by, post, stage_was=was, reason=reason, evidence=used)
    keep_deadlines(record, one)
    leave_trace(by, "register.move", record, post=post, move=step.id, was=was, to=step.to, reason=reason[:500],
                evidence=used, version=record.lock)  # fmt: skip
    return record


def _step(record: Record, one: Declaration, move: str, *, paired: bool) -> Move:
    """Return the move of this name; refused where there is none, and for a deal that one side would make alone."""
    step = one.move(move)
    if step is None:
        raise Refusal(
            f"“{record}”没有流转",
            f"没有“{move[:40]}”这一步",
            "按页面上的按钮办",
            english=f"{record} was not moved: there is no move {move[:40]}. Use the buttons of the page.",
        )
    if one.match is not None and step.id == DEAL and not paired:
        raise Refusal(
            f"“{record}”没有{step.title}",
            "成交要有一供一需，还要记进互采互用",
            "在“对接”页上选对子成交",
            english=f"{record} was not moved: a deal takes an offer and a need and is written into the purchase ledger. Make it on the page of matches.",
        )
    return step


def _sent(
    record: Record, one: Declaration, step: Move, values: Mapping[str, str], by: User
) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the record would say with what was sent along, and everything that is wrong with that; a move takes what it needs."""
    sent = {name: text for name, text in values.items() if name in step.needs}
    kept, problems = read_values(one, sent, record.values)
    problems += [_not_asked(one, step, name) for name in values if name not in sent]
    problems += held_deadline(record, one, kept, by)
    problems += Ties(record.register, one, [kept]).problems(kept, record.unit_id, record.pk) if sent else []
    return kept, problems


def _not_asked(one: Declaration, step: Move, name: str) -> Problem:
    made = one.fields.get(name)
    return Problem(
        name[:80],
        _("{title}不收“{field}”").format(title=step.title, field=made.title if made else name[:40]),
        _("到“修改”里改，或请填这本台账的人改"),
    )


def asked_anew(
    one: Declaration, step: Move, was: str, values: Mapping[str, Any], proofs: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return values and evidence after a move: on a way back, what the moves it undoes asked for is asked for anew.

    Words stay to be mended, and so does the day of the first reply: it was given. The versions keep everything.
    """
    order = {name: at for at, name in enumerate(one.stages)}
    first = one.clock.reply_move if one.clock else None
    undone = [
        move
        for move in one.moves
        if order[step.to] < order[move.to] <= order[was] and move.id not in {step.id, first}
    ]
    emptied = {
        name
        for move in undone
        for name in move.needs
        if one.fields[name].type not in {"string", "text"} and not one.fields[name].required
    } - set(step.needs)
    given = {name for move in undone for name in move.evidence} - set(step.evidence)
    return (
        {name: kept for name, kept in values.items() if name not in emptied},
        {name: sha for name, sha in proofs.items() if name not in given},
    )


def _done_already(record: Record, lock: int, act: str, by: User) -> bool:
    """Whether this very act was done already: a request that was sent twice."""
    if record.lock != lock + 1:
        return False
    return RecordVersion.objects.filter(record=record, number=record.lock, act=act, by=by).exists()


def _refuse_out_of_order(record: Record, one: Declaration, step: Move, lock: int) -> None:
    if record.suspended_on is not None:
        words = one.suspend.title if one.suspend else "暂停"
        raise Refusal(f"“{record}”没有{step.title}", f"它自 {record.suspended_on} 起{words}", f"先{one.suspend.resume if one.suspend else '恢复'}",
                      english=f"{record} was not moved: it has been suspended since {record.suspended_on}. Resume it first.")  # fmt: skip
    if record.stage not in step.from_ and record.lock == lock:
        stage = one.stages[record.stage].title if record.stage in one.stages else "没有阶段"
        froms = "、".join(one.stages[name].title for name in step.from_)
        ways = "、".join(m.title for m in one.moves if record.stage in m.from_) or "没有"
        raise Refusal(f"“{record}”没有{step.title}", f"它现在是“{stage}”，{step.title}要从“{froms}”开始", f"现在能办的：{ways}",
                      english=f"{record} was not moved: {step.id} does not start from {record.stage or 'no stage'}. See which moves are open now.")  # fmt: skip


def gate(
    record: Record,
    one: Declaration,
    step: Move,
    values: Mapping[str, Any],
    reason: str,
    proofs: Mapping[str, str],
) -> list[Problem]:
    """Return what the gate of a move still lacks."""
    missing = [
        Problem(
            name,
            _("{title}要先填“{field}”").format(title=step.title, field=one.fields[name].title),
            _("填上"),
        )
        for name in step.needs
        if values.get(name) is None
    ]
    if step.reason and not reason.strip():
        missing.append(Problem("reason", _("{title}要写理由").format(title=step.title), _("写一句为什么")))
    missing += _open_below(record, one, step)
    if one.clock is not None and one.clock.reply_move == step.id:
        waiting = parts_open(record)
        missing += [
            Problem("parties", _("{name}还没有答复分办的事").format(name=name), _("等它答复，或结束它的配合"))
            for name in waiting
        ]
    beside = record.parties.values_list("unit_id", flat=True) if step.evidence else ()
    known = usable_evidence(
        {proofs[name] for name in step.evidence if proofs.get(name)}, record.unit_id, beside
    )
    missing += [
        Problem(
            name,
            _("{title}要有“{name}”").format(title=step.title, name=name),
            _("先在“佐证”页给这个单位上传，再选上"),
        )
        for name in step.evidence
        if proofs.get(name) not in known
    ]
    return missing


def _open_below(record: Record, one: Declaration, step: Move) -> list[Problem]:
    """Return that records below are not as far: what consists of parts is done when they are, or when they were dropped."""
    ended = one.plan.actual_finish if one.plan is not None else None
    if one.tree is None or not (step.to in one.done or (ended is not None and ended in step.needs)):
        return []
    order = list(one.stages)
    before = set(order[: order.index(step.to)]) - one.closed
    numbers = list(record.children.filter(stage__in=before).order_by("pk").values_list("number", flat=True))
    if not numbers:
        return []
    return [
        Problem(
            "children",
            _("下面还有 {count} 条没有办完：{numbers}").format(
                count=len(numbers), numbers="、".join(numbers[:5])
            ),
            _("先把它们办完，或者取消"),
        )
    ]


def _refuse_same_hand(record: Record, step: Move, by: User, unit_id: int) -> None:
    """办结 and 销号 are done by different hands: not the same person, not the responsible unit itself."""
    if step.apart_from is None:
        return
    last = RecordVersion.objects.filter(record=record, act=step.apart_from).order_by("-number").first()
    if (last is not None and last.by_id == by.pk) or unit_id == record.unit_id:
        raise NotAllowed(f"不能{step.title}“{record}”", "办的人和责任单位不能自己核自己", "请另一个单位、另一个人来核",
                         english=f"You may not do this to {record}: nobody verifies what they or their own unit did. Ask another person of another unit.")  # fmt: skip


@transaction.atomic
def suspend_record(*, record: Record, lock: int, by: User, reason: str) -> Record:
    """Stop a record for a while, in whatever stage it is; its clock stands. Needs a reason."""
    one = declaration_of(record.register)
    if one.suspend is None or record.stage in one.closed:
        raise Refusal(
            f"“{record}”没有停",
            "这本台账不设停办，或者它已经办完",
            "改用流转",
            english=f"{record} was not suspended: this register has no suspension, or the record is closed. Use a move.",
        )
    post = post_to_move(by, record, one.suspend.who, one.suspend.title)
    if _done_already(record, lock, "suspend", by):
        return record
    if record.suspended_on is not None and record.lock == lock:
        raise Refusal(
            f"“{record}”没有停",
            f"它自 {record.suspended_on} 起已经停着",
            "不用再停",
            english=f"{record} was not suspended: it has been since {record.suspended_on}. There is no need to.",
        )
    if not reason.strip():
        raise refused(
            record.register,
            [Problem("reason", _("{title}要写理由").format(title=one.suspend.title), _("写一句为什么"))],
        )
    claim(record, lock, one.suspend.title, suspended_on=db_today())
    write_version(record, "suspend", by, post, reason=reason)
    keep_deadlines(record, one)
    leave_trace(by, "register.suspend", record, post=post, reason=reason[:500], version=record.lock)
    return record


@transaction.atomic
def resume_record(*, record: Record, lock: int, by: User, reason: str = "") -> Record:
    """Let a suspended record go on in the stage where it was stopped."""
    one = declaration_of(record.register)
    if one.suspend is None:
        raise Refusal(
            f"“{record}”没有恢复",
            "这本台账不设停办",
            "改用流转",
            english=f"{record} was not resumed: this register has no suspension. Use a move.",
        )
    post = post_to_move(by, record, one.suspend.who, one.suspend.resume)
    if _done_already(record, lock, "resume", by):
        return record
    if record.suspended_on is None and record.lock == lock:
        raise Refusal(
            f"“{record}”没有恢复",
            "它没有停",
            "不用恢复",
            english=f"{record} was not resumed: it is not suspended. There is no need to.",
        )
    since = record.suspended_on
    claim(record, lock, one.suspend.resume, suspended_on=None)
    write_version(record, "resume", by, post, reason=reason)
    keep_deadlines(record, one)
    leave_trace(
        by, "register.resume", record, post=post, since=since, reason=reason[:500], version=record.lock
    )
    return record

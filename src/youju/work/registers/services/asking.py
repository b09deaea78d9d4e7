"""Askers and informants: the code they follow by, what they answer, and a reward to whoever brings the code."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from youju.flow.units.powers import tenure_on
from youju.kernel.canonical import label
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import FollowCode, Identity, Record, Register, Remark
from youju.work.registers.reach import post_to_write
from youju.work.registers.selectors import intake_units
from youju.work.registers.services.keeping import (
    claim,
    hold,
    keep_deadlines,
    keep_unique,
    make_record,
    write_version,
)
from youju.work.registers.services.moving import asked_anew, gate
from youju.work.registers.services.remarking import remark
from youju.work.registers.shadows import shadows
from youju.work.registers.values import Ties, read_values, refused
from youju.work.registers.vault import house_key, seal

if TYPE_CHECKING:
    from youju.engine.registers import Declaration, Move
    from youju.flow.units.models import Unit

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONG = 16


def digest_of(code: str) -> str:
    """Return what is kept of a code. Sixteen random letters of thirty-two: nobody guesses them."""
    bare = "".join(c for c in code.upper() if c in LETTERS)
    return hashlib.sha256(f"youju follow {bare}".encode()).hexdigest()


def is_followed(one: Declaration) -> bool:
    """Whether somebody waits for what is taken in here, and is given a code to follow it by."""
    return one.owner == "first_receiver" or one.confidential


@transaction.atomic
def receive(
    *,
    register: Register,
    unit: Unit,
    values: Mapping[str, str],
    by: User | None,
    identity: str = "",
    is_example: bool = False,
) -> tuple[Record, str]:
    """Take in a case or a tip and return it with the code to follow it by; the code is shown once and not kept.

    What identifies the informant goes into the vault and nowhere else; a confidential register has no field for it. Any
    other register has no vault: an identity that nobody could ever open is refused.
    """
    if identity.strip() and not declaration_of(register).confidential:
        raise refused(register, [no_vault()])
    record = make_record(register=register, unit=unit, values=values, by=by, is_example=is_example)
    code = _new_code(record)
    if identity.strip():
        sealed, key = seal(identity.strip()[:2000], label(record), house_key(settings.YOUJU["folder"]))
        Identity.objects.create(record=record, sealed=sealed, key=key, sealed_at=db_now())
        leave_trace(by, "register.seal", record)
    return record, code


def no_vault() -> Problem:
    """Return that an identity was sent to a register that seals none."""
    return Problem(
        "identity", _("这本台账不是保密的，不封存身份"), _("写在它自己的字段里；要保密的线索记在举报台账里")
    )


def _new_code(record: Record) -> str:
    code = "".join(secrets.choice(LETTERS) for _ in range(LONG))
    FollowCode.objects.create(record=record, digest=digest_of(code))
    return "-".join(code[at : at + 4] for at in range(0, LONG, 4))


@transaction.atomic
def give_code(*, record: Record, by: User) -> str:
    """Give the asker of a case a code to follow it by, where it came in without one: by a workbook, from a document, by a monitor.

    It is shown once and not kept; a case that has one gets no second.
    """
    post = post_to_write(by, record.register, record.unit_id)
    hold(record)
    if not is_followed(declaration_of(record.register)) or FollowCode.objects.filter(record=record).exists():
        raise Refusal(
            f"“{record}”没有给查询码",
            "它已经有查询码，或者这本台账没有查询码",
            "用原来的查询码；丢了查不回来，另登记一件再并案",
            english=f"{record} was given no follow code: it has one, or its register knows none. Use the one it has; if that is lost, register the case again and merge the two.",
        )
    code = _new_code(record)
    leave_trace(by, "register.code", record, post=post)
    return code


@transaction.atomic
def hand_in(
    *, register: Register, unit: Unit | None, values: Mapping[str, str], identity: str = ""
) -> tuple[Record, str]:
    """Take in what anybody hands in at the public page, without an account; return it with its code.

    Only the fields that the declaration opens are taken; the rest is what the declaration puts beside them.
    """
    intake = declaration_of(register).intake
    if intake is None:
        raise Http404(register.code)
    if unit is None or unit.pk not in {one.pk for one in intake_units(register)}:
        raise BadInput(
            "没有交上",
            "这个单位不在受理范围里",
            "在单位里选一个",
            english="It was not handed in: this unit does not receive here. Choose one of the units.",
            problems=[Problem("unit", _("不在受理范围里"), _("选一个"))],
        )
    today = db_today().isoformat()
    put = {name: today if text == "today" else text for name, text in intake.put.items()}
    said = {name: values[name] for name in intake.fields if name in values}
    return receive(register=register, unit=unit, values={**said, **put}, by=None, identity=identity)


def asked(code: str) -> Record:
    """Return the very record that a code was given for, or answer 404."""
    found = (
        Record.objects.filter(follow_code__digest=digest_of(code)).select_related("register", "unit").first()
    )
    if found is None:
        raise Http404(code[:4])
    return found


def led_on(record: Record) -> Record:
    """Return the record that a merged one was merged into, as far as that leads; any other is returned itself."""
    merged, seen = declaration_of(record.register).merged, {record.pk}
    while merged is not None and record.stage == merged:
        last = record.remarks.filter(kind=Remark.Kind.MERGED, detail__has_key="into").order_by("-pk").first()
        into = Record.objects.filter(
            register=record.register, number=last.detail["into"] if last else ""
        ).select_related("register", "unit")
        found = into.first()
        if found is None or found.pk in seen:
            break
        seen.add(found.pk)
        record = found
    return record


def followed(code: str) -> Record:
    """Return the record that a code follows (of a merged one the record it was merged into), or answer 404."""
    return led_on(asked(code))


def asker_moves(record: Record, own: Record) -> list[Move]:
    """Return the moves that an asker may make by the code: those whose `who` names the public, from where the record stands.

    Whoever was led on from a duplicate may say that it goes on, and never closes the matter of another asker.
    """
    one = declaration_of(record.register)
    if record.suspended_on is not None or not is_followed(one):
        return []
    return [
        move
        for move in one.moves
        if "public" in move.who
        and record.stage in move.from_
        and (record.pk == own.pk or move.to not in one.closed)
    ]


@transaction.atomic
def asker_answers(
    *, code: str, move: str, values: Mapping[str, str] | None = None, reason: str = ""
) -> Record:
    """Let the asker make a move by the code, one that the declaration opens to the public: confirm, or reopen.

    The gate is the one that everybody passes; of what is sent only what the move needs is taken. Its days are today.
    """
    own = asked(code)
    record = led_on(own)
    one = declaration_of(record.register)
    step = next((step for step in asker_moves(record, own) if step.id == move), None)
    if step is None:
        raise Refusal(
            "没有办成",
            "这件事现在不能这样办",
            "看看它走到了哪一步",
            english="Nothing was done: this cannot be done with it now. See how far it has come.",
        )
    today = db_today().isoformat()
    said = {
        name: today if one.fields[name].type == "date" else (values or {}).get(name, "")
        for name in step.needs
    }
    kept, problems = read_values(one, said, record.values)
    problems += Ties(record.register, one, [kept]).problems(kept, record.unit_id, record.pk)
    problems += gate(record, one, step, kept, reason, record.proofs)
    if problems:
        raise refused(record.register, problems)
    was = record.stage
    kept, proofs = asked_anew(one, step, was, kept, record.proofs)
    claim(record, record.lock, step.title, values=kept, stage=step.to, proofs=proofs, **shadows(one, kept))
    keep_unique(record, one)
    write_version(record, step.id, None, None, stage_was=was, reason=reason)
    keep_deadlines(record, one)
    remark(record, Remark.Kind.ASKER, None, None, text=reason, move=step.id)
    leave_trace(None, "register.asker", record, move=step.id, was=was, to=step.to, reason=reason[:500])
    return record


@transaction.atomic
def pay_reward(*, record: Record, code: str, amount: Decimal, by: User) -> Remark:
    """Pay a reward to whoever brings the code. Nobody is named: the payment holds the record and the amount."""
    tenure = tenure_on(
        by, "register.move", record.unit_id, scheme=record.register.scheme, roles=("scoring_office",)
    )
    if tenure is None:
        raise NotAllowed(
            "不能发奖励",
            "由考核办发",
            "请考核办来办",
            english="You may not pay a reward: the scoring office does. Ask it.",
        )
    one = declaration_of(record.register)
    hold(record)
    if record.stage not in one.rewarded:
        stages = "、".join(one.stages[name].title for name in one.rewarded)
        raise Refusal(
            "没有发",
            f"它还不到能发奖励的阶段({stages or '没有声明'})",
            "查实以后再发",
            english="Nothing was paid: it is not at a stage in which a reward is paid. Pay when it is proved.",
        )
    if not FollowCode.objects.filter(record=record, digest=digest_of(code)).exists():
        raise Refusal(
            "没有发",
            "查询码不对",
            "核对查询码",
            english="Nothing was paid: the follow code is wrong. Check it.",
        )
    if amount <= 0 or amount != round(amount, 2):
        raise BadInput(
            "没有发",
            "金额不对",
            "写到分的正数",
            english="Nothing was paid: the amount is wrong. Write a positive amount with at most two decimals.",
            problems=[Problem("amount", _("金额不对"), _("写到分"))],
        )
    if record.remarks.filter(kind=Remark.Kind.REWARD).exists():
        raise Refusal(
            "没有发",
            "这条线索已经发过奖励",
            "不能再发",
            english="Nothing was paid: this tip-off was rewarded already, and is not rewarded twice.",
        )
    row = remark(record, Remark.Kind.REWARD, by, tenure.post, amount=format(amount, "f"))
    leave_trace(by, "register.reward", record, post=tenure.post, amount=amount)
    return row

"""Askers and informants: the code they follow by, what they answer, and who they are – in the vault, or nowhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

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
from youju.work.registers.models import FollowCode, Identity, Record, Register, Remark, Unlock
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
from youju.work.registers.vault import house_key, seal, unseal

if TYPE_CHECKING:
    from youju.engine.registers import Declaration, Move
    from youju.flow.units.models import Unit

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONG = 16
UNLOCKERS = ("scoring_office", "leader")
UNLOCKED = dt.timedelta(days=7)
"""How long what was granted may be seen; later it is asked for again."""


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
def ask_unlock(*, record: Record, by: User, reason: str) -> Unlock:
    """Ask to see who gave a tip. Somebody else, in another post, must grant it."""
    tenure = _unlocker(record, by)
    if not reason.strip():
        raise BadInput(
            "没有申请",
            "没有写理由",
            "写明为什么非看不可",
            english="Nothing was asked for: a reason is missing. Write why the identity must be seen.",
            problems=[Problem("reason", _("没有写"), _("写一句"))],
        )
    if not Identity.objects.filter(record=record).exists():
        raise Refusal(
            "没有申请",
            "这条线索没有留身份",
            "用查询码联系",
            english="Nothing was asked for: no identity was left with this tip-off. Reach the person by the follow code.",
        )
    row = Unlock.objects.create(
        record=record, asked_by=by, asked_post=tenure.post, asked_at=db_now(), reason=reason.strip()[:500]
    )
    leave_trace(by, "register.unlock_asked", record, post=tenure.post, reason=reason[:500], unlock=row.pk)
    return row


@transaction.atomic
def grant_unlock(*, unlock: Unlock, by: User) -> Unlock:
    """Grant it: another person in another post. The database refuses one person twice, too."""
    tenure = _unlocker(unlock.record, by)
    if unlock.asked_by_id == by.pk or unlock.asked_post_id == tenure.post_id:
        raise NotAllowed(
            "不能批准",
            "申请的人不能自己批准，同一个岗位也不行",
            "请另一个岗位的另一个人批",
            english="You may not grant this: neither the one who asked nor anybody of the same post may. Ask somebody else of another post.",
        )
    if not Unlock.objects.filter(pk=unlock.pk, granted_by=None).update(
        granted_by=by, granted_post=tenure.post, granted_at=db_now()
    ):
        raise Refusal(
            "没有批准",
            "已经有人批过",
            "不用再批",
            english="Nothing was granted: it was granted already. There is no need to grant it again.",
        )
    leave_trace(by, "register.unlock_granted", unlock.record, post=tenure.post, unlock=unlock.pk)
    unlock.refresh_from_db()
    return unlock


@transaction.atomic
def see_identity(*, unlock: Unlock, by: User) -> str:
    """Return who gave a tip, once, to the one who asked; what was seen and when stands in the log, who it is does not."""
    tenure = _unlocker(unlock.record, by)
    if unlock.asked_by_id != by.pk:
        raise NotAllowed(
            "不能看",
            "只有申请的人能看",
            "自己申请",
            english="You may not see this: only the one who asked may. Ask for it yourself.",
        )
    now = db_now()
    if not Unlock.objects.filter(
        pk=unlock.pk, granted_by__isnull=False, granted_at__gt=now - UNLOCKED, seen_at=None
    ).update(seen_at=now):
        raise Refusal(
            "不能看",
            f"还没有人批准，或者已经看过一次，或者批准过了 {UNLOCKED.days} 天",
            "重新申请",
            english=f"You may not see this: it is not granted yet, was seen once already, or was granted more than {UNLOCKED.days} days ago. Ask again.",
        )
    row = Identity.objects.get(record=unlock.record)
    leave_trace(by, "register.unlock_seen", unlock.record, post=tenure.post, unlock=unlock.pk)
    return unseal(
        bytes(row.sealed), bytes(row.key), label(unlock.record), house_key(settings.YOUJU["folder"])
    )


def _unlocker(record: Record, by: User) -> Any:
    tenure = tenure_on(by, "register.unlock", record.unit_id, scheme=record.register.scheme, roles=UNLOCKERS)
    if tenure is None:
        raise NotAllowed(
            "不能开保险柜",
            "这个岗位没有这项权限",
            "请主管的领导和考核办来办",
            english="You may not open the vault: this post does not carry that power. Ask the leader in charge and the scoring office.",
        )
    if not declaration_of(record.register).confidential:
        raise Refusal(
            "没有保险柜可开",
            "这本台账不是保密的，没有封存身份",
            "要保密的线索记在举报台账里",
            english="There is no vault to open: this register is not confidential and seals no identity. Keep confidential tip-offs in the register of tip-offs.",
        )
    return tenure


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

"""Who gave a tip: asked for by one person, granted by another, seen once, with a trace."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import tenure_on
from youju.kernel.canonical import label
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Identity, Record, Unlock
from youju.work.registers.vault import house_key, unseal

UNLOCKERS = ("scoring_office", "leader")
UNLOCKED = dt.timedelta(days=7)
"""How long what was granted may be seen; later it is asked for again."""


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

"""Telling hooks: who is to hear of what, and saying it until it is heard. Runs apart from the pages.

Each delivery has one number for good. A worker claims it by moving its due time on; one that dies leaves a claim that
runs out, and the next says the same under the same number. The receiver takes a number once (Standard Webhooks 1.0).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import logging
import secrets
import threading

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F

from youju.kernel.canonical import canonical
from youju.kernel.clock import db_now
from youju.kernel.companions import again, started
from youju.kernel.errors import Refusal
from youju.kernel.hooks import secret_of
from youju.kernel.log import sequence
from youju.kernel.models import Delivery, Hook, LogEntry, User
from youju.kernel.outward import Unreachable, post
from youju.kernel.robots import TRY, ask_to_try, is_quiet, say_to_robot

EVERY = 2.0
AT_ONCE = 500
# How long a claim holds: longer than any attempt takes.
LEASE = dt.timedelta(seconds=90)
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440))
logger = logging.getLogger(__name__)


def start() -> threading.Thread:
    """Start delivering in this process. Several processes may: each delivery is claimed by one."""
    return started("deliverer", run)


def run(*, times: int | None = None) -> None:
    """Deliver again and again (or `times` times)."""
    again("deliverer", deliver, every=EVERY, times=times)


def deliver() -> int:
    """Look for news, attempt everything that is due, and return how many attempts were heard.

    Of a hook that did not hear, the rest waits for the next turn: one that hangs holds up none of the others.
    """
    while sequence() is not None:
        pass
    for hook in Hook.objects.filter(closed_at=None):
        while spread(hook):
            pass
    heard, deaf = 0, set[int]()
    for row in due():
        if row.hook_id in deaf:
            continue
        if attempt(row):
            heard += 1
        else:
            deaf.add(row.hook_id)
    return heard


@transaction.atomic
def spread(hook: Hook) -> bool:
    """Write down what a hook is to hear of the next entries of the log, and whether there were any.

    The hook's row is held: two workers at once write each delivery once, and the position moves with what was written.
    """
    held = Hook.objects.select_for_update().get(pk=hook.pk)
    entries = list(
        LogEntry.objects.filter(seq__gt=held.position).order_by("seq").select_related("trace")[:AT_ONCE]
    )
    if not entries:
        return False
    now = db_now()
    Delivery.objects.bulk_create(
        Delivery(hook=held, trace=entry.trace, key=f"msg_{secrets.token_hex(16)}", due_at=now)
        for entry in entries
        if entry.trace.act in held.acts
    )
    Hook.objects.filter(pk=held.pk).update(position=entries[-1].seq)
    return True


def due() -> list[Delivery]:
    """Return what is to be said now, the longest due first. What people would hear waits while it is quiet; machines never sleep."""
    found = Delivery.objects.filter(
        status=Delivery.Status.WAITING, due_at__lte=db_now(), hook__closed_at=None
    )
    if is_quiet():
        found = found.filter(hook__form=Hook.Form.STANDARD)
    return list(found.select_related("hook", "trace").order_by("due_at", "pk")[:AT_ONCE])


def attempt(row: Delivery) -> bool:
    """Claim a delivery and say it; whether it was heard. Not claimed: another worker says it."""
    now = db_now()
    claimed = Delivery.objects.filter(pk=row.pk, status=Delivery.Status.WAITING, due_at=row.due_at).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    row.attempts += 1
    try:
        told = say_to_robot if row.hook.form != Hook.Form.STANDARD else say
        status: int | str = told(row, str(int(now.timestamp())))
    except DatabaseError:
        raise
    except (Unreachable, Refusal, ValueError) as error:
        status = str(error)
    except Exception as error:
        # Whatever one hook meets, the others are told: the thread that tells them must live.
        logger.exception("delivery %s failed", row.key)
        status = type(error).__name__
    settle(row, status)
    return isinstance(status, int) and 200 <= status < 300


def try_out(*, hook: Hook, by: User) -> Delivery:
    """Say a test to a group now and return it with what the other side answered. It is said once, heard or not.

    Nothing is held while the other side thinks. Who dies before it has said it leaves it to the worker.
    """
    row = ask_to_try(hook=hook, due_at=db_now() + LEASE, by=by)
    attempt(row)
    row.refresh_from_db()
    return row


def say(row: Delivery, moment: str) -> int:
    """Say a delivery once, signed for this moment, and return the status of the answer."""
    body = body_of(row)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Youju-Webhook/1",
        "webhook-id": row.key,
        "webhook-timestamp": moment,
        "webhook-signature": signature(secret_of(row.hook), row.key, moment, body),
    }
    return post(row.hook.url, body, headers)[0]


def settle(row: Delivery, status: int | str) -> None:
    """Write down how an attempt went: heard, to be said again later, or given up after the last of the pauses."""
    now, said = db_now(), f"HTTP {status}" if isinstance(status, int) else status
    change: dict[str, object] = {"last_answer": said[:200]}
    if isinstance(status, int) and 200 <= status < 300:
        change |= {"status": Delivery.Status.DELIVERED, "delivered_at": now}
    elif status == 410 or row.trace.act == TRY or row.attempts > len(BACK_OFF):
        change |= {"status": Delivery.Status.GIVEN_UP}
    else:
        change |= {"due_at": now + BACK_OFF[row.attempts - 1]}
    Delivery.objects.filter(pk=row.pk, status=Delivery.Status.WAITING).update(**change)


def body_of(row: Delivery) -> bytes:
    """Return what is said: which act was done to what, when, and under which number of the log. No values."""
    trace = row.trace
    return canonical(
        {
            "type": trace.act,
            "timestamp": trace.done_at,
            "origin": settings.YOUJU["origin"],
            "data": {"trace": trace.pk, "subject": trace.subject},
        }
    )


def signature(secret: str, key: str, moment: str, body: bytes) -> str:
    """Return `v1,` and the HMAC-SHA256 over `number.moment.body`, in base64 (Standard Webhooks)."""
    whole = b".".join((key.encode("ascii"), moment.encode("ascii"), body))
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), whole, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode("ascii")

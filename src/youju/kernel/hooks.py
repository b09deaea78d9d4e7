"""Webhooks: other systems hear that an act was done. What was done, they ask for themselves, with a token.

The outbox is the log: the entry of a trace is written in the transaction of its act, and gets its place once that
transaction stands. So nothing is told that did not happen, and nothing that happened is forgotten. Acts on hooks.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from youju.kernel.acts import act_named
from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal
from youju.kernel.log import sequence
from youju.kernel.models import Delivery, Hook, LogEntry, User
from youju.kernel.outward import place_of
from youju.kernel.sealed import seal, unseal
from youju.kernel.trace import leave_trace

PURPOSE = "webhook"


@transaction.atomic
def open_hook(*, name: str, url: str, acts: Iterable[str], by: User) -> tuple[Hook, str]:
    """Open a hook and return it with its secret, which is shown once. It hears of acts from now on.

    Refused unless the address is https and its host allowed by the settings.
    """
    place_of(url)
    # What was done before gets its place in the log before, so that "from now on" is a place too.
    while sequence() is not None:
        pass
    wanted = sorted({act_named(act).name for act in acts})
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    newest = LogEntry.objects.aggregate(last=Max("seq"))["last"]
    row = Hook.objects.create(
        name=name, url=url, acts=wanted, secret=seal(secret, PURPOSE), position=-1 if newest is None else newest,
        opened_at=db_now(), opened_by=by,
    )  # fmt: skip
    leave_trace(by, "hook.open", row, url=url, acts=wanted)
    return row, secret


@transaction.atomic
def close_hook(*, hook: Hook, by: User) -> Hook:
    """Close a hook: nothing more is told, what waits stays untold."""
    if Hook.objects.filter(pk=hook.pk, closed_at=None).update(closed_at=db_now()):
        leave_trace(by, "hook.close", hook)
    hook.refresh_from_db()
    return hook


@transaction.atomic
def try_again(*, delivery: Delivery, by: User) -> Delivery:
    """Put a delivery that was given up back into the queue, under its own number."""
    moved = Delivery.objects.filter(
        pk=delivery.pk, status=Delivery.Status.GIVEN_UP, hook__closed_at=None
    ).update(status=Delivery.Status.WAITING, attempts=0, due_at=db_now())
    if not moved:
        raise Refusal(
            "不用再投",
            "它没有放弃，或者回调已经停用",
            "看投递的状态",
            english="It was not given up, or its hook is closed.",
        )
    leave_trace(by, "hook.again", delivery, key=delivery.key)
    delivery.refresh_from_db()
    return delivery


def secret_of(hook: Hook) -> str:
    """Return the secret a hook signs with."""
    return unseal(hook.secret, PURPOSE)


def hooks() -> QuerySet[Hook]:
    """Return the hooks, open ones first, with how many deliveries wait and how many were given up."""
    counted = Hook.objects.annotate(waiting=_count("waiting"), given_up=_count("given_up"))
    return counted.order_by("closed_at", "-pk")


def _count(status: str) -> Count:
    return Count("deliveries", filter=Q(deliveries__status=status))


def deliveries_of(hook: Hook) -> QuerySet[Delivery]:
    """Return the deliveries of a hook, the latest first."""
    return hook.deliveries.select_related("trace").order_by("-pk")


def deliveries(**which: Any) -> QuerySet[Delivery]:
    """Return deliveries with their hooks."""
    return Delivery.objects.select_related("hook").filter(**which)

"""Leaving a trace: one for each act, inside the act's own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from youju.kernel import merkle
from youju.kernel.canonical import canonical, label, plain
from youju.kernel.clock import db_now
from youju.kernel.models import LogEntry, Post, Trace, User


def leave_trace(
    actor: User | None,
    act: str,
    subject: models.Model | str,
    *,
    post: Post | None = None,
    done_at: dt.datetime | None = None,
    **detail: Any,
) -> Trace:
    """Write down who did what to which thing, and put it in the queue of the log.

    `actor` None means the system itself. `detail` is anything `canonical.plain` can write exactly. `done_at` is the
    moment an act has already asked the database's clock for; else it is asked now.
    Raises ValueError outside a transaction: a trace that could outlive its act would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{act}: a trace belongs in the transaction of its act")
    trace = Trace.objects.create(
        actor=actor,
        post=post,
        act=act,
        subject=subject if isinstance(subject, str) else label(subject),
        detail=plain(detail),
        done_at=done_at or db_now(),
    )
    payload = payload_of(trace)
    LogEntry.objects.create(
        trace=trace, sha256=merkle.leaf(payload, merkle.SHA256), sm3=merkle.leaf(payload, merkle.SM3)
    )
    return trace


def leave_traces(
    actor: User | None, act: str, done: Iterable[tuple[str, Post | None, Mapping[str, Any]]]
) -> None:
    """Write down an act that was done to many things at once, one trace for each: (what, in which post, with what in hand).

    Each is the trace `leave_trace` would have left, and waits for its place in the log like any other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{act}: a trace belongs in the transaction of its act")
    now = db_now()
    traces = Trace.objects.bulk_create(
        Trace(actor=actor, post=post, act=act, subject=subject, detail=plain(detail), done_at=now)
        for subject, post, detail in done
    )
    payloads = [(trace, payload_of(trace)) for trace in traces]
    LogEntry.objects.bulk_create(
        LogEntry(
            trace=trace, sha256=merkle.leaf(payload, merkle.SHA256), sm3=merkle.leaf(payload, merkle.SM3)
        )
        for trace, payload in payloads
    )


def payload_of(trace: Trace) -> bytes:
    """Return the bytes of a trace that the log commits to."""
    return canonical(
        {
            "act": trace.act,
            "actor": trace.actor_id,
            "at": trace.done_at,
            "detail": trace.detail,
            "id": trace.pk,
            "post": trace.post_id,
            "subject": trace.subject,
        }
    )


def history_of(subject: models.Model | str) -> models.QuerySet[Trace]:
    """Return the traces of one thing, oldest first, with their people loaded."""
    name = subject if isinstance(subject, str) else label(subject)
    return Trace.objects.filter(subject=name).select_related("actor", "post").order_by("done_at", "pk")

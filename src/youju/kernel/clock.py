"""The clock of the database: the only one that decides a deadline.

On PostgreSQL the moment is the start of the transaction, the same for all its statements. On SQLite it is the
statement's; because writing transactions are IMMEDIATE, it is read after the writer's place was taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


def db_now() -> dt.datetime:
    """Return the moment by the database's clock, aware, in UTC. Call it once per act and pass it on."""
    told = _told.get()
    if told is not None:
        return told
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT now()")
            return cursor.fetchone()[0].astimezone(dt.UTC)
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)


def as_told(moment: dt.datetime) -> dt.datetime:
    """Return a moment that a question read from the database's clock beside other things, or the one that was told instead."""
    return _told.get() or moment.astimezone(dt.UTC)


def db_today() -> dt.date:
    """Return the calendar day of the office (Asia/Shanghai) by the database's clock."""
    return timezone.localtime(db_now()).date()


@contextmanager
def as_if(moment: dt.datetime) -> Iterator[None]:
    """Tell the house that it is another moment. For tests and the demo; production raises ValueError."""
    if settings.YOUJU["mode"] == "production":
        raise ValueError("the clock cannot be set in production")
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _told.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told.reset(token)

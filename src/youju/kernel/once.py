"""Keeping the first answer to a key, in the transaction of the act that gave it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from youju.kernel.models import FirstAnswer


def claim(key: str, request: str) -> tuple[FirstAnswer, bool]:
    """Return the row of a key, and whether this request is the first to ask for it.

    Inside the act's transaction: whoever comes second waits for the first to end, on PostgreSQL at the insert and
    on SQLite at BEGIN IMMEDIATE. If the first one failed, the second becomes the first.
    """
    try:
        with transaction.atomic():
            return FirstAnswer.objects.create(key=key, request=request), True
    except IntegrityError:
        return FirstAnswer.objects.get(key=key), False


def keep(row: FirstAnswer, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep the answer that was given."""
    FirstAnswer.objects.filter(pk=row.pk).update(status=status, headers=dict(headers), body=body)

"""Holding a round in the status it has until the transaction ends.

Many who hand in at once do not wait for each other, and whoever closes waits for them all. SQLite has one writer at a
time, so there is nothing to hold.
"""

from __future__ import annotations

from django.db import connection

from youju.flow.schemes.models import Round


def status_held(round_id: int) -> str:
    """Return a round's status, which stays so until this transaction ends."""
    if connection.vendor == "postgresql":
        # Django knows FOR UPDATE only, which would let one in at a time.
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM schemes_round WHERE id = %s FOR SHARE", [round_id])
            return str(cursor.fetchone()[0])
    return Round.objects.values_list("status", flat=True).get(pk=round_id)

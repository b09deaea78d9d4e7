"""Holding a round in the status it has until the transaction ends.

Many who hand in at once do not wait for each other, and whoever closes waits for them all. SQLite has one writer at a
time, so there is nothing to hold.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models.functions import Now

from youju.flow.schemes.models import Round
from youju.kernel.clock import as_told


def status_held(round_id: int) -> str:
    """Return a round's status, which stays so until this transaction ends."""
    return held_now(round_id)[0]


def held_now(round_id: int) -> tuple[str, dt.datetime]:
    """Return a round's status, which stays so until this transaction ends, and the moment by the database's clock."""
    if connection.vendor == "postgresql":
        # Django knows FOR UPDATE only, which would let one in at a time.
        with connection.cursor() as cursor:
            cursor.execute("SELECT status, now() FROM schemes_round WHERE id = %s FOR SHARE", [round_id])
            status, now = cursor.fetchone()
    else:
        status, now = Round.objects.annotate(now=Now()).values_list("status", "now").get(pk=round_id)
    return status, as_told(now)

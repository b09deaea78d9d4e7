"""What this room brings to the desk of a leader: how many open records are late, unit by unit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Q

from youju.engine.registers import Declaration
from youju.work.registers.clock import RED
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many, past_of
from youju.work.registers.models import Record
from youju.work.registers.selectors import records_for, registers_for
from youju.work.registers.shadows import day_number

MOST = 1000
"""Records of one register that are looked at: of more, those registered last."""


def late_by_unit(user: Any, today: dt.date) -> Counter[int]:
    """Return how many open records that a person may read are past a deadline, by the unit that answers for them."""
    looked: list[tuple[Declaration, list[Record]]] = []
    for register in registers_for(user):
        one = declaration_of(register)
        if one.clock is not None:
            open_ = records_for(user, register).filter(suspended_on=None).exclude(stage__in=one.closed)
            looked.append((one, list(open_.filter(_may_be_late(one, today)).order_by("-pk")[:MOST])))
    found: Counter[int] = Counter()
    past = past_of(row for _one, rows in looked for row in rows)
    for one, rows in looked:
        told = clocked_many(one, rows, today, past)
        found.update(row.unit_id for row in rows if told[row.pk].colour == RED)
    return found


def _may_be_late(one: Declaration, today: dt.date) -> Q:
    """Return the condition without which nothing is late. Pauses and extensions only ever move a day further off."""
    due = one.clock.due if one.clock is not None else None
    if due is None or due not in one.slots:
        return ~Q(pk__in=[])
    asked = Record.objects.filter(parties__ended_on=None).values("pk")
    waits = (
        Q(accepted_on=None, accept_by__lt=today) | Q(replied_on=None, reply_by__lt=today) | Q(pk__in=asked)
    )
    return waits | Q((f"{one.slots[due]}__lt", day_number(today)))

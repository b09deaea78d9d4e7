"""What this room brings to a person's calendar: the open records that the person's units must finish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from youju.kernel.words import bracketed
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many
from youju.work.registers.looking import named
from youju.work.registers.reach import units_to
from youju.work.registers.selectors import records_for, registers_for

MOST = 200


def due_days(user: Any, today: dt.date) -> Iterator[tuple[str, dt.date, str, str]]:
    """Yield (lasting name, day, words, address) of every open record the person may write and that has a deadline."""
    for register in registers_for(user):
        one = declaration_of(register)
        rows = list(
            records_for(user, register, "register.write")
            .filter(suspended_on=None)
            .exclude(stage__in=one.closed)
            .select_related("unit")
            .order_by("-pk")[:MOST]
        )
        told = clocked_many(one, rows, today)
        mine = set(units_to(user, "register.write", register).values_list("pk", flat=True)) if rows else set()
        for row in rows:
            state, words = told[row.pk], f"{register} {named(one, row) or row.number}{bracketed(row.unit)}"
            where, name = (
                reverse("registers:record", args=[register.code, row.number]),
                f"{register.code}-{row.number}",
            )
            if state.due is not None and state.done_on is None:
                yield name, state.due, words, where
            for late in state.deadlines:
                if late.is_open and late.unit_id in mine:
                    yield f"{name}-{late.kind}-{late.unit_id}", late.due, f"{late.title}：{words}", where

"""What this room brings to the page of one unit: its open records, register by register, what is late first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from youju.work.registers.declared import declaration_of
from youju.work.registers.life import Clocked, Past, clocked_many, past_of
from youju.work.registers.looking import named
from youju.work.registers.models import Record, Register
from youju.work.registers.selectors import records_for, registers_for, registers_of

TEMPLATE = "registers/_of_unit.html"
SHOWN, LOOKED = 8, 200


@dataclass(frozen=True, slots=True)
class Open:
    """The open records of a unit in one register: those shown, how many there are and were in all, whether it knows stages."""

    register: Register
    rows: list[tuple[Record, str, str, Clocked]]
    open: int
    closed: int
    staged: bool


def of_unit(user: Any, unit: Any, today: dt.date) -> list[Open]:
    """Return the registers in which a unit answers for something, as far as the person may read them."""
    found, kept = [], registers_of(unit)
    for register in registers_for(user):
        if register.pk in kept:
            mine = records_for(user, register).filter(unit=unit)
            rows = mine.exclude(stage__in=declaration_of(register).closed)
            some = list(rows.order_by("-pk")[:LOOKED])
            open_, whole = len(some) if len(some) < LOOKED else rows.count(), mine.count()
            if whole:
                found.append((register, some, open_, whole - open_))
    past = past_of(row for _register, rows, _open, _closed in found for row in rows)
    return [_told(register, rows, past, open_, closed, today) for register, rows, open_, closed in found]


def _told(
    register: Register, rows: list[Record], past: Past, open_: int, closed: int, today: dt.date
) -> Open:
    one = declaration_of(register)
    told = clocked_many(one, rows, today, past)
    rows.sort(key=lambda row: (_order(told[row.pk]), -row.pk))
    some = [
        (row, named(one, row), one.stages[row.stage].title if row.stage in one.stages else "", told[row.pk])
        for row in rows[:SHOWN]
    ]
    return Open(register, some, open_, closed, bool(one.stages))


def as_data(found: list[Open]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [
        {
            "register": one.register.code, "title": one.register.title, "open": one.open, "closed": one.closed,
            "nearest": [
                {"number": row.number, "name": name, "stage": stage, "suspended_on": row.suspended_on, "due": state.due,
                 "light": state.colour}
                for row, name, stage, state in one.rows
            ],
        }
        for one in found
    ]  # fmt: skip


def _order(state: Clocked) -> tuple[int, dt.date]:
    colours = {"red": 0, "yellow": 1}
    return colours.get(state.colour, 2), state.due or dt.date.max

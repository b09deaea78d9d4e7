"""What work rooms ask of each other, brought together here because they do not know each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from youju.flow.units.selectors import codes_of, units_by_code
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.work.duties.selectors import holder_of_place, systems_for
from youju.work.duties.telling import told_of
from youju.work.duties.words import SYSTEMS
from youju.work.monitors.ports import (
    Case,
    Held,
    answer_case,
    answer_holder,
    answer_keeper,
    answer_note,
    answer_registers,
    answer_systems,
)
from youju.work.registers.declared import declaration_of
from youju.work.registers.ports import Charged, answer_charges
from youju.work.registers.selectors import record_named, register_named, registers_for
from youju.work.registers.services import make_record, note_from


def join() -> None:
    """Let duties say who answers for a place, and registers open the case that a monitor asks for."""
    answer_holder(_holder)
    answer_case(_opened)
    answer_note(_noted)
    answer_systems(_systems)
    answer_registers(_registers)
    answer_keeper(_keeps)
    answer_charges(_charged)


def _holder(unit_id: int, day: dt.date, system: str) -> Held | None:
    duty = holder_of_place(unit_id, day, system)
    return Held(duty.unit_id, duty.person) if duty else None


def _charged(system: str, day: dt.date) -> list[Charged]:
    return [Charged(**asdict(one)) for one in told_of(system, day)]


def _systems(user: User) -> list[tuple[str, str]]:
    return [(code, str(SYSTEMS.get(code, code))) for code in dict.fromkeys([*systems_for(user), *SYSTEMS])]


def _registers(user: User) -> list[tuple[str, str]]:
    return [(row.code, row.title) for row in registers_for(user)]


CASE = ("title", "said", "kind", "channel", "raised_on")
"""The fields that a case of a monitor fills in; the register that takes it has them, and asks for nothing else."""


def _keeps(name: str) -> bool:
    register = register_named(name)
    fields = declaration_of(register).fields if register is not None else {}
    must = {label for label, field in fields.items() if field.required}
    return must <= set(CASE) <= set(fields)


def _opened(case: Case) -> str:
    register = register_named(case.register)
    if register is None:
        return ""
    code = codes_of([case.unit_id])[case.unit_id]
    values = {
        "title": case.title,
        "said": case.said,
        "kind": "预警",
        "channel": "监测预警",
        "raised_on": case.on.isoformat(),
    }
    try:
        record = make_record(register=register, unit=units_by_code([code])[code], values=values, by=None)
    except Refusal:  # a register with other fields: the alarm stands and says that no case was opened
        return ""
    return f"{register.code}/{record.number}"


def _noted(case: str, text: str, by: User) -> bool:
    record = record_named(case)
    if record is None:
        return False
    note_from(record=record, by=by, text=text)
    return True

"""The registers of the demo: every shared declaration is put in force, and the sample ledgers beside the schemes become records."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from youju.engine.registers.read import FOLDER
from youju.work.registers.services import declare_register, make_record

if TYPE_CHECKING:
    from youju.flow.units.models import Unit
    from youju.kernel.models import User
    from youju.work.registers.models import Record, Register

ASIDE = frozenset({"ref", "parent", "unit_title"})
"""Columns of a ledger that are no fields: what a row is called in this file, the row it stands under, who keeps it."""


def declare_shared(home: Path, unit: Unit, by: User | None) -> dict[str, Register]:
    """Declare the registers that schemes share; they link to each other, so those that are linked to come first by name."""
    return {
        file.stem: declare_register(text=file.read_text("utf-8"), unit=unit, by=by, is_example=True)
        for file in sorted((home / FOLDER).glob("*.yaml"))
    }


def load_ledger(file: Path, register: Register, unit: Unit, by: User | None = None) -> list[Record]:
    """Make a record of every row of a ledger, under the row it names. Refused with the faults of the first faulty row."""
    made: list[Record] = []
    known: dict[str, Record] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values = {name: text for name, text in row.items() if name not in ASIDE and text}
            record = make_record(
                register=register,
                unit=unit,
                values=values,
                by=by,
                parent=known.get(row.get("parent") or ""),
                is_example=True,
            )
            known[row.get("ref") or f"#{len(made)}"] = record
            made.append(record)
    return made


def load_ledgers(home: Path, unit: Unit, by: User | None) -> int:
    """Declare the shared registers and load every ledger below a folder of schemes; return how many records there are."""
    registers = declare_shared(home, unit, by)
    files = sorted(home.glob("*/ledgers/*.csv"))
    return sum(len(load_ledger(file, registers[file.stem], unit)) for file in files)

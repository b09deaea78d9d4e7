"""The registers of the demo: every shared declaration is put in force, and the sample ledgers beside the schemes become records."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from youju.engine.registers.read import FOLDER
from youju.flow.evidence.services import add_evidence
from youju.kernel.models import User
from youju.work.registers.declared import declaration_of
from youju.work.registers.services import declare_register, make_record, move_record

if TYPE_CHECKING:
    from youju.engine.registers import Declaration, Move
    from youju.flow.units.models import Unit
    from youju.work.registers.models import Record, Register

ASIDE = frozenset({"ref", "parent", "unit_title", "stage"})
"""Columns of a ledger that are no fields: what a row is called in this file, the row it stands under, who keeps it, how far it is."""


def declare_shared(home: Path, unit: Unit, by: User | None) -> dict[str, Register]:
    """Declare the registers that schemes share; they link to each other, so those that are linked to come first by name."""
    return {
        file.stem: declare_register(text=file.read_text("utf-8"), unit=unit, by=by, is_example=True)
        for file in sorted((home / FOLDER).glob("*.yaml"))
    }


@dataclass(frozen=True, slots=True)
class Hands:
    """Who moves the records of the ledgers: the clerk of the unit that keeps them, and somebody of another unit who verifies."""

    clerk: User
    verifier: User
    proofs: dict[str, str] = field(default_factory=dict)
    """What was uploaded for the gates, by the name of the evidence."""

    def of(self, move: Move) -> User | None:
        """Return who makes a move; None where it is the asker's own, or needs a reason that no ledger gives."""
        if move.reason:
            return None
        if "reporter" in move.who:
            return self.clerk
        return self.verifier if {"scoring_office", "inspector"} & set(move.who) else None

    def proof(self, unit: Unit, name: str) -> str:
        """Return what proves something for a gate, uploaded now if it was not yet."""
        if name not in self.proofs:
            said = f"{name}（示例）:这份佐证是演示用的。".encode()
            made = add_evidence(unit=unit, name=f"{name}（示例）.txt", content=said, by=self.clerk)
            self.proofs[name] = made.sha256
        return self.proofs[name]


def load_ledger(file: Path, register: Register, unit: Unit, hands: Hands | None = None) -> list[Record]:
    """Make a record of every row of a ledger, under the row it names, and move it as far as the row says by real moves.

    Refused with the faults of the first faulty row. Without hands every record stays in its first stage.
    """
    made: list[Record] = []
    known: dict[str, Record] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values = {name: text for name, text in row.items() if name not in ASIDE and text}
            record = make_record(
                register=register,
                unit=unit,
                values=values,
                by=None,
                parent=known.get(row.get("parent") or ""),
                is_example=True,
            )
            if hands is not None and row.get("stage"):
                _move_on(record, row["stage"], hands)
            known[row.get("ref") or f"#{len(made)}"] = record
            made.append(record)
    return made


def _move_on(record: Record, stage: str, hands: Hands) -> None:
    for move in way_to(declaration_of(record.register), stage, hands):
        proofs = {name: hands.proof(record.unit, name) for name in move.evidence}
        by = hands.of(move)
        if by is not None:
            move_record(record=record, lock=record.lock, move=move.id, by=by, evidence=proofs)


def way_to(one: Declaration, stage: str, hands: Hands) -> list[Move]:
    """Return the fewest moves from the first stage to a stage that these hands can make. Raises ValueError where there are none."""
    ways: dict[str, list[Move]] = {one.first_stage: []}
    for _ in one.stages:
        for here, way in list(ways.items()):
            for move in one.moves:
                if here in move.from_ and hands.of(move) is not None:
                    ways.setdefault(move.to, [*way, move])
    if stage not in ways:
        raise ValueError(f"nobody can move a record of {one.register_} to {stage}")
    return ways[stage]


def load_ledgers(home: Path, unit: Unit, by: User | None, hands: Hands | None = None) -> int:
    """Declare the shared registers and load every ledger below a folder of schemes; return how many records there are."""
    registers = declare_shared(home, unit, by)
    files = sorted(home.glob("*/ledgers/*.csv"))
    return sum(len(load_ledger(file, registers[file.stem], unit, hands)) for file in files)

"""What this room asks of others. Rooms in front of it answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from youju.flow.evidence.selectors import evidence_known as evidence_named
from youju.flow.units.powers import chains_of


@dataclass(frozen=True, slots=True)
class Held:
    """A value the house holds already, and where from, in a few words."""

    value: Decimal
    source: str
    relation: str = "="
    evidence: tuple[str, ...] = ()


HeldIn = Callable[[int, Mapping[str, str], str], Mapping[str, Held]]
_held: list[HeldIn] = []


def answer_held(answer: HeldIn) -> None:
    """Let a room say what it holds: unit id, {indicator: period}, code of the scheme → {indicator: Held}."""
    if answer not in _held:
        _held.append(answer)


def held_elsewhere(unit_id: int, wanted: Mapping[str, str], scheme: str) -> dict[str, Held]:
    """Return what other rooms hold of a unit; of several the one that registered first."""
    found: dict[str, Held] = {}
    for answer in _held:
        found = {**answer(unit_id, wanted, scheme), **found}
    return {name: held for name, held in found.items() if name in wanted}


def evidence_known(hashes: Iterable[str], *, unit_id: int) -> set[str]:
    """Return those hashes that name evidence of the unit or of a unit above it today."""
    wanted = set(hashes)
    if not wanted:
        return set()
    units = {unit_id, *(key for keys in chains_of(unit_id).values() for key in keys)}
    return {sha for unit in units for sha in evidence_named(wanted, unit_id=unit)}

"""What this room asks of others. Rooms in front of it answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from youju.engine.asking import Asked
from youju.flow.evidence.selectors import evidence_known as evidence_named
from youju.flow.evidence.selectors import units_of_evidence
from youju.flow.units.powers import reach_for, reaches_over
from youju.kernel.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """A value the house holds already, and where from, in a few words."""

    value: Decimal
    source: str
    relation: str = "="
    evidence: tuple[str, ...] = ()


HeldBy = Mapping[int, Mapping[str, Held]]
HeldIn = Callable[[Collection[int], Mapping[str, Asked], str], HeldBy]
_held: list[HeldIn] = []


def answer_held(answer: HeldIn) -> None:
    """Let a room say what it holds: keys of units, what is asked by its name, code of the scheme → unit → {indicator: Held}."""
    if answer not in _held:
        _held.append(answer)


def held_elsewhere(
    units: Collection[int], wanted: Mapping[str, Asked], scheme: str
) -> dict[int, dict[str, Held]]:
    """Return what other rooms hold of some units; of several rooms the one that registered first."""
    found: dict[int, dict[str, Held]] = {}
    for answer in _held:
        for unit, said in answer(units, wanted, scheme).items():
            known = {name: held for name, held in said.items() if name in wanted}
            found[unit] = {**known, **found.get(unit, {})}
    return found


def evidence_known(hashes: Iterable[str], *, unit_id: int, by: User | None = None) -> set[str]:
    """Return those hashes that name evidence of the unit, of a unit above it today, or, where it ended, of its successors."""
    wanted = set(hashes)
    if not wanted:
        return set()
    units = {unit_id, *(key for keys in reach_for(by, unit_id).values() for key in keys)}
    return evidence_named(wanted, units=units)


def evidence_known_to(cited: Mapping[int, Collection[str]], by: User | None = None) -> dict[int, set[str]]:
    """Return for each of many units, of the hashes it cites, what `evidence_known` would: asked of all at once."""
    wanted = {unit: set(hashes) for unit, hashes in cited.items() if hashes}
    if not wanted:
        return {}
    owners = units_of_evidence({one for hashes in wanted.values() for one in hashes})
    reaches = reaches_over(by, wanted)
    near = {
        unit: {unit, *(key for keys in reach.values() for key in keys)} for unit, reach in reaches.items()
    }
    return {
        unit: {one for one in hashes if owners.get(one, set()) & near[unit]}
        for unit, hashes in wanted.items()
    }

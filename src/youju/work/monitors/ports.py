"""What this room asks of others it does not know: who answers for a place, and to open a case there.

Rooms do not know each other; the shell brings them together when the house starts (`youju/web/joining.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from youju.kernel.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """Who answers for a place: the unit and the person's name."""

    unit_id: int
    person: str


@dataclass(frozen=True, slots=True)
class Case:
    """What a case says: in which register, for which unit, and in which words."""

    register: str
    unit_id: int
    title: str
    said: str
    on: dt.date


Named = Callable[[User], Iterable[tuple[str, str]]]
NoteCase = Callable[[str, str, User], bool]
HolderOf = Callable[[int, dt.date, str], Held | None]
OpenCase = Callable[[Case], str]
KeepsCases = Callable[[str], bool]
_holders: list[HolderOf] = []
_cases: list[OpenCase] = []
_notes: list[NoteCase] = []
_systems: list[Named] = []
_registers: list[Named] = []
_keepers: list[KeepsCases] = []


def answer_systems(answer: Named) -> None:
    """Let a room say of which systems of duties a person sees anything, each with what it is called."""
    if answer not in _systems:
        _systems.append(answer)


def answer_registers(answer: Named) -> None:
    """Let a room say in which registers a case can be opened that a person sees, each with its title."""
    if answer not in _registers:
        _registers.append(answer)


def systems(user: User) -> list[tuple[str, str]]:
    """Return the systems of duties whose holder a rule may call."""
    return [one for answer in _systems for one in answer(user)]


def registers(user: User) -> list[tuple[str, str]]:
    """Return the registers in which a rule may open a case."""
    return [one for answer in _registers for one in answer(user)]


def answer_holder(answer: HolderOf) -> None:
    """Let a room say who answers for a unit as a place on a day, in a system of duties or ("") in any."""
    if answer not in _holders:
        _holders.append(answer)


def answer_case(answer: OpenCase) -> None:
    """Let a room open a case and say how it is found; "" where it keeps no such register."""
    if answer not in _cases:
        _cases.append(answer)


def answer_keeper(answer: KeepsCases) -> None:
    """Let a room say whether it keeps a register in which cases can be opened."""
    if answer not in _keepers:
        _keepers.append(answer)


def answer_note(answer: NoteCase) -> None:
    """Let a room write a note at a case that it keeps and say whether it did."""
    if answer not in _notes:
        _notes.append(answer)


def holder_of(unit_id: int, day: dt.date, system: str) -> Held | None:
    """Return who answers for a place, None where nobody does."""
    return next((held for answer in _holders if (held := answer(unit_id, day, system)) is not None), None)


def open_case(case: Case) -> str:
    """Open a case and return how it is found, "" where nobody keeps such a register."""
    return next((told for answer in _cases if (told := answer(case))), "")


def keeps_cases(register: str) -> bool:
    """Return whether somebody keeps a register of that name for cases; true where no room was asked to."""
    return not _keepers or any(answer(register) for answer in _keepers)


def note_case(case: str, text: str, by: User) -> bool:
    """Write a note at a case by the words it is found under; False where nobody keeps it."""
    return any(answer(case, text, by) for answer in _notes)

"""What this room asks of others it does not know: which objects a system of duties has, and who answers for each.

Rooms do not know each other; the shell brings them together when the house starts (`youju/web/joining.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Charged:
    """An object somebody is to answer for: its code, the unit it lies in, and what duties say of it, by their words.

    `where` leads to its page. `is_gap`: it must be answered for that day, and nobody does. `is_gone`: it is there no more.
    """

    code: str
    title: str
    unit_id: int
    where: str
    said: Mapping[str, str]
    is_gap: bool
    is_gone: bool


ChargesOf = Callable[[str, dt.date], Iterable[Charged]]
_charges: list[ChargesOf] = []


def answer_charges(answer: ChargesOf) -> None:
    """Let a room say which objects a system of duties has on a day."""
    if answer not in _charges:
        _charges.append(answer)


def charges_of(system: str, day: dt.date) -> list[Charged]:
    """Return the objects of a system of duties on a day, by code."""
    return [one for answer in _charges for one in answer(system, day)]

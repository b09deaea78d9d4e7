"""What a leader sees on the desk: what is late, where the gap is, who answers for it; a line for each unit directly below.

A room of work joins by a module `overdue` with `late_by_unit(user, today)`.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from youju.flow.inspections.selectors import late_rectifications
from youju.flow.reports.selectors import missing_for
from youju.flow.units.paths import WIDTH
from youju.flow.units.selectors import tree_at
from youju.kernel.powers import EVERYWHERE, scopes, today_of
from youju.kernel.roles import Role
from youju.kernel.selectors import serving_in
from youju.work import WORK
from youju.work.duties.selectors import holder_of_place

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A unit directly below a leader's: how much is late in it and below it, and who answers for it."""

    code: str
    name: str
    unreported: int
    unmended: int
    overdue: int
    people: tuple[str, ...]

    @property
    def late(self) -> int:
        """All of it."""
        return self.unreported + self.unmended + self.overdue


@dataclass(frozen=True, slots=True)
class Overview:
    """The places where something is late, most first: those shown, how many more there are, and the sums over all."""

    places: tuple[Place, ...]
    more: int
    unreported: int
    unmended: int
    overdue: int


def overview_of(user: Any) -> Overview | None:
    """Return what is late below a leader; None for who leads nothing, and where nothing is."""
    led = {scope.unit_id for scope in scopes(user, "register.instruct", roles=[Role.LEADER])}
    if not led:
        return None
    today = today_of(user)
    counts = [
        Counter(unit for _round, units in missing_for(user) for unit in units),
        Counter(late_rectifications(user, today).values_list("unit_id", flat=True)),
        _records(user, today),
    ]
    found = sorted(_places(led, counts, today), key=lambda one: (-one[0], one[1]))
    if not found:
        return None
    places = tuple(_place(row, today) for row in found[:SHOWN])
    return Overview(places, len(found) - len(places), *(sum(row[-1][n] for row in found) for n in range(3)))


def _records(user: Any, today: dt.date) -> Counter[int]:
    found: Counter[int] = Counter()
    for room, _title in WORK:
        name = f"youju.work.{room}.overdue"
        if importlib.util.find_spec(name) is not None:
            found += import_module(name).late_by_unit(user, today)
    return found


Row = tuple[int, str, str, int, tuple[int, ...]]
"""How much is late, the code, the name and the key of a unit, and each of the three counts."""


def _places(led: Iterable[int], counts: list[Counter[int]], today: dt.date) -> list[Row]:
    found: dict[int, Row] = {}
    for unit_id in led:
        nodes = tree_at("administrative", today, under=None if unit_id == EVERYWHERE else unit_id)
        top = "" if unit_id == EVERYWHERE else nodes[0].path if nodes else ""
        for head in [node for node in nodes if node.path == top or _is_child(node.path, top)]:
            below = [
                n.unit_id
                for n in nodes
                if n.path == head.path or (head.path != top and n.path.startswith(head.path))
            ]
            said = tuple(sum(count[key] for key in below) for count in counts)
            if sum(said):
                found[head.unit_id] = (sum(said), head.code, head.name, head.unit_id, said)
    return list(found.values())


def _is_child(path: str, top: str) -> bool:
    return path.startswith(top) and len(path) == len(top) + WIDTH


def _place(row: Row, today: dt.date) -> Place:
    """Return a line with who answers for the place: who took it on, or else who reports for it."""
    _late, code, name, unit_id, said = row
    duty = holder_of_place(unit_id, today)
    people = [duty.person] if duty is not None else serving_in(unit_id, Role.REPORTER, today)
    return Place(code, name, *said, tuple(people))

"""What this room asks of rooms in front of it: which unit is meant, and where facts may go. They answer when the house starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from youju.kernel.named import NamedField, Offer


@dataclass(frozen=True, slots=True)
class Target:
    """Where a fact may go, an indicator of a scheme or a register: by codes, and as it is told."""

    title: str
    inside: str
    scheme: str = ""
    indicator: str = ""
    register: str = ""

    def __str__(self) -> str:
        return str(Offer(self.title, self.inside))

    @property
    def codes(self) -> tuple[str, str, str]:
        """What a decision keeps."""
        return self.scheme, self.indicator, self.register


UnitField = Callable[[Any], NamedField]
NamesOf = Callable[[Any, Collection[str]], Mapping[str, str]]
Targets = Callable[[Any], Iterable[Target]]
_units: list[tuple[UnitField, NamesOf]] = []
_targets: list[Targets] = []


def answer_units(field: UnitField, names: NamesOf) -> None:
    """Let the room that keeps units say how a person names one, and what units are called by their codes."""
    _units[:] = [(field, names)]


def answer_targets(answer: Targets) -> None:
    """Let a room say where a person may send facts."""
    if answer not in _targets:
        _targets.append(answer)


def unit_field(user: Any) -> NamedField:
    """Return a field that takes the name of a unit and gives the unit, which has a `code`."""
    return _units[0][0](user)


def names_of(user: Any, codes: Collection[str]) -> Mapping[str, str]:
    """Return what the units are called that the person sees, by their codes."""
    return _units[0][1](user, codes)


def targets(user: Any) -> Sequence[Target]:
    """Return where the person may send facts."""
    return [one for answer in _targets for one in answer(user)]


def offers(user: Any) -> Sequence[Offer]:
    """Return the units to choose from; none where they are too many for a page."""
    return unit_field(user).offers() or ()

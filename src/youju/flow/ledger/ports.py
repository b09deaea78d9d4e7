"""What the ledger asks of rooms in front of it. They answer by registering themselves when the house starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from youju.kernel.errors import Problem

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit


@dataclass(frozen=True, slots=True)
class Held:
    """What a closed round counts besides its facts, whatever has become of it since.

    `files` are those that its final score was made from, by path. `named` are the rows that upheld objections to it let
    count as they stood at the verdict, each (as `registers.record:17`) with its version.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    named: Mapping[str, int] = field(default_factory=dict)

    def versions(self, kind: str) -> dict[int, int]:
        """Return the rows of one kind that are named, by key, with their versions."""
        rows = ((name.rpartition(":"), version) for name, version in self.named.items())
        return {int(key): version for (room, _colon, key), version in rows if room == kind}


NOTHING = Held()


@dataclass(frozen=True, slots=True)
class Adoptable:
    """A row that says something else than what a round counts of it: an upheld objection of its unit may let it count as it is now.

    `subject` names the row and `version` how it stands now; `by` is who wrote that, and does not decide about it.
    """

    subject: str
    version: int
    title: str
    was: str
    now: str
    by: int | None = None


Against = Callable[["Round"], list[Problem]]
Files = Callable[["Round", Held], dict[str, bytes]]
Keeps = Callable[["Round"], Held]
Otherwise = Callable[["Round", "Unit", dt.datetime, Held], list[Adoptable]]
_against: list[Against] = []
_files: list[Files] = []
_keeps: list[Keeps] = []
_otherwise: list[Otherwise] = []


def ask_before_closing(answer: Against) -> None:
    """Let a room say what stands against closing a round."""
    if answer not in _against:
        _against.append(answer)


def against_closing(round_: Round) -> list[Problem]:
    """Return everything that stands against closing a round."""
    return [problem for answer in _against for problem in answer(round_)]


def answer_held(answer: Keeps) -> None:
    """Let the room that keeps final scores say what a closed round holds."""
    _keeps[:] = [answer]


def held_of(round_: Round) -> Held:
    """Return what a round holds besides its facts; nothing while it is open."""
    return _keeps[0](round_) if _keeps and round_.is_closed else NOTHING


def answer_files(answer: Files) -> None:
    """Let a room give files of a scheme folder: registers/<name>.csv by who keeps them, results/<scheme>.csv by who scored them.

    Of a closed round they are those that stood at its closing, but for what it holds.
    """
    if answer not in _files:
        _files.append(answer)


def files_of(round_: Round) -> dict[str, bytes]:
    """Return the files that other rooms give for a round; where nobody gives one, the scheme's own file stands."""
    held = held_of(round_)
    return {path: content for answer in _files for path, content in answer(round_, held).items()}


def answer_otherwise(answer: Otherwise) -> None:
    """Let a room say which of a unit's rows say something else by now than what a round counts, as of a moment."""
    if answer not in _otherwise:
        _otherwise.append(answer)


def said_otherwise(round_: Round, unit: Unit, moment: dt.datetime) -> list[Adoptable]:
    """Return the rows of a unit that say something else by now than what a round counts, as of a moment."""
    held = held_of(round_)
    return [one for answer in _otherwise for one in answer(round_, unit, moment, held)]

"""What the ledger asks of rooms in front of it. They answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from youju.kernel.errors import Problem

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

Against = Callable[["Round"], list[Problem]]
Registers = Callable[["Round"], dict[str, bytes]]
_against: list[Against] = []
_registers: list[Registers] = []


def ask_before_closing(answer: Against) -> None:
    """Let a room say what stands against closing a round."""
    if answer not in _against:
        _against.append(answer)


def against_closing(round_: Round) -> list[Problem]:
    """Return everything that stands against closing a round."""
    return [problem for answer in _against for problem in answer(round_)]


def answer_registers(answer: Registers) -> None:
    """Let the room that keeps registers give them as the files of a scheme folder (registers/<name>.csv)."""
    if answer not in _registers:
        _registers.append(answer)


def registers_of(round_: Round) -> dict[str, bytes]:
    """Return the registers of a round as files; where nobody keeps them, the scheme's own files stand."""
    return {path: content for answer in _registers for path, content in answer(round_).items()}

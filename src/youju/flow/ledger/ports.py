"""What the ledger asks of rooms in front of it. They answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from youju.kernel.errors import Problem

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

Against = Callable[["Round"], list[Problem]]
Files = Callable[["Round"], dict[str, bytes]]
_against: list[Against] = []
_files: list[Files] = []


def ask_before_closing(answer: Against) -> None:
    """Let a room say what stands against closing a round."""
    if answer not in _against:
        _against.append(answer)


def against_closing(round_: Round) -> list[Problem]:
    """Return everything that stands against closing a round."""
    return [problem for answer in _against for problem in answer(round_)]


def answer_files(answer: Files) -> None:
    """Let a room give files of a scheme folder: registers/<name>.csv by who keeps them, results/<scheme>.csv by who scored them."""
    if answer not in _files:
        _files.append(answer)


def files_of(round_: Round) -> dict[str, bytes]:
    """Return the files that other rooms give for a round; where nobody gives one, the scheme's own file stands."""
    return {path: content for answer in _files for path, content in answer(round_).items()}

"""What this room asks of rooms in front of it. They answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from youju.flow.schemes.models import SchemeVersion
    from youju.kernel.models import User

BundleOf = Callable[[str], Path | None]
InForce = Callable[["SchemeVersion", "User | None"], object]
_last_bundle: list[BundleOf] = []
_in_force: list[InForce] = []


def prepare_what_is_in_force(answer: InForce) -> None:
    """Let a room make ready what a version needs to be run, in the transaction that puts it in force."""
    if answer not in _in_force:
        _in_force.append(answer)


def put_in_force(version: SchemeVersion, by: User | None) -> None:
    """Let every room make ready what a version needs that is put in force now; whatever is refused refuses the act."""
    for answer in _in_force:
        answer(version, by)


def answer_last_bundle(answer: BundleOf) -> None:
    """Let the room that keeps bundles say where the last closed one of a scheme (by code) stands as a folder."""
    _last_bundle[:] = [answer]


def last_bundle(scheme: str) -> Path | None:
    """Return the folder of the last closed bundle of a scheme, None where there is none."""
    return _last_bundle[0](scheme) if _last_bundle else None

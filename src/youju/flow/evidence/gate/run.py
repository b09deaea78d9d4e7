"""Sending a file through the gate: a child process looks at it, and only what the child wrote is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from youju.flow.evidence.gate.words import RefusedFile
from youju.kernel.confined import ask

PATIENCE = 25.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the gate saw, and the files it left: `served` may be shown; `thumb` only exists for pictures."""

    kind: str
    media_type: str
    served: Path
    thumb: Path | None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    print: str = ""


@contextmanager
def room_for_one() -> Iterator[Path]:
    """Give a folder that is gone afterwards; put the upload into it as `in`."""
    with TemporaryDirectory(prefix="youju-gate-") as folder:
        yield Path(folder)


def pass_gate(folder: Path) -> Seen:
    """Let a child look at the file `in` of a folder and return what it saw. Raises RefusedFile."""
    said = ask("youju.flow.evidence.gate", folder, patience=PATIENCE)
    if said.get("heavy"):
        raise RefusedFile("heavy")
    if "refused" in said:
        raise RefusedFile(said["refused"], *said.get("detail", ()))
    out, thumb = folder / "out", folder / "thumb"
    return Seen(
        kind=said["kind"],
        media_type=said["media_type"],
        served=out if out.exists() else folder / "in",
        thumb=thumb if thumb.exists() else None,
        width=said.get("width"),
        height=said.get("height"),
        pages=said.get("pages"),
        print=said.get("print", ""),
    )

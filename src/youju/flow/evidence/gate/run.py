"""Sending a file through the gate: a child process looks at it, and only what the child wrote is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import youju
from youju.flow.evidence.gate.words import RefusedFile

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
    said = _ask(folder)
    if "refused" in said:
        raise RefusedFile(said["refused"], said.get("detail", ""))
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


def _ask(folder: Path) -> dict[str, Any]:
    """Run the child. One that was killed, ran out of its limits or answered nothing readable had a heavy file."""
    command = [sys.executable, "-P", "-m", "youju.flow.evidence.gate", str(folder)]
    here = str(Path(youju.__file__).parents[1])
    # Nothing of our environment goes along: no secret can leak into a process that reads strangers' files.
    quiet = {
        "PYTHONPATH": here,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; the file is an argument of nothing
            command,
            env=quiet,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "heavy"}
    return said if isinstance(said, dict) and done.returncode == 0 else {"refused": "heavy"}

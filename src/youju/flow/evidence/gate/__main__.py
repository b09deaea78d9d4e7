"""The child process: looks at one file under limits of memory and time, and says what it saw as one line of JSON.

    python -m youju.flow.evidence.gate FOLDER

FOLDER holds the upload as `in`; a picture written anew is left as `out`, its small copy as `thumb`.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from youju.flow.evidence.gate.kinds import kind_of
from youju.flow.evidence.gate.words import MB, RefusedFile

MEMORY, CPU_SECONDS, WALL_SECONDS = 512 * MB, 8, 20


def confine() -> None:
    """Take away what a hostile file could use up; said after the libraries are loaded, so it counts the file alone."""
    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * MB, 256 * MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(WALL_SECONDS)


def look(folder: Path) -> dict[str, Any]:
    """Return what the file is, or raise RefusedFile."""
    source = folder / "in"
    kind, form = kind_of(source)
    if kind == "text":
        return {"kind": "text", "media_type": f"text/plain; charset={form}"}
    # Only the library that is needed is loaded.
    if kind == "picture":
        from youju.flow.evidence.gate import pictures

        confine()
        return pictures.rewrite(source, form, folder / "out", folder / "thumb")
    if kind == "pdf":
        from youju.flow.evidence.gate import pdf

        confine()
        return pdf.look(source)
    from youju.flow.evidence.gate import office

    confine()
    return office.look(source)


def main(folder: str) -> None:
    """Say what the file in the folder is, or why it is refused."""
    try:
        said = look(Path(folder))
    except RefusedFile as refused:
        said = {"refused": refused.code, "detail": refused.detail}
    except (MemoryError, RecursionError):
        said = {"refused": "heavy", "detail": ""}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])

"""The child process: looks at one file under limits of memory and time, and leaves what it saw as `out.json`.

    python -m youju.flow.evidence.gate FOLDER

FOLDER holds the upload as `in`; what is served instead is left as `out`: a picture written anew, its small copy as `thumb`, and
a document or PDF whose photos told more than they show.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from youju.flow.evidence.gate.kinds import kind_of
from youju.flow.evidence.gate.words import MB, RefusedFile
from youju.kernel.confined import answer, confine

MEMORY, CPU_SECONDS, LARGEST_COPY = 512 * MB, 8, 256 * MB


def look(folder: Path) -> dict[str, Any]:
    """Return what the file is, or raise RefusedFile."""
    source = folder / "in"
    kind, form = kind_of(source)
    if kind == "text":
        return {"kind": "text", "media_type": f"text/plain; charset={form}"}
    # Only the library that is needed is loaded.
    if kind == "picture":
        from youju.flow.evidence.gate import pictures

        confine(memory=MEMORY, seconds=CPU_SECONDS, file=LARGEST_COPY)
        return pictures.rewrite(source, form, folder / "out", folder / "thumb")
    if kind == "pdf":
        from youju.flow.evidence.gate import pdf

        confine(memory=MEMORY, seconds=CPU_SECONDS, file=LARGEST_COPY)
        return pdf.look(source, folder / "out")
    from youju.flow.evidence.gate import office

    confine(memory=MEMORY, seconds=CPU_SECONDS, file=LARGEST_COPY)
    return office.look(source, folder / "out")


def main(folder: str) -> None:
    """Say what the file in the folder is, or why it is refused."""
    try:
        said = look(Path(folder))
    except RefusedFile as refused:
        said = {"refused": refused.code, "detail": [refused.detail, refused.detail_english]}
    except (MemoryError, RecursionError):
        said = {"refused": "heavy", "detail": ""}
    answer(Path(folder), said)


if __name__ == "__main__":
    main(sys.argv[1])

"""Reading a file in a child process, so that a hostile one can use up nothing of ours."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import youju
from youju.kernel.errors import BadInput

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Read:
    """What the child found: the text every span counts in, facts as records, doubts, the first title, day and reason."""

    text: str
    title: str
    facts: list[dict[str, Any]]
    doubts: list[dict[str, Any]]
    dated: tuple[str, str] | None


def read_file(content: bytes, name: str, place: str = "") -> Read:
    """Open an uploaded file and read it. Raises BadInput with the reader's three sentences; bounded in time and memory."""
    return _read("in", content, name, place)


def read_again(text: str, name: str, place: str = "") -> Read:
    """Read the text of a document that is kept already."""
    return _read("text", text.encode("utf-8"), name, place)


@functools.cache
def reader_version() -> str:
    """Return the version of Youju and twelve digits of the digest of the reader's own files: same digits, same reading."""
    digest = hashlib.sha256()
    home = Path(youju.__file__).parent / "reading"
    for path in sorted(p for p in home.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{_installed()}+{digest.hexdigest()[:12]}"


def _installed() -> str:
    try:
        return version("youju")
    except PackageNotFoundError:  # run from its source
        return "source"


def _read(part: str, content: bytes, name: str, place: str) -> Read:
    with TemporaryDirectory(prefix="youju-read-") as given:
        folder = Path(given)
        (folder / part).write_bytes(content)
        said = _ask(folder, name, place)
    if said.get("heavy"):
        raise BadInput(
            f"“{name}”没有读成", "它太大或者太复杂,读它用尽了时间或内存", "拆开,或者另存为 .txt 再上传",
            english="Reading the file used up its time or memory; nothing was stored.",
        )  # fmt: skip
    if "refused" in said:
        what, why, instead = said["refused"]
        raise BadInput(
            f"“{name}”没有收下:{what}", why, instead, english="The file was refused; nothing was stored."
        )
    dated = said["dated"]
    return Read(said["text"], said["title"], said["facts"], said["doubts"], tuple(dated) if dated else None)


def _ask(folder: Path, name: str, place: str) -> dict[str, Any]:
    """Run the child. One that was killed, ran out of its limits or left nothing readable had a heavy file."""
    command = [sys.executable, "-P", "-m", "youju.flow.documents.child", str(folder), name, place]
    here = str(Path(youju.__file__).parents[1])
    # Nothing of our environment goes along: no secret can leak into a process that reads strangers' files.
    quiet = {
        "PYTHONPATH": here,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": str(folder),
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; the name is cleaned and only looked at
            command,
            env=quiet,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        said = (
            json.loads((folder / "out.json").read_text("ascii")) if done.returncode == 0 else {"heavy": True}
        )
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return {"heavy": True}
    return said if isinstance(said, dict) else {"heavy": True}

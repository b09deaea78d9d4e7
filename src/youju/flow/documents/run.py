"""Reading a file in a child process, so that a hostile one can use up nothing of ours."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import youju
from youju.flow.documents.proposing import proposals, second_reader
from youju.kernel.confined import ask
from youju.kernel.errors import BadInput

PATIENCE = 110.0


@dataclass(frozen=True, slots=True)
class Read:
    """What the child found: the text every span counts in, facts as records, doubts, the first title, day and reason.

    `reader` is the version that found it; `counts` how many proposals of a language model were kept, known, invented,
    malformed or failed, empty where none was asked.
    """

    text: str
    title: str
    facts: list[dict[str, Any]]
    doubts: list[dict[str, Any]]
    dated: tuple[str, str] | None
    reader: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def read_file(content: bytes, name: str, place: str = "") -> Read:
    """Open an uploaded file and read it. Raises BadInput with the reader's three sentences; bounded in time and memory."""
    return _read("in", content, name, place)


def read_again(text: str, name: str, place: str = "") -> Read:
    """Read the text of a document that is kept already."""
    return _read("text", text.encode("utf-8"), name, place)


def reader_version() -> str:
    """Return what names a reading made today: the version of the reader and, where one is asked, the language model."""
    model = second_reader()
    return _with_model(own_version(), model.model if model else "")


def _with_model(own: str, model: str) -> str:
    return f"{own}+{model}"[:80] if model else own


@functools.cache
def own_version() -> str:
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
        said = ask("youju.flow.documents.child", folder, name, place, patience=PATIENCE)
    if said.get("heavy"):
        raise BadInput(
            f"“{name}”没有读成", "它太大或者太复杂，读它用尽了时间或内存", "拆开，或者另存为 .txt 再上传",
            english="Reading the file used up its time or memory; nothing was stored.",
        )  # fmt: skip
    if "refused" in said:
        what, why, instead, english = said["refused"]
        raise BadInput(
            f"“{name}”没有收下：{what.partition(' (')[0]}", why, instead,
            english=f"{name} was refused ({english}); nothing was stored.",
        )  # fmt: skip
    dated = said["dated"]
    read = Read(
        said["text"],
        said["title"],
        said["facts"],
        said["doubts"],
        tuple(dated) if dated else None,
        own_version(),
    )
    return _read_twice(read)


def _read_twice(read: Read) -> Read:
    """The same with what a language model found beside it, where one is named; one that fails leaves the reading as it is."""
    model = second_reader()
    if model is None:
        return read
    found, counts = proposals(read.text, read.facts, model)
    reader = read.reader if counts["failed"] else _with_model(read.reader, model.model)
    return replace(read, facts=[*read.facts, *found], reader=reader, counts=counts)

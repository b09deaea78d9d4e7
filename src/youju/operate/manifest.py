"""What a backup says about itself: every file with its hash, and the log with its size and root. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

FORMAT = "youju-backup 1"
NAME, SEAL = "manifest.json", "manifest.sig"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a backup."""

    path: str
    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """A backup: the program that made it, the moment, the log as it stood, the steps of the database, and every file."""

    version: str
    made_at: str
    vendor: str
    log_size: int
    log_root: str
    note: str
    migrations: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def as_bytes(self) -> bytes:
        """Return the manifest as it stands in the backup."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def parse(raw: bytes) -> Manifest:
    """Return a manifest from its bytes. Raises ValueError for anything else."""
    try:
        told: dict[str, Any] = json.loads(raw)
        if told.pop("format") != FORMAT:
            raise ValueError("another format")
        items = [Item(**one) for one in told.pop("items")]
        return Manifest(**told, items=items)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("not a manifest") from error


def is_plain(path: str) -> bool:
    """Whether a path stays inside the folder it is unpacked in."""
    parts = path.split("/")
    return (
        bool(path) and "\\" not in path and "\0" not in path and all(p not in {"", ".", ".."} for p in parts)
    )


class Hashing:
    """A file that is hashed and counted while somebody else reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self._hash = file, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self.file.read(size)
        self._hash.update(block)
        self.size += len(block)
        return block

    def blocks(self) -> Iterator[bytes]:
        """Yield what is left."""
        while block := self.read(BLOCK):
            yield block

    @property
    def sha256(self) -> str:
        """The hash of what was read."""
        return self._hash.hexdigest()

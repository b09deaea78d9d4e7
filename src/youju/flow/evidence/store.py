"""Where files lie: named by the SHA-256 of their content, written whole or not at all, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from youju.flow.evidence.gate.words import RefusedFile

try:
    from botocore.exceptions import BotoCoreError, ClientError
except ModuleNotFoundError:  # youju[s3] is not installed: files lie in a folder
    FAULTS: tuple[type[Exception], ...] = (OSError,)
else:
    FAULTS = (OSError, BotoCoreError, ClientError)

BLOCK = 1 << 20


class WholeFiles(FileSystemStorage):
    """A local folder in which a file appears under its name only when all of it is on the disk.

    Writing the same content twice, at the same time or after a crash, leaves one whole file.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return the name itself: it is the content's own."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            with part.open("xb") as file:
                part.chmod(0o600)
                for block in content.chunks(BLOCK):
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(target.parent)
        return name


def _sync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk, so that a power cut does not lose the name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_of(sha: str, part: str = "evidence") -> str:
    """Return where content lies: two levels of folders, so that none grows too wide."""
    return f"{part}/{sha[:2]}/{sha[2:4]}/{sha}"


def put(storage: Storage, name: str, path: Path) -> None:
    """Store a file under its name unless it is there whole already. Raises RefusedFile if the storage cannot take it."""
    try:
        if storage.exists(name) and storage.size(name) == path.stat().st_size:
            return
        with path.open("rb") as file:
            storage.save(name, File(file))
    except FAULTS as error:
        raise RefusedFile("storage-away") from error


def opened(sha: str, part: str = "evidence") -> IO[bytes]:
    """Open what is served. Raises FileNotFoundError if the storage does not have it."""
    return storages["default"].open(name_of(sha, part), "rb")


def is_whole(sha: str) -> bool:
    """Whether the stored content is still what its name says: for backups and the doctor."""
    try:
        with opened(sha) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha
    except FileNotFoundError:
        return False

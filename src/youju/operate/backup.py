"""Backing up: the database of one moment first, then all files, which are only ever added, so that nothing it names is missing."""

from __future__ import annotations

import base64
import importlib.metadata
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import Storage, storages
from django.db import connection, transaction

from youju.flow.scores import bundles
from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal
from youju.kernel.log import LogDamaged, sequence
from youju.kernel.signing import log_key
from youju.kernel.trace import leave_trace
from youju.operate.database import NAMES, dump
from youju.operate.manifest import NAME, SEAL, Hashing, Item, Manifest

STORES = {"files": "default", "sealed": "sealed"}


def back_up(target: Path) -> Manifest:
    """Write everything that makes this house into one file and return its manifest, while people go on working.

    The keys are not in it: they are kept elsewhere. Refused where the file exists already; a failed backup leaves none.
    """
    if target.exists():
        raise Refusal(
            f"没有备份到 {target}",
            "已经有这个文件",
            "换一个文件名；备份从不覆盖备份",
            english="The file exists already.",
        )
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".youju-backup-", dir=target.parent) as work:
            # Traces that wait are given their place, so that the head covers them; a damaged log is backed up as it is.
            with suppress(LogDamaged):
                sequence()
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w+b") as file:
                manifest = _write(file, Path(work))
                file.flush()
                os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise Refusal(
            f"没有备份到 {target}", f"写不下去：{error.strerror or error}", "腾出空间或换一个文件夹；没有留下半份",
            english=f"It could not be written: {error}",
        ) from error  # fmt: skip
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    with transaction.atomic():
        leave_trace(None, "house.backup", "house", size=manifest.log_size, root=manifest.log_root,
                    files=len(manifest.items), version=manifest.version)  # fmt: skip
    return manifest


def _write(file: IO[bytes], work: Path) -> Manifest:
    """Write the tar: the database, the files, and last the manifest that names them all, under the key of the log."""
    database = work / NAMES[connection.vendor]
    moment = dump(database)
    manifest = Manifest(
        version=importlib.metadata.version("youju"), made_at=db_now().isoformat(), vendor=connection.vendor,
        log_size=moment.size, log_root=moment.root, note=moment.note, migrations=list(moment.migrations),
    )  # fmt: skip
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as pack:
        with database.open("rb") as source:
            manifest.items.append(_add(pack, database.name, source, database.stat().st_size))
        database.unlink()
        for path, source, size in _files():
            with source:
                manifest.items.append(_add(pack, path, source, size))
        raw = manifest.as_bytes()
        _add(pack, NAME, io.BytesIO(raw), len(raw))
        seal = base64.b64encode(log_key().sign(raw))
        _add(pack, SEAL, io.BytesIO(seal), len(seal))
    return manifest


def _add(pack: tarfile.TarFile, path: str, source: IO[bytes], size: int) -> Item:
    """Add a file and return what it was while it was read. Raises OSError if it is not as long as it was said to be."""
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = size, 0o600
    watched = Hashing(source)
    pack.addfile(entry, watched)
    return Item(path, watched.size, watched.sha256)


def _files() -> Iterator[tuple[str, Any, int]]:
    """Yield (path in the backup, open file, size) of all evidence, sealed originals, documents and bundles."""
    for folder, alias in STORES.items():
        storage = storages[alias]
        for name in names_in(storage):
            yield f"{folder}/{name}", storage.open(name, "rb"), storage.size(name)
    home = bundles.home()
    for path in sorted(p for p in home.rglob("*") if p.is_file()):
        name = path.relative_to(home).as_posix()
        # A bundle that is just being written has no name yet.
        if not name.startswith("."):
            yield f"bundles/{name}", path.open("rb"), path.stat().st_size


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all whole files of a storage, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        if name and not name.startswith("."):
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names_in(storage, f"{folder}/{name}" if folder else name)

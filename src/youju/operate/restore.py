"""Restoring: a backup is checked to the last byte, put into an empty place, and its whole log is computed again."""

from __future__ import annotations

import base64
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from youju.flow.evidence.store import put
from youju.flow.scores import bundles
from youju.kernel.audit import audit_log
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.log import head
from youju.kernel.signing import log_key
from youju.kernel.trace import leave_trace
from youju.operate.backup import STORES, names_in
from youju.operate.database import NAMES, is_empty, load
from youju.operate.manifest import NAME, SEAL, Hashing, Item, Manifest, is_plain, parse


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, the root of its log as computed anew, and what is wrong with it (empty: it is what it was)."""

    manifest: Manifest
    root: str
    wrong: tuple[str, ...]


def public_key(path: Path) -> Ed25519PublicKey:
    """Return a public key from its PEM file. Raises BadInput for anything else."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput(
            "没有恢复",
            f"{path} 不是 Ed25519 公钥",
            "给出 youju manage newkey 打印的公钥",
            english=f"{path} holds no Ed25519 public key.",
        )
    return key


def check(source: Path, key: Ed25519PublicKey | None = None) -> Manifest:
    """Return the manifest of a backup whose every byte is what it says. Raises BadInput with every fault otherwise."""
    with _unpacked(source, key) as (_folder, manifest):
        return manifest


def restore(source: Path, outside: Sequence[str] = (), key: Ed25519PublicKey | None = None) -> Restored:
    """Put a backup into an empty place and compute its log again.

    `outside` are heads of the log that were kept elsewhere: a backup older than one of them is told as wrong, for the
    hours between are missing. `key` is the public key the log was signed with, where it is not the one of this place.
    Refused, with nothing written, where anything stands already or where the backup is not whole.
    """
    _refuse_unless_empty()
    with _unpacked(source, key) as (folder, manifest):
        _refuse_unless_ours(manifest)
        load(folder / NAMES[connection.vendor])
        for name, alias in STORES.items():
            for path in sorted(p for p in (folder / name).rglob("*") if p.is_file()):
                put(storages[alias], path.relative_to(folder / name).as_posix(), path)
        if (folder / "bundles").is_dir():
            shutil.copytree(folder / "bundles", bundles.home(), dirs_exist_ok=True)
    wrong = audit_log(outside, key)
    newest = head()
    size, root = (newest.size, bytes(newest.sha256).hex()) if newest else (0, "")
    if (size, root) != (manifest.log_size, manifest.log_root):
        wrong.append(
            f"the log has size {size} and root {root}; the backup said {manifest.log_size} and {manifest.log_root}"
        )
    with transaction.atomic():
        leave_trace(
            None, "house.restore", "house", made_at=manifest.made_at, size=size, root=root, wrong=wrong[:50]
        )
    return Restored(manifest, root, tuple(wrong))


def _refuse_unless_empty() -> None:
    full = [] if is_empty() else [Problem("数据库", "里面已有表", "新建一个空的数据库，设好 YOUJU_DATABASE")]
    full += [
        Problem(name, "里面已有文件", "换一个空的 YOUJU_FOLDER(或存储桶)")
        for name, alias in STORES.items()
        if next(names_in(storages[alias]), None) is not None
    ]
    if any(bundles.home().iterdir()):
        full.append(Problem("bundles", "里面已有成果包", "换一个空的 YOUJU_FOLDER"))
    if full:
        raise Refusal(
            "没有恢复", "这里不是空的；恢复从不覆盖", "在空的数据库和空的文件夹里恢复", problems=full,
            english="This place is not empty; a restore never writes over anything.",
        )  # fmt: skip


def _refuse_unless_ours(manifest: Manifest) -> None:
    """Refuse a backup of another kind of database, or of a newer program whose tables this one does not know."""
    if manifest.vendor != connection.vendor:
        raise Refusal(
            "没有恢复", f"这份备份来自 {manifest.vendor}，这里是 {connection.vendor}", "用同一种数据库恢复",
            english=f"The backup was made on {manifest.vendor}.",
        )  # fmt: skip
    known = {
        f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    ours = {name.split(".")[0] for name in known}
    strange = [name for name in manifest.migrations if name not in known and name.split(".")[0] in ours]
    if strange:
        raise Refusal(
            "没有恢复", f"备份由更新的版本 {manifest.version} 所作，本机的程序不认识其中 {len(strange)} 步迁移",
            "先把程序升级到那个版本", english=f"The backup was made by the newer version {manifest.version}.",
        )  # fmt: skip


@contextmanager
def _unpacked(source: Path, key: Ed25519PublicKey | None) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a backup beside the house and check it; it is gone again at the end."""
    home = Path(settings.YOUJU["folder"])
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as work:
        folder = Path(work)
        yield folder, _checked(source, folder, key or log_key().public_key())


def _checked(source: Path, folder: Path, key: Ed25519PublicKey) -> Manifest:
    try:
        found = _unpack(source, folder)
        raw = (folder / NAME).read_bytes()
        manifest, seal = parse(raw), base64.b64decode((folder / SEAL).read_bytes(), validate=True)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise _bad(source, [Problem(source.name, f"不是完整的备份({error})", "换一份备份")]) from error
    except FileNotFoundError as error:
        fault = Problem(source.name, "没有这个文件，或者里面没有清单（没有写完）", "换一份备份")
        raise _bad(source, [fault]) from error
    problems = _differences(manifest, found)
    try:
        key.verify(seal, raw)
    except InvalidSignature:
        mend = "确认备份的来历；换过密钥的，用 --key 给出当时的公钥"
        problems.append(Problem(SEAL, "清单不是用本站的签名密钥签的", mend))
    if problems:
        raise _bad(source, problems)
    return manifest


def _unpack(source: Path, folder: Path) -> dict[str, Item]:
    """Write out the regular files of the tar under plain names only, and return what they are."""
    found: dict[str, Item] = {}
    with tarfile.open(source, "r:") as pack:
        for entry in pack:
            held = pack.extractfile(entry) if entry.isreg() and is_plain(entry.name) else None
            if held is None or entry.name in found:
                raise ValueError(f"{entry.name!r}")
            target, watched = folder / entry.name, Hashing(held)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("xb") as file:
                file.writelines(watched.blocks())
            found[entry.name] = Item(entry.name, watched.size, watched.sha256)
    return found


def _bad(source: Path, problems: list[Problem]) -> BadInput:
    return BadInput(
        f"“{source.name}”没有恢复", f"备份有 {len(problems)} 处不对；什么也没有写", "换一份备份",
        problems=problems[:500], english=f"The backup has {len(problems)} faults; nothing was written.",
    )  # fmt: skip


def _differences(manifest: Manifest, found: dict[str, Item]) -> list[Problem]:
    named = {item.path: item for item in manifest.items}
    problems = [Problem(path, "清单里有，备份里没有", "换一份备份") for path in named if path not in found]
    problems += [
        Problem(path, "备份里有，清单里没有", "换一份备份")
        for path in found
        if path not in {*named, NAME, SEAL}
    ]
    problems += [
        Problem(path, "内容与清单的校验值不符", "换一份备份")
        for path, item in named.items()
        if path in found and found[path] != item
    ]
    return problems

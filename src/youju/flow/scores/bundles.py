"""Where bundles lie: one folder for each root hash, written whole or not at all, read through a small memory."""

from __future__ import annotations

import base64
import io
import json
import shutil
import zipfile
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings

from youju.engine.bundle.manifest import NAME
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.flow.ledger.selectors import Laid
from youju.kernel.signing import log_key, public_pem

SIGNATURE = "signature.json"


def home() -> Path:
    """Return the folder of all bundles."""
    folder = Path(settings.YOUJU["folder"]) / "bundles"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path_of(root: str) -> Path:
    """Return the folder of a bundle. Raises FileNotFoundError where it is gone, and for what is no root hash."""
    if len(root) != 64 or set(root) - set("0123456789abcdef"):
        raise FileNotFoundError(root)
    folder = home() / root[:2] / root
    if not folder.is_dir():
        raise FileNotFoundError(root)
    return folder


def store(laid: Laid, result: Any, as_of: int, *, standing: str = "") -> str:
    """Write a result as a bundle under its root hash, sign the root, and return it. The same content is stored once.

    Where a bundle that stands holds the same files, and only the moment it was read up to is another, it is the answer.
    """
    work = Path(mkdtemp(prefix=".part-", dir=home()))
    try:
        root = write_bundle(result, work / "bundle", folder=laid.folder, facts=laid.case.facts, as_of=as_of)
        if standing and _content(work / "bundle") == _content(path_of(standing)):
            return standing
        (work / "bundle" / SIGNATURE).write_text(signature(root) + "\n", encoding="utf-8")
        target = home() / root[:2] / root
        if not target.is_dir():
            target.parent.mkdir(exist_ok=True)
            (work / "bundle").rename(target)
        return root
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _content(bundle: Path) -> dict[str, Any]:
    """Return what the manifest of a bundle says, without the moment: what was scored, by which engine, and every file."""
    said = json.loads((bundle / NAME).read_text(encoding="utf-8"))
    return {key: value for key, value in said.items() if key not in {"as_of", "root"}}


def signature(root: str) -> str:
    """Return the signature over a root hash by the key of the log, as JSON."""
    key = log_key()
    signed = base64.b64encode(key.sign(f"youju-bundle {root}\n".encode())).decode("ascii")
    return json.dumps({"algorithm": "Ed25519", "text": f"youju-bundle {root}\n", "signature": signed,
                       "key": public_pem(key.public_key())}, ensure_ascii=False, indent=1)  # fmt: skip


@lru_cache(maxsize=16)
def opened(root: str) -> Bundle:
    """Return an opened bundle. What a root names never changes, so its tables are kept in memory."""
    return Bundle(path_of(root))


def zipped(root: str, beside: dict[str, bytes] | None = None) -> bytes:
    """Return a bundle as a zip, with files beside the sealed ones (a proof from the log)."""
    folder, out = path_of(root), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            _put(pack, f"{root[:16]}/{path.relative_to(folder).as_posix()}", path.read_bytes())
        for name, content in (beside or {}).items():
            _put(pack, f"{root[:16]}/{name}", content)
    return out.getvalue()


def _put(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with a fixed date, so that the same bundle is the same zip."""
    pack.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)

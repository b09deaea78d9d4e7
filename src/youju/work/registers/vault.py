"""The vault's envelope: a key for each identity, itself sealed by the key of the house. Pure but for the file of that key."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def house_key(folder: Path) -> bytes:
    """Return the vault key of the house, made on first use in a file that only its owner can read."""
    path = folder / "keys" / "vault.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        handle, whole = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(AESGCM.generate_key(256))
                file.flush()
                os.fsync(file.fileno())
            # Under its name it is whole or not there at all; of two who make one at once the first stays.
            with suppress(FileExistsError):
                os.link(whole, path)
        finally:
            Path(whole).unlink()
    return path.read_bytes()


def seal(text: str, about: str, key: bytes) -> tuple[bytes, bytes]:
    """Return (sealed text, sealed key of its own). `about` binds both to one record: moved elsewhere they do not open."""
    own = AESGCM.generate_key(256)
    return _shut(own, text.encode("utf-8"), about), _shut(key, own, about)


def unseal(sealed: bytes, own: bytes, about: str, key: bytes) -> str:
    """Return the text. ValueError if anything was changed or the key is another."""
    try:
        return _open(_open(key, own, about), sealed, about).decode("utf-8")
    except InvalidTag:
        raise ValueError(f"does not open: {about}") from None


def _shut(key: bytes, content: bytes, about: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode("utf-8"))


def _open(key: bytes, content: bytes, about: str) -> bytes:
    return AESGCM(key).decrypt(content[:NONCE], content[NONCE:], about.encode("utf-8"))

"""The signature beside a bundle: whose key signed its root hash. What it says needs no house, only the file and a key."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from youju.engine.bundle.manifest import Difference

NAME = "signature.json"


def key_of(bundle: Path, root: str, *, wanted: Path | None = None) -> tuple[str, list[Difference]]:
    """Return the fingerprint of the key that signed a bundle's root ("" where nothing is signed), and what is wrong with it.

    `wanted`: a PEM file with the key it must be. Raises ValueError for a file that holds no Ed25519 key.
    """
    file = bundle / NAME
    if not file.exists():
        return "", [] if wanted is None else [
            Difference(NAME, "没有签名，说不出是谁发布的", "no signature: nobody says who published this")
        ]
    try:
        said = json.loads(file.read_text("utf-8"))
        text, key = str(said["text"]), said["key"].encode()
        holds = _holds(key, base64.b64decode(said["signature"]), text)
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", [Difference(NAME, "签名读不出来", "the signature cannot be read")]
    if not holds or text != f"youju-bundle {root}\n":
        return "", [Difference(NAME, "签名和成果包对不上", "the signature does not belong to this bundle")]
    if wanted is not None and fingerprint(wanted.read_bytes()) != fingerprint(key):
        return fingerprint(key), [
            Difference(NAME, "不是给出的密钥签的", "signed by another key than the one given")
        ]
    return fingerprint(key), []


def fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a public key. Raises ValueError for what is no Ed25519 key in PEM."""
    from cryptography.hazmat.primitives import serialization

    raw = _key(pem).public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def _holds(pem: bytes, signature: bytes, text: str) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        _key(pem).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _key(pem: bytes) -> Any:  # the library loads with the first signature, not with the command
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = serialization.load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("不是 Ed25519 公钥 / no Ed25519 key")  # noqa: TRY004  # told to people, not to programs
    return key

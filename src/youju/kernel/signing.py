"""Signing heads of the log: Ed25519 over a checkpoint note (C2SP tlog-checkpoint and signed-note).

A note is readable text: the name of the log, its size, its SHA-256 root, then lines of our own (the SM3 root, the
time), an empty line, and one signature line per key. Witnesses add lines; nobody changes the text.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

# The algorithm byte of Ed25519 in a signed note.
_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Head:
    """What a note says: the name of the log, its size, its two roots, and when it was signed."""

    origin: str
    size: int
    sha256: bytes
    sm3: bytes
    signed_at: dt.datetime

    @property
    def text(self) -> str:
        """The signed text."""
        moment = self.signed_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        roots = f"{_b64(self.sha256)}\nsm3 {_b64(self.sm3)}"
        return f"{self.origin}\n{self.size}\n{roots}\ntime {moment}\n"


def signed(head: Head, key: Ed25519PrivateKey) -> str:
    """Return a head as a note with our signature."""
    signature = key.sign(head.text.encode("utf-8"))
    mark = _b64(key_id(head.origin, key.public_key()) + signature)
    return f"{head.text}\n— {head.origin} {mark}\n"


def read(note: str) -> Head:
    """Return what a note says, whoever signed it. Raises ValueError if it is not a note of ours."""
    text, _empty, _signatures = note.partition("\n\n")
    try:
        origin, size, sha256, sm3, moment = text.split("\n")
        head = Head(
            origin,
            int(size),
            base64.b64decode(sha256, validate=True),
            base64.b64decode(sm3.removeprefix("sm3 "), validate=True),
            dt.datetime.fromisoformat(moment.removeprefix("time ")),
        )
    except ValueError as error:
        raise ValueError(f"not a head of a log: {note!r}") from error
    if head.text != text + "\n":
        raise ValueError(f"not written as we write it: {note!r}")
    return head


def is_signed_by(note: str, key: Ed25519PublicKey) -> bool:
    """Whether the log's own key signed exactly this text."""
    try:
        head = read(note)
    except ValueError:
        return False
    for line in note.partition("\n\n")[2].splitlines():
        dash, _space, rest = line.partition(" ")
        name, _space, mark = rest.rpartition(" ")
        try:
            raw = base64.b64decode(mark, validate=True)
            if dash == "—" and name == head.origin and raw[:4] == key_id(name, key):
                key.verify(raw[4:], head.text.encode("utf-8"))
                return True
        except (ValueError, InvalidSignature):
            continue
    return False


def key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    """Return the four bytes by which a note names a key."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(origin.encode("utf-8") + b"\n" + _ED25519 + raw).digest()[:4]


def public_pem(key: Ed25519PublicKey) -> str:
    """Return a public key as auditors keep it."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode("ascii")


def make_key(path: Path) -> Ed25519PrivateKey:
    """Write a new key to a file only its owner may read. Raises FileExistsError rather than replace one."""
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    return key


@cache
def log_key() -> Ed25519PrivateKey:
    """Return the key of this log; demo and test make one on first use, production must have been given one."""
    path = Path(settings.YOUJU["signing_key"])
    if not path.is_file() and settings.YOUJU["mode"] != "production":
        try:
            return make_key(path)
        except FileExistsError:
            pass
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} does not hold an Ed25519 key")
    return key


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")

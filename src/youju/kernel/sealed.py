"""Secrets at rest: AES-256-GCM under a key derived from the house's secret, one key for each purpose."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


def seal(text: str, purpose: str) -> str:
    """Return a text sealed for a purpose; the same text sealed twice looks different."""
    nonce = os.urandom(NONCE)
    kept = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode("utf-8"), purpose.encode())
    return "v1:" + base64.b64encode(nonce + kept).decode("ascii")


def unseal(sealed: str, purpose: str) -> str:
    """Return the text again, under the secret of today or an earlier one (SECRET_KEY_FALLBACKS). Raises ValueError otherwise."""
    raw = base64.b64decode(sealed.removeprefix("v1:"))
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret, purpose)).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
        except InvalidTag:
            continue
    raise ValueError(f"sealed under another secret: {purpose}")


def _key(secret: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"youju sealed {purpose}".encode())
    return kdf.derive(secret.encode("utf-8"))

"""The declaration of a register, read once for each text.

What was read is remembered by the digest of its text and bases: the same words mean the same everywhere, whatever
database they were read from and whatever number its rows have there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from youju.engine.registers import Declaration, Declared, read_declaration
from youju.work.registers.models import Register, RegisterVersion


def declaration_of(register: Register) -> Declaration:
    """Return the declaration that counts now. Raises ValueError for a register that was never declared."""
    return _read(register.sha256)


def declared_in(version: RegisterVersion) -> Declaration:
    """Return a declaration of a register as one of its versions put it into force."""
    return _read(version.sha256)


@lru_cache(maxsize=256)
def _read(sha256: str) -> Declaration:
    version = RegisterVersion.objects.filter(sha256=sha256).order_by("pk").first()
    one = read_with_bases(version.text, version.bases).declaration if version else None
    if one is None:
        raise ValueError(f"no register is declared as {sha256 or 'nothing'}")
    return one


def read_with_bases(
    text: str, bases: Mapping[str, str], known: Mapping[str, Declared] | None = None
) -> Declared:
    """Read a declaration whose bases are given as texts, by name, the most basic first."""
    found: dict[str, Declared] = {}
    for name, base in bases.items():
        found[name] = read_declaration(base, f"{name}.yaml", found or {})
    whole = {**(known or {}), **found}
    return read_declaration(text, "register.yaml", whole or None)

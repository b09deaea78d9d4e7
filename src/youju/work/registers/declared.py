"""The declaration of a register, read once for each version."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from youju.engine.registers import Declaration, Declared, read_declaration
from youju.work.registers.models import Register, RegisterVersion


def declaration_of(register: Register) -> Declaration:
    """Return the declaration that counts now. Raises ValueError for a register that was never declared."""
    return _read(register.pk, register.version)


@lru_cache(maxsize=256)
def _read(register_id: int, number: int) -> Declaration:
    version = RegisterVersion.objects.filter(register_id=register_id, number=number).first()
    one = read_with_bases(version.text, version.bases).declaration if version else None
    if one is None:
        raise ValueError(f"register {register_id} has no declaration {number}")
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


def forget() -> None:
    """Forget what was read: for tests, whose databases number their rows anew."""
    _read.cache_clear()

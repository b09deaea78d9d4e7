"""What the pages of this room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Register
from youju.work.registers.reach import units_to


def about(request: HttpRequest, register: Register) -> dict[str, Any]:
    """Return what every page of a register needs."""
    return {
        "register": register, "one": declaration_of(register), "writes": units_to(request.user, "register.write", register).exists(),
    }  # fmt: skip


def lock_in(request: HttpRequest, name: str = "lock") -> int:
    """Return the version that was seen, 0 where nothing readable was sent."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

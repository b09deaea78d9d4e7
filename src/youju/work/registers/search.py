"""What this room brings to a search: the records of every register a person may read, by number and by name."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from youju.kernel.finding import Hit, Section, holding
from youju.work.registers.declared import declaration_of
from youju.work.registers.looking import named
from youju.work.registers.models import Register
from youju.work.registers.selectors import records_for, registers_for


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return one section for each register."""
    return [_section(user, register, words) for register in registers_for(user)]


def _section(user: Any, register: Register, words: list[str]) -> Section:
    one = declaration_of(register)
    field = one.fields[one.named_by]
    slot = "" if field.private else one.slots.get(one.named_by, "")
    columns = ["number", "unit__name", *([slot] if slot.startswith("s") else [])]
    rows = records_for(user, register).filter(holding(words, *columns)).select_related("unit").order_by("-pk")

    def tell(row: Any) -> Hit:
        name = "" if field.private else named(one, row)
        where = reverse("registers:record", args=[register.code, row.number])
        return Hit(name or row.number, where, f"{row.number} · {row.unit}")

    return Section(f"register-{register.code}", str(register), rows, tell)

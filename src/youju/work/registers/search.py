"""What this room brings to a search: the records of every register a person may read, by number, unit and all they say in words."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.kernel.finding import Hit, Section, around, holding
from youju.work.registers.declared import declaration_of
from youju.work.registers.looking import named
from youju.work.registers.models import Record, Register
from youju.work.registers.selectors import records_for, registers_for

WORDS = frozenset({"string", "text", "person", "post"})
"""Types of fields in which people write words."""


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return one section for each register."""
    return [_section(user, register, words) for register in registers_for(user)]


def _section(user: Any, register: Register, words: list[str]) -> Section:
    one = declaration_of(register)
    open_ = [name for name, field in one.fields.items() if not field.private]
    texts = [name for name in open_ if one.fields[name].type in WORDS]
    slot = one.slots.get(one.named_by, "") if one.named_by in open_ else ""
    columns = ["number", "unit__name", *([slot] if slot.startswith("s") else [])]
    held = holding(words, *columns, *(KeyTextTransform(name, "values") for name in texts))
    rows = records_for(user, register).filter(held).select_related("unit").order_by("-pk")

    def tell(row: Record) -> Hit:
        name = named(one, row) if one.named_by in open_ else ""
        where = reverse("registers:record", args=[register.code, row.number])
        about = [row.number, str(row.unit), *_said(one, row, [t for t in texts if t != one.named_by], words)]
        return Hit(name or row.number, where, " · ".join(about))

    return Section(f"register-{register.code}", str(register), rows, tell)


def _said(one: Declaration, row: Record, texts: list[str], words: list[str]) -> list[str]:
    """Return the first field of words, besides the name, in which a word stands, with what stands around it."""
    for name in texts:
        if text := around(str(row.values.get(name) or ""), words):
            return [_("{field}：{text}").format(field=one.fields[name].title, text=text)]
    return []

"""What this room brings to a search: what is answered for, and who answers for it, within the asker's reach."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.kernel.finding import Hit, Section, holding
from youju.work.duties.selectors import charges_for, duties_for


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return charges by title, code and unit, and duties by the person and what they are about."""
    charges = charges_for(user).filter(holding(words, "title", "code", "unit__name"))
    duties = duties_for(user).filter(holding(words, "person", "post", "charge__title"))
    return [
        Section("charges", _("责任对象"), charges, lambda row: _hit(row, row.title, row.unit)),
        Section("duties", _("责任人"), duties, lambda row: _hit(row.charge, row.person, row.charge.title)),
    ]


def _hit(charge: Any, title: str, note: Any) -> Hit:
    return Hit(title, reverse("duties:charge", args=[charge.system, charge.code]), f"{charge.code} · {note}")

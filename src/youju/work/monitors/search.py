"""What this room brings to a search: the monitors within the asker's reach."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.kernel.finding import Hit, Section, holding
from youju.work.monitors.selectors import monitors_for


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return monitors by title, code and unit."""
    rows = monitors_for(user).filter(holding(words, "title", "code", "unit__name"))
    return [Section("monitors", _("监测点"), rows, lambda row: Hit(row.title, reverse("monitors:show", args=[row.code]), str(row.unit)))]  # fmt: skip

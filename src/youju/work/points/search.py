"""What this room brings to a search: books, and the accounts in them, within the asker's reach."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.kernel.finding import Hit, Section, holding
from youju.work.points.selectors import books_for, every_account_for


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return books by title and code, and accounts by name and number."""
    books = books_for(user).filter(holding(words, "title", "code"))
    accounts = every_account_for(user).filter(holding(words, "name", "number"))
    return [
        Section("books", _("积分簿"), books, lambda row: Hit(row.title, reverse("points:show", args=[row.code]), str(row.unit))),
        Section("accounts", _("积分户"), accounts, _account),
    ]  # fmt: skip


def _account(row: Any) -> Hit:
    where = reverse("points:account", args=[row.book.code, row.number])
    return Hit(row.name, where, f"{row.number} · {row.book.title}")

"""What a search is made of: the words asked for, and sections of rows that the asker may see anyway.

A section is a queryset that its room has already narrowed to the person; here it is only matched, paged and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

LONGEST, MOST_WORDS = 80, 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it stands, and a word on it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind that hold the words, in their order, and how one of them is told."""

    key: str
    title: str
    rows: QuerySet[Any]
    tell: Callable[[Any], Hit]


def words_in(text: str) -> list[str]:
    """Return the words of a question: parted by spaces, at most five, without signs that no database keeps."""
    return text.replace("\x00", "").replace("\u3000", " ")[:LONGEST].split()[:MOST_WORDS]


def holding(words: list[str], *fields: str) -> Q:
    """Return the condition that every word stands in one of the fields. Latin letters are alike in both cases."""
    found = Q()
    for word in words:
        one = Q()
        for name in fields:
            one |= Q((f"{name}__icontains", word))
        found &= one
    return found

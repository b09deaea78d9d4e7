"""What a search is made of: the words asked for, and sections of rows that the asker may see anyway.

A section is a queryset that its room has already narrowed to the person; here it is only matched, paged and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField

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


class AsText(Func):
    """A column of bytes that hold UTF-8, as text to look into."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS TEXT)"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Read the bytes: a cast would spell them in hexadecimal."""
        return self.as_sql(compiler, connection, template="convert_from(%(expressions)s, 'UTF8')", **more)


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

"""What a search is made of: the words asked for, and sections of rows that the asker may see anyway.

A section is a queryset that its room has already narrowed to the person; here it is only matched, paged and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import IContains

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


class EachSaid(Func):
    """What the members of a list kept as JSON say under `what`, one in a line, in their order."""

    output_field = TextField()
    template = (
        "(SELECT group_concat(said, char(10)) FROM"
        " (SELECT replace(coalesce(json_extract(value, '$.what'), ''), char(10), ' ') AS said FROM json_each(%(expressions)s) ORDER BY key))"
    )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Ask the same of a jsonb column."""
        template = (
            "(SELECT string_agg(replace(coalesce(one ->> 'what', ''), chr(10), ' '), chr(10) ORDER BY number)"
            " FROM jsonb_array_elements(%(expressions)s) WITH ORDINALITY AS each(one, number))"
        )
        return self.as_sql(compiler, connection, template=template, **more)


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


def holding(words: list[str], *fields: str | KeyTextTransform) -> Q:
    """Return the condition that every word stands in one of the fields: columns, or what lies under a key of one kept as JSON.

    Latin letters are alike in both cases.
    """
    found = Q()
    for word in words:
        one = Q()
        for name in fields:
            one |= Q((f"{name}__icontains", word)) if isinstance(name, str) else Q(IContains(name, word))
        found &= one
    return found

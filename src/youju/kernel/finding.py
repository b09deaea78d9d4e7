"""What a search is made of: the words asked for, and sections of rows that the asker may see anyway.

A section is a queryset that its room has already narrowed to the person; here it is only matched, paged and shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import IContains

LONGEST, MOST_WORDS = 80, 5
AROUND = 12
NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
WIDE_MARKS = {ord(mark): ord(mark) + 0xFEE0 for mark in "(),:;!?"}


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

    Latin letters are alike in both cases, and what was typed in full width (２０２６) is looked for in half width too, as
    are marks the other way round: nobody remembers how the brackets of a title were typed.
    """
    found = Q()
    for word in words:
        one = Q()
        for said in forms_of(word):
            for name in fields:
                one |= Q((f"{name}__icontains", said)) if isinstance(name, str) else Q(IContains(name, said))
        found &= one
    return found


def forms_of(word: str) -> list[str]:
    """Return how a word may stand in a text: as it was typed, in half width, and with the marks of a Chinese text."""
    narrow = word.translate(NARROW)
    return list(dict.fromkeys([word, narrow, narrow.translate(WIDE_MARKS)]))


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, from–to, one after another."""
    forms = sorted({form for word in words for form in forms_of(word) if form}, key=len, reverse=True)
    if not forms:
        return []
    return [one.span() for one in re.finditer("|".join(map(re.escape, forms)), text, re.IGNORECASE)]


def around(text: str, words: list[str]) -> str:
    """Return what stands around the first place where one of the words stands in a text, on one line; "" where none does."""
    if not (found := places(text, words)):
        return ""
    start, end = max(0, found[0][0] - AROUND), found[0][0] + 2 * AROUND
    return " ".join(f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}".split())

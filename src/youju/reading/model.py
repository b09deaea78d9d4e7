"""What the reader hands out: facts with citations, doubts, and the reading that holds them.

Field names and their meaning are those of the annotation schema that other readers of such pages use, so that
two readings can be compared; `unit` there is a unit of measure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from youju.reading.articles import Article
from youju.reading.periods import Period
from youju.reading.text import Doubt

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A movement: direction up, down or flat, by how much, against what.

    `basis` is yoy, mom, vs_average or unspecified, as printed; `basis_inferred` what the kind of figure implies.
    """

    direction: str
    value: Decimal | None
    unit: str | None
    basis: str
    basis_inferred: str | None
    basis_text: str | None
    qualifier: str
    raw: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among peers: `type` order, record, first_since, only or among; `of` is the number of peers."""

    position: int | None
    of: int | None
    scope: str | None
    type: str
    window: dict[str, Any] | None
    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Criterion:
    """The threshold that defines what is counted; never a fact of its own."""

    raw: str
    op: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what a fact is about; `adcode` only if it is itself a division of county level or above."""

    name: str
    type: str
    adcode: str | None = None
    within: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a page. `quote == raw[start:end]` holds for the raw page the fact was read from."""

    kind: str
    start: int
    end: int
    quote: str
    article_no: int
    subject: Subject
    status: str
    period: Period | None = None
    indicator: str | None = None
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str | None = None
    classifier: str | None = None
    raw_value: str | None = None
    value_span: Span | None = None
    qualifier: str | None = None
    change: Change | None = None
    rank: Rank | None = None
    criterion: Criterion | None = None
    commitment: str | None = None
    parties: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    form: str | None = None
    direction: str | None = None
    stage: str | None = None
    certain: bool = True
    note: str | None = None

    def record(self, number: int, doc: str = "") -> dict[str, Any]:
        """The fact as a plain record for JSON: decimals as strings, spans as two numbers, empty fields left out."""
        out: dict[str, Any] = {"id": f"{doc.split('_', maxsplit=1)[0] or 'f'}-{number:03d}", "doc": doc}
        for name in self.__slots__:
            if name == "subject":
                out |= _subject(self.subject)
            else:
                out[name] = plain(getattr(self, name))
        return {name: value for name, value in out.items() if value not in (None, [], ())}


@dataclass(frozen=True)
class Reading:
    """All that was read from one page."""

    raw: str
    articles: tuple[Article, ...]
    facts: tuple[Fact, ...]
    doubts: tuple[Doubt, ...]
    counts: dict[str, int] = field(default_factory=dict)

    def lines(self, doc: str = "") -> Iterator[str]:
        """The facts as JSON lines, offsets into the raw page."""
        for number, fact in enumerate(self.facts, 1):
            yield json.dumps(fact.record(number, doc), ensure_ascii=False)


def printed(value: Decimal) -> str:
    """A decimal in plain digits without idle zeros: 304000000, never 3.04E+8."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Decimal):
        return printed(value)
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "subject": subject.name, "subject_type": subject.type, "subject_adcode": subject.adcode,
        "within_adcode": subject.within, "subject_text": subject.text if subject.text != subject.name else None,
    }  # fmt: skip

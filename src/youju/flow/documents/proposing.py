"""What a language model finds beside the reader, where an office has named one: proposals that are proved, kept apart and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

from youju.flow.documents.endpoint import Endpoint, endpoint_from
from youju.flow.documents.offered import value_of
from youju.reading.extractors import Known, propose


def second_reader() -> Endpoint | None:
    """Return the model that the settings name, or None."""
    return endpoint_from(settings.YOUJU["reader"])


def proposals(
    text: str, records: Iterable[Mapping[str, Any]], reader: Endpoint
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return what the model found beside these records, in the reader's schema, and how many of its proposals were what."""
    kept = list(records)
    facts, counts = propose(text, [reader], _known(kept))
    found = [fact.record(number) for number, fact in enumerate(facts, len(kept) + 1)]
    return found, {name.rpartition(".")[2]: count for name, count in counts.items()}


def _known(records: Iterable[Mapping[str, Any]]) -> Iterator[Known]:
    for record in records:
        number = value_of(record)
        yield Known(record["kind"], record["start"], record["end"], Decimal(number) if number else None)

"""A document beside the others: where two of them give one indicator of one subject and period two values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from youju.flow.documents.citing import Citation
from youju.flow.documents.models import Document, ReadFact, Reading
from youju.flow.documents.selectors import latest_decisions
from youju.reading.comparing import Comparison, compare_stated, stated

MOST, SHOWN = 5000, 50


def disagreements(document: Document, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a doubt for each value of this document that one kept before contradicts, with the citation of the other place.

    What a person did not accept in the other document contradicts nothing.
    """
    others = list(_like(document, records))
    titles = {row.reading.document_id: row.reading.document for row in others}
    refused = {(one.document_id, one.fact.key) for one in latest_decisions(titles) if not one.holds}
    numbers = [
        one
        for row in others
        if (row.reading.document_id, row.key) not in refused
        for one in stated(row.record, str(row.reading.document_id))
    ]
    numbers += [one for record in records for one in stated(dict(record), "")]
    found = [one for one in compare_stated(numbers) if one.kind == "disagree" and not one.second.page]
    return [_doubt(document, one, titles[int(one.first.page)]) for one in found[:SHOWN]]


def _like(document: Document, records: Sequence[Mapping[str, Any]]) -> Iterable[ReadFact]:
    """The facts of the newest reading of each other document that are about the same subjects."""
    codes = {record["subject_adcode"] for record in records if record.get("subject_adcode")}
    names = {record["subject"] for record in records if record.get("subject")}
    newest = Reading.objects.filter(document=OuterRef("reading__document")).order_by("-pk").values("pk")[:1]
    return (
        ReadFact.objects.filter(
            Q(record__subject_adcode__in=sorted(codes)) | Q(record__subject__in=sorted(names)),
            reading=Subquery(newest),
            kind__in=("indicator", "task"),
        )
        .exclude(reading__document=document)
        .select_related("reading__document")
        .defer("reading__document__text", "reading__doubts")
        .order_by("reading__document_id", "start")[:MOST]
    )


def _doubt(document: Document, one: Comparison, other: Document) -> dict[str, Any]:
    mine, theirs = one.second, one.first
    return {
        "kind": "disagree", "start": mine.start, "end": mine.end, "quote": document.text[mine.start : mine.end],
        "what": f"{mine.subject}的{mine.indicator}，这里是{mine.words}，《{other.title}》是{theirs.words}",
        "why": f"{other.title} states {theirs.words} for the same period, here it is {mine.words}",
        "at": str(Citation(other.sha256, theirs.start, theirs.end)),
    }  # fmt: skip

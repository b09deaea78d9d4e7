"""Questions about documents: which a person may read, what was read in them, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404

from youju.flow.documents.citing import citations_in
from youju.flow.documents.models import Decision, Document, ReadFact, Reading
from youju.flow.documents.offered import value_of
from youju.kernel.powers import may

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact of the newest reading with the decision that holds for it; `gone` if only an older reading has it."""

    fact: ReadFact
    decision: Decision | None
    gone: bool = False


def documents_for(user: Any, *, kind: str = "", words: str = "") -> QuerySet[Document]:
    """Return the documents a person may read, newest first, without their texts."""
    if not may(user, "document.read"):
        return Document.objects.none()
    found = Document.objects.defer("text").select_related("uploaded_by").order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(title__contains=words) if words else found


def document_for(user: Any, pk: int) -> Document:
    """Return a document the person may read, or answer 404 as if it did not exist."""
    found = Document.objects.filter(pk=pk).select_related("uploaded_by").first()
    if found is None or not may(user, "document.read"):
        raise Http404(pk)
    return found


def newest_reading(document: Document) -> Reading:
    """Return the latest reading of a document; there is one from the moment it is kept."""
    return document.readings.order_by("-pk")[0]


def document_cited(user: Any, sha256: str) -> Document:
    """Return the document with this digest that the person may read, or answer 404."""
    pk = Document.objects.filter(sha256=sha256).values_list("pk", flat=True).first()
    return document_for(user, pk or 0)


def citations_known(user: Any, texts: Iterable[str]) -> dict[str, str]:
    """Return those texts that cite words of a document a person may read, each with the document's title before it.

    For services; None asks for the house itself. A span that leads beyond the text cites nothing.
    """
    cited = {text: one for text in texts for one in citations_in(text) if str(one) == text}
    if not cited:
        return {}
    rows = Document.objects.all() if user is None else documents_for(user)
    named = rows.filter(sha256__in={one.sha256 for one in cited.values()}).annotate(length=Length("text"))
    there = {sha: (title, length) for sha, title, length in named.values_list("sha256", "title", "length")}
    return {
        text: f"{there[one.sha256][0][:120]} {text}"
        for text, one in cited.items()
        if one.sha256 in there and one.start < one.end <= there[one.sha256][1]
    }


def fact_for(user: Any, document_pk: int, key: str) -> ReadFact:
    """Return the newest fact of this name in a document that the person may decide about, or 404."""
    found = ReadFact.objects.filter(reading__document_id=document_pk, key=key).select_related(
        "reading__document"
    )
    row = found.order_by("-reading_id").first()
    if row is None or not may(user, "document.decide"):
        raise Http404(key)
    return row


def seen_in(document: Document) -> list[Seen]:
    """Return the facts of the newest reading, each with the decision that holds, and decided ones it lost, in order."""
    facts = list(newest_reading(document).facts.all())
    decided = latest_decisions([document.pk])
    carried = _carry(facts, decided)
    taken = {decision.pk for decision in carried.values()}
    lost = [Seen(d.fact, d, gone=True) for d in decided if d.pk not in taken]
    seen = [Seen(fact, carried.get(fact.pk)) for fact in facts] + lost
    return sorted(seen, key=lambda one: (one.fact.start, one.fact.end, one.fact.pk))


def latest_decisions(document_ids: Collection[int]) -> list[Decision]:
    """Return, for each fact that was ever decided, the last decision, in the order decided."""
    last: dict[tuple[int, str], Decision] = {}
    found = Decision.objects.filter(document_id__in=document_ids).select_related("fact", "decided_by")
    for row in found.order_by("pk"):
        last[row.document_id, row.fact.key] = row
    by_document: dict[int, list[Decision]] = {}
    for row in last.values():
        by_document.setdefault(row.document_id, []).append(row)
    return [row for row in last.values() if not _decided_anew(row, by_document[row.document_id])]


def _decided_anew(row: Decision, others: Iterable[Decision]) -> bool:
    """Whether a later reading found the same fact under another name, and somebody decided about it there."""
    fact = row.fact
    return any(
        one.pk > row.pk
        and one.fact.reading_id > fact.reading_id
        and one.fact.start < fact.end
        and fact.start < one.fact.end
        and _says_the_same(one.fact, fact)
        for one in others
    )


def _says_the_same(one: ReadFact, other: ReadFact) -> bool:
    """Whether two facts at one place state one number; without a number, a project there is no visit there."""
    number = value_of(one.record)
    return number == value_of(other.record) and (bool(number) or one.kind == other.kind)


def decisions_on(document: Document, key: str) -> list[Decision]:
    """Return every decision about a fact, oldest first."""
    found = document.decisions.filter(fact__key=key).select_related("decided_by", "fact")
    return list(found.order_by("pk"))


def _carry(facts: Iterable[ReadFact], decided: Iterable[Decision]) -> dict[int, Decision]:
    """Give each decision to the fact it is about: the one of the same name, else the one overlapping fact with its value."""
    by_key = {fact.key: fact for fact in facts}
    carried: dict[int, Decision] = {}
    waiting = []
    for decision in decided:
        if decision.fact.key in by_key:
            carried[by_key[decision.fact.key].pk] = decision
        else:
            waiting.append(decision)
    for decision in waiting:
        old = decision.fact
        near = [
            fact
            for fact in by_key.values()
            if fact.pk not in carried and fact.start < old.end and old.start < fact.end
            if _says_the_same(fact, old)
        ]
        if len(near) == 1:
            carried[near[0].pk] = decision
    return carried

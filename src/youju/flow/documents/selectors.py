"""Questions about documents: what was read, what was decided, and which facts hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404
from django.urls import reverse

from youju.flow.documents.citing import Citation, citations_in
from youju.flow.documents.models import Decision, Document, ReadFact, Reading
from youju.flow.documents.offered import value_of
from youju.kernel.powers import may

LIMIT = 100


@dataclass(frozen=True, slots=True)
class AcceptedFact:
    """A fact that somebody holds to be true: what it says, where it goes, and the words it stands on.

    `source` names it for good (the document's digest and the fact's key), so that a ledger takes it once; it carries
    the decision's number, so that a fact decided anew is told from the first.
    """

    document_id: int
    key: str
    decision_id: int
    unit_code: str
    scheme: str
    indicator: str
    register: str
    period: str
    value: Decimal | None
    measure: str
    relation: str
    sha256: str
    start: int
    end: int
    quote: str
    title: str
    verdict: str
    note: str
    record: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """indicator, task, project, agreement, exchange …, as the reader's schema names them."""
        return str(self.record.get("kind", ""))

    @property
    def name(self) -> str:
        """What the page calls the indicator; "" where only a movement is told, or nothing is measured."""
        return str(self.record.get("indicator") or "") if "value" in self.record else ""

    @property
    def place(self) -> Citation:
        """The words it stands on."""
        return Citation(self.sha256, self.start, self.end)

    @property
    def citation(self) -> str:
        """The place in a line: title, digest, span of characters."""
        return f"{self.title[:120]} {self.place}"

    @property
    def origin(self) -> str:
        """The name of the fact whatever was decided about it: what every `source` of it begins with."""
        return f"document:{self.sha256}:{self.key}:"

    @property
    def source(self) -> str:
        """The name under which a ledger takes it, once."""
        return f"{self.origin}{self.decision_id}"

    @property
    def url(self) -> str:
        """The page where the words are highlighted."""
        return f"{reverse('documents:show', args=[self.document_id])}#fact-{self.key}"


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


def accepted_facts(document: Document | None = None, *, period: str = "") -> list[AcceptedFact]:
    """Return the facts that hold, of one document or of all, perhaps of one period: for services, asks no rights."""
    ids = [document.pk] if document is not None else list(Document.objects.values_list("pk", flat=True))
    titles = dict(Document.objects.filter(pk__in=ids).values_list("pk", "title"))
    digests = dict(Document.objects.filter(pk__in=ids).values_list("pk", "sha256"))
    return [
        AcceptedFact(
            document_id=d.document_id,
            key=d.fact.key,
            decision_id=d.pk,
            unit_code=d.unit_code,
            scheme=d.scheme,
            indicator=d.indicator,
            register=d.register,
            period=d.period,
            value=d.value,
            measure=d.measure,
            relation=d.relation,
            sha256=digests[d.document_id],
            start=d.fact.start,
            end=d.fact.end,
            quote=d.fact.quote,
            title=titles[d.document_id],
            verdict=d.verdict,
            note=d.note,
            record=d.fact.record,
        )
        for d in latest_decisions(ids)
        if d.holds and (not period or d.period == period)
    ]


def accepted_records(
    *, register: str = "", kinds: Collection[str] = ("project", "agreement", "exchange", "task", "clause")
) -> list[AcceptedFact]:
    """Return the accepted facts that are no number but a piece of work: for the room that keeps registers, asks no rights.

    `register` asks for those a person put down for one register; without it also those that wait for a register. `record`
    holds the reader's fields (name, parties, lead, deadline …), `place` the citation that is their evidence, `source` the
    name under which a register takes one, once.
    """
    return [
        fact
        for fact in accepted_facts()
        if (fact.register == register if register else not fact.indicator)
        and (fact.kind in kinds or bool(fact.register))
    ]


def citations(
    *,
    scheme: str | None = None,
    unit_codes: Collection[str] | None = None,
    indicator: str = "",
    period: str = "",
) -> Iterator[AcceptedFact]:
    """Yield the accepted facts that go to an indicator: what documents say, for a sheet beside the ledger."""
    for fact in accepted_facts(period=period):
        if not fact.indicator or fact.value is None:
            continue
        if scheme is not None and fact.scheme != scheme:
            continue
        if (unit_codes is None or fact.unit_code in unit_codes) and (
            not indicator or fact.indicator == indicator
        ):
            yield fact


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell: what documents say of it and what the ledger holds; `verdict` agrees, differs, or only one of them.

    Documents that contradict each other where the ledger holds nothing are documents_differ.
    """

    unit_code: str
    indicator: str
    period: str
    said: tuple[AcceptedFact, ...]
    held: tuple[tuple[str, Decimal], ...]

    @property
    def verdict(self) -> str:
        """agrees, differs, documents_differ, only_documents or only_ledger."""
        if not self.held:
            return "only_documents" if _agree(self.said) else "documents_differ"
        if not self.said:
            return "only_ledger"
        return (
            "agrees" if all(_fits(one, value) for one in self.said for _w, value in self.held) else "differs"
        )


def _fits(fact: AcceptedFact, value: Decimal) -> bool:
    """Whether a held value is what the document says; “about” leaves a tenth."""
    said = fact.value if fact.value is not None else Decimal("NaN")
    if fact.relation == "≥":
        return value >= said
    if fact.relation == "≤":
        return value <= said
    return value == said or (fact.relation == "≈" and abs(value - said) * 10 <= abs(said))


def _agree(facts: Sequence[AcceptedFact]) -> bool:
    """Whether of any two values one is what the other fact says: over 35 and 35.2 agree."""
    return all(
        (two.value is not None and _fits(one, two.value)) or (one.value is not None and _fits(two, one.value))
        for one, two in combinations(facts, 2)
    )


def compared(
    said: Iterable[AcceptedFact], held: Iterable[tuple[str, str, str, str, Decimal]]
) -> list[Compared]:
    """Set what documents say beside rows of a ledger (unit code, indicator, period, basis, value), by cell. Pure."""
    left: dict[tuple[str, str, str], list[AcceptedFact]] = {}
    right: dict[tuple[str, str, str], list[tuple[str, Decimal]]] = {}
    for fact in said:
        left.setdefault((fact.unit_code, fact.indicator, fact.period), []).append(fact)
    for unit_code, indicator, period, basis, value in held:
        right.setdefault((unit_code, indicator, period), []).append((basis, value))
    return [
        Compared(*cell, tuple(left.get(cell, ())), tuple(right.get(cell, ())))
        for cell in sorted({*left, *right})
    ]


def suggestions() -> dict[str, tuple[str, str, str]]:
    """Return where levels of this name went last: indicator as read → (scheme, indicator, register).

    A mere movement （同比增长7.2%） has the name of its level but is another indicator, so it teaches nothing here.
    """
    found = (
        Decision.objects.filter(fact__record__has_key="value")
        .exclude(verdict="rejected")
        .exclude(indicator="", register="")
    )
    rows = found.order_by("-pk").values_list("fact__record__indicator", "scheme", "indicator", "register")[
        :2000
    ]
    out: dict[str, tuple[str, str, str]] = {}
    for name, *target in rows:
        if name:
            out.setdefault(name, (target[0], target[1], target[2]))
    return out

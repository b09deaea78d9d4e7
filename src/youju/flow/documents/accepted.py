"""Which facts of documents hold, as the ledger and the registers take them, and how documents agree with the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.urls import reverse

from youju.flow.documents.citing import Citation
from youju.flow.documents.models import Decision, Document
from youju.flow.documents.selectors import latest_decisions


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

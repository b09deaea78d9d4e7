"""The page of one document: the text with its marks, a card for each fact, the doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.documents import ports
from youju.flow.documents.accepted import suggestions
from youju.flow.documents.citing import citations_in
from youju.flow.documents.forms import DecideForm
from youju.flow.documents.marks import Mark, marked
from youju.flow.documents.models import Decision, Document
from youju.flow.documents.offered import KINDS, STATUSES, Offer, in_words, offer
from youju.flow.documents.selectors import Seen, newest_reading, seen_in
from youju.kernel.powers import may
from youju.reading.extractors import PROPOSED

NOTHING = ("", "", "")
# What a decision keeps by code stands on its form by name.
BESIDE = {
    "unit_code": "unit",
    "scheme": "target",
    "indicator": "target",
    "register": "target",
    "__all__": "all",
    "verdict": "all",
}
DOUBTS = {
    "truncated": gettext_lazy("被截断"), "count": gettext_lazy("数目不符"), "unit": gettext_lazy("单位存疑"), "mean": gettext_lazy("均值不符"), "sum": gettext_lazy("合计不符"),
    "repeated": gettext_lazy("重复"), "disagree": gettext_lazy("两处不一"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One fact as the page shows it beside the text."""

    number: int
    seen: Seen
    kind: str
    status: str
    words: str
    doubts: tuple[dict[str, Any], ...]
    target: tuple[str, str, str]
    offer: Offer
    choices: Choices
    refused: DecideForm | None = None

    @property
    def key(self) -> str:
        """The name of the fact."""
        return self.seen.fact.key

    @property
    def decision(self) -> Decision | None:
        """The decision that holds."""
        return self.seen.decision

    @property
    def style(self) -> str:
        """open, accepted, corrected or rejected."""
        return self.decision.verdict if self.decision else "open"

    @property
    def record(self) -> dict[str, Any]:
        """The fact in the reader's schema."""
        record: dict[str, Any] = self.seen.fact.record
        return record

    @property
    def title(self) -> str:
        """What it is about in a few words."""
        names = (self.record.get(name) for name in ("title", "indicator", "subject"))
        return next((str(name) for name in names if name), self.kind)

    @property
    def is_proposed(self) -> bool:
        """Whether a language model proposed it."""
        return bool(self.record.get("note") == PROPOSED)

    @property
    def form(self) -> dict[str, Any]:
        """What the form begins with: what was decided, else what the reader offers and where such facts went last."""
        if self.refused is not None:
            return self.refused.data
        if self.decision and self.decision.holds:
            return self.choices.named(self.decision.said)
        scheme, indicator, register = self.target
        read = self.offer
        return self.choices.named({
            "unit_code": read.unit_code, "scheme": scheme, "indicator": indicator, "register": register,
            "period": read.period, "value": read.value, "measure": read.measure, "relation": read.relation,
        })  # fmt: skip

    @property
    def gone_to(self) -> str:
        """Where the decision that holds sends the fact, and of which unit it is, by name."""
        said = self.choices.named(self.decision.said) if self.decision else {}
        return " · ".join(filter(None, (said.get("target"), said.get("unit"))))

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong with a form that was refused, by the field it stands beside; "all" stands above."""
        found: dict[str, list[str]] = {}
        for name, said in (self.refused.errors if self.refused is not None else {}).items():
            found.setdefault(BESIDE.get(name, name), []).extend(said)
        return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose from on the cards of a document, and the names of what stands there by codes."""

    units: Mapping[str, str]
    targets: Sequence[ports.Target]

    def named(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return what a form says with the names of its unit and of where the fact goes; what has no name keeps its code."""
        codes = said["scheme"], said["indicator"], said["register"]
        told = next((str(one) for one in self.targets if one.codes == codes), " / ".join(filter(None, codes)))
        return {**said, "unit": self.units.get(said["unit_code"], said["unit_code"]), "target": told}


def cards_of(user: Any, document: Document) -> list[Card]:
    """Return a card for each fact as the person sees it, in the order of the text."""
    doubts = newest_reading(document).doubts
    targets = suggestions()
    facts = seen_in(document)
    codes = {
        seen.decision.unit_code if seen.decision else offer(seen.fact.record).unit_code for seen in facts
    }
    choices = Choices(ports.names_of(user, codes), ports.targets(user))
    return [
        Card(
            number=number,
            seen=seen,
            kind=KINDS.get(seen.fact.kind, seen.fact.kind),
            status=STATUSES.get(seen.fact.record.get("status", ""), ""),
            words=in_words(seen.fact.record),
            doubts=tuple(d for d in doubts if d["start"] < seen.fact.end and seen.fact.start < d["end"]),
            target=_target(targets, seen.fact.record),
            offer=offer(seen.fact.record),
            choices=choices,
        )
        for number, seen in enumerate(facts, 1)
    ]


def _target(targets: dict[str, tuple[str, str, str]], record: dict[str, Any]) -> tuple[str, str, str]:
    """Return where levels of this name went last; a fact without a level is offered nothing."""
    return targets.get(record.get("indicator") or "", NOTHING) if "value" in record else NOTHING


def document_page(
    user: Any,
    document: Document,
    at: tuple[int, int] | None = None,
    refused: tuple[str, DecideForm] | None = None,
) -> dict[str, Any]:
    """Return what the page of a document shows; `at` is a span that a citation asked to see.

    `refused` is the form of a fact that was refused: its card shows it as it was filled in.
    """
    reading, cards = newest_reading(document), cards_of(user, document)
    if refused:
        cards = [replace(card, refused=refused[1]) if card.key == refused[0] else card for card in cards]
    marks = [
        Mark(
            c.seen.fact.start,
            c.seen.fact.end,
            f"fact-{c.key}",
            f"fact {c.style}{' clause' if c.record['kind'] == 'clause' else ''}",
            c.number,
            c.record.get("title") or c.record.get("indicator") or "",
        )
        for c in cards
    ]
    # a decision made on an earlier reading is still led to by the name its fact had then
    marks += [
        Mark(was.start, was.end, f"fact-{was.key}", "was")
        for c in cards
        if c.decision is not None and (was := c.decision.fact).key != c.key
    ]
    marks += [
        Mark(d["start"], d["end"], f"doubt-{n}", "doubt", 0, d["what"])
        for n, d in enumerate(reading.doubts, 1)
    ]
    marks += [Mark(*at, "cited", "cited", 0, _("引用的原话"))] if at else []
    counts = {
        style: sum(card.style == style for card in cards)
        for style in ("open", "accepted", "corrected", "rejected")
    }
    return {
        "document": document, "reading": reading, "cards": cards, "counts": counts,
        "text": marked(document.text, marks),
        "doubts": [{**d, "n": n, "name": DOUBTS.get(d["kind"], d["kind"]), "others": citations_in(d.get("at", ""))} for n, d in enumerate(reading.doubts, 1)],
        "may_decide": may(user, "document.decide"), "may_add": may(user, "document.add"),
        "units": ports.offers(user), "targets": ports.targets(user),
    }  # fmt: skip

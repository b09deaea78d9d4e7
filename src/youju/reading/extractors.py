"""Other readers behind the same interface: a language model may be plugged in, it is never required.

An `Extractor` is handed the raw page and proposes facts. Nothing it says is believed: a proposal is kept only if its quote stands
verbatim at the place it names, and what was invented is dropped and counted. This room calls nobody: what is asked of a
chat-completions endpoint and how its answer is read stands here, the call itself in `flow/documents/endpoint.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, Final, Protocol, runtime_checkable

from youju.reading.model import Fact, Reading, Subject
from youju.reading.pages import read_facts

KINDS: Final = (
    "indicator",
    "task",
    "project",
    "agreement",
    "exchange",
    "event",
    "mechanism",
    "honour",
    "contact",
)
STATUSES: Final = ("achieved", "ongoing", "planned")
# an endpoint that holds itself to a schema asks for every field in `required`; what may be left out may be null
FIELDS: Final = (
    "kind",
    "start",
    "end",
    "quote",
    "subject",
    "status",
    "indicator",
    "value",
    "unit",
    "qualifier",
)
SCHEMA: Final[dict[str, Any]] = {
    "type": "object", "additionalProperties": False, "required": ["facts"],
    "properties": {"facts": {"type": "array", "items": {
        "type": "object", "additionalProperties": False, "required": [*FIELDS],
        "properties": {
            "kind": {"enum": list(KINDS)}, "start": {"type": "integer"}, "end": {"type": "integer"}, "quote": {"type": "string"},
            "subject": {"type": "string"}, "status": {"enum": list(STATUSES)}, "indicator": {"type": ["string", "null"]},
            "value": {"type": ["string", "null"]}, "unit": {"type": ["string", "null"]}, "qualifier": {"type": ["string", "null"]},
        },
    }}},
}  # fmt: skip
MOST: Final = 5000
"""Proposals of one page that are looked at."""
LONGEST: Final = 200
DIGITS: Final = 18
PROPOSED: Final = "proposed by a model; quote verified"
PROMPT: Final = (
    "从下面的文件中找出所有陈述数量、项目、任务、协议和交流的事实。每条给出原文片段 quote 和它在文件中的起止字符位置 start、end"
    "(从 0 起, 不含 end)。quote 必须与原文一字不差。只输出 JSON。"
)


@runtime_checkable
class Extractor(Protocol):
    """Anything that proposes facts for a page.

    `extract` returns records with the field names of the fact schema; `start`, `end` and `quote` point into the text it was handed.
    It may raise anything: the page is then read without it, and the failure is counted.
    """

    name: str

    def extract(self, raw: str) -> Iterable[Mapping[str, Any]]:
        """The proposals for this page."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """Kind, span and number of a fact that a page is known to hold."""

    kind: str
    start: int
    end: int
    number: Decimal | None

    def repeats(self, other: Known) -> bool:
        """Whether the two say the same: kind and number are equal, and the spans meet."""
        meets = other.start < self.end and self.start < other.end
        return meets and self.kind == other.kind and self.number == other.number


@dataclass(frozen=True, slots=True)
class Deterministic:
    """The reader of this room as an extractor, so that the two kinds can be exchanged."""

    name: str = "youju"

    def extract(self, raw: str) -> Iterable[Mapping[str, Any]]:
        """The facts of `read_facts` as records."""
        return [fact.record(number) for number, fact in enumerate(read_facts(raw).facts, 1)]


def chat_request(raw: str, model: str) -> dict[str, Any]:
    """The body of one question to a chat-completions endpoint: the page, and the JSON schema of the answer."""
    return {
        "model": model, "temperature": 0,
        "messages": [{"role": "system", "content": PROMPT}, {"role": "user", "content": raw}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": SCHEMA}},
    }  # fmt: skip


def chat_proposals(answer: Any) -> list[Mapping[str, Any]]:
    """The proposals in the answer of such an endpoint; anything else than the asked-for JSON raises ValueError."""
    try:
        found = json.loads(answer["choices"][0]["message"]["content"])["facts"]
    except (KeyError, IndexError, TypeError, ValueError) as problem:
        raise ValueError("the endpoint did not answer with the asked-for JSON") from problem
    if not isinstance(found, list):
        raise ValueError("`facts` in the answer is not a list")  # noqa: TRY004 - a fault of data
    return [one for one in found if isinstance(one, Mapping)]


def read_with(raw: str, extractors: Iterable[Extractor] = (), *, page_place: str | None = None) -> Reading:
    """The page as `read_facts` reads it, plus what the extractors found and could prove; `counts` as `propose` tells them."""
    reading = read_facts(raw, page_place=page_place)
    proposed, counts = propose(raw, extractors, map(place_of, reading.facts))
    facts = sorted((*reading.facts, *proposed), key=lambda fact: (fact.article_no, fact.start, fact.end))
    return Reading(raw, reading.articles, tuple(facts), reading.doubts, reading.counts | counts)


def place_of(fact: Fact) -> Known:
    """What a proposal must not repeat: kind, span and number of a fact."""
    return Known(
        fact.kind,
        fact.start,
        fact.end,
        fact.value if fact.value is not None or not fact.change else fact.change.value,
    )


def propose(
    raw: str, extractors: Iterable[Extractor], known: Iterable[Known]
) -> tuple[list[Fact], dict[str, int]]:
    """What the extractors find beside the `known` facts of a page and can prove, and how it went.

    The counts tell, for each extractor, how many proposals were kept, how many repeated a known fact, how many were
    invented (quote not at its span, or not in the page) or malformed, and 1 for `failed` if it raised.
    """
    facts: list[Fact] = []
    counts: dict[str, int] = {}
    held = list(known)
    for extractor in extractors:
        for outcome in ("kept", "known", "invented", "malformed", "failed"):
            counts.setdefault(f"{extractor.name}.{outcome}", 0)
        try:
            proposals = list(islice(extractor.extract(raw), MOST))
        except Exception:  # noqa: BLE001 - a plug-in may fail in any way; the page is read without it, and the failure is counted
            counts[f"{extractor.name}.failed"] += 1
            continue
        for proposal in proposals:
            fact, outcome = _proved(raw, proposal, held)
            counts[f"{extractor.name}.{outcome}"] += 1
            if fact is not None:
                facts.append(fact)
                held.append(place_of(fact))
    return facts, counts


def _proved(raw: str, proposal: Mapping[str, Any], known: Iterable[Known]) -> tuple[Fact | None, str]:
    """The proposal as a fact, or why it is none."""
    start, end, quote = proposal.get("start"), proposal.get("end"), proposal.get("quote")
    if not (type(start) is int and type(end) is int and isinstance(quote, str)):
        return None, "malformed"
    if not (0 <= start < end <= len(raw)) or raw[start:end] != quote:
        return None, "invented"
    words = {name: proposal.get(name) for name in ("subject", "indicator", "value", "unit", "qualifier")}
    if (
        proposal.get("kind") not in KINDS
        or proposal.get("status") not in STATUSES
        or not all(_is_word(word) for word in words.values())
    ):
        return None, "malformed"
    value, change = _decimal(words["value"]), proposal.get("change")
    moved = change.get("value") if isinstance(change, Mapping) and value is None else None
    own = Known(str(proposal["kind"]), start, end, _decimal(moved) if isinstance(moved, str) else value)
    if any(own.repeats(one) for one in known):
        return None, "known"
    return Fact(
        own.kind, start, end, quote, 0, Subject(words["subject"] or "", "other"), str(proposal["status"]),
        indicator=words["indicator"] or None, value=value, unit=words["unit"] or None,
        qualifier=words["qualifier"] or None, certain=False, note=PROPOSED,
    ), "kept"  # fmt: skip


def _is_word(word: Any) -> bool:
    """Whether a field is left out or a short string: what cannot be kept or shown is no field."""
    return word is None or (isinstance(word, str) and len(word) <= LONGEST and "\x00" not in word)


def _decimal(value: str | None) -> Decimal | None:
    """A number that can be written in digits, or none."""
    try:
        read = Decimal(value) if value else None
    except InvalidOperation:
        return None
    if read is None or not read.is_finite() or abs(read.adjusted()) > DIGITS:
        return None
    return read

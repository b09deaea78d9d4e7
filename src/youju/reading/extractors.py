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
SCHEMA: Final[dict[str, Any]] = {
    "type": "object", "additionalProperties": False, "required": ["facts"],
    "properties": {"facts": {"type": "array", "items": {
        "type": "object", "additionalProperties": False, "required": ["kind", "start", "end", "quote", "subject", "status"],
        "properties": {
            "kind": {"enum": list(KINDS)}, "start": {"type": "integer"}, "end": {"type": "integer"}, "quote": {"type": "string"},
            "subject": {"type": "string"}, "status": {"enum": list(STATUSES)}, "indicator": {"type": ["string", "null"]},
            "value": {"type": ["string", "null"]}, "unit": {"type": ["string", "null"]}, "qualifier": {"type": ["string", "null"]},
        },
    }}},
}  # fmt: skip
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
    """The page as `read_facts` reads it, plus what the extractors found and could prove.

    `counts` of the reading tells, for each extractor, how many proposals were kept, how many repeated a known fact, how many were
    invented (quote not at its span, or not in the page) or malformed, and 1 for `failed` if it raised.
    """
    reading = read_facts(raw, page_place=page_place)
    facts, counts = list(reading.facts), dict(reading.counts)
    for extractor in extractors:
        for outcome in ("kept", "known", "invented", "malformed", "failed"):
            counts.setdefault(f"{extractor.name}.{outcome}", 0)
        try:
            proposals = list(extractor.extract(raw))
        except Exception:  # noqa: BLE001 - a plug-in may fail in any way; the page is read without it, and the failure is counted
            counts[f"{extractor.name}.failed"] += 1
            continue
        for proposal in proposals:
            fact, outcome = _proved(raw, proposal, facts)
            counts[f"{extractor.name}.{outcome}"] += 1
            if fact is not None:
                facts.append(fact)
    facts.sort(key=lambda fact: (fact.article_no, fact.start, fact.end))
    return Reading(raw, reading.articles, tuple(facts), reading.doubts, counts)


def _proved(raw: str, proposal: Mapping[str, Any], known: list[Fact]) -> tuple[Fact | None, str]:
    """The proposal as a fact, or why it is none."""
    start, end, quote = proposal.get("start"), proposal.get("end"), proposal.get("quote")
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(quote, str)):
        return None, "malformed"
    if not (0 <= start < end <= len(raw)) or raw[start:end] != quote:
        return None, "invented"
    if proposal.get("kind") not in KINDS or proposal.get("status") not in STATUSES:
        return None, "malformed"
    value = _decimal(proposal.get("value"))
    if any(_same(one, proposal, value, start, end) for one in known):
        return None, "known"
    subject = Subject(str(proposal.get("subject") or ""), "other")
    return Fact(
        str(proposal["kind"]), start, end, quote, 0, subject, str(proposal["status"]),
        indicator=_text(proposal.get("indicator")), value=value, unit=_text(proposal.get("unit")),
        qualifier=_text(proposal.get("qualifier")), certain=False, note="proposed by a model; quote verified",
    ), "kept"  # fmt: skip


def _same(one: Fact, proposal: Mapping[str, Any], value: Decimal | None, start: int, end: int) -> bool:
    meets = one.start < end and start < one.end
    held = one.value if one.value is not None else one.change.value if one.change else None
    return meets and one.kind == proposal.get("kind") and held == value


def _decimal(value: Any) -> Decimal | None:
    try:
        read = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return read if read is not None and read.is_finite() else None


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None

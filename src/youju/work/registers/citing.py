"""From the words of a document to a record: which accepted facts wait for a register, and what its form begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from youju.engine.registers import Declaration
from youju.flow.documents.accepted import AcceptedFact, accepted_records
from youju.flow.ledger.citing import resolved
from youju.flow.units.naming import units_named
from youju.flow.units.selectors import every_unit
from youju.work.registers.models import Register, UniqueValue

# A field that no declaration can name (names are identifiers): which fact a record was made from, once.
FIELD = "from document"
WAYS = {"outbound": "出访", "inbound": "来访"}
# A task of a plan waits for the register of tasks.
HOMES = {"clause": "task"}
LONG = {"measure": 1000}


def waiting(register: Register) -> list[AcceptedFact]:
    """Return the accepted facts put down for this register, and those of its kind put down for none, without those taken."""
    facts = accepted_records(register=register.code)
    facts += [
        fact
        for fact in accepted_records()
        if not fact.register and HOMES.get(fact.kind, fact.kind) == register.code
    ]
    kept = set(UniqueValue.objects.filter(register=register, field=FIELD).values_list("value", flat=True))
    return [fact for fact in facts if fact.origin not in kept]


def unit_meant(fact: AcceptedFact) -> str:
    """Return the code of our unit that a fact is about, or that leads a task of a plan; "" where the page tells none."""
    if fact.kind == "clause" and not fact.unit_code:
        named = units_named(every_unit(), str(fact.record["lead"])) if fact.record.get("lead") else []
        return named[0].code if len(named) == 1 else ""
    code = fact.unit_code or str(fact.record.get("within_adcode") or "")
    return resolved({code}).get(code, "")


def begun(one: Declaration, fact: AcceptedFact) -> dict[str, str]:
    """Return what the form of a record begins with: what the page tells, in the fields this register has."""
    said = fact.record
    sides = [
        side[0] if isinstance(side, list) and side else str(side or "") for side in said.get("parties") or []
    ]
    ours, theirs = [*sides, "", ""][:2]
    day = _day(said.get("period"))
    name = str(said.get("form") or "").strip("《》") or str(said.get("subject") or "") or fact.quote
    found = {
        "title": str(said.get("subject")) if fact.kind == "project" else name,
        "ours": ours,
        "theirs": theirs,
        "pairing": f"{ours}—{theirs}" if ours and theirs else "",
        "visitor": theirs if said.get("direction") == "outbound" else "",
        "way": WAYS.get(str(said.get("direction")), ""),
        "signed_on": day,
        "on": day,
        "work_said": str(said.get("stage") or ""),
        "source": fact.title,
        "parts": str(said.get("value") or "") if fact.kind == "task" else "",
    }
    if fact.kind == "clause":
        found |= _of_plan(fact)
    return {
        field: text[: LONG.get(field, 120)] for field, text in found.items() if text and field in one.fields
    }


def _of_plan(fact: AcceptedFact) -> dict[str, str]:
    """Return what a task of a plan tells: its words are how it is measured, its last day when it is due."""
    said = fact.record
    return {
        "title": str(said.get("title") or ""),
        "clause": str(said.get("clause") or ""),
        "due_on": str((said.get("deadline") or {}).get("end") or ""),
        "measure": fact.quote,
        "parts": "",
    }


def _day(period: Mapping[str, Any] | None) -> str:
    """Return the day of a period that is one day."""
    start = (period or {}).get("start")
    if not start or start != (period or {}).get("end"):
        return ""
    return dt.date.fromisoformat(str(start)).isoformat()

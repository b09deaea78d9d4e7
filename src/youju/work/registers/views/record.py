"""The page of a record, as it stands and after an act on it was refused; the door of every act on one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from youju.engine.registers import Declaration
from youju.flow.evidence.choosing import Looked, looked_for
from youju.flow.units.powers import may_on, tenure_on
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.errors import NotAllowed, Problem, Refusal
from youju.kernel.powers import may, roles_of
from youju.work.registers import selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import cells, inputs, timeline
from youju.work.registers.forming.beside import beside
from youju.work.registers.life import clocked
from youju.work.registers.models import Party, Record
from youju.work.registers.reach import whose_evidence
from youju.work.registers.views.shared import about

PROOF = "evidence."
"""What the name of a field begins with in which a gate's proof is chosen."""
FILES = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to an address and refused: what was written, and what is wrong with which of it."""

    path: str
    typed: dict[str, str]
    problems: Sequence[Problem]

    def about(self, name: str) -> list[Problem]:
        """Return what is wrong with what was written under a name, or with one of its lines."""
        return [one for one in self.problems if one.where.partition(":")[0] == name]


@allow("register.read")
@require_safe
def record(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one record: what it says, what can be done with it, and everything that happened to it on one line of time."""
    return record_page(request, selectors.record_for(request.user, code, number))


def record_page(
    request: HttpRequest,
    row: Record,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    sent: Sent | None = None,
) -> HttpResponse:
    """Return the page of a record."""
    one, user = declaration_of(row.register), request.user
    moves, told = _offered(user, one, row, sent), _told(user, one, row)
    context = {
        **about(request, row.register),
        **told,
        **_rights(user, one, row),
        "moves": moves,
        "looked": _proofs(request, row, told["parties"]) if any(move.evidence for move, _ in moves) else None,
        "refusal": refusal,
        "sent": sent,
    }
    return render(request, "registers/record.html", context, status=status)


def _proofs(request: HttpRequest, row: Record, parties: Sequence[Party]) -> Looked | None:
    """Return the files that can be put before a gate: those that were, then the newest or what was looked for."""
    if not may(request.user, "evidence.read"):
        return None
    units = whose_evidence(row.unit_id, (party.unit_id for party in parties))
    named = (text for key, text in request.POST.items() if key.startswith(PROOF) and text)
    return looked_for(request.user, units, request.POST, ticked=named, size=FILES)


def _told(user: Any, one: Declaration, row: Record) -> dict[str, Any]:
    """Return what a record says, who is party to it, what hangs below it, and what happened to it."""
    versions, remarks = list(selectors.versions_of(row)[:200]), list(selectors.remarks_of(row)[:500])
    children = list(selectors.children_of(row)[:500])
    seen = set(
        selectors.records_for(user, row.register)
        .filter(pk__in=[child.pk for child in children])
        .values_list("pk", flat=True)
    )
    parties = list(selectors.parties_of(row))
    state = clocked(one, row, versions[::-1], remarks, db_today(), parties)
    names = {row.unit_id: row.unit, **{party.unit_id: party.unit for party in parties}}
    return {
        "record": row,
        "name": cells.name_of(one, row),
        "fields": cells.fields_of(one, row),
        "stage": cells.cell(one, row, "stage"),
        "steps": timeline.lines_of(one, versions, remarks),
        "children": [(child, cells.name_of(one, child)) for child in children if child.pk in seen],
        "unseen": len(children) - len(seen),
        "state": state,
        "deadlines": [(late, names.get(late.unit_id, "")) for late in state.deadlines],
        "parties": parties,
        "unlocks": selectors.unlocks_of(row) if one.confidential else [],
        **beside(one, row, children, seen),
    }


def _rights(user: Any, one: Declaration, row: Record) -> dict[str, Any]:
    """Return what this reader may do with a record, and what only those who write it may read."""
    scheme, is_open, roles = row.register.scheme, row.stage not in one.closed, roles_of(user)
    writes = tenure_on(user, "register.write", row.unit_id, scheme=scheme, roles=one.write) is not None
    return {
        "reach": cells.private_lines(one, row) if writes else [],
        "may_edit": is_open and writes,
        "lacks_code": writes and services.is_followed(one) and not selectors.has_code(row),
        "may_note": may(user, "register.write"),
        "may_instruct": may_on(user, "register.instruct", row.unit_id, scheme=scheme),
        "may_extend": is_open and "scoring_office" in roles,
        "may_look": bool({"inspector", "scoring_office"} & roles),
        "may_reward": row.stage in one.rewarded and "scoring_office" in roles,
        "may_unlock": one.confidential and may_on(user, "register.unlock", row.unit_id, scheme=scheme),
    }


def _offered(user: Any, one: Declaration, row: Record, sent: Sent | None) -> list[Any]:
    """Return the moves this reader may make, each with its inputs: as typed in the one that was refused, empty in the others."""
    offered = []
    for move in inputs.moves_from(one, row):
        if not tenure_on(user, "register.move", row.unit_id, scheme=row.register.scheme, roles=move.who):
            continue
        path = reverse("registers:move", args=[row.register.code, row.number, move.id])
        typed, problems = (sent.typed, sent.problems) if sent is not None and sent.path == path else ({}, ())
        offered.append((move, inputs.move_inputs(one, row, move, typed, problems)))
    return offered


def received(request: HttpRequest, row: Record, follow_code: str) -> HttpResponse:
    """Show the code by which an asker follows what was taken in: once, and kept nowhere."""
    one = declaration_of(row.register)
    answer = render(
        request, "registers/received.html", {"record": row, "one": one, "follow_code": follow_code}
    )
    answer["Cache-Control"] = "no-store"
    return answer


def refused_page(request: HttpRequest, row: Record, refusal: Refusal, at: str = "") -> HttpResponse:
    """Return the page of a record on which an act was refused: its form as it was filled in, with what is wrong beside it.

    A refusal that names no place stands beside the field `at`, where the form has one that it can only be about.
    """
    row.refresh_from_db()
    typed = request.POST.dict()
    if at and not refusal.problems:
        english, _stop, rest = refusal.english.partition(". ")
        refusal.problems = (Problem(at, refusal.why, refusal.instead, english, rest),)
        typed.setdefault(at, "")
    beside = [one for one in refusal.problems if one.where.partition(":")[0] in typed]
    refusal.problems = tuple(one for one in refusal.problems if one not in beside)
    return record_page(
        request, row, status=refusal.status, refusal=refusal, sent=Sent(request.path, typed, beside)
    )


def on_record(act: str, at: str = "") -> Callable[[Callable[..., object]], Callable[..., HttpResponse]]:
    """Make a door of something done to one record: POST, in the power named; then the record is shown again.

    What was refused stands on its page as it was filled in, with what is wrong beside it, or beside the field `at`; so does what
    was sent only to look for a file. The record is fetched for the reader, so a stranger's answer is 404.
    """

    def door(done: Callable[..., object]) -> Callable[..., HttpResponse]:
        @allow(act)
        @require_POST
        @wraps(done)
        def view(request: HttpRequest, code: str, number: str, **step: str) -> HttpResponse:
            row = selectors.record_for(request.user, code, number)
            if "look" in request.POST:
                return record_page(request, row, sent=Sent(request.path, request.POST.dict(), ()))
            try:
                done(request, row, **step)
            except NotAllowed:
                raise
            except Refusal as refusal:
                return refused_page(request, row, refusal, at)
            return redirect("registers:record", code, number)

        return view

    return door

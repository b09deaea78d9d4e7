"""What is said and done about a record besides its moves: notes, instructions, receipts, more time, parties, merging, looking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from youju.flow.units.selectors import units_by_code
from youju.kernel.access import allow, public
from youju.kernel.errors import BadInput, Problem
from youju.work.registers import selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import steps_of
from youju.work.registers.models import Record, Unlock
from youju.work.registers.views import lock_in, record_page


def _done(request: HttpRequest, code: str, number: str, act: Callable[[Record], Any]) -> HttpResponse:
    """Do an act on a record and show it again; what was refused as unreadable stands on its page."""
    row = selectors.record_for(request.user, code, number)
    try:
        act(row)
    except BadInput as refusal:
        return record_page(request, row, status=422, refusal=refusal)
    return redirect("registers:record", code, number)


@allow("register.write")
@require_POST
def note(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Write down how it is going."""
    return _done(
        request,
        code,
        number,
        lambda row: services.note(record=row, by=request.user, text=request.POST.get("text", "")),
    )


@allow("register.instruct")
@require_POST
def instruct(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Leave a leader's instruction."""
    return _done(
        request,
        code,
        number,
        lambda row: services.instruct(record=row, by=request.user, text=request.POST.get("text", "")),
    )


@allow("register.write")
@require_POST
def accept(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Sign for what was given."""
    return _done(request, code, number, lambda row: services.accept(record=row, by=request.user))


@allow("register.write")
@require_POST
def answer_part(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Answer for one's own unit what was asked of it."""
    return _done(
        request,
        code,
        number,
        lambda row: services.answer_part(record=row, by=request.user, text=request.POST.get("text", "")),
    )


@allow("register.move")
@require_POST
def extend(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Give more time."""
    said = request.POST.get("until", "")
    return _done(
        request, code, number,
        lambda row: services.extend(record=row, lock=lock_in(request), until=_day(said), reason=request.POST.get("reason", ""), by=request.user),
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            "没有延期",
            "新的时限不是日期",
            "写成 2023-06-30",
            english="Not a day.",
            problems=[Problem("until", "不是日期", "写成 2023-06-30")],
        ) from None


@allow("register.write")
@require_POST
def party(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Add a supporting or supervising unit, or let one go."""
    words, part = request.POST.get("text", ""), request.POST.get("part", "support")
    named = request.POST.get("unit", "").strip()

    def act(row: Record) -> Any:
        unit = units_by_code([named]).get(named)
        if unit is None:
            raise BadInput(
                "没有加单位",
                f"没有代码为“{named[:40]}”的单位",
                "填单位代码",
                english="There is no such unit.",
            )
        if request.POST.get("do") == "end":
            return services.end_party(record=row, unit=unit, by=request.user, reason=words)
        return services.add_party(record=row, unit=unit, part=part, by=request.user, asked=words)

    return _done(request, code, number, act)


@allow("register.write")
@require_POST
def merge(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Merge a duplicate into another record."""
    into = selectors.record_for(request.user, code, request.POST.get("into", "").strip(), "register.write")
    reason = request.POST.get("text", "")
    return _done(
        request,
        code,
        number,
        lambda row: services.merge(
            record=row, into=into, lock=lock_in(request), by=request.user, reason=reason
        ),
    )


@allow("register.unlock")
@require_POST
def ask_unlock(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Ask to see who gave a tip."""
    return _done(
        request,
        code,
        number,
        lambda row: services.ask_unlock(record=row, by=request.user, reason=request.POST.get("text", "")),
    )


@allow("register.unlock")
@require_POST
def unlock(request: HttpRequest, code: str, number: str, pk: int) -> HttpResponse:
    """Grant a request of somebody else, or see, once, what was granted to oneself."""
    row = selectors.record_for(request.user, code, number)
    asked = selectors.unlock_of(row, pk)
    if request.POST.get("do") == "grant":
        return _done(request, code, number, lambda _row: services.grant_unlock(unlock=asked, by=request.user))
    return _seen(request, row, asked)


def _seen(request: HttpRequest, row: Record, asked: Unlock) -> HttpResponse:
    answer = render(
        request,
        "registers/identity.html",
        {"record": row, "identity": services.see_identity(unlock=asked, by=request.user)},
    )
    answer["Cache-Control"] = "no-store"
    return answer


@public
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Let anybody follow a case or a tip by its code: where it stands and what was answered, and nothing about people."""
    code = request.POST.get("code", "") if request.method == "POST" else ""
    if not code:
        return render(request, "registers/follow.html", {})
    move = request.POST.get("move", "")
    if move:
        values = {"satisfied": request.POST.get("satisfied", "")}
        services.asker_answers(code=code, move=move, values=values, reason=request.POST.get("reason", ""))
    row = services.followed(code)
    one = declaration_of(row.register)
    steps = [
        (step.at, step.what.partition("(")[0])
        for step in steps_of(one, list(selectors.versions_of(row)[:100]))
    ]
    context = {
        "code": code, "record": row, "one": one, "stage": one.stages[row.stage].title if row.stage in one.stages else "",
        "answer": row.values.get("answer") or row.values.get("result") or "" if one.owner == "first_receiver" else "", "steps": steps,
        "moves": [m for m in one.moves if row.stage in m.from_ and m.id in {"confirm", "reopen"}] if one.owner == "first_receiver" else [],
    }  # fmt: skip
    return render(request, "registers/follow.html", context)

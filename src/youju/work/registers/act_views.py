"""What is said and done about a record besides its moves: notes, instructions, receipts, more time, parties, merging, looking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from youju.flow.units.powers import unit_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.access import allow
from youju.kernel.errors import BadInput, Problem
from youju.work.registers import selectors, services
from youju.work.registers.models import Record, Unlock
from youju.work.registers.views import about, lock_in, record_page


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
            english="No more time was given: the new deadline is not a day. Write it as 2023-06-30.",
            problems=[Problem("until", _("不是日期"), _("写成 2023-06-30"))],
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
                english=f"The unit was not added: no unit has the code {named[:40]}. Write the code of a unit.",
            )
        if request.POST.get("do") == "end":
            return services.end_party(record=row, unit=unit, by=request.user, reason=words)
        return services.add_party(record=row, unit=unit, part=part, by=request.user, asked=words)

    return _done(request, code, number, act)


@allow("register.write")
@require_POST
def fan_out(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Send one receipt to several departments: one line for each, its code and what is asked of it."""
    lines = [line.split(None, 1) for line in request.POST.get("text", "").splitlines() if line.strip()]

    def act(row: Record) -> Any:
        known = units_by_code([line[0] for line in lines])
        problems = [
            Problem(
                f"text:{at}",
                _("没有代码为“{code}”的单位").format(code=line[0][:40]),
                _("每行写:单位代码 要办的"),
            )
            for at, line in enumerate(lines, start=1)
            if line[0] not in known
        ]
        if problems:
            raise BadInput(
                "没有分办",
                "有的行读不懂",
                "改正后再分办",
                english="Nothing was handed out: some lines cannot be read. Mend them and hand out again.",
                problems=problems,
            )
        parts = {known[line[0]]: line[1].strip() if len(line) > 1 else "" for line in lines}
        return services.fan_out(record=row, parts=parts, by=request.user)

    return _done(request, code, number, act)


@allow("register.move")
@require_POST
def reward(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Pay a reward to whoever brings the code; nobody is named."""

    def act(row: Record) -> Any:
        try:
            amount = Decimal(request.POST.get("amount", "").strip())
        except InvalidOperation:
            amount = Decimal(0)
        return services.pay_reward(
            record=row, code=request.POST.get("follow_code", ""), amount=amount, by=request.user
        )

    return _done(request, code, number, act)


@allow("register.move")
@require_POST
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Draw closed records to be looked at again, from a seed that anybody can use to draw them once more."""
    register = selectors.register_for(request.user, code)
    unit_for(request.user, "register.move", register.unit.code, scheme=register.scheme)
    count, seed = (lock_in(request, name) for name in ("count", "seed"))
    drawn = services.draw_look_back(register=register, count=count, seed=seed, by=request.user)
    context = {**about(request, register), "drawn": drawn, "seed": seed, "count": count}
    return render(request, "registers/drawn.html", context)


@allow("register.move")
@require_POST
def looked(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Say what was found when a closed record was looked at again."""
    holds, text = request.POST.get("holds") == "yes", request.POST.get("text", "")
    return _done(
        request,
        code,
        number,
        lambda row: services.looked_back(
            record=row, lock=lock_in(request), holds=holds, text=text, by=request.user
        ),
    )


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

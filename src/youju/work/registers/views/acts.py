"""What is said and done about a record besides its moves: notes, instructions, receipts, more time, parties, merging, looking back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from youju.flow.units.forms import AnyUnitField
from youju.flow.units.powers import unit_for
from youju.kernel.access import allow
from youju.kernel.errors import BadInput, Problem
from youju.work.registers import selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Unlock
from youju.work.registers.views.record import on_record, received
from youju.work.registers.views.shared import about, lock_in


def _text(request: HttpRequest, name: str = "text") -> str:
    return request.POST.get(name, "")


@on_record("register.write")
def note(request: HttpRequest, row: Record) -> None:
    """Write down how it is going."""
    services.note(record=row, by=request.user, text=_text(request))


@on_record("register.instruct")
def instruct(request: HttpRequest, row: Record) -> None:
    """Leave a leader's instruction."""
    services.instruct(record=row, by=request.user, text=_text(request))


@on_record("register.write")
def accept(request: HttpRequest, row: Record) -> None:
    """Sign for what was given."""
    services.accept(record=row, by=request.user)


@on_record("register.write")
def answer_part(request: HttpRequest, row: Record) -> None:
    """Answer for one's own unit what was asked of it."""
    services.answer_part(record=row, by=request.user, text=_text(request))


@on_record("register.move")
def extend(request: HttpRequest, row: Record) -> None:
    """Give more time."""
    until, reason = _day(_text(request, "until")), _text(request, "reason")
    services.extend(record=row, lock=lock_in(request), until=until, reason=reason, by=request.user)


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


def unit_meant(user: Any, words: str, where: str) -> Any:
    """Return the unit of any reach that bears this name, long name or code; of which none or several do is refused with words."""
    field = AnyUnitField().asked_by(user, "unit.read")
    try:
        return field.clean(words)
    except ValidationError as error:
        raise BadInput(
            "没有办成", "单位没有写对", "改正后再办", english="Nothing was done: a unit is not written right.",
            problems=[Problem(where, " ".join(error.messages).rstrip("。"), _("写单位名称，同名的写上县乡"))],
        ) from None  # fmt: skip


@on_record("register.write")
def party(request: HttpRequest, row: Record) -> None:
    """Add a supporting or supervising unit, or let one go."""
    words = _text(request)
    unit = unit_meant(request.user, _text(request, "unit").strip(), "unit")
    if request.POST.get("do") == "end":
        services.end_party(record=row, unit=unit, by=request.user, reason=words)
    else:
        part = request.POST.get("part", "support")
        services.add_party(record=row, unit=unit, part=part, by=request.user, asked=words)


@on_record("register.write", at="text")
def fan_out(request: HttpRequest, row: Record) -> None:
    """Send one receipt to several departments: one line for each, its name and what is asked of it."""
    parts: dict[Any, str] = {}
    problems: list[Problem] = []
    for at, line in enumerate(filter(str.strip, _text(request).splitlines()), start=1):
        named, asked = (*line.split(None, 1), "")[:2]
        try:
            parts[unit_meant(request.user, named, f"text:{at}")] = asked.strip()
        except BadInput as refusal:
            problems += [
                Problem(one.where, _("第 {number} 行：{why}").format(number=at, why=one.what), one.mend)
                for one in refusal.problems
            ]
    if problems:
        raise BadInput(
            "没有分办",
            "有的行读不懂",
            "改正后再分办",
            english="Nothing was handed out: some lines cannot be read. Mend them and hand out again.",
            problems=problems,
        )
    services.fan_out(record=row, parts=parts, by=request.user)


@on_record("register.move")
def reward(request: HttpRequest, row: Record) -> None:
    """Pay a reward to whoever brings the code; nobody is named."""
    try:
        amount = Decimal(_text(request, "amount").strip())
    except InvalidOperation:
        amount = Decimal(0)
    services.pay_reward(record=row, code=_text(request, "follow_code"), amount=amount, by=request.user)


@allow("register.move")
@require_POST
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Draw closed records to be looked at again, from a seed that anybody can use to draw them once more."""
    register = selectors.register_for(request.user, code)
    unit_for(request.user, "register.move", register.unit.code, scheme=register.scheme)
    count = lock_in(request, "count")
    drawn = services.draw_look_back(register=register, count=count, by=request.user)
    context = {
        **about(request, register),
        "drawn": drawn,
        "seed": selectors.seed_of(drawn[0]),
        "count": count,
    }
    return render(request, "registers/drawn.html", context)


@on_record("register.move")
def looked(request: HttpRequest, row: Record) -> None:
    """Say what was found when a closed record was looked at again."""
    holds, text = request.POST.get("holds") == "yes", _text(request)
    row = services.looked_back(record=row, lock=lock_in(request), holds=holds, text=text, by=request.user)
    if not holds and row.stage in declaration_of(row.register).closed:
        messages.warning(request, _("已记下有反弹；重新办理由流转表里写的岗位来办"))


@on_record("register.write")
def merge(request: HttpRequest, row: Record) -> None:
    """Merge a duplicate into another record."""
    number = _text(request, "into").strip()
    into = selectors.record_for(request.user, row.register.code, number, "register.write")
    services.merge(record=row, into=into, lock=lock_in(request), by=request.user, reason=_text(request))


@allow("register.write")
@require_POST
def give_code(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Give the asker of a case that came in without a code one to follow it by: shown this once."""
    row = selectors.record_for(request.user, code, number, "register.write")
    return received(request, row, services.give_code(record=row, by=request.user))


@on_record("register.unlock")
def ask_unlock(request: HttpRequest, row: Record) -> None:
    """Ask to see who gave a tip."""
    services.ask_unlock(record=row, by=request.user, reason=_text(request))


@allow("register.unlock")
@require_POST
def unlock(request: HttpRequest, code: str, number: str, pk: int) -> HttpResponse:
    """Grant a request of somebody else, or see, once, what was granted to oneself."""
    row = selectors.record_for(request.user, code, number)
    asked = selectors.unlock_of(row, pk)
    if request.POST.get("do") == "grant":
        services.grant_unlock(unlock=asked, by=request.user)
        return redirect("registers:record", code, number)
    return _seen(request, row, asked)


def _seen(request: HttpRequest, row: Record, asked: Unlock) -> HttpResponse:
    answer = render(
        request,
        "registers/identity.html",
        {"record": row, "identity": services.see_identity(unlock=asked, by=request.user)},
    )
    answer["Cache-Control"] = "no-store"
    return answer

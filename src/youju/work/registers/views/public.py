"""Pages for anybody, without an account: handing something in, and following it by its code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from youju.flow.units.selectors import units_by_code
from youju.kernel.access import public
from youju.kernel.errors import BadInput
from youju.kernel.limits import at_most
from youju.work.registers import selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import inputs
from youju.work.registers.forming.timeline import steps_of
from youju.work.registers.views.record import received

HANDED_IN, FOLLOWED = (20, 3600), (60, 600)
"""How often from one address, in how many seconds: an office or a café has many people behind one."""


@public
@cache_control(no_store=True)
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Let anybody hand in a case or a tip; the answer is the code to follow it by. What was typed stays if it is refused."""
    register = selectors.intake_for(code)
    one, refusal, named = declaration_of(register), None, request.POST.get("unit", "").strip()
    sent = inputs.sent_in(one, request.POST, request.user)
    if request.method == "POST":
        at_most(request, "hand-in", *HANDED_IN)
        unit = units_by_code([named]).get(named)
        try:
            record, follow_code = services.hand_in(
                register=register, unit=unit, values=sent, identity=request.POST.get("identity", "")
            )
        except BadInput as wrong:
            refusal = wrong
        else:
            return received(request, record, follow_code)
    context = {
        "register": register, "one": one, "units": selectors.intake_units(register), "unit": named, "refusal": refusal,
        "inputs": inputs.intake_inputs(one, sent, refusal.problems if refusal else ()),
    }  # fmt: skip
    return render(request, "registers/hand_in.html", context, status=422 if refusal else 200)


@public
@cache_control(no_store=True)
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Let anybody follow a case or a tip by its code: where it stands and what was answered, and nothing about people."""
    code = request.POST.get("code", "") if request.method == "POST" else ""
    if not code:
        return render(request, "registers/follow.html", {"intakes": selectors.intakes()})
    at_most(request, "follow", *FOLLOWED)
    try:
        own, move, refusal = services.asked(code), request.POST.get("move", ""), None
    except Http404:
        context = {"intakes": selectors.intakes(), "code": code[:40], "unknown": True}
        return render(request, "registers/follow.html", context, status=404)
    if move:
        try:
            services.asker_answers(
                code=code, move=move, values=request.POST.dict(), reason=request.POST.get("reason", "")
            )
        except BadInput as wrong:
            refusal = wrong
        own.refresh_from_db()
    row = services.led_on(own)
    one = declaration_of(row.register)
    steps = [
        (step.at, step.what.partition("(")[0])
        for step in steps_of(one, list(selectors.versions_of(row)[:100]))
    ]
    sent, problems = request.POST.dict() if refusal else {}, refusal.problems if refusal else ()
    context = {
        "code": code, "record": row, "one": one, "stage": one.stages[row.stage].title if row.stage in one.stages else "",
        "answer": row.values.get("answer") or row.values.get("result") or "" if one.owner == "first_receiver" else "", "steps": steps,
        "moves": [(step, inputs.asker_inputs(one, step, sent, problems)) for step in services.asker_moves(row, own)],
        "refusal": refusal, "reason": sent.get("reason", ""),
    }  # fmt: skip
    return render(request, "registers/follow.html", context, status=422 if refusal else 200)

"""The form of a record, new or known: filled in by hand, begun like another record, or begun from a fact of a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from youju.flow.units.naming import offered
from youju.kernel.access import allow
from youju.kernel.errors import BadInput, NotAllowed, Problem
from youju.kernel.powers import roles_of
from youju.work.registers import citing, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import cells, inputs
from youju.work.registers.models import Record, Register
from youju.work.registers.reach import unit_field
from youju.work.registers.views.record import received
from youju.work.registers.views.shared import about, lock_in

# What a new record's form asks besides its fields, with what is wrong beside it.
BESIDE = ("unit", "parent")


@allow("register.write")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Show an empty form, or make a record from what was filled in; what is wrong stands beside its field.

    `like` names a record of the register that one may write: the form begins with what it says.
    """
    register = selectors.register_for(request.user, code)
    _refuse_reader(request.user, register)
    if request.method != "POST":
        if request.GET.get("fact"):
            return _begun(request, register)
        like = request.GET.get("like", "")
        row = selectors.record_for(request.user, code, like, "register.write") if like else None
        return _form(
            request, register, inputs.copied(declaration_of(register), row) if row else {},
            unit=row.unit.code if row else request.GET.get("unit", ""), parent=request.GET.get("parent", ""),
        )  # fmt: skip
    sent, code_of = (
        inputs.sent_in(declaration_of(register), request.POST, request.user),
        request.POST.get("unit", "").strip(),
    )
    above = request.POST.get("parent", "").strip()
    try:
        unit, parent = _placed(request.user, register, code_of, above)
        record, follow_code = _made(request, register, unit, sent, parent)
    except BadInput as refusal:
        return _form(
            request,
            register,
            sent,
            unit=code_of,
            parent=above,
            refusal=refusal,
            fact=_fact(request, register),
        )
    if follow_code:
        return received(request, record, follow_code)
    messages.success(request, _("已登记 {record}").format(record=record))
    return redirect("registers:record", code, record.number)


def _refuse_reader(user: Any, register: Register) -> None:
    """Refuse whom the register lets read only, before a form is filled in for nothing."""
    writers = declaration_of(register).write
    if writers is not None and not set(writers) & roles_of(user):
        raise NotAllowed(
            f"不能登记“{register}”", "这个岗位不填这本台账", "请有这个岗位的人来办",
            english="This post does not write in this register. Ask somebody whose post does.",
        )  # fmt: skip


def _placed(user: Any, register: Register, code: str, above: str) -> tuple[Any, Record | None]:
    """Return the unit and the parent that were named for a new record. What is none, or not theirs to write, is said beside its field."""
    unit, why = _unit_named(user, register, code)
    parent = selectors.parent_for(user, register, unit, above) if above and unit is not None else None
    wrong = [Problem("unit", why, _("写归你管的单位"))] if why else []
    if above and parent is None:
        wrong.append(Problem("parent", _("没有编号“{number}”").format(number=above[:40]), _("上级要先登记")))
    if wrong:
        raise BadInput("没有登记", f"有 {len(wrong)} 处不对", "改正后再登记",
                       english="Nothing was registered. Mend what stands beside the fields.", problems=wrong)  # fmt: skip
    return unit, parent


def _unit_named(user: Any, register: Register, words: str) -> tuple[Any, str]:
    """Return the unit that was named for a new record, or why it is none."""
    if not words:
        return None, _("没有写责任单位")
    try:
        return unit_field(user, register).clean(words), ""
    except ValidationError as error:
        return None, " ".join(error.messages).rstrip("。")


def _made(
    request: HttpRequest, register: Register, unit: Any, sent: dict[str, str], parent: Record | None
) -> tuple[Record, str]:
    """Return the record made, and the code to follow it by where an asker waits for it."""
    said, by = request.POST.get("fact", ""), request.user
    if said:
        decision = int(said) if said.isdecimal() and len(said) < 19 else 0
        return services.make_cited(
            register=register, unit=unit, values=sent, decision=decision, by=by, parent=parent
        ), ""
    if services.is_followed(declaration_of(register)):
        return services.receive(
            register=register, unit=unit, values=sent, by=by, identity=request.POST.get("identity", "")
        )
    return services.make_record(register=register, unit=unit, values=sent, by=by, parent=parent), ""


@allow("register.write")
@require_safe
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """Show the facts accepted in documents that wait for this register."""
    register = selectors.register_for(request.user, code)
    context = {**about(request, register), "facts": citing.waiting(register)[:200]}
    return render(request, "registers/documents.html", context)


def _fact(request: HttpRequest, register: Register) -> Any:
    """Return the waiting fact that a form is about, None where it is about none."""
    said = request.POST.get("fact") or request.GET.get("fact", "")
    return (
        next((one for one in citing.waiting(register) if str(one.decision_id) == said), None)
        if said
        else None
    )


def _begun(request: HttpRequest, register: Register) -> HttpResponse:
    fact = _fact(request, register)
    if fact is None:
        raise services.TAKEN
    typed = citing.begun(declaration_of(register), fact)
    return _form(request, register, typed, unit=citing.unit_meant(fact), parent="", fact=fact)


@allow("register.write")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show the form of a record, or change it as it was seen."""
    record = selectors.record_for(request.user, code, number, "register.write")
    one = declaration_of(record.register)
    if request.method != "POST":
        return _form(request, record.register, inputs.typed_of(one, record), record=record)
    sent, named = inputs.sent_in(one, request.POST, request.user), request.POST.get("unit", "").strip()
    try:
        unit = _handed_to(request.user, record.register, named) if named else None
        services.change_record(
            record=record,
            lock=lock_in(request),
            values=sent,
            by=request.user,
            reason=request.POST.get("reason", ""),
            unit=unit,
        )
    except BadInput as refusal:
        return _form(request, record.register, sent, record=record, refusal=refusal, unit=named)
    messages.success(request, _("已改 {record}").format(record=record))
    return redirect("registers:record", code, number)


def _handed_to(user: Any, register: Register, words: str) -> Any:
    """Return the unit to which a record is handed on, or say beside its field why it is none."""
    unit, why = _unit_named(user, register, words)
    if unit is None:
        raise BadInput("没有改", why, "写归你管的单位", english="Nothing was changed: this is no unit of yours.",
                       problems=[Problem("unit", why, _("写归你管的单位"))])  # fmt: skip
    return unit


def _form(request: HttpRequest, register: Register, typed: dict[str, str], **more: Any) -> HttpResponse:
    refusal = more.get("refusal")
    problems = refusal.problems if refusal else ()
    one = declaration_of(register)
    context = {
        **about(request, register), **more, "name": cells.name_of(one, more["record"]) if "record" in more else "", "inputs": inputs.inputs_of(one, typed, problems),
        "wrong": (wrong := {p.where: p for p in problems if p.where in BESIDE}),
        "unit_box": _unit_box(request.user, register, more.get("unit", ""), "unit" in wrong, needed="record" not in more),
        "others": [p for p in problems if p.where not in one.fields and p.where not in BESIDE],
        "reason": request.POST.get("reason", ""), "identity": request.POST.get("identity", ""),
    }  # fmt: skip
    return render(request, "registers/form.html", context, status=422 if refusal else 200)


def _unit_box(user: Any, register: Register, words: str, is_wrong: bool, *, needed: bool = True) -> str:
    """Return the input for the unit of a record; a code that came with the address is shown as the name."""
    field = unit_field(user, register)
    unit = field.units.filter(code=words).first() if words and not is_wrong else None
    told = {"aria-invalid": "true", "aria-describedby": "wrong-unit"} if is_wrong else {}
    shown = next((one.words for one in offered([unit])), words) if unit else words
    return field.widget.render("unit", shown, {"id": "unit", "required": needed, "maxlength": 120, **told})

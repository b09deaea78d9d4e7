"""Pages of this room: the registers, a list, a record, its form, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.evidence.selectors import latest_for
from youju.flow.units.naming import offered
from youju.flow.units.powers import may_on, tenure_on
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.powers import may, roles_of
from youju.work.registers import citing, exporting, filtering, forming, market, reminding, selectors, services
from youju.work.registers.asking import Asked, asked_in, clocked_names
from youju.work.registers.declared import declaration_of
from youju.work.registers.forms import BookForm, DeclareForm, OfSchemeForm
from youju.work.registers.life import clocked
from youju.work.registers.models import Record, Register
from youju.work.registers.reach import unit_field, units_to

# What a new record's form asks besides its fields, with what is wrong beside it.
BESIDE = ("unit", "parent")


@allow("register.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the registers this person may read."""
    return _index(request, DeclareForm(user=request.user) if may(request.user, "register.declare") else None)


def _index(
    request: HttpRequest, form: DeclareForm | None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Return the list of registers, each with how much it holds, and the form in which one is declared."""
    rows = [
        (register, *selectors.size_of(request.user, register))
        for register in selectors.registers_for(request.user)
    ]
    context = {
        "rows": rows,
        "form": form,
        "of_scheme": OfSchemeForm(user=request.user) if form is not None else None,
        "refusal": refusal,
        "reminders": reminding.reminders_for(request.user, db_today())[:200],
    }
    return render(request, "registers/index.html", context, status=status)


@allow("register.declare")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Take a declaration (and the declarations it extends) and put it into force."""
    form = DeclareForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _index(request, form, status=422)
    *bases, main = form.texts()
    named = {name.rpartition("/")[2].removesuffix(".yaml"): text for name, text in bases}
    said = form.cleaned_data
    try:
        register = services.declare_register(
            text=main[1], bases=named, unit=said["unit"], by=request.user, scheme=said["scheme"]
        )
    except BadInput as refusal:
        return _index(request, form, refusal, 422)
    messages.success(
        request, _("“{register}”已声明，第 {version} 版").format(register=register, version=register.version)
    )
    return redirect("registers:show", register.code)


@allow("register.declare")
@require_POST
def of_scheme(request: HttpRequest) -> HttpResponse:
    """Keep the registers of a scheme here from now on, with the rows that came with it."""
    form, said = OfSchemeForm(request.POST, user=request.user), DeclareForm(user=request.user)
    if not form.is_valid():
        return _index(request, said, status=422)
    try:
        taken = services.take_over_registers(
            version=form.versions[form.cleaned_data["version"]], by=request.user
        )
    except BadInput as refusal:
        return _index(request, said, refusal, 422)
    made = sum(one.made for one in taken.values())
    messages.success(request, _("{count} 本台账接过来了，{made} 条记录").format(count=len(taken), made=made))
    return redirect("registers:index")


@allow("register.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse | StreamingHttpResponse:
    """Show a register as a list, or give what is asked as a workbook, CSV or JSON."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if (query := filtering.added(request.GET.dict())) is not None:
        return redirect(f"{request.path}?{query}")
    asked = asked_in(one, request.GET.dict())
    rows = selectors.records_for(request.user, register)
    if (form := request.GET.get("format", "")) in {"csv", "json", "xlsx"} and not asked.problems:
        return _export(register, selectors.picked(rows, one, asked), form, asked)
    page = selectors.page_of(rows, one, asked)
    names = forming.columns_shown(one, asked.columns)
    titles = [forming.heading(one, name) for name in names]
    number, more = selectors.count_of(rows, one, asked)
    context = {
        **about(request, register), "asked": asked, "count": number, "more": more,
        "heads": [(name, forming.heading(one, name), _sorted(asked, name, one), name in one.fields and forming.is_number(one.fields[name])) for name in names],
        "rows": [(row, list(zip(names, titles, cells, strict=True))) for row, cells in forming.grid(one, page.rows, names)],
        "next": asked.query(after=page.after) if page.after else "", "query": asked.query(),
        "picks": filtering.shown(one, asked), "fields": filtering.fields_of(one), "words": filtering.WORDS, "texts": list(dict.fromkeys(filtering.texts_of(one))),
        "clocked": [(name, forming.heading(one, name)) for name in clocked_names(one)],
        "views": selectors.views_of(request.user, register), "book_form": BookForm(),
        "draws": bool(one.closed) and bool({"inspector", "scoring_office"} & roles_of(request.user)),
    }  # fmt: skip
    return render(request, "registers/show.html", context, status=422 if asked.problems else 200)


def _sorted(asked: Any, name: str, one: Any) -> str:
    if name not in one.slots and name not in {"number", "made_on", "stage"}:
        return ""
    return str(asked.query(sort=name if asked.sort_by != name or asked.descending else f"-{name}"))


def _export(register: Register, rows: Any, form: str, asked: Asked) -> HttpResponse | StreamingHttpResponse:
    one = declaration_of(register)
    order = one.slots.get(asked.sort_by, asked.sort_by) or "pk"
    order = f"-{order}" if asked.descending else order
    if form == "xlsx":
        return attachment(
            exporting.workbook(one, register.version, rows), f"{register.title}.xlsx", exporting.XLSX
        )
    lines = (
        exporting.csv_lines(one, rows, order, asked.columns)
        if form == "csv"
        else exporting.json_lines(one, rows, order)
    )
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    answer = StreamingHttpResponse((line.encode("utf-8") for line in lines), content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{register.title}.{form}')}"
    return answer


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def about(request: HttpRequest, register: Register) -> dict[str, Any]:
    """Return what every page of a register needs."""
    return {
        "register": register, "one": declaration_of(register), "writes": units_to(request.user, "register.write", register).exists(),
    }  # fmt: skip


@allow("register.write")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Show an empty form, or make a record from what was filled in; what is wrong stands beside its field.

    `like` names a record of the register that one may write: the form begins with what it says.
    """
    register = selectors.register_for(request.user, code)
    if request.method != "POST":
        if request.GET.get("fact"):
            return _begun(request, register)
        like = request.GET.get("like", "")
        row = selectors.record_for(request.user, code, like, "register.write") if like else None
        return _form(
            request, register, forming.copied(declaration_of(register), row) if row else {},
            unit=row.unit.code if row else request.GET.get("unit", ""), parent=request.GET.get("parent", ""),
        )  # fmt: skip
    sent, code_of = (
        forming.sent_in(declaration_of(register), request.POST, request.user),
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


def _placed(user: Any, register: Register, code: str, above: str) -> tuple[Any, Record | None]:
    """Return the unit and the parent that were named for a new record. What is none, or not theirs to write, is said beside its field."""
    writers = declaration_of(register).write
    if writers is not None and not set(writers) & roles_of(user):
        raise NotAllowed(
            f"不能登记“{register}”", "这个岗位不填这本台账", "请有这个岗位的人来办",
            english="This post does not write in this register. Ask somebody whose post does.",
        )  # fmt: skip
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


def received(request: HttpRequest, row: Record, follow_code: str) -> HttpResponse:
    """Show the code by which an asker follows what was taken in: once, and kept nowhere."""
    one = declaration_of(row.register)
    answer = render(
        request, "registers/received.html", {"record": row, "one": one, "follow_code": follow_code}
    )
    answer["Cache-Control"] = "no-store"
    return answer


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
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show the form of a record, or change it as it was seen."""
    record = selectors.record_for(request.user, code, number, "register.write")
    one = declaration_of(record.register)
    if request.method != "POST":
        return _form(request, record.register, forming.typed_of(one, record), record=record)
    sent, named = forming.sent_in(one, request.POST, request.user), request.POST.get("unit", "").strip()
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


def _unit_box(user: Any, register: Register, words: str, is_wrong: bool, *, needed: bool = True) -> str:
    """Return the input for the unit of a record; a code that came with the address is shown as the name."""
    field = unit_field(user, register)
    unit = field.units.filter(code=words).first() if words and not is_wrong else None
    told = {"aria-invalid": "true", "aria-describedby": "wrong-unit"} if is_wrong else {}
    shown = next((one.words for one in offered([unit])), words) if unit else words
    return field.widget.render("unit", shown, {"id": "unit", "required": needed, "maxlength": 120, **told})


def lock_in(request: HttpRequest, name: str = "lock") -> int:
    """Return the version that was seen, 0 where nothing readable was sent."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _form(request: HttpRequest, register: Register, typed: dict[str, str], **more: Any) -> HttpResponse:
    refusal = more.get("refusal")
    problems = refusal.problems if refusal else ()
    one = declaration_of(register)
    context = {
        **about(request, register), **more, "name": forming.name_of(one, more["record"]) if "record" in more else "", "inputs": forming.inputs_of(one, typed, problems),
        "wrong": (wrong := {p.where: p for p in problems if p.where in BESIDE}),
        "unit_box": _unit_box(request.user, register, more.get("unit", ""), "unit" in wrong, needed="record" not in more),
        "others": [p for p in problems if p.where not in one.fields and p.where not in BESIDE],
        "reason": request.POST.get("reason", ""), "identity": request.POST.get("identity", ""),
    }  # fmt: skip
    return render(request, "registers/form.html", context, status=422 if refusal else 200)


@allow("register.read")
@require_safe
def record(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one record: what it says, what can be done with it, and everything that happened to it on one line of time."""
    return record_page(request, selectors.record_for(request.user, code, number))


def record_page(request: HttpRequest, row: Record, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of a record."""
    one, user, register = declaration_of(row.register), request.user, row.register
    versions, remarks = list(selectors.versions_of(row)[:200]), list(selectors.remarks_of(row)[:500])
    children = list(row.children.select_related("unit").order_by("pk")[:500])
    seen = set(
        selectors.records_for(user, register)
        .filter(pk__in=[child.pk for child in children])
        .values_list("pk", flat=True)
    )
    writes = tenure_on(user, "register.write", row.unit_id, scheme=register.scheme, roles=one.write)
    parties = list(selectors.parties_of(row))
    state = clocked(one, row, versions[::-1], remarks, db_today(), parties)
    names = {row.unit_id: row.unit, **{party.unit_id: party.unit for party in parties}}
    context = {
        **about(request, register), "record": row, "name": forming.name_of(one, row), "fields": forming.fields_of(one, row),
        "reach": forming.private_lines(one, row) if writes is not None else [],
        "stage": forming.cell(one, row, "stage"), "moves": [(move, forming.move_inputs(one, row, move, *_typed_for(row, move.id, more.get("sent")))) for move in forming.moves_from(one, row) if tenure_on(user, "register.move", row.unit_id, scheme=register.scheme, roles=move.who)],
        "steps": forming.lines_of(one, versions, remarks), "children": [(child, forming.name_of(one, child)) for child in children if child.pk in seen], "unseen": len(children) - len(seen),
        "state": state, **forming.beside(one, row, children, seen),
        "deadlines": [(late, names.get(late.unit_id, "")) for late in state.deadlines],
        "parties": parties, "unlocks": selectors.unlocks_of(row) if one.confidential else [],
        "may_edit": row.stage not in one.closed and writes is not None,
        "lacks_code": writes is not None and services.is_followed(one) and not selectors.has_code(row),
        "may_note": may(user, "register.write"), "may_instruct": may_on(user, "register.instruct", row.unit_id, scheme=register.scheme),
        "may_extend": row.stage not in one.closed and bool({"scoring_office"} & roles_of(user)),
        "may_look": bool({"inspector", "scoring_office"} & roles_of(user)), "may_reward": row.stage in one.rewarded and "scoring_office" in roles_of(user),
        "may_unlock": one.confidential and may_on(user, "register.unlock", row.unit_id, scheme=register.scheme),
        "evidence": latest_for(user, unit=row.unit.code, limit=50)[0] if may(user, "evidence.read") else [], **more,
    }  # fmt: skip
    return render(request, "registers/record.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to an address and refused: what was written, and what is wrong with which of it."""

    path: str
    typed: dict[str, str]
    problems: Sequence[Problem]

    def about(self, name: str) -> list[Problem]:
        """Return what is wrong with what was written under a name, or with one of its lines."""
        return [one for one in self.problems if one.where.partition(":")[0] == name]


def _typed_for(row: Record, step: str, sent: Sent | None) -> tuple[dict[str, str], Sequence[Problem]]:
    """Return what was typed for a move that was refused, and what is wrong with it; nothing for the others."""
    mine = sent is not None and sent.path == reverse(
        "registers:move", args=[row.register.code, row.number, step]
    )
    return (sent.typed, sent.problems) if sent is not None and mine else ({}, ())


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


@allow("register.move")
@require_POST
def move(request: HttpRequest, code: str, number: str, step: str) -> HttpResponse:
    """Make a move; what the gate lacks is shown on the record's page."""
    row = selectors.record_for(request.user, code, number)
    given = {
        key.removeprefix("evidence."): value
        for key, value in request.POST.items()
        if key.startswith("evidence.") and value
    }
    sent = {
        name: text
        for name, text in forming.sent_in(declaration_of(row.register), request.POST, request.user).items()
        if text.strip()
    }
    try:
        services.move_record(
            record=row,
            lock=lock_in(request),
            move=step,
            by=request.user,
            reason=request.POST.get("reason", ""),
            evidence=given,
            values=sent,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused_page(request, row, refusal)
    return redirect("registers:record", code, number)


@allow("register.move")
@require_POST
def suspend(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Stop a record for a while."""
    row = selectors.record_for(request.user, code, number)
    reason = request.POST.get("reason", "")
    try:
        services.suspend_record(record=row, lock=lock_in(request), by=request.user, reason=reason)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused_page(request, row, refusal)
    return redirect("registers:record", code, number)


@allow("register.move")
@require_POST
def resume(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Let a record go on."""
    row = selectors.record_for(request.user, code, number)
    reason = request.POST.get("reason", "")
    try:
        services.resume_record(record=row, lock=lock_in(request), by=request.user, reason=reason)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused_page(request, row, refusal)
    return redirect("registers:record", code, number)


@allow("register.read")
@require_POST
def save_view(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present look of a list under a name."""
    register = selectors.register_for(request.user, code)
    view = services.save_view(
        register=register,
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        by=request.user,
    )
    return redirect(f"../?{view.query}")


@allow("register.read")
@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own views."""
    view = selectors.view_for(request.user, pk)
    code = view.register.code
    services.forget_view(view=view, by=request.user)
    return redirect("registers:show", code)


@allow("register.write")
@require_POST
def deal(request: HttpRequest, code: str) -> HttpResponse:
    """Bring an offer and a need together, and write the purchase down."""
    register = selectors.register_for(request.user, code)
    offer, need = market.two_of(
        request.user, register, request.POST.get("offer", ""), request.POST.get("need", "")
    )
    locks = (lock_in(request, "offer_lock"), lock_in(request, "need_lock"))
    row = services.deal(
        offer=offer,
        need=need,
        locks=locks,
        values={"direction": request.POST.get("direction", "")},
        by=request.user,
    )
    if row is None:
        messages.success(request, _("已告诉对方你愿意；对方也愿意就成交"))
        return redirect("registers:matches", code)
    return redirect("registers:record", row.register.code, row.number)

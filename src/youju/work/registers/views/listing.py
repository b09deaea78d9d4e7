"""A register as a list, or as a file of what is asked; the looks of it that people keep."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from youju.kernel.access import allow
from youju.kernel.files import XLSX, named
from youju.kernel.jobs import refused_file
from youju.kernel.powers import roles_of
from youju.work.registers import exporting, filtering, jobs, selectors, services
from youju.work.registers.asking import Asked, asked_in, clocked_names
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming import cells
from youju.work.registers.forms import BookForm
from youju.work.registers.models import Register
from youju.work.registers.views.shared import about


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
    names = cells.columns_shown(one, asked.columns)
    titles = [cells.heading(one, name) for name in names]
    number, more = selectors.count_of(rows, one, asked)
    alone = filtering.gaps_asked(one)
    context = {
        **about(request, register), "asked": asked, "count": number, "more": more,
        "heads": [(name, cells.heading(one, name), _sorted(asked, name, one), name in one.fields and cells.is_number(one.fields[name])) for name in names],
        "rows": [(row, list(zip(names, titles, line, strict=True))) for row, line in cells.grid(one, page.rows, names)],
        "next": asked.query(after=page.after) if page.after else "", "query": asked.query(),
        "picks": filtering.shown(one, asked), "fields": filtering.fields_of(one), "words": filtering.WORDS, "texts": list(dict.fromkeys(filtering.texts_of(one))),
        "gaps": selectors.count_of(rows, one, alone)[0] if alone else 0, "gaps_at": alone.query() if alone else "",
        "clocked": [(name, cells.heading(one, name)) for name in clocked_names(one)],
        "views": selectors.views_of(request.user, register), "book_form": BookForm(),
        "refused": refused_file(request.user, jobs.TAKE, "register", code),
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
        book = exporting.workbook(one, register.version, rows)
        return named(HttpResponse(book, content_type=XLSX), f"{register.title}.xlsx")
    lines = (
        exporting.csv_lines(one, rows, order, asked.columns)
        if form == "csv"
        else exporting.json_lines(one, rows, order)
    )
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    answer = StreamingHttpResponse((line.encode("utf-8") for line in lines), content_type=kind)
    return named(answer, f"{register.title}.{form}")


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

"""The pages of the Excel door: the form goes out, comes back, and is given back red where it is wrong."""

from __future__ import annotations

import base64
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.engine.sources.gate import FILE_LIMIT
from youju.flow.reports import services
from youju.flow.reports.books.going_out import XLSX, book_for, books_for
from youju.flow.reports.selectors import units_of
from youju.flow.schemes.selectors import round_for
from youju.kernel.access import allow
from youju.kernel.errors import BadInput

# Beyond this a page would carry too much: the red book is then fetched by the button that only checks.
ON_PAGE = 8 * 1024 * 1024


@allow("report.write")
@require_safe
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the book of a round: one row for each unit, or (`each=unit`) a zip with one book for each."""
    row = round_for(request.user, pk)
    if request.GET.get("each") == "unit":
        return _attachment(books_for(request.user, row), f"{row}.zip", "application/zip")
    return _attachment(book_for(request.user, row), f"{row}.xlsx", XLSX)


@allow("report.submit")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a filled book in, or only check it and give it back with red cells."""
    row, file, do = round_for(request.user, pk), request.FILES.get("file"), request.POST.get("do", "save")
    if file is None or (file.size or 0) > FILE_LIMIT:
        raise BadInput(
            "没有导入", "没有选文件,或者文件太大", "选填好的 .xlsx 报送表", english="No workbook was sent."
        )
    name, content = file.name or "", file.read()
    try:
        if do == "check":
            services.check_book(round_=row, name=name, content=content, by=request.user)
            return _attachment(content, _("没有问题-{name}").format(name=name), XLSX)
        done = services.take_book(
            round_=row, name=name, content=content, by=request.user, submit=do == "submit"
        )
    except services.BookRefused as refusal:
        if do == "check" and refusal.book is not None:
            return _attachment(refusal.book, _("标红-{name}").format(name=name), XLSX)
        small = refusal.book if refusal.book is not None and len(refusal.book) <= ON_PAGE else b""
        context = {
            "refusal": refusal,
            "round": row,
            "data": base64.b64encode(small).decode("ascii"),
            "name": name,
        }
        return render(request, "reports/book_refused.html", context, status=422)
    messages.success(
        request,
        _("已存 {saved} 份,其中报送 {submitted} 份(归你填报的共 {units_of} 个单位)").format(
            saved=done.saved, submitted=done.submitted, units_of=units_of(request.user, row).count()
        ),
    )
    return redirect("reports:round", pk)


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer

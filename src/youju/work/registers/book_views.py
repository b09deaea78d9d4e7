"""The pages of the Excel door: the template goes out, comes back, and is given back red where it is wrong."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.engine.sources.gate import FILE_LIMIT
from youju.kernel.access import allow
from youju.kernel.errors import BadInput
from youju.work.registers import exporting, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.views import attachment

ON_PAGE = 8 * 1024 * 1024


@allow("register.write")
@require_safe
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give the template: empty, or (`with=records`) with the records this person may change in it."""
    register = selectors.register_for(request.user, code)
    rows = (
        selectors.records_for(request.user, register, "register.write")
        if request.GET.get("with") == "records"
        else None
    )
    content = exporting.workbook(declaration_of(register), register.version, rows)
    return attachment(content, f"{register.title}.xlsx", exporting.XLSX)


@allow("register.write")
@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled workbook in, or only check it and give it back with red cells."""
    register, file = selectors.register_for(request.user, code), request.FILES.get("file")
    if file is None or (file.size or 0) > FILE_LIMIT:
        raise BadInput(
            "没有导入",
            "没有选文件,或者文件太大",
            f"选填好的 .xlsx,不超过 {FILE_LIMIT // 1024 // 1024} MB",
            english=f"Nothing was imported: no workbook was chosen, or it is too large. Choose a filled .xlsx of at most {FILE_LIMIT // 1024 // 1024} MB.",
        )
    name, content, dry = file.name or "", file.read(), request.POST.get("do") == "check"
    try:
        done = services.take_book(register=register, name=name, content=content, by=request.user, dry=dry)
    except services.BookRefused as refusal:
        if dry and refusal.book is not None:
            return attachment(refusal.book, _("标红-{name}").format(name=name), exporting.XLSX)
        small = refusal.book if refusal.book is not None and len(refusal.book) <= ON_PAGE else b""
        context = {
            "refusal": refusal,
            "register": register,
            "data": base64.b64encode(small).decode("ascii"),
            "name": name,
        }
        return render(request, "registers/book_refused.html", context, status=422)
    words = (
        _("这个文件已经导入过,没有再做")
        if done.again
        else _("没有问题,还没有存")
        if dry
        else _("新增 {made} 条,改动 {changed} 条").format(made=done.made, changed=done.changed)
    )
    messages.success(request, words)
    return redirect("registers:show", code)

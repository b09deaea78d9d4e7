"""The pages of the Excel door: the template goes out, comes back, and is read apart from the request (jobs.py)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.engine.sources.gate import FILE_LIMIT
from youju.kernel.access import allow
from youju.kernel.errors import BadInput
from youju.kernel.jobs import ask, led_on
from youju.work.registers import exporting, jobs, selectors
from youju.work.registers.declared import declaration_of
from youju.work.registers.views import attachment


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
    """Take a filled workbook in, or only check it: the page of the job tells what came of it and gives it back with red cells."""
    register, file = selectors.register_for(request.user, code), request.FILES.get("file")
    if file is None or (file.size or 0) > FILE_LIMIT:
        raise BadInput(
            "没有导入",
            "没有选文件，或者文件太大",
            f"选填好的 .xlsx，不超过 {FILE_LIMIT // 1024 // 1024} MB",
            english=f"Nothing was imported: no workbook was chosen, or it is too large. Choose a filled .xlsx of at most {FILE_LIMIT // 1024 // 1024} MB.",
        )
    name, do = file.name or "", request.POST.get("do", "save")
    asked = ask(
        kind=jobs.TAKE,
        title=(_("检查台账表：{name}") if do == "check" else _("导入台账表：{name}")).format(name=name)[:200],
        arguments={"register": register.code, "name": name, "do": do},
        content=file.read(),
        by=request.user,
        back=reverse("registers:show", args=[register.code]),
    )
    return led_on(request, asked)

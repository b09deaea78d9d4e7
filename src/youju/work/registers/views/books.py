"""The pages of the Excel door: the template goes out, comes back, and is read apart from the request (jobs.py)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.kernel.access import allow
from youju.kernel.files import XLSX, named
from youju.kernel.forms import status_of
from youju.kernel.jobs import handed_in
from youju.work.registers import exporting, jobs, selectors
from youju.work.registers.declared import declaration_of
from youju.work.registers.forms import BookForm
from youju.work.registers.views.shared import about


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
    return named(HttpResponse(content, content_type=XLSX), f"{register.title}.xlsx")


@allow("register.write")
@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled workbook in, or only check it: the page of the job tells what came of it and gives it back with red cells."""
    register, form = selectors.register_for(request.user, code), BookForm(request.POST, request.FILES)
    taken = handed_in(
        request,
        form,
        kind=jobs.TAKE,
        titles=(_("导入台账表：{name}"), _("检查台账表：{name}")),
        arguments={"register": register.code},
        back=f"{reverse('registers:show', args=[register.code])}#book-title",
    )
    if taken is not None:
        return taken
    context = {**about(request, register), "book_form": form}
    return render(request, "registers/book.html", context, status=status_of(form))

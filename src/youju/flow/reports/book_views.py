"""The pages of the Excel door: the form goes out, comes back, and is read apart from the request (jobs.py)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.flow.reports import jobs
from youju.flow.reports.books.going_out import book_for, books_for
from youju.flow.reports.forms import BookForm
from youju.flow.schemes.selectors import round_for
from youju.kernel.access import allow
from youju.kernel.files import XLSX, named
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import ask, led_on


@allow("report.write")
@require_safe
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the book of a round: one row for each unit, or (`each=unit`) a zip with one book for each."""
    row = round_for(request.user, pk)
    if request.GET.get("each") == "unit":
        answer = HttpResponse(books_for(request.user, row), content_type="application/zip")
        return named(answer, f"{row}.zip")
    return named(HttpResponse(book_for(request.user, row), content_type=XLSX), f"{row}.xlsx")


@allow("report.submit")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a filled book in, or only check it: the page of the job tells what came of it and gives it back with red cells."""
    row, form = round_for(request.user, pk), BookForm(request.POST, request.FILES)
    if form.is_valid():
        file, do = form.cleaned_data["file"], request.POST.get("do", "save")
        name = file.name or ""
        with beside(form, at="file"):
            asked = ask(
                kind=jobs.TAKE,
                title=(_("检查报送表：{name}") if do == "check" else _("导入报送表：{name}")).format(
                    name=name
                )[:200],
                arguments={"round": pk, "name": name, "do": do},
                content=file.read(),
                by=request.user,
                back=f"{reverse('reports:round', args=[pk])}#book",
            )
            return led_on(request, asked)
    return render(request, "reports/book.html", {"round": row, "book_form": form}, status=status_of(form))

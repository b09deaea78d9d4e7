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
from youju.kernel.forms import status_of
from youju.kernel.jobs import handed_in


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
    taken = handed_in(
        request,
        form,
        kind=jobs.TAKE,
        titles=(_("导入报送表：{name}"), _("检查报送表：{name}")),
        arguments={"round": pk},
        back=f"{reverse('reports:round', args=[pk])}#book",
    )
    if taken is not None:
        return taken
    return render(request, "reports/book.html", {"round": row, "book_form": form}, status=status_of(form))

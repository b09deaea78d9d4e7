"""Long work of this room: taking a filled workbook in, or only checking it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.reports import services
from youju.flow.reports.books.reading import Book
from youju.flow.reports.selectors import units_of
from youju.flow.schemes.selectors import round_for
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

TAKE = "report.book"


@contextmanager
def _reading(by: User, arguments: dict[str, Any], content: bytes) -> Iterator[tuple[Round, Book]]:
    round_ = round_for(by, arguments["round"])
    with services.checked_book(
        round_=round_, name=arguments["name"], content=content, by=by, marks=True
    ) as book:
        yield round_, book


def _take(by: User, arguments: dict[str, Any], given: tuple[Round, Book]) -> Done:
    round_, book = given
    where, do = reverse("reports:round", args=[round_.pk]), arguments["do"]
    done = services.store_book(
        book=book, round_=round_, file=arguments["name"], by=by, submit=do == "submit", keep=do != "check"
    )
    if do == "check":
        return Done(_("没有问题，还没有存：{count} 个单位的数都能收").format(count=done.saved), where)
    words = _("已存 {saved} 份，其中报送 {submitted} 份（归你填报的共 {units_of} 个单位）").format(
        saved=done.saved, submitted=done.submitted, units_of=units_of(by, round_).count()
    )
    return Done(words, where)


declare(TAKE, _take, reading=_reading)

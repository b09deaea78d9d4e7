"""What goes into a book for a person: the units in the person's charge, their drafts, and what they said last time."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from youju.flow.reports.books.template import Line, rows_book, unit_book
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.selectors import HANDED_IN, asked_of, units_of

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

MANY_BOOKS = 500


def book_for(user: Any, round_: Round) -> bytes:
    """Return the book of a round with one row for each unit that the person reports for."""
    return rows_book(_title(round_), round_.pk, asked_of(round_), lines_for(user, round_))


def books_for(user: Any, round_: Round) -> bytes:
    """Return a zip with one book for each of the first 500 units that the person reports for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for line in lines_for(user, round_)[:MANY_BOOKS]:
            name = "".join(c for c in line.name if c.isalnum()) or "unit"
            pack.writestr(
                f"{line.code}-{name}.xlsx", unit_book(_title(round_), round_.pk, asked_of(round_), line)
            )
    return out.getvalue()


def lines_for(user: Any, round_: Round) -> list[Line]:
    """Return the lines of a round for a person, in a fixed number of queries."""
    units = list(units_of(user, round_))
    keys = [unit.pk for unit in units]
    locks = dict(Report.objects.filter(round=round_, unit__in=keys).values_list("unit_id", "lock"))
    typed: dict[int, dict[str, str]] = defaultdict(dict)
    notes: dict[int, dict[str, str]] = defaultdict(dict)
    now = ReportValue.objects.filter(report__round=round_, report__unit__in=keys)
    for unit, name, text, note in now.values_list("report__unit_id", "indicator", "typed", "note"):
        typed[unit][name], notes[unit][name] = text, note
    last = _last(round_, keys)
    return [
        Line(u.code, u.name, locks.get(u.pk, 0), typed[u.pk], notes[u.pk], last.get(u.pk, {})) for u in units
    ]


def _last(round_: Round, keys: list[int]) -> dict[int, dict[str, str]]:
    before = ReportValue.objects.filter(
        report__unit__in=keys, report__status__in=HANDED_IN, report__round__scheme=round_.scheme_id,
        report__round__ends_on__lt=round_.starts_on, value__isnull=False,
    ).order_by("report__round__ends_on")  # fmt: skip
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for unit, name, value, relation in before.values_list(
        "report__unit_id", "indicator", "value", "relation"
    ):
        found[unit][name] = f"{'' if relation == '=' else relation}{plain(value)}"
    return found


def _title(round_: Round) -> str:
    title = round_.scheme_version.title
    mark = "（示例）" if round_.scheme_version.is_example and "示例" not in title else ""
    return f"{title} {round_.period} 报送表{mark}"

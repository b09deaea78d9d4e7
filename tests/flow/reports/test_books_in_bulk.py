"""A book is stored some thousand units at a time; what stands afterwards is what stands when each is written alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flow.reports.conftest import VALUE, opened, packed
from tests.flow.reports.test_books import given_back, take
from youju.flow.reports import selectors
from youju.flow.reports.books import reading, refused
from youju.flow.reports.books.going_out import book_for
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.services import (
    BookRefused,
    begin_report,
    books,
    save_draft,
    storing,
    submit_report,
    take_book,
)
from youju.flow.reports.services.storing import stored
from youju.flow.reports.typed import Entry, read
from youju.flow.schemes.selectors import participants, taking_part
from youju.flow.units.models import Unit
from youju.kernel.models import LogEntry, Trace

pytestmark = pytest.mark.django_db


def stands(report):
    record = Submission.objects.get(report=report)
    values = sorted(
        ReportValue.objects.filter(report=report).values_list("indicator", "period", "typed", "value", "relation", "note", "held")
    )  # fmt: skip
    trace = Trace.objects.get(act="report.submit", subject=f"reports.report:{report.pk}")
    return (
        values,
        record.values,
        record.doubts,
        record.sha256,
        record.post_id,
        record.late,
        trace.detail,
        trace.post_id,
        report.lock,
    )


def test_a_book_leaves_what_one_by_one_leaves(full, round_, zhang, units, monkeypatch):
    full.active["E7"], full.active["F7"] = "≥300", "约数,另附说明"
    monkeypatch.setattr(storing, "AT_ONCE", 2)
    assert take(full, round_, zhang, submit=True).submitted == 3
    found = [stands(selectors.report_of(round_, unit)) for unit in units.villages]
    traces = Trace.objects.filter(act="report.submit")
    assert LogEntry.objects.filter(trace__in=traces).count() == 3
    entry = {name: Entry(full.active[f"{column}7"].value, full.active["F7"].value if name == "income" else "")
             for name, column in VALUE.items()}  # fmt: skip
    by_hand = Unit.objects.get(pk=units.others[0].pk)
    report = begin_report(round_=round_, unit=by_hand, by=zhang)
    alone = stands(submit_report(report=save_draft(report=report, entries=entry, lock=0, by=zhang), by=zhang))
    # post and trace name another township's unit, for which 张 has no post
    assert found[1][:4] == alone[:4]
    assert found[1][6] == alone[6]
    assert found[1][8] == alone[8]
    assert found[1][4] is not None


def test_statements_do_not_grow_with_the_units(full, round_, zhang, units):
    def asked(rows):
        for row in range(6, 6 + rows):
            full.active[f"E{row}"] = str(1000 + asked.times * 10 + row)
        asked.times += 1
        with CaptureQueriesContext(connection) as queries:
            take_book(round_=round_, name="a.xlsx", content=packed(fresh(rows)), by=zhang)
        return len(queries)

    def fresh(rows):
        page = opened(book_for(zhang, round_))
        for row in range(6, 6 + rows):
            page.active[f"E{row}"] = full.active[f"E{row}"].value
        return page

    asked.times = 0
    assert asked(1) >= asked(3) - 2


def test_who_saved_while_the_book_was_stored_is_not_written_over(
    full, round_, zhang, units, filled, monkeypatch
):
    real = storing.Storing._claim

    def late(self, changed, *more):
        report = Report.objects.get(round=round_, unit=units.villages[0])
        Report.objects.filter(pk=report.pk).update(lock=report.lock + 5)
        return real(self, changed, *more)

    monkeypatch.setattr(storing.Storing, "_claim", late)
    with pytest.raises(BookRefused) as told:
        take(full, round_, zhang)
    assert [problem.where for problem in told.value.problems] == ["报送表!A6"]
    assert not Report.objects.exists()


def test_a_book_that_uses_up_its_limits_is_refused_and_no_error(full, round_, zhang, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    with pytest.raises(BookRefused, match="没有导入") as told:
        take(full, round_, zhang)
    assert "时间或内存" in told.value.problems[0].what


def test_a_large_book_is_refused_without_a_red_copy(full, round_, zhang, monkeypatch):
    monkeypatch.setattr(refused, "MARKED_ROWS", 2)
    full.active["E7"] = "约三百"
    told = given_back(full, round_, zhang)
    assert told.copy is None
    assert "标红" not in told.instead
    assert [problem.where for problem in told.problems] == ["报送表!E7"]


def test_after_too_many_faults_the_rest_is_not_looked_at(full, round_, zhang, monkeypatch):
    monkeypatch.setattr(books, "MOST_FAULTS", 1)
    for row in (6, 7, 8):
        full.active[f"E{row}"], full.active[f"H{row}"] = "若干", "若干"
    with pytest.raises(BookRefused) as told:
        take(full, round_, zhang)
    assert len(told.value.problems) == 3
    assert "没有再查" in told.value.problems[-1].what


def test_taking_part_is_participants_unit_by_unit(round_):
    everybody = Unit.objects.all()
    assert set(taking_part(round_, everybody)) == set(participants(round_)) != set(everybody)


@pytest.mark.parametrize(
    "text", ["0", "000", "0513", "12.50", "１２", "约 20", "≥300", "-0", "", "1e3", "x", "9" * 18, "9" * 19]
)
def test_a_value_of_a_book_is_stored_as_it_reads(text):
    said = read(text)
    assert stored(text) == (None if said.value is None else plain(said.value), said.relation)

"""The Excel door: the template says what is wanted, a filled one comes in whole or not at all, twice is once."""

from __future__ import annotations

import io

import openpyxl
import pytest

from youju.work.registers import exporting, selectors, services
from youju.work.registers.books.template import CODES, FIRST
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, RecordVersion

pytestmark = pytest.mark.django_db


def template(register, rows=None):
    return openpyxl.load_workbook(
        io.BytesIO(exporting.workbook(declaration_of(register), register.version, rows))
    )


def filled(book, *rows):
    sheet = book.worksheets[0]
    codes = [cell.value for cell in sheet[CODES + 1]]
    for number, row in enumerate(rows, FIRST + 1):
        for code, value in row.items():
            sheet.cell(number, 1 if code == "#number" else codes.index(code) + 1, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(register, by, content, **more):
    return services.take_book(register=register, name="桥.xlsx", content=content, by=by, **more)


def cell_of(register, code):
    sheet = template(register).worksheets[0]
    return next(cell.column_letter for cell in sheet[CODES + 1] if cell.value == code)


def test_the_template_offers_the_choices_and_marks_what_must_be_filled(bridges):
    sheet = template(bridges).worksheets[0]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {'"是,否"', '"梁桥,拱桥,索桥"'}
    assert "*桥名" in [cell.value for cell in sheet[3]]


def test_a_filled_template_makes_records_with_a_version_each_and_one_trace(bridges, zhang, units):
    from youju.kernel.models import Trace

    content = filled(
        template(bridges),
        *({"#unit": units.township.code, "title": f"桥{n}", "cost": "5000万"} for n in range(3)),
    )
    assert take(bridges, zhang, content).made == 3
    assert sorted(r.values["cost"] for r in Record.objects.all()) == ["50000000"] * 3
    assert RecordVersion.objects.filter(act="import").count() == 3
    assert Trace.objects.filter(act="register.import").count() == 1


def test_one_wrong_cell_stores_nothing_and_every_fault_has_its_cell(bridges, zhang, units):
    content = filled(
        template(bridges), {"#unit": units.township.code, "title": "好桥"},
        {"#unit": units.other.code, "title": "别处的桥"}, {"#unit": units.township.code, "title": "坏桥", "spans": "三", "kind": "浮桥"},
    )  # fmt: skip
    with pytest.raises(services.BookRefused) as told:
        take(bridges, zhang, content)
    spans, kind = cell_of(bridges, "spans"), cell_of(bridges, "kind")
    assert {p.where for p in told.value.problems} == {"台账!B6", f"台账!{spans}7", f"台账!{kind}7"}
    assert Record.objects.count() == 0


def test_the_same_book_comes_back_red_with_words(bridges, zhang, units):
    content = filled(template(bridges), {"#unit": units.township.code, "title": "坏桥", "spans": "三"})
    with (
        pytest.raises(services.BookRefused) as told,
        services.checked_book(register=bridges, name="桥.xlsx", content=content, by=zhang, marks=True),
    ):
        pass
    cell = openpyxl.load_workbook(io.BytesIO(told.value.copy.content)).worksheets[0][
        f"{cell_of(bridges, 'spans')}{FIRST + 1}"
    ]
    assert (cell.value, cell.fill.start_color.rgb) == ("三", "FFF4B6B6")
    assert "改法" in cell.comment.text


def test_the_same_file_again_does_nothing(bridges, zhang, units):
    content = filled(template(bridges), {"#unit": units.township.code, "title": "桥"})
    take(bridges, zhang, content)
    assert take(bridges, zhang, content).again
    assert Record.objects.count() == 1


def test_checking_stores_nothing(bridges, zhang, units):
    content = filled(template(bridges), {"#unit": units.township.code, "title": "桥"})
    assert take(bridges, zhang, content, keep=False).made == 1
    assert Record.objects.count() == 0


def test_a_downloaded_list_changes_only_what_was_changed(bridges, zhang, make):
    make(bridges, title="甲", cost="5")
    make(bridges, title="乙", visitors="20多人", built="2017年底", spot="某村 @124.8,43.3")
    book = template(bridges, selectors.records_for(zhang, bridges))
    content = filled(book, {"cost": "7"})
    done = take(bridges, zhang, content)
    assert (done.made, done.changed, done.same) == (0, 1, 1)
    assert Record.objects.get(number="QL-000001").values["cost"] == "7"


def test_a_row_that_somebody_changed_meanwhile_is_a_fault_of_its_cell(bridges, zhang, make):
    record = make(bridges, title="甲", cost="5")
    content = filled(template(bridges, selectors.records_for(zhang, bridges)), {"cost": "7"})
    services.change_record(record=record, lock=1, values={"cost": "6"}, by=zhang)
    with pytest.raises(services.BookRefused) as told:
        take(bridges, zhang, content)
    assert told.value.problems[0].where == f"台账!A{FIRST + 1}"
    assert Record.objects.get().values["cost"] == "6"


def test_two_rows_with_one_unique_value_are_told_by_their_row(bridges, zhang, units):
    content = filled(template(bridges), *({"#unit": units.township.code, "title": "同名"} for _ in range(2)))
    with pytest.raises(services.BookRefused, match="没有导入") as told:
        take(bridges, zhang, content)
    assert "和第 5 行重复" in told.value.problems[0].what


def test_a_formula_hides_no_other_fault_of_the_book(bridges, zhang, units):
    content = filled(
        template(bridges),
        {"#unit": units.township.code, "title": "甲桥", "spans": "=1+1"},
        {"#unit": units.other.code, "title": "别处的桥", "kind": "浮桥"},
    )
    with pytest.raises(services.BookRefused) as told:
        take(bridges, zhang, content)
    spans, kind = cell_of(bridges, "spans"), cell_of(bridges, "kind")
    assert [p.where for p in told.value.problems] == [f"台账!{spans}5", "台账!B6", f"台账!{kind}6"]


def test_a_book_that_was_saved_again_brings_nothing_twice(tasks, zhang, units):
    row = {"#unit": units.township.code, "title": "修路", "kind": "民生实事", "due_on": "2027-06-30"}
    take(tasks, zhang, filled(template(tasks), row))
    again = filled(template(tasks), row, {**row, "title": "修桥"})
    with pytest.raises(services.BookRefused) as told:
        take(tasks, zhang, again)
    assert [(p.where, "完全一样" in p.what) for p in told.value.problems] == [("台账!A5", True)]
    assert take(tasks, zhang, filled(template(tasks), {**row, "title": "修桥"})).made == 1
    assert Record.objects.count() == 2


def test_the_same_words_of_another_unit_are_another_record(tasks, zhao, units):
    row = {"title": "修路", "kind": "民生实事", "due_on": "2027-06-30"}
    for unit in (units.township, units.other):
        assert take(tasks, zhao, filled(template(tasks), {"#unit": unit.code, **row})).made == 1


def test_a_formula_is_no_value(bridges, zhang, units):
    content = filled(template(bridges), {"#unit": units.township.code, "title": "桥", "cost": "=1+1"})
    with pytest.raises(services.BookRefused) as told:
        take(bridges, zhang, content)
    assert "公式" in told.value.problems[0].what


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", "桥名\n石桥".encode()])
def test_what_is_no_workbook_is_refused_with_words(bridges, zhang, content):
    with pytest.raises(services.BookRefused):
        take(bridges, zhang, content)


def test_a_template_of_another_register_is_refused(bridges, tasks, zhang):
    with pytest.raises(services.BookRefused) as told:
        take(bridges, zhang, filled(template(tasks)))
    assert "模板" in told.value.problems[0].what


def test_a_crash_while_storing_leaves_nothing(bridges, zhang, units, monkeypatch):
    from youju.work.registers.services import importing

    content = filled(
        template(bridges), *({"#unit": units.township.code, "title": f"桥{n}"} for n in range(3))
    )
    monkeypatch.setattr(importing, "leave_trace", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(bridges, zhang, content)
    assert (Record.objects.count(), RecordVersion.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+86 431", "@SUM(A1)", "-2+3"])
def test_no_cell_of_an_export_is_a_formula(bridges, zhang, make, text):
    make(bridges, title="甲", note=text)
    rows = selectors.records_for(zhang, bridges)
    line = list(exporting.csv_lines(declaration_of(bridges), rows))[1]
    assert f"'{text}" in line
    sheet = template(bridges, rows).worksheets[0]
    cell = next(cell for cell in sheet[FIRST + 1] if cell.value == text)
    assert cell.data_type == "s"


def test_a_negative_number_stays_a_number_in_csv():
    assert exporting.safe("-5.2") == "-5.2"


def test_a_number_in_a_text_column_and_a_day_for_a_month_are_read_as_the_clerk_sees_them(
    bridges, zhang, units
):
    import datetime as dt

    row = {
        "#unit": units.township.code,
        "title": 123,
        "note": 20230101,
        "year": 2020,
        "month": dt.date(2023, 6, 1),
        "spans": 3,
    }
    assert take(bridges, zhang, filled(template(bridges), row)).made == 1
    kept = Record.objects.get().values
    assert [kept[name] for name in ("title", "note", "year", "month", "spans")] == [
        "123",
        "20230101",
        "2020",
        "2023-06",
        "3",
    ]


def test_a_row_hangs_under_what_the_sender_may_read_and_no_deeper_than_the_tree(
    tasks, make, zhang, wang, units
):
    from youju.kernel.errors import BadInput

    due = {"due_on": "2023-06-30"}
    other = make(tasks, by=wang, unit=units.other, title="别处的方面", **due)
    top = make(tasks, title="方面", **due)
    item = make(tasks, title="事项", parent=top, **due)
    step = make(tasks, title="步骤", parent=item, **due)
    for above in (other, step):
        content = filled(
            template(tasks), {"#unit": units.township.code, "#parent": above.number, "title": "下面的", **due}
        )
        with pytest.raises(BadInput) as told:
            take(tasks, zhang, content)
        assert f"{cell_of(tasks, '#parent')}{FIRST + 1}" in str(told.value.problems[0].where)
    content = filled(
        template(tasks), {"#unit": units.township.code, "#parent": item.number, "title": "下面的", **due}
    )
    assert take(tasks, zhang, content).made == 1


def test_a_standing_record_does_not_change_its_place_in_the_tree_by_a_book(tasks, make, zhang, units):
    from youju.kernel.errors import BadInput

    first, second = (make(tasks, title=f"方面{n}", due_on="2023-06-30") for n in range(2))
    rows = selectors.records_for(zhang, tasks).filter(pk=first.pk)
    content = filled(template(tasks, rows), {"#parent": second.number})
    with pytest.raises(BadInput) as told:
        take(tasks, zhang, content)
    assert "换上级" in told.value.problems[0].what


def test_what_only_the_database_sees_is_a_fault_of_the_book_and_no_crash(bridges, zhang, units, monkeypatch):
    from django.db import IntegrityError

    from youju.kernel.errors import BadInput
    from youju.work.registers.services import importing

    def fail(*_args):
        raise IntegrityError("unique")

    monkeypatch.setattr(importing, "store_rows", fail)
    with pytest.raises(BadInput) as told:
        take(bridges, zhang, filled(template(bridges), {"#unit": units.township.code, "title": "桥"}))
    assert "刚刚被别人用了" in told.value.problems[0].what


def test_a_deadline_changed_in_a_book_is_asked_by_its_new_day(tasks, make, zhao, units):
    import datetime as dt

    record = make(tasks, title="清理河道", due_on="2023-06-30")
    rows = selectors.records_for(zhao, tasks).filter(pk=record.pk)
    take(tasks, zhao, filled(template(tasks, rows), {"due_on": "2023-07-31"}))
    assert Record.objects.get().finish_by == dt.date(2023, 7, 31)

"""The Excel door: out, back, checked as a whole, red where wrong, nothing half-stored."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.reports.conftest import opened, packed
from tests.pages import beside
from youju.flow.reports.books.going_out import book_for, books_for
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.selectors import report_of, units_coded, values_of
from youju.flow.reports.services import (
    BookRefused,
    accept_report,
    checked_book,
    storing,
    submit_report,
    take_book,
)
from youju.kernel.clock import db_now
from youju.kernel.jobs import KEPT, work
from youju.kernel.models import Job

pytestmark = pytest.mark.django_db


def take(book, round_, by, **more):
    return take_book(round_=round_, name="报送表.xlsx", content=packed(book), by=by, **more)


def given_back(book, round_, by):
    with (
        pytest.raises(BookRefused) as told,
        checked_book(round_=round_, name="报送表.xlsx", content=packed(book), by=by, marks=True),
    ):
        pass
    return told.value


def refused(book, round_, by, **more):
    with pytest.raises(BookRefused) as told:
        take(book, round_, by, **more)
    assert ReportValue.objects.count() == Report.objects.count() == 0
    return told.value


def places(refusal):
    return [problem.where.partition("!")[2] for problem in refusal.problems]


def test_the_book_has_merged_headings_as_the_office_prints_them(book):
    merged = {str(area) for area in book.active.merged_cells.ranges}
    assert {"A1:L1", "A3:A4", "D3:F3"} <= merged
    assert book.active["D3"].value == "村集体经济收入(元)"


def test_the_book_has_one_row_for_each_own_unit(book, units):
    assert [book.active[f"A{row}"].value for row in (6, 7, 8)] == [u.code for u in units.villages]


def test_the_book_has_a_list_and_hints(book):
    rules = book.active.data_validations.dataValidation
    assert [r.formula1 for r in rules if r.type == "list"] == ['"是"']
    assert any("群众诉求" in (r.prompt or "") for r in rules)


def test_a_name_that_looks_like_a_formula_stays_text(round_, zhang, units):
    import datetime as dt

    from youju.flow.units.services import rename_unit

    rename_unit(unit=units.villages[0], name="=HYPERLINK(1)", on=dt.date(2026, 1, 1), by=None)
    cell = opened(book_for(zhang, round_)).active["B6"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_a_full_book_is_stored_to_the_digit(full, round_, zhang, units):
    full.active["E6"] = 0.1
    assert take(full, round_, zhang).saved == 3
    report = report_of(round_, units.villages[0])
    assert values_of(report)["income"].value == Decimal("0.1")


def test_a_book_hands_in_when_asked(full, round_, zhang):
    assert take(full, round_, zhang, submit=True).submitted == 3
    assert set(Report.objects.values_list("status", flat=True)) == {"submitted"}


def test_one_wrong_cell_stores_no_row(full, round_, zhang):
    full.active["E7"] = "约三百"
    assert places(refused(full, round_, zhang)) == ["E7"]


def test_every_wrong_cell_is_told_at_once(full, round_, zhang):
    full.active["E6"], full.active["H7"], full.active["A8"] = "12%", "若干", "999"
    assert sorted(places(refused(full, round_, zhang))) == ["A8", "E6", "H7"]


def test_the_same_book_comes_back_red_with_a_comment(full, round_, zhang):
    full.active["E7"], full.active["N1"] = "12%", "我的备忘"
    refusal = given_back(full, round_, zhang)
    assert refusal.copy.name == "标红-报送表.xlsx"
    back = opened(refusal.copy.content).active
    assert back["E7"].fill.start_color.rgb == "FFF4B6B6"
    assert "百分号" in back["E7"].comment.text
    assert back["E6"].comment is None
    assert back["N1"].value == "我的备忘"


def test_a_formula_is_refused_in_its_cell(full, round_, zhang):
    full.active["E6"] = "=1+1"
    assert "E6" in places(refused(full, round_, zhang))


def test_a_merged_cell_among_the_data_is_refused(full, round_, zhang):
    full.active.merge_cells("E6:E7")
    assert "E6" in places(refused(full, round_, zhang))


def test_the_book_of_another_round_is_refused(full, round_, reporting, zhang):
    other = reporting("2026-09")
    with pytest.raises(BookRefused, match="没有导入"):
        take(full, other, zhang)


def test_what_is_no_workbook_is_refused_and_no_error(round_, zhang):
    with pytest.raises(BookRefused):
        take_book(round_=round_, name="a.xlsx", content=b"PK\x03\x04 nothing", by=zhang)


def test_a_unit_of_somebody_else_is_refused(full, round_, zhang, units):
    full.active["A6"] = units.others[0].code
    assert "不归你报" in refused(full, round_, zhang).problems[0].what


def test_a_unit_lost_between_looking_and_storing_is_refused_in_its_row(full, round_, zhang, monkeypatch):
    lost = full.active["A6"].value
    held = lambda *said: {code: unit for code, unit in units_coded(*said).items() if code != lost}
    monkeypatch.setattr(storing, "units_coded", held)
    assert places(refused(full, round_, zhang)) == ["A6"]


def test_a_unit_twice_is_refused(full, round_, zhang, units):
    full.active["A7"] = units.villages[0].code
    assert places(refused(full, round_, zhang)) == ["A7"]


def test_an_empty_row_says_nothing(book, round_, zhang):
    book.active["E6"] = "5"
    assert take(book, round_, zhang).saved == 1


@pytest.mark.parametrize(("gone", "note"), [("DEF", "原注"), ("F", "原注"), ("", "")])
def test_a_book_without_a_column_leaves_what_stands_there(round_, zhang, units, filled, gone, note):
    from youju.flow.reports.services import save_draft
    from youju.flow.reports.typed import Entry

    report = filled(round_, units.villages[0], zhang)
    save_draft(report=report, entries={"income": Entry("100000", "原注")}, lock=report.lock, by=zhang)
    book = opened(book_for(zhang, round_))
    book.active["F6"] = None
    for column in reversed(gone):
        book.active.delete_cols(ord(column) - 64)
    take(book, round_, zhang)
    row = values_of(report_of(round_, units.villages[0]))["income"]
    assert (row.typed, row.note) == ("100000", note)


def test_a_note_whose_value_has_no_column_is_refused_where_it_stands(full, round_, zhang):
    full.active.delete_cols(5)
    assert places(refused(full, round_, zhang)) == ["E4"]


def test_no_change_does_not_write_over_a_draft_the_book_has_no_column_for(
    report, zhang, sun, reporting, units, filled
):
    accept_report(report=submit_report(report=report, by=zhang), by=sun)
    later = reporting("2026-11")
    filled(later, units.villages[0], zhang, income="999")
    book = opened(book_for(zhang, later))
    for column in (6, 5, 4):
        book.active.delete_cols(column)
    book.active["C6"] = "是"
    with pytest.raises(BookRefused) as told:
        take(book, later, zhang)
    assert places(told.value) == ["A6"]
    assert values_of(report_of(later, units.villages[0]))["income"].typed == "999"


def test_a_control_character_is_refused_in_its_cell(full, round_, zhang):
    full.active["F6"] = "注_x0007_"
    assert places(refused(full, round_, zhang)) == ["F6"]


def test_what_somebody_saved_after_the_download_is_not_written_over(full, round_, zhang, units, filled):
    filled(round_, units.villages[0], zhang, income="7")
    with pytest.raises(BookRefused) as told:
        take(full, round_, zhang)
    assert places(told.value) == ["E6"]
    assert "现在存着的是“7”" in told.value.problems[0].what
    assert report_of(round_, units.villages[1]) is None


def test_the_same_book_twice_is_the_same_as_once(full, round_, zhang):
    take(full, round_, zhang)
    locks = list(Report.objects.values_list("lock", flat=True))
    take(full, round_, zhang)
    assert list(Report.objects.values_list("lock", flat=True)) == locks


def test_no_change_in_a_book_repeats_the_last_values(report, zhang, sun, reporting, units):
    accept_report(report=submit_report(report=report, by=zhang), by=sun)
    november = reporting("2026-11")
    book = opened(book_for(zhang, november))
    assert book.active["D6"].value == "100000"
    book.active["C6"] = "是"
    take(book, november, zhang, submit=True)
    assert values_of(report_of(november, units.villages[0]))["income"].value == 100000


def test_no_change_without_a_last_value_is_refused(book, round_, zhang):
    book.active["C6"] = "是"
    assert places(refused(book, round_, zhang)) == ["A6", "A6", "A6"]


def test_a_unit_that_handed_in_keeps_what_it_said(full, round_, zhang, report):
    submit_report(report=report, by=zhang)
    full.active["E6"] = "1"
    with pytest.raises(BookRefused) as told:
        take(full, round_, zhang)
    assert "已报送" in told.value.problems[0].what


class TestOneBookForEachUnit:
    @pytest.fixture
    def own(self, round_, zhang):
        with zipfile.ZipFile(io.BytesIO(books_for(zhang, round_))) as pack:
            return opened(pack.read(min(pack.namelist())))

    def test_a_book_of_a_unit_asks_line_by_line(self, own):
        assert [own.active[f"B{row}"].value for row in (6, 7, 8)] == [
            "村集体经济收入",
            "群众诉求",
            "按期解决的群众诉求",
        ]

    def test_it_is_stored_with_its_relation(self, own, round_, zhang, units):
        own.active["E6"], own.active["F6"], own.active["G6"] = "300", "≥", "约数"
        take(own, round_, zhang)
        row = values_of(report_of(round_, units.villages[0]))["income"]
        assert (row.value, row.relation, row.note) == (300, "≥", "约数")

    def test_its_wrong_cell_is_named(self, own, round_, zhang):
        own.active["E7"] = "三百"
        assert places(refused(own, round_, zhang)) == ["E7"]


def upload(client, user, round_, book, do):
    client.force_login(user)
    file = SimpleUploadedFile("报送表.xlsx", packed(book))
    return client.post(f"/reports/rounds/{round_.pk}/book/take/", {"file": file, "do": do})


@pytest.fixture
def apart(settings, tmp_path):
    """Let long work be done when the test says so."""
    settings.YOUJU = {**settings.YOUJU, "jobs": "apart", "folder": tmp_path}


def test_a_book_is_read_after_the_page_was_answered(client, full, round_, zhang, apart):
    answer = upload(client, zhang, round_, full, "submit")
    assert answer["Location"].startswith("/jobs/")
    assert Report.objects.count() == 0
    assert work()
    told = client.get(answer["Location"], follow=True)
    assert told.redirect_chain[-1][0] == f"/reports/rounds/{round_.pk}/"
    assert "其中报送 3 份" in told.content.decode()
    assert Report.objects.filter(status="submitted").count() == 3


@pytest.mark.parametrize("do", ["save", "submit", "check"])
def test_a_refused_book_lists_its_cells_offers_the_red_one_and_leaves_nothing(
    client, full, round_, zhang, apart, do
):
    full.active["E7"] = "约三百"
    where = upload(client, zhang, round_, full, do)["Location"]
    work()
    page = client.get(where.partition("?")[0]).content.decode()
    assert "报送表!E7" in page and "在标红的表里逐格改正" in page and "改好后再来" in page
    red = client.get(where.partition("?")[0] + "copy/")
    assert opened(red.content).active["E7"].comment is not None
    assert Report.objects.count() == 0


def test_a_refused_book_is_told_where_it_was_uploaded_with_its_name_until_a_good_one_comes(
    client, full, round_, zhang, zhao, apart
):
    full.active["E7"] = "约三百"
    where = upload(client, zhang, round_, full, "save")["Location"]
    work()
    told = client.get(where, follow=True)
    assert told.redirect_chain[-1][0] == f"/reports/rounds/{round_.pk}/#book"
    page = told.content.decode()
    (under,) = re.findall(r'<div class="refused-file".*?</div>\s*<p><a[^>]+>下载标红的表', page, re.DOTALL)
    assert "报送表.xlsx" in under and "报送表!E7" in under
    assert '<details id="book" open>' in page
    client.force_login(zhao)
    assert "refused-file" not in client.get(f"/reports/rounds/{round_.pk}/").content.decode()
    full.active["E7"] = 300
    where = upload(client, zhang, round_, full, "save")["Location"]
    work()
    assert "refused-file" not in client.get(where, follow=True).content.decode()


def test_a_refused_book_is_no_longer_told_when_its_marked_copy_is_gone(client, full, round_, zhang, apart):
    full.active["E7"] = "约三百"
    upload(client, zhang, round_, full, "save")
    work()
    page = f"/reports/rounds/{round_.pk}/"
    assert "refused-file" in client.get(page).content.decode()
    Job.objects.update(ended_at=db_now() - KEPT)
    assert "refused-file" not in client.get(page).content.decode()


def test_a_fault_that_shows_in_storing_comes_back_red_too(client, full, round_, zhang, apart, report):
    submit_report(report=report, by=zhang)
    full.active["E6"] = "1"
    where = upload(client, zhang, round_, full, "save")["Location"]
    work()
    red = client.get(where.partition("?")[0] + "copy/")
    assert "已报送" in opened(red.content).active["A6"].comment.text
    assert Report.objects.count() == 1


def test_what_is_no_workbook_is_not_said_to_be_marked(client, round_, zhang):
    client.force_login(zhang)
    file = SimpleUploadedFile("报送表.xlsx", b"PK\x03\x04 nothing")
    answer = client.post(f"/reports/rounds/{round_.pk}/book/take/", {"file": file}, follow=True)
    told = beside(answer.content.decode(), "file")
    assert "照列出的位置逐处改正" in told
    assert "标红" not in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("报送表.xlsx", b"", "空"), ("报送表.pdf", b"%PDF-1.7", "这不是 .xlsx 文件"), ("", b"", "必填")],
)
def test_what_is_no_book_is_said_beside_its_field(client, round_, zhang, name, content, told):
    client.force_login(zhang)
    sent = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = client.post(f"/reports/rounds/{round_.pk}/book/take/", sent)
    assert answer.status_code == 422
    assert told in beside(answer.content.decode(), "file")


def test_a_program_that_gets_no_copy_is_not_told_of_one(full, round_, zhang):
    full.active["E7"] = "约三百"
    told = refused(full, round_, zhang)
    assert "标红" not in told.instead and "red cells" not in told.english


def test_the_same_key_brings_a_book_to_the_same_job(client, full, round_, zhang, apart):
    client.force_login(zhang)
    there = f"/reports/rounds/{round_.pk}/book/take/"
    content = packed(full)

    def sent():
        file = SimpleUploadedFile("报送表.xlsx", content)
        return client.post(there, {"file": file}, headers={"Idempotency-Key": "once"})

    first = sent()
    work()
    assert sent()["Location"] == first["Location"]
    assert Job.objects.count() == 1


def test_only_checking_a_good_book_keeps_nothing(client, full, round_, zhang):
    client.force_login(zhang)
    file = SimpleUploadedFile("报送表.xlsx", packed(full))
    there = f"/reports/rounds/{round_.pk}/book/take/"
    page = client.post(there, {"file": file, "do": "check"}, follow=True).content.decode()
    assert "没有问题，还没有存：3 个单位的数都能收" in page
    assert Report.objects.count() == 0


def test_a_good_book_is_taken_on_the_page(client, full, round_, zhang):
    assert upload(client, zhang, round_, full, "submit").status_code == 302
    assert Report.objects.filter(status="submitted").count() == 3


def test_the_book_is_downloaded_from_the_page(client, round_, zhang, units):
    client.force_login(zhang)
    answer = client.get(f"/reports/rounds/{round_.pk}/book/")
    assert opened(answer.content).active["A6"].value == units.villages[0].code

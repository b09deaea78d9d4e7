"""The doors of points: acts by form, faults beside their field, the same power for the door and for what it finds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages import beside
from youju.kernel.access import access_of
from youju.work.points import views
from youju.work.points.models import AwardRule, Book, Entry
from youju.work.points.selectors import turnover_of

pytestmark = pytest.mark.django_db
BOOK = "/points/moral-bank/"


@pytest.fixture
def as_(client):
    return lambda person: (client.force_login(person), client)[1]


def kinds():
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_rule_is_made_by_form_and_awarded_redeemed_settled_and_undone(as_, sun, zhang, home, shop):
    client = as_(sun)
    made = client.post(f"{BOOK}rules/", {"clause": "第七条", "title": "庭院整洁", "amount": "5"})
    assert (made.status_code, made["Location"]) == (302, BOOK)
    rule = AwardRule.objects.get()

    client = as_(zhang)
    there = f"{BOOK}accounts/101/"
    for step, said in (
        ("award", {"rule": rule.pk, "witness": "吴会计"}),
        ("redeem", {"merchant": "S1", "amount": "3", "note": "盐"}),
    ):
        answer = client.post(f"{there}{step}/", said)
        assert (answer.status_code, answer["Location"]) == (302, there), answer.content.decode()

    client = as_(sun)
    paid = client.post(f"{BOOK}accounts/S1/settle/", {"amount": "3", "note": "转账 0012"})
    assert (paid.status_code, paid["Location"]) == (302, f"{BOOK}accounts/S1/")
    assert kinds() == ["award", "redeem", "settle"]
    assert [turnover_of(one).balance for one in (home, shop)] == [2, 0]
    page = client.get(there).content.decode()
    assert "庭院整洁；见证 吴会计" in page

    again = client.post(f"{BOOK}rules/", {"clause": "", "title": "庭院整洁", "amount": "5"})
    assert again.status_code == 422
    undone = client.post(f"{BOOK}entries/{Entry.objects.earliest('pk').pk}/undo/", {"reason": "记错户"})
    # three of the five points are spent already
    assert undone.status_code == 409
    assert kinds() == ["award", "redeem", "settle"]


def test_vouchers_are_issued_by_form_and_shown_with_what_became_of_them(as_, sun, book):
    said = {
        "number": "P1", "title": "消费券", "amount": "100", "basis": "方案", "starts_on": "2023-02-01",
        "ends_on": "2023-03-01", "attribution": "核销小票的全额",
    }  # fmt: skip
    assert as_(sun).post(f"{BOOK}issue/", said).status_code == 302
    assert kinds() == ["issue"]
    assert "核销小票的全额" in as_(sun).get(BOOK).content.decode()


def test_what_is_wrong_stands_in_the_form_and_what_was_typed_stays(as_, zhang, home, rule):
    answer = as_(zhang).post(f"{BOOK}accounts/101/award/", {"rule": rule.pk, "witness": "陈家"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "写在场的另一个人" in page
    assert 'value="陈家"' in page
    assert kinds() == []


def test_more_than_there_is_is_refused_beside_the_amount_and_the_rest_stays(as_, zhang, home, shop):
    said = {"merchant": "S1", "amount": "3", "note": "盐两袋"}
    answer = as_(zhang).post(f"{BOOK}accounts/101/redeem/", said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "只有 0" in beside(page, "amount")
    assert 'value="S1"' in page and 'value="盐两袋"' in page


def test_the_same_clause_twice_in_a_day_is_refused_beside_the_clause(as_, sun, book):
    said = {"clause": "第七条", "title": "庭院整洁", "amount": "5"}
    as_(sun).post(f"{BOOK}rules/", said)
    answer = as_(sun).post(f"{BOOK}rules/", said)
    assert answer.status_code == 409
    assert "要改分值，先停用旧的" in beside(answer.content.decode(), "clause")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "必填"),
        (b"", "空"),
        ("甲,乙\n1,2\n".encode(), "第一行没有这些列"),
        ("户号,户主,村代码,自愿加入\n101,王一,0,2023-01-12\n".encode(), "“户.csv”没有导入：有 1 处不对"),
    ],
)
def test_what_is_wrong_with_a_list_of_households_stands_beside_its_field(as_, zhang, book, content, told):
    sent = {} if content is None else {"file": SimpleUploadedFile("户.csv", content)}
    answer = as_(zhang).post(f"{BOOK}import/", sent)
    assert answer.status_code == 422
    assert told in beside(answer.content.decode(), "file")


@pytest.mark.parametrize(
    ("door", "act"),
    [
        ("rule", "points.keep"),
        ("issue", "points.keep"),
        ("award", "points.book"),
        ("redeem", "points.book"),
        ("settle", "points.keep"),
    ],
)
def test_a_door_names_its_power(door, act):
    assert access_of(getattr(views, door)).act == act


def test_a_stranger_finds_nothing_and_a_bookkeeper_does_not_settle(as_, wang, zhang, home, shop, rule):
    assert as_(wang).post(f"{BOOK}accounts/101/award/", {"rule": rule.pk}).status_code == 404
    assert as_(zhang).post(f"{BOOK}accounts/S1/settle/", {"amount": "1"}).status_code == 403
    assert kinds() == []


def test_the_pages_are_english_for_who_reads_english(as_, sun, awarded):
    page = as_(sun).get(f"{BOOK}accounts/101/", headers={"accept-language": "en"}).content.decode()
    assert "opted in on 2023-01-10" in page
    assert "第七条 庭院整洁; witness 吴会计" in page


def test_a_book_rests_on_evidence_called_by_the_name_of_its_file(as_, sun, units, village_rule):
    said = {
        "unit": units.villages[0].code, "title": "道德银行", "basis": "村规民约", "evidence": "村规民约.txt",
        "agreed_on": "2023-01-10", "ends_on": "2023-12-31", "measure": "分", "places": "0",
    }  # fmt: skip
    client = as_(sun)
    wrong = client.post("/points/open/", {**said, "evidence": "村规.txt"})
    assert "没有叫“村规.txt”的佐证" in beside(wrong.content.decode(), "evidence")
    client.post("/points/open/", said)
    assert Book.objects.get().evidence == village_rule

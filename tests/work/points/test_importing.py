"""A village's list of households becomes accounts, all or nothing, and once."""

import pytest

from tests.work.points.conftest import opened
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import Trace
from youju.work.points.models import Account
from youju.work.points.services import import_accounts

pytestmark = pytest.mark.django_db


def table(units, *rows):
    village = units.villages[0].code
    lines = ["户号,户主,村代码,自愿加入,类别", *(row.replace("V", village) for row in rows)]
    return "\n".join(lines).encode()


def test_a_list_of_households_opens_their_accounts_in_one_act(book, units, zhang):
    said = table(units, "101,王一,V,2023-01-12,", "102,李二,V,2023-01-15,农户", "S1,小卖部,V,,商户")
    made = import_accounts(book=book, name="户.csv", content=said, by=zhang)
    rows = Account.objects.filter(book=book).exclude(kind="issuer").order_by("number")
    assert [(row.number, row.kind, str(row.opted_in_on)) for row in rows] == [
        ("101", "household", "2023-01-12"),
        ("102", "household", "2023-01-15"),
        ("S1", "merchant", "None"),
    ]
    assert (made.opened, Trace.objects.filter(act="points.import").count()) == (3, 1)


def test_the_same_list_again_opens_nothing(book, units, zhang):
    said = table(units, "101,王一,V,2023-01-12,")
    import_accounts(book=book, name="户.csv", content=said, by=zhang)
    again = import_accounts(book=book, name="户.csv", content=said, by=zhang)
    assert (again.opened, again.same) == (0, 1)


def test_everything_wrong_with_a_list_is_said_at_once_with_its_place_and_nothing_is_opened(
    book, units, zhang, at
):
    opened(book, zhang, "9", "赵九")
    said = table(
        units, "101,王一,V,2023-01-12,", "101,王一,V,2023-01-12,", "0,李二,V,2023-01-12,", "103,孙三,999,2023-01-12,",
        "104,周四,V,,", "105,吴五,V,2033-01-12,", "106,郑六,V,2023-01-12,工厂", "9,别人,V,2023-01-12,",
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        import_accounts(book=book, name="户.csv", content=said, by=zhang)
    told = [(problem.where, problem.what) for problem in refused.value.problems]
    assert told == [
        ("户.csv:2 户号", "户号“101”在表里有几行"),
        ("户.csv:3 户号", "户号“101”在表里有几行"),
        ("户.csv:4 户号", "户号、名称没有写全，或者太长"),
        ("户.csv:5 单位代码", "没有代码为 999 的单位"),
        ("户.csv:6 自愿加入", "没有写哪天自愿加入，或者是以后的日子"),
        ("户.csv:7 自愿加入", "没有写哪天自愿加入，或者是以后的日子"),
        ("户.csv:8 类别", "“工厂”不认识"),
        ("户.csv:9 户号", "户号“9”已有"),
    ]
    assert Account.objects.filter(book=book).exclude(kind="issuer").count() == 1


def test_households_of_a_village_that_is_not_in_reach_are_refused(book, units, wang):
    with pytest.raises(BadInput) as refused:
        import_accounts(book=book, name="户.csv", content=table(units, "101,王一,V,2023-01-12,"), by=wang)
    assert [problem.what for problem in refused.value.problems] == ["这个单位不归你管"]


def test_a_list_that_meets_an_account_opened_a_moment_ago_is_refused_whole(book, units, zhang, monkeypatch):
    opened(book, zhang, "9", "赵九")
    everything = Account.objects.filter
    monkeypatch.setattr(Account.objects, "filter", lambda **said: everything(**said).filter(number="none"))
    with pytest.raises(Refusal, match="刚才别人"):
        import_accounts(
            book=book,
            name="户.csv",
            content=table(units, "8,钱八,V,2023-01-12,", "9,赵九,V,2023-01-12,"),
            by=zhang,
        )
    monkeypatch.undo()
    assert not Account.objects.filter(number="8").exists()


def test_the_page_takes_the_list_and_says_what_it_brought(client, book, units, zhang):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(zhang)
    file = SimpleUploadedFile("户.csv", table(units, "101,王一,V,2023-01-12,"))
    answer = client.post(f"/points/{book.code}/import/", {"file": file}, follow=True)
    assert "新开 1 户，0 行已经有了" in answer.content.decode()

"""The pages of a book: what they tell, and what they do not compute until they are asked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.work.points.conftest import AGREED, forge
from youju.kernel.clock import db_now
from youju.work.points.models import Account, Entry
from youju.work.points.selectors import FAULTS, trial_balance
from youju.work.points.services import redeem

pytestmark = pytest.mark.django_db
ACCOUNTS = "/points/moral-bank/accounts/"


@pytest.fixture
def page(client, zhang):
    client.force_login(zhang)
    return lambda address: client.get(address).content.decode()


def test_the_page_of_a_book_reads_no_entry_and_leads_to_the_trial_balance(page, awarded, book):
    with CaptureQueriesContext(connection) as asked:
        shown = page("/points/moral-bank/")
    assert "/points/moral-bank/trial/" in shown
    assert "points_account" in str(asked.captured_queries)
    assert "points_entry" not in str(asked.captured_queries)


def test_the_trial_balance_tells_the_sum_of_each_kind_and_that_it_holds(page, awarded):
    shown = page("/points/moral-bank/trial/")
    assert "平衡：每个账户的余额都等于分录合计" in shown
    assert '<td>发放方</td><td data-name="余额（分）" class="number">-5</td>' in shown
    assert '<td>农户</td><td data-name="余额（分）" class="number">5</td>' in shown
    assert '<th>合计</th><td class="number">0</td>' in shown


def test_the_trial_balance_names_the_account_whose_entries_say_otherwise(page, awarded, home):
    forge(home, 7)
    shown = page("/points/moral-bank/trial/")
    assert "不平衡：全部账户合计 2。" in shown
    assert (
        '>101</a></td><td data-name="余额" class="number">7</td><td data-name="分录合计" class="number">5</td>'
        in shown
    )


def test_the_page_of_an_account_shows_what_its_entries_come_to(page, awarded, home, shop, zhang):
    redeem(account=home, merchant=shop, amount=2, by=zhang)
    assert "（全部分录：得 5，用 2）" in page(f"{ACCOUNTS}101/")
    assert "（全部分录：得 2，用 0）" in page(f"{ACCOUNTS}S1/")
    assert "余额与分录合计不符" not in page(f"{ACCOUNTS}101/")


def test_the_page_of_an_account_says_when_its_balance_is_not_what_its_entries_come_to(page, awarded, home):
    forge(home, 7)
    assert "余额与分录合计不符" in page(f"{ACCOUNTS}101/")


def test_faults_of_another_book_hide_none_of_this_one(sun, book, awarded, home, other_book):
    """A trial balance names up to a hundred accounts that differ: of its own book, however many differ elsewhere."""
    day = AGREED
    strangers = Account.objects.bulk_create(
        Account(book=other_book, kind="household", number=f"H{n}", name="户", unit=book.unit, opened_on=day, opted_in_on=day)
        for n in range(FAULTS + 1)
    )  # fmt: skip
    later = Account.objects.create(
        book=book, kind="household", number="999", name="户", unit=book.unit, opened_on=day, opted_in_on=day
    )
    for one in strangers:
        forge(one, 1)
    forge(later, 3)
    assert trial_balance(book).faults == [("999", 3, 0)]
    assert len(trial_balance(other_book).faults) == FAULTS


def test_a_stranger_cannot_tell_that_the_book_has_a_trial_balance(client, wang, book):
    client.force_login(wang)
    assert client.get("/points/moral-bank/trial/").status_code == 404


@pytest.fixture
def many(home, other_home, rule, shop):
    """Return the keys of 120 entries of a household, the latest first, among twice as many of another."""
    said = {"on": AGREED, "at": db_now()}
    award = {
        "kind": "award",
        "giver_id": home.book.accounts.get(kind="issuer").pk,
        "rule": rule,
        "witness": "吴",
    }
    spent = {"kind": "redeem", "taker": shop, "amount": 1}
    rows = []
    for n in range(360):
        one = home if n % 3 == 0 else other_home
        rows.append(
            Entry(**said, **({**spent, "giver": one} if n % 4 == 3 else {**award, "taker": one, "amount": 5}))
        )
    Entry.objects.bulk_create(rows)
    return [row.pk for row in reversed(rows[::3])]


def test_the_page_of_an_account_tells_the_latest_and_leads_to_the_earlier(client, sun, many):
    client.force_login(sun)
    address, told = "/points/moral-bank/accounts/101/", []
    for length in (50, 50, 20):
        answer = client.get(address)
        shown = [one.pk for one, _amount in answer.context["entries"]]
        assert len(shown) == length
        told += shown
        further = re.search(r'href="(\?before=\d+)"', answer.content.decode())
        address = "/points/moral-bank/accounts/101/" + (further[1] if further else "")
    assert told == many
    assert further is None


@pytest.mark.parametrize("before", ["", "-1", "x", "1.5", "9" * 30, "²"])
def test_what_is_no_place_among_the_entries_shows_the_latest(client, sun, many, before):
    client.force_login(sun)
    answer = client.get("/points/moral-bank/accounts/101/", {"before": before})
    assert answer.context["entries"][0][0].pk == many[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans are those of SQLite")
@pytest.mark.parametrize("number", ["0", "101", "S1"])
def test_the_page_of_an_account_is_read_by_index_among_any_number_of_entries(page, many, book, number):
    number = book.accounts.get(kind="issuer").number if number == "0" else number
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        page(f"/points/moral-bank/accounts/{number}/")
    plans = []
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            if one["sql"].startswith("SELECT") and "points_entry" in one["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
                plans += [row[3] for row in cursor.fetchall()]
    assert len(plans) > 3
    # T6 is what undid an entry: looked for in the table, it would be read once for every row of the page
    assert [plan for plan in plans if re.match(r"SCAN (points_entry|T\d)", plan)] == []

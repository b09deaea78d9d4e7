"""The pages of a book: what they tell, and what they do not compute until they are asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.work.points.conftest import forge

pytestmark = pytest.mark.django_db


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
    assert "平衡:每个账户的余额都等于分录合计" in shown
    assert '<td>发放方</td><td class="number">-5</td>' in shown
    assert '<td>农户</td><td class="number">5</td>' in shown
    assert '<th>合计</th><td class="number">0</td>' in shown


def test_the_trial_balance_names_the_account_whose_entries_say_otherwise(page, awarded, home):
    forge(home, 7)
    shown = page("/points/moral-bank/trial/")
    assert "不平衡:全部账户合计 2。" in shown
    assert '>101</a></td><td class="number">7</td><td class="number">5</td>' in shown


def test_a_stranger_cannot_tell_that_the_book_has_a_trial_balance(client, wang, book):
    client.force_login(wang)
    assert client.get("/points/moral-bank/trial/").status_code == 404

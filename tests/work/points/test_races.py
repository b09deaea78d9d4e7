"""Two at once: one balance, spent once. On PostgreSQL rows are locked in one order, on SQLite one writer comes after the other."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from django.db import connections

from tests.work.points.conftest import opened
from youju.kernel.errors import Refusal
from youju.work.points import services
from youju.work.points.models import Account, Entry
from youju.work.points.selectors import trial_balance

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works):
    def run(work):
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(
        len(works)
    ) as pool:  # each in a copy of our context: the moment that was told goes along
        return [done.result() for done in [pool.submit(copy_context().run, run, work) for work in works]]


def test_of_two_redemptions_at_once_that_both_want_all_one_is_told_there_is_not_enough(
    awarded, home, shop, book, zhang
):
    answers = at_once([lambda: services.redeem(account=home, merchant=shop, amount=5, by=zhang)] * 4)
    refused = [one for one in answers if isinstance(one, Refusal)]
    assert len(refused) == 3
    assert all("只有 0" in str(one) for one in refused)
    home.refresh_from_db()
    assert home.balance == 0
    assert trial_balance(book).holds


def test_awards_redemptions_and_settlements_at_once_neither_lock_each_other_out_nor_lose_a_point(
    awarded, home, other_home, shop, rule, book, zhang, sun
):
    other = opened(book, zhang, "S2", "粮店", kind="merchant")
    services.redeem(account=home, merchant=shop, amount=5, by=zhang)
    works = [
        lambda: services.award(account=home, rule=rule, witness="吴会计", by=zhang),
        lambda: services.award(account=other_home, rule=rule, witness="吴会计", by=zhang),
        lambda: services.redeem(account=home, merchant=other, amount=1, by=zhang),
        lambda: services.settle(merchant=shop, amount=1, note="转账", by=sun),
    ]
    for _round in range(4):
        at_once(works)
    assert trial_balance(book).holds
    # the shop was paid four times one, whatever happened between the households
    assert Account.objects.get(pk=shop.pk).balance == 1
    assert Entry.objects.filter(kind="award").count() == 9

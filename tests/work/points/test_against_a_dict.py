"""Random lives of a book beside a plain dict: balances, sums, and what is refused agree at every step."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.work.points.conftest import opened
from youju.kernel.clock import as_if
from youju.kernel.errors import Refusal
from youju.work.points import services
from youju.work.points.models import Account
from youju.work.points.selectors import trial_balance, turnover_of

pytestmark = pytest.mark.django_db
START = dt.datetime(2023, 2, 1, 9, tzinfo=dt.UTC)
HOMES, SHOPS = ("H1", "H2", "H3"), ("S1", "S2")


class Dict:
    """What a village bookkeeper would do on paper: lots of points with their days, oldest spent first."""

    def __init__(self):
        self.lots = {home: [] for home in HOMES}
        self.shops = dict.fromkeys(SHOPS, 0)

    def has(self, home):
        return sum(amount for _day, amount in self.lots[home])

    def spend(self, home, amount):
        left = []
        for day, lot in sorted(self.lots[home]):
            used = min(lot, amount)
            amount -= used
            left.append((day, lot - used))
        self.lots[home] = [(day, lot) for day, lot in left if lot]

    def expire(self, until):
        gone = {home: sum(n for day, n in lots if day <= until) for home, lots in self.lots.items()}
        self.lots = {home: [(day, n) for day, n in lots if day > until] for home, lots in self.lots.items()}
        return {home: amount for home, amount in gone.items() if amount}


def months_before(day, months):
    """Return the day `months` before, in the slow way: back day by day until the month is right."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def machine_for(book, rules, zhang, sun):
    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            self.oracle, self.day = Dict(), START
            self.accounts = {home: opened(book, zhang, home, f"{home}家") for home in HOMES}
            self.accounts |= {shop: opened(book, zhang, shop, f"{shop}店", kind="merchant") for shop in SHOPS}

        def teardown(self):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

        def done(self, act, **said):
            try:
                with as_if(self.day):
                    return act(**said)
            except Refusal:
                return None

        @rule(home=st.sampled_from(HOMES), which=st.integers(0, 1))
        def award(self, home, which):
            entry = self.done(
                services.award, account=self.accounts[home], rule=rules[which], witness="吴会计", by=zhang
            )
            assert entry is not None
            self.oracle.lots[home].append((self.day.date(), rules[which].amount))

        @rule(home=st.sampled_from(HOMES), shop=st.sampled_from(SHOPS), amount=st.integers(-1, 12))
        def redeem(self, home, shop, amount):
            entry = self.done(
                services.redeem, account=self.accounts[home], merchant=self.accounts[shop], amount=amount, by=zhang
            )  # fmt: skip
            may = 0 < amount <= self.oracle.has(home)
            assert (entry is not None) == may
            if may:
                self.oracle.spend(home, amount)
                self.oracle.shops[shop] += amount

        @rule(shop=st.sampled_from(SHOPS), amount=st.integers(0, 12))
        def settle(self, shop, amount):
            entry = self.done(
                services.settle, merchant=self.accounts[shop], amount=amount, note="转账", by=sun
            )
            may = 0 < amount <= self.oracle.shops[shop]
            assert (entry is not None) == may
            if may:
                self.oracle.shops[shop] -= amount

        @precondition(lambda self: self.day < START + dt.timedelta(days=300))
        @rule(days=st.integers(1, 80))
        def time_passes(self, days):
            self.day += dt.timedelta(days=days)
            self.day = min(self.day, START + dt.timedelta(days=330))

        @rule()
        def expire(self):
            made = self.done(services.expire, book=book, by=sun)
            gone = self.oracle.expire(months_before(self.day.date(), book.months))
            assert {entry.giver.number: entry.amount for entry in made} == gone

        @invariant()
        def the_books_agree(self):
            told = {home: self.oracle.has(home) for home in HOMES} | self.oracle.shops
            rows = {row.number: row for row in Account.objects.filter(book=book).exclude(kind="issuer")}
            assert {number: row.balance for number, row in rows.items()} == told
            assert {number: turnover_of(row).balance for number, row in rows.items()} == told
            assert trial_balance(book).holds

    return Life


def test_random_lives_of_a_book_agree_with_a_plain_dict(book, zhang, sun):
    rules = [
        services.add_rule(book=book, clause=f"第{n}条", title="好事", amount=amount, by=sun)
        for n, amount in ((7, 5), (8, 2))
    ]
    run_state_machine_as_test(
        machine_for(book, rules, zhang, sun), settings=settings(max_examples=15, stateful_step_count=20)
    )

"""Points of a household: opt-in, award by a rule with a witness, redemption, expiry, undoing. Refusals in words."""

import datetime as dt

import pytest

from tests.work.points.conftest import AGREED, ENDS, opened
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.points import services
from youju.work.points.models import AwardRule, Entry
from youju.work.points.selectors import trial_balance, turnover_of

pytestmark = pytest.mark.django_db


def balance(account):
    account.refresh_from_db()
    assert account.balance == turnover_of(account).balance
    return account.balance


def test_a_household_is_awarded_by_a_rule_with_a_witness(awarded, home, book):
    assert balance(home) == 5
    assert (awarded.kind, awarded.rule.clause, awarded.witness) == ("award", "第七条", "吴会计")
    assert trial_balance(book).kinds == {"household": 5, "issuer": -5}
    assert Trace.objects.filter(act="points.award").count() == 1


@pytest.mark.parametrize("witness", ["", "  ", "陈家", "张"])
def test_an_award_without_a_witness_from_outside_is_refused(home, rule, zhang, witness):
    with pytest.raises(BadInput, match="见证人"):
        services.award(account=home, rule=rule, witness=witness, by=zhang)
    assert balance(home) == 0


def test_there_is_no_rule_that_takes_points_away(book, sun):
    for amount in (0, -5):
        with pytest.raises(BadInput, match="只加不扣"):
            services.add_rule(book=book, clause="第九条", title="罚", amount=amount, by=sun)
    assert AwardRule.objects.count() == 0
    assert {kind.value for kind in Entry.Kind} == {"award", "issue", "redeem", "expire", "settle", "undo"}


def test_a_household_that_did_not_opt_in_has_no_account(book, zhang):
    with pytest.raises(BadInput) as refused:
        services.open_account(
            book=book, kind="household", number="103", name="赵家", unit=book.unit, by=zhang
        )
    assert [problem.where for problem in refused.value.problems] == ["opted_in_on"]


def test_a_household_that_left_is_awarded_nothing_more_but_keeps_what_it_has(
    awarded, home, rule, shop, zhang
):
    services.leave(account=home, by=zhang)
    with pytest.raises(Refusal, match="自愿"):
        services.award(account=home, rule=rule, witness="吴会计", by=zhang)
    services.redeem(account=home, merchant=shop, amount=5, by=zhang)
    assert (balance(home), balance(shop)) == (0, 5)


def test_a_book_without_the_rule_the_village_agreed_on_is_not_opened(units, sun):
    with pytest.raises(BadInput) as refused:
        services.open_book(
            code="x", title="没有依据", unit=units.villages[0], basis=" ", evidence="0" * 64, agreed_on=ENDS, ends_on=AGREED, by=sun
        )  # fmt: skip
    assert [problem.where for problem in refused.value.problems] == ["basis", "evidence", "ends_on"]


def test_nothing_is_awarded_after_the_book_has_ended(home, rule, zhang, at):
    at("2024-01-01 09:00")
    with pytest.raises(Refusal, match="为止"):
        services.award(account=home, rule=rule, witness="吴会计", by=zhang)


def test_an_ended_rule_awards_nothing(home, rule, zhang, sun):
    services.end_rule(rule=rule, by=sun)
    with pytest.raises(Refusal, match="停用"):
        services.award(account=home, rule=rule, witness="吴会计", by=zhang)


def test_no_more_is_redeemed_than_there_is(awarded, home, shop, zhang):
    with pytest.raises(Refusal, match="只有 5，不够 6"):
        services.redeem(account=home, merchant=shop, amount=6, by=zhang)
    assert balance(home) == 5
    services.redeem(account=home, merchant=shop, amount=5, by=zhang, note="肥皂")
    assert (balance(home), balance(shop)) == (0, 5)


def test_points_are_spent_at_merchants_only_and_never_between_households(
    awarded, home, other_home, book, zhang
):
    with pytest.raises(Refusal, match="商户"):
        services.redeem(account=home, merchant=other_home, amount=1, by=zhang)


def test_a_merchant_is_settled_with_against_a_payment(awarded, home, shop, book, zhang, sun):
    services.redeem(account=home, merchant=shop, amount=5, by=zhang)
    with pytest.raises(BadInput, match="凭证"):
        services.settle(merchant=shop, amount=5, note=" ", by=sun)
    services.settle(merchant=shop, amount=5, note="2023-06 转账 0012", by=sun)
    assert trial_balance(book).kinds == {"household": 0, "issuer": 0, "merchant": 0}


def test_points_expire_oldest_first_and_what_was_spent_does_not_expire(
    home, rule, shop, book, zhang, sun, at
):
    for day in ("2023-02-01", "2023-02-02", "2023-07-01"):
        at(f"{day} 09:00")
        services.award(account=home, rule=rule, witness="吴会计", by=zhang)
    at("2023-07-02 09:00")
    services.redeem(account=home, merchant=shop, amount=7, by=zhang)
    at("2023-08-02 09:00")
    # ten points are six months old, seven were spent, so three expire; the five of July stay
    assert [entry.amount for entry in services.expire(book=book, by=sun)] == [3]
    assert balance(home) == 5
    assert services.expire(book=book, by=sun) == []
    assert Trace.objects.filter(act="points.expire").count() == 1


def test_a_redemption_that_was_undone_does_not_count_as_spent(awarded, home, shop, book, zhang, sun, at):
    spent = services.redeem(account=home, merchant=shop, amount=4, by=zhang)
    services.undo(entry=spent, reason="记错了户", by=sun)
    at("2023-08-01 09:00")
    assert [entry.amount for entry in services.expire(book=book, by=sun)] == [5]
    assert balance(home) == 0


def test_an_award_that_was_undone_keeps_no_older_points_from_expiring(
    awarded, home, rule, book, zhang, sun, at
):
    at("2023-07-01 09:00")
    mistaken = services.award(account=home, rule=rule, witness="吴会计", by=zhang)
    services.undo(entry=mistaken, reason="记错了户", by=sun)
    at("2023-08-01 09:00")
    assert [entry.amount for entry in services.expire(book=book, by=sun)] == [5]
    assert balance(home) == 0


def test_a_mistake_is_undone_by_somebody_else_once_and_whole(awarded, home, zhang, sun, appointed, units):
    both = appointed("both", "双", "reviewer", units.township)
    with pytest.raises(NotAllowed):
        services.undo(entry=awarded, reason="错", by=zhang)
    undone = services.undo(entry=awarded, reason="不是这一户", by=sun)
    assert (undone.corrects_id, undone.amount, balance(home)) == (awarded.pk, 5, 0)
    with pytest.raises(Refusal, match="已经冲正"):
        services.undo(entry=awarded, reason="再来", by=both)


def test_nobody_undoes_what_the_same_person_booked(book, home, rule, appointed, units):
    from youju.kernel.people import appoint

    two = appointed("two", "兼", "reporter", units.township)
    appoint(holder=two, role="reviewer", unit_id=units.township.pk, by=None, valid_from=dt.date(2020, 1, 1))
    entry = services.award(account=home, rule=rule, witness="吴会计", by=two)
    with pytest.raises(NotAllowed, match="你自己"):
        services.undo(entry=entry, reason="错", by=two)


def test_an_award_that_was_spent_cannot_be_undone_into_debt(awarded, home, shop, zhang, sun):
    services.redeem(account=home, merchant=shop, amount=1, by=zhang)
    with pytest.raises(Refusal, match="不够"):
        services.undo(entry=awarded, reason="错", by=sun)


def test_somebody_from_another_township_books_nothing(home, rule, wang):
    with pytest.raises(NotAllowed):
        services.award(account=home, rule=rule, witness="吴会计", by=wang)


def test_a_number_is_opened_once(home, book, zhang):
    with pytest.raises(BadInput, match="1 处"):
        opened(book, zhang, "101", "别家")

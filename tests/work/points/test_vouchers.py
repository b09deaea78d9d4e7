"""Vouchers likewise: issued, redeemed at merchants, expired; leverage is turnover over issued with its method stated."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.work.points.conftest import AGREED, ENDS, opened
from youju.kernel.errors import BadInput, Refusal
from youju.work.points import services
from youju.work.points.selectors import batch_report, leverage, shown, trial_balance

pytestmark = pytest.mark.django_db
ISSUED, TURNOVER = 2093_0000_00, 3_0400_0000_00  # 2093万元 and 3.04亿元, in 分
SAID = {
    "number": "Q1", "title": "消费券", "basis": "促消费方案", "starts_on": dt.date(2023, 3, 1), "ends_on": dt.date(2023, 6, 30),
    "attribution": "核销小票的全额",
}  # fmt: skip


@pytest.fixture
def office(units, sun, village_rule, at):
    """Return the book of vouchers, in yuan with two places."""
    at("2023-03-01 09:00")
    return services.open_book(
        code="vouchers", title="消费券", unit=units.villages[0], basis="促消费方案", evidence=village_rule, agreed_on=AGREED,
        ends_on=ENDS, measure="元", places=2, by=sun,
    )  # fmt: skip


@pytest.fixture
def batch(office, sun):
    return services.issue(book=office, amount=ISSUED, by=sun, **SAID)


def test_voucher_leverage_of_304_million_over_20_93_million_is_14_52(office, batch, zhang):
    mall, inn = (
        opened(office, zhang, number, name, kind="merchant")
        for number, name in (("M1", "百货"), ("M2", "旅店"))
    )
    services.redeem(
        account=batch.account,
        merchant=mall,
        amount=1_500_0000_00,
        turnover=TURNOVER - 1_0000_0000_00,
        by=zhang,
    )
    services.redeem(
        account=batch.account, merchant=inn, amount=500_0000_00, turnover=1_0000_0000_00, by=zhang
    )
    report = batch_report(batch)
    assert (report.issued, report.redeemed, report.outstanding, report.expired) == (
        ISSUED,
        2000_0000_00,
        93_0000_00,
        0,
    )
    assert (report.turnover, report.leverage) == (TURNOVER, Decimal("14.52"))
    assert report.attribution == "核销小票的全额"
    assert [name for name, _n, _t in report.merchants] == ["旅店", "百货"]
    assert shown(report.issued, 2) == "20930000.00"


def test_leverage_is_rounded_half_up_and_missing_turnover_is_not_zero(office, batch, zhang):
    assert leverage(14_525, 1000) == Decimal("14.53")
    assert leverage(None, 1000) is None
    assert leverage(1000, 0) is None
    shop = opened(office, zhang, "M1", "百货", kind="merchant")
    services.redeem(account=batch.account, merchant=shop, amount=100, by=zhang)
    report = batch_report(batch)
    assert (report.turnover, report.leverage, report.unknown) == (None, None, 1)


def test_a_batch_without_a_stated_attribution_is_not_issued(office, sun):
    with pytest.raises(BadInput) as refused:
        services.issue(book=office, amount=0, by=sun, **{**SAID, "attribution": " ", "basis": ""})
    assert [problem.where for problem in refused.value.problems] == ["amount", "attribution", "basis"]
    assert trial_balance(office).kinds == {"issuer": 0}


def test_vouchers_are_taken_in_their_days_only_and_expire_after_them(office, batch, zhang, sun, at):
    shop = opened(office, zhang, "M1", "百货", kind="merchant")
    services.redeem(account=batch.account, merchant=shop, amount=93_0000_00, by=zhang)
    assert services.expire(book=office, by=sun) == []
    at("2023-07-01 09:00")
    with pytest.raises(Refusal, match="使用期"):
        services.redeem(account=batch.account, merchant=shop, amount=1, by=zhang)
    services.expire(book=office, by=sun)
    report = batch_report(batch)
    assert (report.expired, report.outstanding) == (2000_0000_00, 0)
    assert trial_balance(office).holds


def test_no_more_vouchers_are_redeemed_than_were_issued(office, batch, zhang):
    shop = opened(office, zhang, "M1", "百货", kind="merchant")
    with pytest.raises(Refusal, match="不够"):
        services.redeem(account=batch.account, merchant=shop, amount=ISSUED + 1, by=zhang)


def test_a_turnover_below_the_voucher_is_refused(office, batch, zhang):
    shop = opened(office, zhang, "M1", "百货", kind="merchant")
    with pytest.raises(BadInput, match="交易额"):
        services.redeem(account=batch.account, merchant=shop, amount=100, turnover=99, by=zhang)

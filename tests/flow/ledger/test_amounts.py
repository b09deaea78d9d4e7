"""Numbers as an office reads them: a column in one measure, sums in 万元 and 亿元, and the exact value never far."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from youju.flow.ledger.amounts import amount, column
from youju.flow.ledger.templatetags.amounts import measured_as, money_read


@pytest.mark.parametrize(
    ("value", "measure", "shown"),
    [
        ("9999", "元", "9999 元"), ("705900", "元", "70.59 万元"), ("2380000000", "元", "23.8 亿元"), ("60000", "万元", "6 亿元"),
        ("123456789", "元", "1.23 亿元"), ("-60000000", "元", "-6000 万元"), ("1234567", "人", "1,234,567 人"), ("14", "%", "14 %"),
        ("0.1250", "", "0.125"), ("0", "元", "0 元"), ("12345.678", "元/亩", "12,345.678 元/亩"), ("99999999999999.99", "元", "1,000,000.00 亿元"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_an_office_reads_it(value, measure, shown):
    assert str(amount(Decimal(value), measure)) == shown


def test_the_numbers_of_a_column_have_one_measure_and_as_many_places():
    found = column([Decimal(60000000), None, Decimal(1000000000), Decimal("12345678.9")], "元")
    assert [one and str(one) for one in found] == ["6,000.00 万元", None, "100,000.00 万元", "1,234.57 万元"]


def test_what_is_shown_otherwise_has_the_exact_number_behind_it_and_nothing_else_has():
    assert measured_as("705900", "元") == '<data value="705900 元" title="705900 元">70.59 万元</data>'
    assert measured_as(Decimal(1234567), "人") == "1,234,567 人"
    assert measured_as(None, "元") == ""


def test_an_english_page_speaks_of_no_wan():
    with override("en"):
        assert measured_as("705900", "元") == "705,900 元"
        assert money_read("收入 705900元") == "收入 705900元"


def test_a_sentence_tells_large_sums_as_an_office_does_and_nothing_else():
    said = money_read("村集体经营性收入 705900元，代码220502901201，每亩 12345元/亩，<b>9000元")
    assert '<data value="705900 元" title="705900 元">70.59万元</data>' in said
    assert "220502901201，每亩 12345元/亩，&lt;b&gt;9000元" in said


def test_a_sum_just_short_of_a_target_is_never_rounded_up_to_it_in_a_reason():
    assert money_read("收入 119996元，目标 120000元").startswith("收入 119996元，目标 <data")

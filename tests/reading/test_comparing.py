"""Two pages of one indicator: what disagrees is said, what only looks so is left alone."""

from __future__ import annotations

import pytest

from youju.reading.comparing import compare
from youju.reading.pages import read_facts


def test_two_pages_that_give_one_period_two_values_disagree() -> None:
    first = read_facts("敦化市2022年公报\n\n2022年,敦化市粮食总产量达到35.2亿斤。")
    second = read_facts("敦化市2022年简报\n\n2022年,敦化市粮食总产量达到36.1亿斤。")
    assert [one.kind for one in compare([first, second])] == ["disagree"]


def test_one_indicator_at_two_dates_is_a_series_and_no_disagreement() -> None:
    first = read_facts("敦化市2021年公报\n\n2021年,敦化市粮食总产量达到35.2亿斤。")
    second = read_facts("敦化市2022年公报\n\n2022年,敦化市粮食总产量达到36.1亿斤。")
    assert [one.kind for one in compare([first, second])] == ["series"]


def test_the_same_value_twice_is_nothing_to_compare() -> None:
    page = read_facts("敦化市2022年公报\n\n2022年,敦化市粮食总产量达到35.2亿斤。")
    assert compare([page, page]) == []


def told(first: str, second: str) -> list[str]:
    """What two pages about 2022 come to, each with one sentence."""
    pages = (
        f"敦化市2022年{kind}\n\n2022年,敦化市{said}" for kind, said in (("公报", first), ("综述", second))
    )
    return [one.kind for one in compare(map(read_facts, pages))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("粮食总产量达到35.2亿斤。", "粮食总产量约35亿斤。"),
        ("粮食总产量达到35.2亿斤。", "粮食总产量超过35亿斤。"),
        ("粮食总产量超过35亿斤。", "粮食总产量达到35.2亿斤。"),
        ("实施5000万元以上项目52个。", "实施亿元以上项目31个。"),
    ],
)
def test_what_two_pages_may_both_truly_say_is_no_disagreement(first: str, second: str) -> None:
    assert told(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("粮食总产量达到35.2亿斤。", "粮食总产量超过36亿斤。"),
        ("粮食总产量达到35.2亿斤。", "粮食总产量约40亿斤。"),
        ("工业总产值同比增长3.2%。", "工业总产值同比增长3.6%。"),
        ("工业总产值同比增长3.2%。", "工业总产值同比下降3.2%。"),
    ],
)
def test_what_only_one_page_can_truly_say_disagrees(first: str, second: str) -> None:
    assert told(first, second) == ["disagree"]


def test_a_plan_is_not_held_against_what_came_of_it() -> None:
    done = read_facts("敦化市2022年公报\n\n2022年,敦化市招商引资到位资金50亿元。")
    plan = read_facts("敦化市2022年工作要点\n\n2022年,敦化市力争招商引资到位资金60亿元。")
    assert [fact.status for reading in (done, plan) for fact in reading.facts] == ["achieved", "planned"]
    assert compare([done, plan]) == []


def test_a_page_that_tells_a_level_before_and_after_agrees_with_one_that_tells_the_later() -> None:
    assert told("供水管网漏损率由12.1%降至8.9%。", "供水管网漏损率降至8.9%。") == []


def test_one_page_is_not_held_against_itself() -> None:
    page = read_facts("敦化市2022年公报\n\n2022年,敦化市引进项目20个。另外,敦化市引进项目12个。")
    assert compare([page]) == []

"""What a page leaves in doubt is said, and what only looks doubtful is left alone."""

from __future__ import annotations

import pytest

from youju.reading.doubts import compare
from youju.reading.pages import read_facts

HEAD = "某县一季度工作综述\n\n本报讯 "


def kinds(body: str) -> list[str]:
    return [doubt.kind for doubt in read_facts(HEAD + body).doubts]


def test_a_list_shorter_than_its_stated_count_is_doubted() -> None:
    (doubt,) = read_facts(HEAD + "全县培育木耳、蓝莓、林蛙(中国林蛙)等六个特色产业,农民收入稳步提高。").doubts
    assert (doubt.kind, doubt.what) == ("count", "说是六个特色产业, 只列出3个")


@pytest.mark.parametrize(
    "body",
    [
        "全县培育木耳、蓝莓、林蛙三个特色产业,农民收入稳步提高。",
        "全县建成5个园区、7个基地、9个示范点,农民收入稳步提高。",
        "全市化工、纺织等产业不断壮大,全市上下一条心一条路走到底。",
        "农村党组织组织力不断增强,一件一件抓落实。",
    ],
)
def test_a_list_that_agrees_with_its_count_is_not_doubted(body: str) -> None:
    assert kinds(body) == []


def test_a_rate_that_moved_by_per_cent_is_doubted_and_its_fact_is_not_certain() -> None:
    reading = read_facts(HEAD + "全县森林覆盖率提高了3%,群众满意度不断提升。")
    assert [doubt.kind for doubt in reading.doubts] == ["unit"]
    assert [fact.certain for fact in reading.facts] == [False]


def test_a_rate_that_moved_by_points_is_certain() -> None:
    reading = read_facts(HEAD + "全县森林覆盖率提高了3个百分点,群众满意度不断提升。")
    assert (reading.doubts, [fact.certain for fact in reading.facts]) == ((), [True])


def test_a_mean_that_is_not_the_mean_of_its_parts_is_doubted() -> None:
    body = "全市平均降水量12.0毫米,农安县平均10.0毫米,榆树市平均11.0毫米,德惠市平均12.0毫米。"
    assert kinds(body) == ["mean"]


def test_a_mean_that_follows_is_not_doubted() -> None:
    body = "全市平均降水量11.0毫米,农安县平均10.0毫米,榆树市平均11.0毫米,德惠市平均12.0毫米。"
    assert kinds(body) == []


def test_parts_that_exceed_their_whole_are_doubted() -> None:
    assert kinds("全年实施项目50个,其中工业项目30个、农业项目25个。") == ["sum"]


def test_figures_cut_off_by_the_layout_are_doubted_and_not_guessed() -> None:
    reading = read_facts(HEAD + "上半年机场起降架次、货邮吞吐量分别增")
    assert [doubt.kind for doubt in reading.doubts] == ["truncated"]
    assert reading.facts == ()


def test_a_clause_that_comes_back_word_for_word_is_doubted() -> None:
    again = "切实做到各项准备工作组织到位、人员到位、责任到位。"
    assert kinds(f"会议提出,{again}会议强调,各地要{again}") == []
    assert kinds(f"会议提出,{again}会议强调,{again}") == ["repeated"]


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

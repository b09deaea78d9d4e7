"""What is to be done and by when: numbered lists, what a document demands, tasks with an owner."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "榆树市公布民生实事\n\n本报讯(记者 张三)2024年3月5日,榆树市召开会议。去年,全市产值480亿元。\n\n"


def fact_of(page: str, printed: str) -> Fact:
    raw = page.index(printed)
    span = (raw, raw + len(printed))
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact for fact in facts if fact.value_span == span or (fact.change and fact.change.span == span)
    )


def days(fact: Fact) -> tuple[str | None, str | None] | None:
    return (fact.period.start, fact.period.end) if fact.period else None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("现将2024年重点任务公布如下:\n\n1.新建便民市场12个。\n", "planned"),
        ("经市政府同意,现将全市2024年民生实事事项公告如下:\n\n一、改造老旧小区12个。\n", "planned"),
        ("新建口袋公园12个。(责任单位:市林业局)\n", "planned"),
        ("现将2023年民生实事完成情况通报如下:\n\n1.新建便民市场12个。\n", "achieved"),
        ("重点任务完成情况如下:\n\n一、改造老旧小区12个。\n", "achieved"),
        ("1.已新建口袋公园12个。(责任单位:市林业局)\n", "achieved"),
    ],
)
def test_a_numbered_list_of_matters_to_be_done_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "12个").status == status


def test_a_list_of_matters_belongs_to_the_year_that_announces_it_and_ends_with_its_numbers() -> None:
    page = HEAD + (
        "现将2024年民生实事公布如下:\n\n一、改造老旧小区12个。\n\n二、新建充电桩600个,惠及居民3100户。\n\n全市已有充电桩900个。\n"
    )
    assert days(fact_of(page, "12个")) == days(fact_of(page, "3100户")) == ("2024-01-01", "2024-12-31")
    assert fact_of(page, "3100户").status == "planned"
    assert fact_of(page, "900个").status == "achieved"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("《方案》提出,改造危旧房屋1850户。\n", "planned"),
        (
            "近日,市政府办印发通知。《关于做好民生实事的通知》明确,改造危旧房屋1850户;实行月报制度。\n",
            "planned",
        ),
        ("《行动计划》还要求:改造危旧房屋1850户。\n", "planned"),
        ("《报告》指出,改造危旧房屋1850户。\n", "achieved"),
        ("《方案》实施以来,改造危旧房屋1850户。\n", "achieved"),
        ("改造危旧房屋1850户。《方案》提出,要加强管护。\n", "achieved"),
    ],
)
def test_what_a_plan_demands_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "1850户").status == status


def test_what_is_demanded_has_its_deadline_and_lends_it_to_no_other() -> None:
    page = HEAD + (
        "近日,榆树市印发《关于做好2024年民生实事的通知》。\n\n《通知》明确,新建公路92公里,由市交通局牵头,10月底前完成;改造房屋1850户。\n"
    )
    assert days(fact_of(page, "92公里")) == (None, "2024-10-31")
    assert days(fact_of(page, "1850户")) == ("2024-01-01", "2024-12-31")


def test_a_number_that_has_a_time_before_it_keeps_it() -> None:
    page = HEAD + "《方案》提出,6月底前开工率达到80%,年底前全部完成。\n"
    assert days(fact_of(page, "80%")) == (None, "2024-06-30")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("会议确定今年实施教育、交通等32项民生实事。\n", "planned"),
        ("全市确定办好32项民生实事,责任到人。\n", "planned"),
        ("会议部署今年重点抓好32项民生实事。\n", "planned"),
        ("年初确定实施的32项民生实事,进展顺利。\n", "ongoing"),
        ("部署实施了32项民生实事。\n", "ongoing"),
        ("全市实施32项民生实事。\n", "ongoing"),
    ],
)
def test_matters_that_a_meeting_settles_are_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "32项").status == status


def test_matters_for_the_people_are_named_as_such() -> None:
    page = HEAD + "现将2024年10项为民办实事事项公布如下:\n\n一、改造老旧小区12个。\n"
    assert fact_of(page, "10项").indicator == "为民办实事事项数"

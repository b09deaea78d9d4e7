"""Reports by the month and items with a number or a mark at their head. Every house, work and figure is invented."""

from __future__ import annotations

import pytest

from youju.reading.articles import read_articles
from youju.reading.model import Fact
from youju.reading.pages import read_facts

BRIEFING = (
    "岚县工业运行快报\n2024年第9期(总第61期) 岚县工业和信息化局编 2024年10月16日\n\n1—9月全县工业运行情况分析\n\n"
    "今年以来,全县工业战线稳住存量、做大增量,运行总体平稳。\n\n一、主要情况\n\n"
    "投资稳步增长。工业投资12.4亿元,同比增长8.3%。9月份新入库项目3个。\n\n"
    "各行业涨跌互现。建材业产值增长4.1%;电力业完成产值1.9亿元,直接带\n\n数读9月\n\n9月份,全县用电量8600万千瓦时,其中工业用电量7100万千瓦时。\n\n"
    "动周边企业30家。\n\n二、下步打算\n\n抓好服务,争取四季度多出产品、出好产品。\n"
)
ITEMS = (
    "关于重点工程进展的通报\n\n兴县人民政府办公室文件\n\n现将2024年三季度全县重点工程进展情况通报如下。\n\n"
    "1.城北快速公路(魏家滩段)。全长12.6公里,路基完成七成。\n"
    "2.县中医院康复综合楼。建筑面积9600平方米,8月15日通过竣工验收。\n"
    "3.蔡家会镇杂粮加工产业园。因资金未到位尚未开工。\n"
)


def facts_of(page: str, kind: str) -> list[Fact]:
    return [fact for fact in read_facts(page).facts if fact.kind == kind]


def test_a_briefing_with_an_issue_line_is_one_article_and_a_box_of_figures_another() -> None:
    assert [article.title for article in read_articles(BRIEFING)[0]] == ["岚县工业运行快报", "数读9月"]


def test_what_a_report_by_months_tells_is_of_the_months_in_its_headline() -> None:
    told = {fact.indicator: fact.period for fact in facts_of(BRIEFING, "indicator")}
    period = told["工业投资"]
    assert period and (period.start, period.end) == ("2024-01-01", "2024-09-30")


def test_a_month_before_a_class_of_projects_is_a_time_and_no_part_of_a_name() -> None:
    (fact,) = [fact for fact in facts_of(BRIEFING, "indicator") if fact.indicator == "新入库项目数"]
    assert fact.period and fact.period.start == "2024-09-01"
    assert fact.subject.name == "岚县"


def test_works_at_the_head_of_items_are_named_without_the_number() -> None:
    assert [(fact.subject.name, fact.status) for fact in facts_of(ITEMS, "project")] == [
        ("城北快速公路(魏家滩段)", "ongoing"),
        ("县中医院康复综合楼", "achieved"),
        ("蔡家会镇杂粮加工产业园", "planned"),
    ]


@pytest.mark.parametrize(
    ("value", "owner"), [("12.6", "城北快速公路(魏家滩段)"), ("9600", "县中医院康复综合楼")]
)
def test_what_an_item_goes_on_to_tell_is_of_the_works_at_its_head(value: str, owner: str) -> None:
    (fact,) = [fact for fact in facts_of(ITEMS, "indicator") if str(fact.value) == value]
    assert fact.subject.name == owner


def test_a_mark_before_a_name_is_no_part_of_it() -> None:
    page = "简讯\n\n▲兴县职业技术学校与太原市杏花岭区职业中学签订联合办学协议。\n"
    (fact,) = facts_of(page, "agreement")
    assert fact.subject.name == "兴县职业技术学校"

"""The year of a report that prints none where one would look for it, and of what it looks back on."""

from __future__ import annotations

import pytest

from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts

REPORT = (
    "政府工作报告\n\n——2024年1月8日在清河县第十七届人民代表大会第三次会议上\n\n各位代表:\n\n一、过去一年工作回顾\n\n"
    "过去一年,我们坚持项目为王。全县产值增长6.1%。\n\n——实体经济稳中有进。新增企业21家。全年引进项目48个。\n\n"
    "二、今年工作安排\n\n今年是关键一年。产值力争增长6%。\n\n(一)做强工业。新增企业25家以上。\n"
)


def periods(page: str) -> dict[str, str | None]:
    return {
        str(fact.raw_value or (fact.change and fact.change.raw)): fact.period.start[:4] if fact.period and fact.period.start else None
        for fact in read_facts(page).facts
        if fact.kind in ("indicator", "task")
    }  # fmt: skip


def test_a_report_given_in_january_looks_back_on_the_year_before_and_plans_its_own() -> None:
    assert periods(REPORT) == {"6.1%": "2023", "21家": "2023", "48个": "2023", "6%": "2024", "25家": "2024"}


def test_a_review_of_a_year_tells_of_that_year_though_it_looks_ahead() -> None:
    page = "奋楫争先\n——清河县2023年发展综述\n\n本报记者 周宁\n\n这一年,全县引进项目48个。\n\n进入2024年,一季度计划开工项目31个。\n"
    assert periods(page)["48个"] == "2023"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("4月18日,会议召开。一季度,全县产值36亿元。2023年全县生产总值152亿元。", 2024),
        ("9月18日,会议召开。2023年全县夏粮产量52万吨。", 2023),
        ("12月18日,会议召开。2023年全县生产总值152亿元。", 2023),
        ("4月18日,会议召开。2023年全县计划实现产值152亿元。", 2023),
    ],
)
def test_what_a_whole_year_came_to_is_told_when_it_is_over(text: str, year: int) -> None:
    assert find_calendar([text]).year == year


def test_by_a_year_that_is_over_nothing_is_promised() -> None:
    page = "清河县花海\n\n2024年4月18日 星期四\n\n2018年,村里种花30亩。到2021年,面积扩大到420亩。\n"
    assert {fact.status for fact in read_facts(page).facts if fact.unit == "mu"} == {"achieved"}


def test_figures_set_apart_by_spaces_are_read_as_others_are() -> None:
    page = "2023 年 11 月 14 日 星期二\n\n清河县经济平稳\n\n今年 1—10 月,全县产值 48.6 亿元,接待游客 8.7 万人次。\n"
    facts = [fact for fact in read_facts(page).facts if fact.kind == "indicator"]
    assert [(fact.raw_value, fact.period and fact.period.end) for fact in facts] == [
        ("48.6亿元", "2023-10-31"),
        ("8.7万人次", "2023-10-31"),
    ]
    assert all(page[fact.start : fact.end] == fact.quote for fact in facts)

"""In which year a page stands that does not print its date."""

from __future__ import annotations

import json

import pytest

from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts


def year(text: str) -> str | None:
    """Return the year of the first figure that the page dates."""
    for line in read_facts(text).lines("page"):
        period = json.loads(line).get("period")
        if period and period["start"]:
            return str(period["start"][:4])
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯 今年,长泰区实施补短板项目14个。2023年长泰区还安排路灯项目3个。时间:4月22日(星期六)上午。", "2023"),
        ("本报讯 今年,长泰区实施补短板项目14个。去年是2023年。时间:4月22日(星期一)上午。", "2024"),
        ("本报讯 今年,竹溪县实现产值3亿元。10月16日,竹溪县一家公司签下2025年度供货合同。10月21日,2024年1至9月出口增长3%。", "2024"),
        ("本报讯 今年,竹溪县实现产值3亿元。12月6日,双方签署《2024年帮扶合作备忘录》。12月9日,会议召开。", "2023"),
        ("本报讯 今年,竹溪县实现产值3亿元。5月6日,双方签署《2024年帮扶合作备忘录》。5月9日,会议召开。", "2024"),
    ],
)  # fmt: skip
def test_weekdays_and_contracts_for_the_next_year_tell_the_year_of_a_page(text, expected):
    assert year(text) == expected


def test_what_is_news_on_a_day_is_counted_from_the_beginning_of_its_own_year():
    text = (
        "本报讯 7月21日,记者从区政府新闻发布会上获悉,2024年以来,房县项目建设加快。上半年,全县税收收入3亿元。"
        "今年春天雨水少。"
    )
    assert year(text) == "2024"


def test_a_headline_that_sets_out_with_months_says_what_its_report_is_of():
    text = (
        "上半年房县经济交出“期中答卷”\n\n本报记者 王一\n\n"
        "7月21日,记者从县政府新闻发布会上获悉,2024年以来,房县项目建设加快。\n\n全县税收收入3亿元。\n"
    )
    (fact,) = [json.loads(line) for line in read_facts(text).lines("page")]
    assert (fact["period"]["start"], fact["period"]["end"]) == ("2024-01-01", "2024-06-30")


def test_a_circular_on_how_things_stand_is_no_list_of_what_is_to_be_done():
    text = (
        "现将2022年前三季度全县重大项目建设和招商引资工作情况通报如下。\n(一)项目建设。全县新开工项目29个。"
    )
    (fact,) = [json.loads(line) for line in read_facts(text).lines("page")]
    assert fact["status"] == "achieved"


DIGEST = (
    "县两会特别报道\n从报告里读懂房县\n本报记者 王一\n1月9日上午,县人民代表大会开幕。\n"
    "2023,站稳了\n初步核算,房县生产总值128亿元。\n\n"
    "棉花好收成,采棉机由上年的81台增加到97台。\n\n"
    "纺织厂建成投产,当年实现产值6亿元。民生支出大,全年民生支出19亿元。\n\n"
    "2024,再出发\n新的一年,全县固定资产投资55亿元,力争全年接待游客26万人次。\n\n全县修公路7公里。\n"
)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("128亿元", "2023"), ("81台", "2022"), ("97台", "2023"), ("6亿元", "2023"), ("19亿元", "2023"), ("55亿元", "2024"), ("26万人次", "2024"), ("7公里", "2024")],
)  # fmt: skip
def test_two_years_that_head_the_halves_of_a_report_tell_of_what_each_is(printed, expected):
    facts = {fact.raw_value: fact for fact in read_facts(DIGEST).facts}
    assert facts[printed].period.start[:4] == expected


def test_a_headline_that_sets_out_with_a_bare_year_frames_its_item():
    page = "2023,站稳了\n\n本报讯(记者 王一)房县生产总值128亿元。\n\n2024,再出发\n\n本报讯(记者 李二)房县新修学校7所。\n"
    facts = {fact.raw_value: fact for fact in read_facts(page).facts}
    assert [facts[one].period.start[:4] for one in ("128亿元", "7所")] == ["2023", "2024"]


def test_a_digest_of_december_stands_in_the_year_that_ends():
    page = "房县这一年\n\n12月26日,全会召开。\n\n12月27日,大会开幕。\n2023,站稳了\n房县生产总值128亿元。\n\n2024,再出发\n今年,房县新修学校7所。\n"
    facts = {fact.raw_value: fact for fact in read_facts(page).facts}
    assert facts["7所"].period.start == "2023-01-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯 5月6日,2024房县(武当)黄酒文化节开幕。今年,房县销售黄酒3万吨。", "2024"),
        ("本报讯 5月6日,“2024房县半程马拉松”开跑。今年,房县接待游客3万人次。", "2024"),
        ("本报讯 5月6日,2024房县乡村论坛开幕。2023房县乡村论坛签约很多。今年,房县销售黄酒3万吨。", None),
        ("本报讯 5月6日,房县采购2024套桌椅迎接乡村论坛。今年,房县销售黄酒3万吨。", None),
        ("本报讯 5月6日,房县举办2024多场乡村大赛。今年,房县销售黄酒3万吨。", None),
        ("本报讯 2019年5月建成的展馆里,2024房县黄酒大会开幕。今年,房县销售黄酒3万吨。", "2019"),
    ],
)  # fmt: skip
def test_an_event_called_by_its_year_dates_a_page_that_has_no_other(text, expected):
    assert year(text) == expected


def test_the_long_line_of_the_makers_at_the_foot_prints_the_day():
    foot = "某某旗报 2025年7月18日 星期五 责任编辑 甲乙丙 地址:某某镇建设街 电话:0478-0000000 印刷:某某印务"
    raw = f"全旗经济向好\n\n今年上半年,全旗地区生产总值92.7亿元。2019年以来,修复项目28个。这家2022年落户的企业满产。\n\n{foot}\n"
    assert find_calendar([raw.split("\n")[2]], raw=raw).year == 2025


def test_what_is_paid_in_advance_names_the_next_year():
    text = "截至10月28日,房县今年实施项目52个。11月2日,全县2024年度医保参保缴费31万人。2023年计划已经完成。"
    assert find_calendar([text]).year == 2023

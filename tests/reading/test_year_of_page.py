"""In which year a page stands that does not print its date."""

from __future__ import annotations

import json

import pytest

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

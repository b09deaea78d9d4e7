"""Which time a number is told of: named with it, carried from the opening of the report, or counted from another."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts


def days(page: str, printed: str) -> tuple[str | None, str | None] | None:
    raw = page.index(printed)
    fact = next(fact for fact in read_facts(page).facts if fact.value_span == (raw, raw + len(printed)))
    return (fact.period.start, fact.period.end) if fact.period else None


@pytest.mark.parametrize(
    ("opening", "bounds"),
    [
        ("2024年1—7月,全市产值48亿元。", ("2024-01-01", "2024-07-31")),
        ("今年1至5月,2024年重点工作顺利,全市产值48亿元。", ("2024-01-01", "2024-05-31")),
        ("2024年1月至9月,全市产值48亿元。", ("2024-01-01", "2024-09-30")),
        ("2024年5月至7月,全市产值48亿元。", None),
        ("2024年7月,全市产值48亿元。", None),
        ("2024年3月11日,全市产值48亿元。", None),
    ],
)
def test_the_months_so_far_that_open_a_report_frame_its_other_paragraphs(
    opening: str, bounds: tuple[str, str] | None
) -> None:
    page = f"榆树市经济运行平稳\n\n{opening}\n\n同期,全市接待游客126.8万人次。\n"
    assert days(page, "126.8万人次") == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2019年,村里种花640亩,当年接待游客8.7万人次。", ("2019-01-01", "2019-12-31")),
        ("2021年3月,花海开园,当年接待游客8.7万人次。", ("2021-01-01", "2021-12-31")),
        ("去年花海开园,当年接待游客8.7万人次。", ("2023-01-01", "2023-12-31")),
        ("2024年花海开园,今年接待游客8.7万人次。", ("2024-01-01", "2024-12-31")),
        ("花海开园,当年接待游客8.7万人次。", ("2024-01-01", "2024-12-31")),
    ],
)
def test_that_same_year_is_the_one_just_named(text: str, bounds: tuple[str, str]) -> None:
    page = f"榆树市发展乡村旅游\n\n2024年6月1日,榆树市召开会议。\n\n{text}\n"
    assert days(page, "8.7万人次") == bounds


@pytest.mark.parametrize(
    ("text", "printed", "bounds"),
    [
        ("今年1至7月,净利润由上年同期的860万元增加到1240万元。", "860万元", ("2023-01-01", "2023-07-31")),
        ("今年1至2月,销售额从去年同期的860万元增加到1240万元。", "860万元", ("2023-01-01", "2023-02-28")),
        ("今年1至7月,净利润由上年同期的860万元增加到1240万元。", "1240万元", ("2024-01-01", "2024-07-31")),
        ("今年1至7月,净利润比上年同期增加860万元,销售额1240万元。", "1240万元", ("2024-01-01", "2024-07-31")),
    ],
)
def test_from_the_same_months_of_last_year_means_a_year_before(
    text: str, printed: str, bounds: tuple[str, str]
) -> None:
    assert days(f"榆树市工业运行平稳\n\n2024年8月1日,榆树市召开会议。\n\n{text}\n", printed) == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (
            "2024年11月2日夜间至3日,榆树市出现入冬以来首场降雪,最大降雪量12.3毫米。",
            ("2024-11-02", "2024-11-03"),
        ),
        ("2024年11月2日,榆树市出现入汛以来最强降雨,最大降雨量12.3毫米。", ("2024-11-02", "2024-11-02")),
        ("2024年11月2日,榆树市召开会议。入汛以来,全市平均降雨量12.3毫米。", (None, None)),
    ],
)
def test_the_first_since_winter_began_is_a_place_among_its_like_and_no_time(
    text: str, bounds: tuple[str | None, str | None]
) -> None:
    assert days(f"榆树市气象快讯\n\n{text}\n", "12.3毫米") == bounds


def test_a_month_of_this_year_brings_the_months_after_it_back_to_this_year() -> None:
    page = "榆树市结对帮扶见成效\n\n2022年6月9日,榆树市召开会议。\n\n2021年下半年,两地结对。今年5月,考察团来访。截至5月底,落实资金4100万元。\n"
    assert days(page, "4100万元") == (None, "2022-05-31")


def test_under_the_heading_of_a_year_the_year_s_end_stays_in_it() -> None:
    page = "榆树市工作要点\n\n今年,全市开局良好。2023年工作回顾\n\n2023年全市产值480亿元。截至年底,建成学校12所。\n"
    assert days(page, "12所") == (None, "2023-12-31")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("此次开工的粮库接待游客8.7万人次。", ("2024-03-12", "2024-03-12")),
        ("会上,榆树市接待游客8.7万人次。", ("2024-03-12", "2024-03-12")),
        ("2019年,村里种花640亩。第二年,村里接待游客8.7万人次。", ("2020-01-01", "2020-12-31")),
        ("去年5月1日花海开园。到年末,接待游客8.7万人次。", ("2023-12-01", "2023-12-31")),
        ("去年的采收季,村里种花640亩,全年接待游客8.7万人次。", ("2023-01-01", "2023-12-31")),
        ("去年的采收季,村里种花640亩,全年力争接待游客8.7万人次。", ("2024-01-01", "2024-12-31")),
        ("今年花海开园,种花640亩,是2020年的两倍,全年接待游客8.7万人次。", ("2024-01-01", "2024-12-31")),
    ],
)
def test_a_time_that_looks_back_at_the_one_before_is_counted_from_it(
    text: str, bounds: tuple[str, str]
) -> None:
    page = f"2024年3月15日 星期五\n\n榆树市花海开园\n\n3月12日,榆树市召开会议。\n\n{text}\n"
    assert days(page, "8.7万人次") == bounds


def test_what_was_set_at_the_beginning_of_a_year_does_not_date_what_is_told_of_it() -> None:
    page = "榆树市前三季度工作\n\n2024年前三季度,全市产值48亿元。\n\n年初确定的事项办结,接待游客8.7万人次。\n"
    assert days(page, "8.7万人次") == ("2024-01-01", "2024-09-30")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("23日17时至25日8时,榆树市新建厂房12座。", ("2024-07-23", "2024-07-25")),
        ("23日20时30分—24日8时,榆树市新建厂房12座。", ("2024-07-23", "2024-07-24")),
        ("23日至25日,榆树市新建厂房12座。", ("2024-07-23", "2024-07-25")),
        ("今年前两个月,榆树市新建厂房12座。", ("2024-01-01", "2024-02-29")),
        ("今年头两月,榆树市新建厂房12座。", ("2024-01-01", "2024-02-29")),
        ("今年前两个月,榆树市开工顺利,新建厂房12座。", ("2024-01-01", "2024-02-29")),
    ],
)
def test_days_with_their_hours_and_two_months_are_times(text: str, bounds: tuple[str, str]) -> None:
    page = f"2024年7月27日 星期六\n\n榆树市新闻\n\n7月26日,榆树市召开会议。\n\n{text}\n"
    assert days(page, "12座") == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024年,榆树市种粮多,机收率提高,农机由上年的12座车库起步。", ("2023-01-01", "2023-12-31")),
        ("2023年,榆树市种粮多。上年,榆树市新建厂房12座。", ("2022-01-01", "2022-12-31")),
        ("2023年,榆树市种粮多。今年,榆树市种豆。上年,榆树市新建厂房12座。", ("2023-01-01", "2023-12-31")),
        ("2015年,榆树市种粮多。上年,榆树市新建厂房12座。", ("2023-01-01", "2023-12-31")),
        ("2023年,榆树市种粮多。去年,榆树市新建厂房12座。", ("2023-01-01", "2023-12-31")),
    ],
)
def test_the_year_before_is_that_before_the_one_a_report_names(text: str, bounds: tuple[str, str]) -> None:
    page = f"2024年1月27日 星期六\n\n榆树市新闻\n\n1月26日,榆树市召开会议。\n\n{text}\n"
    assert days(page, "12座") == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("榆树市新厂投产,当年实现产值12亿元。", ("2023-01-01", "2023-12-31")),
        ("2019年,榆树市新厂投产,当年实现产值12亿元。", ("2019-01-01", "2019-12-31")),
        ("榆树市新厂开工,当年力争实现产值12亿元。", ("2024-01-01", "2024-12-31")),
        ("榆树市新厂力争全年实现产值12亿元。", ("2024-01-01", "2024-12-31")),
        ("榆树市新厂全年实现产值12亿元。", ("2023-01-01", "2023-12-31")),
        ("新的一年,榆树市新厂产值12亿元。", ("2024-01-01", "2024-12-31")),
    ],
)
def test_in_january_what_a_whole_year_came_to_is_of_the_last_one(text: str, bounds: tuple[str, str]) -> None:
    page = f"2024年1月27日 星期六\n\n榆树市新闻\n\n1月26日,榆树市召开会议。\n\n{text}\n"
    assert days(page, "12亿元") == bounds


BACK = "2024年3月15日 星期五\n\n榆树市新闻\n\n本报讯(记者 张三)今年,榆树市大坡镇新开一家粮站。\n\n"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        # a year gone by holds until years are said to pass
        ("2016年,粮站只有一间库房。站里有工人12名。", ("2016-01-01", "2016-12-31")),
        ("2016年,粮站只有一间库房。七年过去,站里有工人12名。", ("2024-01-01", "2024-12-31")),
        ("2016年,粮站只有一间库房。几年下来,库房扩建。站里有工人12名。", ("2024-01-01", "2024-12-31")),
        ("2016年,粮站只有一间库房。现在的库房大。站里有工人12名。", ("2024-01-01", "2024-12-31")),
        # what a thing measures holds without a time
        ("2023年,粮站开业。粮站最多容纳工人12名。", None),
        ("2023年,粮站开业,最多容纳工人12名。", ("2023-01-01", "2023-12-31")),
        # a time behind its number
        ("去年,粮站开业。其中工人12名已于2月到岗。", ("2024-02-01", "2024-02-29")),
        ("2023年,粮站开业。其中工人12名准备2月到岗。", ("2023-01-01", "2023-12-31")),
        # that year, and the years since
        ("变化始于2019年。那年,粮站招工人12名。", ("2019-01-01", "2019-12-31")),
        ("变化很大。那年,粮站招工人12名。", (None, None)),
        ("自2018年粮站开业以来,粮站越办越好。六年间,粮站招工人12名。", ("2018-01-01", None)),
        ("自2018年粮站开业以来,粮站越办越好。三年间,粮站招工人12名。", (None, None)),
        # a month among the months so far is left at the end of its sentence
        ("前两个月粮站开业。2月当月粮站停工。粮站招工人12名。", ("2024-01-01", "2024-02-29")),
        # a visit of several days
        ("去年,粮站开业。客人3月11日至13日来访。考察期间,粮站招工人12名。", ("2024-03-11", "2024-03-13")),
        ("去年,粮站开业。客人3月11日至13日来访。会上,粮站招工人12名。", ("2023-01-01", "2023-12-31")),
    ],
)  # fmt: skip
def test_a_time_is_carried_as_far_as_it_holds(text: str, bounds: tuple[str | None, str | None]) -> None:
    assert days(f"{BACK}{text}\n", "12名") == bounds


def test_what_is_invested_by_the_plan_of_a_year_is_of_the_page_s_own() -> None:
    page = "2024年3月15日 星期五\n\n榆树市新闻\n\n榆树市集中开工项目多,年度计划投资18.2亿元。榆树市总投资90亿元。\n"
    assert days(page, "18.2亿元") == ("2024-01-01", "2024-12-31")
    assert days(page, "90亿元") is None

"""The year and the day that the margins of a page and its fixed phrases tell."""

from __future__ import annotations

import pytest

from youju.reading.page_year import find_calendar

TEXT = "去年,清河县粮食产量5.6亿斤。今年,全县投入资金860万元。2021年3月开工的产业园去年10月投产。"


@pytest.mark.parametrize(
    "line",
    [
        "2023年11月14日第三版",
        "2023年11月14日 农历癸卯年十月初二",
        "二〇二三年十一月十四日 星期二",
        "2023年11月14日 责编/王一 版式/李二",
        "2023.11.14",
    ],
)
def test_a_day_in_the_margin_is_that_of_the_page(line: str) -> None:
    assert str(find_calendar([TEXT], raw=f"{line}\n\n{TEXT}").published) == "2023-11-14"


def test_a_day_at_the_foot_of_the_page_is_that_of_the_page() -> None:
    assert str(find_calendar([TEXT], raw=f"{TEXT}\n\n2023年11月14日 责编/王一").published) == "2023-11-14"


@pytest.mark.parametrize(
    "line", ["2023年11月14日,会议召开", "(2023年11月14日在县人民代表大会会议上)", "2023年11月14日开工"]
)
def test_a_day_on_which_something_was_done_is_no_margin(line: str) -> None:
    assert find_calendar([TEXT], raw=f"{line}\n\n{TEXT}").published is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("今年(2023年),全县投入860万元。2021年开工的产业园投产。", 2023),
        ("去年(2022年),全县投入860万元。2021年开工的产业园投产。", 2023),
        ("今年是“十四五”规划的开局之年。2019年开工的产业园投产。", 2021),
        ("今年是“十四五”收官之年。2021年开工的产业园投产。", 2025),
    ],
)  # fmt: skip
def test_fixed_phrases_tell_the_year_of_a_page(text: str, year: int) -> None:
    assert find_calendar([text], raw=text).year == year


def test_the_number_of_a_paper_tells_its_year() -> None:
    assert find_calendar([TEXT], raw=f"清政发〔2023〕14号\n\n{TEXT}").year == 2023


@pytest.mark.parametrize(
    "line",
    [
        "２０２３年１１月１４日　星期二",
        "清河报 2023年11月14日 星期二 农历癸卯年十月初二 第8642期 今日四版 国内统一连续出版物号CN11-0000 中共清河县委主管",
    ],
)
def test_the_head_of_a_paper_tells_its_day_however_long_or_wide_it_is(line: str) -> None:
    assert str(find_calendar([TEXT], raw=f"{line}\n\n{TEXT}").published) == "2023-11-14"


def test_the_year_in_which_works_are_to_end_is_not_that_of_the_page() -> None:
    text = "2023年,清河县实现产值3亿元。全县计划投资5亿元新建粮库,主体已封顶,2026年建成投产。"
    assert find_calendar([text], raw=text).year == 2023

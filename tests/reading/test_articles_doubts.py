"""What is broken on a page is said as a doubt, with its place and its reason."""

from __future__ import annotations

import pytest

from youju.reading.articles import read_articles
from youju.reading.dated import date_page
from youju.reading.text import Doubt

FULL = "清河县委八届五次全会要求坚持稳中求进工作总基调,全面实施高质量发展战略,推动各项工作取得新进展。"


def doubts(page: str, kind: str) -> list[Doubt]:
    return [doubt for doubt in read_articles(page)[1] if doubt.kind == kind]


def test_a_sentence_without_its_other_half_is_said_to_be_cut_off() -> None:
    page = "全市文旅项目24个,总投资204.4亿元。上半年机场起降航班、旅客吞吐量分别增\n\n优化营商环境\n\n窗口推行一窗受理,材料齐全的当场就能领取执照。\n"
    (doubt,) = doubts(page, "truncated")
    assert doubt.quote == "上半年机场起降航班、旅客吞吐量分别增"


def test_two_numbers_promised_by_respectively_end_the_search_for_the_other_half() -> None:
    page = "上半年机场起降航班、旅客吞吐量分别增\n\n优化营商环境\n\n长12.5%、10.9%,创历史新高,其中国际航线恢复三条。\n"
    assert not doubts(page, "truncated")


@pytest.mark.parametrize(
    "line",
    [
        "其中,城乡居民消费持续增长",
        "进入主汛期,请广大市民和游客远离河道、山洪沟,自驾出行请提前查询路况。报警电话:110 急救电话:120 州应急管理局值班电话:0433-2256179",
        "报:县委、县政府领导。 发:各镇,县直各部门。 (共印90份)",
    ],
)
def test_a_line_that_never_had_a_stop_is_not_said_to_be_cut_off(line: str) -> None:
    assert not doubts(f"{FULL}\n\n安全提示\n\n{line}\n", "truncated")


def test_a_block_printed_twice_is_left_out_and_said_so() -> None:
    page = f"{FULL}\n\n上半年规模以上工业总产值增长21.3%,增速位\n\n{FULL[10:]}\n\n居全省第一位。\n"
    (article,), _ = read_articles(page)
    (doubt,) = doubts(page, "dropped_duplicate")
    assert "增速位居全省第一位" in article.body.text
    assert page[doubt.start : doubt.end] == FULL[10:]


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("会议要求坚持稳中求进、稳中求进,做好下半年工作。", "稳中求进、稳中求进"),
        ("全县推动绿色转型,深化深化改革取得成效。", "深化深化"),
        ("建设文明之村庄、富裕之村庄、美丽之村庄、文明之村庄,干群同心。", "文明之村庄"),
    ],
)
def test_words_printed_twice_in_a_row_are_doubted(text: str, twice: str) -> None:
    assert [doubt.quote for doubt in doubts(text, "repeated_phrase")] == [twice]


@pytest.mark.parametrize("text", ["提升基层党组织组织力是主线。", "做到一条一条对照、一项一项落实到人。"])
def test_words_that_only_look_doubled_are_not_doubted(text: str) -> None:
    assert not doubts(text, "repeated_phrase")


def test_a_foreign_function_word_between_chinese_words_is_doubted() -> None:
    assert [
        doubt.quote.strip() for doubt in doubts("学习服务理念 and “跑一次”改革的经验。", "stray_word")
    ] == ["and"]


def test_a_printed_date_dates_the_page_for_certain() -> None:
    dating = date_page(["2023年8月1日 星期二", "清河县召开会议"])
    assert (str(dating.day), dating.certain) == ("2023-08-01", True)


def test_a_writer_told_on_the_fifth_is_in_print_on_the_sixth() -> None:
    dating = date_page(["2019年第五次会议召开", "本报讯 5月5日,记者从市气象台获悉,全市普降小雨。"])
    assert (str(dating.day), str(dating.earliest), dating.certain) == ("2019-05-06", "2019-05-05", False)


def test_a_year_that_is_only_aimed_at_does_not_date_the_page() -> None:
    assert date_page(["2022年例会召开,力争到2025年实现翻番,预计2030年达到百亿。"]).year == 2022


def test_a_page_without_a_year_is_not_dated() -> None:
    assert date_page(["清河县召开会议,部署秋收工作。"]).year is None


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ("12月20日,县委召开经济工作会议,回顾2023年工作,安排部署2024年经济工作。", 2023),
        ("12月8日,区政府研究2026年工作任务。全区2025年项目开工率达到九成。", 2025),
        ("11月29日上午,会议提出,2022年全市主要预期目标是增长7%。2021年的成绩来之不易。", 2021),
        ("1月12日,县委召开经济工作会议,回顾2023年工作,安排部署2024年经济工作。", 2024),
        ("12月3日,区政府盘点2026年工作任务完成情况。2025年结转的项目全部开工,2026年新开工18个。", 2026),
        ("3月5日,会议提出,2022年全市主要预期目标是增长7%。2021年的成绩来之不易。", 2022),
    ],
)
def test_a_year_for_which_goals_are_set_is_the_next_one_at_the_end_of_a_year(page, year):
    assert date_page([page]).year == year

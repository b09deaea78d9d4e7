"""Names of numbers that a report tells in plain words: what was sold, what a field bore, what came to be so many."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

HEAD = "榆树市上半年发展\n\n2024年上半年,榆树市召开会议。\n\n"


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("头一年,鹿茸卖了9.7万元。", "9.7万元", "鹿茸销售额"),
        ("“去年我们卖了6300万元。”经理说。", "6300万元", "销售额"),
        ("一亩干参收得到130公斤。", "130公斤", "干参亩产"),
        ("旅拍店由四十余家猛增到三百多家。", "三百多家", "旅拍店数"),
        ("全市试养河蟹3600亩,今年一口气扩大到1.1万亩。", "1.1万亩", "试养河蟹面积"),
        ("坝头村的34户人家住上新房。", "34户", "户数"),
        ("48户村民围坐在火炉旁。", "48户", "村民数"),
        ("他一年下来能挣2.6万元。", "2.6万元", "年收入"),
        ("接待游客286.4万人次,旅游收入38.1亿元,较2019年同期分别增长41.2%和52.6%。", "52.6%", "旅游收入"),
        ("名特优产品累计销售1800万元。", "1800万元", "名特优产品累计销售"),
    ],
)  # fmt: skip
def test_a_number_told_in_plain_words_has_the_name_a_reader_would_give_it(
    text: str, printed: str, name: str
) -> None:
    page = HEAD + text + "\n"
    raw = page.index(printed)
    names = {
        (fact.value_span or (fact.change.span if fact.change else (0, 0)))[0]: fact.indicator
        for fact in read_facts(page).facts
        if fact.kind in ("indicator", "task")
    }
    assert names[raw] == name

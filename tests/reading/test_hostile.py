"""Texts that nobody would print: one mark a million times. They are read, at a cost linear in their length."""

from __future__ import annotations

import pytest

from tests.costs import cost
from youju.reading.pages import read_facts

HOSTILE = {
    "digits": "1", "opening brackets": "(", "closing brackets": ")", "opening quotes": "“", "titles": "《", "list commas": "、", "line feeds": "\n",
    "cut lines": "增\n", "broken paragraphs": "清河县今年开工项目的\n\n", "one character": "长", "villages": "村", "towns": "白石镇", "this town": "全镇",
    "years": "2023年", "years looked back to": "继2023年今年一季度", "shares": "1%、", "shares without a mark": "1%", "headlines in sentences": "清河县今年开工项目的\n\n春到清河\n\n——见闻\n\n本报记者 周宁\n\n", "signings": "甲县与乙县签约,", "respectively": "分别增长", "myriads": "万", "in brackets": "(1)",
}  # fmt: skip
SIZE = 12_000


def seconds(text: str) -> float:
    return cost(lambda: read_facts(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_one_mark_over_and_over_costs_in_proportion_to_its_length(name: str) -> None:
    piece = HOSTILE[name]
    short, long = piece * (SIZE // len(piece)), piece * (4 * SIZE // len(piece))
    read_facts(short)
    assert seconds(long) < 4 * 3 * max(seconds(short), 0.02)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_said_of_such_a_text_stands_in_it(name: str) -> None:
    text = "榆树市今年产值5亿元。\n" + HOSTILE[name] * 300 + "\n全市新建学校3所。"
    reading = read_facts(text)
    for said in (*reading.facts, *reading.doubts):
        assert text[said.start : said.end] == said.quote

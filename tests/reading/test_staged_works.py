"""Works that are known by what is said of them: by their cost and a stage, or because they head a numbered item."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "榆树市上半年发展成效明显\n\n本报讯(记者 张三)榆树市召开会议。全市产值48亿元。\n\n"


def facts_of(text: str) -> list[Fact]:
    return list(read_facts(HEAD + text + "\n").facts)


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("投资5600万元的智能化车间已进入设备调试阶段。", "5600万元", "智能化车间"),
        ("总投资2.3亿元的纺织工人文化宫上个月破土动工。", "2.3亿元", "纺织工人文化宫"),
        ("去年9月,总投资1.28亿元的榆树粮食“产业大脑”上线运行,目前已接入企业93家。", "93家", "榆树粮食“产业大脑”"),
        ("国庆节前,全长28.4公里的五棵树至黑林产业路建成通车。", "28.4公里", "五棵树至黑林产业路"),
    ],
)  # fmt: skip
def test_works_told_of_by_cost_or_extent_and_a_stage_own_their_figures(
    text: str, printed: str, name: str
) -> None:
    facts = facts_of(text)
    assert next(fact.subject.name for fact in facts if fact.raw_value == printed) == name
    assert name in [fact.subject.name for fact in facts if fact.kind == "project"]


def test_a_numbered_item_headed_by_works_tells_of_them_even_where_their_name_begins_with_a_number() -> None:
    facts = facts_of(
        "部分项目进展如下:\n\n1.黑林镇苹果分选中心。设备安装完成80%。\n\n2.202国道五棵树段改建工程。路基成型90%。"
    )
    owners = {str(fact.value): fact.subject.name for fact in facts if fact.unit == "percent"}
    assert owners == {"80": "黑林镇苹果分选中心", "90": "202国道五棵树段改建工程"}


@pytest.mark.parametrize(
    "text",
    ["投资5600万元的一批项目已开工。", "投资5600万元的各类工程陆续建成。", "投资5600万元的决定已作出。"],
)
def test_a_class_of_works_is_no_staged_works(text: str) -> None:
    assert not [fact for fact in facts_of(text) if fact.kind == "project"]

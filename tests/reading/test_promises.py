"""Whether a number is a report or a promise, by the words beside it."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

HEAD = "榆树市上半年发展\n\n2024年上半年,榆树市召开会议。\n\n"


@pytest.mark.parametrize(
    ("text", "printed", "status"),
    [
        ("规划建设6条生产线,眼下3条已进入调试阶段。", "3条", "achieved"),
        ("计划改造管网16.8公里,实际完成9.2公里。", "9.2公里", "achieved"),
        ("发放备耕贷款136.9亿元,占计划投放额的93%。", "93%", "achieved"),
        ("粮库日处理能力将由1.5万吨提升到4万吨。", "4万吨", "planned"),
        ("双方商定,今年互设专柜12个,互派干部20人次。", "20人次", "planned"),
        ("公司签订供货协议,合同总金额达8600万元。", "8600万元", "achieved"),
        ("要完成全年产值增长2.5%左右的目标。", "2.5%", "planned"),
        ("产业园主体封顶,16家铸造企业将入园。", "16家", "planned"),
        ("22件民生实事如期兑现。", "22件", "achieved"),
        ("前三季度,预计全市实现产值62.8亿元。", "62.8亿元", "achieved"),
        ("年加工玉米60万吨的淀粉糖项目已完成主体施工。", "60万吨", "planned"),
        ("石磨面粉生产线9月底竣工投产,日处理小麦120吨。", "120吨", "achieved"),
        ("投资5600万元的智能化车间已进入调试阶段。", "5600万元", "planned"),
        ("总投资1.28亿元的粮食交易平台上线运行。", "1.28亿元", "achieved"),
    ],
)  # fmt: skip
def test_a_number_is_reported_or_promised_by_the_words_beside_it(
    text: str, printed: str, status: str
) -> None:
    page = HEAD + text + "\n"
    raw = page.index(printed)
    spans = {
        (fact.value_span or (fact.change.span if fact.change else (0, 0)))[0]: fact.status
        for fact in read_facts(page).facts
        if fact.kind in ("indicator", "task")
    }
    assert spans[raw] == status

"""Numbers with their measures, phrase by phrase."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.costs import cost
from youju.reading.model import Fact, printed
from youju.reading.numerals import number
from youju.reading.pages import read_facts
from youju.reading.quantities import Quantity, scan

EDGES = Path(__file__).parents[2].parent / "shared" / "gold" / "edge_cases.jsonl"


def cases() -> list[dict[str, Any]]:
    if not EDGES.exists():
        return []
    return [json.loads(line) for line in EDGES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not EDGES.exists(), reason="the edge cases are not part of the project")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_every_edge_case_yields_exactly_its_atoms(case: dict[str, Any]) -> None:
    wanted = [atom for atom in case["atoms"] if not atom.get("optional")]
    facts = read_facts(case["text"]).facts
    offered = [atom for fact in facts if fact.kind in ("indicator", "task") for atom in atoms(fact)]
    assert sorted(map(key, wanted)) == sorted(offered), [fact.quote for fact in facts]


def key(atom: dict[str, Any]) -> str:
    if atom["type"] == "rank":
        return f"rank {atom['position']} of {atom['of']}"
    if atom["type"] == "change":
        return f"{atom['direction']} {atom['value']} {atom['unit']} {atom['basis']} {atom['qualifier']}"
    return f"level {atom['value']} {atom['value_high']} {atom['unit']} {atom['qualifier']}"


def atoms(fact: Fact) -> list[str]:
    found = []
    if fact.value is not None:
        high = printed(fact.value_high) if fact.value_high is not None else None
        found.append(f"level {printed(fact.value)} {high} {fact.unit} {fact.qualifier}")
    if fact.change and fact.change.value is not None:
        change = fact.change
        found.append(
            f"{change.direction} {printed(change.value or Decimal(0))} {change.unit} {change.basis} {change.qualifier}"
        )
    if fact.rank:
        found.append(f"rank {fact.rank.position} of {fact.rank.of}")
    return found


def only(text: str) -> Quantity:
    found = scan(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "measure", "relation"),
    [
        ("实现税收2.35亿元", 235_000_000, "yuan", "exact"),
        ("投入资金超过800万元", 8_000_000, "yuan", "at_least"),
        ("漏报率不超过3%", 3, "percent", "at_most"),
        ("约有40%的农户", 40, "percent", "about"),
        ("惠及群众1.2万余人", 12000, "person", "at_least"),
        ("处置闲置土地1,250亩", 1250, "mu", "exact"),
        ("建成充电桩二百三十个", 230, "item", "exact"),
        ("电量达6.5亿千瓦时", 650_000_000, "kwh", "exact"),
        ("比重提高0.8个百分点", Decimal("0.8"), "percentage_point", "exact"),
        ("出动巡查车辆300余台次", 300, "item", "at_least"),
        ("城镇化率接近七成五", 75, "percent", "about"),
        ("项目总投资约28亿", 2_800_000_000, "yuan", "about"),
    ],
)
def test_a_measured_number_keeps_value_measure_and_bound(
    text: str, value: int, measure: str, relation: str
) -> None:
    one = only(text)
    assert (one.value, one.measure) == (Decimal(value), measure)
    assert one.relation == relation


@pytest.mark.parametrize(
    "text",
    [
        "第十四届三次会议", "2021年3月15日", "坚持“三个不动摇”", "“5+3”模式", "1+6+N体系", "一系列举措", "联系电话0431-88912345", "今年18岁的小张",
        "两地携手", "百姓千家万户", "走完最后一公里", "沿302国道", "G12高速", "第3期", "进一步", "三次产业", "三年行动", "5个月后", "百年老店", "一期工程", "播放量3.5亿",
    ],
)  # fmt: skip
def test_a_number_that_states_nothing_is_left_alone(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十三万六千四百", "236400"), ("三亿五千万", "350000000"), ("一百零二", "102"), ("一百二", "120"), ("十二", "12"), ("两万", "20000"), ("二〇二三", "2023"), ("1,234.5", "1234.5")],
)  # fmt: skip
def test_numerals_are_read_exactly(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_an_amount_in_ten_thousands_is_the_amount(value: int) -> None:
    assert only(f"完成投资{value}万元").value == Decimal(value) * 10_000


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_string_is_read_and_every_quote_stands_where_it_says(text: str) -> None:
    reading = read_facts(text)
    assert all(text[fact.start : fact.end] == fact.quote for fact in reading.facts)
    assert all(text[doubt.start : doubt.end] == doubt.quote for doubt in reading.doubts)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["全市", "完成投资", "3.5亿元", "、", ",", "增长", "12%", "分别", "近", "万", "百", "余", "人次", "。", "\n", "居全省第一位", "2023年", "与", "签订协议", "(", "“", "”", "项目", "开工", "—", "至", "5", "个", "%"]), max_size=60))  # fmt: skip
def test_any_salad_of_the_genre_is_read_without_an_exception(words: list[str]) -> None:
    text = "".join(words)
    reading = read_facts(text)
    assert all(text[fact.start : fact.end] == fact.quote for fact in reading.facts)


@pytest.mark.parametrize(
    "unit",
    ["一", "1", "5%", "3亿元、", "3个", "分别3%、", "甲、", "建设项目", "第", "“", "通化", "到", "公司与"],
)
def test_a_text_without_an_end_costs_no_more_than_its_length_allows(unit: str) -> None:
    def seconds(length: int) -> float:
        text = "某县2023年简讯\n\n本报讯 " + unit * (length // len(unit))
        return cost(lambda: read_facts(text))

    seconds(500)
    assert seconds(8000) < 10 * max(seconds(2000), 0.03)

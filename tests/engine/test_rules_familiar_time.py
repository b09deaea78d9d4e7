"""Familiar rules that look along the calendar, at registers and at the grade, asked of both engines."""

from decimal import Decimal

import pytest

from tests.engine.engines import ask
from tests.engine.worked import units_of

D = Decimal
BASIS = "{title: 安全生产责任制规定, issuer: 国务院, level: central}"


def one(rule, names="x"):
    return f"{{names: [{names}], marks: [{rule}]}}"


@pytest.mark.parametrize(("now", "marks"), [(110, 11), (100, 10), (95, D("9.5")), (300, 15)])
def test_growth_over_last_year_adds_a_mark_for_each_ten_percent(engine, now, marks):
    """同比每增长 10% 加 1 分，按比例，最多 5 分。"""
    scheme = one(
        "{id: r, value: {growth: x, over: same_period_last_year}, shape: {per: 10%, around: 0, count: pro_rata, marks: 1, start: 10, at_most: 15}}"
    )
    assert ask(engine, scheme, {"x": {"2022-06": 100, "2023-06": now}}).totals["v"] == marks


def test_three_falls_in_a_row_cost_three_marks(engine):
    """环比连续三个月下降，扣 3 分。"""
    scheme = one(
        "{id: r, value: {run_length: {growth: x, over: previous_period}, below: 0}, shape: {steps: [{at_least: 3, marks: -3}, {otherwise: 0}]}}"
    )
    falling = {f"2023-0{month}": 100 - month for month in range(3, 7)}
    assert ask(engine, scheme, {"x": falling}).totals["v"] == -3
    assert ask(engine, scheme, {"x": {**falling, "2023-03": 90}}).totals["v"] == 0


@pytest.mark.parametrize(("done", "marks"), [(60, 10), (45, 9), (40, 8), ("49.9", D("9.98"))])
def test_falling_behind_the_time_passed_costs_by_the_point(engine, done, marks):
    """完成进度低于序时进度的，每低 1 个百分点扣 0.2 分。"""
    scheme = one(
        "{id: r, value: {progress: x, to: y}, shape: {per: 1%, below: 0, count: pro_rata, marks: -0.2, start: 10, at_least: 0}}",
        "x, y",
    )
    assert ask(engine, scheme, {"x": done, "y": 100}).totals["v"] == marks


def test_a_seasonal_curve_is_no_straight_line(engine):
    """分季度进度：一季度 20%，上半年 45%，全年 100%。"""
    scheme = one(
        "{id: r, value: {progress: x, to: 100, by: {3: 20%, 6: 45%, 12: 100%}, as: ratio}, shape: {times: 10}}"
    )
    assert ask(engine, scheme, {"x": {"2023-04": 34}}, period="2023-04").totals["v"] == 12 - D("0.00")
    assert ask(engine, scheme, {"x": {"2023-06": 45}}).totals["v"] == 10


def test_each_place_won_since_last_month_adds_half_a_mark(engine):
    """排名每前进一位加 0.5 分。"""
    scheme = one(
        "{id: r, value: {difference: [{before: {place: x}, back: 1}, {place: x}]}, shape: {times: 0.5}}"
    )
    seen = {
        "a": {"x": {"2023-05": 1, "2023-06": 9}},
        "b": {"x": {"2023-05": 5, "2023-06": 5}},
        "c": {"x": {"2023-05": 4, "2023-06": 3}},
    }
    rows = {code: {"x": dict(values["x"])} for code, values in seen.items()}
    assert ask(engine, scheme, rows).totals == {"a": 1, "b": D("-0.5"), "c": D("-0.5")}


def test_first_for_three_months_running_adds_two(engine):
    """连续三个月排名第一，加 2 分。"""
    scheme = one(
        "{id: r, value: {run_length: {place: x}, at_most: 1, window: 12}, shape: {steps: [{at_least: 3, marks: 2}, {otherwise: 0}]}}"
    )
    months = ("2023-04", "2023-05", "2023-06")
    seen = {"a": {"x": dict.fromkeys(months, 9)}, "b": {"x": dict.fromkeys(months, 8)}}
    assert ask(engine, scheme, seen).totals == {"a": 2, "b": 0}


def test_the_year_is_marked_by_what_has_been_done_so_far(engine):
    """累计完成数与年度目标之比。"""
    scheme = """
    parameters: {target: {2022-01: 80, 2023-01: 100}}
    names: [x]
    marks: [{id: r, value: {ratio: {cumulative: x}, to: target}, shape: {times: 20}}]
    """
    assert ask(engine, scheme, {"x": {"2022-12": 99, "2023-02": 10, "2023-06": 20}}).totals["v"] == 6


def test_good_rates_are_counted_from_the_ledger(engine):
    """断面水质优良（Ⅲ类及以上）比例。"""
    scheme = """
    registers: {water: {fields: {unit: {type: string}, class: {type: string, choices: [劣Ⅴ, Ⅴ, Ⅳ, Ⅲ, Ⅱ, Ⅰ], ordered: true}}}}
    indicators: {good: {title: 优良率, missing: omit, from: {register: water, share_where: {class: {at_least: Ⅲ}}}}}
    marks: [{id: r, value: good, shape: {times: 10}}]
    """
    records = {"water": [{"unit": "v", "class": c} for c in ("Ⅰ", "Ⅲ", "Ⅳ", "劣Ⅴ")]}
    assert ask(engine, scheme, {}, records=records).totals["v"] == 5


def test_accidents_cost_by_class_and_a_grave_one_vetoes(engine):
    """一般事故每起扣 2 分，较大事故每起扣 5 分，发生重大事故一票否决。"""
    scheme = f"""
    registers: {{accidents: {{date: on, fields: {{unit: {{type: string}}, on: {{type: date}}, class: {{type: string}}}}}}}}
    indicators: {{grave: {{title: 重大事故, missing: omit, from: {{register: accidents, count: true, where: {{class: 重大}}, span: period}}}}}}
    marks:
      - {{id: base, give: 20}}
      - {{id: r, events: {{register: accidents, marks: {{by: class, table: {{一般: -2, 较大: -5}}, otherwise: -10}}}}, at_least: -20}}
      - {{id: stop, kind: 一票否决, if: {{value: grave, above: 0}}, grade: 不合格, basis: {BASIS}}}
    bands: {{合格: {{rest: true}}}}
    """
    happened = [("2023-06-01", "一般"), ("2023-06-30", "较大"), ("2023-05-31", "重大")]
    records = {"accidents": [{"unit": "v", "on": day, "class": c} for day, c in happened]}
    said = ask(engine, scheme, {}, records=records)
    assert (said.totals["v"], said.bands["v"]) == (13, "合格")
    records["accidents"].append({"unit": "v", "on": "2023-06-15", "class": "重大"})
    said = ask(engine, scheme, {}, records=records)
    assert (said.totals["v"], said.bands["v"]) == (3, "不合格")


def test_a_repeated_item_counts_full_half_and_nothing(engine):
    """同一事项第二次减半，第三次起不计。"""
    scheme = """
    registers: {news: {item: item, date: on, fields: {unit: {type: string}, item: {type: string}, on: {type: date}, worth: {type: number}}}}
    marks: [{id: r, events: {register: news, each: 1, times: worth, same_item: {decreasing: [100%, 50%, 0]}}}]
    """
    rows = [("2023-06-09", 4), ("2023-06-01", 10), ("2023-06-20", 7)]
    records = {"news": [{"unit": "v", "item": "a", "on": day, "worth": worth} for day, worth in rows]}
    assert ask(engine, scheme, {}, records=records).totals["v"] == 12


def test_a_veto_lowers_the_grade_by_one_step(engine):
    """发生较大事故，等次降低一档：一档一条否决。"""
    vetoes = [
        ("{all: [{value: y, above: 0}, {marks: total, at_least: 90}]}", "良好"),
        ("{value: y, above: 0}", "合格"),
    ]
    listed = ", ".join(
        f"{{id: d{n}, clause: 第五条, if: {test}, grade: {grade}, basis: {BASIS}}}"
        for n, (test, grade) in enumerate(vetoes)
    )
    scheme = f"""
    names: [x, y]
    marks: [{{id: r, value: x, shape: {{times: 1}}}}]
    bands: {{优秀: {{at_least: 90}}, 良好: {{at_least: 80}}, 合格: {{rest: true}}}}
    veto: [{listed}]
    """
    grades = [ask(engine, scheme, {"x": x, "y": y}).bands["v"] for x, y in ((95, 0), (95, 1), (85, 1))]
    assert grades == ["优秀", "良好", "合格"]


def test_peers_of_the_same_kind_are_ranked_by_themselves(engine):
    """分类排名：山区县与平原县分别排名。"""
    scheme = """
    names: [x]
    league: {level: village, peers: kind, at_least: 2}
    marks: [{id: r, value: x, shape: {times: 1}}]
    """
    units = units_of("a", "b", "c", "d", "e", kind=["山", "山", "平", "平", None])
    said = ask(
        engine, scheme, {c: {"x": x} for c, x in zip("abcde", (1, 2, 9, 8, 7), strict=True)}, units=units
    )
    assert said.places == {"a": 2, "b": 1, "c": 1, "d": 2, "e": None}

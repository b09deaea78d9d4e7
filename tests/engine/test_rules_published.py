"""Real published rules, in our words, with the marks they give: each is written in the language and asked of both engines."""

from decimal import Decimal

import pytest

from tests.engine.engines import ask

BASIS = "{title: 关于节能考核的通知, issuer: 国务院, level: central}"
ENERGY = f"""
names: [done, plan]
marks:
  - id: energy
    clause: 第一条
    value: {{ratio: done, to: plan}}
    shape:
      steps:
        - {{at_least: 100%, marks: 40}}
        - {{at_least: 90%, marks: 36}}
        - {{at_least: 80%, marks: 32}}
        - {{at_least: 70%, marks: 28}}
        - {{at_least: 60%, marks: 24}}
        - {{at_least: 50%, marks: 20}}
        - {{otherwise: 0}}
    plus: {{per: 10%, above: 1, count: whole, marks: 3, at_most: 9}}
veto: [{{id: plan, clause: 第二条, if: {{value: {{ratio: done, to: plan}}, below: 1}}, grade: 未完成, basis: {BASIS}}}]
bands: {{完成: {{rest: true}}}}
"""
SECOND = """
names: [done, plan]
marks:
  - id: plan-met
    value: {ratio: done, to: plan}
    shape: {steps: [{at_least: 1, marks: 30}, {otherwise: 0}]}
    plus: {per: 10%, above: 1, count: whole, marks: 1, at_most: 5}
"""
INVESTMENT = """
names: [done, plan]
marks:
  - id: investment
    value: {ratio: done, to: plan}
    shape: {per: 2%, around: 1, count: pro_rata, marks: 1, start: 20, at_least: 5, at_most: 35}
"""
WATER = """
names: [failed, upgraded, bad_months]
marks:
  - {id: base, give: 40}
  - {id: failed, kind: 每项扣分, indicator: failed, each: 5}
  - {id: upgraded, kind: 每项加分, indicator: upgraded, each: 2}
  - {id: bad, kind: 每项扣分, indicator: bad_months, each: 3}
"""
PROJECTS = """
names: [percent]
marks: [{id: key-projects, value: percent, shape: {curve: [[100, 25], [130, 31]], below: 0.1, above: 0.1, at_least: 15, at_most: 35}}]
"""
RIVERS = "{names: [rate], marks: [{id: rivers, value: rate, shape: {curve: [[90, 0], [100, 10]]}}]}"
MISSING_ROUND = """
missing: {constant: 95}
indicators: {r1: {title: 一}, r2: {title: 二}, r3: {title: 三}, r4: {title: 四}, r5: {title: 五}, r6: {title: 六}}
marks: [{id: year, value: {mean: [r1, r2, r3, r4, r5, r6]}, shape: {times: 1}}]
"""
AIR = """
names: [pm, target, before]
marks:
  - id: air
    value: {gap: target, to: pm}
    shape: {per: 1, above: 0, count: whole, marks: 10, start: 100}
    when:
      - {if: {value: {gap: pm, to: target}, above: 0}, then: zero}
      - {if: {value: {gap: pm, to: before}, above: 0}, then: {at_most: -100}}
"""
EFFICACY = """
names: [x]
marks: [{id: e, kind: 功效系数, indicator: x, not_allowed: 0, satisfactory: 10%s}]
"""
PLAN = [("done", "plan")]


@pytest.mark.parametrize(
    ("done", "marks"),
    [
        ("1", 40),
        ("0.9", 36),
        ("0.85", 32),
        ("0.5", 20),
        ("0.49", 0),
        ("1.1", 43),
        ("1.25", 46),
        ("1.3", 49),
        ("2", 49),
    ],
)
def test_energy_saving_is_marked_in_steps_with_a_capped_bonus(engine, done, marks):
    assert ask(engine, ENERGY, {"done": done, "plan": 1}).totals["v"] == marks


def test_energy_saving_below_plan_is_graded_as_not_done_whatever_the_total(engine):
    said = ask(engine, ENERGY, {"done": "0.9", "plan": 1})
    assert (said.totals["v"], said.bands["v"]) == (36, "未完成")


def test_energy_saving_on_plan_keeps_its_band(engine):
    assert ask(engine, ENERGY, {"done": 1, "plan": 1}).bands["v"] == "完成"


@pytest.mark.parametrize(
    ("done", "marks"), [("1", 30), ("1.05", 30), ("1.1", 31), ("1.2", 32), ("1.9", 35), ("0.99", 0)]
)
def test_tenths_above_plan_survive_binary_floats(engine, done, marks):
    assert ask(engine, SECOND, {"done": done, "plan": 1}).totals["v"] == marks


@pytest.mark.parametrize(("done", "marks"), [("1", 20), ("1.04", 22), ("0.9", 15), ("1.5", 35), ("0.5", 5)])
def test_an_investment_plan_gains_and_loses_pro_rata(engine, done, marks):
    assert ask(engine, INVESTMENT, {"done": done, "plan": 1}).totals["v"] == marks


@pytest.mark.parametrize(("counts", "marks"), [((0, 0, 0), 40), ((2, 1, 1), 29)])
def test_water_quality_adds_and_takes_by_section_and_month(engine, counts, marks):
    assert (
        ask(engine, WATER, dict(zip(("failed", "upgraded", "bad_months"), counts, strict=True))).totals["v"]
        == marks
    )


@pytest.mark.parametrize(
    ("percent", "marks"), [(100, 25), (110, 27), (130, 31), (150, 33), (400, 35), (90, 24)]
)
def test_key_projects_change_their_slope_at_130_percent(engine, percent, marks):
    assert ask(engine, PROJECTS, {"percent": percent}).totals["v"] == marks


@pytest.mark.parametrize(("place", "marks"), [(1, 7), (3, 7), (4, 5), (10, 3), (11, 0)])
def test_key_projects_are_marked_by_their_half_year_place(engine, place, marks):
    scheme = """
    names: [progress]
    marks:
      - id: place
        kind: 排名计分
        indicator: progress
        table: [{at_most: 3, marks: 7}, {at_most: 6, marks: 5}, {at_most: 10, marks: 3}, {otherwise: 0}]
    """
    seen = {f"v{n}": {"progress": 100 - n} for n in range(1, 12)}
    assert ask(engine, scheme, seen).totals[f"v{place}"] == marks


@pytest.mark.parametrize(("rate", "marks"), [(90, 0), (95, 5), (100, 10), (80, 0)])
def test_rivers_gain_along_a_line_above_90(engine, rate, marks):
    assert ask(engine, RIVERS, {"rate": rate}).totals["v"] == marks


@pytest.mark.parametrize(
    ("total", "grade"),
    [("90", "优秀"), ("89.99", "良好"), ("75", "良好"), ("60", "合格"), ("59.9", "不合格")],
)
def test_grades_include_their_lower_bound(engine, total, grade):
    scheme = """
    names: [x]
    marks: [{id: x, value: x, shape: {times: 1}}]
    bands: {优秀: {at_least: 90}, 良好: {at_least: 75}, 合格: {at_least: 60}, 不合格: {rest: true}}
    """
    assert ask(engine, scheme, {"x": total}).bands["v"] == grade


def test_a_round_not_held_takes_95(engine):
    seen = dict(zip(("r1", "r2", "r3", "r4", "r5"), (90, 92, 91, 90, 91), strict=True))
    assert ask(engine, MISSING_ROUND, seen).totals["v"] == Decimal("91.5")


@pytest.mark.parametrize(("pm", "marks"), [(32, 130), (35, 100), (45, -100), ("31.2", 130)])
def test_money_for_air_counts_whole_micrograms(engine, pm, marks):
    assert ask(engine, AIR, {"pm": pm, "target": 35, "before": 40}).totals["v"] == marks


@pytest.mark.parametrize(("x", "marks"), [(0, 60), (5, 80), (10, 100), (12, 100), (-1, 60)])
def test_efficacy_runs_from_60_to_100(engine, x, marks):
    assert ask(engine, EFFICACY % "", {"x": x}).totals["v"] == marks


@pytest.mark.parametrize(("x", "marks"), [(12, 108), (-1, 56)])
def test_open_efficacy_goes_on_outside(engine, x, marks):
    assert ask(engine, EFFICACY % ", open: true", {"x": x}).totals["v"] == marks

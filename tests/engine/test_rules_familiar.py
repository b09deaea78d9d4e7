"""Kinds of rules that assessment methods all over the country use, beyond the published list: each said in the language."""

from decimal import Decimal

import pytest

from tests.engine.engines import ask
from tests.engine.worked import units_of

D = Decimal


def one(rule, names="x"):
    return f"{{names: [{names}], marks: [{rule}]}}"


def of_one(engine, rule, seen, names="x", **more):
    return ask(engine, one(rule, names), seen, **more).totals["v"]


@pytest.mark.parametrize(
    ("x", "marks"), [("97.5%", 9), ("100%", 10), ("96.01%", D("8.5")), ("70%", 0), ("99.01%", 10)]
)
def test_each_whole_point_below_the_line_costs_until_nothing_is_left(engine, x, marks):
    """信访按期办结率：每低 1 个百分点扣 0.5 分，扣完为止。"""
    rule = (
        "{id: r, value: x, shape: {per: 1%, below: 100%, count: whole, marks: -0.5, start: 10, at_least: 0}}"
    )
    assert of_one(engine, rule, {"x": D(x.rstrip("%")) / 100}) == marks


@pytest.mark.parametrize(("days", "marks"), [(0, 5), ("0.2", D("4.5")), (1, D("4.5")), ("1.5", 4), (20, 0)])
def test_a_day_begun_counts_as_a_day_late(engine, days, marks):
    """逾期报送：每逾期 1 天扣 0.5 分，不足 1 天按 1 天计。"""
    rule = "{id: r, value: x, shape: {per: 1, above: 0, count: started, marks: -0.5, start: 5, at_least: 0}}"
    assert of_one(engine, rule, {"x": days}) == marks


@pytest.mark.parametrize(("x", "marks"), [(95, 10), (90, 10), (85, 9), (80, 8), ("79.99", 0)])
def test_satisfaction_is_full_above_90_a_line_above_80_and_nothing_below(engine, x, marks):
    """群众满意度：90 分以上满分，80—90 分按比例，80 分以下不得分。"""
    rule = "{id: r, value: x, shape: {curve: [[80, 8], [90, 10]]}, when: [{if: {value: x, below: 80}, then: zero}]}"
    assert of_one(engine, rule, {"x": x}) == marks


@pytest.mark.parametrize(("x", "marks"), [(100, 10), (110, 12), (120, 14), (130, 17), (200, 20), (90, 9)])
def test_marks_above_plan_grow_by_bracket(engine, x, marks):
    """超额累进：超 20% 以内每 1% 加 0.2 分，以上每 1% 加 0.3 分，最高 20 分；未完成按比例。"""
    rule = "{id: r, value: x, shape: {curve: [[0, 0], [100, 10], [120, 14]], above: 0.3, at_most: 20}}"
    assert of_one(engine, rule, {"x": x}) == marks


@pytest.mark.parametrize(("count", "marks"), [(0, 0), (1, -1), (2, -3), (3, -7), (5, -7)])
def test_repetition_costs_more_each_time(engine, count, marks):
    """首次扣 1 分，第二次扣 2 分，第三次扣 4 分，扣完 7 分为止。"""
    assert (
        of_one(engine, "{id: r, value: x, shape: {curve: [[0, 0], [1, -1], [2, -3], [3, -7]]}}", {"x": count})
        == marks
    )


def test_the_better_of_two_items_counts(engine):
    """两项就高不就低。"""
    rule = "{id: r, max: [{id: a, value: x, shape: {times: 1}}, {id: b, value: y, shape: {times: 2}}]}"
    assert of_one(engine, rule, {"x": 7, "y": 3}, "x, y") == 7


def test_additions_and_deductions_offset_each_other_within_five(engine):
    """加减分相抵后，最高加 5 分，最低扣 5 分。"""
    rule = "{id: r, at_least: -5, at_most: 5, sum: [{id: a, kind: add_each, indicator: x, each: 1}, {id: b, kind: deduct_each, indicator: y, each: 2}]}"
    assert [of_one(engine, rule, {"x": x, "y": y}, "x, y") for x, y in ((9, 1), (1, 9), (3, 1))] == [5, -5, 1]


def test_a_hundred_point_scale_is_folded_into_its_weight(engine):
    """百分制得分按 30% 权重折算计入总分。"""
    scheme = """
    names: [x, y]
    marks: [{id: a, value: x, shape: {times: 1}, weight: 30%}, {id: b, value: y, shape: {times: 1}, weight: 70%}]
    """
    assert ask(engine, scheme, {"x": 90, "y": 80}).totals["v"] == 83


def test_work_a_unit_does_not_have_is_scaled_up_from_the_rest(engine):
    """不涉及该项工作的，按其他项得分率折算。"""
    scheme = """
    names: [x, y]
    marks:
      - id: all
        not_applicable: drop
        sum:
          - {id: a, full: 60, value: x, shape: {times: 1}}
          - {id: b, full: 40, value: y, shape: {times: 1}, units: {kind: 有河}}
    """
    units = units_of("v", kind=["无河"])
    assert ask(engine, scheme, {"v": {"x": 54, "y": 9}}, units=units).totals["v"] == 90


def test_one_binding_target_missed_empties_the_section(engine):
    """约束性指标有一项未完成，本大项不得分。"""
    rule = """{id: all, sum: [{id: a, give: 20}, {id: b, value: y, shape: {times: 1}}],
      when: [{if: {any: [{value: x, below: 1}, {value: y, below: 1}]}, then: zero}]}"""
    assert [of_one(engine, rule, {"x": x, "y": 5}, "x, y") for x in (1, "0.99")] == [25, 0]


def test_difficulty_multiplies_marks(engine):
    """难度系数 1.25。"""
    rule = "{id: r, kind: 难度系数, rule: {id: inner, value: x, shape: {times: 1}}, factor: y}"
    assert of_one(engine, rule, {"x": 8, "y": "1.25"}, "x, y") == 10


def test_the_first_has_full_marks_and_the_others_their_share_of_it(engine):
    """以第一名为满分，其余按比例。"""
    scheme = one("{id: r, value: {ratio: x, to: {peer: best, of: x}}, shape: {times: 10}}")
    assert ask(engine, scheme, {"a": {"x": 40}, "b": {"x": 30}}).totals == {"a": 10, "b": D("7.5")}


def test_the_last_has_nothing_and_the_first_everything(engine):
    """最优满分，最差零分，其余按差距折算；全部相同均为满分。"""
    scheme = one(
        "{id: r, shape: {times: 10}, value: {ratio: {gap: x, to: {peer: min, of: x}}, "
        "to: {gap: {peer: max, of: x}, to: {peer: min, of: x}}, by_zero: full}}"
    )
    assert ask(engine, scheme, {c: {"x": v} for c, v in zip("abc", (4, 5, 8), strict=True)}).totals == {
        "a": 0,
        "b": D("2.5"),
        "c": 10,
    }
    assert ask(engine, scheme, {"a": {"x": 4}, "b": {"x": 4}}).totals == {"a": 10, "b": 10}


def test_each_place_down_costs_half_a_mark_but_not_below_five(engine):
    """排名递减：第一名 10 分，每降一位减 0.5 分，最低 9 分。"""
    scheme = one("{id: r, kind: by_place, indicator: x, first: 10, less: 0.5, lowest: 9}")
    seen = {c: {"x": x} for c, x in zip("abcd", (9, 7, 7, 1), strict=True)}
    assert list(ask(engine, scheme, seen).totals.values()) == [10, D("9.5"), D("9.5"), 9]


def test_marks_by_the_share_of_the_field_ahead(engine):
    """前 30% 得 10 分，前 70% 得 8 分，其余 6 分。"""
    scheme = one(
        "{id: r, value: {ratio: {place: x}, to: {peer: count, of: x}}, "
        "shape: {steps: [{at_most: 30%, marks: 10}, {at_most: 70%, marks: 8}, {otherwise: 6}]}}"
    )
    said = ask(engine, scheme, {f"v{n}": {"x": -n} for n in range(1, 11)}).totals
    assert list(said.values()) == [10] * 3 + [8] * 4 + [6] * 3


def test_the_county_mean_is_the_line_of_its_own_towns_only(engine):
    """以县均值为基准：每高 1 个点加 1 分，每低 1 个点扣 1 分。"""
    scheme = """
    names: [x]
    marks: [{id: r, value: {gap: x, to: {peer: mean, of: x, among: county}}, shape: {per: 1, around: 0, count: whole, marks: 1, start: 10}}]
    """
    units = units_of("k county -", "l county -", "a village k", "b village k", "c village l")
    seen = {"a": {"x": 10}, "b": {"x": 15}, "c": {"x": 99}}
    assert ask(engine, scheme, seen, units=units).totals == {"a": 8, "b": 12, "c": 10}


def test_panels_drop_the_highest_and_the_lowest(engine):
    """去掉一个最高分和一个最低分。"""
    raters = ", ".join(f"{{who: 评委{n}, value: {n}, weight: 1}}" for n in (9, 7, 8, 10, 3))
    assert (
        of_one(engine, f"{{id: r, kind: 评议打分, raters: [{raters}], drop_highest: 1, drop_lowest: 1}}", {})
        == 8
    )


def test_bonus_marks_have_a_ceiling_of_their_own(engine):
    """附加分最高 5 分，总分最高 103 分。"""
    scheme = """
    names: [x]
    marks: [{id: base, give: 99}, {id: extra, at_most: 5, sum: [{id: a, value: x, shape: {times: 1}}, {id: b, give: 1}]}]
    total: {places: 2, when: total, before_ranking: true, ties: best, at_most: 103}
    """
    assert [ask(engine, scheme, {"x": x}).totals["v"] for x in (1, 9)] == [101, 103]

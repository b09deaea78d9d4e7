"""A preset means the plain rules it expands to, and nothing more."""

from decimal import Decimal

import pytest

from tests.engine.language.samples import MARKS, read, rules
from youju.engine.expand import expand_scheme, expanded_yaml
from youju.engine.language.presets import BY_NAME
from youju.engine.problems import blocking
from youju.engine.read import read_text

ONE_OF_EACH = """\
marks:
  - {id: a, clause: 一, kind: 完成率, indicator: income, target: target, full: 20}
  - {id: b, clause: 一, kind: 分档, indicator: income, target: target, tiers: [{at_least: 90%, marks: 2}, {otherwise: 0}]}
  - {id: c, clause: 一, kind: 每项加分, indicator: fires_seen, each: 0.5, cap: 3}
  - {id: d, clause: 一, kind: 每项扣分, indicator: fires_seen, each: cost, floor: 10}
  - {id: e, clause: 一, kind: 功效系数, indicator: income, satisfactory: target, not_allowed: 0}
  - {id: f, clause: 一, kind: 排名计分, indicator: income, first: 10, less: cost}
  - {id: g, clause: 一, kind: 超均值加分, indicator: income, step: 10%, marks: 1, count: whole}
  - {id: h, clause: 一, kind: 评议打分, raters: [{who: 甲, value: income, weight: 70%}, {who: 乙, value: fires_seen, weight: 30%}]}
  - id: s
    clause: 一
    sum:
      - {id: i, kind: 一票否决, if: {value: fires_seen, above: 3}, grade: 不合格, basis: {title: 条例, issuer: 国务院, level: central}}
      - {id: j, kind: 难度系数, factor: 1.2, rule: {id: k, kind: 每项加分, indicator: income, each: 1}}
"""


def _kinds(rule):
    inside = getattr(rule, rule.key) if isinstance(getattr(rule, rule.key, None), tuple) else ()
    return [rule.key, *(kind for one in inside for kind in _kinds(one))]


def test_no_preset_is_left():
    scheme = expand_scheme(read(ONE_OF_EACH).scheme)
    assert [kind for rule in scheme.marks for kind in _kinds(rule) if kind.startswith("preset")] == []


def test_every_preset_is_in_the_sample():
    used = {preset.key for preset in BY_NAME.values()}
    assert {name for name in BY_NAME if f"kind: {name}," in ONE_OF_EACH and BY_NAME[name].key in used} == {
        name for name in BY_NAME if not name.isascii()
    }


def test_a_veto_written_as_a_rule_moves_to_the_vetoes():
    scheme = expand_scheme(read(ONE_OF_EACH).scheme)
    assert [(veto.id, veto.grade) for veto in scheme.veto] == [("i", "不合格")]


def test_the_price_of_a_deduction_may_be_a_parameter():
    (rule,) = expand_scheme(
        read(
            "marks: [{id: d, clause: 一, kind: 每项扣分, indicator: fires_seen, each: cost, floor: 10}]\n"
        ).scheme
    ).marks
    assert (rule.shape.marks, rule.shape.at_least) == (Decimal(-2), Decimal(-10))


def test_expanding_twice_changes_nothing():
    once = expand_scheme(read(ONE_OF_EACH).scheme)
    assert expand_scheme(once) == once


@pytest.mark.parametrize("marks", [MARKS, ONE_OF_EACH])
def test_the_expansion_reads_back_as_the_same_scheme(marks):
    scheme = read(marks).scheme
    again = read_text(expanded_yaml(scheme))
    assert blocking(again.problems) == []
    assert again.scheme == expand_scheme(scheme)


def test_a_plain_scheme_is_its_own_expansion():
    assert rules(read()) == expand_scheme(read().scheme).marks

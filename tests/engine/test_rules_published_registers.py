"""Real published rules that count from registers, raters and items, asked of both engines."""

from decimal import Decimal

import pytest

from tests.engine.engines import ask

REGISTER = "{item: item, fields: {unit: {type: string}, item: {type: string}, level: {type: string, choices: [市级, 省级, 国家级], ordered: true}}}"
TEAM = """
names: [done, target, office, finance]
registers:
  firms: {item: item, fields: {unit: {type: string}, item: {type: string}}}
  fairs: {fields: {unit: {type: string}}}
marks:
  - {id: done, kind: 完成率, indicator: done, target: target, full: 30, missing: omit}
  - {id: judged, rating: {of: [{who: 考核办, value: office, weight: 70%}, {who: 财政局, value: finance, weight: 30%}]}}
  - {id: firms, events: {register: firms, each: 0.5, same_item: first, span: all}, at_most: 3}
  - {id: fairs, events: {register: fairs, each: 2, span: all}, at_most: 6}
"""


def test_an_investment_team_is_marked_by_its_completion(engine):
    assert ask(engine, TEAM, {"done": 3, "target": 4}).marks["v"]["done"] == Decimal("22.5")


def test_an_investment_team_never_has_more_than_full_marks(engine):
    assert ask(engine, TEAM, {"done": 5, "target": 4}).marks["v"]["done"] == 30


def test_two_raters_weigh_70_and_30(engine):
    assert ask(engine, TEAM, {"office": 14, "finance": 10}).marks["v"]["judged"] == Decimal("12.8")


def test_nine_firms_reach_the_cap_and_two_events_do_not(engine):
    records = {"firms": [{"unit": "v", "item": f"f{n}"} for n in range(9)], "fairs": [{"unit": "v"}] * 2}
    said = ask(engine, TEAM, {"done": 1, "target": 1}, records=records).marks["v"]
    assert (said["firms"], said["fairs"]) == (3, 4)


def test_one_firm_proposed_twice_counts_once(engine):
    records = {"firms": [{"unit": "v", "item": "f"}] * 2}
    assert ask(engine, TEAM, {"done": 1, "target": 1}, records=records).marks["v"]["firms"] == Decimal("0.5")


def test_the_same_item_used_by_two_journals_counts_twice(engine):
    scheme = f"""
    registers: {{used: {REGISTER}}}
    marks: [{{id: used, events: {{register: used, marks: {{by: level, table: {{省级: 20, 国家级: 50}}}}, same_item: sum, span: all}}}}]
    """
    records = {
        "used": [{"unit": "v", "item": "a", "level": "省级"}, {"unit": "v", "item": "a", "level": "国家级"}]
    }
    assert ask(engine, scheme, {}, records=records).totals["v"] == 70


def test_a_commended_item_counts_once_at_its_highest_level(engine):
    scheme = f"""
    registers: {{praised: {REGISTER}}}
    marks: [{{id: praised, events: {{register: praised, marks: {{by: level, table: {{市级: 1, 省级: 3}}}}, same_item: highest, span: all}}}}]
    """
    levels = [("a", "市级"), ("a", "省级"), ("b", "市级")]
    records = {"praised": [{"unit": "v", "item": item, "level": level} for item, level in levels]}
    assert ask(engine, scheme, {}, records=records).totals["v"] == 4


@pytest.mark.parametrize(("accidents", "marks"), [(3, -2), (2, -1), (1, Decimal("-0.5")), (0, 0)])
def test_accidents_above_the_control_number_cost_double(engine, accidents, marks):
    scheme = """
    names: [accidents, control]
    marks:
      - id: accidents
        value: {least: [accidents, control]}
        shape: {times: -0.5}
        plus: {value: {gap: accidents, to: control, side: above}, shape: {times: -1}}
    """
    assert ask(engine, scheme, {"accidents": accidents, "control": 2}).totals["v"] == marks


def test_projects_are_marked_one_by_one_and_added(engine):
    scheme = """
    registers:
      projects:
        fields:
          unit: {type: string}
          kind: {type: string, choices: [新建, 续建]}
          size: {type: string, choices: [特大, 大, 中, 小]}
          done: {type: number}
          plan: {type: number}
          provincial: {type: boolean}
    marks:
      - id: projects
        events:
          register: projects
          span: all
          score:
            - {id: kind, give: 2, when: [{if: {field: kind, is: 新建}, then: {marks: 5}}]}
            - id: size
              give: 3
              when:
                - {if: {field: size, is: 特大}, then: {marks: 20}}
                - {if: {field: size, is: 大}, then: {marks: 10}}
                - {if: {field: size, is: 中}, then: {marks: 6}}
            - {id: progress, value: {ratio: done, to: plan}, shape: {times: 60}}
            - {id: provincial, give: 0, when: [{if: {field: provincial, is: true}, then: {marks: 20}}]}
    """
    one = {"unit": "v", "kind": "新建", "size": "大", "done": 5, "plan": 10, "provincial": True}
    other = {"unit": "v", "kind": "续建", "size": "小", "done": 0, "plan": 10, "provincial": False}
    assert ask(engine, scheme, {}, records={"projects": [one]}).totals["v"] == 65
    assert ask(engine, scheme, {}, records={"projects": [one, other]}).totals["v"] == 70

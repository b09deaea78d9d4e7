"""What a statement of marks says of values that are worked out, of further terms, and of an index that has no total."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.worked import facts_of, scheme_of, units_of
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.explain import Explainer
from youju.engine.period import Period
from youju.engine.score import score
from youju.engine.statement.lines import Line, Statement

ROUND = "2023-06"
INDEX = """
names: [a, b, c]
missing: omit
composite:
  clause: 第一条
  normalise: {as_is: true}
  available_at_least: 2
  children:
    - {id: left, available_at_least: 1, children: [{id: x, of: a}, {id: y, of: b}]}
    - {id: right, available_at_least: 1, children: [{id: z, of: c}]}
"""


def statement(
    folder: Path, scheme: str, rows: dict[str, dict[str, object]], unit: str = "u", *, english: bool = False
) -> Statement:
    """Score units with the values given into a bundle and return the statement of one."""
    units = units_of(*rows)
    told = [(code, name, ROUND, value) for code, row in rows.items() for name, value in row.items()]
    facts = facts_of(units, told)
    result = score(scheme_of(scheme), units=units, facts=facts, period=Period.parse(ROUND))
    write_bundle(result, folder / "bundle", folder=None, facts=facts)
    return Explainer(Bundle(folder / "bundle"), in_english=english).explain(unit)


def said(found: Statement) -> dict[str, Line]:
    return {line.rule: line for line in found.lines}


def test_a_dimension_without_data_says_so_and_the_total_says_how_many_are_missing(tmp_path):
    found = statement(tmp_path, INDEX, {"u": {"a": 4}})
    assert found.total is None
    assert said(found)["right"].because == "没有数据，不计分"
    assert found.lines[-1].because == "2 项中 1 项有数，不足 2 项，不计分"
    assert found.lines[-1].state == "withheld"


def test_a_dimension_with_a_score_has_its_subtotal_and_a_full_index_no_line_about_gaps(tmp_path):
    found = statement(tmp_path, INDEX, {"u": {"a": 4, "c": 2}})
    assert (said(found)["left"].because, said(found)["right"].because) == ("小计 2 分", "小计 1 分")
    assert {line.state for line in found.lines} <= {"section", "given", "missing"}


@pytest.mark.parametrize(
    ("rule", "least"), [("availability: 70%", 3), ("available_at_least: 2", 2), ("availability: 34%", 2)]
)
def test_what_a_dimension_needs_counts_the_leaves_below_it_where_the_scheme_says_so(tmp_path, rule, least):
    scheme = INDEX.replace("available_at_least: 2", f"{rule}\n  availability_of: leaves", 1).replace(
        "available_at_least: 1, ", "available_at_least: 1, availability: 1%, "
    )
    found = statement(tmp_path, scheme, {"u": {"a": 4}})
    assert found.total is None
    assert found.lines[-1].because == f"3 项中 1 项有数，不足 {least} 项，不计分"


def test_a_further_term_with_a_value_of_its_own_says_the_value_and_its_name(tmp_path):
    scheme = """
names: [a, b]
marks:
  - {id: r, clause: 第一条, value: a, shape: {times: 1}, plus: [{value: b, shape: {times: -5}}]}
"""
    line = said(statement(tmp_path, scheme, {"u": {"a": 20, "b": 2}}))["r"]
    assert line.because == "a 20，b 2"
    assert "另按b：数值 × -5 分" in line.how


@pytest.mark.parametrize(
    ("value", "because"),
    [
        ("{product: [a, {least: [{ratio: b, to: 10}, 1]}]}", "a×（b÷10、1中最小的） 1"),
        ("{sum: [{product: [4, {ratio: a, to: {peer: max, of: a, among: all}}]}, b]}", "4×（a÷全部最高）、b合计 7"),
        ("{greatest: [a, {mean: [a, b]}]}", "a、a、b的平均中最大的 3.5"),
        ("{place: a, order: lowest_first, among: all}", "a 2，从低到高第 1 位，共 2 个单位"),
    ],
)  # fmt: skip
def test_values_worked_out_of_others_are_named_by_how_they_are_worked_out(tmp_path, value, because):
    scheme = f"""
names: [a, b]
marks:
  - {{id: r, clause: 第一条, value: {value}, shape: {{times: 1}}}}
"""
    line = said(statement(tmp_path, scheme, {"u": {"a": 2, "b": 5}, "v": {"a": 4, "b": 5}}))["r"]
    assert line.because == because


def test_a_quotient_of_unlike_measures_is_a_ratio_not_a_share_done(tmp_path):
    scheme = """
indicators:
  calls: {title: 件数, measure: 件, missing: omit}
  hours: {title: 用时, measure: 小时, missing: omit}
marks:
  - {id: r, clause: 第一条, value: {ratio: hours, to: calls}, shape: {times: 1}}
"""
    line = said(statement(tmp_path, scheme, {"u": {"calls": 4, "hours": 10}}))["r"]
    assert line.because == "用时 10小时，件数 4件，比值 2.5"

"""Declarations of registers: what is wrong is told all at once, each with its line, and what is shipped is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from youju.engine.problems import blocking
from youju.engine.registers import read_declaration, read_declarations
from youju.engine.registers.slots import INTS, wanted

SHARED = Path(__file__).parents[3] / "schemes" / "_registers"
GOOD = "register: a\ntitle: 甲\nfields:\n  name: {title: 名称}\n"


def codes(text):
    return {(p.code, p.where.rsplit(":", 2)[1]) for p in read_declaration(text, "a.yaml", {}).problems}


def test_what_is_shipped_has_no_problem():
    read = read_declarations(SHARED.glob("*.yaml"))
    assert [str(p) for one in read.values() for p in one.problems] == []


def test_a_small_declaration_reads():
    assert read_declaration(GOOD, "a.yaml", {}).declaration.title == "甲"


def test_all_faults_of_a_declaration_are_told_at_once_with_their_lines():
    text = """\
register: a
title: 甲
fields:
  name: {title: 名称, minimum: 3}
  kind: {title: 类别, type: choice}
  next: {title: 下一条, type: link, to: nowhere}
  size: {title: 大小, type: number, minimum: 9, maximum: 1}
  code: {title: 代码, pattern: '('}
  stage: {title: 阶段}
stages:
  one: {title: 一}
  two: {title: 二}
moves:
  - {id: go, title: 走, from: [one], to: three, who: [reporter], needs: [nothing], apart_from: ran}
indicators:
  sums: {title: 合计, sum: name}
  rate: {title: 比例, share: {stage: four}}
"""
    assert codes(text) == {
        ("register_bound", "4"), ("register_choices", "5"), ("register_link_unknown", "6"), ("register_bounds_order", "7"),
        ("register_pattern", "8"), ("register_reserved", "9"), ("register_unreached", "12"), ("register_stage", "14"),
        ("field_unknown", "14"), ("register_move", "14"), ("field_not_number", "16"), ("choice_unknown", "17"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("colour: red", "unknown_key"),
        ("moves: [{id: go, title: 走, from: [a], to: b, who: [everybody]}]", "not_a_word"),
        ("indicators: {n: {title: 数, count: true, sum: name}}", "indicator_way"),
        ("calendar: name", "register_kind"),
        ("map: name", "register_kind"),
        ("moves: [{id: go, title: 走, from: [a], to: b, who: [reporter]}]", "register_no_stages"),
        ("extends: nothing", "register_base"),
    ],
)
def test_what_cannot_be_understood_is_named(line, code):
    read = read_declaration(f"{GOOD}{line}\n", "a.yaml", {})
    assert [p.code for p in read.problems] == [code]
    assert read.problems[0].where.startswith("a.yaml:5:")


def test_an_extension_keeps_what_it_does_not_mention():
    base = read_declaration(GOOD, "a.yaml", {})
    more = read_declaration(
        "register: b\nextends: a\ntitle: 乙\nfields:\n  size: {title: 大小, type: number}\n",
        "b.yaml",
        {"a": base},
    )
    assert list(more.declaration.fields) == ["name", "size"]


def test_numbers_of_different_kinds_are_not_added_unless_the_office_says_so():
    text = (
        GOOD
        + "  sum: {title: 金额, type: money, additive: false}\nindicators: {all: {title: 合计, sum: sum%s}}\n"
    )
    assert [p.code for p in read_declaration(text % "", "a.yaml", {}).problems] == ["register_not_additive"]
    assert read_declaration(text % ", additive_over: name", "a.yaml", {}).problems == ()


def test_more_promised_columns_than_there_are_is_a_fault():
    fields = "".join(f"  n{i}: {{title: 数{i}, type: number, index: true}}\n" for i in range(INTS + 1))
    read = read_declaration(GOOD + fields, "a.yaml", {})
    assert [p.code for p in blocking(read.problems)] == ["register_slots"]


def test_what_indicators_and_clocks_lean_on_gets_a_column_first():
    fields = "".join(f"  n{i}: {{title: 数{i}, type: number}}\n" for i in range(INTS + 3))
    one = read_declaration(
        f"{GOOD}{fields}indicators: {{x: {{title: 和, sum: n{INTS + 2}}}}}\n", "a.yaml", {}
    ).declaration
    assert f"n{INTS + 2}" in wanted(one)[0]


def test_checking_the_schemes_checks_the_registers_too(tmp_path):
    from typer.testing import CliRunner

    from youju.cli.app import app

    (tmp_path / "_registers").mkdir()
    (tmp_path / "_registers" / "a.yaml").write_text(GOOD + "colour: red\n", "utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "_registers")])
    assert done.exit_code == 1
    assert "a.yaml:5:1" in done.output


WHOLE = """\
register: {register}
title: 甲
fields:
  name: {{title: 名称}}
  n: {{title: 数, type: integer}}
  d: {{title: 日期, type: date}}
  at: {{title: 时间, type: datetime}}
  b: {{title: 是否, type: boolean}}
  list: {{title: 单子, type: list}}
  own: {{title: 内部, type: integer, private: true}}
stages: {{one: {{title: 一}}, two: {{title: 二, closed: true}}}}
moves:
  - {{id: {move}, title: 走, from: [one], to: two, who: {who}}}
{line}
"""


def found(line="", register="a", move="go", who="[reporter]"):
    text = WHOLE.format(line=line, register=register, move=move, who=who)
    return [problem.code for problem in read_declaration(text, "a.yaml", {}).problems]


def test_the_whole_declaration_of_these_tests_is_right():
    assert found() == []


@pytest.mark.parametrize(
    ("indicator", "code"),
    [
        ("count: true, where: {n: 很多}", "register_compared"),
        ("count: true, where: {d: {before: 昨天}}", "register_compared"),
        ("count: true, where: {b: 也许}", "register_compared"),
        ("count: true, where: {made_on: {before: 昨天}}", "register_compared"),
        ("count: true, where: {made_on: {before: 2023}}", "register_compared"),
        ("count: true, where: {suspended: 也许}", "register_compared"),
        ("count: true, where: {n: {between: [5, 1]}}", "register_bounds_order"),
        ("count: true, where: {accept: late}", "register_no_deadline"),
        ("distinct: list", "register_no_column"),
        ("sum: own", "register_no_column"),
        ("count: true, by: name", "register_kind"),
        ("count: true, by: at", "register_kind"),
        ("count: true, by: stage", "field_unknown"),
    ],
)
def test_an_indicator_that_could_not_be_counted_is_a_fault(indicator, code):
    assert code in found("indicators: {x: {title: 数, " + indicator + "}}")


@pytest.mark.parametrize(
    "indicator",
    [
        "count: true, where: {n: {between: [1, 5]}}", "count: true, where: {d: {before: 2023-07}}", "count: true, where: {d: 2023}",
        "count: true, where: {b: true}", "count: true, where: {suspended: 是}", "sum: n, by: d", "count: true, by: made_on", "distinct: unit",
    ],
)  # fmt: skip
def test_what_can_be_counted_is_none(indicator):
    assert found("indicators: {x: {title: 数, " + indicator + "}}") == []


def test_more_sums_than_there_are_columns_is_a_fault_and_never_nothing():
    fields = "".join(f"  n{n}: {{title: 数{n}, type: integer}}\n" for n in range(INTS + 2))
    sums = "".join(f"  s{n}: {{title: 和{n}, sum: n{n}}}\n" for n in range(INTS + 2))
    text = f"register: a\ntitle: 甲\nfields:\n  name: {{title: 名称}}\n{fields}indicators:\n{sums}"
    told = [problem.code for problem in read_declaration(text, "a.yaml", {}).problems]
    assert told == ["register_no_column"] * 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"register": "follow"}, "register_page"),
        ({"move": "suspend"}, "register_act"),
        ({"who": "[public]"}, "register_nobody"),
        ({"who": "[enterprise]"}, "register_nobody"),
        ({"line": "read: [leader]\nwrite: [reporter]"}, "register_blind"),
        ({"line": "clock: {due: d, solve: 5}"}, "register_two_deadlines"),
        ({"line": "clock: {ladder: [{step: remind, after: 1}]}"}, "register_ladder_idle"),
        ({"line": "clock: {due: d, ladder: [{step: circular, after: 15}, {step: remind, after: -3}]}"}, "register_ladder_order"),
        ({"line": "clock: {due: d, ladder: [{step: urge, after: 1}, {step: remind, after: 3}]}"}, "register_ladder_order"),
    ],
    ids=str,
)  # fmt: skip
def test_what_would_lead_nowhere_is_a_fault(said, code):
    assert found(**said) == [code]


def test_the_same_step_twice_on_the_ladder_is_none():
    assert found("clock: {due: d, ladder: [{step: remind, after: -10}, {step: remind, after: -3}]}") == []


@pytest.mark.parametrize("name", ["q", "sort", "lock", "reason", "accept"])
def test_a_field_does_not_take_the_name_of_what_a_form_or_an_address_says(name):
    text = GOOD.replace("  name:", f"  {name}: {{title: 另一个}}\n  name:")
    assert [p.code for p in read_declaration(text, "a.yaml", {}).problems] == ["register_reserved"]


def test_a_pattern_takes_time_that_grows_with_the_text_only():
    from time import process_time

    from youju.engine.registers.patterns import fits

    begun = process_time()
    assert not fits("(a+)+b", "a" * 5000)
    assert process_time() - begun < 5
    assert fits(r"[A-T]\d{0,4}", "C27") and not fits("a*", "a" * 500 + "b")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("x: {title: 个人招商任务}", "E-26"), ("x: {title: 绩效工资兑现}", "E-26"), ("x: {title: 打卡次数, type: integer}", "E-1"),
        ("x: {title: 巡河轨迹}", "E-4"), ("x: {title: 点赞数, type: integer}", "E-4"), ("x: {title: 责任状}", "E-20"),
        ("x: {title: 身份证号}", "E-27"), ("x: {title: 照片, type: file, required: true}", "E-4"), ("x: {title: 位置, type: geopoint, required: true}", "E-4"),
    ],
)  # fmt: skip
def test_what_the_rules_of_the_land_forbid_is_not_asked_in_a_register(tmp_path, field, code):
    from youju.engine.compliance.registers import declared_findings
    from youju.engine.registers.read import check_registers

    (tmp_path / "_registers").mkdir()
    (tmp_path / "_registers" / "a.yaml").write_text(GOOD.replace("  name:", f"  {field}\n  name:"), "utf-8")
    _count, problems = check_registers([tmp_path], (declared_findings,))
    assert [problem.code for problem in problems] == [code]
    (tmp_path / "_registers" / "a.yaml").write_text(GOOD, "utf-8")
    assert check_registers([tmp_path], (declared_findings,))[1] == []


def test_a_photo_that_may_be_left_out_and_a_private_number_are_no_findings():
    from youju.engine.compliance.registers import declared_findings

    fields = "  x: {title: 照片, type: file}\n  y: {title: 手机号, private: true}\n  name:"
    read = read_declaration(GOOD.replace("  name:", fields), "a.yaml", {})
    assert declared_findings(read.declaration, read.tree) == []


def test_a_form_that_extends_another_names_its_paper_and_its_end():
    from youju.engine.compliance.registers import declared_findings

    base = read_declaration(GOOD, "a.yaml", {})
    bare = read_declaration("register: b\nextends: a\ntitle: 乙\n", "b.yaml", {"a": base})
    full = read_declaration(
        "register: b\nextends: a\ntitle: 乙\nbasis: 某政办〔2023〕1号\nends: 2024-12-31\n",
        "b.yaml",
        {"a": base},
    )
    assert [(p.code, p.warning) for p in declared_findings(bare.declaration, bare.tree)] == [("E-2", True)]
    assert declared_findings(full.declaration, full.tree) == []


LIST = """\
register: a
title: 甲
fields:
  code: {title: 代号, unique: true}
  who: {title: 责任人}
  must: {title: 必填}
  day: {title: 起, type: date}
  own: {title: 私, private: true}
"""


@pytest.mark.parametrize(
    ("duties", "faults"),
    [
        ("{system: grid, by: code, put: {who: person, day: since}}", set()),
        ("{system: grid, by: nobody, put: {who: person}}", {("field_unknown", "9")}),
        ("{system: grid, by: who, put: {must: person}}", {("register_filled_key", "9")}),
        ("{system: grid, by: code, put: {nobody: person}}", {("field_unknown", "9")}),
        ("{system: grid, by: code, put: {who: person, day: title}}", {("register_kind", "9")}),
        ("{system: grid, by: code, put: {who: person, own: post}}", {("register_filled_twice", "9")}),
        ("{system: grid, by: code, put: {who: person, code: post}}", {("register_filled_twice", "9")}),
        ("{system: grid, by: code, put: {who: post}}", {("register_filled_person", "9")}),
    ],
)
def test_where_rows_come_from_is_checked_with_its_line(duties, faults):
    assert codes(f"{LIST}duties: {duties}\n") == faults


def test_what_is_required_is_said_by_every_object():
    text = LIST.replace("title: 必填}", "title: 必填, required: true}")
    put = "duties: {system: grid, by: code, put: {who: person}}\n"
    assert codes(text + put) == {("register_filled_lacks", "6")}
    titled = "duties: {system: grid, by: code, put: {who: person, must: title}}\n"
    assert codes(text + titled) == set()
    assert codes(text.replace("责任人}", "责任人, required: true}") + titled) == {
        ("register_filled_lacks", "5")
    }

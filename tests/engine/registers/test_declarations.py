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

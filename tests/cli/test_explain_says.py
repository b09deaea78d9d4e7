"""A statement of marks says what a unit can check by hand: its place among how many, each rater's marks, the marks of each record."""

from __future__ import annotations

import json

import pytest

SCHEME = """\
scheme: says
title: 说明
version: "1"
example: true
basis: {title: t, number: "1", issuer: i, issuer_level: city, adopted: 2023-01-01, plan: p}
owner: o
in_force: {from: 2023-06, to: 2023-06}
round: {every: month, object_by: 5}
league: {level: 村, at_least: 1}
missing: omit
registers:
  visits: {title: 走访记录, fields: {visit: {type: string}, unit: {type: string}, kind: {type: string, choices: [优, 差]}}, item: visit}
indicators:
  income: {title: 收入, ask: month}
  chief: {title: 主要领导评分, ask: month}
  deputy: {title: 分管领导评分, ask: month}
marks:
  - {id: place, clause: 一, value: {place: income, among: region}, shape: {per: 1, above: 1, count: whole, marks: -1, start: 10}}
  - {id: visits, clause: 二, events: {register: visits, marks: {by: kind, table: {优: 2, 差: -1.5}}, same_item: sum, span: all}}
  - {id: panel, clause: 三, rating: {of: [{who: 主要领导, value: chief, weight: 0.6}, {who: 分管领导, value: deputy, weight: 0.4}]}}
total: {places: 2, when: total, before_ranking: true, ties: best}
bands: {榜: {rest: true}}
"""


@pytest.fixture(scope="module")
def said(youju, tmp_path_factory):
    home = tmp_path_factory.mktemp("says")
    (home / "registers").mkdir()
    (home / "scheme.yaml").write_text(SCHEME, "utf-8")
    (home / "units.csv").write_text(
        "code,title,level,region\na,甲,村,东\nb,乙,村,东\nc,丙,村,东\nd,丁,村,西\n", "utf-8"
    )
    (home / "facts.csv").write_text(
        "unit,indicator,period,value\na,income,2023-06,5\nb,income,2023-06,9\nd,income,2023-06,99\na,chief,2023-06,90\na,deputy,2023-06,80\n",
        "utf-8",
    )
    (home / "registers/visits.csv").write_text("visit,unit,kind\nv1,a,优\nv2,a,差\nv3,b,优\n", "utf-8")
    done = youju("score", home, "--out", home / "b", "--json")
    assert done.exit_code == 0, done.output
    lines = json.loads(youju("explain", home / "b", "a", "--json").output)["lines"]
    return {line["rule"]: line for line in lines}


def test_a_place_is_told_with_the_peers_who_have_a_value(said):
    assert "第 2 位" in said["place"]["because"]
    assert "3 个单位中 2 个有数" in said["place"]["because"]


def test_each_raters_marks_are_told_with_the_weight(said):
    assert "主要领导打 90 分（权重 0.6）" in said["panel"]["because"]
    assert "分管领导打 80 分（权重 0.4）" in said["panel"]["because"]


def test_each_record_is_told_with_what_it_brought(said):
    (visits,) = said["visits"]["records"]
    assert visits["found"] == ["v1，优：2 分", "v2，差：-1.5 分"]

"""A register of a scheme whose rows come from duties: everything wrong with that is said at once, each at its line."""

from __future__ import annotations

import pytest

from youju.engine.read import read_text
from youju.engine.registers.counted import declaration_for
from youju.engine.registers.read import is_sound, read_declaration

SCHEME = """\
scheme: chain
title: 责任链（示例）
version: 2023.1
example: true
owner: 县政府办
object: 村
topic: 秸秆禁烧
basis: {title: 方案, number: 县政办发〔2023〕1号, issuer: 县人民政府办公室, issuer_level: county, adopted: 2023-02-01, plan: 2023年计划第1项}
in_force: {from: 2023-03, to: 2023-12}
round: {every: month, report_by: 5, verify_by: 12, object_by: 15, close_on: 18}
league: {level: 村, within: 乡镇, at_least: 5}
registers:
  chain:
    duties: DUTIES
    fields:
      object: {title: 对象, type: string}
      unit: {title: 村, type: string, required: true}
      level: {title: 级, type: string, required: true, choices: [乡, 村]}
      post: {title: 岗位, type: string}
      since: {title: 起, type: date}
      size: {title: 面积, type: number}
      seen: {title: 巡查, type: string MORE}
indicators:
  gaps: {title: 空档, from: {register: chain, count: true, where: {post: {missing: true}}}}
marks:
  - {id: gaps, title: 空档, clause: 第一条, full: 10, value: gaps, shape: {per: 1, above: 0, count: whole, marks: -5, start: 10, at_least: 0}, missing: zero}
total: {places: 2, round: half_up, before_ranking: true, ties: best}
full: 10
bands: {红榜: {top: 1}, 蓝榜: {rest: true}}
publish: {order: false}
"""
GOOD = "{system: straw-ban, by: object, put: {level: level, post: holder, since: since}, words: {level: {township: 乡, village: 村}}}"


def problems(duties, more=""):
    text = SCHEME.replace("DUTIES", duties).replace(" MORE", more)
    return {(p.code, int(p.where.split(":")[1])) for p in read_text(text, "scheme.yaml").problems}


def test_what_is_right_says_nothing():
    assert problems(GOOD) == set()


@pytest.mark.parametrize(
    ("duties", "found"),
    [
        ("{system: s, by: nobody, put: {level: level, post: person}}", {("field_unknown", 14)}),
        ("{system: s, by: level, put: {post: person}}", {("register_filled_code", 14)}),
        ("{system: s, by: unit, put: {level: level, post: person}}", {("register_filled_code", 14)}),
        ("{system: s, by: object, put: {level: level, post: person, unit: title}}", {("register_filled_unit", 14)}),
        ("{system: s, by: object, put: {level: level, post: person, other: title}}", {("field_unknown", 14)}),
        ("{system: s, by: object, put: {level: level, post: person, size: since}}", {("register_kind", 14)}),
        ("{system: s, by: object, put: {level: level, post: person, object: title}}", {("register_filled_twice", 14)}),
        ("{system: s, by: object, put: {post: person}}", {("register_filled_lacks", 18)}),
        ("{system: s, by: object, put: {level: level, post: post}}", {("register_filled_person", 14)}),
        ("{system: s, by: object, put: {level: level, post: person}, words: {kind: {农户: 户}}}", {("register_filled_idle", 14)}),
        ("{system: s, by: object, put: {level: level, post: person}, words: {level: {village: 屯}}}", {("choice_unknown", 14)}),
        ("{system: [], by: object, put: {level: level, post: person}}", {("length", 14)}),
        (
            "{system: s, by: nobody, put: {post: post, size: since}}",
            {("field_unknown", 14), ("register_kind", 14), ("register_filled_lacks", 18), ("register_filled_person", 14)},
        ),
    ],
)  # fmt: skip
def test_everything_wrong_is_said_at_once_at_its_line(duties, found):
    assert problems(duties) == found


def test_what_duties_need_not_say_is_not_required():
    assert problems(GOOD, ", required: true") == {("register_filled_lacks", 22)}


def test_the_declaration_made_of_it_takes_its_rows_from_the_same_duties():
    scheme = read_text(SCHEME.replace("DUTIES", GOOD.replace("straw-ban", "[straw-ban, grid]")).replace(" MORE", ""), "scheme.yaml").scheme  # fmt: skip
    read = read_declaration(declaration_for(scheme, "chain", "chain"), "chain.yaml")
    assert is_sound(read)
    one = read.declaration
    assert (one.duties.systems, one.duties.put, one.duties.person) == (
        ("straw-ban", "grid"),
        {"level": "level", "post": "holder", "since": "since"},
        "post",
    )
    assert one.fields["object"].unique


def test_a_field_called_like_what_every_record_has_is_warned_of_at_its_line():
    text = SCHEME.replace("DUTIES", GOOD).replace(" MORE", "").replace("seen:", "suspended:")
    (problem,) = read_text(text, "scheme.yaml").problems
    assert (problem.code, problem.where.split(":")[1], problem.warning) == (
        "register_field_taken",
        "22",
        True,
    )
    assert "suspended_said" in problem.fix

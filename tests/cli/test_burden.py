"""What schemes together ask of units: the same number once, what a register tells not at all, what did not change by one click."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.house.sources import ROOT
from youju.cli.app import app
from youju.engine.burden import FIELD, FORM, KEPT, Cost

SCHEMES = ROOT / "schemes"
HEAD = """\
scheme: {name}
title: {name}
version: 2023.1
owner: {office}
basis: {{title: 通知, number: 一号, issuer: 县委办公室, issuer_level: county, adopted: 2023-01-01, plan: 第1项}}
in_force: {{from: 2023-01, to: 2023-12}}
round: {{every: month, report_by: 5, verify_by: 12, object_by: 15, close_on: 18}}
league: {{level: 村, at_least: 1}}
"""
TAIL = "total: {places: 2, round: half_up, before_ranking: true, ties: best}\npublish: {order: false}\n"


def run(*words):
    return CliRunner().invoke(app, ["burden", *map(str, words)])


def told(*words) -> dict:
    done = run(*words, "--json")
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.output)


def folder(
    home: Path, name: str, indicators: str, facts: str = "", *, office: str = "甲局", registers: str = ""
) -> Path:
    """Write a scheme that gives marks for every indicator, with two villages."""
    home = home / name
    home.mkdir()
    names = [line.split(":")[0].strip() for line in indicators.splitlines() if line.strip()]
    marks = "".join(f"  - {{id: {one}, title: {one}, clause: 一, value: {one}, shape: {{times: 1}}, missing: zero}}\n" for one in names)  # fmt: skip
    text = (
        HEAD.format(name=name, office=office) + registers + f"indicators:\n{indicators}marks:\n{marks}" + TAIL
    )
    (home / "scheme.yaml").write_text(text, "utf-8")
    (home / "units.csv").write_text("code,title,level,parent\na,甲村,村,\nb,乙村,村,\n", "utf-8")
    (home / "facts.csv").write_text("unit,indicator,period,value\n" + facts, "utf-8")
    return home


HOMES = "  homes: {title: 农户, measure: 户, ask: month}\n"


def line(found: dict, kind: str, name: str) -> dict:
    return next(one for one in found[kind] if one["name"] == name)


def cost(forms: int, fields: int, kept: int = 0) -> dict:
    return {"forms": forms, "fields": fields, "kept": kept, "minutes": Cost(forms, fields, kept).minutes}


def test_a_number_two_schemes_ask_is_typed_once(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    two = folder(tmp_path, "two", "  families: {title: 农户, measure: 户, ask: month}\n", office="乙局")
    found = told(one, two)
    village = line(found, "units", "a")
    assert (village["before"], village["after"]) == (cost(24, 24), cost(12, 12))
    assert village["share"] == "50%"
    assert [(s["title"], s["schemes"], s["units"]) for s in found["shared"]] == [("农户", ["one", "two"], 2)]
    assert line(found, "offices", "甲局")["after"]["fields"] == 24
    assert line(found, "offices", "乙局")["after"] == cost(0, 0)


@pytest.mark.parametrize(
    "other",
    ["  x: {title: 农户, measure: 人, ask: month}\n", "  x: {title: 农户, measure: 户, ask: quarter}\n"],
)
def test_a_name_with_two_meanings_is_told_and_not_taken_for_one_number(tmp_path, other):
    one, two = folder(tmp_path, "one", HOMES), folder(tmp_path, "two", other)
    done = run(one, two)
    assert done.exit_code == 1
    assert "同名不同口径：农户" in done.output
    found = told(one, two)
    assert found["shared"] == []
    assert line(found, "units", "a")["after"]["fields"] == line(found, "units", "a")["before"]["fields"]


def test_another_definition_is_another_number(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    two = folder(tmp_path, "two", "  x: {title: 农户, definition: 常住农户, measure: 户, ask: month}\n")
    assert told(one, two)["shared"] == []


def test_what_did_not_change_is_confirmed_and_not_typed(tmp_path):
    facts = "".join(f"a,homes,2023-0{month},{value}\n" for month, value in ((1, 5), (2, 5), (3, 5), (4, 6), (5, 6)))  # fmt: skip
    found = told(folder(tmp_path, "one", HOMES, facts))
    # three of four months repeat the one before: 8 of the 11 that follow the first
    assert line(found, "units", "a")["after"] == cost(12, 4, 8)
    assert line(found, "units", "b")["after"] == cost(12, 12)


def test_a_gap_between_two_months_is_no_repetition(tmp_path):
    found = told(folder(tmp_path, "one", HOMES, "a,homes,2023-01,5\na,homes,2023-03,5\n"))
    assert line(found, "units", "a")["after"] == cost(12, 12)


REGISTER = """\
registers:
  fires:
    fields:
      unit: {title: 村, type: string, required: true}
"""


def test_what_a_register_or_a_statistic_tells_is_not_asked(tmp_path):
    one = folder(
        tmp_path, "one", HOMES + "  fires: {title: 火点, from: {register: fires, count: true}}\n  gdp: {title: 产量, ask: official}\n", registers=REGISTER
    )  # fmt: skip
    (one / "registers").mkdir()
    (one / "registers" / "fires.csv").write_text("unit\na\n", "utf-8")
    village = line(told(one), "units", "a")
    assert (village["before"]["fields"], village["after"]["fields"]) == (24, 12)


def test_what_a_monitor_tells_is_not_asked(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    (one / "facts.csv").write_text("unit,indicator,period,value,basis\na,homes,2023-01,5,monitor\n", "utf-8")
    found = told(one)
    assert line(found, "units", "a")["after"] == cost(0, 0)
    assert line(found, "units", "b")["after"] == cost(12, 12)


def test_minutes_are_forms_numbers_and_confirmations():
    assert Cost(2, 3, 4).minutes == round((2 * FORM + 3 * FIELD + 4 * KEPT) / 60)


KEEPING = """\
registers:
  fires:
    evidence: proof
    {kept_by}
    fields:
      unit: {{title: 村, type: string, required: true}}
      on: {{title: 日期, type: date}}
      place: {{title: 地点, type: string}}
      proof: {{title: 佐证, type: string}}
"""


def test_what_a_statistic_or_a_document_tells_for_a_period_is_not_asked_for_that_period(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    (one / "facts.csv").write_text(
        "unit,indicator,period,value,basis\na,homes,2023-01,5,official\na,homes,2023-02,6,document\na,homes,2023-03,7,verified\n", "utf-8"
    )  # fmt: skip
    assert line(told(one), "units", "a")["after"] == cost(10, 10)


def test_whoever_is_not_asked_in_the_house_types_nothing(tmp_path):
    """Where all that is asked comes up the tree, the villages are asked and their township is not."""
    one = folder(tmp_path, "one", "  homes: {title: 农户, measure: 户, ask: month, up_the_tree: sum}\n")
    text = (one / "scheme.yaml").read_text("utf-8")
    (one / "scheme.yaml").write_text(text.replace("league: {level: 村, at_least: 1}", "league: [{id: v, level: 村, at_least: 1}, {id: t, level: 乡镇, at_least: 1}]"), "utf-8")  # fmt: skip
    (one / "units.csv").write_text("code,title,level,parent\nt,甲镇,乡镇,\na,甲村,村,t\n", "utf-8")
    assert [unit["name"] for unit in told(one)["units"]] == ["a"]


@pytest.mark.parametrize(
    ("kept_by", "before", "after"),
    [
        ("kept_by: unit", 24 + 5, 12 + 3),
        ("kept_by: inspection", 12, 12),
        ("kept_by: office", 12, 12),
        ("kept_by: machine", 12, 12),
    ],
)
def test_what_a_unit_writes_into_its_registers_is_counted_and_what_others_write_is_not(
    tmp_path, kept_by, before, after
):
    """Two records: three fields filled in and two pieces of evidence, which records are for themselves."""
    count = "  fires: {title: 火点, from: {register: fires, count: true}}\n"
    one = folder(tmp_path, "one", HOMES + count, registers=KEEPING.format(kept_by=kept_by))
    (one / "registers").mkdir()
    (one / "registers" / "fires.csv").write_text(
        "unit,on,place,proof\na,2023-05-01,东头,单一\na,2023-05-02,,单二\n", "utf-8"
    )
    village = line(told(one), "units", "a")
    assert (village["before"]["fields"], village["after"]["fields"]) == (before, after)


def test_a_record_that_says_what_the_one_before_said_is_confirmed(tmp_path):
    """Of the second record the place is as before; the day and the evidence are not, and another unit's record is no record before."""
    count = "  fires: {title: 火点, from: {register: fires, count: true}}\n"
    one = folder(tmp_path, "one", count, registers=KEEPING.format(kept_by="kept_by: unit"))
    (one / "registers").mkdir()
    rows = "a,2023-05-01,东头,单一\nb,2023-05-02,东头,单二\na,2023-05-02,东头,单三\n"
    (one / "registers" / "fires.csv").write_text("unit,on,place,proof\n" + rows, "utf-8")
    found = told(one)
    assert line(found, "units", "a")["after"] == cost(0, 3, 1)
    assert line(found, "units", "b")["after"] == cost(0, 2)


COUNTER = """\
register: counter
title: 窗口
owner: first_receiver
intake: {{fields: [said], put: {{on: today}}}}
{more}
fields:
  said: {{title: 内容, type: string, required: true}}
  on: {{title: 日期, type: date, precision: day, required: true}}
  parts: {{title: 件数, type: integer}}
indicators:
  homes: {{title: 农户, measure: 户, {way}, by: on}}
"""


@pytest.mark.parametrize(
    ("way", "more", "after"),
    [
        ("count: true", "", cost(0, 0)),
        ("sum: parts", "", cost(0, 0)),
        ("mean: parts", "", cost(12, 12)),
        ("count: true", "confidential: true", cost(12, 12)),
        ("count: true", "read: [inspector]\nwrite: [inspector]", cost(12, 12)),
        ("count: true", "#", cost(12, 12)),
    ],
)
def test_what_a_shared_register_that_others_write_counts_is_not_asked(tmp_path, way, more, after):
    one = folder(tmp_path, "one", HOMES)
    text = COUNTER.format(way=way, more=more)
    if more == "#":  # nobody hands in: the units' own clerks write the records
        text = text.replace("intake:", "# intake:").replace("owner:", "# owner:")
    (tmp_path / "_registers").mkdir()
    (tmp_path / "_registers" / "counter.yaml").write_text(text, "utf-8")
    village = line(told(one), "units", "a")
    assert (village["before"], village["after"]) == (cost(12, 12), after)


@pytest.mark.parametrize("other", [HOMES.replace("户, ask", "人, ask"), HOMES.replace("month", "once")])
def test_a_shared_register_tells_no_number_of_another_measure_and_none_that_is_asked_once(tmp_path, other):
    one = folder(tmp_path, "one", other)
    (tmp_path / "_registers").mkdir()
    (tmp_path / "_registers" / "counter.yaml").write_text(COUNTER.format(way="count: true", more=""), "utf-8")
    village = line(told(one), "units", "a")
    assert village["after"]["fields"] == village["before"]["fields"] > 0


def test_with_all_schemes_a_village_types_at_most_40_percent_and_the_command_says_so():
    found = told(SCHEMES)
    villages = line(found, "levels", "村")
    assert villages["after"]["fields"] * 100 <= villages["before"]["fields"] * 40
    each = [one for one in found["units"] if one["name"].startswith("V")]
    assert all(one["after"]["fields"] < one["before"]["fields"] for one in each)
    assert {one["title"] for one in found["shared"]} >= {"群众诉求", "村民评议满意率"}
    assert found["unlike"] == []


def test_the_sum_of_the_offices_is_the_sum_of_the_levels():
    found = told(SCHEMES)
    for part in ("before", "after"):
        for what in ("forms", "fields", "kept"):
            sums = {sum(one[part][what] for one in found[kind]) for kind in ("units", "levels", "offices")}
            assert len(sums) == 1


def test_the_order_of_the_folders_changes_no_sum(tmp_path):
    homes = [SCHEMES / name for name in ("living-campaign", "straw-ban", "branch-health")]
    one, other = told(*homes), told(*reversed(homes))
    assert line(one, "levels", "村")["after"]["fields"] == line(other, "levels", "村")["after"]["fields"]


def test_a_share_above_the_line_leaves_with_1(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    assert run(one, "--at-most", 100).exit_code == 0
    assert run(one, "--at-most", 40).exit_code == 1


def test_one_unit_is_shown_and_a_strange_one_refused(tmp_path):
    one = folder(tmp_path, "one", HOMES)
    assert "甲村" in run(one, "--unit", "a").output
    assert run(one, "--unit", "zz").exit_code == 2


def test_what_cannot_be_read_is_refused(tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(SCHEMES / "straw-ban", broken)
    (broken / "scheme.yaml").write_text("scheme: [", "utf-8")
    assert run(broken).exit_code == 2
    assert run(tmp_path / "nowhere").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty").exit_code == 2

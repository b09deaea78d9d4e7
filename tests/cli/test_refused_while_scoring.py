"""What only shows while scoring is refused like everything else: where, what, how to mend, and nothing is written."""

import json

import pytest
import yaml

from youju.engine.case import open_case
from youju.engine.problems import BadInputError

BASE = {
    "scheme": "late", "title": "晚一步", "version": "1",
    "basis": {"title": "通知", "issuer": "市委办公室", "adopted": "2023-01-01"},
    "in_force": {"from": "2023-01", "to": "2023-12"}, "round": {"every": "month"},
    "league": {"level": "村", "at_least": 1},
    "indicators": {name: {"title": name, "ask": "month", "missing": "omit"} for name in ("x", "y")},
    "total": {"places": 2, "before_ranking": True, "ties": "best"},
}  # fmt: skip
TIMES = {"id": "a", "title": "甲", "clause": "一", "value": "x", "shape": {"times": 1}, "missing": "zero"}


def laid(folder, facts, **scheme):
    """Write a scheme of two villages."""
    (folder / "scheme.yaml").write_text(yaml.safe_dump({**BASE, **scheme}, allow_unicode=True), "utf-8")
    (folder / "units.csv").write_text("code,title,level,parent\nu1,一村,村,\nu2,二村,村,\n", "utf-8")
    (folder / "facts.csv").write_text(facts, "utf-8")
    return folder


def told(folder):
    with pytest.raises(BadInputError) as refused:
        open_case(folder).score()
    return [(one.where, one.code, one.what) for one in refused.value.problems]


def index(aggregate, **leaf):
    children = [
        {"id": "health", "title": "健康", "of": "x", "clause": "一", **leaf},
        {"id": "income", "of": "y", "clause": "二", "normalise": {"as_is": True}},
    ]
    return {
        "composite": {"title": "总指数", "aggregate": aggregate, "weights": "equal", "children": children}
    }


def test_marks_too_large_to_be_kept_name_the_unit(tmp_path):
    folder = laid(tmp_path, "unit,x,y\nu1,1,1\nu2,123456789012345678,1\n", marks=[TIMES])
    assert told(folder) == [("scheme.yaml", "marks_too_large", "单位“u2”的得分或某一项的位数太多，记不下")]


def test_a_large_number_that_gives_ordinary_marks_is_no_fault(tmp_path):
    held = {**TIMES, "shape": {"times": 1, "at_most": 10}}
    folder = laid(tmp_path, "unit,x,y\nu1,1,1\nu2,123456789012345678,1\n", marks=[held])
    assert open_case(folder).score().total("u2") == 10


def test_every_record_of_a_class_the_table_lacks_is_named_with_its_line(tmp_path):
    register = {"date": "on", "fields": {"unit": {}, "on": {"type": "date"}, "level": {}}}
    events = {"register": "honours", "marks": {"by": "level", "table": {"省级": 3}}}
    rule = {"id": "h", "title": "表彰", "clause": "一", "events": events}
    folder = laid(tmp_path, "unit,x\nu1,1\n", registers={"honours": register}, marks=[TIMES, rule])
    (folder / "registers").mkdir()
    (folder / "registers" / "honours.csv").write_text(
        "unit,on,level\nu1,2023-01-02,国家级\nu2,2023-01-03,省级\nu2,2023-01-04,\n", "utf-8"
    )
    assert told(folder) == [
        ("registers/honours.csv:2", "class_unlisted", "level 写的是“国家级”，计分表里没有这一类"),
        ("registers/honours.csv:4", "class_unlisted", "level 写的是“”，计分表里没有这一类"),
    ]


def test_a_column_without_spread_names_its_node(tmp_path):
    folder = laid(tmp_path, "unit,x,y\nu1,5,1\nu2,5,2\n", **index("arithmetic", normalise={"minmax": [0, 1]}))
    ((_, code, what),) = told(folder)
    assert (code, what.split("：")[0]) == ("index_unfit", "“健康”算不出来")


def test_a_mean_that_does_not_exist_names_unit_and_child(tmp_path):
    folder = laid(tmp_path, "unit,x,y\nu1,1,1\nu2,-3,2\n", **index("geometric", normalise={"as_is": True}))
    assert [what for *_, what in told(folder)] == ["“总指数”算不出来：单位“u2”的“健康”是负数，不能求几何平均"]


def test_a_logarithm_that_does_not_exist_names_the_unit(tmp_path):
    facts = "unit,x,y\nu1,1,1\nu2,0,2\n"
    folder = laid(
        tmp_path, facts, **index("arithmetic", normalise={"as_is": True}, treat=[{"log": "natural"}])
    )
    assert [what for *_, what in told(folder)] == ["“健康”算不出来：单位“u2”的值不是正数，不能取对数"]


def test_the_command_leaves_with_2_and_writes_nothing(tmp_path, youju):
    (tmp_path / "s").mkdir()
    folder = laid(tmp_path / "s", "unit,x,y\nu1,1,1\nu2,123456789012345678,1\n", marks=[TIMES])
    done = youju("score", folder, "--out", tmp_path / "b", "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["problems"][0]["code"] == "marks_too_large"
    assert not (tmp_path / "b").exists()

"""A bundle holds everything a round was scored with, so that it can be scored again from the bundle alone."""

import json

import openpyxl
import pytest

import youju as notebook
from youju.engine.problems import BadInputError

BASE = {
    "scheme": "whole", "title": "齐全", "version": "1",
    "basis": {"title": "通知", "issuer": "市委办公室", "adopted": "2023-01-01"},
    "in_force": {"from": "2023-01", "to": "2023-12"}, "round": {"every": "month"},
    "league": {"level": "村", "at_least": 1},
    "total": {"places": 2, "before_ranking": True, "ties": "best"},
}  # fmt: skip
TIMES = {"shape": {"times": 1}, "missing": "zero"}


def laid(folder, **scheme):
    folder.mkdir()
    (folder / "scheme.yaml").write_text(json.dumps({**BASE, **scheme}, ensure_ascii=False), "utf-8")
    (folder / "units.csv").write_text("code,title,level,parent\nu1,一村,村,\nu2,二村,村,\n", "utf-8")
    return folder


@pytest.fixture
def following(tmp_path):
    """A scheme that takes the total of another one; its facts are about March."""
    taken = {"from": {"scheme": "other", "take": "total"}, "title": "基层党建得分", "missing": "omit"}
    folder = laid(
        tmp_path / "following",
        indicators={"x": {"title": "收入", "ask": "month", "missing": "omit"}, "party": taken},
        marks=[
            {"id": "a", "title": "收入", "clause": "一", "value": "x", **TIMES},
            {"id": "b", "title": "党建", "clause": "二", "value": "party", **TIMES},
        ],
    )
    (folder / "facts.csv").write_text(
        "unit,indicator,period,value,recorded_at\nu1,x,2023-03,7,2023-04-01\nu1,x,2023-03,9,2023-04-09\n",
        "utf-8",
    )
    (folder / "results").mkdir()
    (folder / "results" / "march.csv").write_text(
        "unit,scheme,rule,period,marks\nu1,other,total,2023-03,50\n", "utf-8"
    )
    return folder


def test_a_bundle_with_results_of_another_scheme_can_be_verified_explained_and_tried(
    youju, following, tmp_path
):
    bundle = tmp_path / "bundle"
    assert youju("score", following, "--out", bundle).exit_code == 0
    for words in (("verify", bundle), ("whatif", bundle, following), ("robust", bundle, "--runs", 10)):
        done = youju(*words)
        assert done.exit_code == 0, done.output
    assert "基层党建得分 50" in youju("explain", bundle, "u1").output


def test_results_are_not_taken_from_the_facts_of_an_office(youju, following, tmp_path):
    (following / "facts.csv").write_text("unit,indicator,period,value\nu1,party,2023-03,99\n", "utf-8")
    assert youju("score", following, "--out", tmp_path / "bundle").exit_code == 2


@pytest.mark.parametrize("file", ["registers/fires.xlsx", "ledgers/fires.csv", "registers/north/fires.csv"])
def test_a_register_is_in_the_bundle_wherever_it_stands(youju, tmp_path, file):
    fields = {"unit": {}, "on": {"type": "date"}}
    folder = laid(
        tmp_path / "burning",
        registers={"fires": {"file": file, "date": "on", "fields": fields}},
        marks=[{"id": "f", "title": "焚烧", "clause": "一", "events": {"register": "fires", "each": -2}}],
    )
    (folder / file).parent.mkdir(parents=True)
    if file.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in (["unit", "on"], ["u1", "2023-01-04"]):
            book.active.append(row)
        book.save(folder / file)
    else:
        (folder / file).write_text("unit,on\nu1,2023-01-04\n", "utf-8")
    bundle = tmp_path / "bundle"
    assert youju("score", folder, "--out", bundle).exit_code == 0
    done = youju("verify", bundle)
    assert done.exit_code == 0, done.output
    assert "2023-01-04" in youju("explain", bundle, "u1").output


def test_a_notebook_takes_the_newest_period_and_the_results_as_the_command_does(youju, following, tmp_path):
    scheme = notebook.read_scheme(following)
    result = notebook.score(scheme, following / "facts.csv", following / "units.csv", folder=following)
    assert (str(result.raw.period), str(result.raw.total("u1"))) == ("2023-03", "59.00")
    youju("score", following, "--out", tmp_path / "ours")
    assert result.write(tmp_path / "theirs") in youju("verify", tmp_path / "ours").output


def test_what_a_notebook_wrote_as_of_a_day_is_verified(youju, following, tmp_path):
    scheme = notebook.read_scheme(following)
    at = {"folder": following, "as_of": "2023-04-02"}
    result = notebook.score(scheme, following / "facts.csv", following / "units.csv", **at)
    assert str(result.raw.total("u1")) == "57.00"
    root = result.write(tmp_path / "then")
    youju("score", following, "--out", tmp_path / "ours", "--as-of", "2023-04-02")
    assert root in youju("verify", tmp_path / "then").output
    assert root in youju("verify", tmp_path / "ours").output


@pytest.mark.parametrize(
    ("said", "where"), [({"period": "2024-01"}, "--period"), ({"as_of": "昨天"}, "--as-of")]
)
def test_a_period_or_time_that_cannot_be_is_refused_in_a_notebook_and_by_the_command(
    youju, following, tmp_path, said, where
):
    scheme = notebook.read_scheme(following)
    with pytest.raises(BadInputError) as refused:
        notebook.score(scheme, following / "facts.csv", following / "units.csv", **said)
    assert [one.where for one in refused.value.problems] == [where]
    done = youju("score", following, "--out", tmp_path / "b", where, *said.values())
    assert (done.exit_code, where in done.output) == (2, True)

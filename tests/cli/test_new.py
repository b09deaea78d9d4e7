"""`youju new`: a scheme to start from, and nothing that stands there is touched."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from youju.cli.app import app


@pytest.fixture
def youju():
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])


def test_a_new_scheme_has_nothing_to_mend(youju, tmp_path):
    assert youju("new", tmp_path / "income").exit_code == 0
    checked = youju("check", tmp_path / "income", "--json")
    assert checked.exit_code == 0, checked.output
    assert [p for p in json.loads(checked.output)["problems"] if not p["warning"]] == []


def test_a_new_scheme_can_be_scored_at_once(youju, tmp_path):
    youju("new", tmp_path / "income")
    assert youju("score", tmp_path / "income", "--out", tmp_path / "bundle").exit_code == 0
    assert youju("verify", tmp_path / "bundle").exit_code == 0


def test_a_scheme_that_stands_there_is_not_written_over(youju, tmp_path):
    mine = tmp_path / "scheme.yaml"
    mine.write_text("scheme: mine\n", "utf-8")
    assert youju("new", tmp_path).exit_code == 2
    assert mine.read_text("utf-8") == "scheme: mine\n"

"""What the tests of the command line share: the command itself, and one scored round of the shipped schemes."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tests.house.sources import ROOT
from youju.cli.app import app

SCHEMES = ROOT / "schemes"


@pytest.fixture(scope="session")
def youju():
    """Run the command in this process; words are turned into text."""
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="session")
def june(youju, tmp_path_factory):
    """The county round of June as a bundle. Nobody writes into it."""
    bundle = tmp_path_factory.mktemp("june") / "bundle"
    done = youju("score", SCHEMES / "county-monthly-round", "--period", "2023-06", "--out", bundle)
    assert done.exit_code == 0, done.output
    return bundle


@pytest.fixture(scope="session")
def may(youju, tmp_path_factory):
    """The county round of May."""
    bundle = tmp_path_factory.mktemp("may") / "bundle"
    assert (
        youju("score", SCHEMES / "county-monthly-round", "--period", "2023-05", "--out", bundle).exit_code
        == 0
    )
    return bundle

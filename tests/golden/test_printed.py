"""What people are shown: boards, statements and findings of the shipped schemes, as printed beside this test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.golden.files import compare
from tests.house.sources import ROOT
from youju.cli.app import app

HERE = Path(__file__).parent / "printed"
SCHEMES = ROOT / "schemes"
UNITS = {
    "county-monthly-round": "220582", "dunhua-seven-indices": "222403", "hdi-2021": "CHN", "projects-226": "220500",
    "village-living-environment": "V12",
}  # fmt: skip


def run(*words) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code in {0, 1}, done.output
    return done.output


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    home = tmp_path_factory.mktemp("printed")
    for name in UNITS:
        run("score", SCHEMES / name, "--out", home / name)
    return home


def shown(name: str, printed: str, request) -> None:
    compare(HERE / name, printed, update=request.config.getoption("--golden-update"))


@pytest.mark.parametrize("scheme", UNITS)
def test_a_board_is_printed(bundles, scheme, request):
    shown(f"board-{scheme}.txt", run("board", bundles / scheme), request)


@pytest.mark.parametrize("scheme", UNITS)
def test_a_board_is_written_as_csv(bundles, scheme, request):
    shown(f"board-{scheme}.csv", run("board", bundles / scheme, "--format", "csv"), request)


@pytest.mark.parametrize("scheme", UNITS)
def test_a_statement_is_printed(bundles, scheme, request):
    shown(f"explain-{scheme}.txt", run("explain", bundles / scheme, UNITS[scheme]), request)


def test_findings_are_printed(tmp_path, monkeypatch, request):
    shutil.copytree(SCHEMES / "village-living-environment", tmp_path / "villages")
    scheme = tmp_path / "villages" / "scheme.yaml"
    text = (
        scheme.read_text("utf-8")
        .replace("published: false", "published: true")
        .replace("owner: 县农业农村局\n", "")
    )
    scheme.write_text(text.replace("title: 村民评议满意率", "title: 会议次数"), "utf-8")
    monkeypatch.chdir(tmp_path)
    shown("check-villages.txt", run("check", "villages"), request)

"""The given pages, read and scored with the scorer that also scores pages we have never seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from youju.reading.pages import read_facts

SHARED = Path(__file__).parents[2].parent / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="the given pages are not part of the project")


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("score")
    lines = []
    for path in SEEDS:
        with path.open(encoding="utf-8", newline="") as file:
            lines += read_facts(file.read()).lines(path.name)
    (folder / "pred.jsonl").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(
        [sys.executable, SHARED / "gold/score_facts.py", "--gold", SHARED / "gold/facts.seeds.jsonl", "--pred", folder / "pred.jsonl",
         "--texts", SHARED / "seeds", "--json", folder / "report.json"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return report


@pytest.mark.parametrize(("criterion", "floor"), [("value+unit", 0.98), ("+indicator", 0.95), ("full", 0.88)])
def test_numbers_of_the_given_pages_are_read_at_least_this_well(
    score: dict[str, Any], criterion: str, floor: float
) -> None:
    assert score["total"][criterion]["prf"][2] >= floor


@pytest.mark.parametrize(("record", "floor"), [("project", 0.90), ("agreement", 0.90), ("exchange", 0.85)])
def test_named_records_of_the_given_pages_are_found_at_least_this_well(
    score: dict[str, Any], record: str, floor: float
) -> None:
    assert score["records"][f"{record}/name"][2] >= floor


def test_every_rank_of_the_given_pages_is_found(score: dict[str, Any]) -> None:
    assert score["by_type"]["rank/value+unit"][1] == 1.0


def test_hardly_a_number_that_states_nothing_is_offered_as_a_fact() -> None:
    raws = {path.name: path.open(encoding="utf-8", newline="").read() for path in SEEDS}
    spans = {
        name: [fact.value_span or (fact.change or fact.rank).span for fact in read_facts(raw).facts if fact.kind in ("indicator", "task")]
        for name, raw in raws.items()
    }  # fmt: skip
    silent = [
        json.loads(line)
        for line in (SHARED / "gold/negatives.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    offered = [
        one
        for one in silent
        if any(low <= one["start"] and one["end"] <= high for low, high in spans[one["doc"]])
    ]
    assert len(offered) <= 0.03 * len(silent), offered

"""The Human Development Index 2021 as UNDP published it: all 191 values and all 191 places."""

import csv
from decimal import Decimal

import pytest

from tests.house.sources import ROOT
from youju.engine.case import open_case

HOME = ROOT / "schemes" / "hdi-2021"


@pytest.fixture(scope="module")
def result():
    return open_case(HOME).score()


@pytest.fixture(scope="module")
def published():
    with (HOME / "published.csv").open(encoding="utf-8", newline="") as stream:
        return {row["unit"]: row for row in csv.DictReader(stream)}


def test_all_191_values_are_the_published_ones(result, published):
    scored = {unit: result.total(unit) for unit in result.units.codes}
    assert len(scored) == 191
    assert scored == {unit: Decimal(row["total"]) for unit, row in published.items()}


def test_all_191_places_are_the_published_ones(result, published):
    placed = {unit: result.place(unit, "world") for unit in result.units.codes}
    assert placed == {unit: Decimal(row["place"]) for unit, row in published.items()}


def test_the_published_columns_take_no_part_in_the_calculation(tmp_path, published):
    for name in ("scheme.yaml", "units.csv", "facts.csv"):
        (tmp_path / name).write_bytes((HOME / name).read_bytes())
    assert open_case(tmp_path).score().place("CHE", "world") == 1


def test_places_differ_when_scores_are_not_rounded_first(tmp_path, published):
    """29 places differ unrounded: the rounding belongs to the scheme."""
    for name in ("units.csv", "facts.csv"):
        (tmp_path / name).write_bytes((HOME / name).read_bytes())
    text = (HOME / "scheme.yaml").read_text("utf-8").replace("before_ranking: true", "before_ranking: false")
    (tmp_path / "scheme.yaml").write_text(text, "utf-8")
    bare = open_case(tmp_path).score()
    differ = [unit for unit, row in published.items() if bare.place(unit, "world") != Decimal(row["place"])]
    assert len(differ) == 29

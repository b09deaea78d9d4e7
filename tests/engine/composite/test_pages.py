"""The worked examples of the algorithm pages run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from youju.engine.composite import normalise

PAGES = sorted((Path(__file__).parents[3] / "docs" / "algorithms").glob("composite-*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_the_worked_examples_of_a_page_hold(page):
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_there_is_a_page_for_every_family():
    assert {p.stem.removeprefix("composite-") for p in PAGES} == {
        "treatment",
        "normalisation",
        "weights",
        "aggregation",
        "contributions",
        "robustness",
        "floats",
    }


def test_the_examples_in_the_promises_hold():
    assert doctest.testmod(normalise).failed == 0

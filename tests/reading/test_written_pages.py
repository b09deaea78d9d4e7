"""Pages of the genre written for these tests, with their gold set down before the reader saw them.

The files beginning with a were read first; the rules were mended by what was missed on them, and the files beginning with b
were written afterwards, those with c after that, and so on to j. What each round scored when it was first read is told in `pages/README.md`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from youju.reading.pages import read_facts

sys.path.insert(0, str(Path(__file__).parent))
from gold_pages import TAUGHT, GoldPage, read_pages
from measure import compare, f1

PAGES = read_pages()


@cache
def _said(name: str) -> list[dict[str, Any]]:
    page = next(page for page in PAGES if page.name == name)
    return [json.loads(line) for line in read_facts(page.raw).lines(name)]


def _totals() -> dict[str, Counter[str]]:
    totals: dict[str, Counter[str]] = {}
    for page in read_pages(TAUGHT):
        for degree, count in compare(_said(page.name), page.facts).items():
            totals.setdefault(degree, Counter()).update(count)
    return totals


@pytest.mark.parametrize(
    ("degree", "least"),
    [
        ("value", 0.99),
        ("name", 0.98),
        ("full", 0.94),
        ("project", 0.91),
        ("agreement", 0.95),
        ("exchange", 0.95),
    ],
)
def test_the_written_pages_are_read_as_a_careful_reader_reads_them(degree: str, least: float) -> None:
    count = _totals()[degree]
    assert f1(count) >= least, count


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_fact_of_a_written_page_stands_where_it_says(page: GoldPage) -> None:
    assert all(page.raw[fact["start"] : fact["end"]] == fact["quote"] for fact in _said(page.name))


def test_a_page_without_its_facts_scores_nothing() -> None:
    page = PAGES[0]
    assert f1(compare([], page.facts)["value"]) == 0


def test_a_page_that_says_its_gold_scores_all() -> None:
    page = next(page for page in PAGES if page.name == "b03")
    said = [fact for fact in page.facts if not fact["optional"]]
    assert {degree: f1(count) for degree, count in compare(said, page.facts).items() if count["gold"]} == {
        "value": 1.0, "name": 1.0, "full": 1.0,
    }  # fmt: skip

"""The page about notebooks runs as it is printed."""

import doctest

from tests.house.sources import ROOT


def test_the_page_about_notebooks_holds(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = ROOT / "docs" / "guide" / "notebook.md"
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (outcome.attempted > 4, outcome.failed) == (True, 0)

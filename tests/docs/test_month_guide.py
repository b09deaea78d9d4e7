"""The guide of the month names tests: each of them is there."""

import re

from tests.house.sources import ROOT

NAMED = re.compile(r"`(test_\w+)`")
WRITTEN = re.compile(r"def (test_\w+)\(")


def test_every_test_that_the_guide_of_the_month_names_is_written():
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in WRITTEN.findall(path.read_text("utf-8"))
    }
    named = NAMED.findall((ROOT / "docs" / "guide" / "month.md").read_text("utf-8"))
    assert len(named) > 60
    assert [name for name in named if name not in written] == []

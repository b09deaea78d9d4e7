"""Every broken scheme is refused completely, with every problem located and its mend named – as printed beside it."""

from pathlib import Path

import pytest

from tests.golden.files import compare
from youju.engine.problems import blocking
from youju.engine.read import read_scheme

HERE = Path(__file__).parent / "scheme_problems"
BROKEN = sorted(HERE.glob("*.yaml"), key=lambda file: file.stem)
ONLY_WARNED = {"bands_equal_bounds", "full_sum", "not_applicable"}


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_scheme_prints_its_problems(file, monkeypatch, request):
    monkeypatch.chdir(HERE)
    loaded = read_scheme(file.name)
    told = "\n".join(str(problem) for problem in loaded.problems)
    assert bool(blocking(loaded.problems)) == (file.stem not in ONLY_WARNED)
    compare(file.with_suffix(".txt"), told + "\n", update=request.config.getoption("--golden-update"))


def test_sixty_ways_to_be_wrong_are_kept():
    assert len(BROKEN) >= 60


def test_no_expectation_is_left_without_its_scheme():
    assert {f.stem for f in HERE.glob("*.txt")} == {f.stem for f in BROKEN}

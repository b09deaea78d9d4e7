"""A correction scored at once gives what scoring everything anew gives."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from benchmarks.data import AS_OF, make
from youju.engine.case import open_case
from youju.engine.resident import Resident, counted
from youju.engine.score import scored


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    work = make(tmp_path_factory.mktemp("w1"), villages=400, seed=5)
    return open_case(work.folder, period="2023-06", as_of=AS_OF)


@pytest.mark.parametrize("seed", range(6))
def test_places_and_bands_after_corrections_are_those_of_a_new_scoring(case, seed):
    rng = np.random.default_rng(seed)
    resident = Resident(case.world())
    for _ in range(8):
        unit, indicator = f"c{rng.integers(400):06d}", f"i{rng.integers(30)}"
        resident.correct(unit, indicator, Decimal(int(rng.integers(100_000))).scaleb(-2))
    anew = scored(resident.world).levels[0]
    now = resident.result.levels[0]
    assert np.array_equal(now.totals, anew.totals)
    for is_, should in zip(now.standings, anew.standings, strict=True):
        assert np.array_equal(is_.place, should.place), is_.key
        assert np.array_equal(is_.of, should.of)
        assert is_.band.tolist() == should.band.tolist()


def test_a_correction_says_whose_totals_changed(case):
    resident = Resident(case.world())
    before = resident.result.total("c000007")
    moved = resident.correct("c000007", "i0", Decimal("0.01"))
    assert [(m.unit, m.before, m.after) for m in moved] == [
        ("c000007", before, resident.result.total("c000007"))
    ]


def test_a_stranger_is_refused(case):
    with pytest.raises(LookupError):
        Resident(case.world()).correct("nobody", "i0", Decimal(1))


def test_counting_places_rows_as_sorting_does():
    scores = np.array([5, 7, 7, 3, 9, 7])
    inside = np.array([True, True, True, True, False, True])
    best, worst, dense = counted(scores, inside)
    assert best.tolist() == [4, 1, 1, 5, 0, 1]
    assert worst.tolist() == [4, 3, 3, 5, 0, 3]
    assert dense.tolist() == [2, 1, 1, 3, 0, 1]

"""Gaps are declared, never guessed; sums and shapes are those of the textbook and of Excel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.composite import moments
from youju.engine.composite.cells import UnfitError, missing_of, present


@pytest.fixture(scope="module")
def every_column_is_long():
    """Let even short columns take the road of the long ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "LONG", 0)
        yield


FLOATS = st.floats(-1e6, 1e6, allow_nan=False, width=32)
COLUMN = st.lists(FLOATS, min_size=4, max_size=40).map(np.array)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused_with_its_row_and_column(bad):
    table = np.ones((4, 3))
    table[2, 1] = bad
    with pytest.raises(UnfitError, match=r"第 3 行第 2 列.*row 3, column 2") as caught:
        present(table)
    assert (caught.value.row, caught.value.column) == (2, 1)


def test_what_the_mask_covers_may_hold_anything_and_comes_back_as_a_gap():
    table = np.array([[1.0, np.inf], [np.nan, 4.0]])
    gaps = np.array([[False, True], [True, False]])
    cells = present(table, gaps)
    assert np.array_equal(np.isnan(cells), gaps)
    assert np.isinf(table[0, 1]), "the caller's table must stay as it was"


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(UnfitError, match="does not fit"):
        present(np.ones((2, 2)), np.zeros((2, 3), bool))


def test_declaring_gaps_covers_nan_but_not_infinity():
    table = np.array([np.nan, np.inf])
    with pytest.raises(UnfitError, match="row 2"):
        present(table, missing_of(table))


def test_a_sum_is_exact_where_adding_one_by_one_is_not():
    assert moments.total(np.array([1e16, 1.0, -1e16])) == 1.0


@pytest.mark.usefixtures("every_column_is_long")
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=60))
def test_the_sliced_sum_of_many_is_the_exact_sum(x):
    values = np.array(x)
    assert moments.total(values) == math.fsum(x)
    assert moments.total(values * 1e-290) == math.fsum((values * 1e-290).tolist())


def test_skewness_and_kurtosis_are_those_of_excel():
    # the worked examples in Microsoft's description of SKEW and KURT
    x = np.array([3, 4, 5, 2, 3, 4, 5, 6, 4, 7], dtype=float)
    assert moments.skewness(x) == pytest.approx(0.359543071, abs=5e-10)
    assert moments.kurtosis(x) == pytest.approx(-0.151799637, abs=5e-10)


@given(COLUMN)
def test_the_median_and_quantiles_are_numpys(x):
    assert moments.median(x) == pytest.approx(np.median(x))
    assert moments.quantile(x, 0.3) == pytest.approx(np.quantile(x, 0.3), rel=1e-9, abs=1e-9)


@given(COLUMN, st.randoms(use_true_random=False))
def test_no_figure_depends_on_the_order_of_the_rows(x, random):
    y = np.array(random.sample(x.tolist(), x.size))
    assert moments.total(x) == moments.total(y)
    assert moments.variance(x) == moments.variance(y)
    if not moments.is_constant(x) and moments.sd(x) > 0:
        assert moments.skewness(x) == moments.skewness(y)
        assert moments.kurtosis(x) == moments.kurtosis(y)


def test_a_column_too_short_or_flat_has_no_shape():
    with pytest.raises(UnfitError, match="at least 3"):
        moments.skewness(np.array([1.0, 2.0]))
    with pytest.raises(UnfitError, match="constant"):
        moments.kurtosis(np.ones(5))
    with pytest.raises(UnfitError, match="constant"):
        moments.correlation(np.ones(3), np.arange(3.0))


def test_correlation_never_leaves_minus_one_to_one():
    x = np.array([0.1, 0.2, 0.30000000000000004])
    assert moments.correlation(x, 3 * x) <= 1.0
    assert math.isclose(moments.correlation(x, -x), -1.0)

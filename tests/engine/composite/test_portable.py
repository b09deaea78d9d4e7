"""Logarithm, exponential and power are the correctly rounded ones, whatever stands beside the value."""

from __future__ import annotations

from decimal import Context, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.engine.composite import portable
from youju.engine.composite.cells import UnfitError

EXACT = Context(prec=60)
POSITIVE = st.floats(1e-300, 1e300)
NEAR_ONE = st.floats(0.9, 1.1)


@settings(max_examples=400)
@given(st.one_of(POSITIVE, NEAR_ONE))
def test_the_logarithm_is_the_exact_one_rounded_once(x):
    assert portable.log(np.array([x])).tolist() == [float(EXACT.ln(Decimal(x)))]


def test_of_three_thousand_logarithms_around_one_none_is_misrounded():
    x = np.random.default_rng(2023).uniform(0.72, 1.4, 3000)
    assert portable.log(x).tolist() == [float(EXACT.ln(Decimal(v))) for v in x.tolist()]


@settings(max_examples=400)
@given(st.one_of(st.floats(-690, 690), st.floats(-1e-3, 1e-3)))
def test_the_exponential_is_the_exact_one_rounded_once(x):
    assert portable.exp(np.array([x])).tolist() == [float(EXACT.exp(Decimal(x)))]


@settings(max_examples=300)
@given(st.floats(1e-6, 1e6), st.sampled_from([0.5, 1 / 3, 2.0, -1.0, 0.25, 3.7]))
def test_the_power_is_the_exact_one_rounded_once(x, exponent):
    exact = EXACT.power(Decimal(x), Decimal(exponent))
    assert portable.power(np.array([x]), exponent).tolist() == [float(exact)]


def test_exact_roots_come_out_exact_and_zero_stays_zero():
    assert portable.power(np.array([0.0, 4.0, 144.0]), 0.5).tolist() == [0, 2, 12]
    assert portable.log(np.array([1.0])).tolist() == [0.0]
    assert portable.exp(np.array([0.0])).tolist() == [1.0]


@given(st.integers(0, 10**6))
def test_neither_place_nor_stride_nor_neighbours_change_a_value(seed):
    x = np.random.default_rng(seed).random(50) + 0.01
    whole = portable.log(x)
    assert np.array_equal(portable.log(np.repeat(x, 3)[::3]), whole)
    assert np.array_equal(np.hstack([portable.log(x[i : i + 7]) for i in range(0, 50, 7)]), whole)
    assert np.array_equal(portable.log(x.reshape(5, 10)), whole.reshape(5, 10))


@pytest.mark.parametrize("bad", [0.0, -1.0, float("inf"), float("nan")])
def test_a_value_without_a_logarithm_is_refused(bad):
    with pytest.raises(UnfitError, match="logarithm"):
        portable.log(np.array([1.0, bad]))


def test_what_leaves_the_range_of_floats_is_refused_not_infinite():
    with pytest.raises(UnfitError, match="exponential"):
        portable.exp(np.array([1000.0]))
    with pytest.raises(UnfitError, match="power"):
        portable.power(np.array([1e300]), 5.0)
    with pytest.raises(UnfitError, match="power"):
        portable.power(np.array([0.0]), -1.0)

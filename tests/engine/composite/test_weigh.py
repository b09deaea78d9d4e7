"""Weights found in data, in judgements and in components."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from youju.engine.composite import ahp, moments, pca, weigh
from youju.engine.composite.cells import UnfitError

TABLE = arrays(np.float64, (12, 4), elements=st.integers(1, 100).map(float), unique=True)
FOUND = [weigh.entropy, weigh.standard_deviation, weigh.critic, weigh.gini]


@pytest.mark.parametrize("way", FOUND)
@settings(max_examples=30)
@given(table=TABLE, random=st.randoms(use_true_random=False))
def test_found_weights_sum_to_one_and_ignore_the_order_of_units(way, table, random):
    assume(weigh.correlations(table)[0, 1] < 0.999)
    w = way(table)
    assert w.sum() == pytest.approx(1.0)
    assert (w >= 0).all()
    assert np.array_equal(w, way(table[random.sample(range(12), 12)]))


def test_an_indicator_on_which_all_units_agree_has_no_entropy_weight():
    table = np.column_stack([np.full(4, 5.0), [1.0, 2, 3, 4]])
    assert weigh.entropy(table).tolist() == [0.0, 1.0]


@given(st.integers(2, 300), st.floats(0.1, 1e6))
def test_entropy_is_never_above_one_however_the_floats_fall(n, value):
    assert weigh.entropies(np.full((n, 1), value))[0] <= 1.0


def test_entropy_refuses_negative_values_with_the_column():
    with pytest.raises(UnfitError, match="column 2") as caught:
        weigh.entropy(np.array([[1.0, -1], [2, 3]]))
    assert caught.value.column == 1


def test_an_indicator_that_repeats_another_weighs_less_in_critic():
    rng = np.random.default_rng(5)
    a, b = rng.random(50), rng.random(50)
    w = weigh.critic(np.column_stack([a, a, b]))
    assert w[0] == pytest.approx(w[1])
    assert w[2] > w[0]


def test_critic_refuses_indicators_that_all_say_the_same():
    x = np.arange(5.0)
    with pytest.raises(UnfitError, match="all say the same"):
        weigh.critic(np.column_stack([x, 2 * x]))


def test_weights_that_are_negative_or_all_zero_are_refused():
    for bad in ([-1.0, 2.0], [0.0, 0.0], [np.nan, 1.0]):
        with pytest.raises(UnfitError):
            weigh.rescaled(np.array(bad))
    assert weigh.equal(4).tolist() == [0.25] * 4


@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=7))
def test_consistent_judgements_give_back_the_weights_with_ratio_zero(given_weights):
    w = np.array(given_weights)
    judged = ahp.ahp(w[:, None] / w[None, :])
    assert np.allclose(judged.weights, w / w.sum(), rtol=1e-9)
    assert judged.consistency_ratio == pytest.approx(0.0, abs=1e-9)
    assert judged.consistent()


def test_contradictory_judgements_fail_the_consistency_limit():
    circle = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    assert not ahp.ahp(circle).consistent()


def test_a_matrix_that_is_not_reciprocal_is_refused_with_its_place():
    with pytest.raises(UnfitError, match="row 1, column 2"):
        ahp.ahp(np.array([[1.0, 3.0], [0.5, 1.0]]))


@settings(max_examples=25)
@given(TABLE)
def test_the_components_rebuild_the_correlation_matrix(table):
    r = weigh.correlations(table)
    roots, vectors = pca.eigen(r)
    assert np.allclose(vectors @ np.diag(roots) @ vectors.T, r, atol=1e-10)
    assert np.allclose(vectors.T @ vectors, np.eye(4), atol=1e-10)
    assert np.allclose(roots, np.sort(np.linalg.eigvalsh(r))[::-1], atol=1e-10)


def test_first_component_weights_are_squared_loadings_that_sum_to_one():
    rng = np.random.default_rng(2)
    common = rng.random(200)
    table = np.column_stack([common + 0.1 * rng.random(200), common + 0.1 * rng.random(200), rng.random(200)])
    found = pca.pca(table)
    assert moments.total(found.weights) == pytest.approx(1.0)
    assert found.weights[2] < 0.05
    peak = np.abs(found.loadings).argmax(axis=0)
    assert (found.loadings[peak, range(3)] > 0).all()
    assert found.shares.sum() == pytest.approx(1.0)

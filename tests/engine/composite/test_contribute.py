"""Contributions: exact where the mean is arithmetic, and summing to the index everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.composite import golden
from youju.engine.composite import contribute, tree
from youju.engine.composite.shapley import shapley
from youju.engine.composite.tree import Node


def two_levels(inner: str, outer: str, at_least: float = 0.0) -> Node:
    left = Node("left", 2.0, (Node("a", 1.0), Node("b", 3.0), Node("c", 1.0)), inner, at_least, 2.0)
    right = Node("right", 1.0, (Node("d"), Node("e", 0.5)), "arithmetic", at_least)
    return Node("index", 1.0, (left, right), outer, at_least, 0.5)


@pytest.mark.parametrize("outer", ["arithmetic", "geometric", "harmonic", "generalised", "median"])
@pytest.mark.parametrize("inner", ["arithmetic", "geometric", "harmonic", "generalised", "median", "borda"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), holes=st.floats(0, 0.4))
def test_contributions_sum_to_the_index_whatever_the_means_and_gaps(inner, outer, seed, holes):
    rng = np.random.default_rng(seed)
    table = rng.integers(1, 100, (9, 5)).astype(float)
    gaps = rng.random(table.shape) < holes
    root = two_levels(inner, outer, at_least=0.5)
    ours = contribute.contributions(root, table, columns="abcde", missing=gaps)
    scores = tree.score(root, table, columns="abcde", missing=gaps).index
    assert np.array_equal(np.isnan(ours.values).all(axis=1), np.isnan(scores))
    np.testing.assert_allclose(ours.values.sum(axis=1), scores, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", ["copeland", "topsis"])
def test_contributions_of_voting_methods_sum_to_the_score(method):
    table = np.random.default_rng(4).random((12, 4))
    root = Node(
        "index",
        children=tuple(Node(c, w) for c, w in zip("abcd", [1, 2, 1, 0.5], strict=True)),
        method=method,
    )
    ours = contribute.contributions(root, table, columns="abcd")
    np.testing.assert_allclose(ours.values.sum(axis=1), ours.index, atol=1e-9)


def test_an_arithmetic_contribution_is_weight_along_the_path_times_value():
    table = np.array([[10.0, 20, 30, 40, 50]])
    ours = contribute.contributions(two_levels("arithmetic", "arithmetic"), table, columns="abcde")
    path = [2 / 3 * 1 / 5, 2 / 3 * 3 / 5, 2 / 3 * 1 / 5, 1 / 3 * 1 / 1.5, 1 / 3 * 0.5 / 1.5]
    assert ours.leaves == tuple("abcde")
    np.testing.assert_allclose(ours.values[0], table[0] * path, rtol=1e-14)


def test_arithmetic_contributions_survive_scores_that_cancel_to_zero():
    root = Node("index", children=(Node("p", children=(Node("a"), Node("b"))), Node("c")))
    ours = contribute.contributions(root, np.array([[1.0, -1.0, 6.0]]), columns="abc")
    assert ours.values.tolist() == [[0.25, -0.25, 3.0]]


def test_a_geometric_contribution_is_the_logarithmic_share():
    root = Node("index", children=(Node("a", 1.0), Node("b", 3.0)), method="geometric")
    ours = contribute.contributions(root, np.array([[16.0, 1.0]]), columns="ab")
    assert ours.index == pytest.approx(2.0)
    assert ours.values[0].tolist() == pytest.approx([2 * 0.25 * (1 + np.log(8)), 2 * 0.75 * (1 - np.log(2))])


def test_in_a_geometric_mean_of_equal_weights_the_better_child_contributes_more():
    root = Node("index", children=(Node("a"), Node("b")), method="geometric")
    low, high = contribute.contributions(root, np.array([[0.3, 0.9]]), columns="ab").values[0]
    assert low < high


def test_a_missing_leaf_contributes_nothing_and_a_unit_without_index_has_no_contributions():
    gaps = np.array([[False, True, False, False, False], [True] * 5])
    ours = contribute.contributions(
        two_levels("arithmetic", "geometric"), np.ones((2, 5)), columns="abcde", missing=gaps
    )
    assert ours.values[0, 1] == 0
    assert np.isnan(ours.values[1]).all()


def test_a_score_lent_by_the_group_is_shared_evenly_by_its_leaves():
    root = Node("index", children=(Node("goal", children=(Node("a"), Node("b")), fill="mean"), Node("c")))
    gaps = np.array([[False, False, False], [True, True, False]])
    ours = contribute.contributions(root, np.array([[3.0, 5, 1], [0, 0, 1]]), columns="abc", missing=gaps)
    assert ours.values.tolist() == [[0.75, 1.25, 0.5], [1, 1, 0.5]]


@pytest.mark.parametrize("method", ["harmonic", "generalised", "median", "copeland", "topsis"])
def test_contributions_at_nodes_too_wide_for_coalitions_sum_to_the_score(method):
    names = [f"i{n}" for n in range(20)]
    table = np.random.default_rng(7).integers(1, 100, (15, 20)).astype(float)
    weights = np.random.default_rng(8).random(20) + 0.5
    children = tuple(Node(name, float(w)) for name, w in zip(names, weights, strict=True))
    ours = contribute.contributions(Node("index", 1.0, children, method, exponent=0.5), table, columns=names)
    assert not np.isnan(ours.index).any()
    np.testing.assert_allclose(ours.values.sum(axis=1), ours.index, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", ["harmonic", "generalised", "topsis", "copeland"])
def test_a_wide_node_gives_more_for_a_better_value(method):
    names = [f"i{n}" for n in range(14)]
    table = np.random.default_rng(3).integers(20, 60, (8, 14)).astype(float)
    low, high = table.copy(), table.copy()
    low[0, 0], high[0, 0] = 21.0, 59.0
    root = Node("index", 1.0, tuple(Node(name) for name in names), method, exponent=0.5)
    worse, better = (contribute.contributions(root, t, columns=names).values[0, 0] for t in (low, high))
    assert better > worse


def test_shapley_values_of_the_glove_game_are_the_textbooks():
    def worth(members):
        left, right = members[0], members[1] or members[2]
        return np.array([float(left and right)])

    np.testing.assert_allclose(shapley(worth, 3)[0], [2 / 3, 1 / 6, 1 / 6])


@golden.needs_golden
@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
def test_contributions_to_the_published_asem_index_sum_to_it(method):
    table = golden.asem("norm_minmax_1_100")
    ours = contribute.contributions(golden.asem_tree(method=method), table.values, columns=table.columns)
    np.testing.assert_allclose(ours.values.sum(axis=1), ours.index, rtol=1e-10)

"""Means over available children, thresholds, and methods that compare units with each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from youju.engine.composite import aggregate, outrank, tree
from youju.engine.composite.cells import UnfitError
from youju.engine.composite.tree import Node

TABLE = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(3)), elements=st.integers(1, 100).map(float))
WEIGHTS = [1.0, 2.0, 0.5]
MEANS = {
    "arithmetic": aggregate.arithmetic,
    "geometric": aggregate.geometric,
    "harmonic": aggregate.harmonic,
    "median": aggregate.median,
    "quadratic": lambda x, **k: aggregate.generalised(x, exponent=2.0, **k),
}


@given(TABLE)
def test_harmonic_is_at_most_geometric_is_at_most_arithmetic_is_at_most_quadratic(table):
    h, g, a, q = (
        MEANS[m](table, weights=WEIGHTS) for m in ("harmonic", "geometric", "arithmetic", "quadratic")
    )
    for low, high in ((h, g), (g, a), (a, q)):
        assert (low <= high * (1 + 1e-12)).all()


@pytest.mark.parametrize("mean", sorted(MEANS))
@given(table=TABLE, random=st.randoms(use_true_random=False))
def test_a_units_mean_depends_on_the_unit_alone(mean, table, random):
    order = random.sample(range(len(table)), len(table))
    whole = MEANS[mean](table, weights=WEIGHTS)
    assert np.array_equal(MEANS[mean](table[order], weights=WEIGHTS), whole[order])
    assert np.array_equal(np.hstack([MEANS[mean](row[None], weights=WEIGHTS) for row in table]), whole)


@pytest.mark.parametrize("mean", sorted(MEANS))
def test_a_missing_child_hands_its_weight_to_its_sisters(mean):
    table = np.array([[4.0, 9.0, 1.0]])
    gaps = np.array([[False, False, True]])
    assert MEANS[mean](table, weights=WEIGHTS, missing=gaps) == MEANS[mean](table[:, :2], weights=WEIGHTS[:2])


@pytest.mark.parametrize("mean", sorted(MEANS))
def test_a_unit_with_nothing_available_has_no_mean(mean):
    assert np.isnan(MEANS[mean](np.ones((1, 3)), weights=WEIGHTS, missing=np.ones((1, 3), bool))).all()


@pytest.mark.parametrize(
    ("exponent", "twin"), [(1.0, "arithmetic"), (0.0, "geometric"), (-1.0, "harmonic"), (2.0, "quadratic")]
)
@given(table=TABLE)
def test_the_generalised_mean_contains_the_others(exponent, twin, table):
    ours = aggregate.generalised(table, weights=WEIGHTS, exponent=exponent)
    assert np.allclose(ours, MEANS[twin](table, weights=WEIGHTS), rtol=1e-12)


def test_a_zero_makes_geometric_and_harmonic_zero_unless_it_weighs_nothing():
    table = np.array([[0.0, 4.0, 4.0]])
    for mean in (aggregate.geometric, aggregate.harmonic):
        assert mean(table, weights=[1, 1, 1]) == 0.0
        assert mean(table, weights=[0, 1, 1]) == pytest.approx(4.0)
    assert aggregate.generalised(table, weights=[1, 1, 1], exponent=-2.0) == 0.0


@pytest.mark.parametrize("mean", [aggregate.geometric, aggregate.harmonic])
def test_a_negative_value_is_refused_with_its_place(mean):
    with pytest.raises(UnfitError, match="row 2, column 1"):
        mean(np.array([[1.0, 1], [-1, 1]]), weights=[1, 1])


def test_the_median_follows_the_weights():
    table = np.array([[1.0, 5, 9]])
    assert aggregate.median(table, weights=[1, 1, 1]) == 5
    assert aggregate.median(table, weights=[1, 1, 3]) == 9
    assert aggregate.median(table, weights=[1, 1, 2]) == 7
    assert (0.3 + 0.1 + 0.2) / 2 > 0.3
    assert aggregate.median(table, weights=[0.3, 0.1, 0.2]) == 3


@pytest.mark.parametrize("bad", [[1.0, -1.0, 1.0], [1.0, float("nan"), 1.0], [1.0, 1.0]])
def test_weights_that_make_no_sense_are_refused(bad):
    with pytest.raises(UnfitError):
        aggregate.arithmetic(np.ones((2, 3)), weights=bad)


def test_a_score_is_withheld_strictly_below_the_threshold():
    index = Node("index", children=tuple(Node(c) for c in "abcd"), at_least=0.5)
    table = np.array([[1.0, 1, 9, 9], [1, 1, 1, 9], [1, 1, 1, 1]])
    gaps = table == 9
    scores = tree.score(index, table, columns="abcd", missing=gaps).index
    assert scores.tolist() == [1, 1, 1]
    gaps[0, 1] = True
    assert np.isnan(tree.score(index, table, columns="abcd", missing=gaps).index).tolist() == [
        True,
        False,
        False,
    ]


def test_a_withheld_node_is_missing_for_its_parent():
    pillar = Node("pillar", children=(Node("a"), Node("b")), at_least=1.0)
    index = Node("index", children=(pillar, Node("c")))
    table, gaps = np.array([[5.0, 0.0, 7.0]]), np.array([[False, True, False]])
    scores = tree.score(index, table, columns="abc", missing=gaps)
    assert np.isnan(scores.at["pillar"])
    assert scores.index == 7.0


def test_a_threshold_can_count_all_leaves_below_or_a_number_of_children():
    pillars = tuple(Node(p, children=(Node(p + "1"), Node(p + "2"))) for p in "xy")
    table, gaps = np.ones((1, 4)), np.array([[False, True, False, True]])
    columns = ["x1", "x2", "y1", "y2"]
    for rule, withheld in (
        ({"at_least": 0.6}, False),
        ({"at_least": 0.6, "at_least_of": "leaves"}, True),
        ({"at_least_count": 2}, False),
        ({"at_least_count": 3}, True),
        ({"at_least_count": 3, "at_least_of": "leaves"}, True),
    ):
        scores = tree.score(Node("i", children=pillars, **rule), table, columns=columns, missing=gaps)
        assert np.isnan(scores.index[0]) == withheld, rule


def test_a_missing_dimension_can_take_the_mean_of_its_group():
    goal = Node("goal", children=(Node("a"), Node("b")), fill="mean")
    index = Node("index", children=(goal, Node("c")))
    table = np.array([[2.0, 4.0, 0], [6, 6, 0], [0, 0, 1], [90, 90, 0], [0, 0, 5]])
    gaps = np.zeros(table.shape, bool)
    gaps[[2, 4], :2] = True
    regions = np.array(["r", "r", "r", "s", "t"])
    scores = tree.score(index, table, columns="abc", missing=gaps, groups=regions)
    assert scores.at["goal"][:4].tolist() == [3, 6, 4.5, 90]
    assert np.isnan(scores.at["goal"][4])
    assert scores.index.tolist() == [1.5, 3, 2.75, 45, 5]
    assert scores.filled["goal"].tolist() == [False, False, True, False, False]


def test_a_tree_with_an_unknown_leaf_or_an_id_used_twice_is_refused():
    with pytest.raises(UnfitError, match="no column for"):
        tree.score(Node("i", children=(Node("z"),)), np.ones((1, 1)), columns=["a"])
    with pytest.raises(UnfitError, match="twice"):
        tree.score(Node("i", children=(Node("a"), Node("a"))), np.ones((1, 1)), columns=["a"])


def test_copeland_counts_wins_minus_losses():
    table = np.array([[3.0, 3, 1], [2, 2, 2], [1, 1, 3]])
    assert outrank.copeland(table, weights=[1, 1, 1]).tolist() == [2, 0, -2]


def test_copeland_calls_equal_weight_a_draw_though_the_floats_differ():
    table = np.array([[1.0, 1, 0], [0, 0, 1]])
    assert 0.1 + 0.2 - 0.3 != 0
    assert outrank.copeland(table, weights=[0.1, 0.2, 0.3]).tolist() == [0, 0]


@given(TABLE)
def test_copeland_scores_sum_to_zero(table):
    assert outrank.copeland(table, weights=WEIGHTS).sum() == 0


def test_copeland_gives_the_same_in_blocks(monkeypatch):
    table = np.random.default_rng(3).integers(0, 9, (40, 3)).astype(float)
    whole = outrank.copeland(table, weights=WEIGHTS)
    monkeypatch.setattr(outrank, "_BLOCK", 100)
    assert np.array_equal(outrank.copeland(table, weights=WEIGHTS), whole)


def test_topsis_gives_one_to_the_ideal_zero_to_its_opposite_and_nothing_to_a_unit_with_a_gap():
    table = np.array([[9.0, 9, 9], [1, 1, 1], [5, 5, 5], [99, 99, 0]])
    gaps = np.zeros(table.shape, bool)
    gaps[3, 2] = True
    scores = outrank.topsis(table, weights=WEIGHTS, missing=gaps)
    assert scores[:3].tolist() == pytest.approx([1.0, 0.0, 0.5])
    assert np.isnan(scores[3])


def test_borda_is_the_mean_of_the_counts():
    table = np.array([[3.0, 1, 1], [2, 2, 2], [1, 3, 3]])
    assert outrank.borda(table, weights=[1, 1, 2]).tolist() == [0.5, 1.0, 1.5]

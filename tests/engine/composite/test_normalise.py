"""Every normalisation keeps its promise: range, direction, gaps, and the declared fate of a constant column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.composite import normalise as n
from youju.engine.composite.cells import UnfitError

WAYS = {
    "minmax": lambda x, **k: n.minmax(x, constant=0.5, **k),
    "zscore": lambda x, **k: n.zscore(x, constant=0.0, **k),
    "rank": n.rank,
    "borda": n.borda,
    "percentile_rank": lambda x, **k: n.percentile_rank(x, constant=0.5, **k),
    "distance_to_best": lambda x, **k: n.distance_to_best(x, constant=0.5, **k),
    "distance_to_target": lambda x, **k: n.distance_to_target(x, target=50.0, constant=0.5, **k),
    "scaled": lambda x, **k: n.scaled(x, low=-200.0, high=200.0, **k),
}
COLUMN = st.lists(st.integers(-100, 100).map(float), min_size=1, max_size=30).map(np.array)


@pytest.mark.parametrize("way", sorted(WAYS))
@given(x=COLUMN, random=st.randoms(use_true_random=False))
def test_permuting_the_units_permutes_the_result_to_the_bit(way, x, random):
    order = np.array(random.sample(range(x.size), x.size))
    assert np.array_equal(WAYS[way](x)[order], WAYS[way](x[order]))


@pytest.mark.parametrize("way", sorted(WAYS))
@given(x=COLUMN)
def test_more_is_never_worse_and_with_direction_minus_one_never_better(way, x):
    order = np.argsort(x, kind="stable")
    assert (np.diff(WAYS[way](x)[order]) >= 0).all()
    assert (np.diff(WAYS[way](x, direction=-1)[order]) <= 0).all()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_gap_stays_a_gap_and_changes_nothing_for_the_others(way):
    x = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    wide, gaps = np.insert(x, 2, 1e9), np.arange(6) == 2
    ours = WAYS[way](wide, missing=gaps)
    assert np.isnan(ours[2])
    assert np.array_equal(np.delete(ours, 2), WAYS[way](x))


@pytest.mark.parametrize("refusing", [n.minmax, n.zscore, n.distance_to_best, n.percentile_rank])
def test_a_constant_column_is_refused_until_its_result_is_declared(refusing):
    with pytest.raises(UnfitError, match="declare the result"):
        refusing(np.full(3, 7.0))
    assert refusing(np.full(3, 7.0), constant=0.25).tolist() == [0.25] * 3


def test_given_goalposts_are_in_the_indicators_own_measure_for_both_directions():
    x = np.array([10.0, 40.0])
    assert n.minmax(x, goalposts=(0, 50)).tolist() == [0.2, 0.8]
    assert n.minmax(x, goalposts=(0, 50), direction=-1).tolist() == [0.8, 0.2]
    assert n.minmax(x, goalposts=(0, None), to=(0, 100)).tolist() == [25, 100]


@pytest.mark.parametrize(
    ("clip", "expected"),
    [("none", [-0.5, 0.5, 1.5]), ("low", [0, 0.5, 1.5]), ("high", [-0.5, 0.5, 1]), ("both", [0, 0.5, 1])],
)
def test_clipping_holds_the_ends_that_were_named(clip, expected):
    assert n.minmax(np.array([-5.0, 5, 15]), goalposts=(0, 10), clip=clip).tolist() == expected


def test_clipping_knows_the_worse_end_when_less_is_better():
    assert n.minmax(np.array([-5.0, 15]), goalposts=(0, 10), clip="low", direction=-1).tolist() == [1.5, 0]


def test_log_goalposts_put_the_geometric_middle_in_the_middle():
    assert n.minmax(np.array([1000.0]), goalposts=(100, 10000), scale="log")[0] == pytest.approx(0.5)
    with pytest.raises(UnfitError, match="positive"):
        n.minmax(np.array([0.0]), goalposts=(100, 10000), scale="log")


def test_goalposts_can_be_found_at_quantiles():
    assert n.goalposts_at(np.arange(41.0), low=0.025, high=1.0) == (1.0, 40.0)


def test_goalposts_the_wrong_way_round_are_refused():
    with pytest.raises(UnfitError, match="above"):
        n.minmax(np.array([1.0]), goalposts=(10, 0))


def test_the_four_tie_rules_of_ranks_read_from_the_best_end():
    x = np.array([10.0, 20, 20, 30])
    assert n.rank(x, ties="worst").tolist() == [1, 2, 2, 4]
    assert n.rank(x, ties="best").tolist() == [1, 3, 3, 4]
    assert n.rank(x, ties="average").tolist() == [1, 2.5, 2.5, 4]
    assert n.rank(x, ties="dense").tolist() == [1, 2, 2, 3]


def test_the_distance_to_a_target_is_one_at_the_target_and_can_be_capped_there():
    x = np.array([0.0, 5, 10, 20])
    assert n.distance_to_target(x, target=10).tolist() == [0, 0.5, 1, 2]
    assert n.distance_to_target(x, target=10, cap=True).tolist() == [0, 0.5, 1, 1]
    assert n.distance_to_target(x, target=0, direction=-1).tolist() == [1, 0.75, 0.5, 0]
    assert n.distance_to_reference(x, row=2).tolist() == [0, 0.5, 1, 2]


def test_a_target_behind_the_worst_unit_is_refused_or_declared():
    with pytest.raises(UnfitError, match="declare"):
        n.distance_to_target(np.array([5.0, 6]), target=5)
    assert n.distance_to_target(np.array([5.0, 6]), target=5, constant=1.0).tolist() == [1, 1]


def test_a_fraction_of_a_best_that_is_zero_is_refused_or_goes_to_its_limit():
    x = np.array([-2.0, 0.0])
    with pytest.raises(UnfitError, match="no fraction"):
        n.fraction_of_max(x)
    limit = n.fraction_of_max(x, at_zero="limit")
    assert np.isinf(limit[0])
    assert np.isnan(limit[1])


def test_clip_holds_values_between_bounds():
    assert n.clip(np.array([-1.0, 0.5, 2]), low=0, high=1).tolist() == [0, 0.5, 1]
    assert n.clip(np.array([-1.0, 2]), high=1).tolist() == [-1, 1]


def test_a_direction_other_than_plus_or_minus_one_is_refused():
    with pytest.raises(UnfitError, match="direction"):
        n.zscore(np.arange(3.0), direction=0)

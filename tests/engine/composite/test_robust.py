"""Robustness: everything drawn is logged, everything is recomputed from the log, and the fast road agrees."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.composite import golden
from youju.engine.composite import leagues, robust, tree
from youju.engine.composite.cells import UnfitError
from youju.engine.composite.tree import Node

COLUMNS = tuple("abcde")


def index(at_least: float = 0.0, method: str = "arithmetic") -> Node:
    left = Node("left", 2.0, (Node("a", 1.0), Node("b", 3.0), Node("c", 1.0)), method, at_least)
    right = Node("right", 1.0, (Node("d"), Node("e", 0.5)), "arithmetic", at_least)
    return Node("index", 1.0, (left, right), "arithmetic", at_least)


NOISE = {"left": 0.5, "a": 0.25, "d": 0.25}


def sample(seed: int = 0, units: int = 60, holes: float = 0.0):
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 100, (units, 5)).astype(float)
    return np.where(rng.random(table.shape) < holes, np.nan, table), rng.integers(0, 7, units)


def test_the_same_seed_draws_the_same_log_and_another_seed_another():
    plan = robust.Plan(seed=7, replications=20, weight_noise=NOISE, tables=("minmax", "zscore"))
    assert robust.draw(plan, root=index()) == robust.draw(plan, root=index())
    other = robust.Plan(seed=8, replications=20, weight_noise=NOISE, tables=("minmax", "zscore"))
    assert robust.draw(plan, root=index()) != robust.draw(other, root=index())


def test_the_first_draw_of_a_seed_is_written_down_here():
    run = robust.draw(robust.Plan(seed=2023, replications=1, weight_noise={"left": 0.5}), root=index())[0]
    u = np.random.Generator(np.random.PCG64(2023)).random()
    assert run.weights == {"left": 2.0 * (1 + 0.5 * (2 * u - 1))}


@given(st.integers(0, 10**6))
def test_weight_noise_stays_within_its_bounds(seed):
    plan = robust.Plan(seed=seed, replications=30, weight_noise=NOISE)
    for run in robust.draw(plan, root=index()):
        assert 1.0 <= run.weights["left"] <= 3.0
        assert 0.75 <= run.weights["a"] <= 1.25


def test_the_log_survives_json_to_the_last_digit():
    plan = robust.Plan(seed=11, replications=9, weight_noise=NOISE, tables=("x", "y"), errors={"a": 0.1})
    runs = robust.draw(plan, root=index(), columns=COLUMNS, units=4)
    again = robust.from_rows(json.loads(json.dumps(robust.as_rows(runs))))
    for one, two in zip(runs, again, strict=True):
        assert (one.number, one.table, one.tree, one.weights) == (
            two.number,
            two.table,
            two.tree,
            two.weights,
        )
        assert np.array_equal(one.errors, two.errors)


def test_every_alternative_is_drawn_about_equally_often():
    plan = robust.Plan(seed=1, replications=3000, tables=("x", "y", "z"), trees=("p", "q"))
    runs = robust.draw(plan, root=index())
    assert all(abs(sum(r.table == t for r in runs) - 1000) < 120 for t in "xyz")
    assert abs(sum(r.tree == "p" for r in runs) - 1500) < 120


def test_noise_on_a_node_that_does_not_exist_is_refused():
    with pytest.raises(UnfitError, match="no such node"):
        robust.draw(robust.Plan(seed=1, weight_noise={"ghost": 0.1}), root=index())


def test_scores_follow_from_the_log_alone():
    table, _ = sample()
    plan = robust.Plan(
        seed=3, replications=5, weight_noise=NOISE, tables=("nominal", "squared"), trees=("mean", "geo")
    )
    runs = robust.draw(plan, root=index())
    tables, roots = (
        {"nominal": table, "squared": table**2},
        {"mean": index(), "geo": index(method="geometric")},
    )
    scores = robust.replicate(runs, columns=COLUMNS, tables=tables, roots=roots)
    for run, ours in zip(runs, scores.T, strict=True):
        root = robust.reweighted(roots[run.tree], run.weights)
        assert np.array_equal(tree.score(root, tables[run.table], columns=COLUMNS).index, ours)


def test_measurement_errors_are_logged_with_the_size_of_their_indicator():
    plan = robust.Plan(seed=3, replications=400, errors={"b": 2.0})
    runs = robust.draw(plan, root=index(), columns=COLUMNS, units=3)
    errors = np.stack([run.errors for run in runs])
    assert (errors[:, :, [0, 2, 3, 4]] == 0).all()
    assert errors[:, :, 1].std() == pytest.approx(2.0, rel=0.1)
    table, _ = sample(units=3)
    scores = robust.replicate(
        runs[:2], columns=COLUMNS, tables=lambda run: table + run.errors, roots={"nominal": index()}
    )
    assert np.array_equal(scores[:, 0], tree.score(index(), table + errors[0], columns=COLUMNS).index)


def test_the_interval_of_a_unit_that_never_moves_is_its_place():
    spread = robust.spread(np.tile([[1.0], [2.0]], (1, 50)))
    assert spread.low.tolist() == spread.high.tolist() == spread.mean.tolist() == [1, 2]


def test_a_unit_without_a_score_in_some_runs_is_summarised_over_the_others():
    spread = robust.spread(np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]]))
    assert spread.mean[0] == 2
    assert np.isnan(spread.mean[1])


def test_two_units_tie_statistically_when_their_order_changes_often_enough():
    ranks = np.array([[1.0] * 90 + [2.0] * 10, [2.0] * 90 + [1.0] * 10, [3.0] * 100])
    ties = robust.statistical_ties(ranks, np.array([1.0, 2, 3]), at_least=0.05)
    assert [(t.above, t.below, t.overtaken) for t in ties] == [(0, 1, 0.1)]
    assert robust.statistical_ties(ranks, np.array([1.0, 2, 3]), at_least=0.2) == []


def test_a_shared_place_counts_as_half_an_overtaking():
    ties = robust.statistical_ties(np.array([[1.0] * 10, [1.0] * 5 + [2.0] * 5]), np.array([1.0, 2.0]))
    assert [(t.above, t.below, t.overtaken) for t in ties] == [(0, 1, 0.25)]


def test_leaving_a_node_out_is_giving_it_no_weight():
    table, _ = sample()
    without = robust.leave_one_out(index(), table, columns=COLUMNS)
    assert set(without) == {"left", "right", "a", "b", "c", "d", "e"}
    right = tree.score(index(), table, columns=COLUMNS).at["right"]
    assert np.array_equal(without["left"], right)


def test_the_mean_rank_shift_of_a_swap_is_one():
    ranks = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert robust.mean_rank_shift(ranks, np.array([1.0, 2.0])).tolist() == [0, 1]


@golden.needs_golden
def test_leaving_pillars_out_gives_the_published_scores():
    table, theirs = golden.asem("06_normalised"), golden.asem("remove_pillar_scores")
    pillars = [c for c in theirs.columns if c != "Nominal"]
    ours = robust.leave_one_out(golden.asem_tree(), table.values, columns=table.columns, ids=pillars)
    for pillar in pillars:
        golden.assert_same(ours[pillar], theirs[pillar])


@golden.needs_golden
def test_the_summary_of_the_published_ranks_is_the_published_summary():
    ranks, theirs = golden.asem("ua_ranks").values[:, 1:], golden.asem("ua_rankstats")
    ours = robust.spread(ranks)
    for name, figure in (("Mean", ours.mean), ("Median", ours.median), ("Q5", ours.low), ("Q95", ours.high)):
        golden.assert_same(figure, theirs[name])


@pytest.mark.parametrize("ties", ["best", "worst", "dense", "average"])
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    holes=st.sampled_from([0.0, 0.2]),
    places=st.sampled_from([0, 1, 2, 3, 7]),
    shift=st.sampled_from([0.0, -50.0]),
    at_least=st.sampled_from([0.0, 0.6]),
)
def test_the_fast_road_gives_the_places_of_the_general_one(ties, seed, holes, places, shift, at_least):
    table, groups = sample(seed, units=40, holes=holes)
    table = table + shift
    root = index(at_least)
    runs = robust.draw(robust.Plan(seed=seed, replications=40, weight_noise=NOISE), root=root)
    fast = leagues.league_spread(
        root,
        table,
        columns=COLUMNS,
        runs=runs,
        places=places,
        groups=groups,
        missing=np.isnan(table),
        ties=ties,
    )
    scores = robust.replicate(runs, columns=COLUMNS, tables={"nominal": table}, roots={"nominal": root})
    slow = robust.spread(robust.places_of(scores, places=places, ties=ties, groups=groups))
    for name in ("mean", "median", "low", "high"):
        np.testing.assert_allclose(getattr(fast, name), getattr(slow, name), rtol=1e-12, err_msg=name)


def test_scores_on_a_rounding_boundary_take_the_exact_road():
    table = np.full((6, 5), 50.125)
    table[3:] += 1e-4
    runs = robust.draw(robust.Plan(seed=1, replications=50, weight_noise=NOISE), root=index())
    fast = leagues.league_spread(index(), table, columns=COLUMNS, runs=runs, places=2)
    scores = robust.replicate(runs, columns=COLUMNS, tables={"nominal": table}, roots={"nominal": index()})
    assert np.array_equal(fast.mean, robust.spread(robust.places_of(scores, places=2)).mean)


def test_on_a_boundary_a_withheld_node_still_counts_for_nothing():
    left = Node("left", 2.0, (Node("a"), Node("b")), "arithmetic", 0.9)
    root = Node("index", 1.0, (left, Node("d")))
    table = np.array([[10.0, np.nan, 50.125], [50.0, 50.0, 50.2], [50.1, 50.1, 50.1]])
    runs = robust.draw(robust.Plan(seed=1, replications=50, weight_noise={"left": 0.5, "a": 0.5}), root=root)
    gaps = np.isnan(table)
    fast = leagues.league_spread(root, table, columns="abd", runs=runs, places=2, missing=gaps)
    scores = robust.replicate(runs, columns="abd", tables={"nominal": table}, roots={"nominal": root})
    assert np.array_equal(fast.mean, robust.spread(robust.places_of(scores, places=2)).mean)


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_neither_threads_nor_chunks_nor_row_order_show_in_the_intervals(workers, monkeypatch):
    table, groups = sample(5, units=300, holes=0.1)
    runs = robust.draw(robust.Plan(seed=9, replications=60, weight_noise=NOISE), root=index())
    options = {"columns": COLUMNS, "runs": runs, "places": 1}
    one = leagues.league_spread(index(), table, groups=groups, missing=np.isnan(table), **options, workers=1)
    order = np.random.default_rng(1).permutation(300)
    monkeypatch.setattr(leagues, "CHUNK", 50)
    monkeypatch.setattr(leagues, "CELLS", 700)
    moved = table[order]
    two = leagues.league_spread(
        index(), moved, groups=groups[order], missing=np.isnan(moved), **options, workers=workers
    )
    for name in ("nominal", "mean", "median", "low", "high"):
        assert np.array_equal(getattr(one, name)[order], getattr(two, name), equal_nan=True), name


def test_overtaking_is_counted_against_the_next_unit_below():
    table = np.array([[50.0, 50, 50, 50, 50], [10, 10, 10, 99, 99], [0, 0, 0, 0, 0]])
    runs = robust.draw(robust.Plan(seed=9, replications=200, weight_noise={"left": 0.9}), root=index())
    fast = leagues.league_spread(index(), table, columns=COLUMNS, runs=runs, places=2)
    scores = robust.replicate(runs, columns=COLUMNS, tables={"nominal": table}, roots={"nominal": index()})
    assert fast.next_below.tolist() == [1, 2, -1]
    assert fast.overtaken[0] == (scores[1] > scores[0]).mean() > 0
    assert np.isnan(fast.overtaken[2])


def test_the_fast_road_refuses_what_it_cannot_do():
    table, _ = sample()
    lent = Node("index", children=(Node("p", children=(Node("a"), Node("b")), fill="mean"), Node("c")))
    runs = robust.draw(robust.Plan(seed=9, replications=5, weight_noise={"a": 0.1}), root=lent)
    with pytest.raises(UnfitError, match="filled from the group"):
        leagues.league_spread(lent, table, columns=COLUMNS, runs=runs, places=2)
    runs = robust.draw(robust.Plan(seed=9, replications=5, weight_noise={"a": 0.1}), root=index())
    with pytest.raises(UnfitError, match="not arithmetic"):
        leagues.league_spread(index(method="median"), table, columns=COLUMNS, runs=runs, places=2)
    zero = [robust.Replication(1, "nominal", "nominal", {"a": 0.0})]
    with pytest.raises(UnfitError, match="not positive"):
        leagues.league_spread(index(), table, columns=COLUMNS, runs=zero, places=2)


def test_a_node_that_does_not_vary_may_use_any_method_on_the_fast_road():
    table, _ = sample()
    root = index(method="geometric")
    runs = robust.draw(robust.Plan(seed=9, replications=30, weight_noise={"left": 0.5}), root=root)
    fast = leagues.league_spread(root, table, columns=COLUMNS, runs=runs, places=2)
    scores = robust.replicate(runs, columns=COLUMNS, tables={"nominal": table}, roots={"nominal": root})
    assert np.array_equal(fast.median, robust.spread(robust.places_of(scores, places=2)).median)

"""Which input moves the ranking, which indicator no longer tells units apart, and which are counted twice."""

from __future__ import annotations

import math

import numpy as np
import pytest

from youju.engine.composite import audit, ranking, robust, sobol, tree
from youju.engine.composite.cells import UnfitError
from youju.engine.composite.tree import Node


def test_the_indices_of_the_ishigami_function_are_the_analytic_ones():
    a, b = 7.0, 0.1

    def ishigami(u):
        x = (2 * u - 1) * math.pi
        return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])

    variance = a**2 / 8 + b * math.pi**4 / 5 + b**2 * math.pi**8 / 18 + 0.5
    first = [0.5 * (1 + b * math.pi**4 / 5) ** 2 / variance, a**2 / 8 / variance, 0.0]
    total = [1 - first[1], first[1], 8 * b**2 * math.pi**8 / 225 / variance]
    found = sobol.sobol(ishigami, ["x1", "x2", "x3"], n=20000, seed=2023)
    assert list(found.first.values()) == pytest.approx(first, abs=0.03)
    assert list(found.total.values()) == pytest.approx(total, abs=0.03)
    assert found.variance == pytest.approx(variance, rel=0.03)


def test_an_input_that_does_nothing_has_total_index_zero():
    found = sobol.sobol(lambda u: u[:, 0], ["acts", "idle"], n=256, seed=1)
    assert found.total["idle"] == 0.0
    assert found.total["acts"] == pytest.approx(1.0, abs=0.1)


def test_an_output_that_never_changes_has_indices_zero():
    found = sobol.sobol(lambda u: np.ones(len(u)), ["a"], n=8, seed=1)
    assert found.first == found.total == {"a": 0.0}


def test_the_design_is_its_own_log():
    plan = sobol.design(["a", "b"], n=4, seed=5)
    assert np.array_equal(plan.uniform, sobol.design(["a", "b"], n=4, seed=5).uniform)
    a, b, ab = plan.uniform[:4], plan.uniform[4:8], plan.uniform[8:12]
    assert np.array_equal(ab, np.column_stack([b[:, 0], a[:, 1]]))
    with pytest.raises(UnfitError, match="16 finite"):
        sobol.analyse(plan, np.ones(3))


def test_the_weight_that_is_less_certain_moves_the_ranking_more():
    root = Node("index", children=(Node("a"), Node("b"), Node("c")))
    table = np.random.default_rng(8).random((25, 3)) * 100
    plan = robust.Plan(seed=0, weight_noise={"a": 0.6, "b": 0.1})
    runs = sobol.design(plan.factors, n=256, seed=4)
    scores = robust.replicate(
        robust.from_uniform(plan, runs.uniform, root=root),
        columns="abc",
        tables={"nominal": table},
        roots={"nominal": root},
    )
    nominal = ranking.rank_scores(tree.score(root, table, columns="abc").index, places=2)
    shift = robust.mean_rank_shift(robust.places_of(scores, places=2), nominal.astype(float))
    found = sobol.analyse(runs, shift)
    assert found.total["weight:a"] > 0.5 > found.total["weight:b"]


def test_an_indicator_at_which_nearly_everybody_is_best_is_saturated():
    table = np.column_stack([[100.0] * 9 + [50], np.arange(10.0)])
    found = audit.saturated(table, columns=["full", "open"], limit=0.8)
    assert [(s.indicator, s.share, s.value, s.at_best) for s in found] == [("full", 0.9, 100.0, True)]
    assert audit.saturated(table, columns=["full", "open"], limit=0.95) == []


def test_gaps_do_not_count_towards_saturation():
    table, gaps = np.array([[1.0], [1], [0], [9], [9]]), np.array([[0], [0], [0], [1], [1]], bool)
    assert audit.saturated(table, columns=["x"], missing=gaps, limit=0.5)[0].share == pytest.approx(2 / 3)


def test_two_indicators_that_say_the_same_are_named_with_whether_they_are_sisters():
    rng = np.random.default_rng(3)
    a, c = rng.random(60), rng.random(60)
    root = Node("i", children=(Node("p", children=(Node("a"), Node("b"))), Node("c"), Node("d")))
    table = np.column_stack([a, a + 0.01 * c, c, -a])
    found = audit.correlated(table, columns="abcd", tree=root, limit=0.9)
    assert [(p.first, p.second, p.same_parent) for p in found] == [
        ("a", "d", False),
        ("a", "b", True),
        ("b", "d", False),
    ]
    assert found[0].r == -1.0


def test_importance_shows_what_a_weight_really_weighs():
    rng = np.random.default_rng(3)
    loud, quiet = 100 * rng.random(500), rng.random(500)
    seen = audit.importance(
        np.column_stack([loud, quiet, np.ones(500)]), (loud + quiet) / 2, columns=["loud", "quiet", "flat"]
    )
    assert seen["loud"] > 0.99
    assert seen["quiet"] < 0.05
    assert seen["flat"] == 0.0

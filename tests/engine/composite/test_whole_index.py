"""A whole index, from raw columns to places: the same whoever comes first, and the same as sums done by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.engine.composite import contribute, impute, normalise, ranking, treat, tree, weigh
from youju.engine.composite.tree import Node

NAMES = ("a", "b", "c", "d")


def index(table: np.ndarray, regions: np.ndarray, method: str) -> dict[str, np.ndarray]:
    """Fill, treat, normalise, weigh by entropy, aggregate in two levels, explain and rank."""
    columns = []
    for j in range(4):
        gaps = np.isnan(table[:, j])
        filled = impute.fill(table[:, j], missing=gaps, groups=regions, fall_back=True)
        treated = treat.by_shape(filled).values
        columns.append(normalise.minmax(treated, to=(1, 100), direction=1 if j % 2 else -1, constant=50.0))
    ready = np.column_stack(columns)
    w = (
        weigh.entropy(ready, shift=0.001).tolist()
        if (ready.max(axis=0) > ready.min(axis=0)).any()
        else [1.0] * 4
    )
    leaves = [Node(n, v) for n, v in zip(NAMES, w, strict=True)]
    root = Node(
        "index",
        1.0,
        (Node("one", 2.0, tuple(leaves[:2]), method), Node("two", 1.0, tuple(leaves[2:]))),
        method,
    )
    found = contribute.contributions(root, ready, columns=NAMES)
    places = ranking.rank_scores(found.index, places=3, groups=np.unique(regions, return_inverse=True)[1])
    return {"weights": np.array(w), "score": found.index, "reasons": found.values, "places": places}


def raw(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = np.exp(rng.normal(size=(23, 4)) * 2)
    table[rng.random(table.shape) < 0.1] = np.nan
    return table, rng.choice(["东", "西", "北"], 23)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "copeland"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_rows_shows_nowhere_to_the_bit(method, seed):
    table, regions = raw(seed)
    order = np.random.default_rng(seed + 1).permutation(len(table))
    one, two = index(table, regions, method), index(table[order], regions[order], method)
    assert np.array_equal(one["weights"], two["weights"])
    for part in ("score", "reasons", "places"):
        assert np.array_equal(one[part][order], two[part]), part


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_threads_show_nowhere(threads):
    jobs = [raw(seed) for seed in range(16)]
    plain = [index(*job, "geometric") for job in jobs]
    with ThreadPoolExecutor(threads) as pool:
        together = list(pool.map(lambda job: index(*job, "geometric"), jobs))
    for one, two in zip(plain, together, strict=True):
        assert all(np.array_equal(one[k], two[k]) for k in one)


WHOLE = st.one_of(st.none(), st.integers(-50, 100))
WEIGHT = st.integers(1, 9)


@given(st.lists(st.tuples(WHOLE, WHOLE, WHOLE, WHOLE), min_size=1, max_size=8), st.tuples(*[WEIGHT] * 6))
def test_an_arithmetic_index_with_gaps_is_the_one_done_with_fractions(rows, weights):
    w = [Fraction(v, 2) for v in weights]

    def mean(pairs):
        there = [(x, v) for x, v in pairs if x is not None]
        return sum(x * v for x, v in there) / sum(v for _, v in there) if there else None

    def by_hand(row):
        return mean(
            [(mean(zip(row[:2], w[:2], strict=True)), w[4]), (mean(zip(row[2:], w[2:4], strict=True)), w[5])]
        )

    leaves = [Node(n, float(v)) for n, v in zip(NAMES, w, strict=False)]
    root = Node(
        "i", 1.0, (Node("p", float(w[4]), tuple(leaves[:2])), Node("q", float(w[5]), tuple(leaves[2:])))
    )
    table = np.array([[np.nan if x is None else float(x) for x in row] for row in rows])
    ours = tree.score(root, table, columns=NAMES, missing=np.isnan(table)).index
    for row, score in zip(rows, ours, strict=True):
        exact = by_hand(row)
        assert (
            np.isnan(score) if exact is None else score == pytest.approx(float(exact), rel=1e-13, abs=1e-12)
        )

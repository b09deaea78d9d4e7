"""All 200 published uncertainty replications, recomputed from their logged parameters alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from youju.engine.composite import normalise, robust, treat

pytestmark = needs_golden
NORMS = {
    "n_minmax": lambda x, d: normalise.minmax(x, direction=d, to=(1, 100)),
    "n_zscore": lambda x, d: normalise.zscore(x, direction=d, mean=10, sd=2),
}
MEANS = {"a_amean": "arithmetic", "a_gmean": "geometric"}


def logged(line: dict[str, str]) -> robust.Replication:
    weights = {k: float(v) for k, v in line.items() if k not in ("rep", "winmax", "norm", "agg")}
    return robust.Replication(int(line["rep"]), f"{line['winmax']} {line['norm']}", line["agg"], weights)


@cache
def normalised(name: str) -> np.ndarray:
    table, (at_most, norm) = asem("04_screened"), name.split()
    return np.column_stack(
        [
            NORMS[norm](treat.by_shape(table[c], at_most=int(at_most)).values, golden.direction(c))
            for c in table.columns
        ]
    )


@pytest.fixture(scope="module")
def scores():
    return robust.replicate(
        [logged(line) for line in golden.rows("asem/ua_parameters.csv")],
        columns=asem("04_screened").columns,
        tables=lambda run: normalised(run.table),
        roots={name: golden.asem_tree(method=method) for name, method in MEANS.items()},
    )


def test_all_200_replicated_scores_are_the_published(scores):
    published = asem("ua_scores").values[:, 1:]
    assert published.shape == (51, 200)
    assert_same(scores, published)


def test_all_200_replicated_ranks_are_the_published(scores):
    assert np.array_equal(robust.places_of(scores, places=None), asem("ua_ranks").values[:, 1:])


def test_the_rank_statistics_are_the_published(scores):
    ours, theirs = robust.spread(robust.places_of(scores, places=None)), asem("ua_rankstats")
    for name, figure in (("Mean", ours.mean), ("Median", ours.median), ("Q5", ours.low), ("Q95", ours.high)):
        assert_same(figure, theirs[name])

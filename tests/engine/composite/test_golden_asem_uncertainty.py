"""All 200 published uncertainty replications, recomputed from their logged parameters alone."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from youju.engine.composite import moments, normalise, ranking, treat, tree

pytestmark = needs_golden
NORMS = {
    "n_minmax": lambda x, d: normalise.minmax(x, direction=d, to=(1, 100)),
    "n_zscore": lambda x, d: normalise.zscore(x, direction=d, mean=10, sd=2),
}
MEANS = {"a_amean": "arithmetic", "a_gmean": "geometric"}


def replicate(line: dict[str, str], cache: dict) -> np.ndarray:
    table = asem("04_screened")
    key = (line["winmax"], line["norm"])
    if key not in cache:
        cache[key] = np.column_stack(
            [
                NORMS[line["norm"]](
                    treat.by_shape(table[c], at_most=int(line["winmax"])).values, golden.direction(c)
                )
                for c in table.columns
            ]
        )
    weight = {k: float(v) for k, v in line.items() if k not in ("rep", "winmax", "norm", "agg")}
    index = golden.asem_tree(weight=weight, method=MEANS[line["agg"]])
    return tree.score(index, cache[key], columns=table.columns).index


@pytest.fixture(scope="module")
def scores():
    cache: dict = {}
    return np.column_stack([replicate(line, cache) for line in golden.rows("asem/ua_parameters.csv")])


def test_all_200_replicated_scores_are_the_published(scores):
    published = asem("ua_scores").values[:, 1:]
    assert published.shape == (51, 200)
    assert_same(scores, published)


def test_all_200_replicated_ranks_are_the_published(scores):
    ours = np.column_stack([ranking.rank_scores(scores[:, r], places=None) for r in range(200)])
    assert np.array_equal(ours, asem("ua_ranks").values[:, 1:])


def test_the_rank_statistics_are_the_published(scores):
    ours = np.column_stack([ranking.rank_scores(scores[:, r], places=None) for r in range(200)]).astype(float)
    theirs = asem("ua_rankstats")
    for name, figure in {
        "Mean": moments.mean,
        "Median": moments.median,
        "Q5": lambda x: moments.quantile(x, 0.05),
        "Q95": lambda x: moments.quantile(x, 0.95),
    }.items():
        assert_same(np.array([figure(row) for row in ours]), theirs[name])

"""The ASEM index from raw data to ranks, step by step, against the published files 01 to 07."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from youju.engine.composite import impute, normalise, ranking, treat, tree
from youju.engine.composite.cells import missing_of

pytestmark = needs_golden


def by_column(function, table):
    return np.column_stack([function(name, table[name]) for name in table.columns])


def test_dividing_by_the_denominators_gives_the_published_table():
    raw = asem("01_raw")
    lower = {m["iCode"]: m["Denominator"] for m in golden.meta()}

    def per(name, x):
        if not lower[name]:
            return x
        of = golden.unit_column(lower[name])
        by = np.array([golden.number(of[u]) for u in raw.keys])
        return impute.divide(x, by, missing=missing_of(x), by_missing=missing_of(by))

    assert_same(by_column(per, raw), asem("02_denominated").values)


@pytest.mark.parametrize(
    ("published", "by", "grouped", "of"),
    [
        ("03_imputed", "mean", True, "02_denominated"),
        ("impute_i_mean", "mean", False, "02_denominated"),
        ("impute_i_median", "median", False, "02_denominated"),
    ],
)
def test_gaps_are_filled_as_published(published, by, grouped, of):
    table = asem(of)
    side = golden.unit_column("EurAsia_group")
    groups = np.array([side[u] for u in table.keys]) if grouped else None
    filled = by_column(lambda _, x: impute.fill(x, missing=missing_of(x), by=by, groups=groups), table)
    assert_same(filled, asem(published).values)


def test_treatment_by_shape_gives_the_published_table():
    treated = by_column(lambda _, x: treat.by_shape(x).values, asem("04_screened"))
    assert_same(treated, asem("05_treated").values)


NORMALISED = {
    "06_normalised": lambda x, d: normalise.minmax(x, direction=d, to=(0, 100)),
    "norm_minmax_0_100": lambda x, d: normalise.minmax(x, direction=d, to=(0, 100)),
    "norm_minmax_1_100": lambda x, d: normalise.minmax(x, direction=d, to=(1, 100)),
    "norm_zscore_0_1": lambda x, d: normalise.zscore(x, direction=d),
    "norm_zscore_10_2": lambda x, d: normalise.zscore(x, direction=d, mean=10, sd=2),
    "norm_rank_min": lambda x, d: normalise.rank(x, direction=d, ties="worst"),
    "norm_borda": lambda x, d: normalise.borda(x, direction=d, ties="worst"),
    "norm_prank": lambda x, d: normalise.percentile_rank(x, direction=d, ties="worst"),
    "norm_dist2max": lambda x, d: normalise.distance_to_best(x, direction=d),
    "norm_fracmax": lambda x, d: normalise.fraction_of_max(x, direction=d, at_zero="limit"),
    "norm_scaled_0_100": lambda x, d: normalise.scaled(x, low=0, high=100, direction=d),
}


@pytest.mark.parametrize("published", sorted(NORMALISED))
def test_normalisation_gives_the_published_table(published):
    table = asem("05_treated")
    ours = by_column(lambda name, x: NORMALISED[published](x, golden.direction(name)), table)
    theirs = asem(published)
    assert theirs.columns == table.columns
    assert_same(ours, theirs.values)


def test_the_published_scores_follow_from_the_normalised_table():
    table, theirs = asem("06_normalised"), asem("07_aggregated")
    ours = tree.score(golden.asem_tree(), table.values, columns=table.columns)
    assert_same(np.column_stack([ours.at[c] for c in theirs.columns]), theirs.values)


def test_every_published_rank_follows_from_the_scores():
    theirs, table = asem("results_ranks"), asem("06_normalised")
    ours = tree.score(golden.asem_tree(), table.values, columns=table.columns)
    order = [table.keys.index(u) for u in theirs.keys]
    for column in theirs.columns:
        ranks = ranking.rank_scores(ours.at[column], places=None, ties="best")
        assert np.array_equal(ranks[order], theirs[column]), column


@pytest.mark.parametrize(
    ("published", "group"),
    [("results_group_ranks_EurAsia", "EurAsia_group"), ("results_group_ranks_GDPpc", "GDPpc_group")],
)
def test_every_published_rank_within_a_group_follows(published, group):
    theirs, table = asem(published), asem("06_normalised")
    ours = tree.score(golden.asem_tree(), table.values, columns=table.columns)
    label = golden.unit_column(group)
    groups = np.unique([label[u] for u in table.keys], return_inverse=True)[1]
    order = [table.keys.index(u) for u in theirs.keys]
    for column in theirs.columns:
        ranks = ranking.rank_scores(ours.at[column], places=None, ties="best", groups=groups)
        assert np.array_equal(ranks[order], theirs[column]), column

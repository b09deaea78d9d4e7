"""Other aggregations, missing data and the removal of pillars, against the published ASEM tables."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from youju.engine.composite import audit, normalise, ranking, tree
from youju.engine.composite.cells import missing_of

pytestmark = needs_golden

MADE_OF = [
    "borda",
    "dist2max",
    "fracmax",
    "minmax_0_100",
    "minmax_1_100",
    "prank",
    "rank_min",
    "scaled_0_100",
    "zscore_0_1",
    "zscore_10_2",
]
METHODS = {
    "amean_minmax_1_100": {},
    "amean_equalw_minmax_1_100": {"weight": "equal"},
    "amean_equal_all_minmax_1_100": {"weight": "equal"},
    "amean_randomw_minmax_1_100": {"weight": "random"},
    "amean_amean_gmean_minmax_1_100": {"method": ("arithmetic", "arithmetic", "geometric")},
    "gmean_minmax_1_100": {"method": "geometric"},
    "gmean_randomw_minmax_1_100": {"method": "geometric", "weight": "random"},
    "hmean_minmax_1_100": {"method": "harmonic"},
    "genmean_p0.5_minmax_1_100": {"method": "generalised", "exponent": 0.5},
    "copeland_minmax_1_100": {"method": "copeland"},
}


@pytest.mark.parametrize("normalised", MADE_OF)
def test_the_mean_of_every_normalisation_is_the_published_one(normalised):
    table, theirs = asem(f"norm_{normalised}"), asem(f"agg_amean_of_{normalised}")
    ours = tree.score(
        golden.asem_tree(),
        table.values,
        columns=table.columns,
        missing=missing_of(table.values),
        infinite=True,
    )
    assert_same(np.column_stack([ours.at[c] for c in theirs.columns]), theirs.values)


@pytest.mark.parametrize("published", sorted(METHODS))
def test_every_way_of_aggregating_gives_the_published_scores_and_ranks(published):
    options = dict(METHODS[published])
    if "weight" in options:
        options["weight"] = golden.weights(options["weight"])
    table, theirs = asem("norm_minmax_1_100"), asem(f"agg_{published}")
    ours = tree.score(golden.asem_tree(**options), table.values, columns=table.columns)
    scores = [c for c in theirs.columns if c != "Index_rank"]
    assert_same(np.column_stack([ours.at[c] for c in scores]), np.column_stack([theirs[c] for c in scores]))
    assert np.array_equal(ranking.rank_scores(ours.index, places=None), theirs["Index_rank"])


@pytest.mark.parametrize("threshold", ["none", "0.5", "0.7", "0.8", "0.85", "0.9", "1"])
def test_scores_are_withheld_below_the_availability_threshold_as_published(threshold):
    at_least = 0.0 if threshold == "none" else float(threshold)
    table, theirs = asem("miss_normalised"), asem(f"miss_agg_thresh_{threshold}")
    ours = tree.score(
        golden.asem_tree(at_least=at_least),
        table.values,
        columns=table.columns,
        missing=missing_of(table.values),
    )
    assert_same(np.column_stack([ours.at[c] for c in theirs.columns]), theirs.values)


def test_the_missing_table_is_the_min_max_of_what_is_left():
    whole, holed = asem("02_denominated"), asem("miss_normalised")
    for name in holed.columns:
        x, gaps = whole[name], np.isnan(holed[name])
        ours = normalise.minmax(x, missing=gaps, direction=golden.direction(name), to=(0, 100))
        assert_same(ours, holed[name])


def test_what_every_unit_has_is_the_published_table_of_availability():
    table, theirs = asem("02_denominated"), asem("miss_data_avail")
    ours = audit.availability(table.values, missing=missing_of(table.values))
    assert np.array_equal(ours.missing, theirs["N_missing"])
    assert np.array_equal(ours.zero, theirs["N_zero"])
    assert np.array_equal(ours.missing + ours.zero, theirs["N_miss_or_zero"])
    assert_same(ours.available, theirs["Dat_Avail"])
    assert_same(ours.non_zero, theirs["Non_Zero"])


def test_leaving_out_each_pillar_gives_the_published_scores():
    table, theirs = asem("06_normalised"), asem("remove_pillar_scores")
    for pillar in theirs.columns:
        weight = golden.weights() | {pillar: 0.0}
        ours = tree.score(golden.asem_tree(weight=weight), table.values, columns=table.columns)
        assert_same(ours.index, theirs[pillar])

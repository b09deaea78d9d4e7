"""Outliers are treated as the scheme says, at the end it names, and gaps are filled from the circle it names."""

from __future__ import annotations

import numpy as np
import pytest

from youju.engine.composite import impute, treat
from youju.engine.composite.cells import UnfitError

OUTLIER = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1000])


def test_one_high_outlier_takes_the_next_value_and_nothing_else_moves():
    done = treat.by_shape(OUTLIER)
    assert done.values.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert (done.low, done.high, done.how, done.passed) == (0, 1, "winsorised", True)


def test_a_low_outlier_is_raised():
    assert treat.by_shape(-OUTLIER).values.tolist() == (-np.minimum(OUTLIER, 9)).tolist()


def test_an_end_that_the_scheme_did_not_name_is_left_alone():
    done = treat.winsorise_by_shape(OUTLIER, side="low")
    assert done.values.tolist() == OUTLIER.tolist()
    assert (done.how, done.passed) == ("none", False)


def test_when_winsorising_does_not_suffice_the_untreated_column_is_logged():
    x = np.exp(np.arange(30.0))
    done = treat.by_shape(x, at_most=2)
    assert done.how == "log"
    assert np.allclose(done.values, np.log(x - x.min() + 0.01 * (x.max() - x.min())))


def test_values_tied_at_the_extreme_move_in_one_step():
    x = np.r_[np.arange(60.0), 9000, 9000]
    done = treat.winsorise_by_shape(x, at_most=1)
    assert done.high == 1
    assert done.values.max() == 59


def test_a_column_with_acceptable_shape_or_without_spread_is_untouched():
    for x in (np.arange(10.0), np.ones(10), np.array([1.0, 100.0])):
        assert treat.by_shape(x).how == "none"


def test_gaps_stay_gaps_and_do_not_count_as_extremes():
    gaps = np.zeros(11, bool)
    gaps[4] = True
    x = np.insert(OUTLIER, 4, -1e9)
    done = treat.by_shape(x, missing=gaps)
    assert np.isnan(done.values[4])
    assert np.nanmin(done.values) == 1


def test_winsorising_by_count_stops_at_the_named_values():
    done = treat.winsorise_by_count(np.array([5.0, 1, 9, 3, 7]), low=1, high=2)
    assert done.values.tolist() == [5, 3, 5, 3, 5]
    with pytest.raises(UnfitError, match="cannot treat"):
        treat.winsorise_by_count(np.arange(3.0), low=2, high=1)


def test_winsorising_by_percentile_clips_at_the_quantiles():
    done = treat.winsorise_by_percentile(np.arange(101.0), low=0.05, high=0.95)
    assert (done.values.min(), done.values.max(), done.low, done.high) == (5, 95, 5, 5)


def test_the_log_of_what_is_not_positive_is_refused_with_its_row():
    with pytest.raises(UnfitError, match="row 2") as caught:
        treat.log_plain(np.array([1.0, 0.0, 2.0]))
    assert caught.value.row == 1
    assert treat.log_plain(np.array([1.0, np.e])).tolist() == [0.0, 1.0]


GAPS = np.array([False, True, False, True, False, True])
VALUES = np.array([1.0, 0, 5, 0, 100, 0])
GROUPS = np.array(["east", "east", "east", "west", "west", "north"])


def test_a_gap_takes_the_mean_of_its_own_group():
    filled = impute.fill(VALUES, missing=GAPS, groups=GROUPS)
    assert filled[:5].tolist() == [1, 3, 5, 100, 100]


def test_a_group_without_any_value_keeps_its_gap_unless_told_to_fall_back():
    assert np.isnan(impute.fill(VALUES, missing=GAPS, groups=GROUPS)[5])
    assert impute.fill(VALUES, missing=GAPS, groups=GROUPS, by="median", fall_back=True)[5] == 5


def test_gaps_can_take_the_declared_constant():
    assert impute.fill_with(VALUES, missing=GAPS, constant=0.5)[GAPS].tolist() == [0.5] * 3


def test_dividing_by_zero_is_refused_and_a_missing_denominator_leaves_a_gap():
    with pytest.raises(UnfitError, match="row 2"):
        impute.divide(np.ones(2), np.array([1.0, 0.0]))
    result = impute.divide(np.ones(2), np.array([4.0, np.nan]), by_missing=np.array([False, True]))
    assert result[0] == 0.25
    assert np.isnan(result[1])

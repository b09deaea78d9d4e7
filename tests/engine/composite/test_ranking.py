"""Scores are rounded as people read them, and only whole numbers are ranked."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.composite.cells import UnfitError
from youju.engine.composite.ranking import rank_scores, rank_within, round_as, round_half_up, round_one


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (0.9615, 3, 962),  # the nearest float lies below 0.9615
        (2.675, 2, 268),
        (1.005, 2, 101),
        (0.1 + 0.2, 1, 3),
        (0.05 + 0.1, 1, 2),  # 0.15000000000000002
        (0.49999999999999994, 0, 1),  # reads 0.500000000000000 in fifteen digits
        (0.4999999999999, 0, 0),
        (-2.5, 0, -3),
        (-0.125, 2, -13),
        (89.995, 2, 9000),
        (5e-324, 3, 0),
        (123456789012.345, 2, 12345678901235),
    ],
)
def test_a_score_is_rounded_half_up_as_people_read_it(value, places, expected):
    assert round_half_up(np.array([value]), places).tolist() == [expected]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.integers(0, 6))
def test_rounding_many_is_rounding_each(values, places):
    assert round_half_up(np.array(values), places).tolist() == [round_one(v, places) for v in values]


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.integers(0, 5))
def test_every_short_decimal_rounds_as_the_decimal_does(digits, scale, places):
    exact = Decimal(digits).scaleb(-scale)
    expected = int(exact.scaleb(places).to_integral_value(ROUND_HALF_UP))
    assert round_half_up(np.array([float(exact)]), places).tolist() == [expected]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e300])
def test_what_cannot_be_rounded_is_refused_with_its_row(bad):
    with pytest.raises(UnfitError, match="row 2"):
        round_half_up(np.array([1.0, bad]), 2)


SCORES = np.array([90, 80, 80, 70, 99])
GROUPS = np.array([1, 1, 1, 1, 2])


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("best", [1, 2, 2, 4, 1]),
        ("worst", [1, 3, 3, 4, 1]),
        ("dense", [1, 2, 2, 3, 1]),
        ("average", [1, 2.5, 2.5, 4, 1]),
    ],
)
def test_tied_units_take_the_place_the_rule_names_within_their_group(ties, expected):
    assert rank_within(GROUPS, SCORES, ties=ties).tolist() == expected


def test_a_unit_without_a_score_takes_no_place_and_pushes_nobody():
    gaps = np.array([True, False, False, False, False])
    assert rank_within(GROUPS, SCORES, missing=gaps).tolist() == [0, 1, 1, 3, 1]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=40))
def test_a_place_is_one_more_than_the_number_of_better_units_in_the_group(rows):
    group = np.array([g for g, _ in rows], dtype=np.int64)
    score = np.array([s for _, s in rows], dtype=np.int64)
    plain = [1 + sum(h == g and t > s for h, t in rows) for g, s in rows]
    assert rank_within(group, score).tolist() == plain


def test_two_scores_alike_when_rounded_share_a_place_and_unrounded_do_not():
    x = np.array([0.95201, 0.95199])
    assert rank_scores(x, places=3).tolist() == [1, 1]
    assert rank_scores(x, places=None).tolist() == [1, 2]


def test_an_unknown_tie_rule_is_refused_with_the_known_ones():
    with pytest.raises(UnfitError, match=r"best.*worst.*dense.*average"):
        rank_within(None, SCORES, ties="min")


@pytest.mark.parametrize("mode", ["half_up", "half_even", "down", "up"])
@given(
    values=st.lists(
        st.one_of(st.floats(-1e6, 1e6), st.integers(-4000, 4000).map(lambda n: n / 8)),
        min_size=1,
        max_size=40,
    )
)
def test_every_mode_rounds_the_decimal_that_people_read(mode, values):
    x = np.array(values)
    assert round_as(x, 2, mode).tolist() == [round_one(float(v), 2, mode) for v in x]

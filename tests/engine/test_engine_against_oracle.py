"""Random schemes are scored by both engines, and totals, marks, places and bands must be the same to the last digit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engine.compare import assert_same
from tests.engine.strategies.parts import TIMES
from tests.engine.strategies.schemes import cases, indicators_with
from tests.engine.strategies.values import ARITHMETIC, OVER_TIME, SIDEWAYS

POLICIES = (
    "omit",
    "zero",
    "withhold",
    {"constant": 5},
    {"last": 3},
    {"mean": "league"},
    {"median": "region"},
    {"mean": "all"},
)

WITHHOLDING = ("withhold", "withhold", "zero", {"last": 3}, {"constant": 5})


def many(examples: int) -> settings:
    """Return the same cases on every run: what CI finds, everybody finds."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        print_blob=False,
    )


@many(200)
@given(cases(kinds=("value",), values_of=ARITHMETIC, marks=2))
def test_values_made_of_several_are_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("value",), values_of=(*OVER_TIME, "ratio"), marks=2, lengths=tuple(TIMES)))
def test_values_along_the_calendar_are_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("value",), values_of=(*SIDEWAYS, "gap"), marks=2, earlier=True))
def test_values_among_peers_are_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("value",), values_of=("gap",), earlier=False))
def test_shapes_are_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("value", "give", "section", "section"), values_of=(), earlier=False))
def test_sections_are_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("events", "rating"), values_of=(), earlier=False))
def test_events_and_ratings_are_the_same(case):
    assert_same(case)


@many(150)
@given(cases(kinds=("preset",), earlier=False))
def test_presets_are_the_same(case):
    assert_same(case)


@many(150)
@given(cases(kinds=("value", "section"), indicators=indicators_with(policies=WITHHOLDING, up=False)))
def test_what_withholds_a_total_is_the_same(case):
    assert_same(case)


@pytest.mark.parametrize("policy", POLICIES, ids=str)
@many(25)
@given(data=st.data())
def test_every_missing_policy_is_the_same(policy, data):
    indicators = indicators_with(policies=(policy,), up=False)
    assert_same(
        data.draw(
            cases(
                kinds=("value",),
                values_of=("ratio", "growth", "cumulative", "peer"),
                indicators=indicators,
                earlier=True,
            )
        )
    )


@many(200)
@given(
    cases(
        kinds=("value",),
        values_of=("ratio", "several"),
        indicators=indicators_with(policies=("omit",)),
        upper=True,
    )
)
def test_what_goes_up_the_tree_is_the_same(case):
    assert_same(case)


@many(200)
@given(cases(kinds=("value",), values_of=(), with_board=True, earlier=False))
def test_boards_are_the_same(case):
    assert_same(case)


@many(150)
@given(cases(indicators=indicators_with(), with_board=True, lengths=tuple(TIMES)))
def test_whole_schemes_are_the_same(case):
    assert_same(case)

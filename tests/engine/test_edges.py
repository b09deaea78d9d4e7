"""Values that stand exactly on a bound, where random numbers seldom fall: what the page says, asked of both engines."""

from __future__ import annotations

import pytest

from tests.engine.engines import ask
from tests.engine.worked import units_of

XS = ("0.5", "1", "1.5", "2", "2.5")
MARKED = "{names: [x], marks: [{id: r, value: x, shape: %s}]}"
TESTED = "{names: [x], marks: [{id: r, give: 0, when: [{if: %s, then: {marks: 1}}]}]}"


def marks(engine, scheme):
    said = ask(engine, scheme, {f"v{n}": {"x": x} for n, x in enumerate(XS)})
    return [
        int(total) if total is not None and total == int(total) else total for total in said.totals.values()
    ]


@pytest.mark.parametrize(
    ("bounds", "given"),
    [
        ("at_least: 1", [0, 1, 1, 1, 1]),
        ("above: 1", [0, 0, 1, 1, 1]),
        ("at_most: 2", [1, 1, 1, 1, 0]),
        ("below: 2", [1, 1, 1, 0, 0]),
        ("at_least: 1, below: 2", [0, 1, 1, 0, 0]),
        ("above: 1, at_most: 2", [0, 0, 1, 1, 0]),
        ("is: 2", [0, 0, 0, 1, 0]),
    ],
)
def test_a_bound_of_a_step_and_of_a_condition_is_in_or_out_as_written(engine, bounds, given):
    assert marks(engine, MARKED % f"{{steps: [{{{bounds}, marks: 1}}, {{otherwise: 0}}]}}") == given
    assert marks(engine, TESTED % f"{{value: x, {bounds}}}") == given


@pytest.mark.parametrize(
    ("test", "given"),
    [
        ("between: [1, 2]", [0, 1, 1, 1, 0]),
        ("in: [1, 2.5]", [0, 1, 0, 0, 1]),
        ("is_not: 2", [1, 1, 1, 0, 1]),
        ("missing: false", [1, 1, 1, 1, 1]),
    ],
)
def test_both_ends_of_an_interval_are_inside(engine, test, given):
    assert marks(engine, TESTED % f"{{value: x, {test}}}") == given


@pytest.mark.parametrize(("x", "given"), [("4", "0.8"), ("5", 1), ("7", 1), ("10", 1), ("12", "1.2")])
def test_an_interval_target_is_met_at_both_its_ends(engine, x, given):
    scheme = "{names: [x], marks: [{id: r, value: {ratio: x, to: {between: [5, 10]}}, shape: {times: 1}}]}"
    assert str(ask(engine, scheme, {"x": x}).totals["v"].normalize()) == str(given)


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        ("{per: 1, above: 1, count: whole, marks: 1}", [0, 0, 0, 1, 1]),
        ("{per: 1, above: 1, count: started, marks: 1}", [0, 0, 1, 1, 2]),
        ("{per: 1, below: 2, count: whole, marks: 1}", [1, 1, 0, 0, 0]),
        ("{per: 1, below: 2, count: started, marks: 1}", [2, 1, 1, 0, 0]),
        ("{per: 1, around: 2, count: whole, marks: 1}", [-1, -1, 0, 0, 0]),
        ("{per: 1, around: 2, count: started, marks: 1}", [-2, -1, -1, 0, 1]),
        ("{curve: [[1, 4], [2, 8]], below: extend}", [2, 4, 6, 8, 8]),
        ("{curve: [[1, 4], [2, 8]], above: 2}", [4, 4, 6, 8, 9]),
        ("{curve: [[1, 4]], above: extend, below: extend}", [4, 4, 4, 4, 4]),
    ],
)
def test_steps_and_lines_turn_exactly_at_their_line(engine, shape, given):
    assert marks(engine, MARKED % shape) == given


@pytest.mark.parametrize(("how", "given"), [("count", 0), ("sum", None), ("max", None)])
def test_a_town_whose_villages_say_nothing_counts_none_and_sums_nothing(engine, how, given):
    scheme = f"""
    league: {{level: town, at_least: 1}}
    indicators: {{x: {{title: x, missing: omit, up_the_tree: {how}}}}}
    marks: [{{id: r, value: x, shape: {{times: 1}}}}]
    """
    units = units_of("t town -", "a village t", "b village t")
    said = ask(engine, scheme, {"a": {"x": None}, "b": {"x": None}}, units=units)
    assert said.totals["t"] == given


@pytest.mark.parametrize(
    ("ties", "places"),
    [("best", [1, 2, 2, 4]), ("worst", [1, 3, 3, 4]), ("dense", [1, 2, 2, 3]), ("mean", [1, 2.5, 2.5, 4])],
)
def test_ties_share_the_place_that_the_scheme_names(engine, ties, places):
    scheme = f"""
    names: [x]
    marks: [{{id: r, value: x, shape: {{times: 1}}}}]
    total: {{places: 0, before_ranking: true, ties: {ties}}}
    """
    said = ask(engine, scheme, {c: {"x": x} for c, x in zip("abcd", (9, 5, 5, 1), strict=True)})
    assert [float(place) for place in said.places.values()] == places


@pytest.mark.parametrize(
    ("band", "inside"),
    [
        ("top: 2", "abc"),
        ("bottom: 1", "d"),
        ("bottom: 2", "bcd"),
        ("top: 30%", "a"),
        ("top: 30%, cut: up", "abc"),
    ],
)
def test_a_tie_at_the_edge_of_a_band_is_all_in(engine, band, inside):
    scheme = f"""
    names: [x]
    marks: [{{id: r, value: x, shape: {{times: 1}}}}]
    bands: {{红: {{{band}}}}}
    """
    said = ask(engine, scheme, {c: {"x": x} for c, x in zip("abcd", (9, 5, 5, 1), strict=True)})
    assert "".join(code for code, name in said.bands.items() if name == "红") == inside

"""How firm a bundle's places are, asked of small schemes whose answer is known beforehand."""

from __future__ import annotations

import json

import pytest

from tests.engine.worked import facts_of, scheme_of, units_of
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.period import Period
from youju.engine.robust import firmness
from youju.engine.score import score

SCHEME = """
names: [x, y]
marks:
  - {id: a, clause: 第一条, value: x, shape: {times: 1}}
  - {id: b, clause: 第二条, value: y, shape: {times: 1}}
total: {places: 2, when: total, before_ranking: true, ties: best}
"""


def bundle_of(tmp_path, rows: dict[str, tuple[int, int]], scheme: str = SCHEME) -> Bundle:
    """Score villages with two values each into a bundle."""
    units = units_of(*rows)
    facts = facts_of(
        units, [(u, n, "2023-06", v) for u, pair in rows.items() for n, v in zip("xy", pair, strict=True)]
    )
    read = scheme_of(scheme)
    result = score(read, units=units, facts=facts, period=Period.parse("2023-06"))
    write_bundle(result, tmp_path / "bundle", folder=None, facts=facts)
    return Bundle(tmp_path / "bundle")


def test_a_unit_better_in_everything_keeps_its_place_whatever_the_weights(tmp_path):
    found = firmness(
        bundle_of(tmp_path, {"a": (9, 9), "b": (5, 5), "c": (1, 1)}), runs=200, noise=0.5, seed=1
    )
    assert [(i.low, i.high, i.tied_with_next) for i in found.intervals] == [(n, n, False) for n in (1, 2, 3)]


def test_units_that_trade_one_thing_for_another_are_a_statistical_tie(tmp_path):
    found = firmness(
        bundle_of(tmp_path, {"a": (10, 2), "b": (2, 10), "c": (0, 0)}), runs=200, noise=0.5, seed=1
    )
    by_unit = {i.unit: i for i in found.intervals}
    assert (by_unit["a"].low, by_unit["a"].high) == (1, 2)
    assert by_unit["a"].tied_with_next


def test_the_same_seed_gives_the_same_answer_and_another_seed_may_not(tmp_path):
    bundle = bundle_of(tmp_path, {f"v{n}": (n * 7 % 11, n * 5 % 13) for n in range(12)})
    first, again = (json.dumps(firmness(bundle, runs=100, noise=0.3, seed=7).as_dict()) for _ in range(2))
    assert first == again


def test_a_branch_that_says_nothing_new_has_no_influence(tmp_path):
    rows = {f"v{n}": (n, 5) for n in range(8)}
    found = firmness(bundle_of(tmp_path, rows), runs=50, noise=0.5, seed=1)
    assert [s["indicator"] for s in found.saturated] == ["b"]
    assert all(i.total == pytest.approx(0, abs=1e-9) for i in found.influences)


def test_branches_below_a_single_top_rule_are_the_ones_that_vary(tmp_path):
    nested = SCHEME.replace("marks:\n", "marks:\n  - id: all\n    sum:\n").replace("  - {id", "      - {id")
    found = firmness(bundle_of(tmp_path, {"a": (10, 2), "b": (2, 10)}, nested), runs=100, noise=0.5, seed=1)
    assert {i.branch for i in found.influences} == {"a", "b"}


def test_errors_in_what_was_reported_widen_the_intervals(tmp_path):
    bundle = bundle_of(tmp_path, {"a": (1000, 1000), "b": (990, 990), "c": (10, 10)})
    firm = firmness(bundle, runs=50, noise=0.0, seed=3)
    shaken = firmness(bundle, runs=50, noise=0.0, seed=3, error=0.05)
    assert {(i.low, i.high) for i in firm.intervals} == {(1, 1), (2, 2), (3, 3)}
    assert {i.unit: (i.low, i.high) for i in shaken.intervals}["a"] == (1, 2)


def test_runs_are_rounded_as_the_total_says(tmp_path):
    down = SCHEME.replace("total: {places: 2,", "total: {places: 0, round: down,")
    rows = {"a": (1, 9), "b": (1, 9), "c": (0, 1)}
    scheme = down.replace("shape: {times: 1}", "shape: {times: 0.19}", 1)
    found = firmness(bundle_of(tmp_path, {**rows, "b": (4, 9)}, scheme), runs=50, noise=0.0, seed=1)
    assert [(i.unit, i.place, i.low, i.high) for i in found.intervals] == [
        ("a", 1, 1, 1),
        ("b", 1, 1, 1),
        ("c", 3, 3, 3),
    ]


def test_places_of_the_runs_are_those_of_totals_held_by_their_cap_and_floor(tmp_path):
    """Two units over the cap share the first place in every run, two under the floor the last, whatever lies beyond."""
    rows = {"a": (60, 50), "b": (70, 45), "c": (30, 30), "d": (2, 3), "e": (1, 1)}
    held = SCHEME.replace("places: 2", "places: 2, at_least: 20, at_most: 100")
    for scheme in (held, held.replace("before_ranking: true", "before_ranking: false")):
        found = firmness(bundle_of(tmp_path / str(len(scheme)), rows, scheme), runs=20, noise=0, seed=1)
        assert [(i.place, i.low, i.high) for i in found.intervals] == [
            (1, 1, 1), (1, 1, 1), (3, 3, 3), (4, 4, 4), (4, 4, 4),
        ]  # fmt: skip


def test_influences_are_those_of_totals_held_by_their_cap(tmp_path):
    """Where every run leaves everybody at the cap, no weight moves a place."""
    rows = {"a": (160, 150), "b": (170, 145), "c": (130, 180)}
    held = SCHEME.replace("places: 2", "places: 2, at_most: 10")
    found = firmness(bundle_of(tmp_path, rows, held), runs=20, noise=0.5, seed=1)
    assert [(i.left_out, i.total) for i in found.influences] == [(0, 0), (0, 0)]

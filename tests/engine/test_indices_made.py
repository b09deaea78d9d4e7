"""Indices built as well-known ones are, over made data, against a plain calculation written beside them; the scheme is data only."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from statistics import fmean

import numpy as np
import pytest

from tests.engine.indices import nodes, places, scored
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.engine.explain import Explainer

REGIONS = ("north", "south", "east")


def ranks(scores, places_):
    """Best place for ties, after rounding half up; None has no place."""
    rounded = [None if s is None else math.floor(s * 10**places_ + 0.5) for s in scores]
    return [0 if r is None else 1 + sum(o is not None and o > r for o in rounded) for r in rounded]


def sdg(seed=17, units=60):
    """17 goals of 1 to 7 indicators, goalposts (some turned round), gaps, and a goal that whole countries lack."""
    chance = random.Random(seed)
    goals = [[f"g{g}i{i}" for i in range(1 + g % 7)] for g in range(1, 18)]
    posts = {}
    for name in (n for goal in goals for n in goal):
        low, high = chance.randrange(0, 30), chance.randrange(60, 100)
        posts[name] = (high, low) if chance.random() < 0.4 else (low, high)
    rows = []
    for unit in range(units):
        row = {name: round(chance.uniform(-10, 120), 3) for name in posts}
        row = {name: x if chance.random() > 0.12 else None for name, x in row.items()}
        if unit % 5 == 0:
            row |= dict.fromkeys(goals[13])
        rows.append(row)
    return goals, posts, rows, [REGIONS[n % 3] for n in range(units)]


def sdg_by_hand(goals, posts, rows, regions):
    """The mean of the indicators there are; a missing goal takes its region's mean; the mean of 17 goals."""

    def score(name, x):
        worst, best = posts[name]
        return min(1.0, max(0.0, (x - worst) / (best - worst))) * 100

    table = []
    for goal in goals:
        column = [[score(n, row[n]) for n in goal if row[n] is not None] for row in rows]
        column = [fmean(seen) if seen else None for seen in column]
        of = {
            r: [s for s, own in zip(column, regions, strict=True) if own == r and s is not None]
            for r in set(regions)
        }
        table.append([fmean(of[r]) if s is None else s for s, r in zip(column, regions, strict=True)])
    return [fmean(row) for row in zip(*table, strict=True)]


def sdg_scheme(goals, posts, **more):
    return {
        "scheme": "sdg", "title": "17 goals", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in posts},
        "composite": {
            "clause": "1", "weights": "equal", "aggregate": "arithmetic", "children": [
                {"id": f"goal{g}", "missing": {"mean": "region"}, "children": [
                    {"id": f"{name}-leaf", "of": name, "normalise": {"minmax": [0, 100], "from": posts[name][0], "to": posts[name][1], "clip": True}}
                    for name in goal
                ]} for g, goal in enumerate(goals, 1)
            ], **more,
        },
        "total": {"places": 2, "before_ranking": True, "ties": "best"},
    }  # fmt: skip


def run_sdg(folder, goals, posts, rows, regions, **more):
    units = [(f"c{n:02}", region) for n, region in enumerate(regions)]
    facts = {name: ["" if row[name] is None else row[name] for row in rows] for name in posts}
    return scored(folder, sdg_scheme(goals, posts, **more), units, facts, columns=("region",))


def test_seventeen_goals_with_goalposts_clipping_gaps_and_regional_fill(tmp_path):
    made = sdg()
    by_hand = sdg_by_hand(*made)
    result = run_sdg(tmp_path, *made)
    np.testing.assert_allclose(nodes(result)["index"], by_hand, rtol=1e-12)
    assert places(result) == ranks(by_hand, 2)


def test_the_regional_fill_changes_places(tmp_path):
    """Why the missing policy belongs to the scheme."""
    goals, posts, rows, regions = sdg()
    filled = places(run_sdg(tmp_path / "a", goals, posts, rows, regions))
    scheme = sdg_scheme(goals, posts)
    for goal in scheme["composite"]["children"]:
        del goal["missing"]
    units = [(f"c{n:02}", region) for n, region in enumerate(regions)]
    facts = {name: ["" if row[name] is None else row[name] for row in rows] for name in posts}
    bare = places(scored(tmp_path / "b", scheme, units, facts, columns=("region",)))
    assert filled != bare


def test_a_goal_of_its_own_stands_as_a_subtotal_beside_one_filled_by_the_region(tmp_path):
    goals, posts, rows, regions = sdg()
    run_sdg(tmp_path, goals, posts, rows, regions)
    case = open_case(tmp_path)
    write_bundle(case.score(), tmp_path / "bundle", folder=tmp_path, facts=case.facts)
    explainer = Explainer(Bundle(tmp_path / "bundle"))
    (taken,) = [line for line in explainer.explain("c00").lines if line.rule == "goal14"]
    (own,) = [line for line in explainer.explain("c01").lines if line.rule == "goal14"]
    assert (taken.state, own.state) == ("filled", "section")
    assert own.because.startswith("小计")


def test_a_country_with_too_few_of_all_indicators_has_no_index(tmp_path):
    """The threshold counts leaves below the index, not goals."""
    goals, posts, rows, regions = sdg()
    rows[3] = {name: (x if n % 4 == 0 else None) for n, (name, x) in enumerate(rows[3].items())}
    there = [sum(x is not None for x in row.values()) / len(posts) for row in rows]
    result = run_sdg(tmp_path, goals, posts, rows, regions, availability="80%", availability_of="leaves")
    index = nodes(result)["index"]
    assert np.isnan(index).tolist() == [share < 0.8 for share in there]
    assert np.isnan(index).any()


def test_an_index_may_ask_for_a_number_of_leaves(tmp_path):
    goals, posts, rows, regions = sdg()
    rows[3] = {name: (x if n < 20 else None) for n, (name, x) in enumerate(rows[3].items())}
    count = [sum(x is not None for x in row.values()) for row in rows]
    result = run_sdg(tmp_path, goals, posts, rows, regions, availability_of="leaves", available_at_least=21)
    # the goals themselves hold fewer than 21, so only what the index itself counts would be left: nothing is
    assert np.isnan(nodes(result)["index"]).all()
    scheme = sdg_scheme(goals, posts, availability_of="leaves")
    scheme["composite"]["children"] = [
        {"id": "all", "available_at_least": 21, "children": scheme["composite"]["children"]}
    ]
    units = [(f"c{n:02}", region) for n, region in enumerate(regions)]
    facts = {name: ["" if row[name] is None else row[name] for row in rows] for name in posts}
    index = nodes(scored(tmp_path / "top", scheme, units, facts, columns=("region",)))["index"]
    assert np.isnan(index).tolist() == [number < 21 for number in count]


def test_human_capital_as_a_product_of_exponentials(tmp_path):
    """Survival × e^(0.08 (learning-adjusted years − 14)) × the mean of two health terms, as marks: exact to nine decimals."""
    chance = random.Random(5)
    rows = [
        {"survival": round(chance.uniform(0.85, 0.999), 4), "years": round(chance.uniform(4, 14), 3), "test": chance.randrange(300, 600),
         "adult": round(chance.uniform(0.6, 0.97), 4), "stunted": round(chance.uniform(0.5, 0.99), 4)} for _ in range(40)
    ]  # fmt: skip
    scheme = {
        "scheme": "human-capital", "title": "Human capital", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in rows[0]} | {
            "learned": {"title": "learned", "value": {"product": ["years", {"ratio": "test", "to": 625}]}}},
        "marks": [{"id": "capital", "clause": "1", "round": {"places": 6}, "product": [
            {"id": "survival-of-children", "value": "survival", "shape": {"times": 1}, "missing": "withhold"},
            {"id": "school", "value": "learned", "shape": {"exp": 0.08, "from": 14, "places": 9}, "missing": "withhold"},
            {"id": "health", "mean": [
                {"id": "adults", "value": "adult", "shape": {"exp": 0.65, "from": 1, "places": 9}, "missing": "omit"},
                {"id": "growing", "value": "stunted", "shape": {"exp": 0.35, "from": 1, "places": 9}, "missing": "omit"},
            ]},
        ]}],
        "total": {"places": 6, "when": "total", "before_ranking": True, "ties": "best"},
    }  # fmt: skip
    result = scored(
        tmp_path, scheme, [(f"c{n}",) for n in range(40)], {k: [row[k] for row in rows] for k in rows[0]}
    )
    by_hand = [
        r["survival"] * math.exp(0.08 * (r["years"] * r["test"] / 625 - 14))
        * (math.exp(0.65 * (r["adult"] - 1)) + math.exp(0.35 * (r["stunted"] - 1))) / 2
        for r in rows
    ]  # fmt: skip
    ours = [float(result.total(unit)) for unit in result.units.codes]
    np.testing.assert_allclose(ours, by_hand, atol=6e-7)
    assert places(result) == ranks(by_hand, 6)


def test_inequality_between_two_groups_as_geometric_means_inside_a_harmonic_one(tmp_path):
    """1 − harmonic(women, men) ÷ geometric(of the means): higher is worse, so the lowest comes first."""
    chance = random.Random(9)
    names = ("health_f", "school_f", "work_f", "health_m", "school_m", "work_m")
    rows = [{name: round(chance.uniform(0.2, 0.95), 4) for name in names} for _ in range(30)]

    def group(g):
        return {
            "id": g,
            "aggregate": "geometric",
            "children": [{"id": f"{n}-{g}", "of": f"{n}_{g}"} for n in ("health", "school", "work")],
        }

    both = [{"id": f"{n}-both", "of": {"mean": [f"{n}_f", f"{n}_m"]}} for n in ("health", "school", "work")]
    scheme = {
        "scheme": "inequality", "title": "Inequality", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in names},
        "composite": {
            "clause": "1", "normalise": {"as_is": True}, "weights": "equal", "aggregate": "arithmetic",
            "children": [{
                "id": "inequality", "aggregate": "ratio", "rescale": {"scaled": [1, 0], "onto": [0, 1]}, "children": [
                    {"id": "unequal", "aggregate": "harmonic", "children": [group("f"), group("m")]},
                    {"id": "equal", "aggregate": "geometric", "children": both},
                ],
            }],
        },
        "total": {"places": 3, "before_ranking": True, "ties": "best", "order": "lowest_first"},
    }  # fmt: skip
    result = scored(
        tmp_path, scheme, [(f"c{n}",) for n in range(30)], {k: [row[k] for row in rows] for k in names}
    )
    by_hand = []
    for r in rows:
        f, m = (math.prod(r[f"{n}_{g}"] for n in ("health", "school", "work")) ** (1 / 3) for g in "fm")
        equal = math.prod((r[f"{n}_f"] + r[f"{n}_m"]) / 2 for n in ("health", "school", "work")) ** (1 / 3)
        by_hand.append(1 - 2 / (1 / f + 1 / m) / equal)
    np.testing.assert_allclose(nodes(result)["index"], by_hand, rtol=1e-12, atol=1e-15)
    assert places(result) == ranks([1 - x for x in by_hand], 3)


def test_twelve_fragile_indicators_are_added_and_the_lowest_sum_comes_first(tmp_path):
    chance = random.Random(12)
    names = [f"f{n}" for n in range(12)]
    rows = [{name: chance.randrange(10, 101) / 10 for name in names} for _ in range(50)]
    scheme = {
        "scheme": "fragile", "title": "Fragile", "missing": "withhold",
        "indicators": {name: {"title": name, "ask": "official"} for name in names},
        "composite": {"clause": "1", "normalise": {"as_is": True}, "aggregate": "sum", "weights": "equal",
                      "children": [{"id": f"{name}-leaf", "of": name} for name in names]},
        "total": {"places": 1, "before_ranking": True, "ties": "best", "order": "lowest_first"},
    }  # fmt: skip
    rows[7]["f3"] = None
    facts = {k: ["" if row[k] is None else row[k] for row in rows] for k in names}
    result = scored(tmp_path, scheme, [(f"c{n}",) for n in range(50)], facts)
    tenths = [None if None in row.values() else sum(round(x * 10) for x in row.values()) for row in rows]
    assert [result.total(unit) for unit in result.units.codes if unit != "c7"] == [
        Decimal(t) / 10 for t in tenths if t is not None
    ]
    by_hand = [0 if t is None else 1 + sum(o is not None and o < t for o in tenths) for t in tenths]
    assert places(result) == by_hand


def test_a_dimension_hands_its_normalisation_down_and_may_stretch_its_own_score(tmp_path):
    scheme = {
        "scheme": "handed", "title": "handed", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in ("a", "b")},
        "composite": {"clause": "1", "children": [
            {"id": "d", "normalise": {"minmax": [0, 1], "from": 0, "to": 10}, "rescale": {"minmax": [0, 100]},
             "children": [{"id": "x", "of": "a"}, {"id": "y", "of": "b", "normalise": {"minmax": [0, 1], "from": 0, "to": 20}}]}]},
    }  # fmt: skip
    result = scored(tmp_path, scheme, [("p",), ("q",), ("r",)], {"a": [2, 4, 10], "b": [4, 10, 20]})
    assert nodes(result)["x"].tolist() == [0.2, 0.4, 1.0]
    assert nodes(result)["y"].tolist() == [0.2, 0.5, 1.0]
    np.testing.assert_allclose(nodes(result)["d"], [0, 31.25, 100])


@pytest.mark.parametrize(
    "rescale",
    [
        {"scaled": [0, 1], "onto": [1, 0]},
        {"scaled": [0.5, 1], "onto": [0, 100]},
        {"minmax": [10, 100]},
        {"minmax": [0, 100], "from": 1, "to": 0},
        {"zscore": [50, 10]},
        {"as_is": True, "divide_by": 2},
    ],
    ids=str,
)
def test_a_straight_rescale_turns_what_every_child_brings_as_it_turns_the_score(tmp_path, rescale):
    """(a + b·Σ w·x) is Σ w·(a + b·x): where 1 − score goes up, the worst child no longer brings the most; a gap's weight is shared."""
    scheme = {
        "scheme": "turned", "title": "turned", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in ("a", "b", "c")},
        "composite": {"clause": "1", "normalise": {"as_is": True}, "children": [{"id": "d", "rescale": rescale, "children": [
            {"id": "x", "of": "a", "weight": 3}, {"id": "y", "of": "b", "weight": 1}, {"id": "z", "of": "c", "weight": 4}]}]},
        "total": {"places": 6, "before_ranking": True, "ties": "best"},
    }  # fmt: skip
    rows = {"a": [0.25, 0.5, 0.75, 0.5], "b": [0.5, 0.75, 0.125, 1.0], "c": [0.5, "", 0.25, 0.75]}
    result = scored(tmp_path, scheme, [("p",), ("q",), ("r",), ("s",)], rows)
    level = result.levels[0]
    before = np.array([(0.75 + 0.5 + 2.0) / 8, 2.25 / 4, (2.25 + 0.125 + 1.0) / 8, (1.5 + 1.0 + 3.0) / 8])
    after = np.array([float(result.total(unit)) for unit in ("p", "q", "r", "s")])
    slope, height = np.polyfit(before, after, 1)
    np.testing.assert_allclose(slope * before + height, after, atol=1e-6)
    weights = np.array([[3, 1, 4], [3, 1, 0], [3, 1, 4], [3, 1, 4]])
    held = np.array([[float(x) if x != "" else 0.0 for x in row] for row in zip(*rows.values(), strict=True)])
    expected = weights / weights.sum(axis=1, keepdims=True) * (slope * held + height)
    found = np.array([line.contribution / 10.0**result.share_places for line in level.lines]).T
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_rescale_that_clips_shares_what_is_left_as_the_line_would(tmp_path):
    """A score beyond its goalpost is cut, and its children's parts are cut alike."""
    scheme = {
        "scheme": "cut", "title": "cut", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in ("a", "b")},
        "composite": {"clause": "1", "normalise": {"as_is": True}, "children": [
            {"id": "d", "rescale": {"minmax": [0, 100], "from": 10, "to": 20},
             "children": [{"id": "x", "of": "a"}, {"id": "y", "of": "b"}]}]},
        "total": {"places": 2, "before_ranking": True, "ties": "best"},
    }  # fmt: skip
    result = scored(tmp_path, scheme, [("p",), ("q",)], {"a": [25, 5], "b": [35, 10]})
    parts = [(line.contribution / 10.0**result.share_places).tolist() for line in result.levels[0].lines]
    assert parts == [[37.5, 0], [62.5, 0]]


def test_nodes_that_multiply_choose_and_divide_hand_their_whole_score_to_reasons(tmp_path):
    """Whatever joins the children, the contributions of the leaves add up to the total exactly."""
    rows = {"a": [2, 3, 5, 8], "b": [4, 1, 2, 3], "c": [1, 6, 2, ""]}
    for how in ("product", "ratio", "min", "max", "sum"):
        inner = [{"id": "x", "of": "a"}, {"id": "y", "of": "b"}]
        scheme = {
            "scheme": "joined", "title": "joined", "missing": "omit",
            "indicators": {name: {"title": name, "ask": "official"} for name in rows},
            "composite": {"clause": "1", "normalise": {"as_is": True}, "children": [
                {"id": "d", "aggregate": how, "children": inner}, {"id": "z", "of": "c"}]},
        }  # fmt: skip
        result = scored(tmp_path / how, scheme, [(u,) for u in "pqrs"], rows)
        level = result.levels[0]
        whole = sum(line.contribution for line in level.lines) + level.rest
        assert (whole == level.totals * 10 ** (result.share_places - result.places)).all()
        assert (abs(level.rest) <= 3).all()  # only what rounding leaves


@pytest.mark.parametrize("how", ["entropy", "critic", "deviation", "pca"])
@pytest.mark.parametrize("normalise", [{"minmax": [1, 100]}, {"zscore": [10, 2]}, {"rank": "borda"}, {"rank": "percentile"}, {"distance_to": "best"}, {"target": 50}])  # fmt: skip
def test_a_gap_takes_no_part_in_what_is_found_in_the_data(tmp_path, how, normalise):
    """A unit without a single value changes no weight, no goalpost and nobody's score."""
    chance = random.Random(3)
    columns = {name: [chance.randrange(10, 90) for _ in range(20)] for name in "abcd"}
    scheme = {
        "scheme": "gaps", "title": "gaps", "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in columns},
        "composite": {"clause": "1", "normalise": normalise, "weights": how, "treat": [{"winsorise": ["5%", "95%"]}],
                      "children": [{"id": f"{name}-leaf", "of": name} for name in columns]},
    }  # fmt: skip
    units = [(f"u{n}",) for n in range(20)]
    without = scored(tmp_path / "a", scheme, units, columns)
    gap = {name: [*values, ""] for name, values in columns.items()}
    with_gap = scored(tmp_path / "b", scheme, [*units, ("none",)], gap)
    assert np.array_equal(nodes(with_gap)["index"][:20], nodes(without)["index"])
    assert np.isnan(nodes(with_gap)["index"][20])

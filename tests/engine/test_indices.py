"""Indices published by others, written in the documented language alone, against what was published."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from tests.engine.indices import nodes, places, scored

pytestmark = needs_golden

CHAIN = {"minmax": [0, 100]}
SKEW = [{"skew_rule": {"skew": 2, "kurtosis": 3.5, "at_most": 5}}]


def asem_children(code, *, leaf=None, dimension=None, weight=None):
    """The tree of ASEM below one node: every node says its weight, leaves what they look at."""
    held = weight or {}
    below = []
    for line in (m for m in golden.meta() if m["Parent"] == code):
        name = line["iCode"]
        node = {"id": name, "weight": round(held.get(name, 1.0), 12)}
        if line["Type"] == "Indicator":
            node |= {"of": f"{name}_x", "direction": "up" if int(line["Direction"]) == 1 else "down"} | (
                leaf or {}
            )
        else:
            node |= {"children": asem_children(name, leaf=leaf, dimension=dimension, weight=weight)}
            node |= (dimension or {}).get(name, {})
        below.append(node)
    return below


def names(table):
    return {f"{name}_x": [cell(x) for x in table[name]] for name in table.columns}


def cell(x):
    return "" if np.isnan(x) else repr(float(x))


def asem_index(folder, table, composite, *, leaf=None, dimension=None, weight=None, scheme=None):
    """Score one of the published ASEM tables with a composite."""
    labels = {column: golden.unit_column(column) for column in ("EurAsia_group", "GDPpc_group")}
    units = [(unit, labels["EurAsia_group"][unit], labels["GDPpc_group"][unit]) for unit in table.keys]
    written = {
        "scheme": "asem",
        "title": "ASEM",
        "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in names(table)},
        "composite": {
            "clause": "1",
            "weights": "given",
            "children": asem_children("Index", leaf=leaf, dimension=dimension, weight=weight),
            **composite,
        },
        **(scheme or {}),
    }
    return scored(folder, written, units, names(table), columns=("region", "wealth"))


def test_the_whole_chain_from_raw_data_gives_the_published_scores_and_ranks(tmp_path):
    """Denominators are derived values, gaps take the mean of the group, then shape rule, min-max, weights and means."""
    raw = golden.rows("asem/00_iData_raw.csv")
    under = {m["iCode"]: m["Denominator"] for m in golden.meta() if m["Type"] == "Indicator"}
    columns = [*under, *sorted({name for name in under.values() if name})]
    indicators = {f"{name}_raw": {"title": name, "ask": "official"} for name in columns}
    for name, below in under.items():
        whole = {"ratio": f"{name}_raw", "to": f"{below}_raw"} if below else {"sum": [f"{name}_raw"]}
        indicators[f"{name}_x"] = {"title": name, "value": whole}
    scheme = {
        "scheme": "asem-whole",
        "title": "ASEM from raw data",
        "missing": "omit",
        "indicators": indicators,
        "league": [
            {"id": "all", "level": "country", "at_least": 1},
            {"id": "region", "level": "country", "peers": "region", "at_least": 1},
            {"id": "wealth", "level": "country", "peers": "wealth", "at_least": 1},
        ],
        "composite": {
            "clause": "1", "impute": {"mean": "region"}, "treat": SKEW, "normalise": CHAIN, "weights": "given",
            "children": asem_children("Index"),
        },
    }  # fmt: skip
    units = [(line["uCode"], line["EurAsia_group"], line["GDPpc_group"]) for line in raw]
    facts = {f"{name}_raw": [line[name] if line[name] != "NA" else "" for line in raw] for name in columns}
    result = scored(tmp_path, scheme, units, facts, columns=("region", "wealth"))
    codes, theirs = list(result.units.codes), asem("07_aggregated")
    order = [codes.index(unit) for unit in theirs.keys]
    ours = nodes(result) | {"Index": nodes(result)["index"]}
    assert_same(np.column_stack([ours[column][order] for column in theirs.columns]), theirs.values)
    for league, published in (("all", "results_ranks"), ("region", "results_group_ranks_EurAsia"), ("wealth", "results_group_ranks_GDPpc")):  # fmt: skip
        ranks = asem(published)
        placed = dict(zip(codes, places(result, league), strict=True))
        assert [placed[unit] for unit in ranks.keys] == ranks["Index"].astype(int).tolist(), league


NORMALISED = {
    "minmax_0_100": {"minmax": [0, 100]},
    "minmax_1_100": {"minmax": [1, 100]},
    "zscore_0_1": {"zscore": [0, 1]},
    "zscore_10_2": {"zscore": [10, 2]},
    "rank_min": {"rank": "place"},
    "borda": {"rank": "borda"},
    "prank": {"rank": "percentile"},
    "dist2max": {"distance_to": "best"},
    "scaled_0_100": {"scaled": [0, 100]},
}


@pytest.mark.parametrize("how", sorted(NORMALISED))
def test_every_normalisation_and_its_mean_are_the_published_ones(tmp_path, how):
    result = asem_index(tmp_path, asem("05_treated"), {"normalise": NORMALISED[how]})
    ours = nodes(result) | {"Index": nodes(result)["index"]}
    leaves, means = asem(f"norm_{how}"), asem(f"agg_amean_of_{how}")
    assert_same(np.column_stack([ours[name] for name in leaves.columns]), leaves.values)
    assert_same(np.column_stack([ours[name] for name in means.columns]), means.values)


AGGREGATED = {
    "amean_minmax_1_100": ({}, {}, "original"),
    "amean_equalw_minmax_1_100": ({}, {}, "equal"),
    "amean_equal_all_minmax_1_100": ({"weights": "equal"}, {}, "original"),
    "amean_randomw_minmax_1_100": ({}, {}, "random"),
    "amean_amean_gmean_minmax_1_100": ({"aggregate": "geometric"}, "arithmetic", "original"),
    "gmean_minmax_1_100": ({"aggregate": "geometric"}, {}, "original"),
    "gmean_randomw_minmax_1_100": ({"aggregate": "geometric"}, {}, "random"),
    "hmean_minmax_1_100": ({"aggregate": "harmonic"}, {}, "original"),
    "genmean_p0.5_minmax_1_100": ({"aggregate": {"power": 0.5}}, {}, "original"),
    "copeland_minmax_1_100": ({"aggregate": "copeland"}, {}, "original"),
}


@pytest.mark.parametrize("published", sorted(AGGREGATED))
def test_every_aggregation_is_the_published_one_ranks_included(tmp_path, published):
    composite, inner, weights = AGGREGATED[published]
    dimensions = {
        m["iCode"]: {"aggregate": inner} for m in golden.meta() if inner and m["Type"] != "Indicator"
    }
    result = asem_index(
        tmp_path,
        asem("norm_minmax_1_100"),
        {"normalise": {"as_is": True}, **composite},
        leaf={"direction": "up"},
        dimension=dimensions,
        weight=golden.weights(weights),
        scheme={"total": {"places": 9, "before_ranking": False, "ties": "best"}},
    )
    theirs = asem(f"agg_{published}")
    ours = nodes(result) | {"Index": nodes(result)["index"]}
    columns = [name for name in theirs.columns if name != "Index_rank"]
    assert_same(
        np.column_stack([ours[name] for name in columns]), np.column_stack([theirs[name] for name in columns])
    )
    assert places(result) == theirs["Index_rank"].astype(int).tolist()


@pytest.mark.parametrize("threshold", ["none", "0.5", "0.7", "0.8", "0.85", "0.9", "1"])
def test_dimensions_below_the_availability_threshold_are_missing_as_published(tmp_path, threshold):
    share = {} if threshold == "none" else {"availability": threshold}
    result = asem_index(
        tmp_path, asem("miss_normalised"), {"normalise": {"as_is": True}, **share}, leaf={"direction": "up"}
    )
    ours = nodes(result) | {"Index": nodes(result)["index"]}
    theirs = asem(f"miss_agg_thresh_{threshold}")
    assert_same(np.column_stack([ours[name] for name in theirs.columns]), theirs.values)


def test_removing_a_pillar_is_a_weight_of_zero(tmp_path):
    theirs = asem("remove_pillar_scores")
    for pillar in ("Physical", "Social"):
        weight = golden.weights() | {pillar: 0.0}
        result = asem_index(tmp_path / pillar, asem("06_normalised"), {"normalise": {"as_is": True}}, leaf={"direction": "up"}, weight=weight)  # fmt: skip
        assert_same(nodes(result)["index"], theirs[pillar])


def flat(table, **composite):
    """A flat composite over normalised columns."""
    children = [{"id": name, "of": f"{name}_x"} for name in table.columns]
    return {"clause": "1", "normalise": {"as_is": True}, "children": children, **composite}


def flat_scheme(table, **composite):
    return {
        "scheme": "flat",
        "title": "flat",
        "missing": "omit",
        "indicators": {name: {"title": name, "ask": "official"} for name in names(table)},
        "composite": flat(table, **composite),
    }


@pytest.mark.parametrize(("how", "column"), [("entropy", "pymcdm_entropy"), ("critic", "pymcdm_critic"), ("deviation", "pymcdm_std")])  # fmt: skip
def test_weights_found_in_the_data_are_those_of_the_libraries(tmp_path, how, column):
    table = asem("norm_minmax_1_100")
    result = scored(tmp_path, flat_scheme(table, weights=how), [(u,) for u in table.keys], names(table))
    lines = {line["indicator"]: float(line[column]) for line in golden.rows("mcdm/weights_asem.csv")}
    assert_same(np.array(result.levels[0].tree.weights), np.array([lines[name] for name in table.columns]))


@pytest.mark.parametrize("weights", ["equal", "entropy"])
def test_topsis_over_49_indicators_is_that_of_the_libraries(tmp_path, weights):
    table = asem("norm_minmax_1_100")
    written = flat_scheme(table, weights=weights, aggregate="topsis")
    result = scored(tmp_path, written, [(u,) for u in table.keys], names(table))
    lines = golden.rows("mcdm/topsis_asem.csv")
    assert_same(nodes(result)["index"], np.array([float(line[f"topsis_{weights}_pymcdm"]) for line in lines]))
    assert places(result) == [int(float(line[f"rank_{weights}"])) for line in lines]


def test_entropy_weights_of_a_pooled_panel_are_the_authors(tmp_path):
    """City and year together are one unit: the pool is the league."""
    lines, weights = golden.rows("entropy/data.csv"), golden.rows("entropy/weights_octave.csv")
    children = [
        {"id": w["indicator"], "of": f"{w['indicator']}_x", "direction": "up" if w["direction"] == "1" else "down"} for w in weights
    ]  # fmt: skip
    scheme = {
        "scheme": "entropy",
        "title": "entropy",
        "missing": "omit",
        "indicators": {f"{w['indicator']}_x": {"title": w["indicator"], "ask": "official"} for w in weights},
        "composite": {"clause": "1", "normalise": {"minmax": [0, 1]}, "weights": {"entropy": {"shift": 0.001}}, "children": children},
    }  # fmt: skip
    units = [(f"u{n}",) for n in range(len(lines))]
    facts = {f"{w['indicator']}_x": [line[w["indicator"]] for line in lines] for w in weights}
    result = scored(tmp_path, scheme, units, facts)
    found = np.array(result.levels[0].tree.weights)
    np.testing.assert_allclose(found, [float(w["weight"]) for w in weights], rtol=1e-11)
    published = np.array([float(line["score_octave"]) for line in golden.rows("entropy/scores_octave.csv")])
    np.testing.assert_allclose(nodes(result)["index"] + 0.001, published, rtol=1e-11)


def test_a_judgement_matrix_gives_the_published_weights(tmp_path):
    matrix = np.loadtxt(golden.GOLDEN / "mcdm/ahp_matrix.csv", delimiter=",")
    said = [[float(x) if x >= 1 else f"1/{round(1 / x)}" for x in row] for row in matrix.tolist()]
    children = [{"id": f"c{n}", "of": "x"} for n in range(4)]
    scheme = {
        "scheme": "ahp",
        "title": "ahp",
        "missing": "omit",
        "indicators": {"x": {"title": "x", "ask": "official"}},
        "composite": {
            "clause": "1",
            "normalise": {"as_is": True},
            "weights": {"ahp": said},
            "children": children,
        },
    }
    result = scored(tmp_path, scheme, [("a",), ("b",)], {"x": [1, 2]})
    np.testing.assert_allclose(result.levels[0].tree.weights, [0.56501, 0.26220, 0.11750, 0.05529], atol=5e-6)

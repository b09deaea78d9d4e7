"""Weights and TOPSIS against two libraries, entropy against its author's script, AHP, and the HDI of 2021."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.composite import golden
from tests.engine.composite.golden import asem, assert_same, needs_golden
from youju.engine.composite import aggregate, ahp, normalise, outrank, ranking, weigh

pytestmark = needs_golden


WAYS = {"entropy": weigh.entropy, "critic": weigh.critic, "std": weigh.standard_deviation, "gini": weigh.gini}
BOTH = [(library, name) for library in ("pymcdm", "skcriteria") for name in ("entropy", "critic", "std")]


@pytest.mark.parametrize(("library", "name"), [*BOTH, ("pymcdm", "gini")])
def test_weights_found_in_the_data_agree_with_both_libraries(library, name):
    lines = golden.rows("mcdm/weights_asem.csv")
    table = asem("norm_minmax_1_100")
    assert [line["indicator"] for line in lines] == list(table.columns)
    assert_same(WAYS[name](table.values), np.array([float(line[f"{library}_{name}"]) for line in lines]))


@pytest.mark.parametrize("library", ["pymcdm", "skcriteria"])
@pytest.mark.parametrize("name", ["equal", "entropy"])
def test_topsis_agrees_with_both_libraries_scores_and_ranks(library, name):
    table, lines = asem("norm_minmax_1_100"), golden.rows("mcdm/topsis_asem.csv")
    w = weigh.equal(49) if name == "equal" else weigh.entropy(table.values)
    ours = outrank.topsis(table.values, weights=w.tolist(), scale="vector")
    assert_same(ours, np.array([float(line[f"topsis_{name}_{library}"]) for line in lines]))
    theirs = [int(float(line[f"rank_{name}"])) for line in lines]
    assert ranking.rank_scores(ours, places=9).tolist() == theirs


@pytest.mark.parametrize(("method", "how"), [("m", "mean"), ("g", "geometric"), ("me", "eigenvector")])
def test_ahp_weights_and_consistency_agree_with_the_published(method, how):
    matrix = np.loadtxt(golden.GOLDEN / "mcdm/ahp_matrix.csv", delimiter=",")
    line = next(r for r in golden.rows("mcdm/ahp_pydecision.csv") if r["method"] == method)
    ours = ahp.ahp(matrix, how=how)
    if how == "eigenvector":
        assert np.allclose(ours.weights, [0.56501, 0.26220, 0.11750, 0.05529], atol=5e-6)
        assert ours.consistency_ratio == pytest.approx(0.04333, abs=5e-6)
    assert_same(ours.weights, np.array([float(line[f"w{i}"]) for i in range(1, 5)]))
    assert ours.consistency_ratio == pytest.approx(float(line["CR"]), rel=1e-11)


def entropy_panel():
    lines, weights = golden.rows("entropy/data.csv"), golden.rows("entropy/weights_octave.csv")
    table = np.column_stack(
        [
            normalise.minmax(
                np.array([float(r[w["indicator"]]) for r in lines]), direction=int(w["direction"])
            )
            for w in weights
        ]
    )
    return table + 0.001, weights


def test_entropy_weights_of_the_pooled_panel_are_the_authors():
    table, published = entropy_panel()
    assert_same(np.array(weigh.entropies(table)), np.array([float(w["entropy"]) for w in published]))
    assert_same(weigh.entropy(table), np.array([float(w["weight"]) for w in published]))


def test_the_shift_can_be_left_to_the_entropy_function():
    table, published = entropy_panel()
    ours = weigh.entropy(table - 0.001, shift=0.001)
    assert np.allclose(ours, [float(w["weight"]) for w in published], rtol=1e-11)


def test_entropy_scores_and_both_rankings_are_the_authors():
    table, _ = entropy_panel()
    lines = golden.rows("entropy/scores_octave.csv")
    ours = aggregate.arithmetic(table, weights=weigh.entropy(table).tolist())
    assert_same(ours, np.array([float(r["score_octave"]) for r in lines]))
    years = np.array([int(r["year"]) for r in lines])
    for column, groups in (("rank_all", None), ("rank_in_year", years)):
        theirs = [int(float(r[column])) for r in lines]
        assert ranking.rank_scores(ours, places=12, groups=groups).tolist() == theirs


def hdi():
    lines = [r for r in golden.rows("hdi/hdi_2021.csv") if r["is_country"] == "True"]
    x = {c: np.array([float(r[c]) for r in lines]) for c in ("le", "eys", "mys", "gnipc")}
    life = normalise.minmax(x["le"], goalposts=(20, 85), clip="high")
    schooling = normalise.minmax(x["eys"], goalposts=(0, 18), clip="high")
    taught = normalise.minmax(x["mys"], goalposts=(0, 15), clip="high")
    income = normalise.minmax(x["gnipc"], goalposts=(100, 75000), clip="high", scale="log")
    education = aggregate.arithmetic(np.column_stack([schooling, taught]), weights=[1, 1])
    index = aggregate.geometric(np.column_stack([life, education, income]), weights=[1, 1, 1])
    return lines, index


def test_all_191_values_of_the_human_development_index_are_the_published():
    lines, index = hdi()
    assert len(lines) == 191
    ours = ranking.round_half_up(index, 3).tolist()
    assert ours == [round(float(r["hdi_published"]) * 1000) for r in lines]


def test_all_191_ranks_of_the_human_development_index_are_the_published():
    lines, index = hdi()
    ours = ranking.rank_scores(index, places=3, ties="best").tolist()
    assert ours == [int(float(r["hdi_rank_2021_published"])) for r in lines]

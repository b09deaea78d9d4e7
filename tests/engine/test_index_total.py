"""The total of a composite is rounded and held as its scheme says, like any other total."""

import json
from decimal import Decimal

import pytest

from youju.engine.case import open_case

SCORES = {"a": "1.005", "b": "1.015", "c": "1.011", "d": "-1.011"}


def scored(folder, total, scores):
    leaf = {"id": "x", "of": "x", "clause": "一", "normalise": {"as_is": True}}
    scheme = {
        "scheme": "index", "title": "指数", "version": "1",
        "basis": {"title": "通知", "issuer": "市委办公室", "adopted": "2023-01-01"},
        "in_force": {"from": "2023-01", "to": "2023-12"}, "round": {"every": "month"},
        "league": {"level": "县", "at_least": 1},
        "indicators": {"x": {"title": "值", "missing": "omit"}},
        "composite": {"children": [leaf]},
        "total": {"places": 2, "before_ranking": True, "ties": "best", **total},
    }  # fmt: skip
    (folder / "scheme.yaml").write_text(json.dumps(scheme, ensure_ascii=False), "utf-8")
    (folder / "units.csv").write_text("code,level\n" + "".join(f"{unit},县\n" for unit in scores), "utf-8")
    rows = "".join(f"{unit},{value}\n" for unit, value in scores.items())
    (folder / "facts.csv").write_text("unit,x\n" + rows, "utf-8")
    return open_case(folder).score()


@pytest.mark.parametrize(
    ("mode", "totals"),
    [
        ("half_up", ["1.01", "1.02", "1.01", "-1.01"]),
        ("half_even", ["1.00", "1.02", "1.01", "-1.01"]),
        ("down", ["1.00", "1.01", "1.01", "-1.01"]),
        ("up", ["1.01", "1.02", "1.02", "-1.02"]),
    ],
)
def test_a_composite_is_rounded_the_way_its_total_says(tmp_path, mode, totals):
    result = scored(tmp_path, {"round": mode}, SCORES)
    assert [str(result.total(unit)) for unit in SCORES] == totals
    (level,) = result.levels
    given = sum(line.contribution for line in level.lines) + level.rest
    assert given.tolist() == [int(Decimal(total).scaleb(result.share_places)) for total in totals]


def test_a_cap_holds_before_the_rounding(tmp_path):
    result = scored(tmp_path, {"round": "down", "at_most": "1.0099"}, SCORES)
    assert [str(result.total(unit)) for unit in SCORES] == ["1.00", "1.00", "1.00", "-1.01"]


def test_units_held_by_the_same_cap_share_a_place_ranked_before_rounding_too(tmp_path):
    result = scored(tmp_path, {"before_ranking": False, "at_most": "1.01"}, SCORES)
    assert [int(result.place(unit)) for unit in SCORES] == [3, 1, 1, 4]


def test_without_a_cap_bare_scores_are_compared(tmp_path):
    result = scored(tmp_path, {"before_ranking": False, "places": 0}, SCORES)
    assert [int(result.place(unit)) for unit in SCORES] == [3, 1, 2, 4]


def test_the_tenth_place_is_ten(tmp_path):
    scores = {f"v{n}": f"0.{99 - n}" for n in range(10)}
    assert str(scored(tmp_path, {}, scores).place("v9")) == "10"

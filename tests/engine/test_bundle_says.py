"""What a bundle must not lose or let be relabelled."""

from __future__ import annotations

import json

from tests.engine.worked import facts_of, scheme_of, units_of
from youju.engine.bundle import manifest
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import verify_bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.period import Period
from youju.engine.robust import firmness
from youju.engine.score import score

VETO = """
names: [x, accidents]
marks: [{id: a, clause: 第一条, value: x, shape: {times: 1}}]
bands: {优秀: {at_least: 1}}
veto: [{id: v, clause: 第五条, if: {value: accidents, above: 0}, grade: 不合格, basis: {title: 令, issuer: 国务院, level: central}}]
"""
INDEX = """
indicators: {x: {title: x, missing: omit}, y: {title: y, missing: omit}, z: {title: z, missing: omit}}
composite:
  normalise: {minmax: [0, 100], from: 0, to: 10}
  weights: equal
  children: [{id: a, of: x}, {id: b, of: y}, {id: c, of: z}]
"""


def bundle_of(tmp_path, text, cells, units, period="2023-06"):
    scheme, known = scheme_of(text), units_of(*units)
    facts = facts_of(known, [(u, n, period, v) for (u, n), v in cells.items()])
    result = score(scheme, units=known, facts=facts, period=Period.parse(period))
    write_bundle(result, tmp_path / "b", folder=None, facts=facts)
    return Bundle(tmp_path / "b")


def test_the_grade_of_a_veto_stands_in_the_places(tmp_path):
    bundle = bundle_of(tmp_path, VETO, {("p", "x"): 9, ("q", "x"): 8, ("q", "accidents"): 1}, ("p", "q"))
    assert dict(zip(*(bundle.places[c].to_pylist() for c in ("unit", "band")), strict=True)) == {
        "p": "优秀",
        "q": "不合格",
    }


def test_a_bundle_relabelled_with_another_period_is_found(tmp_path):
    path = bundle_of(tmp_path, VETO, {("p", "x"): 9}, ("p",)).path
    said = json.loads((path / manifest.NAME).read_text("utf-8")) | {"period": "2023-07"}
    (path / manifest.NAME).write_text(
        json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n", "utf-8"
    )
    assert verify_bundle(path) != []


def test_an_index_with_gaps_can_be_asked_how_firm_it_is(tmp_path):
    cells = {
        ("p", "x"): 9,
        ("p", "y"): 2,
        ("p", "z"): 4,
        ("q", "x"): 3,
        ("q", "z"): 5,
        ("r", "y"): 7,
        ("r", "z"): 1,
    }
    found = firmness(bundle_of(tmp_path, INDEX, cells, ("p", "q", "r")), runs=50, noise=0.5, seed=1)
    assert {i.unit for i in found.intervals} == {"p", "q", "r"}

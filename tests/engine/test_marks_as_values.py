"""Marks asked for as values: the same whether units are judged together, in blocks, or kept in memory and corrected."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.worked import facts_of, scheme_of, units_of
from youju.engine import blocks
from youju.engine.period import Period
from youju.engine.resident import Resident
from youju.engine.score import prepared, scored

SCHEME = """
names: [x]
league: [{level: village, within: town, at_least: 1}]
marks:
  - {id: basic, value: x, shape: {times: 2, at_most: 15}, missing: zero}
  - {id: balanced, value: {product: [{marks: basic}, {ratio: 10, to: {peer: mean, of: {marks: basic}}}]}, shape: {times: 1}, missing: zero}
  - {id: placed, value: {place: {marks: balanced}, among: all}, shape: {curve: [[1, 10], [9, 2]]}, missing: zero, at_most: {product: [{marks: basic}, 50%]}}
total: {places: 2, when: each_rule, before_ranking: true, ties: best}
"""
ROWS = ("t0 town -", "t1 town -", *(f"v{n} village t{n % 2}" for n in range(9)))


def world_of(values):
    scheme, units = scheme_of(SCHEME), units_of(*ROWS)
    facts = facts_of(units, [(f"v{n}", "x", "2023-06", value) for n, value in enumerate(values)])
    return prepared(scheme, units=units, facts=facts, period=Period.parse("2023-06"))


def told(result):
    villages = [f"v{n}" for n in range(9)]
    return [(result.total(v), result.place(v)) for v in villages]


@pytest.mark.parametrize("block", [1, 2, 4, 100])
def test_blocks_that_compare_marks_give_what_the_whole_gives(block):
    values = [3, 1, 4, 1, 5, 9, 2, 6, 8]
    cut = blocks.score_in_blocks(world_of(values), lambda *_: None, block=block, threads=2)
    assert told(cut) == told(scored(world_of(values)))


def test_a_correction_reaches_everybody_whose_marks_are_compared_with_it():
    resident = Resident(world_of([3, 1, 4, 1, 5, 9, 2, 6, 8]))
    moved = resident.correct("v0", "x", Decimal(7))
    assert told(resident.result) == told(scored(world_of([7, 1, 4, 1, 5, 9, 2, 6, 8])))
    assert "v2" in {one.unit for one in moved}

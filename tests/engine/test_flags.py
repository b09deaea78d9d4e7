"""Odd values are flagged, and marks stay as they are."""

from __future__ import annotations

import pytest

from tests.engine.worked import facts_of, scheme_of, units_of
from youju.engine.flags import Flag, flags
from youju.engine.period import Period

SCHEME = """
names: [x]
marks: [{id: r, clause: 第一条, value: x, shape: {times: 1}}]
"""
PEERS = {"a": 10, "b": 11, "c": 12, "d": 10, "e": 11}


def odd(last: object, before: object = None) -> tuple[Flag, ...]:
    """Look at five ordinary villages and one with the values given."""
    units = units_of(*PEERS, "odd")
    cells = [(unit, "x", "2023-06", value) for unit, value in PEERS.items()]
    cells.append(("odd", "x", "2023-06", last))
    if before is not None:
        cells.append(("odd", "x", "2023-05", before))
    return flags(scheme_of(SCHEME), units=units, facts=facts_of(units, cells), period=Period.parse("2023-06"))


def test_a_value_far_from_its_peers_is_flagged_with_their_median():
    (flag,) = odd(95)
    assert (flag.unit, flag.kind, flag.value, flag.against) == ("odd", "outlier", 95, 11)


def test_a_value_among_its_peers_is_not_flagged():
    assert odd(12) == ()


@pytest.mark.parametrize(("before", "kind"), [("0.11", "measure"), ("1", "jump"), ("9", None)])
def test_a_jump_against_the_own_past_is_told_from_another_measure(before, kind):
    found = [flag.kind for flag in odd("11", before)]
    assert found == ([kind] if kind else [])

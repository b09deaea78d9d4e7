"""Codes are found in the table as a dictionary finds them, whatever their length, alphabet or place in memory."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.sources.lookup import LONGEST, Lookup

TEXT = st.text("ab\0村01", max_size=12) | st.text("a", min_size=LONGEST - 2, max_size=LONGEST + 2)


@given(st.lists(TEXT, unique=True, max_size=40), st.lists(TEXT, max_size=40))
def test_every_code_has_its_number_and_a_stranger_none(codes, strangers):
    index = {code: number for number, code in enumerate(codes)}
    table = Lookup.of(pa.array(codes, pa.string()))
    asked = [*strangers, *codes]
    assert table[pa.array(["before", *asked], pa.string())[1:]].tolist() == [
        index.get(text, -1) for text in asked
    ]


def test_codes_that_share_a_slot_are_told_apart():
    codes = [f"c{number:06d}" for number in range(5_000)]
    table = Lookup.of(pa.array(codes))
    assert table[pa.array(codes)].tolist() == list(range(5_000))
    assert table[pa.array(["c5000", "c005000", "d000001"])].tolist() == [-1, -1, -1]


@pytest.mark.parametrize("texts", [[None, "a"], []])
def test_gaps_and_nothing_at_all(texts):
    table = Lookup.of(pa.array(["a"]))
    assert table[pa.array(texts, pa.string())].tolist() == [-1 if text is None else 0 for text in texts]

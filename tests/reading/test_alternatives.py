"""A list of words as a pattern finds what the words one by one would find, the longest first."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from youju.reading.alternatives import either
from youju.reading.sieve import begun

WORDS = st.lists(st.text("甲乙丙.]-", min_size=1, max_size=4), min_size=1, max_size=12)
TEXTS = st.text("甲乙丙丁.]-", max_size=40)


def one_by_one(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@settings(max_examples=300, deadline=None)
@given(WORDS, TEXTS)
def test_words_that_share_their_beginning_are_found_as_if_they_stood_apart(
    words: list[str], text: str
) -> None:
    assert re.findall(either(words), text) == re.findall(one_by_one(words), text)


@settings(max_examples=300, deadline=None)
@given(WORDS, TEXTS)
def test_a_shorter_reading_is_tried_where_the_longest_does_not_fit(words: list[str], text: str) -> None:
    assert re.findall(f"(?:{either(words)})丁", text) == re.findall(f"(?:{one_by_one(words)})丁", text)


def test_a_pattern_is_found_where_it_begins_as_one_character() -> None:
    found = [match.span() for match in begun("[甲乙]", "甲(?!丙)|乙丁+").finditer("甲丙甲丁乙丁丁乙甲")]
    assert found == [(2, 3), (4, 5), (8, 9)]

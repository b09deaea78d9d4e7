"""What a match may begin or end with is read off the pattern: nothing that it finds begins or ends otherwise."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.reading import subject_words as said
from youju.reading.bounds import _FALLS_SHORT, _THRESHOLD_HEAD
from youju.reading.edges import begins, firsts, lasts
from youju.reading.indicators import _LINK_TAIL
from youju.reading.moves import _CHANGE
from youju.reading.sieve import Sieve, somewhere
from youju.reading.status_words import ANY_STRENGTH, DESIGN, FINISHED, FIRM, MAY_BE, PROMISES

sys.path.insert(0, str(Path(__file__).parent))
from gold_pages import read_pages

TEXT = "\n".join(page.raw for page in read_pages())
FIRST = {"back": said.BACK, "near": said.NEAR_BACK, "done": said.DONE_WITH, "threshold": _THRESHOLD_HEAD}
LAST = {"change": _CHANGE, "links": _LINK_TAIL, "short of": _FALLS_SHORT}
HELD = {"promises": PROMISES, "may be": MAY_BE, "strength": ANY_STRENGTH, "finished": FINISHED, "design": DESIGN, "region": said.REGION}  # fmt: skip
PIECES = ["要", "全市", "我们", "确保", "力争", "投产", "后", "设计", "年产", "可", "增长", "达到", "约", "5", "%", "，", "。", "\n", "公司", "该", "为", "不低于", "3", "个村"]  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_a_match_begins_with_one_of_its_first_characters(name: str) -> None:
    found = {match[0][0] for match in FIRST[name].finditer(TEXT)}
    assert found
    assert found <= firsts(FIRST[name])


@pytest.mark.parametrize("name", LAST)
def test_a_text_that_a_pattern_closes_ends_with_one_of_its_last_characters(name: str) -> None:
    stops = [TEXT[max(0, at.start() - 24) : at.start()] for at in re.finditer(r"(?<!\d)\d", TEXT)]
    found = {stop[-1] for stop in stops if LAST[name].search(stop)}
    assert found
    assert found <= lasts(LAST[name])


def test_a_line_feed_may_stand_behind_what_closes_a_text() -> None:
    pattern = re.compile("(?:不到|超过)$")
    assert pattern.search("超过\n")
    assert lasts(pattern) == frozenset("到过\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_what_is_asked_at_its_first_characters_only_is_held_by_the_same_texts(text: str) -> None:
    for pattern in HELD.values():
        assert bool(somewhere(pattern).search(text)) == bool(pattern.search(text))
    assert [one.span() for one in Sieve(FIRM, begins(FIRM)).finditer(text)] == [
        one.span() for one in FIRM.finditer(text)
    ]


@pytest.mark.parametrize("pattern", ["[^,]x", ".x", "a?", "(?i)x"])
def test_a_pattern_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="anything"):
        firsts(re.compile(pattern))


def test_digits_of_every_script_are_a_class_and_no_set() -> None:
    pattern = re.compile(r"(?<!-)\d+|第")
    assert re.fullmatch(begins(pattern), "７")
    with pytest.raises(ValueError, match="every script"):
        firsts(pattern)

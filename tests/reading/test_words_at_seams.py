"""Words that a column break cuts: found by the pair of characters at the seam, and none is lost by asking for the pair first."""

from __future__ import annotations

from itertools import count

import pytest

from youju.reading import words
from youju.reading.words import Run, crossing_gain, likelihood


@pytest.fixture(params=[0, 100], ids=["many seams before", "few seams before"], autouse=True)
def asked_before(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MANY", request.param)
    monkeypatch.setattr(words, "_asked", count(1))


def gain(left: str, right: str) -> float:
    return crossing_gain(Run(left, before=True), Run(right, before=False))


def test_a_word_over_the_seam_gains_wherever_it_is_cut() -> None:
    for word in ("污水", "示范棚", "一往无前", "生产总值", "中华人民共和国"):
        for at in range(1, len(word)):
            alone = likelihood(word[:at]) + likelihood(word[at:])
            assert round(gain(word[:at], word[at:]), 6) >= round(likelihood(word) - alone, 6) > 0


def test_characters_that_no_word_holds_side_by_side_gain_nothing() -> None:
    assert gain("国", "懋") == 0
    assert gain("增长", "5.1%") == 0


def test_the_pairs_of_all_words_are_made_for_many_seams_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def pairs() -> dict[int, None]:
        made.append("all")
        return {}

    monkeypatch.setattr(words, "_pairs", pairs)
    monkeypatch.setattr(words, "_MANY", 2)
    gains = [gain("污", "水") for _ in range(3)]
    assert gains[0] == gains[1] > 0
    assert (gains[2], made) == (0, ["all"])  # the third asks the pairs, here none

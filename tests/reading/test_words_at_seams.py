"""Words that a column break cuts: found by the pair of characters at the seam, and none is lost by asking for the pair first."""

from __future__ import annotations

from youju.reading.words import Run, crossing_gain, likelihood


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

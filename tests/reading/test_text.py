"""The map between a cleaned text and the document it came from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from youju.reading.text import Clean

WORDS = st.text(alphabet="甲乙丙丁9.\n ", max_size=40)


@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_of_the_whole_page_spans_its_own_words(raw: str, start: int, end: int) -> None:
    piece = Clean.of(raw)[start:end]
    low, high = piece.span(0, len(piece))
    assert raw[low:high] == piece.text


@given(WORDS, WORDS)
def test_joined_pieces_keep_the_places_they_came_from(left: str, right: str) -> None:
    raw = right + left
    page = Clean.of(raw)
    joined = Clean.join([page[len(right) :], page[: len(right)]], "\n")
    parts = [raw[low:high] for index in range(len(joined)) for low, high in joined.spans(index, index + 1)]
    assert "".join(parts) == left + right


def test_a_number_cut_by_a_line_break_spans_the_break() -> None:
    raw = "市区9.7毫\n\n米,东"
    page = Clean.of(raw)
    joined = Clean.join([page[:6], page[8:]])
    start = joined.text.index("9.7毫米")
    low, high = joined.span(start, start + 5)
    assert raw[low:high] == "9.7毫\n\n米"


def test_a_stretch_before_a_break_does_not_take_the_break_along() -> None:
    raw = "市区9.7毫\n\n米,东"
    page = Clean.of(raw)
    joined = Clean.join([page[:6], page[8:]])
    low, high = joined.span(2, 6)
    assert raw[low:high] == "9.7毫"


@given(WORDS)
def test_the_way_back_finds_every_kept_character(raw: str) -> None:
    clean = Clean.of(raw)[: len(raw) // 2]
    assert [clean.clean_at(at) for at in clean.raw_at[: len(clean)]] == list(range(len(clean)))


def test_a_far_join_is_told_apart_by_its_spans() -> None:
    page = Clean.of("后半句。插图说明。前半句")
    joined = Clean.join([page[9:], page[:4]])
    assert joined.text == "前半句后半句。"
    assert joined.spans(0, len(joined)) == ((9, 12), (0, 4))


def test_a_character_is_found_by_any_raw_place_in_texts_that_rise_and_that_turn_back() -> None:
    whole = Clean("甲(jiǎ)乙丙丁戊己", "甲乙丙丁戊己", [0, 6, 7, 8, 9, 10, 11], [6, 7, 8, 9, 10, 11])
    for pieces in ([whole[:2], whole[3:]], [whole[3:], whole[:2]]):
        joined = Clean.join(pieces, "\n")
        stands = [(joined.clean_at(place), place) for place in range(len(whole.raw))]
        expected = {
            place: index
            for index in reversed(range(len(joined)))
            for place in range(joined.raw_at[index], joined.raw_to[index])
        }
        assert stands == [(expected.get(place), place) for place in range(len(whole.raw))]

"""From text to integers: nothing is lost, nothing is guessed."""

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.sources.exact import exact, read_exact

plain = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17, places=6
).filter(lambda d: len(str(int(abs(d)))) + 6 <= 18)
TYPES = (pa.string(), pa.large_string(), pa.decimal128(24, 6), pa.dictionary(pa.int32(), pa.string()))


def column(numbers, kind):
    if pa.types.is_decimal(kind):
        return pa.array(numbers, kind)
    texts = pa.array([None if n is None else format(n, "f") for n in numbers], pa.string())
    return texts.dictionary_encode() if pa.types.is_dictionary(kind) else texts.cast(kind)


def value(numbers, row):
    return Decimal(int(numbers.mantissa[row])).scaleb(-int(numbers.scale[row]))


@pytest.mark.parametrize("kind", TYPES, ids=str)
@given(numbers=st.lists(st.none() | plain, min_size=1, max_size=30))
def test_every_decimal_comes_back_exactly_from_every_type(kind, numbers):
    found = exact(column(numbers, kind))
    assert found.odd == {}
    assert [None if found.missing[i] else value(found, i) for i in range(len(numbers))] == numbers


@given(numbers=st.lists(plain, min_size=1, max_size=30))
def test_a_number_is_kept_in_its_shortest_form(numbers):
    found = exact(column(numbers, pa.string()))
    assert all(m % 10 or s == 0 for m, s in zip(found.mantissa.tolist(), found.scale.tolist(), strict=True))


@given(whole=st.integers(-(2**63), 2**63 - 1))
def test_an_integer_of_up_to_eighteen_digits_is_kept_and_a_longer_one_is_odd(whole):
    found = exact(pa.array([whole]))
    assert (found.odd == {0: str(whole)}) == (abs(whole) >= 10**18)
    assert found.odd or found.mantissa[0] == whole


@given(
    number=st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-9 < abs(x) < 1e9)
)
def test_a_float_counts_as_its_shortest_decimal(number):
    found = exact(pa.array([number]))
    shortest = Decimal(repr(number))
    if 0 in found.odd:
        assert -shortest.as_tuple().exponent > 36
    else:
        assert value(found, 0) == shortest


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_among_floats_is_odd(number):
    assert 0 in exact(pa.array([number])).odd


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", (0, 0)), ("-0.00", (0, 0)), ("+7", (7, 0)), ("007", (7, 0)), (" 5 ", (5, 0)), (".5", (5, 1)), ("5.", (5, 0)),
        ("1e3", None), ("1.20E-2", None), ("1.2E-02", None), ("1.2e-02", (12, 3)), ("1e+05", (100000, 0)), ("5\u00a0", (5, 0)), ("\u30005", (5, 0)), ("123456789012345678", (123456789012345678, 0)),
        ("0.000000000000000001", (1, 18)), ("1.000000000000000000000", (1, 0)), ("000000000000000000000001", (1, 0)),
        ("1e400", None), ("1e999999", None), ("1234567890123456789", None), ("0.0000000000000000001", (1, 19)), (f"0.{'0' * 36}1", None), ("１２", None),
        ("1_0", None), ("", None), (".", None), ("+", None), ("1e", None), ("0x1", None), ("٣", None), ("1 2", None),
    ],
)  # fmt: skip
def test_a_written_number_means(text, found):
    assert read_exact(text) == found


@pytest.mark.parametrize(("text", "found"), [("1e3", (1000, 0)), ("1.20E-2", (12, 3)), ("1e400", None)])
def test_a_program_may_write_powers_of_ten(text, found):
    assert read_exact(text, powers=True) == found


@given(st.lists(st.text(max_size=24), max_size=20))
def test_any_text_is_read_missing_or_odd_and_the_fast_way_agrees_with_the_slow(texts):
    found = exact(pa.array(texts, pa.string()))
    for row, text in enumerate(texts):
        slow = read_exact(text)
        assert (row in found.odd) == (slow is None and bool(text.strip()))
        if slow is not None:
            assert (int(found.mantissa[row]), int(found.scale[row])) == slow


@given(st.lists(st.from_regex(r"[+-]?[0-9]{0,20}\.?[0-9]{0,20}", fullmatch=True), max_size=20))
def test_the_fast_way_agrees_with_the_slow_on_digits(texts):
    found = exact(pa.array(texts, pa.string()))
    slow = [read_exact(text) for text in texts]
    assert [row for row, one in enumerate(slow) if one is None and texts[row]] == sorted(found.odd)
    assert [one for one in slow if one] == [
        (int(found.mantissa[row]), int(found.scale[row])) for row, one in enumerate(slow) if one
    ]


def test_a_slice_of_a_column_is_read_from_its_own_start():
    whole = pa.array([Decimal("1.5"), None, Decimal("2.25"), Decimal(3)], pa.decimal128(10, 2))
    found = exact(whole.slice(1, 3))
    assert (found.missing.tolist(), found.mantissa.tolist()) == ([True, False, False], [0, 225, 3])
    texts = exact(pa.array(["9", "", "-8.50", "7"]).slice(1, 2))
    assert (texts.missing.tolist(), texts.mantissa.tolist()) == ([True, False], [0, -85])


def test_unsigned_and_small_integers_are_exact():
    assert exact(pa.array(np.array([2**64 - 1], np.uint64))).odd == {0: str(2**64 - 1)}
    assert exact(pa.array(np.array([-128, 127], np.int8))).mantissa.tolist() == [-128, 127]

"""Drawing whom to inspect: fixed by the seed, and by nothing else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.engine.sampling import Stratum, draw, ticket

CODES = st.lists(st.text(min_size=1, max_size=6), min_size=3, max_size=30, unique=True)


@given(CODES, st.text(max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_units_are_written_does_not_matter(codes, seed, shuffler):
    mixed = list(codes)
    shuffler.shuffle(mixed)
    first = draw(seed, [Stratum("all", tuple(codes), 0, 2)])
    second = draw(seed, [Stratum("all", tuple(mixed), 0, 2)])
    assert first == second


@given(CODES, st.text(max_size=8))
def test_as_many_are_drawn_as_were_asked_for_and_nobody_twice(codes, seed):
    risk = {codes[0]: Fraction(3), codes[1]: Fraction(5)}
    drawn = draw(seed, [Stratum("all", tuple(codes), 1, 2)], risk)
    assert len({d.unit for d in drawn}) == 3
    assert drawn[0].unit == codes[1]


def test_another_seed_draws_another_list():
    codes = tuple(f"v{n}" for n in range(1000))
    lists = {tuple(d.unit for d in draw(f"seed-{n}", [Stratum("all", codes, 0, 10)])) for n in range(20)}
    assert len(lists) == 20


def test_every_unit_has_the_same_chance():
    codes = tuple(f"v{n}" for n in range(20))
    times = dict.fromkeys(codes, 0)
    for n in range(2000):
        times[draw(str(n), [Stratum("all", codes, 0, 1)])[0].unit] += 1
    assert min(times.values()) > 60
    assert max(times.values()) < 140


def test_who_was_visited_last_time_is_not_drawn_while_others_are_left():
    codes = ("a", "b", "c")
    again = frozenset({"a", "b"})
    assert draw("s", [Stratum("all", codes, 0, 1)], not_again=again)[0].unit == "c"
    assert len(draw("s", [Stratum("all", codes, 0, 3)], not_again=again)) == 3


def test_a_unit_in_two_areas_is_refused():
    with pytest.raises(ValueError, match="overlap"):
        draw("s", [Stratum("x", ("a", "b"), 0, 1), Stratum("y", ("b",), 0, 1)])


def test_a_seed_and_a_unit_cannot_be_shifted_into_one_another():
    assert ticket("1", "2:3") != ticket("1:2", "3")

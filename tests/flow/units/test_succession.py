"""Sums are conserved when units merge and split, whatever happens in whatever order."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.flow.units.selectors import steps_between
from youju.flow.units.services import Part, add_unit, merge_units, split_unit
from youju.flow.units.succession import Step, carry, ways

DAY = dt.date(2023, 1, 1)


def day(n):
    return DAY + dt.timedelta(days=n)


@st.composite
def histories(draw):
    """Draw random merges and splits, each on its own day, of units that still stand, and values of the first units."""
    standing = list(range(1, draw(st.integers(2, 6))))
    values = {u: draw(st.decimals(-(10**6), 10**6, places=draw(st.integers(0, 4)))) for u in standing}
    steps, fresh = [], 100
    for n in range(draw(st.integers(0, 8))):
        if not standing:
            break
        if draw(st.booleans()) and len(standing) > 1:
            gone, into = draw(st.permutations(standing))[:2]
            steps.append(Step(gone, into, day(n), Decimal(1)))
            standing.remove(gone)
        else:
            old = draw(st.sampled_from(standing))
            cuts = sorted(draw(st.sets(st.integers(1, 10**8 - 1), min_size=1, max_size=3)))
            shares = [Decimal(b - a).scaleb(-8) for a, b in zip([0, *cuts], [*cuts, 10**8], strict=True)]
            stays = draw(st.booleans())
            after = [old if stays and not at else (fresh := fresh + 1) for at in range(len(shares))]
            steps += [Step(old, new, day(n), share) for new, share in zip(after, shares, strict=True)]
            standing = [*(u for u in standing if u != old), *after]
    return values, steps, set(standing)


@given(histories(), st.integers(0, 8))
def test_the_sum_is_what_it_was(history, n):
    values, steps, _standing = history
    held = carry(values, steps, since=day(-1), until=day(n))
    assert sum(held.values()) == sum(values.values())


@given(histories())
def test_every_value_belongs_to_a_unit_that_stands(history):
    values, steps, standing = history
    assert set(carry(values, steps, since=day(-1), until=day(99))) <= standing


@given(histories(), st.permutations(range(30)))
def test_the_order_of_the_rows_changes_nothing(history, order):
    values, steps, _standing = history
    shuffled = [steps[at] for at in order if at < len(steps)] + steps[30:]
    assert carry(values, shuffled, since=day(-1), until=day(99)) == carry(
        values, steps, since=day(-1), until=day(99)
    )


@given(histories(), st.integers(-1, 8))
def test_carrying_in_two_stages_reaches_the_same_units_with_the_same_sum(history, n):
    values, steps, _standing = history
    halfway = carry(values, steps, since=day(-1), until=day(n))
    twice = carry(halfway, steps, since=day(n), until=day(99))
    assert set(twice) == set(carry(values, steps, since=day(-1), until=day(99)))
    assert sum(twice.values()) == sum(values.values())


def test_what_rounding_leaves_over_goes_to_the_largest_remainder():
    third = Decimal("0.33333333")
    steps = [Step(1, 2, DAY, third), Step(1, 3, DAY, third), Step(1, 4, DAY, 1 - 2 * third)]
    held = carry({1: Decimal(100)}, steps, since=day(-1), until=DAY, places=2)
    assert held == {2: Decimal("33.33"), 3: Decimal("33.33"), 4: Decimal("33.34")}


def test_shares_that_do_not_sum_to_one_are_a_programming_error():
    with pytest.raises(ValueError, match="do not sum to one"):
        carry({1: Decimal(1)}, [Step(1, 2, DAY, Decimal("0.9"))], since=day(-1), until=DAY)


@pytest.mark.django_db
def test_the_stored_changes_carry_a_county_across_a_year(units):
    before = dt.date(2023, 1, 1)
    new = add_unit(code="220322105", name="新镇", level="township", parent=units.county, on=day(90), by=None)
    parts = [
        Part(units.township, Decimal("0.6"), tuple(units.villages[:2])),
        Part(new, Decimal("0.4"), tuple(units.villages[2:])),
    ]
    split_unit(unit=units.township, parts=parts, on=day(90), by=None)
    merge_units(units=[units.other], into=new, on=day(180), by=None)
    values = {units.township.pk: Decimal(100), units.other.pk: Decimal(7)}

    def told(until):
        return carry(values, steps_between(before, until), since=before, until=until)

    assert told(day(30)) == values
    assert told(day(100)) == {units.township.pk: Decimal(60), new.pk: Decimal(40), units.other.pk: Decimal(7)}
    assert told(day(200)) == {units.township.pk: Decimal(60), new.pk: Decimal(47)}


MOMENT = dt.datetime(2023, 1, 1, 12)


@st.composite
def words(draw):
    """Draw a history that was recorded at any time, before or after its days, and when some units spoke for themselves."""
    values, steps, standing = draw(histories())
    at = {step.on: MOMENT + dt.timedelta(days=draw(st.integers(-2, 12))) for step in steps}
    steps = [replace(step, recorded_at=at[step.on]) for step in steps]
    units = sorted({*values, *standing})
    spoke = draw(st.lists(st.sampled_from(units), unique=True)) if units else []
    said = {unit: MOMENT + dt.timedelta(days=draw(st.integers(-2, 12)), hours=1) for unit in spoke}
    values |= {unit: draw(st.decimals(-(10**6), 10**6, places=2)) for unit in spoke}
    return values, steps, said, standing


def onward(values, steps, said):
    held = {}
    for way, units in ways(values, steps, said, first=day(-1), last=day(99)).items():
        own = {unit: values[unit] for unit in units}
        for unit, value in carry(own, way, since=dt.date.min, until=dt.date.max).items():
            held[unit] = held.get(unit, Decimal(0)) + value
    return held


@given(words())
def test_whoever_speaks_whenever_nothing_is_lost_and_nothing_counts_twice(said_so):
    values, steps, said, _standing = said_so
    held = onward(values, steps, said)
    assert sum(held.values()) == sum(values.values())


@given(words())
def test_only_what_came_before_a_word_that_includes_it_is_set_aside(said_so):
    values, steps, said, _standing = said_so
    last = day(99)
    knowing = {step.after for step in steps if step.after in said and step.known_to(said[step.after], last)}
    assert {-unit for unit in onward(values, steps, said) if unit < 0} <= knowing


@given(words())
def test_who_spoke_knowing_all_and_stands_keeps_its_word(said_so):
    values, steps, said, standing = said_so
    held = onward(values, steps, said)
    for unit, at in said.items():
        if unit in standing and all(step.known_to(at, day(99)) for step in steps):
            assert held[unit] == values[unit]


@given(words())
def test_where_nobody_spoke_everything_is_carried_as_from_the_first_day(said_so):
    values, steps, _said, _standing = said_so
    assert onward(values, steps, {}) == carry(values, steps, since=day(-1), until=dt.date.max)

"""What a unit said last time stands beside its fields; it follows who merged and split the way its marks do."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.flow.ledger.test_following import merge, told
from tests.flow.month import *  # noqa: F403
from youju.flow.ledger.services import gather_round
from youju.flow.reports import past
from youju.flow.reports.past import histories, history_values
from youju.flow.reports.selectors import asked_of, values_of
from youju.flow.reports.services import begin_report, no_change, return_report
from youju.flow.units.services import Part, add_unit, merge_units, rename_unit, split_unit

pytestmark = pytest.mark.django_db
D = Decimal


def last(round_, unit):
    """Return what stands beside the field of the income: value and relation, None where nothing does."""
    found = history_values(round_, unit).get("income")
    return (found[0].value, found[0].relation) if found else None


def split(one, other, day, by):
    parts = [Part(one, D("0.3")), Part(other, D("0.7"))]
    split_unit(unit=one, parts=parts, on=dt.date.fromisoformat(day), by=by, basis="批复")


def test_a_successor_sees_the_sum_and_may_say_no_change(reported, reporting, units, zhao, zhang):
    first, second, third = units.villages
    merge(third, second, "2026-11-10", zhao)
    november = reporting("2026-11")
    past = histories(november, [first.pk, second.pk])
    assert past[second.pk]["income"][0].value == D(108000 + 90000)
    assert past[first.pk]["income"][0].value == D(120000)
    report = no_change(round_=november, unit=second, by=zhang)
    assert values_of(report)["income"].value == D(198000)


def test_a_unit_set_up_for_the_merger_has_the_values_of_both(reported, reporting, units, zhao):
    new = add_unit(code="220322103399", name="新村", level="village", parent=units.township, on=dt.date(2026, 11, 1), by=None)  # fmt: skip
    merge_units(units=units.villages[:2], into=new, on=dt.date(2026, 11, 10), by=zhao, basis="批复")
    assert history_values(reporting("2026-11"), new)["income"][0].value == D(228000)


def test_while_one_of_both_said_nothing_there_is_no_last_value(reporting, handed_in, units, zhao, at):
    at("2026-11-03 09:00")
    october = reporting("2026-10")
    handed_in(october, units.villages[0], "120000")
    merge(units.villages[0], units.villages[1], "2026-11-10", zhao)
    assert "income" not in history_values(reporting("2026-11"), units.villages[1])


def test_a_renamed_unit_keeps_its_last_value(reported, reporting, units, zhao):
    rename_unit(unit=units.villages[0], name="新名村", on=dt.date(2026, 11, 10), by=zhao)
    assert history_values(reporting("2026-11"), units.villages[0])["income"][0].value == D(120000)


def test_what_does_not_add_up_stays_with_the_one_who_said_it(reported, reporting, units, zhao, monkeypatch):
    asked = [SimpleNamespace(name=one.name, indicator=SimpleNamespace(up_the_tree=None)) for one in asked_of(reported)]  # fmt: skip
    merge(units.villages[2], units.villages[1], "2026-11-10", zhao)
    november = reporting("2026-11")
    monkeypatch.setattr(past, "asked_of", lambda _round: asked)
    assert history_values(november, units.villages[1])["income"][0].value == D(108000)


def test_what_was_said_before_a_split_is_shared_out_for_both(reported, reporting, units, zhao):
    one, other = units.villages[:2]
    split(one, other, "2026-11-02", zhao)
    november = reporting("2026-11")
    assert last(november, one) == (D(36000), "≈")
    assert last(november, other) == (D(108000 + 84000), "≈")


def test_what_was_said_knowing_a_split_is_not_shared_out_again(reporting, handed_in, units, zhao, at):
    at("2026-10-25 09:00")
    october, (one, other, _third) = reporting("2026-10"), units.villages
    split(one, other, "2026-10-15", zhao)
    handed_in(october, one, "30000")
    handed_in(october, other, "70000")
    november = reporting("2026-11")
    assert (last(november, one), last(november, other)) == ((D(30000), "="), (D(70000), "="))


def test_what_was_said_not_knowing_a_split_takes_it_whatever_its_day(reporting, handed_in, units, zhao, at):
    at("2026-10-25 09:00")
    october, (one, other, _third) = reporting("2026-10"), units.villages
    handed_in(october, one, "120000")
    handed_in(october, other, "114000")
    at("2026-10-26 09:00")
    split(one, other, "2026-10-15", zhao)
    november = reporting("2026-11")
    assert (last(november, one), last(november, other)) == ((D(36000), "≈"), (D(198000), "≈"))


def test_a_successor_that_spoke_knowing_the_merger_has_its_own_word_as_its_last_value(
    reporting, handed_in, units, zhao, sun, at
):
    at("2026-10-12 09:00")
    october, (first, second, _third) = reporting("2026-10"), units.villages
    handed_in(october, first, "120000")
    handed_in(october, second, "108000")
    merge(second, first, "2026-10-20", zhao)
    at("2026-11-03 09:00")
    return_report(
        report=begin_report(round_=october, unit=first, by=None), by=sun, reason="已合并,请按两村合计报"
    )
    handed_in(october, first, "230000")
    assert last(reporting("2026-11"), first) == (D(230000), "=")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("day", ["2026-09-20", "2026-10-15", "2026-11-02"])
def test_the_last_value_is_what_the_marks_count(reporting, handed_in, units, zhao, at, known, day):
    """Of a split and a merger, on whatever day, reported knowing of them or not, form and ledger say the same."""
    at("2026-11-03 09:00")
    october, (one, other, third) = reporting("2026-10"), units.villages

    def change():
        split(one, other, day, zhao)
        merge(third, one, day, zhao)

    if known:
        change()
    for unit, income in ((one, "120000"), (other, "114000"), (third, "60000")):
        if not known or unit != third or day > "2026-10-31":
            handed_in(october, unit, income)
    if not known:
        at("2026-11-04 09:00")
        change()
    gather_round(round_=october, by=zhao)
    november = reporting("2026-11")
    counted = told(november)
    for unit in (one, other):
        assert last(november, unit)[0] == counted[unit.code, "2026-10"]

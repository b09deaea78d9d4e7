"""Rows are asked in two ways, from the list of units or row by row: both must give the same answer to everybody."""

import datetime as dt

import pytest

from youju.flow.units import powers
from youju.flow.units.models import Unit
from youju.flow.units.powers import in_charge, rows_for, tenure_on, tenures_over, units_for
from youju.flow.units.services import merge_units
from youju.kernel.powers import remember

ACTS = ("unit.read", "report.read", "report.write", "scheme.read")
PEOPLE = ("zhang", "wang", "zhao", "li", "zhou", "security")


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def merged(units):
    """Let one village become part of another."""
    merge_units(units=units.villages[:1], into=units.villages[1], on=dt.date(2024, 1, 1), by=None)
    return units.villages[0]


def codes(rows):
    return sorted(unit.code for unit in rows)


@pytest.mark.parametrize("act", ACTS)
def test_row_by_row_is_the_same_as_by_the_list(people, merged, act):
    found = {}
    for name, user in people.items():
        remember(user)
        found[name] = codes(Unit.objects.filter(in_charge(user, act, unit="pk")))
        assert found[name] == codes(units_for(user, act)), name
    assert len({tuple(seen) for seen in found.values()}) > 1
    if act == "report.write":
        assert merged.code in found["zhang"]
        assert merged.code not in found["wang"]


def test_a_wide_reach_and_a_narrow_one_ask_differently_and_hear_the_same(people, merged, monkeypatch):
    def asked(user, wide):
        monkeypatch.setattr(powers, "WIDE", 1000 if wide else 0)
        remember(user)
        rows = Unit.objects.filter(rows_for(user, "unit.read", unit="pk", scheme="code"))
        return str(rows.query), codes(rows)

    for user in (people["zhang"], people["zhao"]):
        (listed, same), (row_by_row, found) = asked(user, False), asked(user, True)
        assert "EXISTS" in row_by_row
        assert "EXISTS" not in listed
        assert found == same != []


def test_tenures_over_many_are_those_over_each(people, units, merged):
    keys = [one.pk for one in (*units.villages, *units.others, units.county)]
    for user in people.values():
        over = tenures_over(user, "report.write", keys)
        assert over == {key: tenure_on(user, "report.write", key) for key in keys}
    assert tenures_over(people["zhang"], "report.write", keys)[merged.pk] is not None

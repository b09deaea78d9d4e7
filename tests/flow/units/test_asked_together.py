"""What is asked in one question about a unit and somebody's posts is what would be asked one by one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.flow.units.powers import asked_together, may_on, reach_of, units_above
from youju.flow.units.selectors import path_of
from youju.flow.units.services import merge_units, move_unit
from youju.kernel.powers import remember, scopes

pytestmark = pytest.mark.django_db
ACT, TREE, LONG_BEFORE = "scheme.read", "administrative", dt.date(2026, 6, 30)


def told(user, unit, on):
    """Return the path, who stands above the unit and above the posts, and how many questions the latter two still took."""
    remember(user)
    path = asked_together(user, ACT, unit, on=on, tree=TREE)
    with CaptureQueriesContext(connection) as asked:
        above = units_above(user, scopes(user, ACT))
        reaches = may_on(user, ACT, unit)
    return path, reaches, above, len(asked)


@pytest.mark.parametrize("who", ["zhang", "zhao", "wang"])
def test_a_unit_that_moved_stands_where_it_stood_on_the_day(request, units, zhao, who):
    person, village = request.getfixturevalue(who), units.villages[0]
    move_unit(unit=village, parent=units.other, tree=TREE, on=dt.date(2026, 8, 1), by=zhao, basis="批复")
    path, reaches, above, asked = told(person, village, LONG_BEFORE)
    assert path == path_of(village, LONG_BEFORE) != path_of(village, dt.date(2026, 9, 1))
    assert reaches is may_on(person, ACT, village) is (who != "zhang")
    del person.remembered
    assert above == units_above(person, scopes(person, ACT))
    assert asked == 0


def test_a_unit_that_ended_is_reached_by_its_successors(units, zhang, zhao):
    first, second, _third = units.villages
    merge_units(units=[first], into=second, on=dt.date(2026, 8, 1), by=zhao, basis="批复")
    path, reaches, _above, _asked = told(zhang, first, LONG_BEFORE)
    assert path == path_of(first, LONG_BEFORE)
    assert reaches and reach_of(first)

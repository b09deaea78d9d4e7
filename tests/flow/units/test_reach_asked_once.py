"""A person who remembers (one request) is asked about their reach once; one who does not is asked each time."""

import pytest
from django.test.utils import CaptureQueriesContext

from youju.flow.units.powers import units_for
from youju.kernel.powers import remember


def _queries(user):
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        found = list(units_for(user, "unit.read"))
    return len(asked), [unit.code for unit in found]


def test_the_second_question_of_a_request_asks_only_for_the_units(zhang, units):
    remember(zhang)
    first, seen = _queries(zhang)
    again, same = _queries(zhang)
    assert first > again == 1
    assert seen == same == sorted([units.township.code, *(one.code for one in units.villages)])


def test_the_next_request_sees_what_has_changed(zhang, units):
    import datetime as dt

    from youju.flow.units.services import add_unit

    remember(zhang)
    _queries(zhang)
    add_unit(
        code="220322103299",
        name="新村",
        level="village",
        parent=units.township,
        on=dt.date(2020, 1, 1),
        by=None,
    )
    remember(zhang)
    assert "220322103299" in _queries(zhang)[1]


@pytest.mark.parametrize("act", ["unit.read", "report.read"])
def test_one_act_does_not_lend_its_reach_to_another_person(zhang, wang, units, act):
    for one in (zhang, wang):
        remember(one)
    assert {u.code for u in units_for(zhang, act)} & {u.code for u in units_for(wang, act)} == set()

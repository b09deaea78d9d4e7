"""The work rooms of the demo: each has something to look at, marked as an example, the same every time."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from tests.house.sources import ROOT
from youju.config.demo.borders import shapes
from youju.config.demo.build import settle
from youju.config.demo.city import CITY, places
from youju.config.demo.ledgers import declare_shared
from youju.config.demo.months import months_at
from youju.config.demo.work import at_work
from youju.work.duties.models import Charge
from youju.work.duties.spans import lines_on
from youju.work.monitors.models import Alarm, Monitor, Reading, WatchRule
from youju.work.monitors.services import watch
from youju.work.points.models import Account, Book
from youju.work.points.selectors import trial_balance
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Register
from youju.work.registers.selectors import records_for
from youju.work.registers.wall import chart

pytestmark = pytest.mark.django_db
MONTHS = months_at(dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        units, people = settle(20)
        declare_shared(ROOT / "schemes", units[CITY], people.zhao)
        at_work(MONTHS, units, people, [code for code, unit in units.items() if unit.level == "village"])
        yield people
        transaction.set_rollback(True)


def test_the_wall_chart_shows_a_plan_on_three_levels(people):
    register = Register.objects.get(code="task")
    rows = records_for(people.zhao, register)
    drawn = chart(rows, declaration_of(register), MONTHS.today)
    assert {row.depth for row in drawn.rows} == {0, 1, 2}
    assert len(drawn.rows) == 11
    assert all(row.plan for row in drawn.rows)
    steps = rows.filter(parent__parent__isnull=False)
    assert set(steps.values_list("stage", flat=True)) == {"assigned", "doing"}


def test_the_book_of_points_is_in_balance_and_something_was_spent(people):
    book = Book.objects.get()
    trial = trial_balance(book)
    assert trial.holds
    assert trial.kinds["merchant"] > 0 < trial.kinds["household"]
    assert (book.is_example, Account.objects.filter(kind="household").count()) == (True, 8)


@pytest.mark.parametrize(("code", "points"), [("project", 24), ("chief", 3)])
def test_projects_and_stretches_lie_inside_the_sketch_of_their_unit(people, code, points):
    """Every point is on the inner side of each edge of the convex sketch of the unit whose record it is."""
    register = Register.objects.get(code=code)
    rings = shapes(places(20))
    rows = list(records_for(people.zhao, register).select_related("unit"))
    assert len(rows) == points
    for row in rows:
        x, y = (float(row.values["place"][name]) for name in ("lon", "lat"))
        (ring,) = rings[row.unit.code]
        sides = [
            (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        ]
        assert all(side > -1e-4 for side in sides) or all(side < 1e-4 for side in sides)
        assert row.is_example


def test_the_river_has_a_stretch_without_a_chief_and_a_gap_at_its_end(people):
    (line,) = lines_on(people.zhao, MONTHS.today)
    assert [one.fault for one in line.segments] == ["", "", "alone", "unlisted"]
    assert Charge.objects.filter(is_example=True, season_from="06-01").count() == 1


def test_the_water_district_leaks_a_tenth_and_raises_no_alarm(people, at):
    at(f"{MONTHS.done[0].start} 00:00")
    assert Reading.objects.count() == 2 * 14 * 24
    assert watch() == []
    assert Alarm.objects.count() == 0
    assert Monitor.objects.filter(is_example=True).count() == 2
    # below what leaks it would: so the rule does look at the readings
    WatchRule.objects.update(opens=900, clears=800)
    assert Decimal(watch()[0].value) / 10_000 == pytest.approx(Decimal("0.1"), abs=Decimal("0.005"))

"""Four teams with an area each: every village lies in one of them, and what is found there stands beside what was reported."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.flow.inspections.conftest import drawn_from
from youju.flow.inspections import services
from youju.flow.inspections.models import AreaUnit
from youju.flow.inspections.selectors import population

pytestmark = pytest.mark.django_db


def test_four_teams_part_the_villages_and_a_check_on_site_keeps_both_values(
    plan, reported, units, zhao, li, wu, he, appointed
):
    zheng = appointed("zheng", "郑", "inspector", units.county)
    one, two, three = units.villages
    areas = {"一片": [one], "二片": [two], "三片": [three], "四片": [units.other]}
    made = services.set_areas(plan=plan, areas=areas, by=zhao)
    heads = (li, wu, he, zheng)
    for number, (area, head) in enumerate(zip(made, heads, strict=True), 1):
        team = services.make_team(plan=plan, name=f"{number}组", head=head, members=(), by=zhao)
        services.give_area(area=area, team=team, by=zhao)
    held = [
        set(AreaUnit.objects.filter(plan=plan, area=area).values_list("unit_id", flat=True)) for area in made
    ]
    assert set().union(*held) == {unit.pk for unit in population(plan)}  # the union is all of them
    assert sum(map(len, held)) == len(set().union(*held))  # and no two share one
    quotas = {name: services.Quota(0, 1) for name in areas}
    visits = drawn_from(plan, zhao, quotas=quotas)
    assert {visit.area_id for visit in visits} == {area.pk for area in made}  # each team goes somewhere
    visit = next(visit for visit in visits if visit.unit_id == one.pk)
    row = services.record_verification(visit=visit, indicator="income", value=Decimal(90000), by=li)
    assert (row.reported, row.verified, row.result) == (Decimal(100000), Decimal(90000), "differs")

"""Plans: a basis, days, areas that part the units, teams that may go, and no second inspection on the same days."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flow.inspections.conftest import FIRST, LAST, make_plan, staff
from youju.flow.inspections import services
from youju.flow.inspections.models import AreaUnit, InspectionArea, Plan
from youju.flow.inspections.selectors import population
from youju.kernel.errors import Refusal
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"basis": " "}, "没有写依据"),
        ({"ends_on": dt.date(2026, 11, 1)}, "结束早于开始"),
        ({"ends_on": dt.date(2027, 11, 1)}, "超过 92 天"),
    ],
)
def test_a_plan_is_refused_with(round_, units, zhao, change, said):
    with pytest.raises(Refusal, match=said):
        make_plan(round_, units, zhao, **change)
    assert Plan.objects.count() == 0


def test_the_database_too_refuses_a_plan_without_a_basis(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(basis="")


def test_the_areas_hold_every_unit_once(plan, units, zhao):
    services.set_areas(plan=plan, areas={"一片": [units.township], "二片": [units.other]}, by=zhao)
    rows = AreaUnit.objects.filter(plan=plan)
    assert sorted(rows.values_list("unit_id", flat=True)) == sorted(u.pk for u in population(plan))
    assert rows.count() == 5


def test_an_office_below_inspects_its_own_units_of_the_round(round_, units, appointed):
    keeper = appointed("keeper", "管", "scoring_office", units.township)
    plan = services.make_plan(
        title="自查", basis="镇发〔2026〕1号", starts_on=FIRST, ends_on=LAST, level="village", office=units.township,
        round_=round_, by=keeper,
    )  # fmt: skip
    assert [unit.code for unit in population(plan)] == [unit.code for unit in units.villages]
    services.set_areas(plan=plan, areas={"全镇": [units.township]}, by=keeper)


def test_a_unit_in_no_area_is_named(plan, units, zhao):
    with pytest.raises(Refusal) as refused:
        services.set_areas(plan=plan, areas={"一片": [units.township]}, by=zhao)
    assert {p.where for p in refused.value.problems} == {u.code for u in units.others}


def test_a_unit_in_two_areas_is_named(plan, units, zhao):
    areas = {"一片": [units.township], "二片": [units.other, units.villages[2]]}
    with pytest.raises(Refusal) as refused:
        services.set_areas(plan=plan, areas=areas, by=zhao)
    assert [p.where for p in refused.value.problems] == [units.villages[2].code]
    assert AreaUnit.objects.count() == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(places=st.lists(st.sets(st.sampled_from("甲乙丙"), max_size=2), min_size=5, max_size=5))
def test_areas_hold_if_and_only_if_they_part_the_units(plan, units, zhao, places):
    villages = [*units.villages, *units.others]
    areas = {
        name: [v for v, where in zip(villages, places, strict=True) if name in where] for name in "甲乙丙"
    }
    parts = all(len(where) == 1 for where in places)
    try:
        services.set_areas(plan=plan, areas=areas, by=zhao)
    except Refusal:
        assert not parts
    else:
        assert parts


def test_the_database_refuses_a_second_area_for_a_unit(plan, units, zhao):
    one, _two = services.set_areas(
        plan=plan, areas={"一片": [units.township], "二片": [units.other]}, by=zhao
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaUnit.objects.create(plan=plan, area=one, unit=units.others[0])


def test_two_plans_about_the_same_units_on_the_same_days_are_refused_by_name(staffed, round_, units, zhao):
    second = make_plan(
        round_,
        units,
        zhao,
        title="又一次督查",
        starts_on=dt.date(2026, 11, 20),
        ends_on=dt.date(2026, 11, 25),
    )
    areas = {"全部": [units.county]}
    with pytest.raises(Refusal, match="10月督查") as refused:
        services.set_areas(plan=second, areas=areas, by=zhao)
    assert "示例1村" in refused.value.problems[0].what


def test_an_overlap_with_a_reason_and_a_plan_on_other_days_are_taken(staffed, round_, units, zhao):
    areas = {"全部": [units.county]}
    later = make_plan(round_, units, zhao, starts_on=dt.date(2026, 11, 21), ends_on=dt.date(2026, 11, 25))
    services.set_areas(plan=later, areas=areas, by=zhao)
    reasoned = make_plan(
        round_,
        units,
        zhao,
        overlap_reason="防汛应急,县政府批准",
        starts_on=dt.date(2026, 11, 10),
        ends_on=dt.date(2026, 11, 11),
    )
    services.set_areas(plan=reasoned, areas=areas, by=zhao)
    assert Trace.objects.filter(act="inspection.plan", detail__overlap_reason="防汛应急,县政府批准").exists()


def test_a_cancelled_plan_stands_in_nobodys_way(staffed, round_, units, zhao):
    services.cancel_plan(plan=staffed, by=zhao)
    second = make_plan(round_, units, zhao)
    services.set_areas(plan=second, areas={"全部": [units.county]}, by=zhao)


def test_somebody_who_inspects_nothing_here_is_in_no_team(plan, zhao, wang):
    with pytest.raises(Refusal, match="王"):
        services.make_team(plan=plan, name="一组", head=wang, by=zhao)


def test_an_area_goes_to_a_team_of_the_same_plan_only(staffed, round_, units, zhao, li):
    other = make_plan(round_, units, zhao)
    team = services.make_team(plan=other, name="一组", head=li, by=zhao)
    with pytest.raises(ValueError, match="different plans"):
        services.give_area(area=InspectionArea.objects.filter(plan=staffed).first(), team=team, by=zhao)


def test_staffing_the_same_plan_twice_replaces_the_areas_and_not_the_teams(plan, units, zhao, li, he):
    staff(plan, units, zhao, (li,), (he,))
    with pytest.raises(Refusal, match="已经有督查组"):
        staff(plan, units, zhao, (li,), (he,))
    assert AreaUnit.objects.filter(plan=plan).count() == 5


def test_an_area_that_keeps_its_name_or_its_units_keeps_its_team(staffed, units, zhao):
    villages = units.villages
    areas = {"一片": [villages[0]], "新片": [*villages[1:]], "别片": [units.other]}
    services.set_areas(plan=staffed, areas=areas, by=zhao)
    teams = dict(InspectionArea.objects.filter(plan=staffed).values_list("name", "team__name"))
    assert teams == {"一片": "一组", "新片": None, "别片": "二组"}
    trace = Trace.objects.filter(act="inspection.areas").latest("pk")
    assert trace.detail["teams"] == {"一片": "一组", "别片": "二组"}


def test_areas_stand_in_the_order_they_were_given_in(plan, zhao, units):
    from youju.flow.inspections.selectors import area_table

    # by their letters 三 would stand before 二
    services.set_areas(plan=plan, areas={"第二片": [units.township], "第三片": [units.other]}, by=zhao)
    assert [row["area"].name for row in area_table(plan)] == ["第二片", "第三片"]

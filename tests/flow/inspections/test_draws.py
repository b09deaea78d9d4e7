"""Drawing by lot: fixed first, then drawn; anybody draws the same again; nobody goes where they must not."""

import pytest
from django.db import DatabaseError, transaction

from tests.flow.inspections.conftest import QUOTAS, drawn_from, make_plan, staff
from youju.flow.inspections import services
from youju.flow.inspections.lot import draw_again
from youju.flow.inspections.models import Draw, Plan, Visit
from youju.kernel.clock import as_if  # noqa: F401
from youju.kernel.errors import Refusal
from youju.kernel.log import sequence
from youju.kernel.models import Trace, TreeHead

pytestmark = pytest.mark.django_db


def names(visits):
    return sorted(v.unit.code for v in visits)


def test_the_list_cannot_be_drawn_before_the_log_has_signed_the_fixing(staffed, zhao):
    sequence()
    services.fix_draw(plan=staffed, quotas=QUOTAS, by=zhao)
    with pytest.raises(Refusal, match="几秒后"):
        services.draw_list(plan=staffed, by=zhao)
    sequence()
    assert len(services.draw_list(plan=staffed, by=zhao)) == 4


def test_the_seed_is_traced_before_the_head_that_completes_it_exists(drawn, staffed):
    fixed = Draw.objects.get(plan=staffed)
    assert fixed.fixed_trace.detail["seed"] == "摇号 0917"
    assert fixed.fixed_trace.entry.seq < fixed.head_size
    before = TreeHead.objects.filter(size__lte=fixed.fixed_trace.entry.seq)
    assert not before.filter(size=fixed.head_size).exists()
    assert (
        TreeHead.objects.filter(size__gt=fixed.fixed_trace.entry.seq).order_by("size").first().size
        == fixed.head_size
    )


def test_anybody_draws_the_same_list_from_the_log_alone(drawn, staffed):
    fixed = Draw.objects.select_related("fixed_trace").get(plan=staffed)
    again = services.redraw(fixed)
    assert [(d.unit, d.why, d.ticket) for d in again] == [(v.unit.code, v.why, v.ticket) for v in drawn]
    trace = Trace.objects.get(act="inspection.draw")
    outside = draw_again(
        Trace.objects.get(act="inspection.fix_draw").detail,
        trace.detail["head_size"],
        trace.detail["head_sha256"],
    )
    assert [d.unit for d in outside] == [d["unit"] for d in trace.detail["drawn"]]


def test_another_head_would_draw_another_list(staffed, zhao):
    quotas = {"一片": services.Quota(0, 1), "二片": services.Quota(0, 1)}
    fixed = services.fix_draw(plan=staffed, quotas=quotas, by=zhao, seed="7")
    lists = {tuple(d.unit for d in draw_again(fixed.basis, 9, f"{n:064x}")) for n in range(40)}
    assert len(lists) > 1


def test_what_decides_the_draw_is_fixed_once_and_drawn_once(drawn, staffed, zhao):
    with pytest.raises(Refusal, match="只能定一次"):
        services.fix_draw(plan=staffed, quotas=QUOTAS, by=zhao)
    with pytest.raises(Refusal, match="已经抽过"):
        services.draw_list(plan=staffed, by=zhao)
    for change in ({"seed": "8"}, {"head_sha256": "0" * 64}, {"basis": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Draw.objects.filter(plan=staffed).update(**change)


def test_the_areas_cannot_change_once_the_draw_is_fixed(staffed, units, zhao):
    services.fix_draw(plan=staffed, quotas=QUOTAS, by=zhao)
    with pytest.raises(Refusal, match="已经定了抽签"):
        services.set_areas(plan=staffed, areas={"全部": [units.county]}, by=zhao)


def test_the_riskiest_is_drawn_by_risk_and_the_rest_by_chance(drawn, units):
    why = {v.unit.code: v.why for v in drawn}
    assert why[units.villages[1].code] == "risk"
    assert sorted(why.values()) == ["chance", "chance", "chance", "risk"]


@pytest.mark.parametrize(
    "quotas",
    [{"一片": services.Quota(2, 2), "二片": services.Quota(0, 1)}, {"一片": services.Quota(1, 0)}, {}],
)
def test_quotas_that_do_not_fit_are_refused(staffed, zhao, quotas):
    with pytest.raises(Refusal, match="不能这样抽"):
        services.fix_draw(plan=staffed, quotas=quotas, by=zhao)


def test_an_area_without_a_team_cannot_be_drawn(plan, units, zhao):
    services.set_areas(plan=plan, areas={"一片": [units.township], "二片": [units.other]}, by=zhao)
    with pytest.raises(Refusal, match="没有督查组"):
        services.fix_draw(plan=plan, quotas=QUOTAS, by=zhao)


def test_visits_are_unannounced_and_given_to_the_team_of_the_area(drawn, units, staffed):
    assert {v.announced for v in drawn} == {False}
    assert {v.team.name for v in drawn if v.unit in units.villages} == {"一组"}
    assert Plan.objects.get(pk=staffed.pk).status == "under_way"


def test_somebody_who_asked_to_stay_away_is_passed_over(staffed, units, zhao, li, reported):
    services.declare_recusal(person=li, unit=units.villages[0], reason="亲属任村书记", by=li)
    visits = drawn_from(staffed, zhao, {"一片": services.Quota(0, 3), "二片": services.Quota(0, 1)})
    teams = {v.unit.code: v.team.name for v in visits}
    assert teams[units.villages[0].code] == "二组"
    assert teams[units.villages[1].code] == "一组"


def test_a_recusal_for_a_township_holds_for_its_villages(staffed, units, zhao, wu, reported):
    services.declare_recusal(person=wu, unit=units.township, reason="曾任镇长", by=zhao)
    visits = drawn_from(staffed, zhao)
    assert {v.team.name for v in visits} == {"二组"}


def test_who_reports_for_a_unit_does_not_inspect_it(staffed, units, zhao, he, drawn, appointed):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    appoint(holder=he, role="reporter", unit_id=units.township.pk, by=None, valid_from=LONG_AGO)
    two = staffed.teams.get(name="二组")
    visit = next(v for v in drawn if v.unit in units.villages)
    with pytest.raises(Refusal, match="一方的填报员"):
        services.give_visit(visit=visit, team=two, by=zhao)


def test_nobody_goes_to_the_same_unit_twice_in_a_row(drawn, round_, units, zhao, li, wu, he, at):
    for visit in drawn:
        services.finish_visit(visit=visit, note="看过", by=li)
        services.feed_back(visit=visit, text="属实", by=li)
    services.conclude_plan(plan=drawn[0].plan, conclusion="总体属实", by=zhao)
    import datetime as dt

    second = make_plan(
        round_, units, zhao, title="复查", starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 9)
    )
    staff(second, units, zhao, (li, wu), (he,))
    visits = drawn_from(second, zhao, {"一片": services.Quota(0, 3), "二片": services.Quota(0, 1)})
    assert {v.team.name for v in visits if v.unit in units.villages} == {"二组"}


def test_who_was_drawn_last_time_is_not_drawn_again_while_others_are_there(round_, units, zhao, li, he, at):
    import datetime as dt

    at("2026-11-09 08:00")
    quotas = {"一片": services.Quota(0, 1), "二片": services.Quota(0, 1)}
    lists = []
    for month in (9, 10, 11):
        plan = make_plan(
            round_, units, zhao, starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 5)
        )
        staff(plan, units, zhao, (li,), (he,))
        lists.append(set(names(drawn_from(plan, zhao, quotas))))
    assert not lists[0] & lists[1]
    assert not lists[1] & lists[2]


def test_a_unit_that_another_plan_visits_these_days_is_left_out_and_that_is_written_down(
    drawn, round_, units, zhao, li, he
):
    second = make_plan(round_, units, zhao, overlap_reason="防汛应急,县政府批准")
    staff(second, units, zhao, (he,), (li,))
    elsewhere = next(v.unit for v in drawn if v.unit in units.others)
    quotas = {"一片": services.Quota(0, 0), "二片": services.Quota(0, 1)}
    (visit,) = drawn_from(second, zhao, quotas)
    assert visit.unit in units.others
    assert visit.unit != elsewhere
    assert elsewhere.code in Draw.objects.get(plan=second).basis["busy"]
    assert Visit.objects.filter(plan=second).count() == 1

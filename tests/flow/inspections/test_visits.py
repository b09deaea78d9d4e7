"""Visits: both values are kept, the result follows from them, nothing is overwritten, and the unit is told."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from youju.flow.evidence.models import Evidence
from youju.flow.inspections import services
from youju.flow.inspections.models import Finding, Rectification, Verification, Visit
from youju.flow.inspections.selectors import (
    rectifications_for,
    verifications_of,
    verified_in,
    visits_fed_back,
    visits_to_make,
)
from youju.kernel.errors import Refusal
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 10)


def verify(visit, by, indicator="income", value="100000", **more):
    value = None if value is None else Decimal(value)
    return services.record_verification(visit=visit, indicator=indicator, value=value, by=by, **more)


@pytest.mark.parametrize(
    ("value", "result"),
    [("100000", "confirmed"), ("100000.00", "confirmed"), ("90000", "differs"), (None, "not_found")],
)
def test_the_result_follows_from_the_two_values(visit, li, value, result):
    row = verify(visit, li, value=value)
    assert row.result == result
    assert row.reported == Decimal(100000)
    assert row.verified == (None if value is None else Decimal(value))


def test_a_value_that_nobody_reported_differs_from_nothing(visit, li):
    from youju.flow.reports.models import Report

    Report.objects.filter(unit=visit.unit).update(status="draft")
    row = verify(visit, li, "income", "3")
    assert (row.reported, row.result) == (None, "differs")


def test_what_the_round_does_not_ask_is_not_verified(visit, li):
    with pytest.raises(Refusal, match="这一期不问“roads”"):
        verify(visit, li, "roads", "3")


@pytest.mark.parametrize(
    ("relation", "value", "result"),
    [
        ("≥", "12", "confirmed"),
        ("≥", "9", "differs"),
        ("≤", "9", "confirmed"),
        ("≤", "12", "differs"),
        ("=", "12", "differs"),
    ],
)
def test_at_least_ten_is_confirmed_by_twelve(relation, value, result):
    from youju.flow.inspections.reported import Reported
    from youju.flow.inspections.services.visiting import result_of

    assert result_of(Reported("x", value=Decimal(10), relation=relation), Decimal(value)) == result


def test_the_database_refuses_a_result_that_does_not_follow(visit, li):
    common = {
        "visit": visit,
        "indicator": "x",
        "recorded_by": li,
        "recorded_at": dt.datetime(2026, 11, 9, tzinfo=dt.UTC),
    }
    import uuid

    for wrong in (
        {"result": "not_found", "verified": Decimal(1)},
        {"result": "confirmed"},
        {"result": "differs", "reported": Decimal(1), "verified": Decimal(1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.create(uuid=uuid.uuid4(), **common, **wrong)


def test_two_inspectors_who_saw_different_things_are_both_heard(visit, li, wu):
    first = verify(visit, li, value="90000")
    with pytest.raises(services.Disagreement) as two:
        verify(visit, wu, value="95000")
    assert two.value.stands == first
    assert two.value.mine == Decimal(95000)
    assert Verification.objects.count() == 1


def test_a_correction_is_a_later_row_and_the_earlier_one_stays(visit, li, wu):
    first = verify(visit, li, value="90000")
    second = verify(visit, wu, value="95000", corrects=first)
    assert list(verifications_of(visit)) == [second]
    assert Verification.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.filter(pk=first.pk).update(verified=Decimal(1))


def test_evidence_of_another_unit_is_not_accepted(visit, li, units):
    from tests.flow.evidence import corpus
    from youju.flow.evidence.services import add_evidence

    elsewhere = add_evidence(unit=units.other, name="a.jpg", content=corpus.photo(seed=8), by=li)
    with pytest.raises(Refusal, match="佐证还没有上传"):
        verify(visit, li, evidence=[elsewhere.sha256])


def test_a_visit_that_is_over_takes_nothing_more(seen, li):
    with pytest.raises(Refusal, match="不能再改"):
        verify(seen.visit, li, "solved", "19")
    with pytest.raises(Refusal, match="不能再改"):
        services.finish_visit(visit=seen.visit, by=li)


def test_a_visit_without_a_word_is_not_over(visit, li):
    with pytest.raises(Refusal, match="至少写一句"):
        services.finish_visit(visit=visit, by=li)


def test_a_drawn_unit_is_dropped_only_with_a_reason(visit, li):
    with pytest.raises(Refusal, match="没有写理由"):
        services.drop_visit(visit=visit, reason=" ", by=li)
    services.drop_visit(visit=visit, reason="道路中断", by=li)
    assert Visit.objects.get(pk=visit.pk).status == "dropped"


def test_a_visit_is_on_a_day_of_its_plan(visit, zhao):
    with pytest.raises(Refusal, match="计划是"):
        services.set_day(visit=visit, day=dt.date(2026, 12, 1), by=zhao)
    services.set_day(visit=visit, day=dt.date(2026, 11, 12), by=zhao, mode="remote")
    assert Visit.objects.get(pk=visit.pk).mode == "remote"


def test_the_list_of_a_day_holds_the_own_visits_of_that_day(drawn, visit, li, he, zhao):
    services.set_day(visit=visit, day=dt.date(2026, 11, 12), by=zhao)
    assert {v.team.name for v in visits_to_make(li)} == {"一组"}
    assert visit in visits_to_make(li, day=dt.date(2026, 11, 12))
    assert visit not in visits_to_make(li, day=dt.date(2026, 11, 13))
    assert visit not in visits_to_make(he)


def test_the_unit_sees_nothing_before_the_feedback_and_everything_after(seen, li, zhang, wang):
    assert list(visits_fed_back(zhang)) == []
    assert Evidence.objects.get().open_at is None
    services.feed_back(visit=seen.visit, text="收入少 1 万元,请核对", by=li)
    assert list(visits_fed_back(zhang)) == [seen.visit]
    assert list(visits_fed_back(wang)) == []
    assert Evidence.objects.get().open_at is not None


def test_nothing_in_the_history_of_the_unit_tells_that_it_was_drawn(seen, units):
    acts = {trace.act for unit in (seen.visit.unit, units.township) for trace in history_of(unit)}
    assert [act for act in acts if act.startswith("inspection")] == []


def test_feedback_is_given_once_and_after_the_visit(visit, seen, li):
    services.feed_back(visit=seen.visit, text="反馈", by=li)
    with pytest.raises(Refusal, match="已经向"):
        services.feed_back(visit=seen.visit, text="另一份", by=li)


def test_feedback_before_the_visit_is_over_is_refused(visit, li):
    with pytest.raises(Refusal, match="还没有结束"):
        services.feed_back(visit=visit, text="反馈", by=li)


def test_the_unit_says_its_word_once(seen, li, zhang):
    given = services.feed_back(visit=seen.visit, text="反馈", by=li)
    services.answer_feedback(feedback=given, text="票据在镇财政所", by=zhang)
    with pytest.raises(Refusal, match="已经陈述过"):
        services.answer_feedback(feedback=given, text="再说一次", by=zhang)


def test_a_plan_is_not_concluded_without_feedback_to_everybody_visited(drawn, seen, li, zhao, staffed):
    for visit in drawn:
        if visit != seen.visit:
            services.drop_visit(visit=visit, reason="道路中断", by=li)
    with pytest.raises(Refusal, match="还没有向示例1村反馈"):
        services.conclude_plan(plan=staffed, conclusion="总体属实", by=zhao)
    services.feed_back(visit=seen.visit, text="反馈", by=li)
    assert services.conclude_plan(plan=staffed, conclusion="总体属实", by=zhao).status == "concluded"


def test_a_plan_with_units_nobody_went_to_is_not_concluded_and_they_are_named(drawn, staffed, zhao):
    with pytest.raises(Refusal) as refused:
        services.conclude_plan(plan=staffed, conclusion="总体属实", by=zhao)
    assert {p.where for p in refused.value.problems} == {v.unit.code for v in drawn}


def test_the_ledger_gets_both_values_of_finished_visits(drawn, seen, reported, li):
    unfinished = next(v for v in drawn if v != seen.visit)
    verify(unfinished, li, value="1")
    (row,) = verified_in(reported)
    assert (row.visit.unit, row.reported, row.verified, row.result) == (
        seen.visit.unit,
        Decimal(100000),
        Decimal(90000),
        "differs",
    )
    assert row.submission.report.round == reported
    assert row.period == "2026-10"


@pytest.fixture
def item(seen, li, zhao):
    services.feed_back(visit=seen.visit, text="反馈", by=li)
    return services.assign_rectification(finding=seen.finding, due_on=DUE, by=zhao)


def test_nothing_is_assigned_before_the_feedback(seen, zhao):
    with pytest.raises(Refusal, match="还没有向单位反馈"):
        services.assign_rectification(finding=seen.finding, due_on=DUE, by=zhao)


def test_what_was_found_is_put_right_and_closed_by_somebody_else(item, zhang, li):
    services.report_rectification(item=item, measures="已清运", by=zhang)
    services.return_rectification(item=item, reason="西侧还有", by=li)
    services.report_rectification(item=item, measures="西侧也清了", by=zhang)
    services.close_finding(item=item, note="李 12 月 1 日到场看过", by=li)
    assert Rectification.objects.get().status == "closed"
    assert list(rectifications_for(zhang)) == [item]


def test_nobody_closes_what_they_put_right_themselves(item, zhang):
    services.report_rectification(item=item, measures="已清运", by=zhang)
    with pytest.raises(Refusal, match="你自己报的"):
        services.close_finding(item=item, note="看过", by=zhang)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.update(status="closed", closed_by=zhang, closing_note="看过")


def test_what_was_not_reported_put_right_cannot_be_closed(item, li):
    with pytest.raises(Refusal, match="不能这样办理"):
        services.close_finding(item=item, note="看过", by=li)


def test_closing_says_how_it_was_verified(item, zhang, li):
    services.report_rectification(item=item, measures="已清运", by=zhang)
    with pytest.raises(Refusal, match="怎样核实"):
        services.close_finding(item=item, note="", by=li)


def test_a_finding_is_never_changed(seen):
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.update(what="没有问题")

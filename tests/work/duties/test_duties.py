"""Who answers for what: gaps, overlaps, duties about nothing, hand-over; the chain to the household; no 责任状."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.work.duties.conftest import DAY, SAID
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.duties import selectors, services
from youju.work.duties.models import Charge, Duty

pytestmark = pytest.mark.django_db
LATER = dt.date(2023, 6, 1)


def test_a_charge_that_nobody_answers_for_is_a_gap_until_somebody_does(charge_of, give, units, zhao):
    one, other = charge_of(units.township), charge_of(units.other)
    assert list(selectors.without_owner(Charge.objects.all(), DAY)) == [one, other]
    give(one, "刘镇长", units.township)
    assert list(selectors.without_owner(Charge.objects.all(), DAY)) == [other]
    # the day before he began nobody did, and a charge that is no more is no gap
    assert one not in selectors.without_owner(Charge.objects.all(), DAY - dt.timedelta(days=1))
    services.end_charge(charge=other, on=LATER, by=zhao)
    assert list(selectors.without_owner(Charge.objects.all(), LATER)) == []


def test_two_people_who_answer_for_the_same_in_the_same_way_overlap(charge_of, give, units):
    charge = charge_of(units.township)
    give(charge, "刘镇长", units.township)
    assert selectors.overlaps(Charge.objects.all(), DAY) == []
    give(charge, "何书记", units.township)
    ((found, several),) = selectors.overlaps(Charge.objects.all(), DAY)
    assert (found, [duty.person for duty in several]) == (charge, ["刘镇长", "何书记"])


def test_members_of_a_leading_group_do_not_overlap(charge_of, give, units):
    group = charge_of(units.county, code="pharma", kind="group", title="医药健康千亿级产业领导小组")
    for person, post in (("市委书记", "组长"), ("市长", "组长"), ("副市长", "成员")):
        give(group, person, units.county, kind="group", post=post)
    assert selectors.overlaps(Charge.objects.all(), DAY) == []
    assert group.duties.count() == 3


def test_three_leading_groups_of_a_hundred_billion_each_name_their_leader(charge_of, give, units):
    names = ("医药健康", "人参", "文旅")
    for n, name in enumerate(names):
        give(
            charge_of(units.county, code=f"g{n}", kind="group", title=f"{name}产业领导小组(1000亿元)"),
            "主要领导", units.county, kind="group", post="组长",
        )  # fmt: skip
    groups = Charge.objects.filter(kind="group")
    assert groups.count() == 3
    assert not selectors.without_owner(groups, DAY).exists()


def test_a_duty_about_something_that_is_no_more_is_without_object(charge_of, give, units, zhao):
    charge = charge_of(units.township)
    duty = give(charge, "刘镇长", units.township)
    services.end_charge(charge=charge, on=LATER, by=zhao)
    assert list(selectors.without_object(Duty.objects.all(), LATER)) == [duty]
    assert list(selectors.without_object(Duty.objects.all(), DAY)) == []
    services.end_duty(duty=duty, on=LATER, by=zhao)
    assert list(selectors.without_object(Duty.objects.all(), LATER)) == []


def test_somebody_who_left_without_handing_over_shows_until_it_is_handed_over(charge_of, give, units, zhao):
    duty = give(charge_of(units.township), "刘镇长", units.township)
    services.depart(unit=units.township, person="刘镇长", on=LATER, by=zhao)
    assert list(selectors.left_behind(Duty.objects.all(), DAY)) == []
    assert list(selectors.left_behind(Duty.objects.all(), LATER)) == [duty]
    after = services.hand_over(
        duty=duty, person="何镇长", unit=units.township, on=LATER, note="台账、钥匙、未了事项", by=zhao
    )
    assert list(selectors.left_behind(Duty.objects.all(), LATER)) == []
    duty.refresh_from_db()
    assert (duty.until, after.since, after.came_from, after.rights) == (LATER, LATER, duty, duty.rights)
    assert Trace.objects.filter(act="duty.hand_over").count() == 1


def test_a_holder_whose_post_ended_is_found_without_anybody_writing_it_down(
    charge_of, give, units, zhang, security
):
    from youju.kernel.models import Tenure
    from youju.kernel.people import dismiss

    duty = give(charge_of(units.township), "张", units.township, holder=zhang)
    assert list(selectors.left_behind(Duty.objects.all(), DAY)) == []
    dismiss(tenure=Tenure.objects.get(holder=zhang), on=LATER, by=security)
    assert list(selectors.left_behind(Duty.objects.all(), LATER)) == [duty]


def test_a_holder_who_moved_to_a_post_elsewhere_is_found_too(charge_of, give, units, zhang, security):
    from youju.kernel.models import Tenure
    from youju.kernel.people import appoint, dismiss

    duty = give(charge_of(units.township), "张", units.township, holder=zhang)
    dismiss(tenure=Tenure.objects.get(holder=zhang), on=LATER, by=security)
    appoint(holder=zhang, role="reporter", unit_id=units.other.pk, by=None, valid_from=LATER)
    assert list(selectors.left_behind(Duty.objects.all(), LATER)) == [duty]


def test_a_holder_whose_post_never_was_in_the_unit_is_not_taken_for_gone(charge_of, give, units, zhou):
    give(charge_of(units.township), "周", units.township, holder=zhou)
    assert list(selectors.left_behind(Duty.objects.all(), LATER)) == []


def test_nothing_is_answered_for_in_a_unit_that_is_no_more(charge_of, give, units, zhao):
    charge = charge_of(units.township)
    duty = give(charge, "刘镇长", units.township)
    dead = units.villages[0]
    type(dead).objects.filter(pk=dead.pk).update(valid_to=DAY)
    dead.refresh_from_db()
    for act in (
        lambda: charge_of(dead),
        lambda: give(charge, "何", dead),
        lambda: services.hand_over(duty=duty, person="何", unit=dead, on=DAY, note="台账", by=zhao),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert "撤销" in refused.value.problems[0].what


def test_nothing_is_answered_for_before_it_is_there(charge_of, give, units):
    charge = charge_of(units.township)
    with pytest.raises(BadInput) as refused:
        give(charge, "刘镇长", units.township, since=DAY - dt.timedelta(days=1))
    assert refused.value.problems[0].where == "since"


def test_an_end_before_the_beginning_is_refused_in_words(charge_of, give, units, zhao):
    charge = charge_of(units.township)
    duty = give(charge, "刘镇长", units.township)
    with pytest.raises(BadInput):
        services.end_duty(duty=duty, on=dt.date(2020, 1, 1), by=zhao)
    with pytest.raises(BadInput):
        services.end_charge(charge=charge, on=dt.date(2020, 1, 1), by=zhao)


def test_no_day_is_without_an_owner_between_two_people(charge_of, give, units, zhao):
    charge = charge_of(units.township)
    duty = give(charge, "刘镇长", units.township)
    services.hand_over(duty=duty, person="何镇长", unit=units.township, on=LATER, note="台账", by=zhao)
    for n in range(-2, 3):
        day = LATER + dt.timedelta(days=n)
        assert Duty.objects.filter(selectors.in_force(day), charge=charge).count() == 1
    with pytest.raises(Refusal, match="已经交出去"):
        services.hand_over(duty=duty, person="王镇长", unit=units.township, on=LATER, note="台账", by=zhao)


@pytest.mark.parametrize("lacking", ["rights", "support", "basis", "person"])
def test_a_duty_without_rights_support_basis_or_person_is_refused(charge_of, give, units, lacking):
    charge = charge_of(units.township)
    with pytest.raises(BadInput) as refused:
        give(charge, **{"person": "刘镇长", "unit": units.township, lacking: " "})
    assert [problem.where for problem in refused.value.problems] == [lacking]


def test_the_database_refuses_a_duty_without_rights(charge_of, units):
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(
            charge=charge_of(units.township), person="刘镇长", unit=units.township, **{**SAID, "rights": ""}
        )


@pytest.mark.parametrize("word", ["责任状", "军令状", "承诺书"])
def test_nobody_signs_a_pledge_for_a_duty(charge_of, give, units, word):
    with pytest.raises(BadInput) as refused:
        give(charge_of(units.township), "刘镇长", units.township, basis=f"签订{word}")
    assert word in refused.value.problems[0].what


def test_a_straw_ban_chain_from_county_to_household_names_every_link_and_every_gap(
    charge_of, give, units, zhao
):
    links = selectors.chain_report(units.county, "straw-ban", DAY)
    assert [(one.level, one.all, one.owned) for one in links] == [
        ("县级", 1, 0), ("乡级", 2, 0), ("村级", 5, 0), ("农户", 0, 0),
    ]  # fmt: skip
    for unit in (units.county, units.township, units.other, *units.villages, *units.others):
        give(charge_of(unit), f"{unit.name}负责人", unit)
    home = charge_of(units.villages[0], code="户101", kind="household", title="陈家")
    *_above, homes = selectors.chain_report(units.county, "straw-ban", DAY)
    assert (homes.all, homes.owned, homes.gaps) == (1, 0, ("陈家",))
    give(home, "网格员", units.villages[0], kind="grid")
    links = selectors.chain_report(units.county, "straw-ban", DAY)
    assert len(links) == 4
    assert sum(len(one.gaps) for one in links) == 0
    services.end_duty(duty=Duty.objects.get(charge__unit=units.others[1]), on=LATER, by=zhao)
    assert selectors.chain_report(units.county, "straw-ban", LATER)[2].gaps == ("别处2村",)


def test_three_chief_systems_stand_side_by_side(charge_of, give, units):
    for system, kind, duty in (
        ("field", "field", "field"),
        ("forest", "forest", "forest"),
        ("river", "river", "river"),
    ):
        give(
            charge_of(units.township, system=f"{system}-chief", code="1", kind=kind),
            "镇长",
            units.township,
            kind=duty,
        )
    kinds = Duty.objects.order_by("kind").values_list("kind", flat=True)
    assert [Duty.Kind(kind).label for kind in kinds] == ["田长", "林长", "河长"]


def test_every_industry_code_has_exactly_one_department(units, zhao, wang):
    from youju.flow.units.services import add_unit

    offices = [
        add_unit(
            code=code, name=name, level="county", parent=units.county, on=DAY, by=None, kind="department"
        )
        for code, name in (("220322A01", "工信局"), ("220322A02", "农业农村局"), ("220322A03", "卫健局"))
    ]
    for code, office in (("C", offices[0]), ("C27", offices[2]), ("A", offices[1])):
        services.set_route(area=units.county, code=code, department=office, on=DAY, by=zhao)
    told = {code: selectors.department_of(units.county, code, DAY) for code in ("C13", "C2730", "A01", "B06")}
    assert told == {"C13": offices[0], "C2730": offices[2], "A01": offices[1], "B06": None}
    assert selectors.unrouted(units.county, ["C13", "B06"], DAY) == ["B06"]
    (gap,) = selectors.without_department(selectors.Route.objects.all(), DAY)
    assert gap == (units.county, list("BDEFGHIJKLMNOPQR"))
    # a township asks its county; a new department takes the place of the old one on its day
    assert selectors.department_of(units.township, "C2730", DAY) == offices[2]
    services.set_route(area=units.county, code="C27", department=offices[0], on=LATER, by=zhao)
    assert selectors.department_of(units.county, "C27", DAY) == offices[2]
    assert selectors.department_of(units.county, "C27", LATER) == offices[0]


def test_the_database_refuses_a_second_department_for_a_code(units, zhao):
    from youju.work.duties.models import Route

    services.set_route(area=units.county, code="C27", department=units.township, on=DAY, by=zhao)
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.create(area=units.county, code="C27", department=units.other, since=DAY)


def test_staff_is_attached_but_not_borrowed_from_a_county_or_below(units, zhao):
    said = {
        "helper": "业务骨干",
        "unit": units.township,
        "since": DAY,
        "until": LATER,
        "basis": "挂职通知",
        "by": zhao,
    }
    with pytest.raises(Refusal, match="E-14"):
        services.link(kind="borrowed", helper_unit=units.villages[0], **said)
    with pytest.raises(Refusal, match="E-14"):
        services.link(kind="borrowed", **said)
    assert services.link(kind="attached", **said).get_kind_display() == "挂职"
    with pytest.raises(BadInput) as refused:
        services.link(kind="attached", **{**said, "helper": "另一人", "until": None})
    assert [problem.where for problem in refused.value.problems] == ["until"]


def test_33_star_villages_15_bank_staff_and_148_enterprises_help_many_to_many(units, zhao):
    from youju.work.duties.models import HelpLink

    targets = [*units.villages, *units.others]
    for kind, count in (("village", 33), ("attached", 15), ("enterprise", 148)):
        for n in range(count):
            services.link(
                kind=kind,
                helper=f"{kind}{n}",
                unit=targets[n % 5],
                since=DAY,
                until=LATER,
                basis="帮扶方案",
                by=zhao,
            )
    counts = {
        kind: HelpLink.objects.filter(kind=kind).count() for kind in ("village", "attached", "enterprise")
    }
    assert counts == {"village": 33, "attached": 15, "enterprise": 148}
    one = HelpLink.objects.first()
    with pytest.raises(BadInput, match="1 处"):
        services.end_link(link=one, on=LATER, result=" ", by=zhao)
    assert services.end_link(link=one, on=LATER, result="增收", by=zhao).result == "增收"


def test_somebody_from_another_township_keeps_no_duty_here(charge_of, units, appointed):
    wu = appointed("wu", "吴", "reviewer", units.other)
    with pytest.raises(NotAllowed):
        services.give_duty(charge=charge_of(units.township), person="某", unit=units.other, by=wu, **SAID)

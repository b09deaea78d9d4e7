"""Mechanisms of the pages that this room carries: firms and their leaders, leading groups, risks and their seasons."""

import datetime as dt

import pytest

from tests.work.duties.conftest import DAY
from youju.work.duties import selectors, services, spans
from youju.work.duties.models import Charge, Duty

pytestmark = pytest.mark.django_db
LATER = dt.date(2023, 5, 1)


def test_a_hundred_firms_of_two_lists_keep_a_leader_when_one_of_them_leaves(charge_of, give, units, zhao):
    leaders = [f"领导{n}" for n in range(10)]
    for n in range(100):
        which = "double-fifty-industry" if n < 50 else "double-fifty-service"
        firm = charge_of(
            units.county, system=which, code=f"firm-{n}", kind="enterprise", title=f"示例企业{n}"
        )
        give(firm, leaders[n % 10], units.county)
    charges, duties = Charge.objects.all(), Duty.objects.all()
    assert {system: charges.filter(system=system).count() for system in selectors.systems_for(zhao)} == {
        "double-fifty-industry": 50,
        "double-fifty-service": 50,
    }
    assert selectors.without_owner(charges, DAY).count() == 0
    services.depart(unit=units.county, person="领导3", on=LATER, by=zhao)
    left = list(selectors.left_behind(duties, LATER))
    assert len(left) == 10
    for duty in left:
        services.hand_over(
            duty=duty, person="领导10", unit=units.county, on=LATER, note="企业诉求清单", by=zhao
        )
    assert selectors.left_behind(duties, LATER).count() == 0
    for day in (LATER - dt.timedelta(days=1), LATER):
        assert selectors.without_owner(charges, day).count() == 0
        assert selectors.overlaps(charges, day) == []
    firm = charges.get(code="firm-3")
    assert [(d.person, d.since, d.until) for d in firm.duties.order_by("since")] == [
        ("领导3", DAY, LATER),
        ("领导10", LATER, None),
    ]


def test_three_leading_groups_have_a_head_and_members_and_are_no_overlap(charge_of, give, units):
    for code in ("医药健康", "人参", "文旅"):
        group = charge_of(
            units.county, system="leading-group", code=code, kind="group", title=f"{code}产业领导小组"
        )
        for person, post in (
            ("书记", "组长"),
            ("市长", "组长"),
            ("副市长", "副组长"),
            ("局长", "办公室主任"),
        ):
            give(group, person, units.county, kind="group", post=post)
    charges = Charge.objects.filter(system="leading-group")
    assert charges.count() == 3
    for group in charges:
        assert [duty.post for duty in group.duties.order_by("pk")] == ["组长", "组长", "副组长", "办公室主任"]
    assert selectors.without_owner(charges, DAY).count() == 0
    assert selectors.overlaps(charges, DAY) == []


def test_four_risks_have_somebody_on_duty_in_their_season_of_every_year(charge_of, give, units):
    risks = {
        "金融风险": ("", ""),
        "防汛抗旱": ("06-01", "09-30"),
        "森林防火": ("03-15", "06-15"),
        "遗弃武器": ("", ""),
    }
    for title, (first, last) in risks.items():
        for unit in (units.county, units.township):
            risk = charge_of(
                unit, system="risk", code=f"{title}-{unit.code}", kind="risk", title=title, season_from=first, season_to=last
            )  # fmt: skip
            give(risk, f"{unit.name}值班", unit, kind="watch")
    assert selectors.without_owner(Charge.objects.filter(system="risk"), dt.date(2024, 6, 10)).count() == 0

    def on_duty(day):
        rows = Duty.objects.filter(selectors.in_force(day), selectors.in_season(day, "charge__"))
        return set(rows.values_list("charge__title", flat=True))

    assert on_duty(dt.date(2023, 4, 1)) == {"金融风险", "遗弃武器", "森林防火"}
    assert on_duty(dt.date(2024, 6, 10)) == set(risks)
    assert on_duty(dt.date(2024, 12, 1)) == {"金融风险", "遗弃武器"}
    calendar = {one.duty.charge.title: one.days for one in spans.year_of(units.county, 2024)}
    assert calendar["防汛抗旱"] == [(dt.date(2024, 6, 1), dt.date(2024, 9, 30))]
    assert set(calendar) == set(risks)

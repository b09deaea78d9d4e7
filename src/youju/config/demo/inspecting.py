"""An inspection of the demo: four teams, areas that share no village, a list drawn by lot, and what the visits found."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from youju.config.demo.pictures import picture
from youju.config.demo.times import at
from youju.flow.evidence.services import add_evidence
from youju.flow.inspections.recusal import barred
from youju.flow.inspections.reported import reported_of
from youju.flow.inspections.services import (
    Quota,
    assign_rectification,
    close_finding,
    conclude_plan,
    draw_list,
    feed_back,
    finish_visit,
    fix_draw,
    give_area,
    give_visit,
    make_plan,
    make_team,
    record_finding,
    record_verification,
    report_rectification,
    set_areas,
    set_day,
)
from youju.flow.units.selectors import children_at
from youju.kernel.log import sequence

if TYPE_CHECKING:
    from youju.config.demo.people import People
    from youju.flow.inspections.models import Plan, Visit
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

TEAMS = ("第一督导组", "第二督导组", "第三督导组", "第四督导组")


def plan_and_draw(
    round_: Round, city: Unit, people: People, *, starts_on: dt.date, ends_on: dt.date, risky: str
) -> Plan:
    """Plan an inspection of a round, divide the city among four teams, fix the draw, and draw: one village by risk, the rest by chance."""
    plan = make_plan(
        office=city, title=f"{round_.period} 村级重点工作督查（示例）", basis="督查检查考核年度计划第1项（示例）",
        starts_on=starts_on, ends_on=ends_on, by=people.zhao, round_=round_, level="village",
    )  # fmt: skip
    heads = [people.li, *people.others("inspector")]
    teams = [
        make_team(plan=plan, name=name, head=head, by=people.zhao)
        for name, head in zip(TEAMS, heads, strict=True)
    ]
    counties = list(children_at(city, round_.ends_on))
    parts = {f"{team.name}片区": counties[number :: len(teams)] for number, team in enumerate(teams)}
    for area, team in zip(set_areas(plan=plan, areas=parts, by=people.zhao), teams, strict=True):
        give_area(area=area, team=team, by=people.zhao)
    quotas = {name: Quota(1 if not number else 0, 1) for number, name in enumerate(parts)}
    fix_draw(plan=plan, quotas=quotas, risk={risky: 9}, by=people.zhao)
    while sequence():
        pass
    drawn = list(draw_list(plan=plan, by=people.zhao))
    # Nobody goes twice running to one village, so the lot may leave 李 without a visit; somebody who looks at the demo as 李 finds one.
    idle = all(visit.team_id != teams[0].pk for visit in drawn)
    free = next((visit for visit in drawn if not barred(teams[0], visit.unit)), None) if idle else None
    for visit in drawn:
        if visit is free:
            give_visit(visit=visit, team=teams[0], by=people.zhao)
        set_day(visit=visit, day=starts_on, by=people.zhao)
    plan.refresh_from_db()
    return plan


def visit_all(plan: Plan, people: People, *, differs: str, day: dt.date, closed: bool) -> None:
    """Make the visits: courtyards are counted, one village differs and has something to put right; tell all, conclude."""
    for visit in plan.visits.select_related("unit", "plan__round", "team__head").order_by("unit__code"):
        with at(day, "10:00"):
            _count(visit, differs=differs)
        with at(day, "17:00"):
            feed_back(visit=visit, text="核查情况见本页，有不同意见可在下面陈述（示例）", by=people.zhao)
        if visit.unit.code == differs:
            _put_right(visit, people, day=day, closed=closed)
    with at(day + dt.timedelta(days=1), "09:00"):
        conclude_plan(
            plan=plan,
            conclusion="抽查各村报送基本属实，个别村庭院数偏高，已反馈并交办整改（示例）",
            by=people.zhao,
        )


def _count(visit: Visit, *, differs: str) -> None:
    head = visit.team.head  # type: ignore[union-attr]  # every visit was given to a team
    name = f"{visit.unit.code}-{visit.plan_id}"
    row = add_evidence(unit=visit.unit, name=f"现场-{name}.jpg", content=picture(name, 1), by=head, note="现场所见（示例）",
                       scheme=visit.plan.round.scheme.code, withheld=True)  # type: ignore[union-attr]  # fmt: skip
    said = reported_of(visit, "tidy").value or Decimal(0)
    found = said - max(Decimal(20), said // 5) if visit.unit.code == differs else said
    record_verification(visit=visit, indicator="tidy", value=max(found, Decimal(0)), by=head, evidence=[row.sha256],
                        note="逐户看过（示例）")  # fmt: skip
    if visit.unit.code == differs:
        record_finding(visit=visit, what="村东二十余户院内堆放柴草，与报送不符（示例）", clause="第三条第(三)款", by=head,
                       evidence=[row.sha256])  # fmt: skip
    finish_visit(visit=visit, by=head)


def _put_right(visit: Visit, people: People, *, day: dt.date, closed: bool) -> None:
    finding = visit.findings.get()
    with at(day, "17:30"):
        item = assign_rectification(finding=finding, due_on=day + dt.timedelta(days=20), by=people.zhao)
    if closed:
        with at(day + dt.timedelta(days=1), "08:00"):
            report_rectification(
                item=item,
                measures="已清运堆放的柴草，逐户回访（示例）",
                by=people.reporter_of(visit.unit.code),
            )
        with at(day + dt.timedelta(days=1), "08:30"):
            close_finding(item=item, note="督导组次日回头看，已清理（示例）", by=people.li)

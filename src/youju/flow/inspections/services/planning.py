"""Planning an inspection: its basis and days, its areas and teams, and who must stay away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.inspections.models import AreaUnit, InspectionArea, InspectionTeam, Plan, Recusal, TeamMember
from youju.flow.inspections.selectors import overlapping, population
from youju.flow.units.powers import may_on
from youju.flow.units.selectors import descendants_at
from youju.kernel.clock import db_now
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

LONGEST = 92
NAMED = 20


@transaction.atomic
def make_plan(
    *,
    office: Unit,
    title: str,
    basis: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User | None,
    round_: Round | None = None,
    level: str = "",
    tree: str = "administrative",
    overlap_reason: str = "",
    follows: Plan | None = None,
) -> Plan:
    """Plan an inspection. Without a document it rests on, or longer than a quarter, it is refused (COMPLIANCE E-21)."""
    problems = []
    if not basis.strip():
        problems.append(
            Problem(
                "basis",
                _("没有写依据"),
                _("写上文件名称和文号；没有依据的督查不能开展（《政府督查工作条例》）"),
            )
        )
    if ends_on < starts_on:
        problems.append(Problem("ends_on", _("结束早于开始"), _("改正日期")))
    elif (ends_on - starts_on).days > LONGEST:
        problems.append(
            Problem(
                "ends_on",
                _("超过 {longest} 天").format(longest=LONGEST),
                _("分成几次，或者写明更近的结束日期"),
            )
        )
    if round_ is not None and round_.is_closed:
        problems.append(Problem("round_", _("这一轮已经关账"), _("选还没有关账的轮次，或者不选轮次")))
    if problems:
        raise Refusal(
            f"不能制定“{title or '督查计划'}”", problems[0].what, problems[0].mend, problems=problems,
            english="A plan needs a document it rests on, days in order within a quarter, and a round that is open.",
        )  # fmt: skip
    plan = Plan.objects.create(
        office=office, title=title, basis=basis.strip(), starts_on=starts_on, ends_on=ends_on, round=round_, level=level,
        tree=tree, overlap_reason=overlap_reason.strip(), follows=follows, made_by=by, made_at=db_now(),
    )  # fmt: skip
    leave_trace(by, "inspection.plan", plan, office=office, basis=plan.basis, round=round_, starts_on=starts_on,
                ends_on=ends_on, overlap_reason=plan.overlap_reason)  # fmt: skip
    return plan


@transaction.atomic
def set_areas(
    *, plan: Plan, areas: Mapping[str, Sequence[Unit]], by: User | None, overlap_reason: str = ""
) -> list[InspectionArea]:
    """Divide the inspected units into areas; a unit named stands for all under it. Earlier areas are replaced.

    An area that keeps its name, or its units under another name, keeps the team it was given.

    Refused, with the units named, if a unit is in two areas or in none, or if another plan is about them on the
    same days and this plan gives no reason for it (COMPLIANCE E-23); `overlap_reason` gives one now.
    """
    _still_planned(plan, "划分片区")
    if overlap_reason.strip():
        plan.overlap_reason = overlap_reason.strip()
        plan.save(update_fields=["overlap_reason"])
    place = _divided(plan, areas)
    _refuse_overlap(plan, place)
    teams = _teams_kept(plan, place)
    AreaUnit.objects.filter(plan=plan).delete()
    InspectionArea.objects.filter(plan=plan).delete()
    made = {name: InspectionArea.objects.create(plan=plan, name=name, team=teams.get(name)) for name in areas}
    AreaUnit.objects.bulk_create(
        AreaUnit(plan=plan, area=made[name], unit_id=key) for key, name in place.items()
    )
    leave_trace(
        by, "inspection.areas", plan, areas={name: [u.code for u in tops] for name, tops in areas.items()},
        teams={name: team.name for name, team in teams.items()}, overlap_reason=plan.overlap_reason,
    )  # fmt: skip
    return list(made.values())


def _divided(plan: Plan, areas: Mapping[str, Sequence[Unit]]) -> dict[int, str]:
    """Return the area of every inspected unit; refused, with the units named, where one is in two areas or in none."""
    wanted = {unit.pk: unit for unit in population(plan)}
    place: dict[int, str] = {}
    problems = []
    for name, tops in areas.items():
        for unit in _inside(plan, tops):
            if unit.pk not in wanted:
                continue
            if place.setdefault(unit.pk, name) != name:
                problems.append(
                    Problem(
                        unit.code,
                        _("{unit}既在“{stands}”又在“{name}”").format(
                            unit=unit, stands=place[unit.pk], name=name
                        ),
                        _("只留在一个片区里"),
                    )
                )
    missing = [unit for key, unit in wanted.items() if key not in place]
    problems += [
        Problem(unit.code, _("{unit}不在任何片区里").format(unit=unit), _("放进一个片区")) for unit in missing
    ]
    if problems or not wanted:
        raise Refusal(
            f"“{plan}”的片区划分不成立",
            "、".join(p.what for p in problems[:3]) or "没有督查对象",
            "每个单位恰好在一个片区里：按清单逐个改正",
            problems=problems[:200],
            english="The areas must contain every inspected unit exactly once; see problems.",
        )
    return place


def _teams_kept(plan: Plan, place: Mapping[int, str]) -> dict[str, InspectionTeam]:
    """Return the teams that new areas keep, by name of the area: that of the area so called before, else of the one with the same units."""
    there: dict[int, set[int]] = defaultdict(set)
    for area, unit in AreaUnit.objects.filter(plan=plan).values_list("area", "unit"):
        there[area].add(unit)
    coming: dict[str, set[int]] = defaultdict(set)
    for unit, name in place.items():
        coming[name].add(unit)
    given = plan.areas.filter(team__isnull=False).select_related("team")
    named = {area.name: area.team for area in given if area.team is not None}
    alike = {
        name: area.team
        for area in given for name, units in coming.items()
        if area.team is not None and area.name not in coming and units == there[area.pk]
    }  # fmt: skip
    return {name: team for name in coming if (team := named.get(name) or alike.get(name)) is not None}


def _inside(plan: Plan, tops: Sequence[Unit]) -> list[Unit]:
    """Return the units named and all under them, each once."""
    found = {}
    for top in tops:
        for unit in descendants_at(top, plan.round.ends_on if plan.round else plan.starts_on, plan.tree):
            found[unit.pk] = unit
    return list(found.values())


def _refuse_overlap(plan: Plan, unit_ids: Mapping[int, str]) -> None:
    clashes = overlapping(plan, unit_ids)
    if not clashes or plan.overlap_reason:
        return
    problems = [
        Problem(
            str(other.office),
            _("“{other}”（{starts_on} 至 {ends_on}）也督查").format(
                other=other, starts_on=other.starts_on, ends_on=other.ends_on
            )
            + "、".join(str(u) for u in units[:NAMED]),
            _("错开日期、合并成一次，或者写明为什么必须同时进行"),
        )
        for other, units in clashes
    ]
    raise Refusal(
        f"“{plan}”与别的督查重叠", problems[0].what, problems[0].mend, problems=problems,
        english="Another plan inspects the same units on these days. Move it, join them, or give a reason for the overlap.",
    )  # fmt: skip


@transaction.atomic
def make_team(
    *, plan: Plan, name: str, head: User, members: Sequence[User] = (), by: User | None
) -> InspectionTeam:
    """Set up a team under a named head. Everybody in it must hold a post that inspects under the office."""
    _still_planned(plan, "设督查组")
    people = list({person.pk: person for person in [head, *members]}.values())
    strangers = [
        p for p in people if not any(may_on(p, "inspection.visit", unit) for unit in population(plan)[:1])
    ]
    if strangers:
        raise Refusal(
            f"不能设督查组“{name}”", "、".join(map(str, strangers)) + "没有督查这些单位的岗位", "请安全管理员任命为督查员，或者换人",
            english="Some of these people hold no inspecting post over these units.",
        )  # fmt: skip
    if InspectionTeam.objects.filter(plan=plan, name=name).exists():
        raise Refusal(
            f"已经有督查组“{name}”",
            "组名在一个计划里不能重复",
            "换一个组名",
            english="The team's name is taken.",
        )
    team = InspectionTeam.objects.create(plan=plan, name=name, head=head)
    TeamMember.objects.bulk_create(TeamMember(team=team, person=person) for person in people)
    leave_trace(by, "inspection.team", plan, team=name, head=head, members=people)
    return team


@transaction.atomic
def give_area(*, area: InspectionArea, team: InspectionTeam, by: User | None) -> InspectionArea:
    """Give an area to a team of the same plan."""
    if area.plan_id != team.plan_id:
        raise ValueError(f"{area} and {team} are of different plans")
    _still_planned(area.plan, "分配片区")
    InspectionArea.objects.filter(pk=area.pk).update(team=team)
    area.team = team
    leave_trace(by, "inspection.area_given", area.plan, area=area.name, team=team.name)
    return area


@transaction.atomic
def declare_recusal(*, person: User, unit: Unit, reason: str, by: User | None) -> Recusal:
    """Note that somebody does not inspect a unit nor what is under it."""
    if not reason.strip():
        raise Refusal(
            "没有登记回避", "没有写理由", "写明与单位的关系，例如亲属任职、曾在该单位工作", english="Say why."
        )
    row = Recusal.objects.create(
        person=person, unit=unit, reason=reason.strip(), declared_by=by, declared_at=db_now()
    )
    leave_trace(by, "inspection.recusal", row, person=person, unit=unit)
    return row


@transaction.atomic
def cancel_plan(*, plan: Plan, by: User | None) -> Plan:
    """Give a plan up before anybody was sent out."""
    if not Plan.objects.filter(pk=plan.pk, status=Plan.Status.PLANNED).update(status=Plan.Status.CANCELLED):
        _still_planned(plan, "取消")
    plan.status = Plan.Status.CANCELLED
    leave_trace(by, "inspection.cancel", plan)
    return plan


def _still_planned(plan: Plan, what: str) -> None:
    """Refuse what may only be done while a plan is being made. Holds the row until the transaction ends."""
    now = Plan.objects.select_for_update().get(pk=plan.pk)
    if now.status != Plan.Status.PLANNED or hasattr(now, "draw"):
        state = "已经定了抽签" if now.status == Plan.Status.PLANNED else now.get_status_display()
        raise Refusal(
            f"“{plan}”不能{what}", f"计划{state}", "需要变动的话，另做一个计划",
            english="This is possible only while the plan is being made, before its draw is fixed.",
        )  # fmt: skip

"""Drawing the list: everything that decides it is fixed and traced first; then the log itself throws the dice."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.sampling import Drawn
from youju.flow.inspections.lot import draw_again
from youju.flow.inspections.models import AreaUnit, Draw, InspectionArea, Plan, Visit
from youju.flow.inspections.recusal import barred, first_free
from youju.flow.inspections.selectors import busy_elsewhere, visited_last_time
from youju.kernel.clock import db_now
from youju.kernel.errors import Problem, Refusal
from youju.kernel.log import first_head_with
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.inspections.models import InspectionTeam


@dataclass(frozen=True, slots=True)
class Quota:
    """How many units of an area are drawn: by risk, highest first, and by chance among the rest."""

    by_risk: int
    by_chance: int


@transaction.atomic
def fix_draw(
    *,
    plan: Plan,
    quotas: Mapping[str, Quota],
    risk: Mapping[str, int] | None = None,
    seed: str = "",
    by: User | None,
) -> Draw:
    """Fix, once, everything that will decide the list: areas, quotas, risks, who is not drawn again, and a seed.

    The seed is made here unless one is given (a lottery's number, dice thrown before witnesses). Nothing of the list
    can be known yet: the head of the log that decides it too is signed only after this act is in the log. Units that
    another plan visits in the same days are left out, and that is written down.
    """
    plan = _claim(plan)
    members = list(
        AreaUnit.objects.filter(plan=plan).select_related("area", "unit").order_by("area__name", "unit__code")
    )
    busy = busy_elsewhere(plan, (row.unit_id for row in members))
    again = visited_last_time(plan)
    strata: dict[str, list[str]] = {}
    for row in members:
        strata.setdefault(row.area.name, [])
        if row.unit_id not in busy:
            strata[row.area.name].append(row.unit.code)
    _refuse_quotas(plan, strata, quotas)
    basis: dict[str, Any] = {
        "seed": seed.strip() or secrets.token_hex(16),
        "strata": [
            {
                "name": name,
                "units": units,
                "by_risk": quotas[name].by_risk,
                "by_chance": quotas[name].by_chance,
            }
            for name, units in strata.items()
        ],
        "risk": {code: int(number) for code, number in sorted((risk or {}).items()) if number > 0},
        "not_again": [row.unit.code for row in members if row.unit_id in again],
        "busy": [row.unit.code for row in members if row.unit_id in busy],
    }
    trace = leave_trace(by, "inspection.fix_draw", plan, **basis)
    return Draw.objects.create(
        plan=plan, seed=basis["seed"], basis=basis, fixed_trace=trace, fixed_at=trace.done_at, fixed_by=by
    )


def _claim(plan: Plan) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    areas = InspectionArea.objects.filter(plan=plan)
    if plan.status != Plan.Status.PLANNED or Draw.objects.filter(plan=plan).exists():
        raise Refusal(
            f"“{plan}”不能再定抽签", "抽签办法和种子只能定一次，定了就不能挑", "照已经定的抽；要重来就另做一个计划",
            english="What decides a draw is fixed once. Draw by it, or make another plan.",
        )  # fmt: skip
    if not areas or areas.filter(team=None).exists():
        raise Refusal(
            f"“{plan}”还不能定抽签", "片区没有划好，或者有片区没有督查组", "先划片区，每个片区交给一个组",
            english="Divide the units into areas and give each to a team first.",
        )  # fmt: skip
    return plan


def _refuse_quotas(plan: Plan, strata: Mapping[str, list[str]], quotas: Mapping[str, Quota]) -> None:
    problems = []
    for name, units in strata.items():
        quota = quotas.get(name, Quota(-1, -1))
        if min(quota.by_risk, quota.by_chance) < 0:
            problems.append(Problem(name, _("没有写抽几个"), _("写上按风险、随机各抽几个，可以是 0")))
        elif quota.by_risk + quota.by_chance > len(units):
            problems.append(
                Problem(name, _("只有 {units} 个单位可抽").format(units=len(units)), _("少抽一些"))
            )
    problems += [
        Problem(name, _("没有这个片区"), _("照计划里的片区名填写")) for name in quotas if name not in strata
    ]
    if not problems and not sum(q.by_risk + q.by_chance for q in quotas.values()):
        problems.append(Problem("quotas", _("一个单位也不抽"), _("至少抽一个")))
    if problems:
        raise Refusal(
            f"“{plan}”不能这样抽", "、".join(f"{p.where}{p.what}" for p in problems[:3]), "按清单改正", problems=problems,
            english="The numbers to draw do not fit the areas; see problems.",
        )  # fmt: skip


@transaction.atomic
def draw_list(*, plan: Plan, by: User | None) -> list[Visit]:
    """Draw the list and give every unit on it to a team. Drawn once; a team that may not go is passed over."""
    found = Draw.objects.select_for_update().select_related("plan", "fixed_trace").filter(plan=plan).first()
    if found is None or found.drawn_at is not None:
        raise Refusal(
            f"“{plan}”不能抽签", "已经抽过" if found else "抽签办法还没有定", "看已抽出的名单" if found else "先定各片区抽几个",
            english="The list is drawn already, or what decides it has not been fixed.",
        )  # fmt: skip
    head = first_head_with(found.fixed_trace)
    if head is None:
        raise Refusal(
            f"“{plan}”还要等一会儿再抽", "定抽签的留痕还没有进日志，种子的另一半还不存在", "几秒后再按一次",
            english="The log has not yet signed a head that contains the fixing. Try again in a few seconds.",
        )  # fmt: skip
    sha256 = bytes(head.sha256).hex()
    drawn = draw_again(found.basis, head.size, sha256)
    Draw.objects.filter(pk=found.pk, drawn_at=None).update(
        head_size=head.size, head_sha256=sha256, drawn_at=db_now(), drawn_by=by
    )
    visits = _visits(found.plan, drawn)
    leave_trace(by, "inspection.draw", found.plan, head_size=head.size, head_sha256=sha256, visits=len(visits),
                drawn=[{"unit": one.unit, "why": one.why, "ticket": one.ticket} for one in drawn])  # fmt: skip
    Plan.objects.filter(pk=plan.pk, status=Plan.Status.PLANNED).update(status=Plan.Status.UNDER_WAY)
    plan.status = Plan.Status.UNDER_WAY
    return visits


def redraw(draw: Draw) -> tuple[Drawn, ...]:
    """Draw the list again from the trace of the fixing and the head alone, as an outsider would."""
    if draw.head_size is None or draw.head_sha256 is None:
        raise ValueError(f"{draw} has not been drawn")
    return draw_again(draw.fixed_trace.detail, draw.head_size, draw.head_sha256)


def _visits(plan: Plan, drawn: tuple[Drawn, ...]) -> list[Visit]:
    rows = AreaUnit.objects.filter(plan=plan, unit__code__in=[one.unit for one in drawn])
    places = {row.unit.code: row for row in rows.select_related("area__team", "unit")}
    teams = list(plan.teams.order_by("pk"))
    made = []
    for one in drawn:
        row = places[one.unit]
        own = [row.area.team] if row.area.team else []
        team = first_free([*own, *(team for team in teams if team not in own)], row.unit)
        made.append(
            Visit(
                plan=plan,
                unit=row.unit,
                area=row.area,
                team=team,
                why=one.why,
                stratum=one.stratum,
                ticket=one.ticket,
            )
        )
    return Visit.objects.bulk_create(made)


@transaction.atomic
def give_visit(*, visit: Visit, team: InspectionTeam, by: User | None) -> Visit:
    """Give a visit to another team of the plan. Refused with every reason why somebody in it must stay away."""
    if visit.plan_id != team.plan_id:
        raise ValueError(f"{visit} and {team} are of different plans")
    if reasons := barred(team, visit.unit):
        raise Refusal(
            f"“{team}”不能去{visit.unit}", reasons[0], "换一个组，或者换人",
            problems=[Problem(str(team), reason, "回避") for reason in reasons],
            english="Somebody in this team must not inspect this unit; see problems.",
        )  # fmt: skip
    if not Visit.objects.filter(pk=visit.pk, status=Visit.Status.PLANNED).update(team=team):
        raise Refusal(
            f"不能改派{visit.unit}", "已经查过或者不查了", "刷新页面", english="This visit is over."
        )
    visit.team = team
    leave_trace(by, "inspection.give_visit", visit, team=team.name)
    return visit

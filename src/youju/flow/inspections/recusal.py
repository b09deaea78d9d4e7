"""Who must not inspect whom: told with its reason, so that it can be said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from youju.flow.inspections.models import InspectionTeam, Recusal, TeamMember, Visit
from youju.flow.inspections.selectors import members_of
from youju.flow.units.powers import chains_of, may_on
from youju.kernel.powers import tenures_now
from youju.kernel.roles import Role

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

# Whoever fills in, signs or leads for a unit does not inspect it.
OWN_SIDE = {Role.REPORTER, Role.REVIEWER}


def barred(team: InspectionTeam, unit: Unit) -> list[str]:
    """Return why a team may not inspect a unit, one sentence for each member and reason; empty if it may."""
    return [why for person in members_of(team) for why in barred_person(person, unit, team.plan_id)]


def barred_person(person: Any, unit: Unit, plan_id: int) -> list[str]:
    """Return why one person may not inspect a unit under a plan."""
    chains = chains_of(unit)
    above = {key for chain in chains.values() for key in chain}
    found = []
    if not may_on(person, "inspection.visit", unit):
        found.append(_("{person}没有督查{unit}的岗位").format(person=person, unit=unit))
    found += [
        _("{person}是{unit}一方的{post}").format(person=person, unit=unit, post=tenure.post)
        for tenure in tenures_now(person)
        if tenure.post.role in OWN_SIDE and tenure.post.unit_id in above
    ]
    recusals = Recusal.objects.filter(person=person, unit_id__in=above, ended_at=None)
    found += [
        _("{person}已申请回避：{reason}").format(person=person, reason=recusal.reason) for recusal in recusals
    ]
    if person.pk in went_last_time(unit, plan_id):
        found.append(_("{person}上一次已督查过{unit}，不连续两次").format(person=person, unit=unit))
    return found


def went_last_time(unit: Unit, plan_id: int) -> set[int]:
    """Return who made the latest finished visit of a unit under another plan."""
    last = (
        Visit.objects.filter(~Q(plan_id=plan_id), unit=unit, status=Visit.Status.VISITED)
        .order_by("-finished_at", "-pk")
        .first()
    )
    if last is None:
        return set()
    return set(TeamMember.objects.filter(team=last.team_id).values_list("person_id", flat=True))


def first_free(teams: Iterable[InspectionTeam], unit: Unit) -> InspectionTeam | None:
    """Return the first of these teams that may inspect a unit."""
    return next((team for team in teams if not barred(team, unit)), None)

"""Questions about inspections. Before its feedback a visit does not exist for the inspected unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from youju.flow.inspections.models import (
    AreaUnit,
    Draw,
    Finding,
    InspectionTeam,
    Plan,
    Rectification,
    Recusal,
    TeamMember,
    Verification,
    Visit,
)
from youju.flow.schemes.selectors import participants
from youju.flow.units.paths import keys
from youju.flow.units.powers import chains_of, may_on, rows_for
from youju.flow.units.selectors import descendants_at, names_on, path_of, trees
from youju.kernel.clock import db_today
from youju.kernel.streams import streamed

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

OPEN = (Plan.Status.PLANNED, Plan.Status.UNDER_WAY)


def population(plan: Plan) -> QuerySet[Unit]:
    """Return the units a plan is about: those that report in its round, or all under the office, of one level.

    An office that stands under the one whose round it is inspects its own units in it.
    """
    if plan.round is not None:
        found = participants(plan.round)
        if _stands_under(plan.office_id, plan.round):
            tree, day = plan.round.scheme.tree, plan.round.ends_on
            found = found.filter(pk__in=descendants_at(plan.office_id, day, tree).values("pk"))
    else:
        found = descendants_at(plan.office_id, plan.starts_on, plan.tree, itself=False)
    return (found.filter(level=plan.level) if plan.level else found).order_by("code")


def _stands_under(office: int, round_: Round) -> bool:
    path = path_of(office, round_.ends_on, round_.scheme.tree)
    return path is not None and round_.scheme.unit_id in keys(path)[:-1]


def plans_for(user: Any, act: str = "inspection.read") -> QuerySet[Plan]:
    """Return the plans of offices in a person's charge, latest first. A plan covers units; its readers cover the office."""
    mine = rows_for(user, act, unit="office", scheme="round__scheme__code")
    found = Plan.objects.filter(mine).select_related("office", "round__scheme_version", "made_by")
    return found.order_by("-starts_on", "-pk")


def plan_for(user: Any, pk: int, act: str = "inspection.read") -> Plan:
    """Return a plan on which the person may do the act, or answer 404 as if it did not exist."""
    plan = plans_for(user, act).filter(pk=pk).first()
    if plan is None:
        raise Http404(pk)
    return plan


def overlapping(plan: Plan, unit_ids: Iterable[int]) -> list[tuple[Plan, list[Unit]]]:
    """Return the other open plans, of any office, that fall on days of this one and are about units of it."""
    others = Plan.objects.filter(
        status__in=OPEN, starts_on__lte=plan.ends_on, ends_on__gte=plan.starts_on
    ).exclude(pk=plan.pk)
    rows = AreaUnit.objects.filter(plan__in=others, unit_id__in=set(unit_ids)).select_related("plan", "unit")
    found: dict[Plan, list[Unit]] = {}
    for row in rows.order_by("plan_id", "unit__code"):
        found.setdefault(row.plan, []).append(row.unit)
    return list(found.items())


def busy_elsewhere(plan: Plan, unit_ids: Iterable[int]) -> set[int]:
    """Return the units that another plan visits in days of this one: they are not drawn as well."""
    visits = Visit.objects.filter(
        unit_id__in=set(unit_ids),
        plan__status__in=OPEN,
        plan__starts_on__lte=plan.ends_on,
        plan__ends_on__gte=plan.starts_on,
    ).exclude(plan=plan)
    return set(visits.exclude(status=Visit.Status.DROPPED).values_list("unit_id", flat=True))


def visited_last_time(plan: Plan) -> set[int]:
    """Return the units visited under the latest drawn plan of the same office and scheme before this one."""
    before = Plan.objects.filter(office=plan.office_id, starts_on__lt=plan.starts_on, visits__isnull=False)
    scheme = plan.round.scheme_id if plan.round else None
    before = before.filter(round__scheme=scheme) if scheme else before.filter(round=None)
    last = before.exclude(pk=plan.pk).order_by("-starts_on", "-pk").first()
    return set(Visit.objects.filter(plan=last).values_list("unit_id", flat=True)) if last else set()


def members_of(team: InspectionTeam) -> list[Any]:
    """Return the people of a team, the head among them."""
    return [
        row.person for row in TeamMember.objects.filter(team=team).select_related("person").order_by("pk")
    ]


def visits_of(plan: Plan) -> QuerySet[Visit]:
    """Return the visits of a plan with everything a table shows, by unit."""
    return (
        Visit.objects.filter(plan=plan)
        .select_related("unit", "area", "team", "feedback", "plan")
        .order_by("area_id", "unit__code")
    )


def visits_to_make(user: Any, *, day: dt.date | None = None) -> QuerySet[Visit]:
    """Return the visits of a person's teams that are under way: of a day (and those without one), or all."""
    mine = TeamMember.objects.filter(person_id=getattr(user, "pk", None)).values("team_id")
    found = Visit.objects.filter(team__in=mine, plan__status=Plan.Status.UNDER_WAY)
    found = found.filter(rows_for(user, "inspection.visit", scheme="plan__round__scheme__code"))
    if day is not None:
        found = found.filter(Q(day=day) | Q(day=None))
    return found.select_related(
        "unit", "team", "plan__round__scheme_version", "plan__round__scheme"
    ).order_by("day", "unit__code")


def visits_left(user: Any) -> QuerySet[Visit]:
    """Return the visits of a person's teams that nobody has made yet, the nearest day first, those without one last."""
    rows = visits_to_make(user).filter(status=Visit.Status.PLANNED)
    return rows.order_by(F("day").asc(nulls_last=True), "plan__ends_on", "unit__code")


def scheme_of(visit: Visit) -> str:
    """Return the code of the scheme whose pictures are compared."""
    return visit.plan.round.scheme.code if visit.plan.round else ""


def visit_for_inspector(user: Any, uuid: Any) -> Visit:
    """Return a visit of one of a person's own teams, or answer 404."""
    visit = visits_to_make(user).filter(uuid=uuid).first()
    if visit is None:
        raise Http404(str(uuid))
    return visit


def visit_for_office(user: Any, uuid: Any, act: str = "inspection.feedback") -> Visit:
    """Return a visit to someone who may do the act: the office that planned, or a member of the team that went."""
    visit = Visit.objects.select_related("plan", "unit", "team").filter(uuid=uuid).first()
    if visit is None:
        raise Http404(str(uuid))
    in_team = TeamMember.objects.filter(team=visit.team_id, person_id=getattr(user, "pk", None)).exists()
    if not may_on(user, act, visit.plan.office_id) and not (in_team and may_on(user, act, visit.unit_id)):
        raise Http404(str(uuid))
    if stays_away(user, visit.unit_id):
        raise Http404(str(uuid))
    return visit


def stays_away(user: Any, unit_id: int) -> bool:
    """Whether a person asked to stay away from a unit, or from one above it: then nothing of its visits is theirs."""
    above = {key for chain in chains_of(unit_id).values() for key in chain}
    return Recusal.objects.filter(person_id=getattr(user, "pk", None), unit__in=above, ended_at=None).exists()


def visits_fed_back(user: Any) -> QuerySet[Visit]:
    """Return the visits that a unit has been told of, for those who read for the unit, latest first."""
    mine = rows_for(user, "inspection.own", scheme="plan__round__scheme__code")
    found = Visit.objects.filter(mine, feedback__isnull=False)
    return found.select_related("unit", "plan", "feedback").order_by("-feedback__given_at", "-pk")


def visits_to(user: Any, unit: Unit, most: int = 50) -> list[tuple[Visit, list[Finding]]]:
    """Return the visits to a unit that a person may know of, with what was found: the unit what it was told, the office all.

    Whoever asked to stay away from the unit sees nothing.
    """
    if stays_away(user, unit.pk):
        return []
    told = Q(pk__in=visits_fed_back(user).values("pk"))
    planned = Q(plan__in=plans_for(user).values("pk"))
    rows = Visit.objects.filter(told | planned, unit=unit, status=Visit.Status.VISITED)
    visits = list(rows.select_related("plan", "feedback").order_by("-finished_at", "-pk")[:most])
    found: dict[int, list[Finding]] = {}
    for finding in (
        Finding.objects.filter(visit__in=[visit.pk for visit in visits])
        .select_related("rectification")
        .order_by("pk")
    ):
        found.setdefault(finding.visit_id, []).append(finding)
    return [(visit, found.get(visit.pk, [])) for visit in visits]


def findings_told(user: Any) -> QuerySet[Finding]:
    """Return what was found on visits that a person may know of, latest first: nothing of a unit the person stays away from."""
    told = Q(visit__in=visits_fed_back(user).order_by().values("pk"))
    planned = Q(visit__plan__in=plans_for(user).order_by().values("pk"))
    away = Recusal.objects.filter(person_id=getattr(user, "pk", None), ended_at=None).values_list(
        "unit_id", flat=True
    )
    rows = Finding.objects.filter(told | planned, visit__status=Visit.Status.VISITED)
    for unit_id, tree in product(away, trees()):
        below = descendants_at(unit_id, db_today(), tree.code)
        rows = rows.exclude(visit__unit__in=below.order_by().values("pk"))
    return rows.select_related("visit__unit", "visit__plan").order_by("-pk")


def visit_fed_back(user: Any, uuid: Any, act: str = "inspection.own") -> Visit:
    """Return a visit that its unit has been told of and on whose unit the person may do the act, or answer 404."""
    visit = visits_fed_back(user).filter(uuid=uuid).first()
    if visit is None or not may_on(user, act, visit.unit_id):
        raise Http404(str(uuid))
    return visit


def standing(verifications: QuerySet[Verification]) -> QuerySet[Verification]:
    """Return those that no later one corrects."""
    return verifications.filter(corrected_by=None)


def verifications_of(visit: Visit) -> QuerySet[Verification]:
    """Return what stands verified on a visit, by indicator."""
    rows = standing(Verification.objects.filter(visit=visit)).select_related("recorded_by")
    return rows.order_by("indicator")


def findings_of(visit: Visit) -> QuerySet[Finding]:
    """Return what was found on a visit, with what became of it."""
    return Finding.objects.filter(visit=visit).select_related("found_by", "rectification").order_by("pk")


def verified_in(round_: Round) -> Iterator[Verification]:
    """Yield, for the ledger, every verification of a round that stands, by unit and indicator; both values are in it.

    `result` is confirmed, differs or not_found; for not_found `verified` is None. Only finished visits are told.
    """
    rows = standing(
        Verification.objects.filter(visit__plan__round=round_, visit__status=Visit.Status.VISITED)
    )
    rows = rows.select_related("visit__unit", "submission").order_by(
        "visit__unit__code", "indicator", "recorded_at"
    )
    yield from streamed(rows)


def verification_keys(round_: Round) -> set[int]:
    """Return the keys of all that was ever verified in a round, whether it stands or not. For the ledger."""
    return set(Verification.objects.filter(visit__plan__round=round_).values_list("pk", flat=True))


def said_at(keys: Collection[int]) -> dict[int, dt.datetime]:
    """Return when what was verified was said, by key: when the unit handed in the value that was looked at, if it had."""
    rows = Verification.objects.filter(pk__in=keys).values_list(
        "pk", "submission__submitted_at", "recorded_at"
    )
    return {key: handed_in or recorded for key, handed_in, recorded in rows}


def without_feedback(plan: Plan) -> list[Visit]:
    """Return the finished visits of which the unit has not been told."""
    told = Visit.objects.filter(pk=OuterRef("pk"), feedback__isnull=False)
    rows = Visit.objects.filter(~Exists(told), plan=plan, status=Visit.Status.VISITED)
    return list(rows.select_related("unit").order_by("unit__code"))


def rectifications_for(user: Any, act: str = "rectification.report") -> QuerySet[Rectification]:
    """Return what units in a person's charge have to put right (or have), the nearest day first."""
    found = Rectification.objects.filter(
        rows_for(user, act, scheme="finding__visit__plan__round__scheme__code")
    )
    return found.select_related("unit", "finding__visit__plan", "rectified_by").order_by(
        "status", "due_on", "pk"
    )


def late_rectifications(user: Any, day: dt.date) -> QuerySet[Rectification]:
    """Return what is past its day of what units in a person's reach still have to put right, as far as a leader reads it."""
    return rectifications_for(user, "inspection.own").filter(
        status=Rectification.Status.ASSIGNED, due_on__lt=day
    )


def rectifications_due(user: Any, day: dt.date) -> tuple[int, int]:
    """Return how much units in a person's charge still have to put right: what is past its day, and all of it."""
    open_ = Q(status=Rectification.Status.ASSIGNED)
    said = rectifications_for(user).aggregate(
        late=Count("pk", filter=open_ & Q(due_on__lt=day)), all=Count("pk", filter=open_)
    )
    return said["late"], said["all"]


def rectification_for(user: Any, pk: int, act: str) -> Rectification:
    """Return something to put right on whose unit the person may do the act, or answer 404."""
    found = rectifications_for(user, act).filter(pk=pk).first()
    if found is None or (act == "finding.close" and stays_away(user, found.unit_id)):
        raise Http404(pk)
    return found


def finding_for(user: Any, uuid: Any, act: str = "rectification.assign") -> Finding:
    """Return a finding to someone who may assign it, or answer 404."""
    finding = (
        Finding.objects.select_related("visit__plan", "visit__unit", "visit__team").filter(uuid=uuid).first()
    )
    if finding is None:
        raise Http404(str(uuid))
    visit_for_office(user, finding.visit.uuid, act)
    return finding


def area_table(plan: Plan) -> list[dict[str, Any]]:
    """Return the areas of a plan with their teams and the names their units bore on its first day."""
    rows = (
        AreaUnit.objects.filter(plan=plan)
        .select_related("area__team", "unit")
        .order_by("area_id", "unit__code")
    )
    then = names_on(plan.starts_on, [row.unit_id for row in rows])
    areas: dict[int, dict[str, Any]] = {}
    for row in rows:
        area = areas.setdefault(row.area_id, {"area": row.area, "units": []})
        area["units"].append(then.get(row.unit_id, row.unit.name))
    return list(areas.values())


def draw_of(plan: Plan) -> Draw:
    """Return the draw of a plan, or answer 404 while nothing is fixed."""
    found = Draw.objects.select_related("fixed_trace").filter(plan=plan).first()
    if found is None:
        raise Http404(plan.pk)
    return found


def visits_behind(user: Any, verifications: Collection[int]) -> dict[int, tuple[Visit, str]]:
    """Return the visits on which values were verified, by verification, each with where the person reads of it ("" nowhere)."""
    rows = Verification.objects.filter(pk__in=verifications).select_related("visit__plan", "visit__feedback")
    visits = {row.pk: row.visit for row in rows if not stays_away(user, row.visit.unit_id)}
    if not visits:
        return {}
    keys = {visit.pk for visit in visits.values()}
    told = set(visits_fed_back(user).filter(pk__in=keys).values_list("pk", flat=True))
    planned = set(
        Visit.objects.filter(
            pk__in=keys, plan__in=plans_for(user, "inspection.feedback").values("pk")
        ).values_list("pk", flat=True)
    )
    return {
        key: (
            visit,
            "inspections:told" if visit.pk in told else "inspections:visit" if visit.pk in planned else "",
        )
        for key, visit in visits.items()
    }

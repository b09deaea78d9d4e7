"""How much looks odd about each unit of a plan: a count that can be explained, from which the risk draw starts."""

from __future__ import annotations

from collections import Counter

from youju.flow.inspections.models import Plan, Rectification, Verification, Visit
from youju.flow.inspections.selectors import population, standing
from youju.flow.reports.selectors import counted
from youju.kernel.clock import db_today

DIFFERED, OVERDUE = 2, 3


def risk_of(plan: Plan) -> dict[str, int]:
    """Return a risk for each unit (by code) that has any.

    One for each doubt about its report and for lateness, two for each value that did not hold on its latest visit,
    three for each finding that is overdue to be put right.
    """
    units = {unit.pk: unit.code for unit in population(plan)}
    found: Counter[str] = Counter()
    for submission in counted(plan.round) if plan.round is not None else []:
        if submission.report.unit_id in units:
            found[submission.report.unit.code] += len(submission.doubts) + submission.late
    for unit_id, number in _did_not_hold(set(units)).items():
        found[units[unit_id]] += DIFFERED * number
    overdue = Rectification.objects.filter(
        status=Rectification.Status.ASSIGNED, due_on__lt=db_today(), unit__in=units
    )
    for unit_id in overdue.values_list("unit_id", flat=True):
        found[units[unit_id]] += OVERDUE
    return {code: number for code, number in sorted(found.items()) if number}


def _did_not_hold(unit_ids: set[int]) -> Counter[int]:
    """Return, for each unit, how many values did not hold on the latest visit that is over."""
    rows = Visit.objects.filter(unit__in=unit_ids, status=Visit.Status.VISITED).order_by("finished_at", "pk")
    latest = {unit_id: pk for pk, unit_id in rows.values_list("pk", "unit_id")}
    wrong = standing(Verification.objects.filter(visit__in=latest.values())).exclude(
        result=Verification.Result.CONFIRMED
    )
    return Counter(wrong.values_list("visit__unit_id", flat=True))

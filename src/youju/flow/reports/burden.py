"""What was asked of a unit in a year: how many forms and fields, of whom, on what basis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from youju.flow.reports.models import Report, Submission
from youju.flow.reports.selectors import HANDED_IN, asked_of
from youju.flow.schemes.selectors import rounds_for, scheme_of, taking_part
from youju.flow.units.powers import may_on
from youju.flow.units.selectors import every_unit

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit


@dataclass(frozen=True, slots=True)
class Burden:
    """What one scheme asked of a unit in a year: how many forms, how many fields in all, how many were handed in, and how often again."""

    scheme: str
    basis: str
    until: dt.date
    forms: int
    fields: int
    handed_in: int
    again: int


def burden_of(user: Any, unit: Unit, year: int) -> list[Burden]:
    """Return what a year's rounds asked of a unit, by scheme, for those who may read its reports.

    A round that is only opened has asked nothing yet; one that asks for no number has no form.
    """
    rounds = rounds_for(user).filter(ends_on__year=year).exclude(status="open")
    by_scheme: dict[str, list[Round]] = {}
    for round_ in rounds:
        by_scheme.setdefault(round_.scheme.code, []).append(round_)
    found = []
    for code, some in by_scheme.items():
        if not may_on(user, "report.read", unit, scheme=code):
            continue
        asking = [round_ for round_ in some if asked_of(round_)]
        mine = [round_ for round_ in asking if taking_part(round_, every_unit().filter(pk=unit.pk)).exists()]
        if not mine:
            continue
        rows = Report.objects.filter(unit=unit, round__in=[round_.pk for round_ in mine])
        version, basis = mine[0].scheme_version, scheme_of(mine[0].scheme_version).basis
        found.append(
            Burden(
                version.title, " ".join(filter(None, (basis.title, basis.number))), version.in_force_to, len(mine),
                sum(len(asked_of(round_)) for round_ in mine), rows.filter(status__in=HANDED_IN).count(),
                Submission.objects.filter(report__in=rows.values("pk"), number__gt=1).count(),
            )
        )  # fmt: skip
    return found

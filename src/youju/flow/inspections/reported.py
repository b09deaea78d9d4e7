"""What the unit reported about an indicator, as it stood when it was handed in last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from youju.flow.reports.selectors import asked_of, report_of, submissions_of

if TYPE_CHECKING:
    from youju.flow.inspections.models import Visit

HANDED_IN = {"submitted", "accepted"}


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported value (None: nothing was reported) and the handing-in it is from."""

    indicator: str
    title: str = ""
    measure: str = ""
    period: str = ""
    value: Decimal | None = None
    relation: str = "="
    submission_id: int | None = None


def all_reported(visit: Visit) -> dict[str, Reported]:
    """Return what the visit's round asks of the unit, by indicator in the order of the scheme, with what was reported."""
    round_ = visit.plan.round
    if round_ is None:
        return {}
    asked = {
        one.name: Reported(one.name, one.indicator.title, one.indicator.measure, one.period)
        for one in asked_of(round_)
    }
    report = report_of(round_, visit.unit)
    last = submissions_of(report).first() if report is not None and report.status in HANDED_IN else None
    for row in last.values if last is not None else []:
        before = asked.get(row["indicator"])
        asked[row["indicator"]] = _reported(row, before, last.pk if last else None)
    return asked


def _reported(row: dict[str, Any], before: Reported | None, submission_id: int | None) -> Reported:
    value = row.get("value")
    return Reported(
        row["indicator"],
        before.title if before else "",
        before.measure if before else "",
        str(row.get("period") or (before.period if before else "")),
        None if value in {None, ""} else Decimal(str(value)),
        row.get("relation") or "=",
        submission_id,
    )


def reported_of(visit: Visit, indicator: str) -> Reported:
    """Return what was reported about one indicator; an indicator outside the scheme was not reported."""
    return all_reported(visit).get(indicator, Reported(indicator))

"""Questions about reports: the only multi-row readers of this room. Access is part of the question."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from youju.engine.asking import Asked, asked_in
from youju.engine.burden import key_of
from youju.engine.language.indicators import Indicator
from youju.engine.period import Period
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.ports import Held, held_elsewhere
from youju.flow.schemes.selectors import (
    may_read_scheme,
    participants,
    round_at,
    rounds_for,
    scheme_of,
    stands_in,
    takes_part,
    titles_of,
    versions_in_rounds,
)
from youju.flow.units.carrying import taken_over
from youju.flow.units.powers import asked_together, in_charge, may_on, rows_for, units_for
from youju.flow.units.selectors import codes_of, every_unit, unit_coded
from youju.flow.units.succession import Step
from youju.kernel.finding import holding
from youju.kernel.powers import asked_once, may, scopes
from youju.kernel.streams import streamed
from youju.kernel.written import written_once

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round, SchemeVersion
    from youju.flow.units.models import Unit

FEW = 2000
SHOWN = 200
HANDED_IN = (Report.Status.SUBMITTED, Report.Status.ACCEPTED)
COUNTING = ("reporting", "verifying", "notice")
_TAKEN = {Report.Status.SUBMITTED.value: "已报送", Report.Status.ACCEPTED.value: "已采信"}


@dataclass(frozen=True, slots=True)
class Due:
    """One report that somebody has to write: the round, the unit, and the report if it was begun."""

    round: Round
    unit: Unit
    report: Report | None

    @property
    def status_label(self) -> str:
        """How far it is, in the words of the office."""
        return self.report.get_status_display() if self.report else _("未填")


def asked_of(round_: Round) -> tuple[Asked, ...]:
    """Return what a round asks of its units, in the order of the scheme."""
    return _asked(round_.scheme_version, round_.scheme_version.sha256, round_.period)


@lru_cache(maxsize=256)
def _asked(version: SchemeVersion, sha256: str, period: str) -> tuple[Asked, ...]:  # noqa: ARG001  # it makes the memory honest
    return asked_in(scheme_of(version), Period.parse(period))


def report_of(round_: Round, unit: Unit) -> Report | None:
    """Return the report of a unit in a round, None where it was not begun."""
    for found in _report(round_.pk, unit.pk):
        found.round, found.unit = round_, unit
        return found
    return None


_report = written_once(lambda round_, unit: Report.objects.filter(round_id=round_, unit_id=unit))


def reports() -> QuerySet[Report]:
    """Return reports with their rounds, schemes and units loaded."""
    return Report.objects.select_related("round__scheme__unit", "round__scheme_version", "unit")


def report_for(user: Any, pk: int, act: str = "report.read") -> Report:
    """Return a report on which a person may do the act, or answer 404 as if it did not exist."""
    report = reports().filter(pk=pk).first()
    if report is None or not may_on(user, act, report.unit_id, scheme=report.round.scheme.code):
        raise Http404(pk)
    return report


def reports_saying(user: Any, words: list[str]) -> QuerySet[Report]:
    """Return the reports a person may read of which every word stands in a note or in the reason of the return."""
    found = reports().filter(rows_for(user, "report.read", scheme="round__scheme__code"))
    for word in words:
        noted = ReportValue.objects.filter(holding([word], "note"), report=OuterRef("pk"))
        found = found.filter(Q(holding([word], "return_reason")) | Exists(noted))
    return found.order_by("-pk")


def report_for_writer(user: Any, pk: int) -> Report:
    """Return a report this person may write, or answer 404 as if it did not exist."""
    return report_for(user, pk, "report.write")


def report_for_reviewer(user: Any, pk: int) -> Report:
    """Return a report this person may return or accept, or answer 404."""
    return report_for(user, pk, "report.review")


def unit_in_round(user: Any, round_: Round, code: str, act: str = "report.write") -> Unit:
    """Return a unit that takes part in a round and on which the person may do the act, or answer 404."""
    unit = unit_coded(code)
    if unit is None or not may_on(user, act, unit, scheme=round_.scheme.code):
        raise Http404(code)
    if not reports_itself(round_, unit):
        raise Http404(code)
    return unit


def place_in_round(user: Any, pk: int, code: str, act: str) -> tuple[Round, Unit]:
    """Return a round a person may see, with a unit as `unit_in_round` finds it, or answer 404: asked together, for programs that send much."""
    round_, unit = round_at(pk), unit_coded(code)
    if round_ is None or unit is None:
        raise Http404(code)
    scheme = round_.scheme
    path = asked_together(user, "scheme.read", unit, on=round_.ends_on, tree=scheme.tree)
    if not may_read_scheme(user, scheme) or not may_on(user, act, unit, scheme=scheme.code):
        raise Http404(code)
    if not reports_itself(round_, unit, path):
        raise Http404(code)
    return round_, unit


def units_of(user: Any, round_: Round, act: str = "report.write") -> QuerySet[Unit]:
    """Return the units of a round on which a person may do the act, by code."""
    code = round_.scheme.code
    # A short list of keys is looked up one by one; a long one is left to the database to join.
    if len(few := _first_units(user, act, code)) <= FEW:
        return reporting_in(round_, every_unit().filter(pk__in=few)).order_by("code")
    begun = Report.objects.filter(round=round_, unit__valid_to__lte=round_.ends_on).values("unit")
    inside = Q(pk__in=participants(round_).values("pk")) | Q(pk__in=begun)
    mine = units_for(user, act, scheme=code)
    return every_unit().filter(inside, pk__in=mine.values("pk")).order_by("code")


def _first_units(user: Any, act: str, scheme: str) -> list[int]:
    """Return the keys of the units in a person's charge, one more than few: asked once for all rounds."""

    def ask() -> list[int]:
        mine = units_for(user, act, scheme=scheme).order_by()
        return list(mine.values_list("pk", flat=True)[: FEW + 1])

    return asked_once(user, ("first units", act, scopes(user, act, scheme=scheme)), ask)


def reports_itself(round_: Round, unit: Unit, path: str | None = None) -> bool:
    """Whether one unit is among `reporting_in`: looked up for it alone, by its path on the round's last day if that is in hand."""
    if stands_in(round_, unit, path):
        return True
    ended = unit.valid_to is not None and unit.valid_to <= round_.ends_on
    return ended and Report.objects.filter(round=round_, unit=unit).exists()


def reporting_in(round_: Round, among: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return those of some units that report in a round: who takes part, and who ended within the period with a report begun.

    Its successor reports for both from then on; but what was begun before may still be handed in, and counts as long
    as the successor has not spoken since.
    """
    begun = Report.objects.filter(round=round_, unit=OuterRef("pk"))
    return among.filter(takes_part(round_) | Q(Exists(begun), valid_to__lte=round_.ends_on))


def units_coded(user: Any, round_: Round, codes: Collection[str]) -> dict[str, Unit]:
    """Return those of some codes that are units of a round for which a person may report, by code."""
    mine = in_charge(user, "report.write", unit="pk", scheme=round_.scheme.code)
    return {unit.code: unit for unit in reporting_in(round_, every_unit().filter(mine, code__in=codes))}


def due_for(user: Any, *, limit: int = SHOWN) -> list[Due]:
    """Return what a person has to report, the nearest deadline first: whatever is not handed in yet in an open round."""
    if not may(user, "report.write"):
        return []
    found: list[tuple[Round, Unit]] = []
    rounds = rounds_for(user).filter(status__in=("open", *COUNTING)).order_by("report_by", "pk")
    for round_ in (one for one in rounds if asked_of(one)):
        done = Report.objects.filter(round=round_, status__in=HANDED_IN, unit=OuterRef("pk"))
        units = units_of(user, round_).filter(~Exists(done))
        found += [(round_, unit) for unit in units[: limit - len(found)]]
        if len(found) >= limit:
            break
    rows = Report.objects.filter(
        round__in={round_ for round_, _unit in found}, unit__in={unit for _round, unit in found}
    )
    begun = {(row.round_id, row.unit_id): row for row in rows} if found else {}
    return [Due(round_, unit, begun.get((round_.pk, unit.pk))) for round_, unit in found]


def missing_for(user: Any) -> list[tuple[Round, list[int]]]:
    """Return the rounds that are being reported with the units in a person's reach that have not handed in, in their order."""
    if not may(user, "report.read"):
        return []
    found = []
    rounds = rounds_for(user).filter(status__in=COUNTING).order_by("report_by", "pk")
    for round_ in (one for one in rounds if asked_of(one)):
        done = Report.objects.filter(round=round_, status__in=HANDED_IN, unit=OuterRef("pk"))
        units = units_of(user, round_, "report.read").filter(~Exists(done))
        found.append((round_, list(units.values_list("pk", flat=True))))
    return found


def to_review_for(user: Any, *, limit: int = SHOWN) -> list[Report]:
    """Return the reports that wait for a person's decision, the oldest first."""
    if not may(user, "report.review"):
        return []
    mine = reports().filter(status=Report.Status.SUBMITTED, round__status__in=COUNTING)
    mine = mine.filter(unit__in=units_for(user, "report.review").values("pk"))
    return list(mine.order_by("submitted_at", "pk")[:limit])


def reports_in(user: Any, round_: Round) -> QuerySet[Report]:
    """Return the reports of a round that a person may read, by unit."""
    units = units_for(user, "report.read", scheme=round_.scheme.code).values("pk")
    return reports().filter(round=round_, unit__in=units).order_by("unit__code")


def progress(round_: Round) -> dict[str, int]:
    """Return how far a round is: units, those without a report they owe, and reports by status, late ones and those after closing."""
    said = Report.objects.filter(round=round_).aggregate(
        draft=Count("pk", filter=Q(status="draft")),
        submitted=Count("pk", filter=Q(status="submitted")),
        returned=Count("pk", filter=Q(status="returned")),
        accepted=Count("pk", filter=Q(status="accepted")),
        late=Count("pk", filter=Q(late=True)),
        after_close=Count("pk", filter=Q(after_close=True)),
    )
    units = participants(round_).count()
    told = sum(said[status] for status in ("draft", "submitted", "returned", "accepted"))
    return {"units": units, "blank": max(units - told, 0) if asked_of(round_) else 0, **said}


def not_in(round_: Round) -> QuerySet[Unit]:
    """Return the units that are asked for something in a round and have no report handed in, in the order of their codes."""
    if not asked_of(round_):
        return every_unit().none()
    done = Report.objects.filter(round=round_, status__in=HANDED_IN, unit=OuterRef("pk"))
    return participants(round_).filter(~Exists(done)).order_by("code")


def values_of(report: Report) -> dict[str, ReportValue]:
    """Return the values of a report by indicator."""
    return {value.indicator: value for value in ReportValue.objects.filter(report=report)}


def held_of(round_: Round, unit: Unit, asked: tuple[Asked, ...]) -> dict[str, Held]:
    """Return what the house holds already of what a round asks of one unit."""
    return held_by(round_, [unit.pk], asked).get(unit.pk, {})


def held_by(round_: Round, units: Collection[int], asked: tuple[Asked, ...]) -> dict[int, dict[str, Held]]:
    """Return what the house holds of what a round asks, unit by unit: from other rooms, and from the unit's other reports.

    A report counts as soon as it is handed in and while it stands: a unit that says a number says it once that month,
    and not again while its reviewer reads; what was accepted comes before it. Another scheme's number is the same where its definition (or title), its measure and its frequency are, whatever
    either calls it and never by that name alone. Of what is asked once, the value of the very period comes first, then the last one before it.
    """
    found: dict[int, dict[str, Held]] = defaultdict(dict)
    for one, row in _said_elsewhere(round_, units, asked):
        if one.name not in (own := found[row.report.unit_id]) and row.value is not None:
            own[one.name] = Held(
                row.value, f"{row.report.round}{_TAKEN[row.report.status]}", row.relation, tuple(row.evidence)
            )
    for unit, said in held_elsewhere(units, {one.name: one for one in asked}, round_.scheme.code).items():
        found[unit] |= said
    return found


def _said_elsewhere(
    round_: Round, units: Collection[int], asked: tuple[Asked, ...]
) -> list[tuple[Asked, ReportValue]]:
    """Return what units said in other rounds of what a round asks, each with what it answers, the nearest first."""
    answers: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
    for one in asked:
        answers[_key(one.indicator)].append(one)
    names = {
        name
        for version in versions_in_rounds()
        for name, there in scheme_of(version).indicators.items()
        if there.ask and _key(there) in answers
    }
    ask = _said if any(one.indicator.ask == "once" for one in asked) else _said_of
    periods = sorted({one.period for one in asked})
    found = []
    for row in ask(round_.pk, sorted(units), sorted(names), periods):
        there = scheme_of(row.report.round.scheme_version).indicators.get(row.indicator)
        same = answers.get(_key(there), []) if there is not None else []
        found += [(one, row) for one in same if one.period == row.period or one.indicator.ask == "once"]

    def nearness(pair: tuple[Asked, ReportValue]) -> tuple[bool, bool, bool]:
        one, row = pair
        accepted = row.report.status == Report.Status.ACCEPTED
        return row.period == one.period, row.report.round.ends_on <= round_.ends_on, accepted

    return sorted(found, key=nearness, reverse=True)


def _said_rows(round_: int, units: Collection[int], names: Collection[str]) -> QuerySet[ReportValue]:
    """Return the values of some names that units handed in for other rounds, those accepted last first."""
    rows = ReportValue.objects.filter(
        report__unit__in=units, report__status__in=HANDED_IN, indicator__in=names, value__isnull=False
    ).exclude(report__round=round_)
    return rows.select_related("report__round__scheme_version").order_by(
        F("report__decided_at").desc(nulls_last=True), "-pk"
    )


_said_of = written_once(
    lambda round_, units, names, periods: _said_rows(round_, units, names).filter(period__in=periods)
)


def _said(
    round_: int, units: Collection[int], names: Collection[str], _periods: Collection[str]
) -> QuerySet[ReportValue]:
    """Return the same of any period: what is asked once may have been said long ago."""
    return _said_rows(round_, units, names)


def _key(one: Indicator) -> tuple[str, str, str]:
    return key_of(one, str(one.ask))


def submissions_of(report: Report) -> QuerySet[Submission]:
    """Return every handing-in of a report, the latest first."""
    return Submission.objects.filter(report=report).select_related("by").order_by("-number")


def counted(round_: Round) -> Iterator[Submission]:
    """Yield, unit by unit, the last handing-in before closing of every report that stands as handed in or accepted.

    For the ledger: `submission.report.unit_id`, `.report.unit.code`, `.values` (exact text), `.submitted_at`, `.report.status`.
    """
    rows = _counted(round_).select_related("report__unit").order_by("report__unit__code")
    yield from streamed(rows)


def spoken_for(round_: Round) -> dict[int, int]:
    """Return the units whose own reports do not count, since a successor's does that is about them too: unit → successor.

    It is where it was handed in when their merger had taken effect and was recorded. Who handed in before spoke for
    itself alone; then both values stand and are added up.
    """
    steps = taken_over(round_.ends_on)
    rows = _counted(round_).filter(report__unit__in={step.after for step in steps.values()}) if steps else ()
    spoke = {row.report.unit_id: localtime(row.submitted_at) for row in rows}
    found = {}
    for unit in steps:
        passed, at = list[Step](), unit
        while at in steps and unit not in found:
            passed.append(steps[at])
            at = steps[at].after
            if at in spoke and all(step.known_to(spoke[at], round_.ends_on) for step in passed):
                found[unit] = at
    return found


def included_in(report: Report) -> Unit | None:
    """Return the successor whose report is about this one's unit too, so that this one is not counted; None if it is."""
    if report.unit.valid_to is None:  # who stands became part of nobody
        return None
    successor = spoken_for(report.round).get(report.unit_id)
    return None if successor is None else every_unit().get(pk=successor)


def codes_included(round_: Round) -> dict[int, str]:
    """Return the units whose own reports do not count, each with the code of the successor whose report includes it."""
    spoken = spoken_for(round_)
    codes = codes_of(set(spoken.values())) if spoken else {}
    return {unit: codes[successor] for unit, successor in spoken.items()}


def handed_in_keys(round_: Round) -> set[int]:
    """Return the keys of all that was ever handed in for a round, whether it stands or not. For the ledger."""
    return set(Submission.objects.filter(report__round=round_).values_list("pk", flat=True))


def _counted(round_: Round) -> QuerySet[Submission]:
    last = (
        Submission.objects.filter(report=OuterRef("report"), after_close=False)
        .order_by("-number")
        .values("pk")[:1]
    )
    return Submission.objects.select_related("report").filter(
        report__round=round_, report__status__in=HANDED_IN, after_close=False, pk=Subquery(last)
    )


def last_number(report: Report) -> int:
    """Return how many times a report was handed in."""
    return Submission.objects.filter(report=report).aggregate(n=Max("number"))["n"] or 0


def submissions_named(keys: Collection[int]) -> dict[int, Submission]:
    """Return handings-in with their reports by key, for what came out of them."""
    return {row.pk: row for row in Submission.objects.filter(pk__in=keys).select_related("report")}


def said_at(keys: Collection[int]) -> dict[int, dt.datetime]:
    """Return when handings-in were handed in, by key."""
    return dict(Submission.objects.filter(pk__in=keys).values_list("pk", "submitted_at"))


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One handing-in as its receipt tells it: the report, which time it was, and (title, value, measure) of what was said."""

    report: Report
    number: int
    values: list[tuple[str, str, str]]


def handed_in(user: Any, pk: int, at: dt.datetime) -> HandedIn | None:
    """Return what a report said when it was handed in by a moment, None where it was not yet or the person may not read it."""
    report = reports().filter(pk=pk).first()
    if report is None or not may_on(user, "report.read", report.unit_id, scheme=report.round.scheme.code):
        return None
    row = Submission.objects.filter(report=report, submitted_at__lte=at).order_by("-number").first()
    if row is None:
        return None
    titles = titles_of(report.round.scheme.code)
    values = [
        (*titles.get(said["indicator"], (said["indicator"], "")), said["value"] or "") for said in row.values
    ]
    return HandedIn(report, row.number, [(title, value, measure) for title, measure, value in values])

"""What a unit said before and what others said: what stands beside a field, and what is odd beside it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from youju.engine.asking import Asked
from youju.engine.period import Period
from youju.flow.reports.doubts import Doubt, Peers, doubts_of, peers_of
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.selectors import HANDED_IN, asked_of, held_of, values_of
from youju.flow.schemes.selectors import round_before
from youju.flow.units.carrying import LONG_AGO, came_from, carried, steps_until
from youju.flow.units.selectors import every_unit
from youju.flow.units.succession import Step, ways
from youju.kernel.written import written_once

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

HISTORY = 12


@dataclass(frozen=True, slots=True)
class Last:
    """The latest value a unit handed in before, and for which period."""

    value: Decimal
    relation: str
    period: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What units said of one indicator in one earlier round: its last day, the period asked, and by unit the value and the moment."""

    ends_on: dt.date
    period: Period
    values: dict[int, Last]
    at: dict[int, dt.datetime]


def history_values(round_: Round, unit: Unit) -> dict[str, list[Last]]:
    """Return what a unit handed in for earlier rounds of the scheme, by indicator, the latest first."""
    return histories(round_, [unit.pk]).get(unit.pk, {})


def histories(round_: Round, units: Collection[int]) -> dict[int, dict[str, list[Last]]]:
    """Return what units handed in for earlier rounds of the scheme, unit by unit and by indicator, the latest first.

    What adds up follows units that merged or split since, the same way as in the ledger: a word speaks of the units as
    they stood and were recorded when it was handed in. The successor's last value is that of all it came from, once all
    of them said one. Other values stay with the unit that said them.
    """
    steps = steps_until(round_.ends_on)
    touched = {unit for step in steps for unit in (step.before, step.after)}
    sources = {key: came_from(key, steps) if key in touched else {key} for key in units}
    adds_up = {one.name for one in asked_of(round_) if one.indicator.up_the_tree == "sum"}
    moving = {one for key, some in sources.items() if key in touched for one in some}
    began = dict(every_unit().filter(pk__in=moving).values_list("pk", "valid_from")) if moving else {}
    said = _said_before(round_, {one for some in sources.values() for one in some})
    found: dict[int, dict[str, list[Last]]] = {}
    for unit, from_ in sources.items():
        own: dict[str, list[Last]] = defaultdict(list)
        near = [step for step in steps if step.before in from_] if unit in touched else []
        for name, one in said:
            follows = near and name in adds_up
            last = _followed(unit, one, from_, near, began, round_) if follows else one.values.get(unit)
            kept = own[name] if last is not None else []
            if last is not None and len(kept) < HISTORY and (not kept or kept[-1].period != last.period):
                kept.append(last)
        found[unit] = dict(own)
    return found


def _said_before(round_: Round, units: Collection[int]) -> list[tuple[str, _Said]]:
    """Return what units said in earlier rounds of the scheme, the latest round first, each with its indicator."""
    found: dict[tuple[dt.date, str, str], _Said] = {}
    for unit, name, value, relation, period, ends_on, at in _said(
        sorted(units), round_.scheme_id, round_.starts_on
    ):
        key = (ends_on, name, period)
        one = found.get(key) or found.setdefault(key, _Said(ends_on, Period.parse(period), {}, {}))
        one.values[unit], one.at[unit] = Last(value, relation, period), localtime(at)
    return [(name, one) for (_ends_on, name, _period), one in found.items()]


_said = written_once(
    lambda units, scheme, day: ReportValue.objects.filter(
        report__unit__in=units, report__status__in=HANDED_IN, report__round__scheme=scheme, report__round__ends_on__lt=day,
        value__isnull=False,
    )
    .order_by("-report__round__ends_on")
    .values_list("report__unit_id", "indicator", "value", "relation", "period", "report__round__ends_on", "report__submitted_at")
)  # fmt: skip


def _followed(
    unit: int, said: _Said, from_: Collection[int], steps: list[Step], began: Mapping[int, dt.date], round_: Round
) -> Last | None:  # fmt: skip
    """Return one round's value as a later unit's, as the ledger follows it; None while somebody's that belongs to it is missing."""
    total, relations, divided = Decimal(0), set[str](), False
    taken = ways(from_, steps, said.at, first=said.period.start, last=said.period.end)
    for way, some in taken.items():
        theirs = [one for one in some if unit in _leads_to(one, way) and began[one] <= said.ends_on]
        if not theirs:
            continue
        # whoever was set up after that round had nothing to say in it
        if any(one not in said.values for one in theirs):
            return None
        values = {one: said.values[one].value for one in some if one in said.values}
        total += carried(values, list(way), since=LONG_AGO, until=round_.ends_on).get(unit, Decimal(0))
        relations |= {said.values[one].relation for one in theirs}
        divided |= any(step.after == unit and step.share != 1 for step in way)
    if not relations:
        return None
    exact = len(relations) == 1 and not divided
    return Last(total, relations.pop() if exact else "≈", str(said.period))


def _leads_to(unit: int, way: Iterable[Step]) -> set[int]:
    """Return the units that hold something of one unit's value at the end of a way, day by day."""
    held = {unit}
    days: dict[dt.date, list[Step]] = defaultdict(list)
    for step in way:
        days[step.on].append(step)
    for day in sorted(days):
        gone = {step.before for step in days[day]} & held
        held = (held - gone) | {step.after for step in days[day] if step.before in gone}
    return held


def peers_before(round_: Round) -> dict[str, Peers]:
    """Return the middle of what all units said in the round before, by indicator."""
    before = round_before(round_)
    return _middles(*before) if before else {}


@lru_cache(maxsize=32)
def _middles(round_id: int, status: str) -> dict[str, Peers]:  # noqa: ARG001  # the status makes the memory honest
    rows = ReportValue.objects.filter(
        report__round_id=round_id, report__status__in=HANDED_IN, value__isnull=False
    )
    by_name: dict[str, list[Decimal]] = defaultdict(list)
    for name, value in rows.values_list("indicator", "value").iterator():
        by_name[name].append(value)
    return {name: found for name, values in by_name.items() if (found := peers_of(values)) is not None}


def doubts_about(report: Report, values: Mapping[str, ReportValue] | None = None) -> dict[str, list[Doubt]]:
    """Return what is odd about the values of a report (its own, unless they are in hand), by indicator, in the order of the scheme."""
    past = history_values(report.round, report.unit)
    standing = values_of(report) if values is None else values
    return doubts_in(asked_of(report.round), standing, past, peers_before(report.round))


def moved_on(report: Report, values: Mapping[str, ReportValue]) -> dict[str, Doubt]:
    """Return, of a report that waits for a decision, what it took over that is another number by now where it came from."""
    taken = {name: row for name, row in values.items() if row.held and row.value is not None}
    if report.status != Report.Status.SUBMITTED or not taken:
        return {}
    now = held_of(report.round, report.unit, asked_of(report.round))
    says = _("取自“{source}”，那边现在是 {now}，请核对或退回")
    return {
        name: Doubt(name, "moved", says.format(source=row.held, now=plain(now[name].value)))
        for name, row in taken.items()
        if name in now and now[name].value != row.value
    }


def doubts_in(
    asked: Iterable[Asked],
    values: Mapping[str, ReportValue],
    past: Mapping[str, list[Last]],
    peers: Mapping[str, Peers],
) -> dict[str, list[Doubt]]:
    """Return what is odd about values beside a unit's past and its peers, by indicator, in the order of the scheme."""
    found = {}
    for one in asked:
        row = values.get(one.name)
        if row is not None and (row.held or (row.typed and row.value is None)):
            continue
        own = [last.value for last in past.get(one.name, [])]
        found[one.name] = doubts_of(one.name, row.value if row else None, own, peers.get(one.name))
    return {name: doubts for name, doubts in found.items() if doubts}

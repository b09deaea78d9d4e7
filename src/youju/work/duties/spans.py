"""Duties along a line and along a year: which metres nobody or two answer for, and on which days a duty of a season returns."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from youju.flow.units.powers import units_for
from youju.work.duties.models import Charge, Duty, Line
from youju.work.duties.selectors import charges_for, in_force, in_season, there

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

ONE = dt.timedelta(days=1)
UNLISTED, ALONE, TWICE = "unlisted", "alone", "twice"


@dataclass(frozen=True, slots=True)
class Segment:
    """Some metres of a line that are alike: which charges lie there, who answers, and what is wrong ("" nothing)."""

    from_m: int
    to_m: int
    codes: tuple[str, ...]
    people: tuple[str, ...]
    fault: str
    titles: tuple[str, ...]

    @property
    def charges(self) -> list[tuple[str, str]]:
        """The charges that lie there: code and what it is called."""
        return list(zip(self.codes, self.titles, strict=True))

    @property
    def length_m(self) -> int:
        """How long it is."""
        return self.to_m - self.from_m


def segments(
    parts: Iterable[Charge], owners: Mapping[int, Sequence[str]], length: int | None
) -> list[Segment]:
    """Return a line cut where anything changes: unlisted (no charge), alone (nobody answers), twice (charges overlap), or well.

    Without a length the line ends where its last charge does. What reaches beyond the length is told as it is.
    """
    known = [(c.from_m, c.to_m, c) for c in parts if c.from_m is not None and c.to_m is not None]
    edges = sorted({0, *([length] if length else []), *(m for start, end, _c in known for m in (start, end))})
    found = []
    for start, end in pairwise(edges):
        over = sorted(
            (c for from_m, to_m, c in known if from_m <= start and end <= to_m), key=lambda c: c.code
        )
        people = tuple(person for c in over for person in owners.get(c.pk, ()))
        fault = UNLISTED if not over else TWICE if len(over) > 1 else "" if people else ALONE
        found.append(
            Segment(start, end, tuple(c.code for c in over), people, fault, tuple(c.title for c in over))
        )
    alike = groupby(found, key=lambda one: (one.codes, one.people, one.fault, one.titles))
    return [Segment(same[0].from_m, same[-1].to_m, *key) for key, group in alike if (same := list(group))]


@dataclass(frozen=True, slots=True)
class WholeLine:
    """A line of a system with its segments on a day; `length` is None where nobody declared how long it is."""

    system: str
    title: str
    length: int | None
    source: str
    segments: list[Segment]

    @property
    def faults(self) -> list[Segment]:
        """The segments with which something is wrong."""
        return [one for one in self.segments if one.fault]


def lines_for(user: Any, act: str = "duty.read") -> QuerySet[Line]:
    """Return the lines in a person's reach, by system and name."""
    return Line.objects.filter(unit__in=units_for(user, act, scheme="").values("pk")).order_by(
        "system", "title"
    )


def lines_on(user: Any, day: dt.date, *, system: str = "") -> list[WholeLine]:
    """Return every line a person sees anything of, cut into segments as of a day."""
    parts: dict[tuple[str, str], list[Charge]] = defaultdict(list)
    rows = (
        charges_for(user, system=system)
        .exclude(line="")
        .filter(there(day), in_season(day), from_m__isnull=False)
    )
    for charge in rows:
        parts[charge.system, charge.line].append(charge)
    owners: dict[int, list[str]] = defaultdict(list)
    standing = Duty.objects.filter(in_force(day), charge__in=rows.order_by().values("pk"))
    for charge_id, person in standing.order_by("charge_id", "pk").values_list("charge_id", "person"):
        owners[charge_id].append(person)
    lines = lines_for(user)
    declared = {(one.system, one.title): one for one in (lines.filter(system=system) if system else lines)}
    found = []
    for key in sorted({*parts, *declared}):
        line = declared.get(key)
        length, source = (line.length_m, line.source) if line else (None, "")
        found.append(WholeLine(*key, length, source, segments(parts[key], owners, length)))
    return found


@dataclass(frozen=True, slots=True)
class YearLine:
    """A duty in a year: on which days (first and last included) it stands."""

    duty: Duty
    days: list[tuple[dt.date, dt.date]]


def days_in(charge: Charge, year: int) -> list[tuple[dt.date, dt.date]]:
    """Return the days of a year on which a charge must be answered for: the season as it returns that year, or the whole of it."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not charge.season_from:
        return [(first, last)]
    start, end = (_day(year, text) for text in (charge.season_from, charge.season_to))
    return [(start, end)] if charge.season_from <= charge.season_to else [(first, end), (start, last)]


def _day(year: int, text: str) -> dt.date:
    month, day = map(int, text.split("-"))
    # 02-29 is the last of February in the years that have none
    return dt.date(year, month, min(day, monthrange(year, month)[1]))


def year_of(unit: Unit, year: int) -> list[YearLine]:
    """Return the list of what a unit answers for in a year, made from its duties: 年度任务清单."""
    rows = Duty.objects.filter(
        Q(until=None) | Q(until__gt=dt.date(year, 1, 1)), unit=unit, since__lte=dt.date(year, 12, 31)
    ).select_related("charge", "charge__unit", "unit")
    found = []
    for duty in rows.order_by("charge__system", "charge__code", "since", "pk"):
        ends = [day for day in (duty.until, duty.charge.ended_on) if day is not None]
        last = min(ends) - ONE if ends else dt.date.max
        first = max(duty.since, duty.charge.since)
        days = [(max(start, first), min(end, last)) for start, end in days_in(duty.charge, year)]
        if standing := [(start, end) for start, end in days if start <= end]:
            found.append(YearLine(duty, standing))
    return found

"""Which records a chart of a stretch of time is about: those with a day in it, and what they hang under in the tree.

What is overdue and still open stays on the chart of its year, whichever month is looked at. Records of other years are
counted, and those of them that are overdue, so that nothing is lost sight of; who asks sees them drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from youju.engine.registers import Declaration
from youju.work.registers.life import Clocked, clocked_many
from youju.work.registers.looking import span_of
from youju.work.registers.models import Record, RecordVersion
from youju.work.registers.shadows import day_number

MOST = 600
"""Rows drawn at all."""
Span = tuple[dt.date, dt.date]
Spans = tuple[Span | None, Span | None, Span | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is drawn: the records, the days of each (as first planned, as planned now, as it happened) and its state.

    `left` counts the records that are not of the stretch, `late` those of them that are overdue and open (None where
    there are too many to look at each). `cut` tells that there are more than are drawn.
    """

    records: Sequence[Record]
    spans: Mapping[int, Spans]
    told: Mapping[int, Clocked]
    left: int
    late: int | None
    cut: bool


def chosen(
    rows: QuerySet[Record], one: Declaration, stretch: Span, today: dt.date, *, others: bool = False
) -> Chosen:
    """Return what a chart of a stretch draws; with `others` whatever there is, up to six hundred.

    Of so many that not all can be looked at, a plan put off into another stretch is sought where it stands now.
    """
    some = list(rows.select_related("unit").order_by("pk")[: MOST + 1])
    narrowed = len(some) > MOST and not others
    if narrowed:
        some = list(rows.filter(_has_days(one, stretch)).select_related("unit").order_by("pk")[: MOST + 1])
    looked_at = _with_parents(rows, some[:MOST]) if narrowed else some[:MOST]
    spans, told = spans_of(looked_at, one, today), clocked_many(one, looked_at, today)
    kept = looked_at
    if not others:
        mine = {row.pk for row in looked_at if belongs(spans[row.pk], told[row.pk], stretch, today)}
        kept = _with_those_above(looked_at, mine)
    here = {row.pk for row in kept}
    beyond = [row for row in looked_at if row.pk not in here]
    if narrowed:
        return Chosen(kept, spans, told, rows.order_by().count() - len(kept), None, len(some) > MOST)
    late = sum(1 for row in beyond if told[row.pk].done_on is None and told[row.pk].light.colour == "red")
    return Chosen(kept, spans, told, len(beyond), late, len(some) > MOST)


def spans_of(records: Sequence[Record], one: Declaration, today: dt.date) -> dict[int, Spans]:
    """Return the days of each record: as first planned, as planned now, as it happened."""
    plan = one.plan
    if plan is None:
        return {row.pk: (None, None, None) for row in records}
    versions = RecordVersion.objects.filter(record__in=[row.pk for row in records], number=1)
    first = {version.record_id: version.values for version in versions}

    def three(row: Record) -> Spans:
        begun = plan.actual_start and row.values.get(plan.actual_start)
        return (
            span_of(first.get(row.pk, {}), plan.start, plan.finish, None),
            span_of(row.values, plan.start, plan.finish, None),
            span_of(
                row.values, plan.actual_start or plan.start, plan.actual_finish, today if begun else None
            ),
        )

    return {row.pk: three(row) for row in records}


def belongs(spans: Spans, state: Clocked, stretch: Span, today: dt.date) -> bool:
    """Whether a record is of a stretch: a day of it lies there, it has no days, or it is overdue since earlier in that year."""
    first, last = stretch
    days = [span for span in spans if span is not None]
    if not days:
        return state.done_on is None or first <= state.done_on <= last
    if any(start <= last and end >= first for start, end in days):
        return True
    due = max(end for _start, end in days)
    return state.done_on is None and due < first <= today and due.year == first.year


def _has_days(one: Declaration, stretch: Span) -> Q:
    """Return the same as a question to the database, as far as its columns tell."""
    plan = one.plan
    if plan is None:
        return Q()
    first, last = (day_number(day) for day in stretch)
    column = {name: one.slots.get(field or "") for name, field in
              (("start", plan.start), ("finish", plan.finish), ("begun", plan.actual_start), ("done", plan.actual_finish))}  # fmt: skip

    def runs(start: str | None, end: str | None) -> Q:
        found = Q(**{f"{end}__gte": first}) if end else Q(pk__in=[])
        if start:
            return found & (Q(**{f"{start}__lte": last}) | Q(**{f"{start}": None, f"{end}__lte": last}))
        return found & Q(**{f"{end}__lte": last}) if end else found

    undated = Q(**{f"{slot}": None for slot in column.values() if slot})
    going = Q(**{f"{column['begun']}__lte": last, f"{column['done']}": None}) if column["begun"] and column["done"] else Q(pk__in=[])  # fmt: skip
    year = day_number(stretch[0].replace(month=1, day=1))
    overdue = Q(**{f"{column['finish']}__gte": year, f"{column['finish']}__lt": first}) if column["finish"] else Q(pk__in=[])  # fmt: skip
    return (
        runs(column["start"], column["finish"]) | runs(column["begun"], column["done"]) | going | undated
        | (overdue & ~Q(stage__in=one.closed))
    )  # fmt: skip


def _with_parents(rows: QuerySet[Record], some: list[Record]) -> list[Record]:
    """Return records with all that they hang under, as far as the person may read it."""
    found = {row.pk: row for row in some}
    missing = {row.parent_id for row in some} - found.keys() - {None}
    while missing:
        above = list(rows.filter(pk__in=missing).select_related("unit"))
        found |= {row.pk: row for row in above}
        missing = {row.parent_id for row in above} - found.keys() - {None}
    return [found[key] for key in sorted(found)]


def _with_those_above(records: Sequence[Record], mine: set[int]) -> list[Record]:
    """Return of some records those that are meant and what they hang under."""
    parents = {row.pk: row.parent_id for row in records}
    kept: set[int] = set()
    for key in mine:
        at: int | None = key
        while at is not None and at in parents and at not in kept:
            kept.add(at)
            at = parents[at]
    return [row for row in records if row.pk in kept]

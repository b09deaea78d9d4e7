"""The life of a record as its clock sees it: pauses, extensions, deadlines that changed, the day it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from youju.engine.registers import Declaration
from youju.kernel.errors import Refusal
from youju.work.registers.clock import (
    GREEN,
    GREY,
    RED,
    YELLOW,
    Life,
    Light,
    day_of,
    due_of,
    is_stale,
    light_of,
)
from youju.work.registers.deadlines import Deadline, deadlines_of
from youju.work.registers.fields.kept import last_day
from youju.work.registers.models import Party, Record, RecordVersion, Remark


@dataclass(frozen=True, slots=True)
class Clocked:
    """What the clock says of a record today."""

    due: dt.date | None
    light: Light
    stale: bool
    done_on: dt.date | None
    unknown: Refusal | None = None
    """Why nothing can be said: the holidays of a year are not known yet."""
    deadlines: tuple[Deadline, ...] = ()
    """Those besides finishing: signing for it, the first reply."""

    @property
    def colour(self) -> str:
        """The worst light of all deadlines that still stand."""
        lights = {self.light.colour, *(one.light.colour for one in self.late_or_near)}
        return next(colour for colour in (RED, YELLOW, GREEN, GREY) if colour in lights)

    @property
    def late_or_near(self) -> list[Deadline]:
        """The other deadlines still to be met that are over, or about to be."""
        return [one for one in self.deadlines if one.is_open and one.light.colour != GREEN]


def life_of(
    one: Declaration, record: Record, versions: Sequence[RecordVersion], remarks: Iterable[Remark]
) -> Life:
    """Return the life of a record from its versions (oldest first) and remarks."""
    pauses: list[tuple[dt.date, dt.date | None]] = []
    for version in versions:
        day = day_of(version.at)
        if version.act == "suspend":
            pauses.append((day, None))
        elif version.act == "resume" and pauses and pauses[-1][1] is None:
            pauses[-1] = (pauses[-1][0], day)
    extended = [
        (dt.date.fromisoformat(r.detail["until"]), day_of(r.at))
        for r in remarks
        if r.kind == Remark.Kind.EXTEND and "until" in r.detail
    ]
    return Life(
        record.made_on,
        record.values,
        pauses,
        max(extended)[::-1] if extended else None,
        *_done_on(one, record, versions),
        _dues(one, record, versions),
    )


def _done_on(
    one: Declaration, record: Record, versions: Sequence[RecordVersion]
) -> tuple[dt.date | None, dt.date | None]:
    """Return the day the work was done (its own date field, or the day it came to the stage it ends in) and the day that was said.

    What is told late stays red until it was told, whatever day is told. What was done when it was registered is history.
    """
    ends = one.closed | {
        move.to for move in one.moves if any(other.apart_from == move.id for other in one.moves)
    }
    if record.stage not in ends:
        return None, None
    name = one.plan.actual_finish if one.plan is not None else None
    kept = record.values.get(name or "")
    came = [version for version in versions if version.stage in ends and version.stage_was not in ends]
    said = day_of(came[-1].at) if came else record.made_on
    if not kept:
        return said, said
    day = min(last_day(kept), said)
    return day, day if versions and versions[0].values.get(name or "") else said


def _dues(
    one: Declaration, record: Record, versions: Sequence[RecordVersion]
) -> tuple[tuple[dt.date, dt.date], ...]:
    if one.clock is None or one.clock.due is None:
        return ()
    found: list[tuple[dt.date, dt.date]] = []
    for version in versions:
        kept = version.values.get(one.clock.due)
        if kept and (not found or found[-1][1] != last_day(kept)):
            found.append((max(day_of(version.at), record.made_on), last_day(kept)))
    return tuple(found)


def clocked(
    one: Declaration,
    record: Record,
    versions: Sequence[RecordVersion],
    remarks: Sequence[Remark],
    today: dt.date,
    parties: Iterable[Party] = (),
) -> Clocked:
    """Return what the clock says of a record today."""
    life = life_of(one, record, versions, remarks)
    try:
        told = _told(one, record, life, versions, remarks, today)
        others = tuple(deadlines_of(one, record, life, versions, remarks, parties, today))
        return replace(told, deadlines=others)
    except Refusal as refusal:
        return Clocked(
            None, Light(GREY), stale=False, done_on=life.done_on, unknown=refusal.with_traceback(None)
        )


def _told(
    one: Declaration,
    record: Record,
    life: Life,
    versions: Sequence[RecordVersion],
    remarks: Sequence[Remark],
    today: dt.date,
) -> Clocked:
    words = [version.at for version in versions] + [remark.at for remark in remarks if remark.kind in SAID]
    stale = record.suspended_on is None and is_stale(
        one, record.stage, day_of(max(words)) if words else record.made_on, today
    )
    return Clocked(due_of(one, life, today), light_of(one, life, today), stale, life.done_on)


SAID = frozenset({Remark.Kind.NOTE, Remark.Kind.ACCEPT, Remark.Kind.PART, Remark.Kind.EXTEND})


@dataclass(frozen=True, slots=True)
class Past:
    """What was done to records and said of them, by record, and who still stands beside them."""

    versions: dict[int, list[RecordVersion]]
    remarks: dict[int, list[Remark]]
    parties: dict[int, list[Party]]


def past_of(records: Iterable[Record]) -> Past:
    """Return the past of records of any registers, in three questions to the database."""
    keys = [record.pk for record in records]
    found = Past({key: [] for key in keys}, {key: [] for key in keys}, {key: [] for key in keys})
    rows: Any = (
        RecordVersion.objects.filter(record__in=keys).order_by("record_id", "number").select_related("post")
    )
    for version in rows:
        found.versions[version.record_id].append(version)
    for remark in Remark.objects.filter(record__in=keys).order_by("at", "pk"):
        found.remarks[remark.record_id].append(remark)
    for party in Party.objects.filter(record__in=keys, ended_on=None).order_by("pk"):
        found.parties[party.record_id].append(party)
    return found


def clocked_many(
    one: Declaration, records: Sequence[Record], today: dt.date, past: Past | None = None
) -> dict[int, Clocked]:
    """Return what the clock says of many records; their past is asked for where it is not in hand."""
    past = past or past_of(records)
    beside = one.parts and one.clock is not None and one.clock.accept is not None
    return {
        row.pk: clocked(
            one,
            row,
            past.versions[row.pk],
            past.remarks[row.pk],
            today,
            past.parties[row.pk] if beside else (),
        )
        for row in records
    }

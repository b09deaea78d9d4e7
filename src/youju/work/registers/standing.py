"""How records stand, now or at a moment that has passed: told from their versions, which are never rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q

from youju.engine.registers import Declaration
from youju.work.registers.declared import declaration_of, declared_in
from youju.work.registers.models import Record, RecordVersion, Register, RegisterVersion

Versions = Mapping[int, int]
"""Record → the version in which it counts, where that is later than the moment asked for."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A record as it stood: what it said, where, in which version, and by which declaration that is read."""

    pk: int
    number: str
    version: int
    unit_id: int
    unit_code: str
    stage: str
    values: Mapping[str, Any]
    made_on: dt.date
    suspended: bool
    declaration: Declaration
    by: int | None = None
    """Who wrote this version; not told of records that are read as they stand now."""


def stands_now(register: Register) -> Iterator[Stand]:
    """Yield the records of a register as they stand now, in the order they were made."""
    one = declaration_of(register)
    rows = Record.objects.filter(register=register).select_related("unit").order_by("pk")
    for row in rows.iterator(chunk_size=5000):
        yield _as_it_is(row, one)


def stands_at(
    register: Register, moment: dt.datetime, versions: Versions, *, changed_since: bool = False
) -> Iterator[Stand]:
    """Yield the records of a register as they stood at a moment, or in the later version named for one, in the order they were made.

    What was made later is left out, unless a version of it is named. ``changed_since`` yields only those that changed later.
    """
    late = Q(changed_at__gt=moment) | Q(pk__in=versions)
    then = {one.pk: one for one in _of_versions(register, late, moment, versions)}
    if changed_since:
        yield from then.values()
        return
    declared = Declared(register).at(moment)
    rows = Record.objects.filter(register=register).select_related("unit").order_by("pk")
    for row in rows.iterator(chunk_size=5000):
        if row.pk in then:
            yield then[row.pk]
        elif row.changed_at <= moment and declared is not None:
            yield _as_it_is(row, declared)


def now_of(register: Register, since: dt.datetime) -> Iterator[Stand]:
    """Yield the records of a register that changed after a moment, in their last version."""
    yield from _of_versions(register, Q(changed_at__gt=since), None, {})


def _of_versions(
    register: Register, which: Q, moment: dt.datetime | None, named: Versions
) -> Iterator[Stand]:
    """Yield records in the last version up to a moment, or up to the one named."""
    records = Record.objects.filter(which, register=register).select_related("unit")
    rows = {row.pk: row for row in records}
    versions = RecordVersion.objects.filter(record__in=records.values("pk")).select_related("unit")
    declared = Declared(register)
    for pk, group in groupby(versions.order_by("record_id", "number"), key=lambda one: one.record_id):
        last, suspended = None, False
        for one in group:
            if moment is not None and one.at > moment and one.number > named.get(pk, 0):
                break
            last, suspended = one, {"suspend": True, "resume": False}.get(one.act, suspended)
        if last is not None:
            yield _as_it_was(rows[pk], last, declared, suspended=suspended)


def _as_it_is(row: Record, one: Declaration) -> Stand:
    return Stand(
        row.pk, row.number, row.lock, row.unit_id, row.unit.code, row.stage, row.values, row.made_on,
        row.suspended_on is not None, one,
    )  # fmt: skip


def _as_it_was(row: Record, version: RecordVersion, declared: Declared, *, suspended: bool) -> Stand:
    one = declared.at(version.at) or declared.now
    return Stand(
        row.pk, row.number, version.number, version.unit_id, version.unit.code, version.stage, version.values, row.made_on,
        suspended, one, version.by_id,
    )  # fmt: skip


class Declared:
    """The declarations of a register by their moments, asked for once."""

    def __init__(self, register: Register) -> None:
        rows = RegisterVersion.objects.filter(register=register, declared_at__isnull=False).order_by("number")
        self._rows = list(rows)
        self.now = declaration_of(register)

    def at(self, moment: dt.datetime) -> Declaration | None:
        """Return the declaration that counted at a moment, None where there was none yet."""
        row = next((row for row in reversed(self._rows) if row.declared_at <= moment), None)
        return declared_in(row) if row is not None else None

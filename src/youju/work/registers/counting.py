"""Indicators drawn from a register: counted where the records stand, exact, by unit and period, and opened to their records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count as Counting
from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from youju.engine.language.conditions import Comparison
from youju.engine.period import Period
from youju.engine.registers import Declaration
from youju.engine.registers.language import Count
from youju.work.registers.asking import Pick, condition
from youju.work.registers.clock import working_day_number
from youju.work.registers.life import day_of
from youju.work.registers.models import Record, RecordVersion
from youju.work.registers.shadows import day_number, unscaled

PARTS = ("in", "missing", "all")
BUILT_IN = {
    "stage": "stage",
    "unit": "unit_id",
    "suspended": "suspended_on",
    "made_on": "made_on",
    "number": "number",
    "accept": "accept_by",
    "reply": "reply_by",
    "finish": "finish_by",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of one unit (or of all): the value, and what it was counted from. None where nothing can be said."""

    unit_id: int | None
    value: Decimal | None
    count: int
    of: Decimal | int | None = None
    relation: str = "="
    """How the value stands to the truth: a sum of “≥20” and “300” is at least what it comes to, never exactly it."""


def picks_of(name: str, test: Comparison) -> list[Pick]:
    """Return a comparison of the declaration as the filters of a list."""
    found = []
    for key, operator in (
        ("is_", "is"),
        ("is_not", "is_not"),
        ("at_least", "at_least"),
        ("at_most", "at_most"),
        ("above", "above"),
        ("below", "below"),
    ):
        value = getattr(test, key)
        if value is not None:
            found.append(Pick(name, operator, (_said(value),)))
    if test.in_ is not None:
        found.append(Pick(name, "in", tuple(_said(value) for value in test.in_)))
    if test.between is not None:
        found.append(Pick(name, "between", tuple(_said(value) for value in test.between)))
    if test.missing is not None:
        found.append(Pick(name, "missing", ("是" if test.missing else "否",)))
    return found


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def holds(one: Declaration, picks: Mapping[str, Comparison] | None) -> Q:
    """Return the condition that all picks hold."""
    found = Q()
    for name, test in (picks or {}).items():
        for pick in picks_of(name, test):
            found &= condition(one, pick)
    return found


def in_period(one: Declaration, asked: Count, period: Period | None) -> Q:
    """Return the condition that a record belongs to a period: by its date field, or by the day it was made."""
    if period is None:
        return Q()
    if asked.by is None or asked.by == "made_on":
        return Q(made_on__gte=period.start, made_on__lte=period.end)
    column = one.slots[asked.by]
    return Q(**{f"{column}__gte": day_number(period.start), f"{column}__lte": day_number(period.end)})


def members(one: Declaration, name: str, part: str = "in", period: Period | None = None) -> Q:
    """Return the condition of the records behind an indicator: those counted, those missing from a share, or all it looks at."""
    asked = one.indicators[name]
    base = holds(one, asked.where) & holds(one, asked.among) & in_period(one, asked, period)
    if asked.share is None or part == "all":
        return base
    inside = holds(one, asked.share)
    return base & (~inside if part == "missing" else inside)


def measure(
    rows: QuerySet[Record],
    one: Declaration,
    name: str,
    *,
    period: Period | None = None,
    by_unit: bool = False,
) -> list[Measured]:
    """Return an indicator over records a person may read: one line, or one for each unit that has any."""
    return measured(rows, one, [name], period=period, by_unit=by_unit)[name]


def measured(
    rows: QuerySet[Record],
    one: Declaration,
    names: Iterable[str],
    *,
    period: Period | None = None,
    by_unit: bool = False,
) -> dict[str, list[Measured]]:
    """Return indicators over records a person may read, all from one pass over them: name → its lines."""
    bases = {name: members(one, name, "all", period) for name in names}
    scanned = [name for name in bases if one.indicators[name].duration is None]
    # a share is asked of part of the records: the others must stay for the indicator beside it
    if len(scanned) == 1:
        rows = rows.filter(bases[scanned[0]])
    # grouped by a constant the whole is one line; grouped by a column SQLite would walk that column's index, row by row
    by = "unit_id" if by_unit else "whole"
    asked = [part for name in scanned for part in _parts(one, name, bases[name])]
    grouped = rows.order_by().annotate(whole=Value(0)).values(by).order_by(by)
    lines = list(grouped.values_list(by, *asked)) if scanned else []
    found: dict[str, list[Measured]] = {}
    for name, base in bases.items():
        stage = one.indicators[name].duration
        if stage is not None:
            found[name] = _durations(rows.filter(base).order_by(), stage, by_unit=by_unit)
            continue
        at = 1 + scanned.index(name) * PER_INDICATOR
        told = [(line[0], *line[at : at + PER_INDICATOR]) for line in lines if line[at]]
        if by_unit:
            found[name] = [_one(one, one.indicators[name], *line) for line in told]
        else:
            whole = told[0][1:] if told else (0, 0, 0)
            found[name] = [_one(one, one.indicators[name], None, *whole)]
        field = one.indicators[name].sum or one.indicators[name].mean
        if field is not None and one.fields[field].type == "quantity":
            said = _relations(rows.filter(base), field, by_unit=by_unit)
            found[name] = [replace(line, relation=said.get(line.unit_id, "=")) for line in found[name]]
    return found


def _relations(rows: QuerySet[Record], field: str, *, by_unit: bool) -> dict[int | None, str]:
    """Return unit (or None for all) → the relation of what a field says there, put together."""
    by = ("unit_id",) if by_unit else ()
    seen: dict[int | None, set[str]] = {}
    for line in rows.order_by().values_list(*by, f"values__{field}__r").distinct():
        if line[-1] is not None:
            seen.setdefault(line[0] if by_unit else None, set()).add(line[-1])
    together = {
        frozenset("="): "=",
        frozenset("≥"): "≥",
        frozenset("=≥"): "≥",
        frozenset("≤"): "≤",
        frozenset("=≤"): "≤",
    }
    return {unit_id: together.get(frozenset(said), "≈") for unit_id, said in seen.items()}


PER_INDICATOR = 3


def _parts(one: Declaration, name: str, base: Q) -> tuple[Coalesce | Value, ...]:
    """Return what is asked for an indicator: how many records it looks at, the total of its field, and the part counted."""
    asked = one.indicators[name]
    column = one.slots.get(asked.sum or asked.mean or "", "")
    number, nothing = Coalesce(Counting("pk", filter=base), 0), Value(0)
    if column:
        return number, Coalesce(Sum(column, filter=base), 0), Coalesce(Counting(column, filter=base), 0)
    if asked.share is not None:
        return number, nothing, Coalesce(Counting("pk", filter=base & holds(one, asked.share)), 0)
    if asked.distinct is not None:
        kept = BUILT_IN.get(asked.distinct) or one.slots[asked.distinct]
        return number, nothing, Coalesce(Counting(kept, distinct=True, filter=base), 0)
    return number, nothing, nothing


def _one(one: Declaration, asked: Count, unit_id: int | None, number: int, total: int, part: int) -> Measured:
    if asked.count:
        return Measured(unit_id, Decimal(number), number)
    if asked.share is not None:
        return Measured(unit_id, Decimal(part) / Decimal(number) if number else None, part, number)
    if asked.distinct is not None:
        return Measured(unit_id, Decimal(part), number)
    field = one.fields[asked.sum or asked.mean or ""]
    exact = unscaled(field, int(total)) if part else None
    if asked.sum is not None:
        return Measured(unit_id, exact, number, part)
    return Measured(unit_id, exact / part if exact is not None else None, number, part)


def _durations(rows: QuerySet[Record], stage: str, *, by_unit: bool) -> list[Measured]:
    """Mean working days in a stage, over stays that have ended: a stay that goes on has no length yet."""
    stays: dict[int | None, list[int]] = {}
    entered: dict[int, dt.date] = {}
    versions = RecordVersion.objects.filter(record__in=rows.values("pk")).order_by("record_id", "number")
    for record_id, unit_id, number, was, now, at in versions.values_list(
        "record_id", "unit_id", "number", "stage_was", "stage", "at"
    ).iterator(chunk_size=5000):
        if now == stage and (was != stage or number == 1):
            entered[record_id] = day_of(at)
        elif was == stage and now != stage and record_id in entered:
            days = working_day_number(day_of(at)) - working_day_number(entered.pop(record_id))
            stays.setdefault(unit_id if by_unit else None, []).append(days)
    found = [Measured(unit_id, Decimal(sum(days)) / len(days), len(days)) for unit_id, days in stays.items()]
    return sorted(found, key=lambda m: m.unit_id or 0) or ([] if by_unit else [Measured(None, None, 0)])


def stage_table(rows: QuerySet[Record], one: Declaration) -> list[tuple[str, str, int, int]]:
    """Return (stage, title, records, of these suspended) for every stage, in order: the statistics of the stages."""
    counted = (
        rows.order_by()
        .values("stage")
        .annotate(n=Counting("pk"), held=Counting("pk", filter=Q(suspended_on__isnull=False)))
    )
    told = {row["stage"]: (row["n"], row["held"]) for row in counted}
    return [(name, stage.title, *told.get(name, (0, 0))) for name, stage in one.stages.items()]

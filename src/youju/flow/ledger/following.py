"""Values that add up follow the units that merged or split, so that no sum changes when a tree does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.flow.inspections.selectors import said_at as verified_at
from youju.flow.ledger.exactly import joined, split
from youju.flow.ledger.models import Observation
from youju.flow.reports.selectors import said_at as handed_in_at
from youju.flow.units.carrying import LONG_AGO, came_from, carried, steps_until
from youju.flow.units.selectors import codes_of
from youju.flow.units.succession import Step, ways

# pk, unit_id, unit code, indicator, period, mantissa, scale, relation, basis, evidence, citation, recorded_at
Fact = tuple[Any, ...]


def adds_up(scheme: Scheme) -> set[str]:
    """Return the indicators of a scheme whose values of two units add up to that of both."""
    return {name for name, one in scheme.indicators.items() if one.up_the_tree == "sum"}


def follow(
    rows: Sequence[Fact], scheme: Scheme, until: dt.date, *, known_by: dt.datetime | None = None
) -> list[Fact]:
    """Return facts in the order recorded, each of them of the unit it belongs to on a day; what adds up is added up.

    A value that came together out of several is one row with the evidence of all, as late as the latest of them; it is
    exact, or approximate where a unit was divided by shares. What was recorded of units after ``known_by`` is not followed.
    """
    steps = steps_until(until, known_by=known_by)
    touched = {unit for step in steps for unit in (step.before, step.after)}
    wanted = adds_up(scheme)
    moving = [row for row in rows if row[1] in touched and row[3] in wanted]
    if not steps or not moving:
        return list(rows)
    cells: dict[tuple[str, str], dict[int, Fact]] = defaultdict(dict)
    for row in moving:
        cells[row[3], row[4]][row[1]] = row  # the last row of a cell wins
    codes, spoken = codes_of(touched), _spoken([row[0] for held in cells.values() for row in held.values()])
    made, replaced = [], set[tuple[int, str, str]]()
    for (indicator, period), held in cells.items():
        said = {unit: spoken[row[0]] for unit, row in held.items() if row[0] in spoken}
        facts = {fact[1]: fact for fact in _joined(Period.parse(period), held, steps, said, until, codes)}
        made += [fact for unit, fact in facts.items() if fact is not held.get(unit)]
        replaced |= {(unit, indicator, period) for unit in held if facts.get(unit) is not held[unit]}
    kept = [row for row in rows if (row[1], row[3], row[4]) not in replaced]
    return sorted([*kept, *made], key=lambda row: (row[11], row[0]))


def _joined(
    period: Period,
    held: dict[int, Fact],
    steps: list[Step],
    said: dict[int, dt.datetime],
    until: dt.date,
    codes: dict[int, str],
) -> Iterator[Fact]:
    """Yield the facts of one cell as those of the units of a later day; who neither gave nor took keeps its row."""
    values: dict[int, Decimal] = defaultdict(Decimal)
    parts: dict[int, list[Fact]] = defaultdict(list)
    shared = set[int]()
    for way, units in ways(held, steps, said, first=period.start, last=period.end).items():
        own = {unit: joined(held[unit][5], held[unit][6]) for unit in units}
        shared |= {step.after for step in way if step.share != 1}
        for unit, value in carried(own, list(way), since=LONG_AGO, until=until).items():
            values[unit] += value
            parts[unit] += [held[key] for key in units if key in came_from(unit, list(way))]
    for unit in sorted(key for key in values if key > 0):  # what another's word includes went aside
        if parts[unit] == [held.get(unit)] and values[unit] == joined(*held[unit][5:7]):
            yield held[unit]
        else:
            yield _as_one(
                unit, codes[unit], values[unit], sorted(parts[unit], key=lambda row: row[1]), unit in shared
            )


def _as_one(unit: int, code: str, value: Decimal, parts: list[Fact], shared: bool) -> Fact:
    last = max(parts, key=lambda row: (row[11], row[0]))
    said = {row[7] for row in parts}
    relation = said.pop() if len(said) == 1 and not shared else "≈"
    evidence = list(dict.fromkeys(sha for row in parts for sha in row[9]))
    cited = ";".join(dict.fromkeys(row[10] for row in parts if row[10])) or last[10]
    return (last[0], unit, code, *last[3:5], *split(value), relation, last[8], evidence, cited, last[11])


def _spoken(keys: Collection[int]) -> dict[int, dt.datetime]:
    """Return when the unit itself said what rows hold, reported or verified; what corrects a row speaks of what that spoke of."""
    found: dict[int, dt.datetime] = {}
    rows = {key: key for key in keys}  # a row, and the one that asks for it
    while rows:
        there = Observation.objects.filter(pk__in=rows).values_list("pk", "corrects_id", "source")
        sources = {
            rows[key]: (source or "").split(":") for key, corrected, source in there if corrected is None
        }
        for room, moments in (
            ("reports.submission", handed_in_at),
            ("inspections.verification", verified_at),
        ):
            wanted = {key: int(source[1]) for key, source in sources.items() if source[0] == room}
            at = moments(set(wanted.values())) if wanted else {}
            found |= {key: localtime(at[one]) for key, one in wanted.items() if one in at}
        rows = {corrected: rows[key] for key, corrected, _source in there if corrected is not None}
    return found

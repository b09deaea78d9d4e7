"""Values that add up follow the units that merged or split, so that no sum changes when a tree does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.flow.ledger.exactly import joined, split
from youju.flow.units.carrying import came_from, carried, steps_until
from youju.flow.units.selectors import codes_of
from youju.flow.units.succession import Step

# pk, unit_id, unit code, indicator, period, mantissa, scale, relation, basis, evidence, citation, recorded_at
Fact = tuple[Any, ...]


def adds_up(scheme: Scheme) -> set[str]:
    """Return the indicators of a scheme whose values of two units add up to that of both."""
    return {name for name, one in scheme.indicators.items() if one.up_the_tree == "sum"}


def follow(rows: Sequence[Fact], scheme: Scheme, until: dt.date) -> list[Fact]:
    """Return facts in the order recorded, each of them of the unit it belongs to on a day; what adds up is added up.

    A value that came together out of several is one row with the evidence of all, as late as the latest of them; it is
    exact, or approximate where a unit was divided by shares.
    """
    steps = steps_until(until)
    touched = {unit for step in steps for unit in (step.before, step.after)}
    wanted = adds_up(scheme)
    moving = [row for row in rows if row[1] in touched and row[3] in wanted]
    if not steps or not moving:
        return list(rows)
    cells: dict[tuple[str, str], dict[int, Fact]] = defaultdict(dict)
    for row in moving:
        cells[row[3], row[4]][row[1]] = row  # the last row of a cell wins
    codes = codes_of(touched)
    made, replaced = [], set[tuple[int, str, str]]()
    for (indicator, period), held in cells.items():
        for fact in _joined(indicator, period, held, steps, until, codes):
            made.append(fact)
            replaced.add((fact[1], indicator, period))
        gone = {step.before for step in steps if step.on > Period.parse(period).start}
        replaced |= {(unit, indicator, period) for unit in gone}
    kept = [row for row in rows if (row[1], row[3], row[4]) not in replaced]
    return sorted([*kept, *made], key=lambda row: (row[11], row[0]))


def _joined(
    indicator: str,
    period: str,
    held: dict[int, Fact],
    steps: list[Step],
    until: dt.date,
    codes: dict[int, str],
) -> list[Fact]:
    since = Period.parse(period).start
    values: dict[int, Decimal] = {unit: joined(row[5], row[6]) for unit, row in held.items()}
    moved = [step for step in steps if since < step.on <= until]
    found = []
    for unit, value in carried(values, moved, since=since, until=until).items():
        parts = [held[key] for key in sorted(came_from(unit, moved)) if key in held]
        if parts == [held.get(unit)] and value == values[unit]:
            continue
        mantissa, scale = split(value)
        last = max(parts, key=lambda row: (row[11], row[0]))
        shared = any(step.share != 1 for step in moved if step.after == unit)
        said = {row[7] for row in parts}
        relation = said.pop() if len(said) == 1 and not shared else "≈"
        evidence = list(dict.fromkeys(sha for row in parts for sha in row[9]))
        cited = ";".join(dict.fromkeys(row[10] for row in parts if row[10])) or last[10]
        found.append(
            (
                last[0],
                unit,
                codes[unit],
                indicator,
                period,
                mantissa,
                scale,
                relation,
                last[8],
                evidence,
                cited,
                last[11],
            )
        )
    return found

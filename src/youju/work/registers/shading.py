"""A register on the map of its units: an indicator for each unit that has a border, in four shades with its number in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from youju.engine.registers import Declaration
from youju.flow.units.selectors import descendants_at
from youju.work.registers.counting import Measured, measure
from youju.work.registers.models import Record

if TYPE_CHECKING:
    from youju.flow.units.models import Outline

SHADES = ("#e3edf6", "#bcd5ea", "#8fb8dc", "#5f9bce")
BLANK = "#ffffff"
AREAS = 120
"""So many units are shaded: each is counted by itself, because shares and means cannot be added up from their parts."""


@dataclass(frozen=True, slots=True)
class Shade:
    """What an indicator comes to in one unit and all under it, and the fill that stands for it: white where nothing can be said."""

    line: Measured
    fill: str


def finest(borders: Mapping[str, Outline]) -> dict[str, Outline]:
    """Return the borders of the lowest level that has any, in the order of their codes."""
    lowest = max((row.unit.depth for row in borders.values()), default=0)
    return {code: row for code, row in sorted(borders.items()) if row.unit.depth == lowest}


def shades(
    rows: QuerySet[Record], one: Declaration, name: str, borders: Mapping[str, Outline], today: dt.date
) -> tuple[dict[str, Shade], int]:
    """Return code → shade of the units of the lowest level with borders, and how many of the records lie in none of them."""
    some = list(finest(borders).items())[:AREAS]
    told: dict[str, Measured] = {}
    inside = 0
    for code, row in some:
        here = rows.filter(unit__in=descendants_at(row.unit_id, today).order_by().values("pk"))
        told[code] = measure(here, one, name)[0]
        inside += here.order_by().count()
    fills = filled([line.value for line in told.values()])
    found = {
        code: Shade(line, BLANK if line.value is None else fills[line.value]) for code, line in told.items()
    }
    return found, max(0, rows.order_by().count() - inside)


def filled(values: Iterable[Decimal | None]) -> dict[Decimal, str]:
    """Return value → fill: the different values in order, cut into four groups of as many; equal values look equal."""
    different = sorted({value for value in values if value is not None})
    return {
        value: SHADES[at * len(SHADES) // len(different)] if len(different) > 1 else SHADES[1]
        for at, value in enumerate(different)
    }


def legend(found: Iterable[Shade]) -> Sequence[tuple[str, Measured, Measured]]:
    """Return for each fill in use the least and the greatest that it stands for, the lightest first."""
    by_fill: dict[str, list[Measured]] = {}
    for shade in found:
        if shade.line.value is not None:
            by_fill.setdefault(shade.fill, []).append(shade.line)
    return [
        (
            fill,
            min(by_fill[fill], key=lambda line: line.value or 0),
            max(by_fill[fill], key=lambda line: line.value or 0),
        )
        for fill in SHADES
        if fill in by_fill
    ]

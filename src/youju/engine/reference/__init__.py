"""The oracle: every mark worked out slowly, one unit at a time, with fractions, straight from the page of the scheme language.

It shares the grammar, the periods and the data with the fast engine and nothing else; property tests compare the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from youju.engine.data import Facts, Records, Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.reference import board
from youju.engine.reference.numbers import as_decimal
from youju.engine.reference.rules import Card
from youju.engine.reference.sections import added, judged
from youju.engine.reference.world import At, World, what_held

Marks = dict[str, Fraction | None]


@dataclass(frozen=True)
class Reference:
    """What the oracle says, by unit code; units of levels that no league names are not scored and not here.

    ``totals`` are rounded to the total's places, None when withheld. ``marks`` holds every rule, leaf and section, after its own
    bounds, conditions and rounding; None when it is missing or does not apply. ``places`` and ``bands`` are by league (its
    ``id``, or its number in the list); a unit that has none is left out. ``grades`` holds the vetoed.
    """

    totals: dict[str, Decimal | None]
    marks: dict[str, Marks]
    places: dict[str, dict[str, Fraction]]
    bands: dict[str, dict[str, str]]
    grades: dict[str, str]


def reference_score(
    scheme: Scheme, *, units: Units, facts: Facts, registers: dict[str, Records], period: Period
) -> Reference:
    """Score every unit of every level that a league names. Raises ValueError for a composite and for what `check` would refuse."""
    if scheme.marks is None:
        raise ValueError(
            "the oracle works out marks; a composite index is held against published results instead"
        )
    world = World(scheme, units, registers, period, what_held(facts))
    levels = {league.level for league in scheme.league}
    scored = [unit for unit, level in enumerate(units.levels) if level in levels]
    sheet: board.Sheet = {}
    exact: dict[int, Fraction] = {}
    for unit in scored:
        sheet[unit], total = _marked(world, unit)
        sheet[unit]["total"] = None if total is None else board.published(world, total)
        if total is not None:
            exact[unit] = board.published(world, total) if scheme.total.before_ranking else total
    return _told(world, sheet, exact)


def _marked(world: World, unit: int) -> tuple[Marks, Fraction | None]:
    """Return the marks of one unit's rules and its total inside its bounds, not rounded; None when withheld or when no rule gave any."""
    card, at = Card(), At(unit, world.period)
    children = judged(world, world.scheme.marks or (), None, at, card)
    whole = added(world, children, None, at)
    return card.given, None if whole is None or card.withheld else board.total_of(world, whole)


def _told(world: World, sheet: board.Sheet, ranked: dict[int, Fraction]) -> Reference:
    code, places_after = world.units.codes, world.scheme.total.places
    places: dict[str, dict[str, Fraction]] = {}
    bands: dict[str, dict[str, str]] = {}
    grades = {unit: grade for unit in sheet if (grade := board.graded(world, unit, sheet[unit])) is not None}
    for league in world.scheme.league:
        key = board.league_key(world, league)
        places[key], bands[key] = {}, {}
        for group in board.circles(world, league, ranked):
            places[key] |= {code[u]: p for u, p in board.places_in(world, group, ranked).items()}
            bands[key] |= {
                code[u]: board.lowered(world, u, band, sheet[u])
                for u, band in board.bands_in(world, group, ranked, sheet).items()
            }
        bands[key] |= {code[u]: grade for u, grade in grades.items() if world.units.levels[u] == league.level}
    totals = {code[unit]: given["total"] for unit, given in sheet.items()}
    return Reference(
        {unit: None if total is None else as_decimal(total, places_after) for unit, total in totals.items()},
        {
            code[unit]: {rule: marks for rule, marks in given.items() if rule != "total"}
            for unit, given in sheet.items()
        },
        places,
        bands,
        {code[unit]: grade for unit, grade in grades.items()},
    )


__all__ = ["Reference", "reference_score"]

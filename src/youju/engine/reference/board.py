"""After the marks: the total, the places in every league, the bands, and the vetoes that replace them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from youju.engine.language.leaves import Head
from youju.engine.language.presets import Difficulty, VetoItem
from youju.engine.language.sections import Section
from youju.engine.language.stage import Band, Cut, League, Veto
from youju.engine.reference.asking import Given, is_so
from youju.engine.reference.numbers import bounded, rounded
from youju.engine.reference.peers import place_in
from youju.engine.reference.world import At, World

Sheet = dict[int, Given]
"""Unit → the marks of its rules; ``total`` is the rounded total, None when withheld."""


def total_of(world: World, marks: Fraction) -> Fraction:
    """Keep the sum of the marks inside the total's bounds; not yet rounded."""
    total = world.scheme.total
    return bounded(marks, world.maybe(total.at_least, world.period), world.maybe(total.at_most, world.period))


def published(world: World, total: Fraction) -> Fraction:
    """Round a total as the scheme says."""
    return rounded(total, world.scheme.total.places, world.scheme.total.round)


def league_key(world: World, league: League) -> str:
    """Return what a league is called in results: its ``id``, or else its number in the list."""
    return league.id or str(world.scheme.league.index(league))


def circles(world: World, league: League, scored: Iterable[int]) -> list[list[int]]:
    """Return the units of each circle of a league that have a total; circles that are too small are left out."""
    groups: dict[object, list[int]] = defaultdict(list)
    for unit in scored:
        circle = world.circle(unit, league)
        if circle is not None:
            groups[circle].append(unit)
    return [group for group in groups.values() if len(group) >= league.at_least]


def places_in(world: World, group: list[int], ranked: dict[int, Fraction]) -> dict[int, Fraction]:
    """Return the place of every unit of one circle, by the totals it is ranked by."""
    totals = [ranked[unit] for unit in group]
    rule = world.scheme.total
    return {unit: place_in(ranked[unit], totals, rule.order, rule.ties) for unit in group}


def bands_in(world: World, group: list[int], ranked: dict[int, Fraction], sheet: Sheet) -> dict[int, str]:
    """Return the first band that fits each unit of one circle, in the order written."""
    found = {}
    for unit in group:
        fitting = [
            name
            for name, band in world.scheme.bands.items()
            if _fits(world, band, unit, group, ranked, sheet)
        ]
        if fitting:
            found[unit] = fitting[0]
    return found


def _fits(
    world: World, band: Band, unit: int, group: list[int], ranked: dict[int, Fraction], sheet: Sheet
) -> bool:
    if band.rest:
        return True
    high, own = world.scheme.total.order == "highest_first", ranked[unit]
    before = sum((ranked[one] > own) if high else (ranked[one] < own) for one in group)
    behind = sum((ranked[one] < own) if high else (ranked[one] > own) for one in group)
    if band.top is not None:
        return before < how_many(band.top, len(group), band.cut)
    if band.bottom is not None:
        return behind < how_many(band.bottom, len(group), band.cut)
    total, period = sheet[unit]["total"], world.period
    if total is None:
        return False
    tests = (
        band.at_least is None or total >= world.sure(band.at_least, period),
        band.above is None or total > world.sure(band.above, period),
        band.at_most is None or total <= world.sure(band.at_most, period),
        band.below is None or total < world.sure(band.below, period),
        band.if_ is None or is_so(world, band.if_, At(unit, period), sheet[unit]),
    )
    return all(tests)


def how_many(cut: Cut, units: int, mode: str) -> int:
    """Return how many units a count, or a share of so many units, is."""
    if cut.count is not None:
        return cut.count
    share = Fraction(cut.share or 0) * units
    return {"down": math.floor(share), "up": math.ceil(share)}.get(mode, math.floor(share + Fraction(1, 2)))


def graded(world: World, unit: int, given: Given) -> str | None:
    """Return the grade of the first veto that holds: the scheme's list first, then vetoes among the rules in their order."""
    items = [*world.scheme.veto, *_veto_items(world.scheme.marks or ())]
    for item in items:
        if item.grade is not None and is_so(world, item.if_, At(unit, world.period), given):
            return item.grade
    return None


def lowered(world: World, unit: int, band: str, given: Given) -> str:
    """Return a band after every veto that takes it steps down, one after the other."""
    for item in world.scheme.veto:
        if (
            item.grades is not None
            and band in item.grades
            and is_so(world, item.if_, At(unit, world.period), given)
        ):
            band = item.grades[min(item.grades.index(band) + (item.lower or 0), len(item.grades) - 1)]
    return band


def _veto_items(rules: Iterable[Head]) -> list[Veto | VetoItem]:
    found: list[Veto | VetoItem] = []
    for rule in rules:
        if isinstance(rule, VetoItem):
            found.append(rule)
        if isinstance(rule, Section):
            found += _veto_items(getattr(rule, type(rule).key))
        if isinstance(rule, Difficulty):
            found += _veto_items([rule.rule])
    return found

"""Sections: several rules made into one – and what becomes of those that are missing or do not apply."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from youju.engine.language.leaves import Head
from youju.engine.language.presets import VetoItem
from youju.engine.language.sections import (
    GeometricRule,
    MaxRule,
    MeanRule,
    MinRule,
    ProductRule,
    Section,
    SumRule,
    WeightedMeanRule,
)
from youju.engine.reference.numbers import geometric_mean, rounded
from youju.engine.reference.world import At, World

if TYPE_CHECKING:
    from youju.engine.reference.rules import Card, Outcome


@dataclass(frozen=True)
class Child:
    """One rule of a section, judged."""

    rule: Head
    marks: Fraction | None
    applies: bool
    weight: Fraction


def combine(world: World, section: Section, at: At, card: Card) -> Outcome:
    """Judge the rules of a section and put their marks together; a section none of whose rules applies does not apply itself."""
    from youju.engine.reference.rules import (  # rules hold sections, and sections hold rules
        NOT_APPLICABLE,
        Outcome,
    )

    children = judged(world, getattr(section, type(section).key), section.not_applicable, at, card)
    if not any(child.applies for child in children):
        return NOT_APPLICABLE
    if isinstance(section, SumRule):
        return Outcome(added(world, children, section.not_applicable, at))
    return Outcome(_put_together(section, [(c.marks, c.weight) for c in children if c.marks is not None]))


def judged(world: World, rules: tuple[Head, ...], policy: str | None, at: At, card: Card) -> list[Child]:
    """Judge rules one after the other. With ``full`` one that does not apply counts with its full marks, with ``withhold`` it withholds."""
    from youju.engine.reference.rules import full_of, judge, plain

    children = []
    for written in rules:
        if isinstance(written, VetoItem):
            continue  # it gives no marks and is asked for with the other vetoes
        rule = plain(world, written)
        outcome = judge(world, rule, at, card)
        marks, applies = outcome.marks, outcome.applies
        if not applies and policy == "full":
            marks, applies = full_of(world, rule, at), True
        if not applies and policy == "withhold":
            card.withheld = True
        weight = world.maybe(rule.weight, at.period)
        children.append(Child(rule, marks, applies, Fraction(1) if weight is None else weight))
    return children


def added(world: World, children: list[Child], policy: str | None, at: At) -> Fraction | None:
    """Add weight × marks. With ``drop`` the sum grows by the full marks of all ÷ the full marks of those that apply."""
    from youju.engine.reference.rules import full_of

    marks = [child.marks * child.weight for child in children if child.marks is not None]
    if not marks:
        return None
    whole = sum(marks, Fraction(0))
    if policy != "drop" or all(child.applies for child in children):
        return whole
    full = [(child.applies, full_of(world, child.rule, at) * child.weight) for child in children]
    applying = sum((one for applies, one in full if applies), Fraction(0))
    if applying == 0:
        return None
    return whole * sum((one for _, one in full), Fraction(0)) / applying


def _put_together(section: Section, given: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    marks, weights = [one for one, _ in given], [weight for _, weight in given]
    if not marks:
        return None
    match section:
        case MeanRule():
            return sum(marks, Fraction(0)) / len(marks)
        case WeightedMeanRule():
            whole = sum(weights, Fraction(0))
            return None if whole == 0 else sum((m * w for m, w in given), Fraction(0)) / whole
        case GeometricRule():
            return _geometric(section, given)
        case ProductRule():
            return math.prod(marks, start=Fraction(1))
        case MaxRule():
            return max(marks)
        case MinRule():
            return min(marks)
        case _:
            raise TypeError(f"not a section: {section!r}")


def _geometric(section: GeometricRule, given: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return the geometric mean to its places: 0 when a mark that weighs is 0, missing when one is negative."""
    used = [(marks, weight) for marks, weight in given if weight != 0]
    if not used or any(marks < 0 for marks, _ in used):
        return None
    if any(marks == 0 for marks, _ in used):
        return Fraction(0)
    return rounded(geometric_mean([m for m, _ in used], [w for _, w in used]), section.places)

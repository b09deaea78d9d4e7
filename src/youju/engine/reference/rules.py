"""One rule for one unit: its marks, then its bounds, then its conditions in order, then its rounding."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction

from youju.engine.language.leaves import (
    CapAt,
    EventsRule,
    FloorAt,
    GiveRule,
    Head,
    Marks,
    RatingRule,
    TimesMarks,
    ValueRule,
)
from youju.engine.language.parts import Part
from youju.engine.language.presets import Preset
from youju.engine.language.sections import Section
from youju.engine.reference import events, rating, sections
from youju.engine.reference.asking import Given, is_so
from youju.engine.reference.numbers import bounded, rounded
from youju.engine.reference.shapes import marks_of
from youju.engine.reference.values import value_of
from youju.engine.reference.world import At, Notes, World


@dataclass
class Card:
    """What one unit has been given so far. ``row`` is the record being judged, inside ``score``."""

    given: Given = field(default_factory=dict)
    withheld: bool = False
    row: tuple[str, int] | None = None
    until: str | None = None


class EnoughError(Exception):
    """The rule whose marks were asked for has been worked out."""


@dataclass(frozen=True)
class Outcome:
    """The marks of a rule, None when it adds nothing; ``applies`` is False when the rule is not about this unit."""

    marks: Fraction | None
    applies: bool = True


NOT_APPLICABLE = Outcome(None, applies=False)


def judge(world: World, rule: Head, at: At, card: Card) -> Outcome:
    """Work a rule out for a unit and write its marks on the card."""
    rule = plain(world, rule)
    if not world.suits(at.unit, rule.units):
        return _noted(rule, NOT_APPLICABLE, card)
    outcome = _raw(world, rule, at, card)
    if outcome.applies and outcome.marks is None:
        outcome = Outcome(_when_missing(world, rule, at, card))
    if outcome.marks is not None:
        floor, cap = _limit(world, rule.at_least, at, card), _limit(world, rule.at_most, at, card)
        outcome = Outcome(bounded(outcome.marks, floor, cap))
    for step in rule.when:
        card.given[rule.id] = outcome.marks
        if is_so(world, step.if_, at, card.given, card.row):
            outcome = _changed(world, rule, step.then, outcome, at, card)
    if outcome.marks is not None:
        outcome = Outcome(_rounded(world, rule, outcome.marks, card))
    return _noted(rule, outcome, card)


def _noted(rule: Head, outcome: Outcome, card: Card) -> Outcome:
    """Write a rule's marks on the card. Raises EnoughError where no more than these were asked for."""
    card.given[rule.id] = outcome.marks
    if rule.id == card.until or (not outcome.applies and _is_inside(rule, card.until)):
        raise EnoughError
    return outcome


def _is_inside(rule: Head, name: str | None) -> bool:
    """Say whether a rule stands inside a section: one that does not apply is never looked into."""
    inside = getattr(rule, type(rule).key, ())
    return isinstance(rule, Section) and any(one.id == name or _is_inside(one, name) for one in inside)


def marks_elsewhere(world: World, unit: int, name: str) -> Fraction | None:
    """Return the marks one rule gives to another unit: its rules are worked out one after the other, up to that one."""
    from youju.engine.reference.sections import judged

    key = (f"marks of {name}", unit, world.period, True)
    if key not in world.known:
        card = Card(until=name)
        with suppress(EnoughError):
            judged(world, world.scheme.marks or (), None, At(unit, world.period), card)
        world.known[key] = (card.given.get(name), False)
    return world.known[key][0]


def _limit(world: World, limit: object, at: At, card: Card) -> Fraction | None:
    """Return a floor or cap: an amount that must be there, or a value that may be missing and then holds nothing."""
    if isinstance(limit, Part):
        return value_of(world, limit, At(at.unit, at.period, None, at.record, row=card.row, given=card.given))
    return world.maybe(limit, at.period)


def plain(world: World, rule: Head) -> Head:
    """Return the plain rule that a preset stands for; any other rule as it is.

    Marks that a preset takes away may be the name of a parameter: its numbers are put in before their sign is turned.
    """
    if not isinstance(rule, Preset):
        return rule
    named = {name: getattr(rule, name) for name in rule.turned if isinstance(getattr(rule, name), str)}
    known = {name: world.scheme.parameters[parameter] for name, parameter in named.items()}
    return rule.model_copy(update=known).expand()


def full_of(world: World, rule: Head, at: At) -> Fraction:
    """Return a rule's full marks. Raises ValueError when they are needed and not written."""
    if rule.full is None:
        raise ValueError(f"rule {rule.id} needs full")
    return world.sure(rule.full, at.period)


def _raw(world: World, rule: Head, at: At, card: Card) -> Outcome:
    notes = Notes()
    asked = At(at.unit, at.period, notes, at.record, row=card.row, given=card.given)
    match rule:
        case GiveRule():
            outcome = Outcome(world.sure(rule.give, at.period))
        case ValueRule():
            outcome = Outcome(_value_marks(world, rule, asked))
        case RatingRule():
            outcome = Outcome(rating.marks_of_panel(world, rule.rating, asked))
        case EventsRule():
            outcome = Outcome(events.marks_of_events(world, rule.events, at, card))
        case Section():
            outcome = sections.combine(world, rule, at, card)
        case _:
            raise TypeError(f"not a rule: {rule!r}")
    card.withheld = card.withheld or notes.withheld
    return outcome


def _value_marks(world: World, rule: ValueRule, at: At) -> Fraction | None:
    value = value_of(world, rule.value, at)
    marks = None if value is None else marks_of(world, rule.shape, value, at.period)
    for term in rule.plus:
        further = value if term.value is None else value_of(world, term.value, at)
        if marks is not None and further is not None:
            marks += marks_of(world, term.shape, further, at.period)
    return marks


def _when_missing(world: World, rule: Head, at: At, card: Card) -> Fraction | None:
    match rule.missing:
        case "zero":
            return Fraction(0)
        case "full":
            return full_of(world, rule, at)
        case "withhold":
            card.withheld = True
            return None
        case Marks():
            return world.sure(rule.missing.marks, at.period)
        case _:
            return None


def _changed(world: World, rule: Head, then: object, so_far: Outcome, at: At, card: Card) -> Outcome:
    marks = so_far.marks
    match then:
        case "zero":
            return Outcome(Fraction(0))
        case "full":
            return Outcome(full_of(world, rule, at))
        case "not_applicable":
            return NOT_APPLICABLE
        case "withhold":
            card.withheld = True
            return so_far
        case Marks():
            return Outcome(world.sure(then.marks, at.period))
    if marks is None:
        return so_far
    match then:
        case CapAt():
            return Outcome(bounded(marks, None, _limit(world, then.at_most, at, card)))
        case FloorAt():
            return Outcome(bounded(marks, _limit(world, then.at_least, at, card), None))
        case TimesMarks():
            return Outcome(marks * world.sure(then.times, at.period))
        case _:
            raise TypeError(f"not a change: {then!r}")


def _rounded(world: World, rule: Head, marks: Fraction, card: Card) -> Fraction:
    if rule.round is not None:
        return rounded(marks, rule.round.places, rule.round.mode)
    total = world.scheme.total
    if total.when == "each_rule" and not isinstance(rule, Section) and card.row is None:
        return rounded(marks, total.places, total.round)
    return marks

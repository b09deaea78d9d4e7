"""Shapes: knots rise, steps cover everything and can be reached, partial steps are decided, bounds leave room."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from youju.engine.check.book import Book
from youju.engine.check.intervals import Span, look
from youju.engine.language.conditions import NumberTest
from youju.engine.language.presets import AddEach, ByPlace, DeductEach, Efficacy, Tiers
from youju.engine.language.shapes import Curve, Per, Step, Steps
from youju.engine.language.values import Progress, RunLength
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
FIRST_PLACE = Decimal(1)


def partial_steps_are_decided(book: Book) -> Found:
    """``per`` says whether it counts whole steps, steps begun, or pro rata; the step is more than 0."""
    for seen in book.of(Per):
        if seen.part.counting is None:
            yield book.say("per_count", seen.path)
        step = book.fixed(seen.part.per)
        if step is not None and step <= 0:
            yield book.say("per_zero", (*seen.path, "per"), given=step)


def runs_and_seasons_are_said(book: Book) -> Found:
    """A run says what goes on being so; the shares of a seasonal curve grow through the year."""
    for seen in book.of(RunLength):
        if all(getattr(seen.part, key) is None for key in ("above", "at_least", "below", "at_most")):
            yield book.say("run_bound", seen.path)
    for season in book.of(Progress):
        if isinstance(season.part.by, dict):
            shares = sorted(season.part.by.items())
            for (_, low), (month, high) in pairwise(shares):
                if high < low:
                    yield book.say("season_falls", (*season.path, "by", month), given=high, low=low)


def knots_rise(book: Book) -> Found:
    """The knots of a curve stand in rising x; two at one x are a jump, and the author says which marks x itself has."""
    for seen in book.of(Curve):
        for number, ((left, _), (right, _)) in enumerate(
            zip(seen.part.curve, seen.part.curve[1:], strict=False)
        ):
            low, high = book.fixed(left), book.fixed(right)
            if low is None or high is None or low < high:
                continue
            place = (*seen.path, "curve", number + 1)
            if low > high or (number and book.fixed(seen.part.curve[number - 1][0]) == low):
                yield book.say("curve_rising", place, given=high, low=low)
            elif seen.part.jump is None:
                yield book.say("curve_jump", place, given=low)


def steps_cover_everything(book: Book) -> Found:
    """Every value finds a step, and every step finds a value."""
    for seen in book.of(Steps):
        yield from _steps(book, (*seen.path, "steps"), seen.part.steps, None)
    for tiers in book.of(Tiers):
        yield from _steps(book, (*tiers.path, "tiers"), tiers.part.tiers, None)
    for place in book.of(ByPlace):
        if place.part.table is not None:
            yield from _steps(book, (*place.path, "table"), place.part.table, FIRST_PLACE)


def _steps(book: Book, path: Path, steps: tuple[Step, ...], lowest: Decimal | None) -> Found:
    spans = [_span(book, step) for step in steps]
    ends = next((i for i, step in enumerate(steps) if step.otherwise is not None), None)
    if ends is not None and ends < len(steps) - 1:
        yield book.say("step_unreachable", (*path, ends + 1), number=ends + 2)
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        if ends is None:
            yield book.say("steps_open", path, hint="", hint_en="")
        return
    gap, unreachable = look(known, lowest)
    if gap is not None:
        yield book.say("steps_open", path, hint=f"，例如 {gap:f}", hint_en=f", such as {gap:f}")
    for number in unreachable:
        if ends is None or number <= ends:
            yield book.say("step_unreachable", (*path, number), number=number + 1)


def _span(book: Book, step: Step) -> Span | None:
    """Return the numbers of a step, None when a bound changes over time."""
    given = (step.at_least, step.above, step.at_most, step.below, step.is_)
    fixed = [None if bound is None else book.fixed(bound) for bound in given]
    if any(bound is not None and number is None for bound, number in zip(given, fixed, strict=True)):
        return None
    return Span(*fixed)


def bounds_leave_room(book: Book) -> Found:
    """A floor is not above its cap, and no comparison asks for the impossible."""
    for seen in book.parts:
        part = seen.part
        if isinstance(part, Step):
            continue
        low, high = getattr(part, "at_least", None), getattr(part, "at_most", None)
        if not book.fits(low, high):
            yield book.say("bounds_crossed", (*seen.path, "at_most"), low=low, high=high)
        if isinstance(part, NumberTest) and part.between is not None and not book.fits(*part.between):
            yield book.say(
                "bounds_crossed", (*seen.path, "between"), low=part.between[0], high=part.between[1]
            )


def presets_are_complete(book: Book) -> Found:
    """排名计分 has a table or a first place, 每项加分 and 每项扣分 are written in positive numbers, 功效系数 has two bounds that differ."""
    for each in book.either(AddEach, DeductEach):
        for key in ("each", "floor", "cap"):
            amount = book.fixed(getattr(each.part, key, None))
            if amount is not None and amount < 0:
                yield book.say("positive_please", (*each.path, key), key_name=key, given=amount)
    for place in book.of(ByPlace):
        if (place.part.table is None) == (place.part.first is None):
            yield book.say("by_place_way", place.path)
    for efficacy in book.of(Efficacy):
        good, bad = book.fixed(efficacy.part.satisfactory), book.fixed(efficacy.part.not_allowed)
        if good is not None and good == bad:
            yield book.say("efficacy_equal", (*efficacy.path, "not_allowed"), given=good)


CHECKS = (
    runs_and_seasons_are_said, partial_steps_are_decided, knots_rise, steps_cover_everything, bounds_leave_room, presets_are_complete,
)  # fmt: skip

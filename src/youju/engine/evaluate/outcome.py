"""Outcomes: what a rule came to, row by row – its marks, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.evaluate.conditions import holds, selected
from youju.engine.evaluate.shapes import bounded, held_by
from youju.engine.evaluate.sheet import fixed
from youju.engine.exact import Exact, Mask, both, constant, everywhere, nowhere
from youju.engine.language import leaves as language

if TYPE_CHECKING:
    from youju.engine.evaluate.sheet import Sheet


class State(IntEnum):
    """Why a rule has the marks it has."""

    GIVEN = 0
    MISSING = 1
    NOT_APPLICABLE = 2
    WITHHELD = 3
    FILLED = 4


@dataclass(frozen=True)
class Outcome:
    """A rule's marks (present where given), where it applies, and where it withholds the total.

    ``concerned`` are the units the rule is written for. ``seen`` and ``against`` are the value and what it was compared with, for the statement of marks; ``value`` is what the
    shape looked at. ``looks_at`` is the value as written. ``parts`` are a section's children: each with its marks as they stand there and the factor they count with.
    """

    rule: language.Head
    marks: Exact
    applies: Mask
    withheld: Mask
    filled: Mask
    concerned: Mask | None = None
    seen: Exact | None = None
    against: Exact | None = None
    raw: Exact | None = None
    looks_at: object = None
    parts: tuple[tuple[Outcome, Exact, Exact], ...] = field(default=())

    def states(self) -> NDArray[np.uint8]:
        """Return the state of every row."""
        rows = len(self.applies)
        plain = self.marks.ok is everywhere(rows) and self.applies is everywhere(rows)
        if plain and self.filled is nowhere(rows) and self.withheld is nowhere(rows):
            return np.zeros(rows, np.uint8)
        result = np.where(self.marks.ok, np.where(self.filled, State.FILLED, State.GIVEN), State.MISSING)
        result = np.where(self.applies, result, State.NOT_APPLICABLE)
        return np.where(self.withheld, State.WITHHELD, result).astype(np.uint8)


def finished(
    sheet: Sheet,
    rule: language.Head,
    marks: Exact,
    places: tuple[int, exact.Mode] | None,
    open_to: Mask | None = None,
    inside: Mask | None = None,
    **seen: Any,
) -> Outcome:
    """Apply what every rule has: who it is for, the missing policy, bounds, conditions and rounding – in that order.

    ``open_to`` are the rows in which at least one child of a section applies, ``inside`` those that the sections around the rule
    are written for.
    """
    concerned = everywhere(sheet.rows) if rule.units is None else selected(sheet.owners(), rule.units)
    concerned = concerned if inside is None else both(concerned, inside)
    applies = concerned if open_to is None else both(concerned, open_to)
    marks, filled, withheld = _missing(sheet, rule, marks, applies)
    marks = bounded(sheet, rule, marks)
    for clause in rule.when:
        so_far = _within(marks, applies)
        sheet.outcomes[rule.id] = Outcome(rule, so_far, applies, withheld, filled)
        met = concerned & holds(sheet, clause.if_)
        if met.any():
            marks, applies, withheld = _changed(sheet, rule, clause.then, met, marks, applies, withheld)
    if places is not None:
        marks = exact.rounded(marks, *places)
    marks = _within(marks, applies)
    return Outcome(rule, marks, applies, both(withheld, concerned), both(filled, applies), concerned, **seen)


def _within(marks: Exact, applies: Mask) -> Exact:
    """Return marks where a rule applies, and nothing that withholds."""
    ok = both(marks.ok, applies)
    return marks if ok is marks.ok and marks.held is None else replace(marks, ok=ok, held=None)


def _missing(sheet: Sheet, rule: language.Head, marks: Exact, applies: Mask) -> tuple[Exact, Mask, Mask]:
    """Let the rule's missing policy decide where it applies and no marks came out."""
    marks = exact.with_mask(marks, applies)
    withheld = nowhere(sheet.rows) if marks.held is None else marks.held
    filled = nowhere(sheet.rows)
    if rule.missing in (None, "omit") or marks.ok is applies:
        return marks, filled, withheld
    absent = applies & ~marks.ok
    if not absent.any():
        return marks, filled, withheld
    if rule.missing == "withhold":
        return marks, filled, withheld | absent
    filled = absent
    return exact.choose(filled, _stated(sheet, rule, rule.missing), marks), filled, withheld


def _stated(sheet: Sheet, rule: language.Head, word: Any) -> Exact:
    if word == "zero":
        return constant(0, sheet.rows)
    if word == "full":
        return full_marks(sheet, rule)
    return fixed(sheet, word.marks)


def full_marks(sheet: Sheet, rule: language.Head) -> Exact:
    """Return the full marks of a rule. Raises LookupError when it has none."""
    if rule.full is None:
        raise LookupError(f"rule {rule.id} has no full marks")
    return fixed(sheet, rule.full)


def _changed(
    sheet: Sheet, rule: language.Head, then: Any, met: Mask, marks: Exact, applies: Mask, withheld: Mask
) -> tuple[Exact, Mask, Mask]:
    """Apply one change where its condition is met."""
    if then == "not_applicable":
        return marks, applies & ~met, withheld
    if then == "withhold":
        return marks, applies, withheld | met
    if isinstance(then, str | language.Marks):
        return exact.choose(met, _stated(sheet, rule, then), marks), applies | met, withheld
    if isinstance(then, language.CapAt):
        changed = held_by(sheet, then.at_most, marks, exact.least)
    elif isinstance(then, language.FloorAt):
        changed = held_by(sheet, then.at_least, marks, exact.greatest)
    else:
        changed = exact.mul(marks, fixed(sheet, then.times))
    return exact.choose(met, changed, marks), applies, withheld

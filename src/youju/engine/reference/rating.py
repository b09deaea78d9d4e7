"""Several people's judgement: extremes dropped, the rest averaged with rescaled weights."""

from __future__ import annotations

from fractions import Fraction

from youju.engine.language.leaves import Classes, Panel
from youju.engine.reference.events import of_class
from youju.engine.reference.registers import number_of, records_of
from youju.engine.reference.values import value_of
from youju.engine.reference.world import At, World


def marks_of_panel(world: World, panel: Panel, at: At) -> Fraction | None:
    """Return the weighted mean of the raters left; None when too few are left.

    Raters are put in order of their marks, equal marks in the order written; then the two ends are cut.
    """
    votes = sorted(_votes(world, panel, at), key=lambda vote: vote[0])
    left = votes[panel.drop_lowest : max(len(votes) - panel.drop_highest, 0)]
    whole = sum((weight for _, weight in left), Fraction(0))
    if len(left) < panel.raters_at_least or whole == 0:
        return None
    mean = sum((marks * weight for marks, weight in left), Fraction(0)) / whole
    return mean if panel.times is None else mean * world.sure(panel.times, at.period)


def _votes(world: World, panel: Panel, at: At) -> list[tuple[Fraction, Fraction]]:
    """Return (marks, weight) of every rater who has given marks, in the order written."""
    if panel.of is not None:
        asked = [
            (value_of(world, rater.value, at), world.sure(rater.weight, at.period)) for rater in panel.of
        ]
        return [(marks, weight) for marks, weight in asked if marks is not None]
    name = str(panel.register_)
    span = "all" if world.scheme.registers[name].date is None else "period"
    rows = records_of(world, name, at, span, panel.where)
    votes = []
    for row in rows:
        if isinstance(panel.marks, Classes):
            marks: Fraction | None = of_class(world, panel.marks, name, row, at)
        else:
            marks = number_of(world, name, row, str(panel.marks))
        if marks is not None:
            weight = (
                Fraction(1) if panel.weight_by is None else of_class(world, panel.weight_by, name, row, at)
            )
            votes.append((marks, weight))
    return votes

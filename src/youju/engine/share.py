"""Contributions: what every rule brings to the total, so that the reasons of a unit add up to its total exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.evaluate.outcome import Outcome
from youju.engine.exact import Exact, constant, times
from youju.engine.language.leaves import Head
from youju.engine.language.sections import GeometricRule, ProductRule

REST = "total"
"""The id of the reason that carries rounding and the bounds of the total （尾差与总分封顶）."""


@dataclass(frozen=True)
class Line:
    """One line of the statement of marks over all rows: a rule and its contribution in units of ``10**-places``."""

    outcome: Outcome
    contribution: NDArray[np.int64]


def lines(
    top: Outcome, total: NDArray[np.int64], has_total: exact.Mask, places: int, total_places: int
) -> tuple[list[Line], NDArray[np.int64]]:
    """Return the line of every rule in the order written, and what is left for rounding and bounds.

    Children of a sum or mean carry their share; a section carries what its own floor, cap or conditions changed; a product or
    geometric section carries its marks itself; of max and min the chosen child carries them.
    """
    found: list[Line] = []
    walk(top, constant(1, len(total)), places, found)
    given = np.zeros(len(total), np.int64)
    for line in found:
        given += line.contribution
    rest = np.where(has_total, total * 10 ** (places - total_places) - given, 0)
    return [Line(line.outcome, np.where(has_total, line.contribution, 0)) for line in found], rest


def only_hands_on(rule: Head) -> bool:
    """Say whether a section carries nothing of its own: a sum, mean, highest or lowest without bounds, conditions or rounding."""
    bare = (
        rule.at_least is None
        and rule.at_most is None
        and rule.round is None
        and not rule.when
        and rule.missing is None
    )
    return bare and not isinstance(rule, ProductRule | GeometricRule)


def walk(section: Outcome, factor: Exact, places: int, found: list[Line]) -> NDArray[np.int64]:
    """Append the lines of a section's children and return the sum of what they carry; ``factor`` is what one mark here adds to the total."""
    handed = np.zeros(len(section.applies), np.int64)
    for child, standing, weight in section.parts:
        own = times(factor, weight)
        counted = exact.present(times(own, standing), constant(0, len(handed)))
        carried = np.where(section.marks.ok, exact.scaled_ints(counted, places), 0)
        if child.parts:
            at = len(found)
            below = walk(child, own, places, found)
            if only_hands_on(child.rule):
                carried = below
            else:
                found.insert(at, Line(child, carried - below))
        else:
            found.append(Line(child, carried))
        handed += carried
    return handed

"""Filling gaps from the group or from everybody: mean and median (OECD/JRC Handbook 2008, step 3, p. 24 and 55-62).

A group without a single value leaves its gaps open, unless ``fall_back`` asks for everybody's figure: nothing is
filled silently from a wider circle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite import moments
from youju.engine.composite.cells import Bools, Floats, UnfitError, column_of

Figure = Literal["mean", "median"]
_FIGURES: dict[str, Callable[[Floats], float]] = {"mean": moments.mean, "median": moments.median}


def fill(
    values: Floats,
    *,
    missing: Bools,
    by: Figure = "mean",
    groups: NDArray[np.generic] | None = None,
    fall_back: bool = False,
) -> Floats:
    """Return the column with gaps filled by the ``mean`` or ``median`` of those who have a value.

    With ``groups`` (one label per row) the figure is that of the row's own group. Gaps of a group with no value
    stay NaN, or take everybody's figure if ``fall_back``.
    """
    cells, has, x = column_of(values, missing)
    figure = _FIGURES[by]
    if groups is None:
        if x.size and not has.all():
            cells[~has] = figure(x)
        return cells
    labels = np.asarray(groups)
    if labels.shape != cells.shape:
        raise UnfitError(
            f"分组有 {labels.size} 个，数据有 {cells.size} 行", f"{labels.size} groups for {cells.size} rows"
        )
    for label in np.unique(labels[~has]):
        mine = labels == label
        known = cells[mine & has]
        if known.size:
            cells[mine & ~has] = figure(known)
        elif fall_back and x.size:
            cells[mine & ~has] = figure(x)
    return cells


def fill_with(values: Floats, *, missing: Bools, constant: float) -> Floats:
    """Return the column with every gap set to the ``constant`` that the scheme declares."""
    cells, has, _ = column_of(values, missing)
    cells[~has] = constant
    return cells


def divide(
    values: Floats, by: Floats, *, missing: Bools | None = None, by_missing: Bools | None = None
) -> Floats:
    """Return value / denominator (per head, per area); a gap where either is missing.

    A denominator that is zero raises :class:`UnfitError` with its row.
    """
    cells, has, _ = column_of(values, missing)
    lower, known, _ = column_of(by, by_missing)
    cells[~known] = np.nan
    has &= known
    bad = has & (lower == 0)
    if bad.any():
        row = int(np.argmax(bad))
        raise UnfitError(
            f"第 {row + 1} 行的分母是 {lower[row]}", f"row {row + 1}: denominator is {lower[row]}", row=row
        )
    cells[has] = cells[has] / lower[has]
    return cells

"""Normalisation of one indicator: from its own measure to a common scale on which more is better.

OECD/JRC Handbook 2008, step 5, p. 27-30 and 83-88. ``direction=-1`` multiplies the indicator by −1
first, so the least becomes the best; goalposts, targets and references are always given in the indicator's own
measure. A column whose scale would be 0/0 (all values equal, found goalposts) has the result that the scheme
declares as ``constant``; with ``constant=None`` it is refused. Gaps stay gaps (see ``cells``).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from youju.engine.composite import moments
from youju.engine.composite.cells import Bools, Floats, UnfitError, column_of
from youju.engine.composite.portable import log
from youju.engine.composite.ranking import Ties

Direction: TypeAlias = Literal[1, -1]
Clip = Literal["none", "low", "high", "both"]


def minmax(
    values: Floats,
    *,
    missing: Bools | None = None,
    direction: Direction = 1,
    to: tuple[float, float] = (0.0, 1.0),
    goalposts: tuple[float | None, float | None] = (None, None),
    clip: Clip = "none",
    scale: Literal["linear", "log"] = "linear",
    constant: float | None = None,
) -> Floats:
    """Return (x − low)/(high − low) stretched to the range ``to``.

    ``goalposts`` are (low, high) in the indicator's measure; None finds the minimum or maximum. ``scale="log"``
    uses logarithms of value and goalposts, as income in the Human Development Index (UNDP, *Technical notes*
    2021/22, note 1). ``clip`` holds the result inside ``to`` at the worse end (low), the better (high) or both.

    >>> minmax(np.array([61.9824]), goalposts=(20.0, 85.0)).round(6).tolist()
    [0.645883]
    """
    cells, has, x = column_of(values, missing)
    low = float(x.min(initial=np.inf)) if goalposts[0] is None else goalposts[0]
    high = float(x.max(initial=-np.inf)) if goalposts[1] is None else goalposts[1]
    if not x.size:
        return cells
    if low == high:
        return _declared(cells, has, constant)
    if low > high:
        raise UnfitError(f"下限 {low} 高于上限 {high}", f"low goalpost {low} is above high goalpost {high}")
    if scale == "log":
        if min(low, float(x.min())) <= 0:
            raise UnfitError(
                "对数标尺要求数值和上下限都大于 0", "a log scale needs positive values and goalposts"
            )
        x, (low, high) = log(x), log(np.array([low, high])).tolist()
    share = (x - low) / (high - low) if direction == 1 else (high - x) / (high - low)
    cells[has] = share_to(share, to=to, clip=clip)
    return cells


def goalposts_at(
    values: Floats, *, missing: Bools | None = None, low: float = 0.0, high: float = 1.0
) -> tuple[float, float]:
    """Return the ``low`` and ``high`` quantiles (type 7) as goalposts: 0.025 and 1 set the floor at the 2.5 % worst."""
    _, _, x = column_of(values, missing)
    return moments.quantile(x, low), moments.quantile(x, high)


def zscore(
    values: Floats,
    *,
    missing: Bools | None = None,
    direction: Direction = 1,
    mean: float = 0.0,
    sd: float = 1.0,
    ddof: int = 1,
    constant: float | None = None,
) -> Floats:
    """Return (x − x̄)/s · ``sd`` + ``mean``; s is the sample's unless ``ddof=0``."""
    cells, has, x = _oriented(values, missing, direction)
    if moments.is_constant(x):
        return _declared(cells, has, constant)
    cells[has] = (x - moments.mean(x)) / moments.sd(x, ddof=ddof) * sd + mean
    return cells


def rank(
    values: Floats, *, missing: Bools | None = None, direction: Direction = 1, ties: Ties = "worst"
) -> Floats:
    """Return the number of places from the bottom: the worst has 1, the best n.

    ``ties`` reads from the *best* end as everywhere in Youju: ``worst`` gives tied units the lower number (R's
    ``ties.method = "min"``), ``best`` the higher, ``average`` the mean, ``dense`` counts different values.
    """
    cells, has, x = _oriented(values, missing, direction)
    ordered = np.sort(x)
    below = np.searchsorted(ordered, x, side="left") + 1.0
    upto = np.searchsorted(ordered, x, side="right").astype(np.float64)
    if ties == "dense":
        cells[has] = np.searchsorted(np.unique(ordered), x) + 1.0
    else:
        cells[has] = {"worst": below, "best": upto, "average": (below + upto) / 2}[ties]
    return cells


def borda(
    values: Floats, *, missing: Bools | None = None, direction: Direction = 1, ties: Ties = "worst"
) -> Floats:
    """Return the Borda count: :func:`rank` − 1, so the worst scores 0 (Borda 1784)."""
    return rank(values, missing=missing, direction=direction, ties=ties) - 1.0


def percentile_rank(
    values: Floats,
    *,
    missing: Bools | None = None,
    direction: Direction = 1,
    ties: Ties = "worst",
    constant: float | None = None,
) -> Floats:
    """Return (rank − 1)/(n − 1) over the units that have a value: 0 the worst, 1 the best."""
    cells = rank(values, missing=missing, direction=direction, ties=ties)
    has = ~np.isnan(cells)
    n = int(has.sum())
    if n == 1 or (n > 1 and moments.is_constant(cells[has])):
        return _declared(cells, has, constant)
    return (cells - 1.0) / (n - 1) if n else cells


def distance_to_best(
    values: Floats, *, missing: Bools | None = None, direction: Direction = 1, constant: float | None = None
) -> Floats:
    """Return 1 − (max − x)/(max − min): the share of the way from the worst to the best unit."""
    cells, has, x = _oriented(values, missing, direction)
    if moments.is_constant(x):
        return _declared(cells, has, constant)
    high, low = x.max(), x.min()
    cells[has] = 1.0 - (high - x) / (high - low)
    return cells


def distance_to_target(
    values: Floats,
    *,
    target: float,
    missing: Bools | None = None,
    direction: Direction = 1,
    cap: bool = False,
    constant: float | None = None,
) -> Floats:
    """Return 1 − (target − x)/(target − min), for ``direction=-1`` 1 − (x − target)/(max − target).

    The worst unit has 0, the target 1; ``cap`` gives 1 to whoever passed it. If the target does
    not lie beyond the worst unit there is no way to walk: the result is ``constant`` or a refusal.
    """
    cells, has, x = _oriented(values, missing, direction)
    goal = target * direction
    if not x.size:
        return cells
    low = float(x.min())
    if goal <= low:
        return _declared(cells, has, constant)
    share = 1.0 - (goal - x) / (goal - low)
    cells[has] = np.minimum(share, 1.0) if cap else share
    return cells


def distance_to_reference(
    values: Floats, *, row: int, missing: Bools | None = None, direction: Direction = 1, cap: bool = False
) -> Floats:
    """Return :func:`distance_to_target` with the value of unit ``row`` as the target."""
    cells, has, _ = column_of(values, missing)
    if not has[row]:
        raise UnfitError(
            f"参照单位（第 {row + 1} 行）没有数", f"the reference unit (row {row + 1}) has no value", row=row
        )
    return distance_to_target(cells, target=float(cells[row]), missing=~has, direction=direction, cap=cap)


def fraction_of_max(
    values: Floats,
    *,
    missing: Bools | None = None,
    direction: Direction = 1,
    at_zero: Literal["refuse", "limit"] = "refuse",
) -> Floats:
    """Return x / max x (after orientation: for ``direction=-1`` that is x / min x).

    If the best value is 0 the fraction has no finite value: refused, or with ``at_zero="limit"`` infinite, and a
    gap where it is 0/0 (as published by COINr).
    """
    cells, has, x = _oriented(values, missing, direction)
    if not x.size:
        return cells
    best = float(x.max())
    if best == 0.0 and at_zero == "refuse":
        raise UnfitError("最好的值是 0，不能求占比", "the best value is 0: no fraction of it exists")
    with np.errstate(divide="ignore", invalid="ignore"):
        cells[has] = x / (np.copysign(0.0, -1.0) if best == 0.0 and direction == -1 else best)
    return cells


def scaled(
    values: Floats, *, low: float, high: float, missing: Bools | None = None, direction: Direction = 1
) -> Floats:
    """Return (x − low)/(high − low) · 100 of the oriented x, with ``low`` and ``high`` on the oriented scale."""
    cells, has, x = _oriented(values, missing, direction)
    if low == high:
        raise UnfitError(f"上下限都是 {low}", f"both ends of the scale are {low}")
    cells[has] = (x - low) / (high - low) * 100.0
    return cells


def clip(
    values: Floats, *, low: float | None = None, high: float | None = None, missing: Bools | None = None
) -> Floats:
    """Return the values held between ``low`` and ``high`` (either may be None)."""
    cells, has, x = column_of(values, missing)
    cells[has] = np.clip(x, low, high)
    return cells


def share_to(share: Floats, *, to: tuple[float, float], clip: Clip = "none") -> Floats:
    """Stretch a share 0..1 to the range ``to``, clipped at the worse end, the better end, both or neither."""
    if clip in ("low", "both"):
        share = np.maximum(share, 0.0)
    if clip in ("high", "both"):
        share = np.minimum(share, 1.0)
    return share * (to[1] - to[0]) + to[0]


def _oriented(values: Floats, missing: Bools | None, direction: Direction) -> tuple[Floats, Bools, Floats]:
    cells, has, x = column_of(values, missing)
    if direction not in (1, -1):
        raise UnfitError(
            f"方向只能是 1 或 −1，不是 {direction}", f"direction must be 1 or -1, not {direction}"
        )
    return cells, has, x * direction


def _declared(cells: Floats, has: Bools, constant: float | None) -> Floats:
    if not has.any():
        return cells
    if constant is None:
        raise UnfitError(
            "各单位的值都相同，无法标准化；请在方案中写明常数列取多少",
            "all values are equal: declare the result of a constant column",
        )
    cells[has] = constant
    return cells

"""Treatment of outliers: winsorising by shape, by count and by percentile, and the log transform.

OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), step 5, p. 83-88. The chain
(:func:`by_shape`) follows the rule published with COINr: an indicator is treated only while skewness *and*
kurtosis both fail; the defaults 2 and 3.5 are the ones of the ASEM index (JRC 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from youju.engine.composite import moments
from youju.engine.composite.cells import Bools, Floats, UnfitError, column_of
from youju.engine.composite.portable import log

Side = Literal["both", "low", "high"]


@dataclass(frozen=True)
class Treated:
    """A treated column: its values, how many steps were taken at each end, and which treatment stands."""

    values: Floats
    low: int
    high: int
    how: Literal["none", "winsorised", "log"]
    passed: bool


def passes(x: Floats, *, skew_limit: float = 2.0, kurtosis_limit: float = 3.5) -> bool:
    """Tell whether |skewness| < limit or kurtosis < limit. A column too short or constant has no outliers."""
    if x.size < 4 or moments.is_constant(x):
        return True
    return abs(moments.skewness(x)) < skew_limit or moments.kurtosis(x) < kurtosis_limit


def winsorise_by_shape(
    values: Floats,
    *,
    missing: Bools | None = None,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    at_most: int = 5,
    side: Side = "both",
) -> Treated:
    """While the shape fails and fewer than ``at_most`` steps were taken, the extreme takes the next value.

    Positive skewness lowers the highest value, negative raises the lowest; with ``side`` ``high`` or ``low``
    only that end is touched. Values tied at the extreme move together, in one step.
    """
    cells, has, x = column_of(values, missing)
    low = high = 0
    limits = {"skew_limit": skew_limit, "kurtosis_limit": kurtosis_limit}
    passed = passes(x, **limits)
    while not passed and low + high < at_most:
        up = moments.skewness(x) > 0
        if side != "both" and up != (side == "high"):
            break
        x = _step(x, up=up)
        low, high = (low, high + 1) if up else (low + 1, high)
        passed = passes(x, **limits)
    cells[has] = x
    return Treated(cells, low, high, "winsorised" if low + high else "none", passed)


def by_shape(
    values: Floats,
    *,
    missing: Bools | None = None,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    at_most: int = 5,
    side: Side = "both",
    offset: float = 0.01,
) -> Treated:
    """Winsorise by shape; if that does not suffice, take the log of the *untreated* column instead.

    ``passed`` tells whether the standing result meets the limits. This is the chain of the ASEM index.
    """
    first = winsorise_by_shape(
        values,
        missing=missing,
        skew_limit=skew_limit,
        kurtosis_limit=kurtosis_limit,
        at_most=at_most,
        side=side,
    )
    if first.passed:
        return first
    logged = log_shifted(values, missing=missing, offset=offset)
    ok = passes(logged[~np.isnan(logged)], skew_limit=skew_limit, kurtosis_limit=kurtosis_limit)
    return Treated(logged, 0, 0, "log", ok)


def winsorise_by_count(
    values: Floats, *, missing: Bools | None = None, low: int = 0, high: int = 0
) -> Treated:
    """Let the ``low`` lowest and ``high`` highest values take the value of the next one inwards (by position)."""
    cells, has, x = column_of(values, missing)
    if low < 0 or high < 0 or low + high >= max(x.size, 1):
        raise UnfitError(
            f"两端各处理 {low}、{high} 个，而只有 {x.size} 个值",
            f"cannot treat {low} low and {high} high of {x.size} values",
        )
    ordered = np.sort(x)
    cells[has] = np.clip(x, ordered[low], ordered[x.size - 1 - high])
    return Treated(cells, low, high, "winsorised" if low + high else "none", passes(cells[has]))


def winsorise_by_percentile(
    values: Floats, *, missing: Bools | None = None, low: float = 0.0, high: float = 1.0
) -> Treated:
    """Clip at the ``low`` and ``high`` quantiles (shares 0..1, type 7); ``low``/``high`` count clipped cells."""
    cells, has, x = column_of(values, missing)
    if low >= high:
        raise UnfitError(
            f"低分位 {low} 不小于高分位 {high}", f"low quantile {low} is not below high quantile {high}"
        )
    floor, roof = moments.quantile(x, low), moments.quantile(x, high)
    n_low, n_high = int((x < floor).sum()), int((x > roof).sum())
    cells[has] = np.clip(x, floor, roof)
    return Treated(cells, n_low, n_high, "winsorised" if n_low + n_high else "none", passes(cells[has]))


def log_shifted(values: Floats, *, missing: Bools | None = None, offset: float = 0.01) -> Floats:
    """Return ln(x − min + offset · (max − min)), defined for any column that is not constant."""
    cells, has, x = column_of(values, missing)
    if moments.is_constant(x):
        raise UnfitError("常数列不能取移位对数", "a constant column has no shifted log")
    if offset <= 0:
        raise UnfitError(f"偏移 {offset} 必须大于 0", f"offset {offset} must be above 0")
    low, high = float(x.min()), float(x.max())
    cells[has] = log(x - low + offset * (high - low))
    return cells


def log_plain(values: Floats, *, missing: Bools | None = None) -> Floats:
    """Return ln x. A value that is not positive raises :class:`UnfitError` with its row."""
    cells, has, x = column_of(values, missing)
    if (x <= 0).any():
        row = int(np.flatnonzero(has)[int(np.argmax(x <= 0))])
        raise UnfitError(
            f"第 {row + 1} 行的值不是正数，不能取对数", f"row {row + 1} is not positive: no log", row=row
        )
    cells[has] = log(x)
    return cells


def _step(x: Floats, *, up: bool) -> Floats:
    extreme = x.max() if up else x.min()
    inner = x[x != extreme]
    return np.where(x == extreme, inner.max() if up else inner.min(), x)

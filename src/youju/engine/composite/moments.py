"""Sums, means, spreads and shapes that do not depend on the order of the rows.

Every sum is the exact sum of the floats, rounded once, as ``math.fsum`` gives it. So a permutation, another thread
count or another chunking cannot change a bit, and neither can the width of the processor's vector unit
(``numpy.sum`` adds in blocks whose size is the machine's). Inputs are plain float64 arrays without gaps.
"""

from __future__ import annotations

import math

import numpy as np

from youju.engine.composite.cells import Floats, UnfitError

LONG = 4096  # below this, math.fsum is quicker
_TINY, _HUGE = 2.0**-900, 2.0**900


def total(x: Floats) -> float:
    """Return the exact sum of ``x``, rounded once to the nearest float."""
    if x.size < LONG:
        return math.fsum(x.tolist())
    peak = float(np.abs(x).max())
    if not _TINY < peak < _HUGE:
        return math.fsum(x.tolist())
    return _sliced(x, peak)


def _sliced(x: Floats, peak: float) -> float:
    """Add whole numbers: cut every value into slices of as many bits as can be added without overflow.

    Slicing a float at a bit is exact, int64 sums are exact, and Python's division of whole numbers rounds once.
    """
    width = 52 - x.size.bit_length()
    shift = width - math.frexp(peak)[1]
    rest, exact = np.ldexp(x, shift), 0
    while True:
        whole = np.rint(rest)
        exact += int(whole.astype(np.int64).sum())
        rest -= whole
        if not rest.any():
            break
        rest, exact, shift = np.ldexp(rest, width), exact << width, shift + width
    return exact / (1 << shift) if shift >= 0 else float(exact << -shift)


def mean(x: Floats) -> float:
    """Return Σx / n. Raises :class:`UnfitError` on an empty column."""
    _at_least(x, 1)
    return total(x) / x.size


def variance(x: Floats, *, ddof: int = 1) -> float:
    """Return Σ(x − mean)² / (n − ddof); ``ddof=1`` for a sample, 0 for a population."""
    _at_least(x, ddof + 1)
    return total((x - mean(x)) ** 2) / (x.size - ddof)


def sd(x: Floats, *, ddof: int = 1) -> float:
    """Return the square root of :func:`variance`."""
    return math.sqrt(variance(x, ddof=ddof))


def is_constant(x: Floats) -> bool:
    """Tell whether all values are one and the same (also true of an empty column)."""
    return x.size == 0 or bool(x.min() == x.max())


def skewness(x: Floats) -> float:
    """Return the sample skewness as Excel's SKEW: n/((n−1)(n−2)) · Σ((x − m)/s)³.

    Joanes & Gill 1998, "Comparing measures of sample skewness and kurtosis", The Statistician 47, p. 183-189: G₁.
    Needs three different places and some spread, otherwise raises :class:`UnfitError`.
    """
    _at_least(x, 3)
    n, z = x.size, _standard(x)
    return n / ((n - 1) * (n - 2)) * total(z * z * z)


def kurtosis(x: Floats) -> float:
    """Return the excess kurtosis as Excel's KURT (Joanes & Gill 1998: G₂).

    n(n+1)/((n−1)(n−2)(n−3)) · Σ((x − m)/s)⁴ − 3(n−1)²/((n−2)(n−3)). Needs four values and some spread.
    """
    _at_least(x, 4)
    n, z = x.size, _standard(x)
    square = z * z
    lead = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return lead * total(square * square) - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def correlation(x: Floats, y: Floats) -> float:
    """Return Pearson's r of two columns without gaps; constant columns raise :class:`UnfitError`."""
    if x.size != y.size:
        raise UnfitError(
            f"两列长度不同：{x.size} 与 {y.size}", f"columns differ in length: {x.size} and {y.size}"
        )
    if is_constant(x) or is_constant(y):
        raise UnfitError("常数列没有相关系数", "a constant column has no correlation")
    dx, dy = x - mean(x), y - mean(y)
    r = total(dx * dy) / math.sqrt(total(dx * dx) * total(dy * dy))
    return max(-1.0, min(1.0, r))


def median(x: Floats) -> float:
    """Return the middle value, or the mean of the two middle ones."""
    _at_least(x, 1)
    ordered = np.sort(x)
    half = x.size // 2
    if x.size % 2:
        return float(ordered[half])
    return math.fsum((float(ordered[half - 1]), float(ordered[half]))) / 2


def quantile(x: Floats, share: float) -> float:
    """Return the ``share`` quantile by linear interpolation (Hyndman & Fan 1996, type 7: R's and NumPy's default)."""
    _at_least(x, 1)
    if not 0.0 <= share <= 1.0:
        raise UnfitError(f"分位 {share} 不在 0 与 1 之间", f"quantile {share} is outside 0..1")
    ordered = np.sort(x)
    place = (x.size - 1) * share
    low = math.floor(place)
    high = min(low + 1, x.size - 1)
    below, above = float(ordered[low]), float(ordered[high])
    return below + (place - low) * (above - below)


def _standard(x: Floats) -> Floats:
    spread = sd(x)
    if spread == 0.0:
        raise UnfitError("常数列没有偏度和峰度", "a constant column has no skewness or kurtosis")
    return (x - mean(x)) / spread


def _at_least(x: Floats, n: int) -> None:
    if x.size < n:
        raise UnfitError(f"只有 {x.size} 个值，至少要 {n} 个", f"{x.size} values, at least {n} are needed")

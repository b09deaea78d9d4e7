"""What looks odd in the facts: values far from the peers, jumps against the own past. A flag asks for a look and never changes a mark."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from youju.engine.data import Facts, Units
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period

FAR = 3.5
"""Modified z-score beyond which a value is far out (Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers, p. 11)."""
SCALE = 0.6745
FEWEST = 5
TENFOLD = Fraction(10)
UNIT_DOUBT = (Fraction(100), Fraction(1000), Fraction(10_000), Fraction(100_000_000))
"""Quotients that look like a change of measure: per cent, thousand, 万, 亿."""


@dataclass(frozen=True)
class Flag:
    """One odd value: the unit, the indicator, what kind of oddness, the value and what it was held against."""

    unit: str
    indicator: str
    kind: Literal["outlier", "jump", "measure"]
    value: Fraction
    against: Fraction
    strength: float


def flags(
    scheme: Scheme, *, units: Units, facts: Facts, period: Period, far: float = FAR, jump: Fraction = TENFOLD
) -> tuple[Flag, ...]:
    """Return the odd values of a period, level by level, in the order of indicators and units.

    *outlier*: modified z-score 0.6745 · |x − median| ÷ MAD of the league above ``far`` (at least five peers). *jump*: more than
    ``jump`` times, or less than a ``jump``-th of, the last period's value. *measure*: the quotient is almost exactly 100, 1,000,
    10,000 or 10⁸: the value was probably written in another measure.
    """
    world = World(scheme, units, period, {})
    world.load([facts], None, None)
    names = [name for name, one in scheme.indicators.items() if one.value is None and one.from_ is None]
    levels = dict.fromkeys(league.level for league in scheme.league)
    return tuple(
        flag
        for level in levels
        for name in names
        for flag in _of_indicator(LevelSheet(world, level), name, far, jump)
    )


def _of_indicator(sheet: LevelSheet, name: str, far: float, jump: Fraction) -> list[Flag]:
    now = sheet.named(name, sheet.period, raw=True)
    before = sheet.named(name, sheet.period.back(), raw=True)
    codes = [sheet.world.units.codes[i] for i in sheet.at]
    found = []
    for row, strength, middle in _far_out(now.floats(), sheet.groups("league"), far):
        value = now.fraction(row)
        if value is not None:
            found.append(
                Flag(codes[row], name, "outlier", value, Fraction(middle).limit_denominator(10**9), strength)
            )
    for row in np.flatnonzero(now.ok & before.ok).tolist():
        value, then = now.fraction(row), before.fraction(row)
        if value and then and (flag := _against_past(value, then, jump)) is not None:
            found.append(Flag(codes[row], name, flag, value, then, float(max(value / then, then / value))))
    return found


def _against_past(value: Fraction, then: Fraction, jump: Fraction) -> Literal["jump", "measure"] | None:
    quotient = abs(value / then)
    quotient = max(quotient, 1 / quotient)
    if any(abs(quotient / size - 1) < Fraction(1, 5) for size in UNIT_DOUBT):
        return "measure"
    return "jump" if quotient > jump else None


def _far_out(x: NDArray[np.float64], groups: NDArray[np.int64], far: float) -> list[tuple[int, float, float]]:
    """Return row, strength and group median of the values far from their peers."""
    found = []
    for group in np.unique(groups[groups >= 0]):
        rows = np.flatnonzero((groups == group) & ~np.isnan(x))
        if len(rows) < FEWEST:
            continue
        middle = float(np.median(x[rows]))
        spread = float(np.median(np.abs(x[rows] - middle)))
        if spread == 0:
            continue
        strength = SCALE * np.abs(x[rows] - middle) / spread
        found += [(int(row), float(s), middle) for row, s in zip(rows, strength, strict=True) if s > far]
    return found

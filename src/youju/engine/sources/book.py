"""What facts are read against: the scheme's indicators with their bounds, the units, the words for relation and basis."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from youju.engine.data import BASES, Units
from youju.engine.language.indicators import FromScheme, Indicator
from youju.engine.language.scheme import Scheme
from youju.engine.period import Every, Period
from youju.engine.sources.exact import DIGITS, LIMIT

_RELATION_WORDS = (
    ("=", "==", "＝", "等于"),
    ("≥", ">=", "=>", "⩾", "≧", "＞＝", "不少于", "不低于", "至少", "大于等于"),
    ("≤", "<=", "=<", "⩽", "≦", "＜＝", "不超过", "不高于", "至多", "小于等于"),
    ("≈", "~", "～", "≅", "约", "大约", "约等于", "左右"),
)
RELATION_OF = {word: number for number, words in enumerate(_RELATION_WORDS) for word in words}
BASIS_OF = {word: number for number, word in enumerate(BASES)}


@dataclass
class Book:
    """Names become small numbers here. ``periods`` grows as periods are met."""

    indicators: dict[str, Indicator]
    units: Units
    every: str
    period: Period
    results: bool = False
    periods: dict[Period, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = tuple(self.indicators)
        titles = [one.title for one in self.indicators.values()]
        by_title = {
            one.title: i for i, one in enumerate(self.indicators.values()) if titles.count(one.title) == 1
        }
        self.indicator_of = by_title | {name: i for i, name in enumerate(self.names)}
        self.unit_codes = pa.array(self.units.codes, pa.large_string())
        self.needs_evidence = np.array([one.evidence for one in self.indicators.values()], np.bool_)
        self.low, self.high = self._bounds()

    @classmethod
    def of(cls, scheme: Scheme, units: Units, period: Period, *, results: bool = False) -> Book:
        """Return the book of a scheme. ``results`` opens the indicators that come from other schemes."""
        return cls(dict(scheme.indicators), units, scheme.round.every, period, results)

    def origin(self, number: int) -> str | None:
        """Return why facts may not give this indicator: ``value``, ``register`` or ``scheme``; None when they may."""
        one = self.indicators[self.names[number]]
        if one.value is not None:
            return "value"
        if isinstance(one.from_, FromScheme):
            return None if self.results else "scheme"
        return "register" if one.from_ is not None else None

    def length(self, number: int) -> tuple[Every, bool]:
        """Return how long this indicator's periods are, and whether the scheme says so itself (``ask``)."""
        ask = self.indicators[self.names[number]].ask
        asked = ask is not None and ask in {every.value for every in Every}
        return Every(ask if ask is not None and asked else self.every), asked

    def free(self, number: int) -> bool:
        """Say whether any length of period will do (asked once, or an official figure)."""
        return self.indicators[self.names[number]].ask in {"once", "official"}

    def period_number(self, period: Period) -> int:
        """Return the number of a period, a new one for a new period."""
        return self.periods.setdefault(period, len(self.periods))

    def _bounds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return, by indicator and scale, the least and greatest mantissa allowed."""
        size = (len(self.names), DIGITS + 1)
        low, high = np.full(size, -LIMIT, np.int64), np.full(size, LIMIT, np.int64)
        for i, one in enumerate(self.indicators.values()):
            for scale in range(DIGITS + 1):
                if one.at_least is not None:
                    low[i, scale] = _scaled(one.at_least, scale, ROUND_CEILING)
                if one.at_most is not None:
                    high[i, scale] = _scaled(one.at_most, scale, ROUND_FLOOR)
        return low, high

    @property
    def bounded(self) -> NDArray[np.bool_]:
        """Which indicators have a bound."""
        return np.array(
            [one.at_least is not None or one.at_most is not None for one in self.indicators.values()],
            np.bool_,
        )


def _scaled(bound: Decimal, scale: int, rounding: str) -> int:
    whole: int = int(bound.scaleb(scale).to_integral_value(rounding))
    return max(-LIMIT, min(LIMIT, whole))

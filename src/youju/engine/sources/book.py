"""What facts are read against: the scheme's indicators with their bounds, the units, the words for relation and basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel

from youju.engine.data import BASES, Units
from youju.engine.language.indicators import FromScheme, Indicator
from youju.engine.language.scheme import Scheme
from youju.engine.language.values import Base
from youju.engine.period import PER_YEAR, Every, Period
from youju.engine.sources.exact import DIGITS, LIMIT

_RELATION_WORDS = (
    ("=", "==", "＝", "等于"),
    ("≥", ">=", "=>", "⩾", "≧", "＞＝", "不少于", "不低于", "至少", "大于等于"),
    ("≤", "<=", "=<", "⩽", "≦", "＜＝", "不超过", "不高于", "至多", "小于等于"),
    ("≈", "~", "～", "≅", "约", "大约", "约等于", "左右"),
)
RELATION_OF = {word: number for number, words in enumerate(_RELATION_WORDS) for word in words}
_SIZES = tuple(Every)
BASIS_OF = {word: number for number, word in enumerate(BASES)}


@dataclass
class Book:
    """Names become small numbers here. ``periods`` grows as periods are met."""

    indicators: dict[str, Indicator]
    units: Units
    every: str
    period: Period
    results: bool = False
    bases: frozenset[Period] = frozenset()
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
        bases = frozenset(
            _bases([scheme.indicators, scheme.marks, scheme.composite, scheme.veto, scheme.bands])
        )
        return cls(dict(scheme.indicators), units, scheme.round.every, period, results, bases)

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

    def fits(self, number: int, period: Period) -> bool:
        """Say whether a period is one in which this indicator is looked up: of its length, or the base of a growth."""
        free = self.indicators[self.names[number]].ask in {"once", "official"}
        return free or period.every is self.length(number)[0] or period in self.bases

    def finer(self, period: Period) -> bool:
        """Say whether a period is shorter than the round, so that nothing would ever look there."""
        return _SIZES.index(period.every) < _SIZES.index(Every(self.every))

    def usual(self, number: int, period: Period) -> Period:
        """Return the indicator's own period that holds the end of ``period``: the year of a month, when it is asked by the year."""
        length, asked = self.length(number)
        return (
            containing(period, length)
            if asked and _SIZES.index(length) > _SIZES.index(period.every)
            else period
        )

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
    whole = int(bound.scaleb(scale).to_integral_value(rounding))
    return int(max(-LIMIT, min(LIMIT, whole)))


def containing(period: Period, every: Every) -> Period:
    """Return the period of another length that holds the last day of this one."""
    day = period.end
    if every is Every.DAY:
        return Period(every, day.toordinal())
    return Period(every, day.year * PER_YEAR[every] + (day.month - 1) // (12 // PER_YEAR[every]))


def _bases(part: object) -> Iterator[Period]:
    """Yield the fixed base periods that growth is measured from, wherever they stand in a scheme."""
    if isinstance(part, Base):
        yield part.base
    elif isinstance(part, BaseModel):
        yield from _bases([value for _, value in part])
    elif isinstance(part, Mapping):
        yield from _bases(list(part.values()))
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _bases(one)

"""What a round came to: totals, lines of reasons and standings, level by level. Plain data with look-ups."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from youju.engine.board import Standing
from youju.engine.data import Units
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.exact import Mask
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.share import Line

if TYPE_CHECKING:
    from youju.engine.index.nodes import Scored

MAX_PLACES = 9


@dataclass(frozen=True)
class Level:
    """The result of one level: units (indices into ``Units``), totals in units of ``10**-places``, lines of reasons, standings.

    ``rules`` are the ids of the lines in order, the last one for rounding and bounds.
    """

    name: str
    sheet: LevelSheet
    at: NDArray[np.int32]
    totals: NDArray[np.int64]
    has_total: Mask
    lines: list[Line]
    rest: NDArray[np.int64]
    outcomes: dict[str, Outcome]
    standings: tuple[Standing, ...]
    tree: Scored | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """Everything one round came to. ``places`` are the decimals of totals, ``share_places`` those of contributions."""

    scheme: Scheme
    units: Units
    period: Period
    places: int
    share_places: int
    levels: tuple[Level, ...]
    world: World = field(repr=False)

    @cached_property
    def _where(self) -> dict[str, tuple[Level, int]]:
        return {
            self.units.codes[unit]: (level, row) for level in self.levels for row, unit in enumerate(level.at)
        }

    def _find(self, code: str) -> tuple[Level, int]:
        if code not in self._where:
            raise LookupError(f"unit {code!r} is not scored by this scheme")
        return self._where[code]

    def total(self, code: str) -> Decimal | None:
        """Return a unit's total, None where it is withheld."""
        level, row = self._find(code)
        return Decimal(int(level.totals[row])).scaleb(-self.places) if level.has_total[row] else None

    def marks(self, code: str) -> dict[str, Decimal | None]:
        """Return the marks of every rule for a unit, by rule id; None where a rule gave none. Raises LookupError for a stranger."""
        level, row = self._find(code)
        found = {}
        for rule, outcome in level.outcomes.items():
            cell = outcome.marks.fraction(row)
            found[rule] = None if cell is None else Decimal(cell.numerator) / Decimal(cell.denominator)
        return found

    def standing(self, code: str, league: str | None = None) -> tuple[Standing, int]:
        """Return a unit's standing and row in a league (by key; the first of its level by default)."""
        level, row = self._find(code)
        return next(s for s in level.standings if league in (None, s.key)), row

    def place(self, code: str, league: str | None = None) -> Decimal | None:
        """Return a unit's place in a league, None where it has none."""
        standing, row = self.standing(code, league)
        place = Decimal(str(standing.place[row]))
        whole = place.to_integral_value()
        return (whole if whole == place else place) or None

    def band(self, code: str, league: str | None = None) -> str | None:
        """Return a unit's band, or the grade of a veto."""
        standing, row = self.standing(code, league)
        band: str | None = standing.band[row]
        return band


def share_places(scheme: Scheme) -> int:
    """Return the decimals of contributions."""
    return min(max(scheme.total.places + 4, 4), MAX_PLACES)


def level_names(scheme: Scheme) -> list[str]:
    """Return the levels that are scored, in the order of the leagues."""
    return list(dict.fromkeys(league.level for league in scheme.league))

"""Values of a leaf, or scores of a node, treated and put on a scale, as the language says it."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from youju.engine.composite import normalise, treat
from youju.engine.composite.cells import Floats
from youju.engine.evaluate.world import LevelSheet
from youju.engine.language import composite as language


class Normaliser:
    """Normalises for one composite over one sheet, whose parameters may be goalposts."""

    def __init__(self, sheet: LevelSheet, given: language.Composite) -> None:
        self.sheet, self.given = sheet, given

    def amount(self, amount: Any) -> float:
        """Return an amount as a float. Raises LookupError where it has no value in the period."""
        found = self.sheet.parameters.amount(amount, self.sheet.period)
        if found is None:
            raise LookupError(f"{amount} has no value in {self.sheet.period}")
        return float(found)

    def normalised(self, how: Any, x: Floats, direction: Literal[1, -1]) -> Floats:
        """Return values on the scale that was asked for; ``direction`` -1 where less is better."""
        if not x.size:
            return x
        constant = None if self.given.constant_column == "refuse" else float(self.given.constant_column)
        shared: dict[str, Any] = {"direction": direction, "constant": constant}
        if how is None:
            return x.copy()
        if isinstance(how, language.MinMax):
            return self._minmax(how, x, shared)
        if isinstance(how, language.ZScore):
            return normalise.zscore(x, mean=float(how.zscore[0]), sd=float(how.zscore[1]), **shared)
        if isinstance(how, language.RankScore):
            if how.rank == "percentile":
                return normalise.percentile_rank(x, **shared)
            return (normalise.borda if how.rank == "borda" else normalise.rank)(x, direction=direction)
        if isinstance(how, language.DistanceToBest):
            if how.distance_to == "best":
                return normalise.distance_to_best(x, **shared)
            return normalise.fraction_of_max(x, direction=direction)
        if isinstance(how, language.DistanceToTarget):
            goal = self.amount(how.target)
            share = x / goal if direction == 1 else goal / x
            return np.minimum(share, 1.0) if how.clip else share
        if isinstance(how, language.ScaleBy):
            low, high, to = float(how.scaled[0]), float(how.scaled[1]), [float(v) for v in how.onto]
            share = (x * direction - low) / (high - low)
            return share * (to[1] - to[0]) + to[0]
        under = 1.0 if how.divide_by is None else self.amount(how.divide_by)
        return x / under

    def _minmax(self, how: language.MinMax, x: Floats, shared: dict[str, Any]) -> Floats:
        """Goalposts are written worst to best; where both are given they say the direction themselves."""
        worst = None if how.from_ is None else self.amount(how.from_)
        best = None if how.to is None else self.amount(how.to)
        direction = shared["direction"]
        if worst is not None and best is not None:
            direction = 1 if worst < best else -1
        low, high = (worst, best) if direction == 1 else (best, worst)
        return normalise.minmax(
            x, to=(float(how.minmax[0]), float(how.minmax[1])), goalposts=(low, high), clip="both" if how.clip else "none",
            scale="log" if how.log else "linear", direction=direction, constant=shared["constant"],
        )  # fmt: skip

    def straight_line(self, how: Any, x: Floats) -> tuple[float, float] | None:
        """Return slope and height of a rescale that draws a straight line (before it is clipped), None for any other."""
        if isinstance(how, language.MinMax):
            how = how.model_copy(update={"clip": False})
        fixed = isinstance(how, (language.ScaleBy, language.AsIs))
        if not (
            fixed or isinstance(how, language.ZScore) or (isinstance(how, language.MinMax) and not how.log)
        ):
            return None
        at = np.array([0.0, 1.0]) if fixed else x
        first, last = int(at.argmin()), int(at.argmax())
        run = float(at[last] - at[first])
        if run == 0:
            return None
        drawn = self.normalised(how, at, 1)
        slope = float(drawn[last] - drawn[first]) / run
        return slope, float(drawn[first]) - slope * float(at[first])


def treated(treatment: Any, x: Floats) -> Floats:
    """Return values after one treatment of what lies far out."""
    if isinstance(treatment, language.SkewRule):
        rule = treatment.skew_rule
        limits = {
            "skew_limit": float(rule.skew),
            "kurtosis_limit": float(rule.kurtosis),
            "at_most": rule.at_most,
        }
        chain = treat.by_shape if rule.then_log else treat.winsorise_by_shape
        return chain(x, **limits).values  # type: ignore[arg-type]
    if isinstance(treatment, language.Winsorise):
        low, high = treatment.winsorise
        return treat.winsorise_by_percentile(
            x, low=float(low or 0), high=1.0 if high is None else float(high)
        ).values
    if isinstance(treatment, language.Log):
        return treat.log_plain(x) if treatment.log == "natural" else treat.log_shifted(x)
    bounds = [None if b is None else float(b) for b in treatment.clip]
    return normalise.clip(x, low=bounds[0], high=bounds[1])

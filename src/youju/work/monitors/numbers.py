"""What is computed from readings, exactly: shares, differences, leakage, area means. None where something is missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from youju.kernel.errors import Refusal

TENTH = Decimal("0.1")


def rounded(value: Decimal, to: Decimal = TENTH) -> Decimal:
    """Return a value half up."""
    return value.quantize(to, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A period's sum beside its normal: the difference (negative is a deficit) and the share in percent, one place."""

    actual: Decimal
    normal: Decimal
    difference: Decimal
    share: Decimal | None


def anomaly(actual: Decimal | None, normal: Decimal | None) -> Anomaly | None:
    """Return a value beside its normal, None where one is missing."""
    if actual is None or normal is None:
        return None
    share = rounded(actual / normal * 100) if normal else None
    return Anomaly(actual, normal, actual - normal, share)


def leakage(taken_in: Decimal | None, billed: Decimal | None) -> Decimal | None:
    """Return (in − billed) / in, None where one is missing or nothing came in."""
    if taken_in is None or billed is None or taken_in <= 0:
        return None
    return (taken_in - billed) / taken_in


@dataclass(frozen=True, slots=True)
class Lowered:
    """A rate before and after, said both ways: “降低了7%” may mean percentage points or percent, so both are given."""

    points: Decimal
    percent: Decimal | None


def lowered(before: Decimal, after: Decimal) -> Lowered:
    """Return by how many percentage points, and by how many percent, a rate fell. Rates are shares of one."""
    return Lowered(
        rounded((before - after) * 100), rounded((before - after) / before * 100) if before else None
    )


def area_mean(values: Mapping[str, Decimal | None], weights: Mapping[str, int] | None) -> Decimal | None:
    """Return the mean of an area by its declared weights, None where a gauge is missing.

    Refused without weights for every gauge: the plain mean of three gauges is not the mean of the area.
    """
    if not weights or set(weights) != set(values) or min(weights.values()) <= 0:
        raise Refusal(
            "没有求面平均", "没有给每个测点声明权重；几个测点的简单平均不是面上的平均", "先声明权重和办法（如泰森多边形面积），再求",
            english="No area mean was taken: every gauge needs a declared weight, and a plain mean of gauges is no area mean. Declare the weights and their method (Thiessen polygons, for one) first.",
        )  # fmt: skip
    known = {code: value for code, value in values.items() if value is not None}
    if len(known) < len(values):
        return None
    return sum((value * weights[code] for code, value in known.items()), Decimal(0)) / sum(weights.values())

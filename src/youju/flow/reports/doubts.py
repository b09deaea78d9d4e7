"""Soft checks: what looks odd about a value. A doubt asks for a word and never stops a report. Pure.

Jumps and doubtful measures use the thresholds of the engine's flags; far from the peers is the modified z-score of
Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, p. 11, over the values of the round before.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.engine.flags import FAR, FEWEST, SCALE, TENFOLD, UNIT_DOUBT
from youju.flow.reports.fields import plain

_MEASURES = {
    100: gettext_lazy("百分数"),
    1000: gettext_lazy("千"),
    10_000: gettext_lazy("万元/元"),
    100_000_000: gettext_lazy("亿元/元"),
}
NEAR = Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Peers:
    """The middle of what others said in the round before: median, median distance from it, and how many they were."""

    middle: Decimal
    spread: Decimal
    of: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing odd about a value: its kind (measure, jump, peers, missing), told so that a word can answer it."""

    indicator: str
    kind: str
    says: str


def doubts_of(
    indicator: str, value: Decimal | None, own: Sequence[Decimal], peers: Peers | None
) -> list[Doubt]:
    """Return what is odd about a value beside the unit's own earlier values (the latest first) and its peers."""
    if value is None:
        return [Doubt(indicator, "missing", _("没有填；没有就是缺报，不是零。请说一句为什么"))]
    found = []
    if own and (past := _beside_past(indicator, value, own)) is not None:
        found.append(past)
    elif not own and peers is not None and (size := _measure(value, peers.middle)):
        found.append(Doubt(indicator, "measure", _("与同类单位的中位数 {plain} 相差约 {size} 倍（{measure}），是不是写错了计量单位？").format(plain=plain(peers.middle), size=size, measure=_MEASURES[size])))  # fmt: skip
    if not found and peers is not None and _far(value, peers):
        found.append(Doubt(indicator, "peers", _("离同类单位很远（上期中位数 {plain}，{of} 个单位），请核对或说明").format(plain=plain(peers.middle), of=peers.of)))  # fmt: skip
    return found


def peers_of(values: Sequence[Decimal]) -> Peers | None:
    """Return the middle of some values, None where they are too few to say anything."""
    if len(values) < FEWEST:
        return None
    middle = statistics.median(values)
    return Peers(middle, statistics.median([abs(v - middle) for v in values]), len(values))


def _beside_past(indicator: str, value: Decimal, own: Sequence[Decimal]) -> Doubt | None:
    last = own[0]
    if size := _measure(value, last):
        return Doubt(indicator, "measure", _("是上次 {plain} 的约 {size} 倍或 1/{size}（{measure}），是不是写错了计量单位？").format(plain=plain(last), size=size, measure=_MEASURES[size]))  # fmt: skip
    usual = statistics.median(own)
    for then, word in ((last, _("上次")), (usual, _("以往的中位数"))):
        if _times(value, then) > TENFOLD:
            return Doubt(
                indicator,
                "jump",
                _("与{word} {plain} 相差十倍以上，请核对或说明").format(word=word, plain=plain(then)),
            )
    if (value < 0) != (last < 0) and value != 0 and last != 0:
        return Doubt(indicator, "jump", _("与上次 {plain} 正负相反，请核对或说明").format(plain=plain(last)))
    return None


def _times(one: Decimal, other: Decimal) -> Fraction:
    """Return how many times the larger is the smaller; 0 where one of them is zero."""
    if not one or not other:
        return Fraction(0)
    quotient = abs(Fraction(one) / Fraction(other))
    return max(quotient, 1 / quotient)


def _measure(value: Decimal, against: Decimal) -> int:
    times = _times(value, against)
    return next((int(size) for size in UNIT_DOUBT if times and abs(times / size - 1) < NEAR), 0)


def _far(value: Decimal, peers: Peers) -> bool:
    return bool(peers.spread) and SCALE * float(abs(value - peers.middle) / peers.spread) > FAR

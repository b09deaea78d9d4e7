"""Carrying values across merges and splits, so that every sum stays what it was. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """From `on`, the `share` of what `before` had belongs to `after`. It could be known from `recorded_at`."""

    before: int
    after: int
    on: dt.date
    share: Decimal
    recorded_at: dt.datetime | None = None

    def known_to(self, said: dt.datetime, last: dt.date) -> bool:
        """Whether what was said at a (local) moment about days up to `last` was said of the units as this step made them."""
        is_recorded = self.recorded_at is None or self.recorded_at <= said
        return is_recorded and self.on <= min(said.date(), last)


def ways(
    units: Iterable[int],
    steps: Iterable[Step],
    said: Mapping[int, dt.datetime],
    *,
    first: dt.date,
    last: dt.date,
) -> dict[tuple[Step, ...], list[int]]:
    """Return the steps that the values of units about some days still take to those who stand later: steps → units.

    `said` tells when a unit spoke for itself; of the others the value is as of the first day. Who spoke knowing a split and
    stands on spoke as it stands since: that is not shared out again. Who spoke not knowing a step takes it, also one of an
    earlier day. What would be brought to a unit that spoke knowing the step is in its word: it goes aside, under its
    negative key.
    """
    steps = list(steps)
    staying = {(step.before, step.on) for step in steps if step.after == step.before}

    def takes(unit: int, step: Step) -> bool:
        if step.before != unit or unit not in said:
            return step.on > first
        if step.known_to(said[unit], last):
            return step.on > first and (unit, step.on) not in staying
        return True

    def onward(step: Step) -> Step:
        spoke = step.after != step.before and said.get(step.after)
        return replace(step, after=-step.after) if spoke and step.known_to(spoke, last) else step

    found: dict[tuple[Step, ...], list[int]] = {}
    for unit in units:
        found.setdefault(tuple(onward(step) for step in steps if takes(unit, step)), []).append(unit)
    return found


def carry(
    values: Mapping[int, Decimal],
    steps: Iterable[Step],
    *,
    since: dt.date,
    until: dt.date,
    places: int = 4,
) -> dict[int, Decimal]:
    """Return values of units as of `since` as the values of the units of `until`.

    Only steps after `since` and up to and including `until` are taken, day by day. A value that splits is shared
    in units of 10^-places (or of its own last place, if finer); what rounding leaves over goes to the largest
    remainders, equal ones in the order of the keys. The sum of all values is exactly what it was.
    """
    held = dict(values)
    days: dict[dt.date, dict[int, list[Step]]] = {}
    for step in steps:
        if since < step.on <= until:
            days.setdefault(step.on, {}).setdefault(step.before, []).append(step)
    for day in sorted(days):
        moved: dict[int, Decimal] = {}
        for before, parts in sorted(days[day].items()):
            if before in held:
                for after, part in _shared(held.pop(before), parts, places).items():
                    moved[after] = moved.get(after, Decimal(0)) + part
        for after, part in moved.items():
            held[after] = held.get(after, Decimal(0)) + part
    return held


def _shared(value: Decimal, parts: list[Step], places: int) -> dict[int, Decimal]:
    """Share a value by the method of largest remainders."""
    if sum(step.share for step in parts) != 1:
        raise ValueError(f"the shares of unit {parts[0].before} do not sum to one")
    exponent = value.as_tuple().exponent
    quantum = Decimal(1).scaleb(min(-places, exponent if isinstance(exponent, int) else 0))
    whole = {step.after: (value * step.share).quantize(quantum, ROUND_FLOOR) for step in parts}
    left = int((value - sum(whole.values())) / quantum)
    by_remainder = sorted(parts, key=lambda step: (whole[step.after] - value * step.share, step.after))
    for step in by_remainder[:left]:
        whole[step.after] += quantum
    return whole

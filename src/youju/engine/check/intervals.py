"""Bounds on a number line: what a list of steps or bands leaves open, and which of them can never be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)


@dataclass(frozen=True)
class Span:
    """The numbers for which one step fits; no bound at all means every number."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    exactly: Decimal | None = None

    def holds(self, x: Decimal) -> bool:
        """Say whether a number is inside."""
        return (
            (self.at_least is None or x >= self.at_least)
            and (self.above is None or x > self.above)
            and (self.at_most is None or x <= self.at_most)
            and (self.below is None or x < self.below)
            and (self.exactly is None or x == self.exactly)
        )

    def bounds(self) -> Iterator[Decimal]:
        """Yield the numbers at which something changes."""
        yield from (
            b for b in (self.at_least, self.above, self.at_most, self.below, self.exactly) if b is not None
        )


def look(spans: Sequence[Span], lowest: Decimal | None = None) -> tuple[Decimal | None, list[int]]:
    """Return a number that no span holds (None when all are held) and the spans that are never the first to hold one.

    Between two neighbouring bounds nothing changes, so the bounds themselves and one number between each two
    say everything. ``lowest`` cuts off numbers that cannot occur.
    """
    edges = sorted({b for span in spans for b in span.bounds()} | ({lowest} if lowest is not None else set()))
    if not edges:
        edges = [Decimal(0)]
    probes = [edges[0] - ONE]
    for left, right in zip(edges, [*edges[1:], edges[-1] + 2 * ONE], strict=True):
        probes += [left, (left + right) / 2]
    probes = [x for x in probes if lowest is None or x >= lowest]
    first = [next((i for i, span in enumerate(spans) if span.holds(x)), None) for x in probes]
    gap = next((x for x, i in zip(probes, first, strict=True) if i is None), None)
    reached = {i for i in first if i is not None}
    return gap, [i for i in range(len(spans)) if i not in reached]

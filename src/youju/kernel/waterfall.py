"""The waterfall of a statement of marks: one chart specification for the page, PDF and Word. Geometry only.

All lengths are in the units of the figure's own view box. Numbers shown beside a figure stay the exact ones; only
positions are rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDE, LOW = 220, 16
"""The box of a bar in a row of a table."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: where it begins, how long it is, whether it gives or takes, and where zero stands."""

    x: str
    width: str
    kind: str
    zero: str


def waterfall(parts: Sequence[Decimal | None], *, full: Decimal | None = None) -> list[Step | None]:
    """Return a bar for every part, each beginning where the one before ended; None for a part that is not counted.

    The scale reaches from the lowest to the highest of all running totals, zero and ``full``.
    """
    running, marks = Decimal(0), [Decimal(0)]
    spans: list[tuple[Decimal, Decimal] | None] = []
    for part in parts:
        if part is None:
            spans.append(None)
            continue
        spans.append((running, running + part))
        running += part
        marks.append(running)
    low, high = min(marks), max([*marks, full or Decimal(0)])
    scale = Decimal(WIDE) / (high - low) if high > low else Decimal(0)
    zero = position((0 - low) * scale)
    return [
        None if span is None else Step(
            position((min(span) - low) * scale), position(max(abs(span[1] - span[0]) * scale, Decimal(1))),
            "gain" if span[1] >= span[0] else "loss", zero,
        )
        for span in spans
    ]  # fmt: skip


def position(length: Decimal) -> str:
    """Return a position as a drawing wants it: a tenth is finer than any screen shows here."""
    return f"{length:.1f}"

"""A board from the places of a bundle. Pure: the same bundle and the same question give the same board."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.show import name_circles

Interval = tuple[str, str, bool]
Past = Sequence[Mapping[tuple[str, str], Mapping[str, Any]]]
"""The places of earlier rounds by unit and league, oldest round first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unit on a board. What a reader may not see is None: `total` and `place` without an approval to rank.

    `course` holds the totals of the rounds before and of this one, oldest first, with None for a round without one.
    """

    unit: str
    title: str
    total: Decimal | None
    band: str | None
    place: str | None
    low: str | None
    high: str | None
    tied: bool
    change: Decimal | None
    was_band: str | None
    course: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """The units that are compared with one another. `withheld`: too few of them for places and bands."""

    level: str
    league: str
    group: str
    title: str
    of: int
    withheld: bool
    median: Decimal | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader may see: `inside` everything, outside bands that are published, and places only when approved."""

    inside: bool
    ordinal: bool
    hidden: frozenset[str]

    @property
    def numbers(self) -> bool:
        """Whether totals may be shown: they tell the order as much as places do."""
        return self.inside or self.ordinal


def circles(
    bundle: Bundle,
    reader: Reader,
    *,
    earlier: Sequence[Bundle] = (),
    firm: Mapping[tuple[str, str], Interval] | None = None,
) -> tuple[Circle, ...]:
    """Return the boards of a bundle, one for each league and group, against those of earlier rounds, oldest first."""
    past = [{(r["unit"], r["league"]): r for r in one.places.to_pylist()} for one in earlier]
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in bundle.places.to_pylist():
        if row["group"] is not None:
            found.setdefault((row["level"], row["league"], row["group"]), []).append(row)
    made = []
    for key, rows in sorted(found.items()):
        name_circles(bundle, rows[:1])
        made.append(_circle((*key, rows[0]["circle"]), rows, reader, past, firm or {}))
    return tuple(made)


def _circle(
    key: tuple[str, str, str, str],
    rows: list[dict[str, Any]],
    reader: Reader,
    past: Past,
    firm: Mapping[tuple[str, str], Interval],
) -> Circle:
    totals = [row["total"] for row in rows if row["total"] is not None]
    withheld = bool(totals) and all(row["place"] is None for row in rows)
    made = [_row(row, reader, past, firm, withheld) for row in rows]
    order = {row["unit"]: row["place"] if row["place"] is not None else 1e9 for row in rows}
    bands = _bands(rows)
    # Without leave to rank, units of a band stand in the order of their codes: an order of places would tell them.
    made.sort(key=lambda r: (order[r.unit] if reader.numbers else bands.get(r.band, 99), r.unit))
    median = statistics.median(totals) if totals and not (withheld and not reader.inside) else None
    return Circle(*key, len(rows), withheld, median, tuple(made))


def _row(
    row: Mapping[str, Any],
    reader: Reader,
    past: Past,
    firm: Mapping[tuple[str, str], Interval],
    withheld: bool,
) -> Row:
    before = [one.get((row["unit"], row["league"]), {}) for one in past]
    was = before[-1] if before else {}
    shown = reader.numbers and (reader.inside or not withheld)
    low, high, tied = (
        firm.get((row["league"], row["unit"]), (None, None, False)) if shown else (None, None, False)
    )
    change = (
        row["total"] - was["total"] if was.get("total") is not None and row["total"] is not None else None
    )
    place = None if row["place"] is None else f"{row['place']:g}"
    return Row(
        row["unit"], row["title"], row["total"] if shown else None, _band(row, reader), place if shown else None,
        low, high, tied, change if shown else None, _band(was, reader) if was else None,
        (*(one.get("total") for one in before), row["total"]) if shown and before else (),
    )  # fmt: skip


def _band(row: Mapping[str, Any], reader: Reader) -> str | None:
    band = row["band"]
    return None if band is None or (not reader.inside and band in reader.hidden) else str(band)


def _bands(rows: list[dict[str, Any]]) -> dict[str | None, int]:
    """Return the bands in the order of the best place in each."""
    best: dict[str | None, float] = {}
    for row in rows:
        if row["place"] is not None:
            best[row["band"]] = min(best.get(row["band"], 1e9), row["place"])
    return {band: number for number, band in enumerate(sorted(best, key=lambda b: best[b]))}


def peer_medians(bundle: Bundle, unit: str) -> dict[str, Decimal]:
    """Return for each rule the median contribution among the unit's own circle (its first league)."""
    standing = bundle.standings(unit)[0]
    places = bundle.places.to_pylist()
    peers = [
        r["unit"] for r in places if (r["league"], r["group"]) == (standing["league"], standing["group"])
    ]
    brought: dict[str, list[Decimal]] = {}
    for peer in peers:
        for reason in bundle.reasons(peer):
            brought.setdefault(reason["rule"], []).append(reason["contribution"])
    return {rule: statistics.median(values) for rule, values in brought.items()}

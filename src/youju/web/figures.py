"""Small figures drawn on the server as SVG: geometry only, so that a page is read, printed and tested without a script.

All lengths are in the units of the figure's own view box. Numbers shown beside a figure stay the exact ones; only
positions are rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from youju.flow.units.ground import Ring, ground, lettered, middle
from youju.kernel.waterfall import LOW, WIDE, Step, position, waterfall

__all__ = [
    "LOW",
    "WIDE",
    "Land",
    "Spark",
    "Step",
    "Tile",
    "interval",
    "lands",
    "share",
    "spark",
    "tiles",
    "waterfall",
]

SPARK_WIDE, SPARK_HIGH = 84, 22
TILES, TILE_WIDE, TILE_HIGH, TILE_WORDS = 8, 140, 58, 9


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of values: its points, and the last of them. A gap in the values is a gap in the line."""

    pieces: tuple[str, ...]
    x: str
    y: str


def share(value: Decimal | None, of: Decimal | None) -> str | None:
    """Return how long a bar of ``value`` is when ``of`` fills the box, None where there is nothing to compare."""
    if value is None or of is None or of <= 0:
        return None
    return position(min(max(value / of, Decimal(0)), Decimal(1)) * WIDE)


def interval(low: Decimal, high: Decimal, of: int) -> tuple[str, str]:
    """Return where the bar of an interval of places begins and how long it is, the first place of ``of`` at the left."""
    each = Decimal(WIDE) / max(of, 1)
    return position((low - 1) * each), position((high - low + 1) * each)


def spark(values: Iterable[Decimal | None]) -> Spark | None:
    """Return the line of a short history, None with fewer than two values: one point is no course."""
    series = list(values)
    known = [value for value in series if value is not None]
    if len(known) < 2 or series[-1] is None:
        return None
    low, high = min(known), max(known)
    along = Decimal(SPARK_WIDE - 6) / max(len(series) - 1, 1)
    up = Decimal(SPARK_HIGH - 6) / (high - low) if high > low else Decimal(0)
    pieces: list[list[tuple[str, str]]] = [[]]
    for number, value in enumerate(series):
        if value is None:
            pieces.append([])
            continue
        y = Decimal(SPARK_HIGH - 3) - (value - low) * up if up else Decimal(SPARK_HIGH) / 2
        pieces[-1].append((position(3 + number * along), position(y)))
    x, y_last = pieces[-1][-1]
    return Spark(tuple(" ".join(f"{a},{b}" for a, b in piece) for piece in pieces if piece), x, y_last)


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit on a tile map: where its square stands, what it is called as far as that fits, and its band."""

    x: int
    y: int
    unit: str
    title: str
    short: str
    band: str | None


def tiles(units: Iterable[tuple[str, str, str | None]]) -> tuple[list[Tile], int]:
    """Return the tiles of (code, title, band), row by row in the order of the codes, and how high the map is.

    The order tells nothing of marks: it is that of the codes, whichever way the units came.
    """
    found = [
        Tile(
            number % TILES * TILE_WIDE, number // TILES * TILE_HIGH, code, title,
            title if len(title) <= TILE_WORDS else f"{title[: TILE_WORDS - 1]}…", band,
        )
        for number, (code, title, band) in enumerate(sorted(units))
    ]  # fmt: skip
    return found, (found[-1].y + TILE_HIGH if found else 0)


@dataclass(frozen=True, slots=True)
class Land:
    """One unit on a map of borders: its path, its name where there is room for it (else ""), where that stands, and its band."""

    unit: str
    title: str
    label: str
    band: str | None
    path: str
    x: str
    y: str


LAND_WIDE, LAND_HIGH, LAND_EDGE, LAND_WORDS = 480, 400, 20, 13
"""A map as wide as the column beside a board, so that its letters are as large as those of the board."""


def lands(
    units: Iterable[tuple[str, str, str | None]], borders: Mapping[str, Sequence[Ring]]
) -> tuple[list[Land], list[str]]:
    """Return the units of (code, title, band) that have a border, in the order of the codes, and the names of the others."""
    found = sorted(units)
    drawn = [one for one in found if one[0] in borders]
    missing = [title for code, title, _band in found if code not in borders]
    if not drawn:
        return [], missing
    corners = [corner for code, _title, _band in drawn for ring in borders[code] for corner in ring]
    sheet = ground(corners, LAND_WIDE, LAND_HIGH, LAND_EDGE)
    places = [(title, *sheet.at(middle(borders[code]))) for code, title, _band in drawn]
    return [
        Land(code, title, label, band, sheet.path(borders[code]), x, y)
        for (code, title, band), (_title, x, y), label in zip(
            drawn, places, lettered(places, LAND_WORDS), strict=True
        )
    ], missing

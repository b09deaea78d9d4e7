"""Borders for the demo, as the GeoJSON file an office would import. No place on earth looks like this. Pure.

An invented round outline is cut by nearest point: counties first, in each its townships, in each of those its villages.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin

from youju.config.demo.city import CITY, SEED, Place

SOURCE = "示意图形（示例）：由程序随机画成，不是行政区域界线，没有审图号，不能当地图用"
MIDDLE, HALF, CORNERS, EVENED = (126.0, 42.0), (1.0, 0.5), 24, 6

Point = tuple[float, float]
Shape = list[Point]


def shapes(rows: Sequence[Place]) -> dict[str, list[Shape]]:
    """Return code → the rings of a unit; the same rows give the same shapes."""
    dice = random.Random(SEED)  # noqa: S311  # invented shapes need to be repeatable, not secret
    turns = sorted(dice.uniform(0, 2 * pi) for _ in range(CORNERS))
    whole = [(MIDDLE[0] + HALF[0] * cos(turn), MIDDLE[1] + HALF[1] * sin(turn)) for turn in turns]
    found = {CITY: [whole]}
    for level in ("county", "township", "village"):
        for above in list(found):
            inside = [row.code for row in rows if row.parent == above and row.level == level]
            found |= {
                code: [cell]
                for code, cell in zip(inside, _cut(found[above][0], len(inside), dice), strict=True)
            }
    del found[CITY]
    return found


def merged(whole: Mapping[str, list[Shape]], gone: str, into: str) -> dict[str, list[Shape]]:
    """Return the shape of a unit that another has become part of."""
    return {into: [*whole[into], *whole[gone]]}


def as_geojson(whole: Mapping[str, Iterable[Shape]]) -> bytes:
    """Return shapes as a file: one feature for each unit, its rings closed, to a metre."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "source": SOURCE},
            "geometry": {"type": "MultiPolygon", "coordinates": [[_closed(ring)] for ring in rings]},
        }
        for code, rings in whole.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _closed(ring: Shape) -> list[list[float]]:
    return [[round(x, 5), round(y, 5)] for x, y in (*ring, ring[0])]


def _cut(whole: Shape, parts: int, dice: random.Random) -> list[Shape]:
    """Cut a convex shape among so many points, moved to the middle of what they got until the parts are alike."""
    points = [somewhere(whole, dice) for _ in range(parts)]
    for _ in range(EVENED):
        points = [_middle(_nearest(whole, one, points)) for one in points]
    return [_nearest(whole, one, points) for one in points]


def somewhere(whole: Shape, dice: random.Random) -> Point:
    """Return a point inside a convex shape."""
    weights = [dice.random() for _ in whole]
    both = [sum(w * corner[axis] for w, corner in zip(weights, whole, strict=True)) for axis in (0, 1)]
    return both[0] / sum(weights), both[1] / sum(weights)


def _middle(shape: Shape) -> Point:
    return sum(x for x, _y in shape) / len(shape), sum(y for _x, y in shape) / len(shape)


def _nearest(whole: Shape, point: Point, points: Iterable[Point]) -> Shape:
    """Return the part of a convex shape that lies nearer to a point than to any other."""
    shape = whole
    for other in points:
        if other != point:
            shape = _half(shape, point, other)
    return shape


def _half(shape: Shape, near: Point, far: Point) -> Shape:
    def beyond(at: Point) -> float:
        return sum((at[n] - near[n]) ** 2 - (at[n] - far[n]) ** 2 for n in (0, 1))

    kept: Shape = []
    for one, other in zip(shape, [*shape[1:], shape[0]], strict=True):
        here, there = beyond(one), beyond(other)
        if here <= 0:
            kept.append(one)
        if here * there < 0:
            share = here / (here - there)
            kept.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
    return kept

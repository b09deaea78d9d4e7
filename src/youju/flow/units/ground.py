"""The ground of a map: borders read from a GeoJSON file, and places on the earth put on a sheet of paper. Pure.

Longitude and latitude are whole numbers of a hundred-thousandth of a degree, a metre: finer than any border is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from youju.flow.units.codes import is_code
from youju.kernel.errors import BadInput, Problem

PER_DEGREE = 100_000
LARGEST, MOST_SPOTS, SHOWN = 20 * 1024 * 1024, 400_000, 100
# China with its seas; a file in metres, or with latitude first, falls outside.
WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54
# A border is kept as fine as a sheet of two thousand dots shows it.
DOTS = 2000
NAMED = ("code", "adcode", "代码", "单位代码", "行政区划代码", "区划代码")
TITLED = ("name", "名称", "单位名称")

Spot = tuple[int, int]
Ring = list[Spot]


@dataclass(frozen=True, slots=True)
class Shape:
    """A border as the file gives it: whose it is by its code, what the file calls it, and its rings."""

    where: str
    code: str
    title: str
    rings: list[Ring]


@dataclass(frozen=True, slots=True)
class Ground:
    """A piece of the earth on a sheet: the edges of the land, how far a degree is squeezed, and how large it is drawn."""

    west: int
    north: int
    squeeze: Decimal
    scale: Decimal
    edge: int

    def at(self, spot: Spot) -> tuple[str, str]:
        """Return where a place stands on the sheet, to a tenth."""
        lon, lat = spot
        x = self.edge + (lon - self.west) * self.squeeze * self.scale
        y = self.edge + (self.north - lat) * self.scale
        return f"{x:.1f}", f"{y:.1f}"

    def path(self, rings: Iterable[Ring]) -> str:
        """Return rings as the path of a drawing, without the points that fall on the one before."""
        parts = []
        for ring in rings:
            spots = [self.at(spot) for spot in ring]
            kept = [spot for n, spot in enumerate(spots) if not n or spot != spots[n - 1]]
            parts.append("M" + "L".join(f"{x},{y}" for x, y in kept) + "Z")
        return "".join(parts)


def ground(spots: Sequence[Spot], wide: int, high: int, edge: int = 40) -> Ground:
    """Return a sheet that holds all places.

    Longitude is squeezed by the cosine of the middle latitude, so that distances look right over a prefecture.
    """
    west, east = min(lon for lon, _lat in spots), max(lon for lon, _lat in spots)
    south, north = min(lat for _lon, lat in spots), max(lat for _lon, lat in spots)
    squeeze = cosine(Decimal(south + north) / 2 / PER_DEGREE)
    least = Decimal(PER_DEGREE) / 100
    scale = min(
        (wide - 2 * edge) / max((east - west) * squeeze, least),
        (high - 2 * edge) / max(Decimal(north - south), least),
    )
    return Ground(west, north, squeeze, scale, edge)


def cosine(degrees: Decimal) -> Decimal:
    """Return the cosine by its series: a drawing needs three digits."""
    x = degrees * Decimal("0.01745329252")
    return 1 - x**2 / 2 + x**4 / 24 - x**6 / 720


def spot(lon: Decimal, lat: Decimal) -> Spot:
    """Return a place in whole numbers."""
    return int((lon * PER_DEGREE).to_integral_value()), int((lat * PER_DEGREE).to_integral_value())


def middle(rings: Sequence[Ring]) -> Spot:
    """Return the middle of the box of the largest ring: where a name is written."""
    west, east, south, north = max(
        (_box(ring) for ring in rings), key=lambda b: (b[1] - b[0]) * (b[3] - b[2])
    )
    return (west + east) // 2, (south + north) // 2


def lettered(labels: Iterable[tuple[str, str, str]], size: int) -> list[str]:
    """Return labels of (words, x, y), each with room for a second line under it, and "" where it would lie on one before it.

    A Chinese letter is as wide as it is high; what cannot be written still stands in the title of its land.
    """
    written: list[tuple[Decimal, Decimal, Decimal]] = []
    found = []
    for words, x, y in labels:
        here = (Decimal(x), Decimal(y), Decimal(len(words) * size) / 2)
        free = all(
            abs(here[0] - a) >= here[2] + half or abs(here[1] - b) >= size * 5 / Decimal(2)
            for a, b, half in written
        )
        found.append(words if free else "")
        if words and free:
            written.append(here)
    return found


def _box(ring: Ring) -> tuple[int, int, int, int]:
    lons, lats = [lon for lon, _lat in ring], [lat for _lon, lat in ring]
    return min(lons), max(lons), min(lats), max(lats)


def read(name: str, content: bytes) -> list[Shape]:
    """Return the borders of a GeoJSON file. Raises BadInput with every fault and its place."""
    if len(content) > LARGEST:
        raise _unread(
            name,
            _("文件超过 {most} MB").format(most=LARGEST // 1024 // 1024),
            _("先简化边界，或按县分成几个文件"),
        )
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _unread(
            name, _("不是 UTF-8 的 GeoJSON 文件"), _("从地理信息软件导出成 GeoJSON 再导入")
        ) from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or not features:
        raise _unread(
            name, _("里面没有图形（FeatureCollection）"), _("导出成 GeoJSON 的要素集合，每个单位一个要素")
        )
    problems: list[Problem] = []
    shapes = [one for n, feature in enumerate(features, 1) for one in _shape(name, n, feature, problems)]
    seen: set[str] = set()
    for one in shapes:
        if one.code in seen:
            problems.append(
                Problem(
                    one.where,
                    _("代码 {code} 前面已经出现过").format(code=one.code),
                    _("同一单位的几块合成一个要素"),
                )
            )
        seen.add(one.code)
    if sum(len(ring) for one in shapes for ring in one.rings) > MOST_SPOTS:
        raise _unread(name, _("边界点超过 {most} 个").format(most=MOST_SPOTS), _("先简化边界再导出"))
    if problems:
        raise BadInput(
            f"“{name}”没有导入", f"有 {len(problems)} 处不对；一个图形也没有存", "改正后整份再导入",
            english=f"{name} was not imported: {len(problems)} problems. Nothing was stored.", problems=problems[:SHOWN],
        )  # fmt: skip
    return shapes


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _unread(name: str, why: str, instead: str) -> BadInput:
    return BadInput(f"“{name}”没有导入", why, instead, english=f"{name} cannot be read as GeoJSON of borders.",
                    problems=[Problem("file", why, instead)])  # fmt: skip


def _shape(name: str, number: int, feature: Any, problems: list[Problem]) -> Iterator[Shape]:
    where = _("{name} 第 {number} 个图形").format(name=name, number=number)
    about = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    about = about if isinstance(about, dict) else {}
    code = next((str(about[key]).strip() for key in NAMED if about.get(key) not in (None, "")), "")
    title = next((str(about[key]).strip() for key in TITLED if about.get(key)), "")[:80]
    if not is_code(code) or (code.isdigit() and len(code) not in {6, 9, 12, 14}):
        problems.append(
            Problem(
                where,
                _("没有区划代码，或者“{code}”不像代码：区划代码是 6、9、12 位数字").format(code=code[:20]),
                _("属性里写上 code"),
            )
        )
        return
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        problems.append(Problem(where, _("不是面（Polygon、MultiPolygon）"), _("导出面图层")))
        return
    parts = geometry.get("coordinates")
    try:
        rings = [_ring(ring) for part in ([parts] if kind == "Polygon" else parts) for ring in part]
    except (TypeError, ValueError, ArithmeticError) as error:
        problems.append(
            Problem(
                where,
                str(error) if isinstance(error, _CrookedError) else _("坐标写得不对"),
                _("用经纬度（度），经度在前，每圈首尾相接"),
            )
        )
        return
    if not rings:
        problems.append(Problem(where, _("一圈坐标也没有"), _("删去这个图形，或补上坐标")))
        return
    yield Shape(where, short(code), title, thinned(rings))


class _CrookedError(ValueError):
    """What is wrong with a ring, in words."""


def _ring(said: Any) -> Ring:
    found = []
    for lon, lat, *_height in said:
        if isinstance(lon, bool) or isinstance(lat, bool) or isinstance(lon, str) or isinstance(lat, str):
            raise TypeError(lon)
        x, y = Decimal(lon), Decimal(lat)
        if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
            raise _CrookedError(_("坐标 {x}，{y} 不在我国范围里").format(x=f"{x:.6g}", y=f"{y:.6g}"))
        found.append(spot(x, y))
    if len(found) < 4 or found[0] != found[-1]:
        raise _CrookedError(_("有一圈坐标不到 4 个点，或者首尾不相接"))
    return found


def short(code: str) -> str:
    """Return a code of GB/T 2260 without the zeros that only fill it up: 220322000000 is the county 220322."""
    for digits in (6, 9):
        if len(code) > digits and not code[digits:].strip("0"):
            return code[:digits]
    return code


def thinned(rings: list[Ring]) -> list[Ring]:
    """Return rings without what a sheet cannot show: points nearer than a dot, and islands of less than one."""
    boxes = [_box(ring) for ring in rings]
    size = max(
        max(b[1] for b in boxes) - min(b[0] for b in boxes),
        max(b[3] for b in boxes) - min(b[2] for b in boxes),
    )
    near = size // DOTS
    found = []
    for ring in rings:
        kept = ring[:1]
        for one in ring[1:-1]:
            if max(abs(one[0] - kept[-1][0]), abs(one[1] - kept[-1][1])) > near:
                kept.append(one)
        if len(kept) >= 3:
            found.append([*kept, ring[0]])
    return found or [max(rings, key=len)]

"""Template tags that draw: a bar of a waterfall, a share, a short history, a light, a band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from youju.flow.schemes.selectors import scheme_of
from youju.flow.units.selectors import outlines_of
from youju.web import figures

register = template.Library()

# The colours offices speak of; a band of another name stays neutral, its word says what it is.
_LIGHTS = {
    "submitted": "waiting", "reporting": "waiting", "proposed": "waiting", "assigned": "waiting", "reported": "waiting",
    "verifying": "waiting", "notice": "waiting", "under_way": "waiting",
    "returned": "returned", "accepted": "done", "published": "done", "closed": "done", "in_force": "done",
    "concluded": "done", "visited": "done",
}  # fmt: skip
_TONES = {"红": "red", "蓝": "blue", "绿": "green", "黄": "amber", "橙": "amber"}
# Fills of the bands of a scheme of which none names a colour, the best first.
_SHADES = ("#4f8fc6", "#6ba2d1", "#87b5db", "#a0c5e3", "#b8d4ea", "#cde1f0", "#dfebf6", "#eef4fa")
_GREY, _BLANK = "#cfd5dc", "#ffffff"


@register.filter
def each(rows: Iterable[Any], name: str) -> list[Any]:
    """Return one attribute of every row."""
    return [getattr(row, name) for row in rows]


@register.simple_tag
def parts_of(lines: Iterable[Any]) -> list[Decimal]:
    """Return what the lines of a statement add up, section heads left out."""
    return [
        one[0].contribution for one in lines if one[0].state != "section" and one[0].contribution is not None
    ]


@register.filter
def aligned(value: Decimal | None, others: Iterable[Decimal | None]) -> str:
    """Return a number to as many places as the finest of the others, so that points stand under one another; two at least."""
    if value is None:
        return ""
    places = max((-_exponent(one) for one in others if one is not None), default=0)
    return f"{value.quantize(Decimal(1).scaleb(-max(places, 2)), ROUND_HALF_UP):f}"


def _exponent(value: Decimal) -> int:
    """Return the exponent of the last place that says something."""
    return min(int(value.normalize().as_tuple().exponent), 0)


@register.filter
def tone(band: str | None) -> str:
    """Return the colour a band is named after, empty when it names none."""
    return next((_TONES[letter] for letter in band or "" if letter in _TONES), "")


def fills(score: Any, name: str) -> dict[str, str]:
    """Return band → what it is filled with on a map.

    A band named after a colour is hatched in it, and any other beside it is grey: a shade of blue would look like a 蓝榜.
    Where none is named after a colour, they are shaded by their order in the scheme, the best the darkest.
    """
    bands = list(scheme_of(score.round.scheme_version).bands)
    if any(tone(band) for band in bands):
        return {band: f"url(#hatch-{tone(band)}-{name})" if tone(band) else _GREY for band in bands}
    return {band: _SHADES[at * len(_SHADES) // len(bands)] for at, band in enumerate(bands)}


@register.filter
def light(status: str | None) -> str:
    """Return the light of a status; its word always stands beside it."""
    return _LIGHTS.get(status or "", "")


@register.filter
def lit(row: Any) -> str:
    """Return the status of a row as a light with its word."""
    said = getattr(row, "status_label", None) or row.get_status_display()
    return format_html('<span class="light {}">{}</span>', light(row.status), said)


@register.filter
def plain(value: Decimal | None) -> str:
    """Return a number without trailing zeros and without an exponent; nothing for nothing."""
    return "" if value is None else f"{value.normalize():f}"


@register.simple_tag
def falls(lines: Sequence[Sequence[Any]]) -> list[tuple[Sequence[Any], figures.Step | None]]:
    """Return the lines of a statement (tuples that begin with the line), each with its bar of the waterfall."""
    parts = [None if row[0].state == "section" else row[0].contribution for row in lines]
    return list(zip(lines, figures.waterfall(parts), strict=True))


@register.simple_tag
def step(one: figures.Step | None) -> str:
    """Draw one bar of a waterfall. A page has a bar for every mark: a template for each took a tenth of it."""
    if one is None:
        return ""
    return format_html(
        '<svg class="fig" width="{wide}" height="{low}" viewBox="0 0 {wide} {low}" aria-hidden="true">'
        '<rect class="ground" width="{wide}" height="{low}"/>'
        '<rect class="{kind}" x="{x}" y="2" width="{width}" height="{inside}"/>'
        '<line class="axis" x1="{zero}" x2="{zero}" y1="0" y2="{low}"/></svg>',
        wide=figures.WIDE, low=figures.LOW, kind=one.kind, x=one.x, width=one.width, zero=one.zero, inside=figures.LOW - 4,
    )  # fmt: skip


@register.inclusion_tag("web/figures/share.html")
def share(value: Decimal | None, of: Decimal | None, plan: Decimal | None = None) -> dict[str, Any]:
    """Draw how much of a whole is reached, with a mark where the plan stands."""
    return {
        "length": figures.share(value, of), "plan": figures.share(plan, of), "wide": figures.WIDE, "low": figures.LOW,
    }  # fmt: skip


@register.inclusion_tag("web/figures/interval.html")
def interval(low: str | None, high: str | None, of: int) -> dict[str, Any]:
    """Draw from which to which place a unit may stand; the places themselves stand beside it."""
    found = figures.interval(Decimal(low), Decimal(high), of) if low and high else None
    return {"interval": found, "wide": figures.WIDE, "low": figures.LOW}


@register.inclusion_tag("web/figures/spark.html")
def spark(values: Sequence[Decimal | None], label: str = _("走势")) -> dict[str, Any]:
    """Draw a short history, oldest first; ``label`` is what a screen reader says."""
    return {
        "spark": figures.spark(values), "wide": figures.SPARK_WIDE, "high": figures.SPARK_HIGH, "label": label,
    }  # fmt: skip


@register.inclusion_tag("web/figures/tiles.html")
def tiles(circle: Any, score: Any) -> dict[str, Any]:
    """Draw the units of a circle as tiles in the order of their codes: the band as a colour, a hatching and a word."""
    drawn, high = figures.tiles((row.unit, row.title, row.band) for row in circle.rows)
    name = f"{circle.league}-{circle.group}"
    fill = fills(score, name)
    return {
        "tiles": [(tile, fill.get(tile.band or "", _BLANK)) for tile in drawn], "high": high, "wide": figures.TILES * figures.TILE_WIDE,
        "score": score, "circle": circle, "name": name,
    }  # fmt: skip


@register.inclusion_tag("web/figures/lands.html")
def lands(circle: Any, score: Any, *, opens: bool = True) -> dict[str, Any]:
    """Draw the units of a circle by their borders, where the office gave any: the band as a colour, a hatching and a word.

    Each leads to its reasons, but on paper for strangers, who may not open them.
    """
    borders = {} if circle.withheld else outlines_of(row.unit for row in circle.rows)
    drawn, missing = figures.lands(
        ((row.unit, row.title, row.band) for row in circle.rows),
        {code: row.rings for code, row in borders.items()},
    )
    name = f"land-{circle.league}-{circle.group}"
    fill = fills(score, name) if drawn else {}
    return {
        "lands": [(land, fill.get(land.band or "", _BLANK)) for land in drawn], "missing": missing, "wide": figures.LAND_WIDE, "high": figures.LAND_HIGH, "score": score, "circle": circle,
        "name": name, "sources": sorted({row.source for row in borders.values()}),
        "opens": opens, "is_schematic": any(row.is_schematic for row in borders.values()),
    }  # fmt: skip


@register.inclusion_tag("web/figures/way.html")
def way(current: Any) -> dict[str, Any]:
    """Draw the way of a round (or anything with a status that has an order): what is past, where it stands, what comes."""
    named = list(type(current).Status.choices)
    here = [value for value, _label in named].index(current.status)
    steps = [
        ("past" if n < here else "now" if n == here else "", label) for n, (_value, label) in enumerate(named)
    ]
    return {"steps": steps}

"""Boards as people read them: table, CSV, JSON. (The page is in ``page``.)"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc
from rich.table import Table

from youju.engine.bundle.read import Bundle
from youju.engine.language.scheme import Scheme

COLUMNS = ("level", "league", "group", "place", "of", "unit", "title", "total", "band", "low", "high")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def rows(bundle: Bundle, level: str | None = None) -> list[dict[str, Any]]:
    """Return a bundle's board as rows, league by league and best first; units without a place come last, in the order of the file."""
    found = [row for row in bundle.places.to_pylist() if level in (None, row["level"])]
    for row in found:
        row["place"] = number(row["place"])
        row["low"], row["high"] = number(row["low"]), number(row["high"])
    order = {
        name: i for i, name in enumerate(dict.fromkeys((r["level"], r["league"], r["group"]) for r in found))
    }
    return sorted(
        found, key=lambda r: (order[r["level"], r["league"], r["group"]], r["place"] is None, r["place"] or 0)
    )


def name_circles(bundle: Bundle, found: Iterable[dict[str, Any]], scheme: Scheme | None = None) -> None:
    """Write into every row what its circle is called: the league's title, and the unit or class it is inside of."""
    scheme = scheme or bundle.scheme
    leagues = scheme.league if scheme is not None else ()
    titles = {(lg.level, lg.id or lg.level): lg.title for lg in leagues}
    known: dict[Any, str] = {}
    for row in found:
        group = row["group"]
        if group not in {None, "all"} and group not in known:
            at = pc.index(bundle.units["code"], str(group)).as_py()
            known[group] = str(group) if at < 0 else str(bundle.units["title"][at])
        title = titles.get((row["level"], row["league"])) or row["league"]
        row["circle"] = title if group in {None, "all"} else f"{known[group]} · {title}"


def circle_name(row: dict[str, Any]) -> str:
    """Return what the circle of a row is called."""
    return str(row.get("circle") or league(row))


def in_circles(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the rows of units that stand in no circle of a league while they stand in another: nothing is said of them there."""
    elsewhere = {(row["level"], row["unit"]) for row in found if row["group"] is not None}
    return [row for row in found if row["group"] is not None or (row["level"], row["unit"]) not in elsewhere]


def add_changes(found: list[dict[str, Any]], before: list[dict[str, Any]]) -> None:
    """Write into every row how many places it has risen since another board (None where it was not placed), and total and band of then."""
    was = {(r["level"], league(r), r["unit"]): r for r in before}
    for row in found:
        then = was.get((row["level"], league(row), row["unit"]), {})
        place = then.get("place")
        row["change"] = None if place is None or row["place"] is None else place - row["place"]
        row["total_before"], row["band_before"] = then.get("total"), then.get("band")


def number(place: float | None) -> int | float | None:
    """Return a place as people write it: 3, or 1.5 where ties share."""
    if place is None:
        return None
    return int(place) if place == int(place) else place


def as_csv(found: list[dict[str, Any]]) -> str:
    """Write a board as CSV with the columns level, league, place, unit, title, total, band, low, high.

    The league is the league's key, with its circle behind a colon where there are several. Text that a spreadsheet would take
    for a formula is prefixed with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("level", "league", "place", "unit", "title", "total", "band", "low", "high"))
    for row in found:
        cells = (
            row["level"],
            league(row),
            row["place"],
            row["unit"],
            row["title"],
            row["total"],
            row["band"],
            number(row["low"]),
            number(row["high"]),
        )
        writer.writerow(["" if cell is None else safe(cell) for cell in cells])
    return out.getvalue()


def league(row: dict[str, Any]) -> str:
    """Return the name of the circle a row is placed in."""
    return str(row["league"]) if row["group"] in (None, "all") else f"{row['league']}:{row['group']}"


def safe(cell: object) -> str:
    """Return a cell's text, harmless to spreadsheets and terminals."""
    if isinstance(cell, Decimal | int | float):
        return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(cell))
    return f"'{text}" if str(cell).startswith(FORMULA) else text


def as_json(found: Any) -> str:
    """Write plain data as JSON; exact decimals become strings, so that no reader rounds them."""
    return json.dumps(found, ensure_ascii=False, indent=1, default=str)


def as_tables(
    bundle: Bundle, found: list[dict[str, Any]], *, order: bool, limit: int | None = None
) -> list[Table]:
    """Return one table per circle. Ordinal places are shown only when the scheme may publish them; bands always."""
    tables: list[Table] = []
    circles: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in in_circles(found):
        circles.setdefault((row["level"], league(row)), []).append(row)
    mark = "【示例】" if bundle.manifest["example"] else ""
    for members in circles.values():
        name_circles(bundle, members[:1])
        title = f"{safe(bundle.manifest['title'])}  {bundle.manifest['period']}  {safe(members[0]['circle'])}{mark}"
        table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        interval, change = any(m["low"] for m in members), any("total_before" in m for m in members)
        headings = {
            "位次": order,
            "单位": True,
            "得分": True,
            "比上期": change,
            "榜": True,
            "位次区间": interval,
        }
        for heading in (heading for heading, shown in headings.items() if shown):
            table.add_column(heading, justify="left" if heading in {"单位", "榜"} else "right")
        for row in members[:limit]:
            cells = dict(zip(headings, _cells(row), strict=True))
            table.add_row(*(cells[heading] for heading, shown in headings.items() if shown))
        if limit is not None and len(members) > limit:
            table.caption = f"…… 共 {len(members)} 个单位"
        tables.append(table)
    return tables


def _cells(row: dict[str, Any]) -> list[str]:
    total = "暂不计分" if row["total"] is None else format(row["total"], "f")
    before = row.get("total_before")
    change = "" if before is None or row["total"] is None else f"{row['total'] - before:+f}"
    return [
        "" if row["place"] is None else str(row["place"]),
        safe(row["title"]),
        total,
        change,
        safe(row["band"] or "") + ("" if row["published"] else "（内部）"),
        f"{number(row['low'])}–{number(row['high'])}" if row["low"] else "",
    ]

"""What changed from one score to the next, and why: the erratum. Pure over two bundles."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from youju.engine.bundle.read import Bundle
from youju.engine.share import REST

OWN, BELOW, COMPARED, PLACED = "own", "below", "compared", "placed"
"""Why a unit moved: what is counted of it changed; that of a unit below it did; only what it is compared with did, and so its
marks; or it has the marks it had, and stands elsewhere among those it is compared with."""
_SAID = ("unit", "indicator", "period", "value", "relation", "basis", "evidence")


@dataclass(frozen=True, slots=True)
class Change:
    """One total or band that is no longer what it was, why (`OWN`, `BELOW`, `COMPARED`, `PLACED`), and by which rules."""

    unit: str
    title: str
    league: str
    was: Decimal | None
    now: Decimal | None
    was_band: str | None
    now_band: str | None
    why: str = ""
    rules: tuple[str, ...] = ()


def changes(old: Bundle, new: Bundle) -> list[Change]:
    """Return every unit whose total or band differs between two scorings, in the order of the new places."""
    found = moved(old, new)
    if not found:
        return []
    own = touched(old, new)
    above, rules = _above(new, own), _rules(old, new, {one.unit for one in found})
    return [replace(one, why=_why(one, own, above), rules=rules.get(one.unit, ())) for one in found]


def moved(old: Bundle, new: Bundle) -> list[Change]:
    """Return the same without asking why, which takes the facts of both."""
    before = {(row["unit"], row["league"]): row for row in _rows(old)}
    found = []
    for row in _rows(new):
        was = before.get((row["unit"], row["league"]), {})
        if (was.get("total"), was.get("band")) != (row["total"], row["band"]):
            found.append(Change(row["unit"], row["title"], row["league"], was.get("total"), row["total"],
                                was.get("band"), row["band"]))  # fmt: skip
    return found


def _why(one: Change, own: set[str], above: set[str]) -> str:
    if one.unit in own:
        return OWN
    if one.unit in above:
        return BELOW
    return COMPARED if one.was != one.now else PLACED


def touched(old: Bundle, new: Bundle) -> set[str]:
    """Return the units of which something else was counted: a fact, a record of a register, marks of another scheme, where they stand."""
    before, after = _facts(old), _facts(new)
    found = _units_of(before, after, _SAID) | _units_of(after, before, _SAID)
    return found | {unit for _path, unit, _line in _lines(old) ^ _lines(new)}


def _facts(bundle: Bundle) -> pa.Table:
    """Return the facts of a bundle as text that is alike where the facts are, without when they were recorded."""
    table = bundle.facts().select(_SAID)
    texts = {name: pc.fill_null(pc.cast(table[name], pa.string()), "") for name in _SAID if name != "value"}
    values = table["value"].to_pylist()
    plain = ["" if one is None else f"{Decimal(str(one)).normalize():f}" for one in values]
    return pa.table({**texts, "value": pa.array(plain, pa.string())}).select(_SAID)


def _units_of(rows: pa.Table, others: pa.Table, keys: Collection[str]) -> set[str]:
    """Return the units of the rows that are not among the others."""
    left = rows.join(others, keys=list(keys), join_type="left anti")
    return set(left["unit"].to_pylist())


def _lines(bundle: Bundle) -> set[tuple[str, str, str]]:
    """Return the rows of all tables a bundle was scored from, besides its facts: file, unit and what the row says."""
    scheme = bundle.scheme
    columns = (
        {one.file or f"registers/{name}.csv": one.unit for name, one in scheme.registers.items()}
        if scheme
        else {}
    )
    found: set[tuple[str, str, str]] = set()
    for path in (bundle.path / "scheme").rglob("*.csv"):
        name = path.relative_to(bundle.path / "scheme").as_posix()
        rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        found |= {(name, row.get(columns.get(name, "unit")) or "", repr(row)) for row in rows}
    return found


def _above(bundle: Bundle, units: Collection[str]) -> set[str]:
    """Return every unit above some units."""
    table = bundle.units
    if "parent" not in table.column_names:
        return set()
    parents = dict(zip(table["code"].to_pylist(), table["parent"].to_pylist(), strict=True))
    found: set[str] = set()
    for unit in units:
        at = parents.get(unit)
        while at and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


def _rules(old: Bundle, new: Bundle, units: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for some units the rules whose marks differ between two scorings; only those that have any."""
    before = _marks(old, units)
    found: dict[str, list[str]] = {}
    for (unit, rule), marks in _marks(new, units).items():
        if rule != REST and before.get((unit, rule)) != marks:
            found.setdefault(unit, []).append(rule)
    return {unit: tuple(rules) for unit, rules in found.items()}


def _marks(bundle: Bundle, units: Collection[str]) -> dict[tuple[str, str], Any]:
    table = bundle.all_reasons().select(["unit", "rule", "contribution"])
    mine = table.filter(pc.is_in(pc.cast(table["unit"], pa.string()), pa.array(sorted(units), pa.string())))
    return {(row["unit"], row["rule"]): row["contribution"] for row in mine.to_pylist()}


def _rows(bundle: Bundle) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bundle.places.select(
        ["unit", "title", "league", "total", "band"]
    ).to_pylist()
    return found

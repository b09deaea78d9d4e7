"""What changed from one score to the next: the erratum. Pure over two bundles."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from youju.engine.bundle.read import Bundle


@dataclass(frozen=True, slots=True)
class Change:
    """One total or band that is no longer what it was."""

    unit: str
    title: str
    league: str
    was: Decimal | None
    now: Decimal | None
    was_band: str | None
    now_band: str | None


def changes(old: Bundle, new: Bundle) -> list[Change]:
    """Return every unit whose total or band differs between two scorings, in the order of the new places."""
    before = {(row["unit"], row["league"]): row for row in _rows(old)}
    found = []
    for row in _rows(new):
        was = before.get((row["unit"], row["league"]), {})
        if (was.get("total"), was.get("band")) != (row["total"], row["band"]):
            found.append(Change(row["unit"], row["title"], row["league"], was.get("total"), row["total"],
                                was.get("band"), row["band"]))  # fmt: skip
    return found


def _rows(bundle: Bundle) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bundle.places.select(
        ["unit", "title", "league", "total", "band"]
    ).to_pylist()
    return found

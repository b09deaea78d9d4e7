"""Marks of other schemes that a round takes as its input: those that were published, as files of its scheme folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from youju.engine.bundle.read import Bundle
from youju.engine.language.indicators import FromScheme
from youju.flow.schemes.selectors import UNITS, materials, scheme_of
from youju.flow.scores.bundles import opened
from youju.flow.scores.selectors import published_scores

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

TOTAL = "total"
ROUNDS = 36
"""Published rounds of another scheme that are looked at, the latest: three years of months."""


def taken(round_: Round) -> dict[str, bytes]:
    """Return the published marks that indicators of a round take from other schemes (results/<scheme>.csv), up to its own last day.

    A scheme whose round is not published yet gives nothing: its value is missing, never zero.
    """
    wanted: dict[str, set[str]] = {}
    for one in scheme_of(round_.scheme_version).indicators.values():
        if isinstance(one.from_, FromScheme):
            wanted.setdefault(one.from_.scheme, set()).add(one.from_.take)
    if not wanted:
        return {}
    units = {row["code"] for row in csv.DictReader(io.StringIO(materials(round_)[UNITS].decode("utf-8")))}
    return {
        f"results/{code}.csv": _table(round_, code, rules, units) for code, rules in sorted(wanted.items())
    }


def _table(round_: Round, code: str, rules: set[str], units: set[str]) -> bytes:
    said = io.StringIO()
    rows = csv.writer(said, lineterminator="\n")
    rows.writerow(("unit", "scheme", "rule", "period", "marks"))
    for score in published_scores(code, until=round_.ends_on)[:ROUNDS]:
        for unit, rule, marks in _marks(opened(score.root), rules):
            if unit in units:
                rows.writerow((unit, code, rule, score.round.period, marks))
    return said.getvalue().encode("utf-8")


def _marks(bundle: Bundle, rules: set[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield unit, rule and marks: totals from the places, where a unit stands once for each league, the rest from the reasons."""
    if TOTAL in rules:
        places = bundle.places.select(["unit", "total"]).to_pylist()
        for unit, total in {row["unit"]: row["total"] for row in places if row["total"] is not None}.items():
            yield unit, TOTAL, total
    if rules - {TOTAL}:
        for row in bundle.all_reasons().select(["unit", "rule", "marks"]).to_pylist():
            if row["rule"] in rules and row["marks"] is not None:
                yield row["unit"], row["rule"], row["marks"]

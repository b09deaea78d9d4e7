"""Marks of other schemes that a round takes as its input: those that were published, as files of its scheme folder.

A closed round keeps those that stood published at its closing. Another scheme's erratum moves it only where an objection
to it was upheld that names the new marks, and then for the unit that objected.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from youju.engine.bundle.read import Bundle
from youju.engine.language.indicators import FromScheme
from youju.flow.ledger.ports import NOTHING, Adoptable, Held
from youju.flow.schemes.selectors import UNITS, materials, scheme_of
from youju.flow.scores.bundles import opened
from youju.flow.scores.sealed import adoptions
from youju.flow.scores.selectors import published_scores, scores
from youju.kernel.canonical import label

if TYPE_CHECKING:
    import datetime as dt

    from youju.flow.schemes.models import Round
    from youju.flow.scores.models import Score
    from youju.flow.units.models import Unit

TOTAL = "total"
ROUNDS = 36
"""Published rounds of another scheme that are looked at, the latest: three years of months."""
SCORE = "scores.score"
COLUMNS = ("unit", "scheme", "rule", "period", "marks")
Row = tuple[str, str, str, str, str]


def taken(round_: Round, held: Held = NOTHING) -> dict[str, bytes]:
    """Return the published marks that indicators of a round take from other schemes (results/<scheme>.csv), up to its own last day.

    A scheme whose round is not published yet gives nothing: its value is missing, never zero. A round that has its final
    score reads the marks, and the units, that it was made from.
    """
    units = {UNITS: held.files[UNITS]} if held.files else {}
    return {**units, **_taken(round_, held.files)}


def _taken(round_: Round, held: Mapping[str, bytes]) -> dict[str, bytes]:
    wanted = _wanted(round_)
    if not wanted:
        return {}
    units = _codes(held.get(UNITS) or materials(round_)[UNITS])
    found = {}
    for code, rules in sorted(wanted.items()):
        path = f"results/{code}.csv"
        rows = _read(held[path]) if path in held else _published(round_, code, rules, units, round_.closed_at)
        found[path] = _written(_with_verdicts(rows, round_, code, rules))
    return found


def taken_otherwise(round_: Round, unit: Unit, moment: dt.datetime, held: Held) -> list[Adoptable]:
    """Return the published marks of a unit in other schemes that are not those a round counts as of a moment, a round of theirs each."""
    wanted, counted = _wanted(round_), {}
    for code, rules in wanted.items():
        path = f"results/{code}.csv"
        rows = (
            _read(held.files[path])
            if path in held.files
            else _published(round_, code, rules, {unit.code}, moment)
        )
        counted |= {row[:4]: row[4] for row in _with_verdicts(rows, round_, code, rules)}
    found = []
    for code, rules in sorted(wanted.items()):
        for other in published_scores(code, until=round_.ends_on)[:ROUNDS]:
            now = {row[:4]: row[4] for row in _rows_of(other, rules, {unit.code})}
            differ = [key for key in now if now[key] != counted.get(key)]
            if differ:
                was = "、".join(counted.get(key, "（没有）") for key in differ)
                title = f"{other.round.scheme_version.title} {other.round.period} 得分"
                found.append(Adoptable(label(other), other.number, title[:200], was, "、".join(now[key] for key in differ)))  # fmt: skip
    return found


def _wanted(round_: Round) -> dict[str, set[str]]:
    """Return which rules (or the total) of which other schemes a round takes."""
    wanted: dict[str, set[str]] = {}
    for one in scheme_of(round_.scheme_version).indicators.values():
        if isinstance(one.from_, FromScheme):
            wanted.setdefault(one.from_.scheme, set()).add(one.from_.take)
    return wanted


def _published(
    round_: Round, code: str, rules: set[str], units: set[str], by: dt.datetime | None
) -> list[Row]:
    others = published_scores(code, until=round_.ends_on, by=by)[:ROUNDS]
    return [row for score in others for row in _rows_of(score, rules, units)]


def _rows_of(score: Score, rules: set[str], units: set[str]) -> Iterator[Row]:
    for unit, rule, marks in _marks(opened(score.root), rules):
        if unit in units:
            yield unit, score.round.scheme.code, rule, score.round.period, str(marks)


def _with_verdicts(rows: list[Row], round_: Round, code: str, rules: set[str]) -> list[Row]:
    """Return rows with the marks that upheld objections to a round let count instead, each for the unit that objected."""
    named: dict[int, set[str]] = defaultdict(set)
    for one in adoptions(round_).filter(subject__startswith=f"{SCORE}:") if round_.is_closed else ():
        named[int(one.subject.rpartition(":")[2])].add(one.objection.unit.code)
    if not named:
        return rows
    found = {row[:4]: row for row in rows}
    for score in scores().filter(pk__in=named, round__scheme__code=code).order_by("pk"):
        found |= {row[:4]: row for row in _rows_of(score, rules, named[score.pk])}
    return list(found.values())


def _read(file: bytes) -> list[Row]:
    rows = csv.DictReader(io.StringIO(file.decode("utf-8")))
    return [(row["unit"], row["scheme"], row["rule"], row["period"], row["marks"]) for row in rows]


def _written(rows: Iterable[Row]) -> bytes:
    said = io.StringIO()
    writer = csv.writer(said, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return said.getvalue().encode("utf-8")


def _codes(units: bytes) -> set[str]:
    return {row["code"] for row in csv.DictReader(io.StringIO(units.decode("utf-8")))}


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

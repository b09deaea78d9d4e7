"""The board stage: totals are placed within leagues, fall into bands, and may be vetoed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite.ranking import Ties, places_by
from youju.engine.evaluate.conditions import holds, within_bounds
from youju.engine.evaluate.world import LevelSheet, league_groups
from youju.engine.exact import Exact, Mask
from youju.engine.groups import Groups, counts
from youju.engine.language.stage import Band, Cut, League, Total

MANY = 65_536
"""Units of a level from which its leagues are placed side by side."""
TIES: dict[str, Ties] = {"best": "best", "dense": "dense", "mean": "average", "worst": "worst"}


@dataclass(frozen=True)
class Standing:
    """One league of one level: the group and place of every row (0 where withheld) and its band (None where none)."""

    league: League
    key: str
    groups: Groups
    names: tuple[str, ...]
    place: NDArray[np.float64]
    of: NDArray[np.int64]
    band: NDArray[np.object_]
    vetoed: Mask
    grades: tuple[str, ...] = ()


def league_key(league: League) -> str:
    """Return the short name of a league: its id, or what it compares."""
    if league.id:
        return league.id
    return "-".join(part for part in (league.level, league.within, league.peers) if part)


def stand(
    sheet: LevelSheet,
    league: League,
    total: Total,
    marks: Exact,
    scores: NDArray[np.int64],
    bands: dict[str, Band],
    vetoes: NDArray[np.object_],
    lowered: Sequence[tuple[tuple[str, ...], int, Mask]] = (),
) -> Standing:
    """Place one league and put its units into bands. ``vetoes`` replace a band; each of ``lowered`` takes it down its grades."""
    groups = league_groups(sheet, league)
    inside = marks.ok & (groups >= 0)
    size = counts(inside, groups)
    of = np.where(groups >= 0, size[groups], 0) if size.size else np.zeros(len(groups), np.int64)
    inside &= of >= league.at_least
    ordered = (
        scores if total.order == "highest_first" else -scores
    )  # ranked: rounded totals, or the order of exact ones
    own = TIES[total.ties]
    asked: list[Ties] = [own]
    asked += ["best"] if any(band.top for band in bands.values()) else []
    asked += ["worst"] if any(band.bottom for band in bands.values()) else []
    ways = list(dict.fromkeys(asked))
    found = dict(zip(ways, places_by(groups, ordered, ways, missing=~inside), strict=True))
    place = np.nan_to_num(found[own].astype(np.float64))
    nobody = np.zeros(len(place), np.int64)
    top = found.get("best", nobody)
    bottom = np.where(inside, of - found["worst"] + 1, 0) if "worst" in found else nobody
    band = in_bands(sheet, bands, marks, (top, bottom, of), inside)
    for down, steps, met_by in lowered:
        _lower(band, down, steps, met_by)
    vetoed = vetoes.astype(bool)
    band[vetoed] = vetoes[vetoed]
    grades = tuple(dict.fromkeys(vetoes[vetoed]))
    return Standing(
        league, league_key(league), groups, _names(sheet, league, groups), place, of, band, vetoed, grades
    )


def _lower(band: NDArray[np.object_], grades: tuple[str, ...], steps: int, rows: Mask) -> None:
    """Take bands so many steps down grades, at most to the last; a band that is none of them stays."""
    lower = {grade: grades[min(at + steps, len(grades) - 1)] for at, grade in enumerate(grades)}
    for row in np.flatnonzero(rows).tolist():
        band[row] = lower.get(band[row], band[row])


def in_bands(
    sheet: LevelSheet, bands: dict[str, Band], marks: Exact, ranks: tuple[Any, Any, Any], inside: Mask
) -> NDArray[np.object_]:
    """Give every placed row the first band that fits."""
    top, bottom, of = ranks
    result = np.full(sheet.rows, None, object)
    open_ = inside.copy()
    for name, band in bands.items():
        if band.top is not None:
            fits = inside & (top <= _cut(band.top, of, band.cut))
        elif band.bottom is not None:
            fits = inside & (bottom <= _cut(band.bottom, of, band.cut))
        else:
            fits = within_bounds(sheet, band, marks)
            if band.if_ is not None:
                fits &= met(sheet, band.if_)
        result[fits & open_] = name
        open_ &= ~fits
    return result


def met(sheet: LevelSheet, condition: Any) -> Mask:
    """Return where a condition holds; a level judged in blocks knows it already."""
    known = sheet.known.get(id(condition))
    return holds(sheet, condition) if known is None else known


def _cut(cut: Cut, of: NDArray[np.int64], mode: str) -> NDArray[np.int64]:
    """Return how many units a cut takes in a league of ``of``."""
    if cut.count is not None:
        return np.full(len(of), cut.count, np.int64)
    share = Fraction(cut.share or 0)
    top, under = of * share.numerator, share.denominator
    if mode == "up":
        return -((-top) // under)
    return top // under if mode == "down" else (2 * top + under) // (2 * under)


def _names(sheet: LevelSheet, league: League, groups: Groups) -> tuple[str, ...]:
    """Return the name of every group: the ancestor's code and the peers' entry, or ``all``."""
    if league.only is not None or not sheet.entire:
        return _named(sheet, league, groups)
    key = ("names", sheet.level, league.within, league.peers)
    return sheet.world.units.remembered(key, lambda: _named(sheet, league, groups))


def _named(sheet: LevelSheet, league: League, groups: Groups) -> tuple[str, ...]:
    number = int(groups.max()) + 1 if groups.size and groups.max() >= 0 else 0
    first = np.full(number, -1, np.int64)
    rows = np.flatnonzero(groups >= 0)
    first[groups[rows][::-1]] = rows[::-1]
    parts = []
    if league.within is not None:
        above = sheet.world.units.ancestor(league.within)[sheet.at]
        parts.append([sheet.world.units.codes[above[row]] for row in first])
    if league.peers is not None:
        texts = sheet.texts(league.peers)
        parts.append([str(texts[row]) for row in first])
    return tuple("/".join(each) for each in zip(*parts, strict=True)) if parts else ("all",) * number


def stand_all(sheet: LevelSheet, marks: Exact, ranked: NDArray[np.int64]) -> tuple[Standing, ...]:
    """Place a level in all its leagues, with vetoes decided once."""
    scheme = sheet.world.scheme
    grades = np.full(sheet.rows, None, object)
    lowered: list[tuple[tuple[str, ...], int, Mask]] = []
    for veto in reversed(scheme.veto):
        if veto.grades is None:
            grades[met(sheet, veto.if_)] = veto.grade
        else:
            lowered.insert(0, (veto.grades, veto.lower or 0, met(sheet, veto.if_)))
    leagues = [league for league in scheme.league if league.level == sheet.level]

    def one(league: League) -> Standing:
        return stand(sheet, league, scheme.total, marks, ranked, scheme.bands, grades, lowered)

    if sheet.rows < MANY:
        return tuple(map(one, leagues))
    for scope in dict.fromkeys(name for league in leagues for name in (league.within, league.peers) if name):
        sheet.groups(scope)
    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(one, leagues))

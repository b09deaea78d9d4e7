"""Composite schemes: the language's index tree computed with the composite mathematics, rounded before it is ranked."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from youju.engine import exact
from youju.engine.board import stand_all
from youju.engine.composite.cells import Floats
from youju.engine.composite.ranking import DIGITS, round_half_up
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.shapes import bounded
from youju.engine.evaluate.sheet import operand
from youju.engine.evaluate.world import LevelSheet, World
from youju.engine.exact import Exact
from youju.engine.groups import dense_order
from youju.engine.index.lines import lines_of
from youju.engine.index.nodes import Index, Scored
from youju.engine.language import composite as language
from youju.engine.language.leaves import Head
from youju.engine.result import Level, Result, level_names, share_places
from youju.engine.share import Line


def score_index(world: World) -> Result:
    """Score a composite scheme: one level after the other."""
    scheme = world.scheme
    places, parts = scheme.total.places, share_places(scheme)
    levels = []
    for name in level_names(scheme):
        sheet = LevelSheet(world, name)
        marks, totals, found, rest, root = score_level(sheet, places, parts)
        outcomes = {line.outcome.rule.id: line.outcome for line in found}
        top = Outcome(
            Head(id="total"), marks, exact.everywhere(sheet.rows), ~marks.ok, np.zeros(sheet.rows, bool)
        )
        ranked = totals if scheme.total.before_ranking else _order(sheet, root.score, marks.ok)
        sheet.outcomes = {**outcomes, "total": top}
        levels.append(
            Level(
                name,
                sheet,
                sheet.at,
                totals,
                marks.ok,
                found,
                rest,
                outcomes,
                stand_all(sheet, marks, ranked),
                root,
            )
        )
    return Result(scheme, world.units, world.period, places, parts, tuple(levels), world)


def score_level(
    sheet: LevelSheet, places: int, parts: int
) -> tuple[Exact, NDArray[np.int64], list[Line], NDArray[np.int64], Scored]:
    """Return a composite's totals as marks and integers, the contribution lines of its leaves, and what rounding left."""
    given, total = sheet.world.scheme.composite, sheet.world.scheme.total
    root = Index(sheet, given).root()  # type: ignore[arg-type]  # asked of composites only
    ok = ~np.isnan(root.score) & ~_withheld(sheet, root)
    if total.round == "half_up":
        marks = bounded(
            sheet, total, exact.column(round_half_up(root.score, places, missing=~ok), places, ok)
        )
    else:
        marks = exact.rounded(bounded(sheet, total, _as_read(root.score, ok)), places, total.round)
    totals = exact.scaled_ints(marks, places)
    found: list[Line] = []
    lines_of(sheet, root, np.where(ok, np.nan_to_num(root.score), 0.0), parts, found)
    given_out = np.zeros(sheet.rows, np.int64)
    for line in found:
        given_out += line.contribution
    rest = np.where(ok, totals * 10 ** (parts - places) - given_out, 0)
    return marks, totals, found, rest, root


def leaf_columns(sheet: LevelSheet) -> None:
    """Ask for every value a composite looks at, so that the world knows what to load."""

    def walk(nodes: tuple[language.Node, ...]) -> None:
        for node in nodes:
            if node.of is not None:
                operand(sheet, node.of)
            walk(node.children or ())

    walk(sheet.world.scheme.composite.children)  # type: ignore[union-attr]  # asked of composites only


def _as_read(scores: Floats, ok: NDArray[np.bool_]) -> Exact:
    """Return floats as the decimals of 15 digits that people read, which is what is rounded."""
    return exact.from_fractions(
        [
            Fraction(format(score, f".{DIGITS}g")) if has else None
            for score, has in zip(scores.tolist(), ok, strict=True)
        ]
    )


def _order(sheet: LevelSheet, scores: Floats, ok: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return whole numbers in the order of the scores as they are before rounding, held by the total's floor and cap."""
    total = sheet.world.scheme.total
    if total.at_least is None and total.at_most is None:
        return np.unique(np.nan_to_num(scores), return_inverse=True)[1].astype(np.int64)
    bare = [Fraction(score) if has else None for score, has in zip(scores.tolist(), ok, strict=True)]
    return dense_order(exact.with_mask(bounded(sheet, total, exact.from_fractions(bare)), ok))


def _withheld(sheet: LevelSheet, scored: Scored) -> NDArray[np.bool_]:
    """Return where a leaf's indicator withholds the total."""
    result = np.zeros(sheet.rows, bool)
    if scored.seen is not None and scored.seen.held is not None:
        result |= scored.seen.held & ~scored.seen.ok
    for child in scored.children:
        result |= _withheld(sheet, child)
    return result

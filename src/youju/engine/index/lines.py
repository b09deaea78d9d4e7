"""The lines of an index: its total handed down to the leaves in proportion to what each brings."""

from __future__ import annotations

import numpy as np

from youju.engine import exact
from youju.engine.composite.cells import Floats
from youju.engine.composite.ranking import round_half_up
from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.world import LevelSheet
from youju.engine.index.nodes import Scored
from youju.engine.language.leaves import Head
from youju.engine.share import Line

SHOWN = 9
"""Decimals of node scores as they are kept in the reasons."""
SMALL = 1e-9
"""A sum of contributions below this share of their size has cancelled out."""


def lines_of(sheet: LevelSheet, scored: Scored, amount: Floats, places: int, found: list[Line]) -> None:
    """Hand a node's amount down to its leaves; a score taken from peers stays with the node."""
    if not scored.children:
        found.append(_line(sheet, scored, amount, places))
        return
    if scored.filled is not None and scored.filled.any():
        found.append(_line(sheet, scored, np.where(scored.filled, amount, 0.0), places))
        amount = np.where(scored.filled, 0.0, amount)
    own = scored.own if scored.own is not None else np.zeros((sheet.rows, len(scored.children)))
    shares = _shares(own)
    for j, child in enumerate(scored.children):
        lines_of(sheet, child, amount * shares[:, j], places, found)


def _shares(own: Floats) -> Floats:
    """Return what part of a node's amount goes to each child: in proportion to what they bring, evenly where that cancels out."""
    whole, width = np.zeros(len(own)), np.zeros(len(own))
    for column in own.T:
        whole += column
        width += np.abs(column)
    clear = np.abs(whole) > SMALL * width
    under = np.where(clear, whole, 1.0)[:, None]
    return np.where(clear[:, None], own / under, np.where(width[:, None] > 0, 1.0 / own.shape[1], 0.0))


def _line(sheet: LevelSheet, scored: Scored, amount: Floats, places: int) -> Line:
    has = ~np.isnan(scored.score)
    shown = exact.column(round_half_up(scored.score, SHOWN, missing=~has), SHOWN, has)
    none = np.zeros(sheet.rows, bool)
    filled = none if scored.filled is None else scored.filled
    held = none if scored.seen is None or scored.seen.held is None else scored.seen.held & ~scored.seen.ok
    rule = Head(id=scored.node.id, title=scored.node.title, clause=scored.node.clause)
    outcome = Outcome(
        rule,
        shown,
        exact.everywhere(sheet.rows),
        held,
        filled,
        seen=scored.seen,
        raw=scored.seen,
        looks_at=scored.node.of,
    )
    return Line(outcome, round_half_up(amount, places))

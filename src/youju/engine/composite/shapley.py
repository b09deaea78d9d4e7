"""Shapley values of a small game, exactly: every coalition is looked at, nothing is sampled.

Shapley 1953, "A value for n-person games", Contributions to the Theory of Games II, p. 307-317:
φ_j = Σ over T without j of |T|! (m − |T| − 1)! / m! · (v(T ∪ j) − v(T)).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from youju.engine.composite.cells import Bools, Floats, UnfitError

MOST_PLAYERS = 12


def shapley(worth: Callable[[Bools], Floats], players: int) -> Floats:
    """Return φ as units × players for a game played at once for many units.

    ``worth`` takes a coalition (boolean, one per player) and returns one number per unit. φ sums over the players
    to worth(all) − worth(none). More than 12 players are refused: sampling would make a reason a matter of luck.
    """
    if players > MOST_PLAYERS:
        raise UnfitError(
            f"一个节点有 {players} 个下级，精确的沙普利值最多 {MOST_PLAYERS} 个；请加一层，或改用算术、几何平均",
            f"{players} children: exact Shapley values stop at {MOST_PLAYERS}; add a level or use another mean",
        )
    member = np.arange(1 << players)[:, None] >> np.arange(players) & 1 == 1
    value = np.stack([worth(coalition) for coalition in member])
    size = member.sum(axis=1)
    m = math.factorial(players)
    chance = np.array([math.factorial(s) * math.factorial(max(players - s - 1, 0)) / m for s in size])
    result = np.zeros((value.shape[1], players))
    for j in range(players):
        without = np.flatnonzero(~member[:, j])
        for t in without:
            result[:, j] += chance[t] * (value[t | 1 << j] - value[t])
    return result

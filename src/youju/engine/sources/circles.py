"""Circles in a tree that should have none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def circles(parents: NDArray[np.int32]) -> list[int]:
    """Return one node of every circle of parents: the first in order. −1 stands for no parent.

    Everybody walks up by doubling steps; whoever has not arrived above a root after n steps is on a circle or below one.
    """
    above = parents.copy()
    for _ in range(len(parents).bit_length() + 1):
        above = np.where(above >= 0, above[above], -1).astype(np.int32)
    found: list[int] = []
    done: set[int] = set()
    for start in np.flatnonzero(above >= 0).tolist():
        path: dict[int, int] = {}
        at = int(start)
        while at not in path and at not in done:
            path[at] = len(path)
            at = int(parents[at])
        if at in path:
            found.append(min(node for node, step in path.items() if step >= path[at]))
        done.update(path)
    return sorted(found)

"""What a piece of work costs: processor seconds, the least of a few tries, without the collector.

The collector walks whatever the other tests of the same process have left standing. That can be a second, and it is
nothing of the work that is timed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time


def cost(work: Callable[[], object], tries: int = 2) -> float:
    """The processor seconds `work` takes at its best of `tries`."""
    collected = gc.isenabled()
    gc.disable()
    try:
        return min(_once(work) for _ in range(tries))
    finally:
        if collected:
            gc.enable()


def _once(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before

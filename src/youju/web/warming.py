"""Reading ahead, once, when a server process starts: what the first to open a page would else wait for.

Declarations and schemes are read from their texts, boards from their bundles, and kept (`lru_cache`); so it changes
nothing but who waits.
"""

from __future__ import annotations

import threading

from youju.flow.boards.selectors import boards_ahead
from youju.flow.schemes.selectors import schemes_ahead
from youju.kernel.companions import again, started
from youju.work.registers.selectors import intakes


def start() -> threading.Thread:
    """Start reading ahead beside the server, which answers meanwhile."""
    return started("warming", lambda: again("warming", warm, every=0, times=1))


def warm() -> None:
    """Read every register's declaration, the schemes in force and the latest boards."""
    intakes()
    schemes_ahead()
    boards_ahead()

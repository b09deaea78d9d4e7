"""The sequencer as a quiet companion of the web server: once a second it looks whether traces wait."""

from __future__ import annotations

import logging
import threading
import time

from youju.kernel.companions import again, started
from youju.kernel.log import LogDamaged, sequence

EVERY = 0.7
logger = logging.getLogger(__name__)


def start() -> threading.Thread:
    """Start sequencing in this process. Several processes may: the database lets one at a time."""
    return started("sequencer", run)


def run(*, times: int | None = None) -> None:
    """Sequence again and again (or `times` times). A damaged log is cried out about and left as it is."""
    again("sequencer", _sequence_all, every=EVERY, times=times)


def _sequence_all() -> None:
    try:
        while sequence() is not None:
            pass
    except LogDamaged:
        logger.critical("the log is damaged and no head is signed any more", exc_info=True)
        time.sleep(60)

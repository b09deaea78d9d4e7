"""The sequencer as a quiet companion of the web server: once a second it looks whether traces wait."""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection

from youju.kernel.log import LogDamaged, sequence

EVERY = 0.7
logger = logging.getLogger(__name__)


def start() -> threading.Thread:
    """Start sequencing in this process. Several processes may: the database lets one at a time."""
    thread = threading.Thread(target=run, name="sequencer", daemon=True)
    thread.start()
    return thread


def run(*, times: int | None = None) -> None:
    """Sequence again and again (or `times` times). A damaged log is cried out about and left as it is."""
    done = 0
    while times is None or done < times:
        try:
            close_old_connections()
            while sequence() is not None:
                pass
        except LogDamaged:
            logger.critical("the log is damaged and no head is signed any more", exc_info=True)
            time.sleep(60)
        except DatabaseError:
            logger.warning("the sequencer could not reach the database", exc_info=True)
            connection.close()
        done += 1
        time.sleep(EVERY)

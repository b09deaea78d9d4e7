"""Quiet companions of the web server: each takes its turn again and again in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection

logger = logging.getLogger(__name__)


def started(name: str, run: Callable[[], None]) -> threading.Thread:
    """Start a companion in this process. It ends with the process; several processes may each have one."""
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def again(name: str, turn: Callable[[], object], *, every: float, times: int | None = None) -> None:
    """Take a turn again and again (or `times` times), `every` seconds apart. A database that is away is waited for."""
    done = 0
    while times is None or done < times:
        try:
            close_old_connections()
            turn()
        except DatabaseError:
            logger.warning("the %s could not reach the database", name, exc_info=True)
            connection.close()
        done += 1
        if times is None or done < times:
            time.sleep(every)

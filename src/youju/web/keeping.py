"""Keeping what was published, as a quiet companion of the web server: what was signed while the log was away, or before anything was kept."""

from __future__ import annotations

import logging
import threading

from youju.flow.publications.services import keep_all
from youju.kernel.companions import again, started
from youju.kernel.errors import Refusal

EVERY = 60.0
logger = logging.getLogger(__name__)


def start() -> threading.Thread:
    """Start keeping in this process. Several processes may: of two who keep at once the first one's files count."""
    return started("keeping", run)


def run(*, times: int | None = None) -> None:
    """Keep again and again (or `times` times)."""
    again("keeping", _keep, every=EVERY, times=times)


def _keep() -> None:
    try:
        keep_all()
    except (Refusal, OSError):
        logger.warning("what was published could not be kept; it is tried again", exc_info=True)

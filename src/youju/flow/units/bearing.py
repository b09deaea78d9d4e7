"""A quiet companion of the web server: units bear the names given to them from the day on that was said."""

from __future__ import annotations

import threading

from youju.flow.units.services import bear_names
from youju.kernel.companions import again, started

EVERY = 20.0


def start() -> threading.Thread:
    """Start looking in this process. Several processes may: a name is taken once."""
    return started("names", run)


def run(*, times: int | None = None) -> None:
    """Look again and again (or `times` times)."""
    again("names", bear_names, every=EVERY, times=times)

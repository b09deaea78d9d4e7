"""The door of the walk's house: the real one, but its clock is told by a file, because a month has to pass in a minute.

YOUJU_WALK_CLOCK names the file; production refuses such a clock.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.walk.world import CLOCK
from youju.config.wsgi import application as house
from youju.kernel.clock import as_if


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request at the moment that stands in the file."""
    with as_if(dt.datetime.fromisoformat(Path(os.environ[CLOCK]).read_text("ascii").strip())):
        return house(environ, start_response)

"""How often something may be asked for from one address: for doors that open to anybody.

No address is kept: only a digest of it, for the stretch of time that is counted.
"""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal


class TooOften(Refusal):
    """It was asked for more often from one address than the house bears; after a while it goes on."""

    status = 429


def at_most(request: HttpRequest, what: str, times: int, seconds: int) -> None:
    """Count a request, and refuse it when more than so many came from its address in this stretch of seconds."""
    stretch = int(db_now().timestamp()) // seconds
    told = f"{what} {get_adapter().get_client_ip(request)} {stretch}"
    key = f"at-most:{hashlib.sha256(told.encode()).hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    if cache.incr(key) > times:
        raise TooOften("没有办", f"从这里来得太频繁，{seconds // 60} 分钟里最多 {times} 次", "过一会儿再试；急事请打电话或到窗口办",
                       english=f"Nothing was done: too many requests came from this address; at most {times} are taken in {seconds // 60} minutes. Try again later, or telephone.")  # fmt: skip

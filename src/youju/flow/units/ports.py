"""What this room asks of rooms in front of it. They answer by registering themselves when the house starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

Schemes = Callable[[], QuerySet[Any]]
_schemes: list[Schemes] = []


def answer_schemes(answer: Schemes) -> None:
    """Let the room that keeps schemes say which there are, each with `code` and `title`: a post may be for one of them."""
    _schemes[:] = [answer]


def schemes() -> QuerySet[Any]:
    """Return the schemes that a post can be for."""
    return _schemes[0]()

"""Boards for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from youju.flow.boards import selectors
from youju.kernel.api import doors, with_etag

router = Router()


@router.get("/{pk}", auth=doors("board.read"), summary="榜单")
def show(
    request: HttpRequest, response: HttpResponse, pk: int, level: str = "", league: str = "", group: str = "",
    page: Query[int] = 1,
) -> Any:  # fmt: skip
    """Return the circles of a board as this post may see them, 200 units a page; totals are exact text."""
    score = selectors.board_for(request.user, pk)
    inside = selectors.is_inside(request.user, score)
    named = selectors.page_named(score, inside=inside, level=level, league=league, group=group, number=page)
    version = f"{named}"

    def make() -> Any:
        found, pages = selectors.circles_on(named)
        return {"root": score.root, "pages": pages, "circles": [asdict(circle) for circle in found]}

    return with_etag(request, response, version, make)

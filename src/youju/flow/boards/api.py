"""Boards for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from youju.flow.boards import selectors
from youju.kernel.api import doors, with_etag

router = Router()


@router.get("/{pk}", auth=doors("board.read"), summary="榜单")
def show(
    request: HttpRequest, response: HttpResponse, pk: int, level: str = "", league: str = "", group: str = ""
) -> Any:
    """Return the circles of a board as this post may see them; totals are exact text."""
    score = selectors.board_for(request.user, pk)
    inside, firm = selectors.is_inside(request.user, score), selectors.firmness_of(score)
    version = f"{score.root} {inside} {level} {league} {group} {firm is not None}"

    def make() -> Any:
        found = selectors.board_of(score, inside=inside, level=level, league=league, group=group)
        return {"root": score.root, "circles": [asdict(circle) for circle in found]}

    return with_etag(request, response, version, make)

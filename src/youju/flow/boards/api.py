"""Boards for programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.boards import selectors, services
from youju.kernel.api import Numbered, doors, numbered, with_etag

if TYPE_CHECKING:
    from youju.flow.scores.models import Score

router = Router()


class BoardOut(Schema):
    """A board: the score it is drawn from, and whose it is. `published_at` is null while only its office sees it."""

    id: int
    round: int
    scheme: str
    title: str
    period: str
    number: int
    root: str
    is_final: bool
    published_at: dt.datetime | None


class IntervalOut(Schema):
    """Where the place of one unit may lie; `tied`: the next unit cannot be told from this one."""

    league: str
    unit: str
    low: str
    high: str
    tied: bool


class FirmnessOut(Schema):
    """How firm the places of a board are under so many draws of weights; from the seed anybody gets the same."""

    runs: int
    noise: Decimal
    seed: int
    asked_at: dt.datetime
    intervals: list[IntervalOut]


class ProofOut(Schema):
    """What a mark rests on: its words, and the address that opens it where this post may go there."""

    words: str
    url: str
    sha256: str


class ReasonOut(Schema):
    """One line behind a cell. `contribution` is what it brings to the total, `median` what it brings to the middle of its peers."""

    rule: str
    title: str
    clause: str
    state: str
    because: str
    contribution: Decimal
    median: Decimal | None
    rests_on: list[ProofOut]


class SpreadOut(Schema):
    """How the values of a rule are spread among peers or, level by level, among the units below: as written, with the measure."""

    rule: str
    title: str
    among: str
    level: str
    below: bool
    known: int
    lacking: int
    least: str
    quarter: str
    middle: str
    mean: str
    three_quarters: str
    most: str


class ReasonsOut(Schema):
    """The reasons behind one cell of a board."""

    unit: str
    title: str
    total: Decimal | None
    own: bool = Field(description="是不是自己管的单位：是的，可以看得分说明书")
    lines: list[ReasonOut]
    spread: list[SpreadOut]


@router.get("/", auth=doors("board.read"), response=list[BoardOut], summary="看得到的榜单")
def index(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return the boards this post may see, the latest round first, one for each round."""
    return [_board(score) for score in numbered(request, response, selectors.boards_for(request.user), asked)]


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
        firm = selectors.firmness_of(score)
        told = {"runs": firm.runs, "noise": firm.noise, "seed": firm.seed} if firm else None
        return {
            "root": score.root, "pages": pages, "firmness": told, "circles": [asdict(circle) for circle in found]
        }  # fmt: skip

    return with_etag(request, response, version, make)


@router.get("/{pk}/firmness", auth=doors("board.firmness"), response=FirmnessOut, summary="名次区间")
def firmness(request: HttpRequest, pk: int) -> Any:
    """Return the rank intervals of a board with all that is needed to work them out again; 404 until somebody asked."""
    found = selectors.firmness_of(selectors.board_for(request.user, pk, "board.firmness"))
    if found is None:
        raise Http404(pk)
    return found


@router.post("/{pk}/firmness", auth=doors("board.firmness"), response=FirmnessOut, summary="测算名次区间")
def measure_firmness(request: HttpRequest, pk: int) -> Any:
    """Work out the rank intervals of a board, once; asked again, the stored result is the answer."""
    score = selectors.board_for(request.user, pk, "board.firmness")
    services.measure_firmness(score=score, by=request.user)
    return selectors.firmness_of(score)


@router.get("/{pk}/reasons/{code}", auth=doors("board.read"), response=ReasonsOut, summary="榜单一格的理由")
def reasons(request: HttpRequest, pk: int, code: str) -> Any:
    """Return the reasons behind one cell, each beside what it brings to the middle of its peers, and what it rests on."""
    score = selectors.board_for(request.user, pk)
    found = selectors.reasons_page(request.user, score, code)
    if found is None:
        raise Http404(code)
    kept = ("rule", "title", "clause", "state", "because", "contribution")
    return {
        "unit": code, "title": found["said"].title, "total": found["said"].total, "own": found["own"], "spread": [asdict(one) for one in found["spread"]],
        "lines": [
            {**{name: getattr(line, name) for name in kept}, "median": middle,
             "rests_on": [{"words": one.short, "url": one.leads_to, "sha256": one.sha256} for one in proofs]}
            for line, proofs, middle in found["lines"]
        ],
    }  # fmt: skip


def _board(score: Score) -> dict[str, Any]:
    round_ = score.round
    kept = ("number", "root", "is_final", "published_at")
    return {
        "id": score.pk, "round": round_.pk, "scheme": round_.scheme.code, "title": round_.scheme_version.title,
        "period": round_.period, **{name: getattr(score, name) for name in kept},
    }  # fmt: skip

"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.flow.boards import jobs, selectors
from youju.kernel.access import allow
from youju.kernel.jobs import ask, led_on


@allow("board.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the boards this person may see, the latest round first."""
    return render(request, "boards/index.html", {"scores": selectors.boards_for(request.user)})


@allow("board.read")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a board, of one level, league or group when asked."""
    score = selectors.board_for(request.user, pk)
    inside = selectors.is_inside(request.user, score)
    page = selectors.page_named(score, inside=inside, **selectors.asked(request.GET))
    if request.htmx:
        return HttpResponse(_drawn(page))
    context = {**selectors.board_page(request.user, score, page), "drawn": _drawn(page)}
    return render(request, "boards/show.html", context)


@lru_cache(maxsize=64)
def _drawn(page: selectors.Page) -> str:
    """Return the circles of a page as HTML. Drawing two hundred rows takes longer than all the rest of the answer."""
    return render_to_string("boards/_circles.html", selectors.circles_context(page))


@allow("board.read")
@require_safe
def reasons(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Open a cell of a board to its reasons, beside the middle of its peers."""
    score = selectors.board_for(request.user, pk)
    context = selectors.reasons_page(request.user, score, code)
    if context is None:
        raise Http404(code)
    return render(request, "boards/_opened.html" if request.htmx else "boards/reasons.html", context)


@allow("board.firmness")
@require_POST
def firmness(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out the rank intervals of a board, once."""
    score = selectors.board_for(request.user, pk, "board.firmness")
    asked = ask(
        kind=jobs.FIRMNESS,
        title=_("测算名次区间：{round}").format(round=score.round),
        arguments={"score": score.pk},
        by=request.user,
        back=reverse("boards:show", args=[pk]),
    )
    return led_on(request, asked)

"""The shell's own pages: the entrance and the health of the machine."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from youju.kernel.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the entrance: the sentence of the house, and the rooms this person may enter."""
    return render(request, "web/home.html")


@public
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say whether the database answers: 200 or 503. For load balancers; it tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  # whatever is wrong, the answer is the same
        return JsonResponse({"status": "down"}, status=503)
    return JsonResponse({"status": "up"})

"""The shell's own pages: the entrance and the health of the machine."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from youju.flow.publications.selectors import publications_for
from youju.flow.reports.selectors import handed_in
from youju.kernel.access import allow, public, signed_in
from youju.kernel.errors import Refusal
from youju.kernel.receipts import receipt_of
from youju.kernel.selectors import trace_for, traces_for
from youju.web.desk import desk_of
from youju.web.overview import overview_of
from youju.work.registers.selectors import intakes

# publications on the entrance of a stranger
LATEST = 5


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person their desk, a stranger the sentence of the house and what was published last; a one-time password is changed first."""
    if request.user.is_authenticated and request.user.must_change_password:
        return redirect("account_change_password")
    desk, overview, open_to_all, published = [], None, [], []
    if request.user.is_authenticated:
        desk, overview = desk_of(request.user), overview_of(request.user)
    else:
        open_to_all, published = intakes(), publications_for(request.user)[:LATEST]
    context = {"desk": desk, "overview": overview, "intakes": open_to_all, "published": published}
    return render(request, "web/home.html", context)


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


@signed_in
@require_safe
def receipt(request: HttpRequest, trace_id: int) -> HttpResponse:
    """Show the receipt of an act this person did; while it waits for its place, say so and look again."""
    trace = trace_for(request.user, trace_id)
    try:
        told = receipt_of(trace)
    except Refusal as waiting:
        return render(request, "web/receipt.html", {"trace": trace, "refusal": waiting}, status=202)
    room, _colon, key = trace.subject.partition(":")
    handed = handed_in(request.user, int(key), trace.done_at) if room == "reports.report" else None
    return render(request, "web/receipt.html", {"trace": trace, "receipt": told, "handed": handed})


@allow("trace.read")
@require_safe
def traces(request: HttpRequest) -> HttpResponse:
    """Show the audit admin what was done, newest first, a hundred at a time."""
    found = traces_for(request.user)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        found = found.filter(pk__lt=int(before[:18]))
    return render(request, "web/traces.html", {"traces": found[:100]})

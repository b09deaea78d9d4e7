"""Offers and needs that may fit each other, and the deal that is made of a pair."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.work.registers import looking, market, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.services.dealing import PURCHASES
from youju.work.registers.views.shared import about, lock_in


@allow("register.read")
@require_safe
def matches(request: HttpRequest, code: str) -> HttpResponse:
    """Show offers and needs that may fit each other, with the reasons."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if one.match is None:
        raise Http404(code)
    pairs = market.pairs_for(request.user, register, db_today())
    readable = set(
        selectors.records_for(request.user, register)
        .filter(pk__in=[row.pk for pair in pairs for row in (pair.offer, pair.need)])
        .values_list("pk", flat=True)
    )
    ledger = selectors.register_named(PURCHASES)
    way = declaration_of(ledger).fields.get("direction") if ledger else None
    context = {
        **about(request, register),
        "directions": way.choices or () if way else (),
        "pairs": [
            (
                pair.proposal,
                *(looking.side_of(one, row, row.pk in readable) for row in (pair.offer, pair.need)),
                pair.stand,
            )
            for pair in pairs
        ],
    }
    return render(request, "registers/matches.html", context)


@allow("register.write")
@require_POST
def deal(request: HttpRequest, code: str) -> HttpResponse:
    """Bring an offer and a need together, and write the purchase down."""
    register = selectors.register_for(request.user, code)
    offer, need = market.two_of(
        request.user, register, request.POST.get("offer", ""), request.POST.get("need", "")
    )
    locks = (lock_in(request, "offer_lock"), lock_in(request, "need_lock"))
    row = services.deal(
        offer=offer,
        need=need,
        locks=locks,
        values={"direction": request.POST.get("direction", "")},
        by=request.user,
    )
    if row is None:
        messages.success(request, _("已告诉对方你愿意；对方也愿意就成交"))
        return redirect("registers:matches", code)
    return redirect("registers:record", row.register.code, row.number)

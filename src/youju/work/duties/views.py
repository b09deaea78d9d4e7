"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from youju.flow.units.powers import may_on, unit_for
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import by_form
from youju.kernel.powers import may
from youju.work.duties import forms, selectors, services
from youju.work.duties.services.importing import HEADINGS
from youju.work.duties.words import SECTIONS

GET_POST = require_http_methods(["GET", "POST"])
PAGE = 100


@allow("duty.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show who answers for what, and what is wrong today: gaps, overlaps, duties about nothing, duties left behind."""
    user, today, system = request.user, db_today(), request.GET.get("system", "")
    charges, duties = selectors.charges_for(user, system=system), selectors.duties_for(user, system=system)
    context = {
        "page": Paginator(duties.filter(selectors.in_force(today), selectors.in_season(today, "charge__")), PAGE).get_page(request.GET.get("page")), "today": today,
        "systems": selectors.systems_for(user), "system": system, "keeps": may(user, "duty.keep"),
        "gaps": selectors.without_owner(charges, today)[:PAGE], "overlaps": selectors.overlaps(charges, today)[:PAGE],
        "loose": selectors.without_object(duties, today)[:PAGE], "left": selectors.left_behind(duties, today)[:PAGE],
    }  # fmt: skip
    return render(request, "duties/index.html", context)


@allow("duty.read")
@require_safe
def charge(request: HttpRequest, system: str, code: str) -> HttpResponse:
    """Show a charge with everybody who answered for it."""
    row = selectors.charge_for(request.user, "duty.read", system, code)
    duties = row.duties.select_related("unit", "came_from").order_by("-since", "-pk")
    keeps = may_on(request.user, "duty.keep", row.unit_id, scheme="")
    return render(
        request, "duties/charge.html", {"charge": row, "duties": duties, "keeps": keeps, "today": db_today()}
    )


@allow("duty.read")
@require_safe
def chain(request: HttpRequest, unit: str, system: str) -> HttpResponse:
    """Show the chain of a system under a unit: county, township, village, household, each with its gaps."""
    top = unit_for(request.user, "duty.read", unit, scheme="")
    links = selectors.chain_report(top, system, db_today())
    return render(
        request, "duties/chain.html", {"unit": top, "system": system, "links": links, "today": db_today()}
    )


@allow("duty.read")
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Show who helps whom, which department answers for which industry, and for which none does."""
    routes = selectors.routes_for(request.user)[:1000]
    context = {
        "links": Paginator(selectors.links_for(request.user), PAGE).get_page(request.GET.get("page")),
        "routes": routes, "keeps": may(request.user, "duty.keep"),
        "gaps": [
            (area, [(code, SECTIONS[code]) for code in codes])
            for area, codes in selectors.without_department(routes, db_today())
        ],
    }  # fmt: skip
    return render(request, "duties/links.html", context)


@allow("duty.keep")
@GET_POST
def add_charge(request: HttpRequest) -> HttpResponse:
    """Write down something to answer for."""
    form = forms.ChargeForm(request.POST or None, user=request.user)

    def done(said: dict[str, Any]) -> HttpResponse:
        row = services.add_charge(by=request.user, **said)
        return redirect("duties:charge", row.system, row.code)

    return by_form(request, form, _("登记责任对象"), done)


@allow("duty.keep")
@GET_POST
def end_charge(request: HttpRequest, system: str, code: str) -> HttpResponse:
    """Say that a charge is no more."""
    row = selectors.charge_for(request.user, "duty.keep", system, code)
    return _about(
        request,
        forms.EndForm(request.POST or None),
        _("注销“{row}”").format(row=row),
        row,
        services.end_charge,
        charge=row,
    )


@allow("duty.keep")
@GET_POST
def give(request: HttpRequest, system: str, code: str) -> HttpResponse:
    """Let somebody answer for a charge."""
    row = selectors.charge_for(request.user, "duty.keep", system, code)
    form = forms.DutyForm(request.POST or None, user=request.user)
    return _about(
        request, form, _("明确“{row}”的责任人").format(row=row), row, services.give_duty, charge=row
    )


@allow("duty.keep")
@GET_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a duty over to somebody else."""
    duty = selectors.duty_for(request.user, "duty.keep", pk)
    form = forms.HandOverForm(request.POST or None, user=request.user)
    return _about(
        request, form, _("交接：{duty}").format(duty=duty), duty.charge, services.hand_over, duty=duty
    )


@allow("duty.keep")
@GET_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a duty without a successor."""
    duty = selectors.duty_for(request.user, "duty.keep", pk)
    return _about(
        request,
        forms.EndForm(request.POST or None),
        _("解除：{duty}").format(duty=duty),
        duty.charge,
        services.end_duty,
        duty=duty,
    )


@allow("duty.keep")
@GET_POST
def depart(request: HttpRequest) -> HttpResponse:
    """Write down that somebody left."""
    return _plain(
        request,
        forms.DepartForm(request.POST or None, user=request.user),
        _("登记调离"),
        "duties:index",
        services.depart,
    )


@allow("duty.keep")
@GET_POST
def link(request: HttpRequest) -> HttpResponse:
    """Link a helper with a unit."""
    return _plain(
        request,
        forms.LinkForm(request.POST or None, user=request.user),
        _("结对帮扶"),
        "duties:links",
        services.link,
    )


@allow("duty.keep")
@GET_POST
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    """End a help link with what came of it."""
    row = selectors.link_for(request.user, "duty.keep", pk)
    return _plain(
        request,
        forms.EndLinkForm(request.POST or None),
        _("结束：{row}").format(row=row),
        "duties:links",
        services.end_link,
        link=row,
    )


@allow("duty.keep")
@GET_POST
def route(request: HttpRequest) -> HttpResponse:
    """Say which department answers for an industry."""
    return _plain(
        request,
        forms.RouteForm(request.POST or None, user=request.user),
        _("明确行业主管"),
        "duties:links",
        services.set_route,
    )


@allow("duty.keep")
@GET_POST
def import_(request: HttpRequest) -> HttpResponse:
    """Take in a table of charges and duties."""
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    form.fields["file"].help_text = _("第一行是列名：") + "、".join(words[0] for words in HEADINGS.values())

    def done(said: dict[str, Any]) -> HttpResponse:
        made = services.import_duties(name=said["file"].name, content=said["file"].read(), by=request.user)
        messages.success(
            request,
            _("新对象 {charges} 个，新责任 {duties} 项，{same} 行没有变化").format(
                charges=made.charges, duties=made.duties, same=made.same
            ),
        )
        return redirect("duties:index")

    return by_form(request, form, _("导入责任表"), done)


def _about(
    request: HttpRequest, form: Any, title: str, of: Any, act: Callable[..., Any], **subject: Any
) -> HttpResponse:
    """Do an act with what the form says and go back to the charge."""

    def done(said: dict[str, Any]) -> HttpResponse:
        act(**subject, **said, by=request.user)
        return redirect("duties:charge", of.system, of.code)

    return by_form(request, form, title, done)


def _plain(
    request: HttpRequest, form: Any, title: str, then: str, act: Callable[..., Any], **subject: Any
) -> HttpResponse:
    """Do an act with what the form says and go to a page."""

    def done(said: dict[str, Any]) -> HttpResponse:
        act(**subject, **said, by=request.user)
        return redirect(then)

    return by_form(request, form, title, done)

"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.units import forms, jobs, ports, services
from youju.flow.units.listing import branch_page, children_for, offers_for, page_for, unit_page
from youju.flow.units.models import Unit
from youju.flow.units.powers import unit_for
from youju.kernel.access import allow, signed_in
from youju.kernel.clock import db_today
from youju.kernel.forms import beside, status_of
from youju.kernel.jobs import ask, led_on, refused_file
from youju.kernel.people import appoint as appoint_person
from youju.kernel.people import dismiss as dismiss_person
from youju.kernel.powers import may
from youju.kernel.selectors import tenures_in

GET_POST = require_http_methods(["GET", "POST"])


@allow("unit.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the units this person may see, as they stood on a day."""
    form = forms.ListForm(request.GET)
    asked = form.asked(db_today())
    context = {
        "form": form, "asked": asked, "page": page_for(request.user, **asked), "may_change": may(request.user, "unit.change")
    }  # fmt: skip
    return render(request, "units/_rows.html" if request.htmx else "units/index.html", context)


@allow("unit.read")
@require_safe
def tree(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the top of a tree, or the units directly under one of its units."""
    asked = forms.ListForm(request.GET).asked(db_today())
    nodes = children_for(request.user, code, tree=asked["tree"], on=asked["on"])
    if request.htmx:
        return render(request, "units/_branch.html", {"nodes": nodes, "asked": asked})
    here = branch_page(request.user, code, asked["tree"], asked["on"]) if code else {}
    context = {"nodes": nodes, "asked": asked, "form": forms.ListForm(request.GET), **here}
    return render(request, "units/tree.html", context)


@signed_in
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Offer some units, by what is written of their names, out of those on which this person may do an act."""
    said = request.GET.dict()
    act, scheme, words = said.get("act", ""), said.get("scheme"), said.get(said.get("of", ""), "").strip()
    offers = offers_for(request.user, act, scheme, words) if words else []
    return render(request, "web/_offers.html", {"offers": offers})


@allow("unit.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit: where it stands, what it was called, what happened to it."""
    unit = unit_for(request.user, "unit.read", code)
    asked = forms.ListForm(request.GET).asked(db_today())
    return render(request, "units/show.html", unit_page(request.user, unit, asked["tree"], asked["on"]))


@allow("unit.change")
@GET_POST
def import_(request: HttpRequest) -> HttpResponse:
    """Bring in a tree from a file. A file that was refused apart from its page stands there, and what was typed with it."""
    last = refused_file(request.user, jobs.IMPORT)
    form = forms.ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        user=request.user,
        initial=last.arguments if last else None,
    )
    if form.is_valid():
        with beside(form, at="file"):
            said = form.cleaned_data
            asked = ask(
                kind=jobs.IMPORT,
                title=_("导入单位：{name}").format(name=said["file"].name)[:200],
                arguments={
                    "name": said["file"].name,
                    "tree": said["tree"].code,
                    "on": said["on"].isoformat(),
                },
                content=said["file"].read(),
                by=request.user,
                back=reverse("units:import"),
            )
            return led_on(request, asked)
    title = _("导入单位")
    context = {"form": form, "title": title, "at": "file", "refused": None if form.is_bound else last}
    return render(request, "web/form.html", context, status=status_of(form))


@allow("unit.change")
@GET_POST
def outlines(request: HttpRequest) -> HttpResponse:
    """Bring in the borders that maps are drawn with. A file that was refused apart from its page stands there."""
    last = refused_file(request.user, jobs.OUTLINES)
    form = forms.OutlinesForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial=last.arguments if last else None,
    )
    if form.is_valid():
        with beside(form, at="file"):
            said = form.cleaned_data
            asked = ask(
                kind=jobs.OUTLINES,
                title=_("导入边界：{name}").format(name=said["file"].name)[:200],
                arguments={"name": said["file"].name, "source": said["source"]},
                content=said["file"].read(),
                by=request.user,
                back=reverse("units:outlines"),
            )
            return led_on(request, asked)
    context = {"form": form, "title": _("导入边界"), "at": "file", "refused": None if form.is_bound else last}
    return render(request, "web/form.html", context, status=status_of(form))


@allow("unit.change")
@GET_POST
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit another name from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    form = forms.RenameForm(request.POST or None, user=request.user)
    if form.is_valid():
        with beside(form):
            services.rename_unit(unit=unit, by=request.user, **form.cleaned_data)
            return redirect("units:show", code)
    return _form(request, form, _("{unit}更名").format(unit=unit), status=status_of(form))


@allow("unit.change")
@GET_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a unit under another parent from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    form = forms.MoveForm(request.POST or None, user=request.user)
    if form.is_valid():
        with beside(form):
            said = form.cleaned_data
            services.move_unit(unit=unit, by=request.user, **{**said, "tree": said["tree"].code})
            return redirect("units:show", code)
    return _form(request, form, _("{unit}改隶").format(unit=unit), status=status_of(form))


@allow("unit.change")
@GET_POST
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Let other units become part of this one from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    form = forms.MergeForm(request.POST or None, user=request.user)
    if form.is_valid():
        with beside(form):
            said = form.cleaned_data
            services.merge_units(
                units=said["codes"], into=unit, on=said["on"], basis=said["basis"], by=request.user
            )
            return redirect("units:show", code)
    return _form(request, form, _("并入{unit}").format(unit=unit), status=status_of(form))


@allow("unit.change")
@GET_POST
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Let a unit become several from a day on."""
    unit = unit_for(request.user, "unit.change", code)
    form = forms.SplitForm(request.POST or None, user=request.user)
    if form.is_valid():
        with beside(form):
            services.split_unit(unit=unit, by=request.user, **form.cleaned_data)
            return redirect("units:show", code)
    return _form(request, form, _("{unit}拆分").format(unit=unit), status=status_of(form))


@allow("unit.posts")
@require_safe
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Show who holds which post in a unit, now and before."""
    unit = unit_for(request.user, "unit.posts", code)
    return _posts(request, unit, forms.AppointForm())


def _posts(request: HttpRequest, unit: Unit, form: forms.AppointForm) -> HttpResponse:
    today = db_today()
    titles = dict(ports.schemes().values_list("code", "title"))
    rows = [
        {
            "tenure": one,
            "scheme": titles.get(one.post.scheme, one.post.scheme),
            "is_coming": one.valid_from > today,
            "may_end": one.valid_to is None or one.valid_to > max(today, one.valid_from),
        }
        for one in tenures_in(unit.pk)
    ]
    context = {"unit": unit, "rows": rows, "form": form}
    return render(request, "units/posts.html", context, status=status_of(form))


@allow("post.appoint")
@require_POST
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint somebody to a post in a unit."""
    unit = unit_for(request.user, "post.appoint", code)
    form = forms.AppointForm(request.POST)
    if form.is_valid():
        with beside(form):
            appoint_person(
                unit_id=unit.pk,
                by=request.user,
                **{**form.cleaned_data, "tree": form.cleaned_data["tree"].code},
            )
            return redirect("units:posts", code)
    return _posts(request, unit, form)


@allow("post.appoint")
@require_POST
def dismiss(request: HttpRequest, code: str, tenure_id: int) -> HttpResponse:
    """End a tenure today; take one of a coming day back."""
    unit = unit_for(request.user, "post.appoint", code)
    tenure = get_object_or_404(tenures_in(unit.pk), pk=tenure_id)
    dismiss_person(tenure=tenure, on=max(db_today(), tenure.valid_from), by=request.user)
    return redirect("units:posts", code)


def _form(request: HttpRequest, form: forms.forms.Form, title: str, *, status: int) -> HttpResponse:
    return render(request, "web/form.html", {"form": form, "title": title}, status=status)

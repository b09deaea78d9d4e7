"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.evidence.proofs import proofs_in
from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import by_form
from youju.kernel.powers import may
from youju.work.monitors import correcting, feeding, forms, held, selectors, services

GET_POST = require_http_methods(["GET", "POST"])
PAGE = 100


@allow("monitor.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the monitors of one's reach, and what is alarming."""
    user = request.user
    context = {
        "page": Paginator(selectors.monitors_for(user), PAGE).get_page(request.GET.get("page")), "areas": selectors.areas_for(user)[:PAGE],
        "alarms": selectors.alarms_for(user)[:PAGE], "keeps": may(user, "monitor.keep"), "feeds": may(user, "monitor.feed"),
    }  # fmt: skip
    return render(request, "monitors/index.html", context)


@allow("monitor.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a monitor: its last readings, its rules, what is normal, and, of some days, how they stand beside it."""
    row = selectors.monitor_for(request.user, "monitor.read", code)
    form = forms.DaysForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else None
    context = {
        "monitor": row, "readings": held.latest(row), "rules": row.rules.filter(ended_on=None), "form": form,
        "normals": [(one, held.exact(row, one.value)) for one in row.normals.order_by("starts", "ends")],
        "asked": said, "anomaly": selectors.against_normal(row, said["first"], said["last"]) if said else None,
        "keeps": may_on(request.user, "monitor.keep", row.unit_id, scheme=""),
        "corrections": [_correction(one, row) for one in selectors.corrections_of(row)[:PAGE]],
    }  # fmt: skip
    return render(request, "monitors/show.html", context)


def _correction(one: Any, row: Any) -> dict[str, Any]:
    return {
        "row": one, "at": dt.datetime.fromtimestamp(one.moment, held.BEIJING), "was": held.exact(row, one.was),
        "value": held.exact(row, one.value), "proofs": proofs_in(one.evidence), "touched": one.touched or [],
    }  # fmt: skip


@allow("monitor.read")
@require_safe
def series(request: HttpRequest, code: str) -> HttpResponse:
    """Show the days of a monitor from one up to and including another; the thirty up to its last reading where none is asked for."""
    row = selectors.monitor_for(request.user, "monitor.read", code)
    form = forms.SpanForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "monitors/series.html", {"monitor": row, "form": form, "days": []}, status=422)
    newest = held.latest(row, 1)
    until = newest[0].at.date() if newest else db_today()
    first, last = (
        (form.cleaned_data["first"], form.cleaned_data["last"])
        if form.is_bound
        else (until - dt.timedelta(days=29), until)
    )
    days = held.by_day(row, first, last)
    context = {
        "monitor": row, "form": form, "first": first, "last": last, "days": days,
        "course": [one.total for one in days], "missing": sum(1 for one in days if one.total is None),
    }  # fmt: skip
    return render(request, "monitors/series.html", context)


@allow("monitor.keep")
@GET_POST
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a reading."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)

    def done(said: dict[str, Any]) -> HttpResponse:
        made = correcting.correct_reading(monitor=row, by=request.user, **said)
        messages.success(
            request,
            _("已更正；{count} 起预警用到过这个读数，立案处已留说明").format(count=len(made.touched or [])),
        )
        return redirect("monitors:show", code)

    asked = {"moment": request.GET["moment"]} if "moment" in request.GET else None
    form = forms.CorrectionForm(request.POST or None, user=request.user, monitor=row, initial=asked)
    return by_form(request, form, _("更正“{title}”的读数").format(title=row.title), done)


@allow("monitor.read")
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area with its weights, and its mean over some days."""
    row = selectors.area_for(request.user, code)
    form = forms.DaysForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else None
    mean = selectors.mean_of(row, said["first"], said["last"]) if said else None
    return render(request, "monitors/area.html", {"area": row, "form": form, "asked": said, "mean": mean})


@allow("monitor.keep")
@GET_POST
def add(request: HttpRequest) -> HttpResponse:
    """Set up a monitor."""
    return by_form(
        request, forms.MonitorForm(request.POST or None, user=request.user), _("设立监测点"),
        lambda said: redirect("monitors:show", services.add_monitor(by=request.user, **said).code),
    )  # fmt: skip


@allow("monitor.keep")
@GET_POST
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Watch a monitor."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)

    def done(said: dict[str, Any]) -> HttpResponse:
        services.add_rule(monitor=row, by=request.user, **said)
        return redirect("monitors:show", code)

    return by_form(
        request,
        forms.RuleForm(request.POST or None, user=request.user),
        _("监测“{row}”").format(row=row),
        done,
    )


@allow("monitor.keep")
@require_POST
def end_rule(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a rule today."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    services.end_rule(rule=get_object_or_404(row.rules, pk=pk), by=request.user)
    return redirect("monitors:show", code)


@allow("monitor.keep")
@require_POST
def look(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Look at a rule now."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)
    alarm = services.look(rule=get_object_or_404(row.rules, pk=pk), by=request.user)
    messages.success(request, _("报警：{alarm}").format(alarm=alarm) if alarm else _("没有新的报警"))
    return redirect("monitors:show", code)


@allow("monitor.keep")
@GET_POST
def normal(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what is normal."""
    row = selectors.monitor_for(request.user, "monitor.keep", code)

    def done(said: dict[str, Any]) -> HttpResponse:
        services.set_normal(monitor=row, by=request.user, **said)
        return redirect("monitors:show", code)

    return by_form(
        request, forms.NormalForm(request.POST or None), _("“{row}”的常年值").format(row=row), done
    )


@allow("monitor.keep")
@GET_POST
def add_area(request: HttpRequest) -> HttpResponse:
    """Declare the weights of an area."""
    return by_form(
        request, forms.AreaForm(request.POST or None, user=request.user), _("声明面平均权重"),
        lambda said: redirect("monitors:area", services.declare_area(by=request.user, **said).code),
    )  # fmt: skip


@contextmanager
def on_disk(file: Any) -> Iterator[Path]:
    """Give a path to an uploaded file, which is not read into memory."""
    with tempfile.NamedTemporaryFile(prefix="feed-", suffix=".csv") as kept:
        for block in file.chunks():
            kept.write(block)
        kept.flush()
        yield Path(kept.name)


@allow("monitor.feed")
@GET_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Take in a file of readings."""

    def done(said: dict[str, Any]) -> HttpResponse:
        with on_disk(said["file"]) as path:
            made = feeding.take_readings(name=said["file"].name, path=path, by=request.user)
        messages.success(
            request,
            _("这份文件以前导入过")
            if made.again
            else _("新读数 {made} 条，{same} 行没有变化").format(made=made.made, same=made.same),
        )
        return redirect("monitors:index")

    return by_form(
        request, forms.FeedForm(request.POST or None, request.FILES or None), _("导入监测数据"), done
    )

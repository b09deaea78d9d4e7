"""Pages that look at a register otherwise: cards, a month, bars of time, a map, its indicators."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from youju.flow.units.selectors import outlines_within
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.files import named
from youju.kernel.paper.pdf import sheets_of
from youju.work.registers import counting, looking, selectors, shading
from youju.work.registers.asking import asked_in
from youju.work.registers.declared import declaration_of
from youju.work.registers.reach import units_to
from youju.work.registers.views.shared import about
from youju.work.registers.wall import WallChart
from youju.work.registers.wall import chart as draw_wall

BORDERS = 500


@allow("register.read")
@require_safe
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """Show the records as cards under their stages."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    rows = selectors.picked(
        selectors.records_for(request.user, register), one, asked_in(one, request.GET.dict())
    )
    return render(
        request,
        "registers/cards.html",
        {**about(request, register), "columns": looking.cards(rows, one, db_today())},
    )


@allow("register.read")
@require_safe
def month(request: HttpRequest, code: str) -> HttpResponse:
    """Show a month with what falls on its days."""
    register = selectors.register_for(request.user, code)
    one, today = declaration_of(register), db_today()
    asked = request.GET.get("month") or f"{today:%Y-%m}"
    rows = selectors.records_for(request.user, register)
    weeks = looking.month_of(rows, one, asked)
    if weeks is None or not "1900" < asked < "2200":
        raise Http404(asked[:10])
    first = dt.date.fromisoformat(f"{asked}-01")
    drawn = sum(len(day.rows) for week in weeks for day in week)
    cut = looking.left_out(looking.of_month(rows, one, asked), drawn)
    latest = "" if drawn else looking.latest_month(rows, one)
    context = {**about(request, register), "weeks": weeks, "month": asked, "cut": cut, "drawn": drawn, "latest": latest,
               "before": f"{first - dt.timedelta(days=1):%Y-%m}", "after": f"{first + dt.timedelta(days=31):%Y-%m}"}  # fmt: skip
    return render(request, "registers/month.html", context)


@allow("register.read")
@require_safe
def gantt(request: HttpRequest, code: str) -> HttpResponse:
    """Show plan, baseline and what happened as bars of time."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if one.plan is None:
        raise Http404(code)
    rows = selectors.records_for(request.user, register)
    bars, months, today = looking.bars(rows, one, db_today())
    context = {
        **about(request, register),
        "bars": bars,
        "cut": sum(part.order_by().count() for part, _column in looking.timed(rows, one)) - len(bars),
        "months": months,
        "today": today,
        "height": 60 + 26 * len(bars),
    }
    return render(request, "registers/gantt.html", context)


@allow("register.read")
@require_safe
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """Show the wall chart: the tree against time, a year, a quarter or a month wide."""
    register, chart = _wall(request, code, 1600)
    spans = (("year", _("全年")), ("quarter", _("季度")), ("month", _("月")))
    context = {
        **about(request, register), "chart": chart, "spans": spans, "more": "&others=1" if chart.others else ""
    }  # fmt: skip
    return render(request, "registers/wall.html", context)


@allow("register.read")
@require_safe
def wall_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the wall chart on A0 sheets, drawn from the same specification; a paper is Chinese whatever its reader's pages are."""
    with override("zh-hans"):
        register, chart = _wall(request, code, 0)
        mark = _("（示例）") if register.is_example and _("示例") not in str(register) else ""
        pdf = sheets_of(
            title=_("{register}作战图").format(register=register) + mark, issuer=str(register.unit),
            note=_note(chart), dated=db_today(),
            pictures=[render_to_string("registers/wall.svg", {"chart": sheet}) for sheet in chart.sheets()],
            legend=render_to_string("registers/wall_legend.svg"),
        )  # fmt: skip
    answer = HttpResponse(pdf, content_type="application/pdf")
    return named(answer, f"{register.code}-wall.pdf", inline=True)


def _note(chart: WallChart) -> str:
    """Say what stretch a sheet is of, and what is not on it."""
    words = _("{start} 至 {end}").format(start=chart.since, end=chart.until)
    if chart.left:
        words += _("，不含别的时段的 {left} 条").format(left=chart.left)
    if chart.late:
        words += _("，其中 {late} 条超期未办结").format(late=chart.late)
    return words


def _wall(request: HttpRequest, code: str, wide: int) -> tuple[Any, WallChart]:
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if one.plan is None:
        raise Http404(code)
    asked = {"span": request.GET.get("by", ""), "at": request.GET.get("at", "")[:7]}
    rows = selectors.records_for(request.user, register)
    return register, draw_wall(rows, one, db_today(), wide=wide, others="others" in request.GET, **asked)


@allow("register.read")
@require_safe
def map_(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the records lie; asked for an indicator, shade the units by it."""
    register = selectors.register_for(request.user, code)
    one, asked = declaration_of(register), request.GET.dict()
    if one.map is None and not one.indicators:
        raise Http404(code)
    by = asked.pop("by", "")
    rows = selectors.picked(selectors.records_for(request.user, register), one, asked_in(one, asked))
    borders = outlines_within(units_to(request.user, "register.read", register), BORDERS)
    points, without, drawn = looking.points(rows, one, borders)
    shaded, outside = shading.shades(rows, one, by, borders, db_today()) if by in one.indicators else ({}, 0)
    context = {
        **about(request, register), "points": points, "without": without, "cut": looking.left_out(rows, looking.POINTS) if one.map else 0,
        "borders": [(border, shaded.get(border.code)) for border in drawn], "by": one.indicators.get(by), "shown": by,
        "legend": shading.legend(shaded.values()), "outside": outside,
        "sources": sorted({row.source for row in borders.values()}),
        "is_schematic": any(row.is_schematic for row in borders.values()),
    }  # fmt: skip
    return render(request, "registers/map.html", context)


@allow("register.read")
@require_safe
def indicators(request: HttpRequest, code: str) -> HttpResponse:
    """Show the indicators of a register, each opened to its records, and how many stand in which stage."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    rows = selectors.records_for(request.user, register)
    by = request.GET.get("by", "")
    found = counting.measured(rows, one, one.indicators)
    told = [(name, made, found[name][0]) for name, made in one.indicators.items()]
    lines = counting.measure(rows, one, by, by_unit=True) if by in one.indicators else []
    names = dict(
        units_to(request.user, "register.read", register)
        .filter(pk__in=[line.unit_id for line in lines])
        .values_list("pk", "name")
    )
    context = {
        **about(request, register), "told": told, "stages": counting.stage_table(rows, one), "by": one.indicators.get(by),
        "lines": [(names.get(line.unit_id or 0, ""), line) for line in lines],
    }  # fmt: skip
    return render(request, "registers/indicators.html", context)

"""Pages of the office: plans, draws, and what came of them."""

from __future__ import annotations

from typing import Any

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.inspections import forms, jobs, selectors, services
from youju.flow.inspections.models import Plan, Verification, Visit
from youju.flow.inspections.reported import all_reported
from youju.flow.inspections.risk import risk_of
from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.forms import beside, by_form, status_of
from youju.kernel.jobs import ask, led_on
from youju.kernel.powers import may
from youju.kernel.trace import history_of

GET_POST = require_http_methods(["GET", "POST"])


@allow("inspection.own")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what concerns this person: plans, visits to make, feedback, things to put right."""
    user = request.user
    context = {
        "plans": selectors.plans_for(user)[:50],
        "visits": selectors.visits_to_make(user)[:50],
        "told": selectors.visits_fed_back(user)[:50],
        "items": selectors.rectifications_for(user, "inspection.own")[:50],
        "may_plan": may(user, "inspection.plan"),
        "may_visit": may(user, "inspection.visit"),
        "today": db_today(),
    }
    return render(request, "inspections/index.html", context)


@allow("inspection.plan")
@GET_POST
def new(request: HttpRequest) -> HttpResponse:
    """Make a plan."""
    form = forms.PlanForm(request.POST or None, user=request.user)

    def done(said: dict[str, Any]) -> HttpResponse:
        return redirect("inspections:plan", services.make_plan(by=request.user, **said).pk)

    return by_form(request, form, _("制定督查计划"), done)


@allow("inspection.read")
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan: areas, teams, the draw with all that is needed to draw again, visits."""
    return _page(request, selectors.plan_for(request.user, pk))


def _page(request: HttpRequest, row: Plan, *, status: int = 200, **bound: Any) -> HttpResponse:
    draw = getattr(row, "draw", None)
    may_plan = may_on(request.user, "inspection.plan", row.office_id)
    context = {
        "plan": row, "areas": selectors.area_table(row), "teams": row.teams.prefetch_related("members__person"), "draw": draw,
        "visits": selectors.visits_of(row), "may_look": may_on(request.user, "inspection.feedback", row.office_id), "history": history_of(row), "may_plan": may_plan,
        "making": may_plan and row.status == Plan.Status.PLANNED and draw is None,
        "areas_form": forms.AreasForm(user=request.user), "team_form": forms.TeamForm(plan=row), "given_form": forms.GivenForm(plan=row),
        "draw_form": forms.DrawForm(plan=row), "words": forms.WordsForm(), **bound,
    }  # fmt: skip
    return render(request, "inspections/plan.html", context, status=status)


@allow("inspection.plan")
@require_POST
def areas(request: HttpRequest, pk: int) -> HttpResponse:
    """Divide the units of a plan into areas."""
    row = selectors.plan_for(request.user, pk, "inspection.plan")
    form = forms.AreasForm(request.POST, user=request.user)
    if form.is_valid():
        with beside(form, at="areas"):
            services.set_areas(plan=row, by=request.user, **form.cleaned_data)
            return redirect("inspections:plan", pk)
    return _page(request, row, status=status_of(form), areas_form=form)


@allow("inspection.plan")
@require_POST
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a team and give it areas."""
    row = selectors.plan_for(request.user, pk, "inspection.plan")
    form = forms.TeamForm(request.POST, plan=row)
    if form.is_valid():
        said = form.cleaned_data
        head, *members = said["people"]
        with beside(form, at="people"), atomic():
            made = services.make_team(
                plan=row, name=said["name"], head=head, members=members, by=request.user
            )
            for area in said["areas"]:
                services.give_area(area=area, team=made, by=request.user)
            return redirect("inspections:plan", pk)
    return _page(request, row, status=status_of(form), team_form=form)


@allow("inspection.plan")
@require_POST
def give_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """Give areas to a team that stands."""
    row = selectors.plan_for(request.user, pk, "inspection.plan")
    form = forms.GivenForm(request.POST, plan=row)
    if form.is_valid():
        with beside(form, at="areas"), atomic():
            for area in form.cleaned_data["areas"]:
                services.give_area(area=area, team=form.cleaned_data["team"], by=request.user)
            return redirect("inspections:plan", pk)
    return _page(request, row, status=status_of(form), given_form=form)


@allow("inspection.draw")
@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix everything that decides the draw. The risks are worked out now and written into the trace."""
    row = selectors.plan_for(request.user, pk, "inspection.draw")
    form = forms.DrawForm(request.POST, plan=row)
    if form.is_valid():
        with beside(form):
            services.fix_draw(
                plan=row,
                quotas=form.quotas(),
                seed=form.cleaned_data["seed"],
                risk=risk_of(row),
                by=request.user,
            )
            return redirect("inspections:plan", pk)
    return _page(request, row, status=status_of(form), draw_form=form)


@allow("inspection.draw")
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the list."""
    row = selectors.plan_for(request.user, pk, "inspection.draw")
    asked = ask(
        kind=jobs.DRAW,
        title=_("抽签：{plan}").format(plan=row)[:200],
        arguments={"plan": row.pk},
        by=request.user,
        back=reverse("inspections:plan", args=[pk]),
    )
    return led_on(request, asked)


@allow("inspection.plan")
@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Conclude a plan."""
    row = selectors.plan_for(request.user, pk, "inspection.plan")
    form = forms.WordsForm(request.POST)
    if form.is_valid():
        with beside(form, at="text", names={"conclusion": "text"}):
            services.conclude_plan(plan=row, conclusion=form.cleaned_data["text"], by=request.user)
            return redirect("inspections:plan", pk)
    return _page(request, row, status=status_of(form), words=form)


@allow("inspection.plan")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a plan."""
    services.cancel_plan(plan=selectors.plan_for(request.user, pk, "inspection.plan"), by=request.user)
    return redirect("inspections:plan", pk)


@allow("inspection.feedback")
@require_safe
def visit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a visit to the office or the team: both values, findings, what can be done next."""
    return _visit_page(request, selectors.visit_for_office(request.user, uuid))


def _visit_page(request: HttpRequest, row: Visit, *, status: int = 200, **bound: Any) -> HttpResponse:
    context = {
        **seen_on(row), "may_plan": may_on(request.user, "inspection.plan", row.plan.office_id),
        "day_form": forms.DayForm(initial={"day": row.day, "mode": row.mode, "announced": row.announced}),
        "give_form": forms.GiveForm(plan=row.plan), "words": forms.WordsForm(), "assign_form": forms.AssignForm(), "blank_assign": forms.AssignForm(), **bound,
    }  # fmt: skip
    return render(request, "inspections/visit.html", context, status=status)


def seen_on(row: Visit) -> dict[str, Any]:
    """Return what was verified, found and told on a visit, as its pages show it."""
    return {
        "visit": row, "verifications": _titled(row), "findings": selectors.findings_of(row),
        "feedback": getattr(row, "feedback", None), "today": db_today(),
    }  # fmt: skip


def _titled(row: Visit) -> list[tuple[str, Verification]]:
    """Return what was verified, each under the title that the scheme gives it."""
    asked = all_reported(row)
    found = selectors.verifications_of(row)
    return [(asked[one.indicator].title if one.indicator in asked else one.indicator, one) for one in found]


@allow("inspection.plan")
@require_POST
def day(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Put a visit on a day."""
    row = selectors.visit_for_office(request.user, uuid, "inspection.plan")
    form = forms.DayForm(request.POST)
    if form.is_valid():
        with beside(form, at="day"):
            services.set_day(visit=row, by=request.user, **form.cleaned_data)
            return redirect("inspections:visit", uuid)
    return _visit_page(request, row, status=status_of(form), day_form=form)


@allow("inspection.plan")
@require_POST
def give(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Give a visit to another team."""
    row = selectors.visit_for_office(request.user, uuid, "inspection.plan")
    form = forms.GiveForm(request.POST, plan=row.plan)
    if form.is_valid():
        with beside(form, at="team"):
            services.give_visit(visit=row, team=form.cleaned_data["team"], by=request.user)
            return redirect("inspections:visit", uuid)
    return _visit_page(request, row, status=status_of(form), give_form=form)


@allow("inspection.feedback")
@require_POST
def feed_back(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Tell the unit."""
    row = selectors.visit_for_office(request.user, uuid)
    form = forms.WordsForm(request.POST)
    if form.is_valid():
        with beside(form, at="text"):
            services.feed_back(visit=row, text=form.cleaned_data["text"], by=request.user)
            return redirect("inspections:visit", uuid)
    return _visit_page(request, row, status=status_of(form), words=form)


@allow("rectification.assign")
@require_POST
def assign(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Let the unit put a finding right by a day."""
    finding = selectors.finding_for(request.user, uuid)
    form = forms.AssignForm(request.POST)
    if form.is_valid():
        with beside(form, at="due_on"):
            services.assign_rectification(
                finding=finding, due_on=form.cleaned_data["due_on"], by=request.user
            )
            return redirect("inspections:visit", finding.visit.uuid)
    return _visit_page(request, finding.visit, status=status_of(form), assign_form=form, assigning=finding.pk)

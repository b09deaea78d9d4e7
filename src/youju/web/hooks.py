"""Webhooks on pages and for programs: the system admin opens and closes them, and sees what was heard."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from ninja import Query, Router, Schema
from pydantic import Field

from youju.flow.units.forms import AsksUnits, UnitField
from youju.kernel import delivering, hooks, robots
from youju.kernel.access import allow
from youju.kernel.acts import all_acts, title_of
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.errors import BadInput, Problem
from youju.kernel.forms import beside, status_of
from youju.kernel.models import Delivery

router = Router()


class HookForm(forms.Form):
    """A new hook."""

    name = forms.CharField(label=_("名称"), max_length=80)
    url = forms.CharField(label=_("地址（https://）"), max_length=300)
    acts = forms.MultipleChoiceField(label=_("告诉哪些事"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts: Any = self.fields["acts"]
        acts.choices = [(act.name, title_of(act.name)) for act in all_acts()]


class RobotForm(AsksUnits):
    """A robot of a group chat."""

    act = "hook.keep"
    name = forms.CharField(label=_("群的名称"), max_length=80)
    form = forms.ChoiceField(label=_("哪一种"), choices=robots.CHATS)
    # it holds the key of the robot: a name that is never kept for somebody whose session has ended
    secret_url = forms.CharField(
        label=_("Webhook 地址"), max_length=300, help_text=_("从群机器人的设置里整段复制")
    )
    secret = forms.CharField(
        label=_("加签密钥"), max_length=200, required=False, help_text=_("钉钉开了“加签”才有，SEC 开头")
    )
    unit = UnitField(label=_("单位"), required=False, help_text=_("只说这个单位和下级的人；空着是所有人"))


@allow("hook.keep")
@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show all hooks, and open a new one: its secret is shown once."""
    form = HookForm(request.POST or None)
    if form.is_valid():
        with beside(form, at="url"):
            row, secret = hooks.open_hook(by=request.user, **form.cleaned_data)
            return render(request, "web/one_time.html", {"person": row, "once": secret})
    return _page(request, form, RobotForm(user=request.user, auto_id="robot_%s"))


@allow("hook.keep")
@require_POST
def robot(request: HttpRequest) -> HttpResponse:
    """Open a robot of a group chat, which hears each month what falls due."""
    form = RobotForm(request.POST, user=request.user, auto_id="robot_%s")
    if form.is_valid():
        with beside(form, at="secret_url", names={"url": "secret_url"}):
            said = {**form.cleaned_data}
            unit, url = said.pop("unit"), said.pop("secret_url")
            row = robots.open_robot(url=url, unit_id=unit.pk if unit else None, by=request.user, **said)
            messages.success(request, gettext("已开通 {row}").format(row=row))
            return redirect("hooks")
    return _page(request, HookForm(), form)


def _page(request: HttpRequest, form: forms.Form, robot_form: forms.Form) -> HttpResponse:
    context = {
        "form": form,
        "robot_form": robot_form,
        "rows": hooks.hooks()[:200],
        "hosts": settings.YOUJU["hook_hosts"],
    }
    status = max(status_of(form), status_of(robot_form))
    return render(request, "web/hooks.html", context, status=status)


@allow("hook.keep")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest deliveries of a hook."""
    row = get_object_or_404(hooks.hooks(), pk=pk)
    return render(request, "web/hook.html", {"row": row, "deliveries": hooks.deliveries_of(row)[:100]})


@allow("hook.keep")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a hook."""
    hooks.close_hook(hook=get_object_or_404(hooks.hooks(), pk=pk), by=request.user)
    return redirect("hook", pk)


@allow("hook.keep")
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a test to a group, and tell what the other side answered."""
    row = delivering.try_out(hook=get_object_or_404(hooks.hooks(), pk=pk), by=request.user)
    if row.status == Delivery.Status.DELIVERED:
        messages.success(request, gettext("试发成功，群里应该看到了"))
    else:
        messages.error(request, gettext("试发没有成功，对方答复：{answer}").format(answer=row.last_answer))
    return redirect("hook", pk)


@allow("hook.keep")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a delivery that was given up back into the queue."""
    row = hooks.try_again(delivery=get_object_or_404(hooks.deliveries(), pk=pk), by=request.user)
    return redirect("hook", row.hook_id)


class HookOut(Schema):
    """A place outside that hears of some acts, and how many deliveries wait or were given up."""

    id: int
    name: str
    url: str
    acts: list[str]
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    waiting: int
    given_up: int


class HookIn(Schema):
    """Where to tell, and of which acts."""

    name: str = Field(min_length=1, max_length=80)
    url: str
    acts: list[str] = Field(min_length=1)


class HookOpened(Schema):
    """A hook and its secret, which is shown this once."""

    id: int
    secret: str


class DeliveryOut(Schema):
    """One act for one hook, said under one number until it is heard or given up."""

    id: int
    key: str
    act: str
    status: str
    attempts: int
    due_at: dt.datetime
    delivered_at: dt.datetime | None
    last_answer: str

    @staticmethod
    def resolve_act(row: Delivery) -> str:
        """Return the act that is told."""
        return row.trace.act


@router.get("/", auth=doors("hook.keep"), response=list[HookOut], summary="回调")
def listed(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the hooks, open ones first; no secret is told again."""
    return numbered(request, response, hooks.hooks(), page)


@router.post("/", auth=doors("hook.keep"), response=HookOpened, summary="开通回调")
def opened(request: HttpRequest, response: HttpResponse, said: HookIn) -> Any:
    """Open a hook; it hears of acts from now on. The secret is in this answer alone."""
    if unknown := sorted(set(said.acts) - {act.name for act in all_acts()}):
        problems = [
            Problem("acts", gettext("没有“{act}”这件事").format(act=act), gettext("从令牌可做的事里选"))
            for act in unknown
        ]
        raise BadInput("没有开通", "有不认识的事", "按 problems 逐条改正后再发送",
                       english="Nothing was opened: some acts are unknown. Mend them as problems says.", problems=problems)  # fmt: skip
    row, secret = hooks.open_hook(by=request.user, **said.model_dump())
    # with this a repetition under the same Idempotency-Key is not told the secret either
    response["Cache-Control"] = "no-store"
    return {"id": row.pk, "secret": secret}


@router.post("/{pk}/close", auth=doors("hook.keep"), response=HookOut, summary="停用回调")
def closed(request: HttpRequest, pk: int) -> Any:
    """Close a hook: nothing more is told."""
    hooks.close_hook(hook=get_object_or_404(hooks.hooks(), pk=pk), by=request.user)
    return hooks.hooks().get(pk=pk)


@router.get("/{pk}/deliveries", auth=doors("hook.keep"), response=list[DeliveryOut], summary="投递")
def delivered(request: HttpRequest, response: HttpResponse, pk: int, page: Query[Numbered]) -> Any:
    """Return the deliveries of a hook, the latest first."""
    return numbered(request, response, hooks.deliveries_of(get_object_or_404(hooks.hooks(), pk=pk)), page)


@router.post("/deliveries/{pk}/again", auth=doors("hook.keep"), response=DeliveryOut, summary="再投")
def tried_again(request: HttpRequest, pk: int) -> Any:
    """Put a delivery that was given up back into the queue, under its own number."""
    return hooks.try_again(delivery=get_object_or_404(hooks.deliveries(), pk=pk), by=request.user)

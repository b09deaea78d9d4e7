"""Pages on webhooks: the system admin opens and closes them, and sees what was heard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.kernel import hooks
from youju.kernel.access import allow
from youju.kernel.acts import all_acts, title_of
from youju.kernel.forms import beside, status_of


class HookForm(forms.Form):
    """A new hook."""

    name = forms.CharField(label=_("名称"), max_length=80)
    url = forms.CharField(label=_("地址(https://)"), max_length=300)
    acts = forms.MultipleChoiceField(label=_("告诉哪些事"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts: Any = self.fields["acts"]
        acts.choices = [(act.name, title_of(act.name)) for act in all_acts()]


@allow("hook.keep")
@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show all hooks, and open a new one: its secret is shown once."""
    form = HookForm(request.POST or None)
    if form.is_valid():
        with beside(form):
            row, secret = hooks.open_hook(by=request.user, **form.cleaned_data)
            return render(request, "web/one_time.html", {"person": row, "once": secret})
    context = {"form": form, "rows": hooks.hooks()[:200], "hosts": settings.YOUJU["hook_hosts"]}
    return render(request, "web/hooks.html", context, status=status_of(form))


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
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a delivery that was given up back into the queue."""
    row = hooks.try_again(delivery=get_object_or_404(hooks.deliveries(), pk=pk), by=request.user)
    return redirect("hook", row.hook_id)

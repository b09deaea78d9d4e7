"""The registers that one may read, and how another is declared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from youju.kernel.access import allow
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.powers import may
from youju.work.registers import reminding, selectors, services
from youju.work.registers.forms import DeclareForm, OfSchemeForm


@allow("register.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the registers this person may read."""
    return _index(request, DeclareForm(user=request.user) if may(request.user, "register.declare") else None)


def _index(
    request: HttpRequest, form: DeclareForm | None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Return the list of registers, each with how much it holds, and the form in which one is declared."""
    rows = [
        (register, *selectors.size_of(request.user, register))
        for register in selectors.registers_for(request.user)
    ]
    context = {
        "rows": rows,
        "form": form,
        "of_scheme": OfSchemeForm(user=request.user) if form is not None else None,
        "refusal": refusal,
        "reminders": reminding.reminders_for(request.user, db_today())[:200],
    }
    return render(request, "registers/index.html", context, status=status)


@allow("register.declare")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Take a declaration (and the declarations it extends) and put it into force."""
    form = DeclareForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _index(request, form, status=422)
    *bases, main = form.texts()
    named = {name.rpartition("/")[2].removesuffix(".yaml"): text for name, text in bases}
    said = form.cleaned_data
    try:
        register = services.declare_register(
            text=main[1], bases=named, unit=said["unit"], by=request.user, scheme=said["scheme"]
        )
    except BadInput as refusal:
        return _index(request, form, refusal, 422)
    messages.success(
        request, _("“{register}”已声明，第 {version} 版").format(register=register, version=register.version)
    )
    return redirect("registers:show", register.code)


@allow("register.declare")
@require_POST
def of_scheme(request: HttpRequest) -> HttpResponse:
    """Keep the registers of a scheme here from now on, with the rows that came with it."""
    form, said = OfSchemeForm(request.POST, user=request.user), DeclareForm(user=request.user)
    if not form.is_valid():
        return _index(request, said, status=422)
    try:
        taken = services.take_over_registers(
            version=form.versions[form.cleaned_data["version"]], by=request.user
        )
    except BadInput as refusal:
        return _index(request, said, refusal, 422)
    made = sum(one.made for one in taken.values())
    messages.success(request, _("{count} 本台账接过来了，{made} 条记录").format(count=len(taken), made=made))
    return redirect("registers:index")

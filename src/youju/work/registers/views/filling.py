"""The rows of a register that come from duties: what would change, who is missing, and writing it in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from youju.kernel.access import allow
from youju.kernel.errors import BadInput
from youju.work.registers import selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming.timeline import changes
from youju.work.registers.forming.unit_names import unit_names
from youju.work.registers.views.shared import about

SHOWN = 200


@allow("register.write")
@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest, code: str) -> HttpResponse:
    """Show what duties say that the register does not; sent, write it in."""
    register = selectors.register_for(request.user, code)
    one, refusal = declaration_of(register), None
    if one.duties is None:
        raise Http404(code)
    if request.method == "POST":
        try:
            done = services.fill_from_duties(register=register, by=request.user)
        except BadInput as refused:
            refusal = refused
        else:
            told = _("没有变化") if done.again else _("新增 {made} 条，改动 {changed} 条")
            messages.success(request, told.format(made=done.made, changed=done.changed))
            return redirect("registers:duties", register.code)
    found = services.beside_duties(register, request.user)
    some = [*found.new, *found.changed][:SHOWN]
    was = [row.record.values if row.record else {} for row in some]
    names = unit_names(one, [*was, *(row.values for row in some)])
    rows = [
        (row.record, row.unit, changes(one, old, row.values, names))
        for row, old in zip(some, was, strict=True)
    ]
    context = {
        **about(request, register), "found": found, "rows": rows, "more": len(found.new) + len(found.changed) - len(rows),
        "gaps": found.gaps[:SHOWN], "put": [one.fields[name].title for name in one.duties.put],
         "strays": found.strays[:SHOWN], "refusal": refusal,
    }  # fmt: skip
    return render(request, "registers/duties.html", context, status=refusal.status if refusal else 200)

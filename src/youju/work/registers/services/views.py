"""Keeping a way of looking at a register."""

from __future__ import annotations

from django.db import transaction

from youju.kernel.errors import BadInput
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.models import Register, SavedView

MANY = 50


@transaction.atomic
def save_view(*, register: Register, name: str, query: str, by: User) -> SavedView:
    """Keep a view under a name; the same name again is replaced."""
    name = name.strip()
    if (
        not name
        or len(name) > 60
        or not (name.isprintable() and query.isprintable())
        or len(query) > 1000
        or SavedView.objects.filter(register=register, owner=by).count() >= MANY
    ):
        raise BadInput(
            "视图没有存",
            f"名称要有 1 到 60 字，每本台账最多存 {MANY} 个",
            "改短名称，或删去用不着的",
            english=f"The view was not kept: a name has 1 to 60 characters, and a register at most {MANY} views. Shorten the name, or delete what you do not use.",
        )
    view, _made = SavedView.objects.update_or_create(
        register=register, owner=by, name=name, defaults={"query": query}
    )
    leave_trace(by, "register.view", register, name=name, query=query)
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: User) -> None:
    """Forget a view of one's own."""
    leave_trace(by, "register.view", view.register, name=view.name, forgotten=True)
    view.delete()

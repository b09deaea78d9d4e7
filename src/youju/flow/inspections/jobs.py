"""Long work of this room: drawing the list of a plan."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.inspections import selectors, services
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

DRAW = "inspection.draw"


def _draw(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    plan = selectors.plan_for(by, arguments["plan"], "inspection.draw")
    drawn = services.draw_list(plan=plan, by=by)
    return Done(_("抽出 {count} 个").format(count=len(drawn)), reverse("inspections:plan", args=[plan.pk]))


declare(DRAW, _draw)

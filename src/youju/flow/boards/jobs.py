"""Long work of this room: how firm the places of a board are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.boards import selectors, services
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

FIRMNESS = "board.firmness"


def _firmness(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    score = selectors.board_for(by, arguments["score"], "board.firmness")
    services.measure_firmness(score=score, by=by)
    return Done(_("名次区间测算好了，写在榜单里"), reverse("boards:show", args=[score.pk]))


declare(FIRMNESS, _firmness)

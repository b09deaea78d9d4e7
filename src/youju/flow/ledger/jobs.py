"""Long work of this room: importing official statistics."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from youju.flow.ledger import services
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

IMPORT = "ledger.import"


def _import(by: User, arguments: dict[str, Any], content: bytes) -> Done:
    done = services.import_official(content=content, by=by, **arguments)
    words = f"新增 {done.added} 个,修订 {done.revised} 个,{done.same} 个没有变化"
    return Done(words, reverse("ledger:index"))


declare(IMPORT, _import)
